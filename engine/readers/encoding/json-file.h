/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked reading of JSON (RFC 8259), for the readers of formats that are
 * written in it.  Knows no format.
 *
 * What is asked for and is not there, or of another type, reads as absent, so
 * that a reader can go down a path of members and look at the end of it.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * dream_json_parse:
 * @file: a file's bytes, untrusted.
 * @error: return location for an error.
 *
 * Files that are too large, too deeply nested or otherwise not what a network's
 * description looks like are refused before they are parsed: the parser
 * recurses, and takes a hundred times a file's size in memory.
 *
 * Returns: (transfer full) (nullable): the root, freed with json_node_unref();
 *   %NULL with %DREAM_ERROR_BAD_NETWORK.
 */
JsonNode *dream_json_parse (GBytes *file, GError **error);

/**
 * dream_json_member:
 * @node: (nullable): what may be an object.
 *
 * Returns: (transfer none) (nullable): its member @name; %NULL if that is not
 *   there or null.
 */
JsonNode *dream_json_member (JsonNode *node, const gchar *name);

/* Elements of what may be an array: 0 and %NULL if it is not one. */
guint     dream_json_length (JsonNode *node);
JsonNode *dream_json_element (JsonNode *node, guint index);

gboolean dream_json_is_object (JsonNode *node);
gboolean dream_json_is_array (JsonNode *node);

/**
 * dream_json_string:
 *
 * Returns: (transfer none) (nullable): valid UTF-8, or %NULL if it is no
 *   string.
 */
const gchar *dream_json_string (JsonNode *node);

/* @absent is what comes of something else: no number, or one that does not fit
 * in. */
gint     dream_json_int (JsonNode *node, gint absent);
gdouble  dream_json_double (JsonNode *node, gdouble absent);
gboolean dream_json_boolean (JsonNode *node, gboolean absent);

G_END_DECLS
