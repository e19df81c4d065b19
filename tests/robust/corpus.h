/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small files that the robustness tests damage.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * corpus_n_files:
 * @format: "tflite" and so on.
 *
 * Returns: how many files there are of that format, 0 if it is not known.
 */
guint corpus_n_files (const gchar *format);

/**
 * corpus_make:
 * @format: a format that is known.
 * @index: less than corpus_n_files().
 *
 * Returns: (transfer full): a file; number 0 is a sound network, the others may
 *   have something that the reader does not support or leaves out.
 */
GBytes *corpus_make (const gchar *format, guint index);

G_END_DECLS
