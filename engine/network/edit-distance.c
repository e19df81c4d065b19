/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far what people type lies from a name.
 */

#include <string.h>

#include "edit-distance.h"

#define MAX_COMPARED 128

/* One row of the table at a time. */
guint
dream_edit_distance (const gchar *a, const gchar *b)
{
  const gsize length_a = strlen (a);
  const gsize length_b = strlen (b);
  guint       row[MAX_COMPARED + 1];
  gsize       i;
  gsize       j;

  if (length_a > MAX_COMPARED || length_b > MAX_COMPARED)
    return G_MAXUINT;

  for (j = 0; j <= length_b; j++)
    row[j] = j;

  for (i = 1; i <= length_a; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (j = 1; j <= length_b; j++)
        {
          guint replaced = diagonal + (g_ascii_tolower (a[i - 1]) !=
                                       g_ascii_tolower (b[j - 1]));

          diagonal = row[j];
          row[j]   = MIN (MIN (row[j], row[j - 1]) + 1, replaced);
        }
    }

  return row[length_b];
}
