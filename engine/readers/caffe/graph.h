/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The graph of a network of Caffe's: its layers, one after another.
 */

#pragma once

#include "file.h"

G_BEGIN_DECLS

typedef struct _DreamCaffeLayer DreamCaffeLayer;

/**
 * DreamCaffeLayer:
 * @name: its name, for the layer and for messages.
 * @bottom: what it reads, or the first of several.
 * @top: what it makes.
 * @blobs: what it has learned, often nothing.
 */
struct _DreamCaffeLayer
{
  const Caffe__LayerParameter *parameter;
  const gchar                 *name;
  const gchar                 *bottom;
  const gchar                 *top;
  const DreamCaffeBlobs       *blobs;
};

/* Adds what @layer does to @builder.  Returns: %FALSE with
 * %DREAM_ERROR_UNSUPPORTED_LAYER or %DREAM_ERROR_BAD_NETWORK. */
typedef gboolean (*DreamCaffeRead) (DreamBuilder          *builder,
                                    const DreamCaffeLayer *layer,
                                    GError               **error);

/**
 * dream_caffe_find_operation:
 * @type: a layer's type, in the newer or the older form.
 *
 * Returns: (nullable): what reads such layers.
 */
DreamCaffeRead dream_caffe_find_operation (const gchar *type);

/**
 * dream_caffe_read_layers:
 * @net: the layers.
 * @weights: what they have learned, which may be @net itself.
 * @error: return location for an error.
 *
 * Adds to @builder what a network does when it is used, not when it learns: no
 * losses, labels, and layers for training alone.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK or, if it does not take color
 *   pictures, %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
gboolean dream_caffe_read_layers (DreamBuilder        *builder,
                                  const DreamCaffeNet *net,
                                  const DreamCaffeNet *weights,
                                  GError             **error);

/**
 * dream_caffe_is_source:
 *
 * Returns: whether @layer is where a picture comes from.
 */
gboolean dream_caffe_is_source (const Caffe__LayerParameter *layer);

G_END_DECLS
