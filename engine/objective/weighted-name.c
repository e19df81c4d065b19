/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names with weights.
 */

#include <math.h>
#include <string.h>

#include "weighted-name.h"

#define MAX_WEIGHT 1e6

gchar *
dream_weighted_name_split (const gchar *text, gdouble *weight)
{
  const gchar *colon = strrchr (text, ':');

  if (! colon || ! dream_weighted_name_parse (colon + 1, weight))
    colon = text + strlen (text);

  return g_strstrip (g_strndup (text, colon - text));
}

gboolean
dream_weighted_name_parse (const gchar *text, gdouble *weight)
{
  gchar  *end;
  gdouble number = g_ascii_strtod (text, &end);

  if (end == text)
    return FALSE;

  while (g_ascii_isspace (*end))
    end++;

  if (*end != '\0' || ! (fabs (number) <= MAX_WEIGHT))
    return FALSE;

  *weight = number;

  return TRUE;
}
