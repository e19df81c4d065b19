/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether layers make a sound graph, and what each sees of the picture.
 * Called by network.c alone; knows network.h.
 */

#pragma once

#include "network.h"

G_BEGIN_DECLS

/**
 * dream_layer_graph_check:
 * @layers: (element-type DreamLayer): layers from an untrusted file.
 * @error: return location for an error.
 *
 * Checks all that dream_network_new() promises but that names are unique, and
 * sets each layer's receptive_field, stride and minimum_size.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK.
 */
gboolean dream_layer_graph_check (GPtrArray *layers, GError **error);

G_END_DECLS
