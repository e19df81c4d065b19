/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The names of a network's layers: paths such as
 * "InceptionV3/InceptionV3/Mixed_5d/concat", of which people see and type
 * ends.  Called by network.c alone; knows network.h.
 */

#pragma once

#include "layer.h"

G_BEGIN_DECLS

/**
 * dream_layer_names_check:
 * @name: (nullable): a name from a file.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK if @name is empty, longer than
 *   anything sensible, or not UTF-8.
 */
gboolean dream_layer_names_check (const gchar *name, GError **error);

/**
 * dream_layer_names_shorten:
 * @layers: (element-type DreamLayer): layers whose names have been checked.
 * @error: return location for an error.
 *
 * Sets each layer's short_name, in a time that grows hardly faster than the
 * names' length together.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK if two names are the same.
 */
gboolean dream_layer_names_shorten (GPtrArray *layers, GError **error);

/**
 * dream_layer_names_find:
 * @layers: (element-type DreamLayer): layers with short names.
 * @name: what the user typed.
 * @index: (out): the layer's index.
 * @error: return location for an error.
 *
 * See dream_network_find_layer().
 *
 * Returns: %FALSE with %DREAM_ERROR_NO_LAYER.
 */
gboolean dream_layer_names_find (GPtrArray   *layers,
                                 const gchar *name,
                                 guint       *index,
                                 GError     **error);

G_END_DECLS
