/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small files that the robustness tests damage.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint corpus_n_files (void);

/**
 * corpus_make:
 * @index: less than corpus_n_files().
 *
 * Returns: (transfer full): a TensorFlow Lite file; number 0 is a sound
 *   network, the others have something that the reader does not support or
 *   leaves out.
 */
GBytes *corpus_make (guint index);

G_END_DECLS
