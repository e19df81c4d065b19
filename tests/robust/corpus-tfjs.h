/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small model.json files of TensorFlow.js, for corpus.c.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint   corpus_tfjs_n_files (void);
GBytes *corpus_tfjs_make (guint index);

G_END_DECLS
