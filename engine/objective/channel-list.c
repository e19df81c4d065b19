/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of channels.
 */

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "channel-list.h"
#include "engine/error.h"
#include "weighted-name.h"

/* Translators never see it: it is a word of recipes. */
#define STRONGEST "strongest"

typedef struct
{
  gint    first;
  gint    last;
  gdouble weight;
} Range;

static gboolean parse_strongest (const gchar *text,
                                 gint         n_channels,
                                 guint       *n_strongest);
static gboolean parse_range (const gchar *text, Range *range);
static gboolean find_title (const gchar  *text,
                            const GArray *titles,
                            Range        *range);
static gboolean parse_number (const gchar **text, gint *number);
static void     skip_spaces (const gchar **text);

gboolean
dream_channels_parse (const gchar  *text,
                      gint          n_channels,
                      const GArray *titles,
                      gfloat      **weights,
                      guint        *n_strongest,
                      GError      **error)
{
  g_autofree gchar  *list   = g_strstrip (g_strdup (text ? text : ""));
  g_auto (GStrv)     parts  = g_strsplit (list, ",", -1);
  g_autofree gfloat *chosen = g_new0 (gfloat, n_channels);

  *weights     = NULL;
  *n_strongest = 0;
  if (*list == '\0' || parse_strongest (list, n_channels, n_strongest))
    return TRUE;

  for (gint i = 0; parts[i]; i++)
    {
      Range range;

      if (! parse_range (parts[i], &range) &&
          ! find_title (parts[i], titles, &range))
        {
          g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                       _ (
                         "“%s” does not name channels. Write their numbers, or "
                         "titles that the network's description gives, with "
                         "commas between, ranges as 40-47, a weight as 12:0.5; "
                         "or “strongest 5”."),
                       g_strstrip (parts[i]));
          return FALSE;
        }

      if (range.last >= n_channels)
        {
          g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                       _ ("The layer has no channel %d; its channels are 0 to "
                          "%d."),
                       range.last, n_channels - 1);
          return FALSE;
        }

      for (gint c = range.first; c <= range.last; c++)
        chosen[c] = range.weight;
    }

  *weights = g_steal_pointer (&chosen);

  return TRUE;
}

static gboolean
parse_strongest (const gchar *text, gint n_channels, guint *n_strongest)
{
  gint number;

  if (! g_str_has_prefix (text, STRONGEST))
    return FALSE;

  text += strlen (STRONGEST);
  if (! parse_number (&text, &number) || *text != '\0' || number == 0)
    return FALSE;

  *n_strongest = MIN (number, n_channels);

  return TRUE;
}

static gboolean
parse_range (const gchar *text, Range *range)
{
  range->weight = 1;

  if (! parse_number (&text, &range->first))
    return FALSE;

  range->last = range->first;
  if (*text == '-')
    {
      text++;
      if (! parse_number (&text, &range->last))
        return FALSE;
    }

  if (*text == ':')
    {
      gchar *end;

      text++;
      range->weight = g_ascii_strtod (text, &end);
      if (end == text)
        return FALSE;
      text = end;
      skip_spaces (&text);
    }

  return *text == '\0' && range->first <= range->last &&
         fabs (range->weight) <= G_MAXINT;
}

static gboolean
find_title (const gchar *text, const GArray *titles, Range *range)
{
  g_autofree gchar *name   = NULL;
  g_autofree gchar *wanted = NULL;

  range->weight = 1;
  name          = dream_weighted_name_split (text, &range->weight);
  wanted        = g_utf8_casefold (name, -1);

  for (guint i = 0; titles && i < titles->len; i++)
    {
      const DreamChannelTitle *title  = &g_array_index (titles,
                                                        DreamChannelTitle, i);
      g_autofree gchar        *folded = g_utf8_casefold (title->title, -1);

      if (g_str_equal (folded, wanted))
        {
          range->first = range->last = title->channel;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
parse_number (const gchar **text, gint *number)
{
  gint64 value = 0;

  skip_spaces (text);
  if (! g_ascii_isdigit (**text))
    return FALSE;

  for (; g_ascii_isdigit (**text); (*text)++)
    value = MIN (10 * value + g_ascii_digit_value (**text), G_MAXINT);

  skip_spaces (text);
  *number = value;

  return TRUE;
}

static void
skip_spaces (const gchar **text)
{
  while (g_ascii_isspace (**text))
    (*text)++;
}
