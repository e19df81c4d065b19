/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small networks built by hand, for the tests of what does not need a file.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * hand_start:
 *
 * Returns: (transfer full): layers with the picture, "input", as number 0.
 */
GPtrArray *hand_start (void);

/* Each adds a layer; @input and the like are indices of layers.  Convolutions
 * have 2 channels, weights of 0 and no bias.
 */
void hand_add_convolution (GPtrArray   *layers,
                           const gchar *name,
                           guint        input,
                           gint         kernel_h,
                           gint         kernel_w,
                           gint         stride,
                           DreamPadding padding);
void hand_add_pool (GPtrArray   *layers,
                    const gchar *name,
                    guint        input,
                    gint         kernel,
                    gint         stride,
                    DreamPadding padding);
void hand_add_concat (GPtrArray   *layers,
                      const gchar *name,
                      guint        first,
                      guint        second);

/* Passes a picture as it is, in 0..255. */
extern const DreamInput hand_input;

/**
 * hand_finish:
 * @layers: (transfer full): sound layers.
 *
 * Returns: (transfer full): their network; input = 255 pixel.
 */
DreamNetwork *hand_finish (GPtrArray *layers);

DreamLayer *hand_layer (GPtrArray *layers, guint index);

G_END_DECLS
