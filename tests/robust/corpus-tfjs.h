/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small files of TensorFlow.js that the robustness tests damage.
 */

#pragma once

#include "engine/network.h"

G_BEGIN_DECLS

guint corpus_tfjs_n_files (void);

/**
 * corpus_tfjs_make:
 * @index: less than corpus_tfjs_n_files().
 *
 * Returns: (transfer full): a model.json, each of another sort.
 */
GBytes *corpus_tfjs_make (guint index);

/**
 * read_tfjs_of_zeros:
 *
 * A reading function for probe(): all weights of @file are 0, in as many files
 * as it says, up to a limit.
 */
DreamNetwork *read_tfjs_of_zeros (GBytes           *file,
                                  const gchar      *path,
                                  const DreamInput *input,
                                  GError          **error);

G_END_DECLS
