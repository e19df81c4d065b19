/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file that appears when it is complete, or not at all.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CliOutput CliOutput;

/**
 * cli_output_new:
 * @path: the file to write; it may exist.
 * @error: return location for an error.
 *
 * Finds out whether @path can be written, by making a folder beside it for a
 * moment.
 *
 * Returns: (transfer full) (nullable): the output, or %NULL with a #GFileError
 *   that says what is wrong with @path.
 */
CliOutput *cli_output_new (const gchar *path, GError **error);

/**
 * cli_output_free:
 *
 * Removes what was not committed.
 */
void cli_output_free (CliOutput *output);

/**
 * cli_output_begin:
 * @output: an output.
 * @error: return location for an error.
 *
 * Returns: (nullable): where to write: a new file with the same ending in a
 *   folder of its own beside the output; or %NULL with a #GFileError.
 */
const gchar *cli_output_begin (CliOutput *output, GError **error);

/**
 * cli_output_commit:
 * @output: an output that has been written.
 * @error: return location for an error.
 *
 * Puts the new file in place, with the permissions of the one that it replaces.
 *
 * Returns: %FALSE with a #GFileError.
 */
gboolean cli_output_commit (CliOutput *output, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliOutput, cli_output_free)

G_END_DECLS
