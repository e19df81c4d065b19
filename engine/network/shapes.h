/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether layers make a sound graph, and what each sees of the picture.  Called
 * by network.c and by the readers' builder; knows network.h.
 */

#pragma once

#include "layer.h"

G_BEGIN_DECLS

/**
 * dream_shapes_derive:
 * @layers: (element-type DreamLayer): the layers before it, which have passed.
 * @layer: a layer from an untrusted file.
 * @error: return location for an error.
 *
 * Checks all that dream_network_new() promises of a layer but that its name is
 * unique, and sets its receptive_field, stride, minimum_size, field_h, field_w,
 * offset_h and offset_w.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK.
 */
gboolean dream_shapes_derive (GPtrArray  *layers,
                              DreamLayer *layer,
                              GError    **error);

/**
 * dream_layer_output_size:
 * @layer: any layer but the picture.
 * @size: rows (or columns) of its inputs, at least 1.
 * @vertical: whether these are rows.
 * @before: (out) (optional): rows (or columns) of padding before the input.
 *
 * Returns: rows (or columns) of its output, 0 if the input is too small.
 */
gint dream_layer_output_size (const DreamLayer *layer,
                              gint              size,
                              gboolean          vertical,
                              gint             *before);

G_END_DECLS
