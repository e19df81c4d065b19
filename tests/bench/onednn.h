/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A network on oneDNN, at its best: values in blocked layouts, weights put in
 * order once, ReLUs fused, concatenations that cost nothing, and of direct and
 * Winograd convolutions, and of the ways to write a gradient, whichever
 * measures faster on this machine.  As many threads as OMP_NUM_THREADS says.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

typedef struct _OnednnNetwork OnednnNetwork;

/**
 * onednn_network_new:
 * @target: a layer's index.
 * @width: of the picture.
 * @height: of the picture.
 *
 * Returns: (transfer full): the network, its memory allocated.
 */
OnednnNetwork *onednn_network_new (const DreamNetwork *network,
                                   guint               target,
                                   gint                width,
                                   gint                height);
void           onednn_network_free (OnednnNetwork *self);

/**
 * onednn_network_get_input:
 *
 * Returns: (transfer none): where the network's input goes, 3 x height x
 *   width.
 */
gfloat *onednn_network_get_input (OnednnNetwork *self);

/**
 * onednn_network_iterate:
 *
 * Computes forward, and the gradient of half the sum of squares of the target
 * backward to the input.
 */
void onednn_network_iterate (OnednnNetwork *self);

/**
 * onednn_network_read_gradient:
 * @gradient: (out): 3 x height x width.
 */
void onednn_network_read_gradient (OnednnNetwork *self, gfloat *gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OnednnNetwork, onednn_network_free)

G_END_DECLS
