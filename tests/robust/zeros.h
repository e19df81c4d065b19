/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Weights for models of TensorFlow.js that have no files beside them.
 */

#pragma once

#include "engine/readers/formats.h"

G_BEGIN_DECLS

/**
 * read_tfjs_of_zeros:
 *
 * A reading function for probe(): the files that @file speaks of hold zeros, as
 * many as it asks for, up to a limit.
 */
DreamNetwork *read_tfjs_of_zeros (GBytes           *file,
                                  const gchar      *path,
                                  const DreamInput *input,
                                  GError          **error);

G_END_DECLS
