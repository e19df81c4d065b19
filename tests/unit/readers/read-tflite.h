/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the files that tiny-tflite.h writes, for the tests of their reader.
 */

#pragma once

#include "engine/network/network.h"
#include "tests/robust/tiny-tflite.h"

G_BEGIN_DECLS

/**
 * read_tflite_sound:
 *
 * Returns: (transfer full): the network, without which the test fails.
 */
DreamNetwork *read_tflite_sound (const TinyNetwork *tiny);

/**
 * read_tflite_find:
 *
 * Returns: (transfer none): the layer, without which the test fails.
 */
const DreamLayer *read_tflite_find (DreamNetwork *network, const gchar *name);

gboolean read_tflite_has (DreamNetwork *network, const gchar *name);

/* The test fails unless the file can be read without the layer @name, or
 * cannot be read, as nothing but the picture would be left without it. */
void read_tflite_leaves_out (const TinyNetwork *tiny, const gchar *name);

G_END_DECLS
