/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What Caffe's layers do, each a #DreamCaffeRead, and what these share.
 */

#pragma once

#include "graph.h"

G_BEGIN_DECLS

/* --- caffe/convolution.c -------------------------------------------------- */

gboolean dream_caffe_read_convolution (DreamBuilder          *builder,
                                       const DreamCaffeLayer *layer,
                                       GError               **error);
gboolean dream_caffe_read_inner_product (DreamBuilder          *builder,
                                         const DreamCaffeLayer *layer,
                                         GError               **error);

/* --- caffe/pooling.c ------------------------------------------------------ */

gboolean dream_caffe_read_pooling (DreamBuilder          *builder,
                                   const DreamCaffeLayer *layer,
                                   GError               **error);

/* --- caffe/normalisation.c ------------------------------------------------ */

gboolean dream_caffe_read_batch_norm (DreamBuilder          *builder,
                                      const DreamCaffeLayer *layer,
                                      GError               **error);
gboolean dream_caffe_read_bias (DreamBuilder          *builder,
                                const DreamCaffeLayer *layer,
                                GError               **error);
gboolean dream_caffe_read_power (DreamBuilder          *builder,
                                 const DreamCaffeLayer *layer,
                                 GError               **error);
gboolean dream_caffe_read_scale (DreamBuilder          *builder,
                                 const DreamCaffeLayer *layer,
                                 GError               **error);
gboolean dream_caffe_read_lrn (DreamBuilder          *builder,
                               const DreamCaffeLayer *layer,
                               GError               **error);

/* --- caffe/activations.c -------------------------------------------------- */

gboolean dream_caffe_read_activation (DreamBuilder          *builder,
                                      const DreamCaffeLayer *layer,
                                      GError               **error);
gboolean dream_caffe_read_clip (DreamBuilder          *builder,
                                const DreamCaffeLayer *layer,
                                GError               **error);
gboolean dream_caffe_read_prelu (DreamBuilder          *builder,
                                 const DreamCaffeLayer *layer,
                                 GError               **error);
gboolean dream_caffe_read_relu (DreamBuilder          *builder,
                                const DreamCaffeLayer *layer,
                                GError               **error);
gboolean dream_caffe_read_swish (DreamBuilder          *builder,
                                 const DreamCaffeLayer *layer,
                                 GError               **error);

/* --- caffe/arithmetic.c --------------------------------------------------- */

gboolean dream_caffe_read_eltwise (DreamBuilder          *builder,
                                   const DreamCaffeLayer *layer,
                                   GError               **error);

/* --- caffe/shapes.c ------------------------------------------------------- */

gboolean dream_caffe_read_concat (DreamBuilder          *builder,
                                  const DreamCaffeLayer *layer,
                                  GError               **error);
gboolean dream_caffe_read_flatten (DreamBuilder          *builder,
                                   const DreamCaffeLayer *layer,
                                   GError               **error);
gboolean dream_caffe_read_reshape (DreamBuilder          *builder,
                                   const DreamCaffeLayer *layer,
                                   GError               **error);
gboolean dream_caffe_read_nothing (DreamBuilder          *builder,
                                   const DreamCaffeLayer *layer,
                                   GError               **error);

/* --- Shared --------------------------------------------------------------- */

/* Along which axis the channels lie, and how many axes a picture has: batch,
 * channels, rows and columns. */
#define DREAM_CAFFE_CHANNELS     1
#define DREAM_CAFFE_N_DIMENSIONS 4

/**
 * dream_caffe_is_channels:
 * @axis: an axis of batch, channels, rows and columns, from the end if it is
 *   negative.
 *
 * Returns: whether it is that of the channels.
 */
gboolean dream_caffe_is_channels (gint axis);

/**
 * dream_caffe_get_blob:
 * @index: which of the things that @layer has learned.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): its values, %NULL with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER if the file lacks them.
 */
const DreamTensor *dream_caffe_get_blob (const DreamCaffeLayer *layer,
                                         guint                  index,
                                         GError               **error);

/* Returns: a size that the file gives; too large ones stay too large. */
gint dream_caffe_to_int (guint32 number);

G_END_DECLS
