/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of Caffe's reader share.
 */

#pragma once

#include "engine/network/network.h"

#include "tests/robust/tiny-caffe.h"

G_BEGIN_DECLS

/* The picture and a layer that keeps it, for what needs something to stand on.
 */
#define READ_CAFFE_HEAD                                                   \
  "input: 'data' input_dim: 1 input_dim: 3 input_dim: 16 input_dim: 16\n" \
  "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'" \
  "  convolution_param { num_output: 4 kernel_size: 3 stride: 2 pad: 1 } }\n"

/* The network that @text describes, with the weights of tiny_caffe(). */
DreamNetwork *read_text (const gchar *text);

/* The network that @text describes, with @weights. */
DreamNetwork *read_with (const TinyCaffe *weights, const gchar *text);

/* Likewise, if it can be read.
 * @text: %NULL if @weights says itself how layers are connected. */
DreamNetwork *read_files (const TinyCaffe *weights,
                          const gchar     *text,
                          GError         **error);

/* Returns: (transfer none): the layer, which must be there. */
const DreamLayer *find_layer (DreamNetwork *network, const gchar *name);

gboolean has_layer (DreamNetwork *network, const gchar *name);

/* @tensor must have @n values, and begin with these. */
void assert_values (const DreamTensor *tensor,
                    gsize              n,
                    gfloat             first,
                    gfloat             second);

/* The error's message must @mention something. */
void assert_fails (const TinyCaffe *weights,
                   const gchar     *text,
                   gint             code,
                   const gchar     *mention);

G_END_DECLS
