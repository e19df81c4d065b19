/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a TensorFlow Lite file says about the picture that it takes.  Called by
 * tflite.c; knows tflite/file.h.
 */

#pragma once

#include "file.h"

G_BEGIN_DECLS

/**
 * dream_tflite_read_metadata:
 * @input: (out caller-allocates): what the network expects of a picture.
 *
 * Returns: whether the file says so, and @input was set.  Damaged metadata say
 *   nothing.
 */
gboolean dream_tflite_read_metadata (DreamTfliteModel *model,
                                     DreamInput       *input);

G_END_DECLS
