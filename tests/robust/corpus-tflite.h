/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Variants of the tiny TensorFlow Lite network, for corpus.c.
 */

#pragma once

#include "tiny-tflite.h"

G_BEGIN_DECLS

guint       corpus_tflite_n_files (void);
TinyNetwork corpus_tflite_describe (guint index);
GBytes     *corpus_tflite_make (guint index);

G_END_DECLS
