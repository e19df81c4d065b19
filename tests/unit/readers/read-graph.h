/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of the reader of TensorFlow graphs share.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a picture of 8 x 8 and "conv" of 4 channels that
 *   reads it. */
GByteArray *start_graph (void);

/* Returns: (transfer full): likewise, and "pooled", which has but one place. */
GByteArray *start_pooled_graph (void);

/* These take @graph. */

/* Returns: (transfer full): the network, which is sound. */
DreamNetwork *read_graph (GByteArray *graph);

/* The error's message must @mention something. */
void assert_unsupported (GByteArray *graph, const gchar *mention);
void assert_bad (GByteArray *graph);

/* Asserts that all can be read but the layer @name. */
void assert_leaves_out (GByteArray *graph, const gchar *name);

const DreamLayer *find_layer (DreamNetwork *network, const gchar *name);
gboolean          has_layer (DreamNetwork *network, const gchar *name);

/* Asserts that @name multiplies channel @c by @scale and adds @shift. */
void assert_affine (DreamNetwork *network,
                    const gchar  *name,
                    guint         c,
                    gdouble       scale,
                    gdouble       shift);

/* Returns: (transfer full): the layer's weights, as OHWI. */
gfloat *decode_weights (const DreamLayer *layer);

G_END_DECLS
