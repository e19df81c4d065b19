/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Models of TensorFlow.js for tests, written as text.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * tfjs_json:
 *
 * Returns: (transfer full): @text with " for '.
 */
GBytes *tfjs_json (const gchar *text);

/* Returns: (transfer full): @piece @n times. */
gchar *tfjs_repeat (const gchar *piece, guint n);

/**
 * tfjs_text:
 * @topology: what follows "modelTopology", with ' for ".
 * @weights: (nullable): "NAME SIZE×SIZE…; …": float32, or uint8, uint16 and
 *   float16 with a "!" and that type at the end: scale 0.5, min -1.
 * @paths: the files that they lie in, one after another, separated by blanks.
 *
 * Returns: (transfer full): a model.json.
 */
GBytes *tfjs_text (const gchar *topology,
                   const gchar *weights,
                   const gchar *paths);

/**
 * tfjs_row:
 * @layers: layers in a row, with ' for ": "CLASS NAME OPTIONS\n…", OPTIONS
 *   being the inside of an object.
 *
 * The first one reads a picture of 16 x 16 pixels, trained on.
 *
 * Returns: (transfer full): a topology for tfjs_text().
 */
gchar *tfjs_row (const gchar *layers);

/**
 * tfjs_graph:
 * @layers: "CLASS NAME < INPUT INPUT… | OPTIONS\n…"; the picture is called
 *   "picture".
 *
 * Returns: (transfer full): likewise.
 */
gchar *tfjs_graph (const gchar *layers);

/**
 * tfjs_read:
 * @file: (transfer full): a model.json.
 * @shard_size: bytes of each file beside it.  They hold bytes in which the
 *   value n of the weights is the 32-bit float n.
 * @error: return location for an error.
 */
DreamNetwork *tfjs_read (GBytes *file, gsize shard_size, GError **error);

G_END_DECLS
