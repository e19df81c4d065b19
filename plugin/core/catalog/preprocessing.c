/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers from people: checked, and in the C locale.
 */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "engine/readers/read.h"
#include "preprocessing.h"

static gfloat   tidy (gfloat mean);
static gboolean read_order (const gchar *text, gboolean *bgr, GError **error);
static gboolean read_numbers (const gchar *name,
                              const gchar *text,
                              gfloat      *values,
                              GError     **error);
static gboolean read_number (const gchar *text, gfloat *value);

/* The network's own scale and shift are what it makes of a picture that is
 * handed to it as it is: (x - own mean) own scale.
 */
DreamNetwork *
deep_dream_preprocessing_probe (const gchar *path,
                                DreamInput  *input,
                                GError     **error)
{
  static const DreamInput  plain     = { .scale = { 1, 1, 1 } };
  g_autoptr (DreamNetwork) network   = dream_network_read (path, NULL, error);
  g_autoptr (DreamNetwork) untouched = NULL;
  const DreamInput        *own;

  if (! network || ! (untouched = dream_network_read (path, &plain, error)))
    return NULL;

  *input = *dream_network_get_input (network);
  own    = dream_network_get_input (untouched);

  for (gint c = 0; c < 3; c++)
    {
      input->scale[c] /= own->scale[c];
      input->mean[c] = tidy (input->mean[c] - own->mean[c] / input->scale[c]);
    }

  return g_steal_pointer (&network);
}

gboolean
deep_dream_preprocessing_change (DreamInput  *input,
                                 const gchar *order,
                                 const gchar *mean,
                                 const gchar *scale,
                                 GError     **error)
{
  if ((order && ! read_order (order, &input->bgr, error)) ||
      (mean && ! read_numbers ("Mean", mean, input->mean, error)) ||
      (scale && ! read_numbers ("Scale", scale, input->scale, error)))
    return FALSE;

  for (gint c = 0; c < 3; c++)
    {
      if (input->scale[c] == 0)
        {
          g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                               _ ("the scale of a network's input is 0"));
          return FALSE;
        }
    }

  return TRUE;
}

gchar *
deep_dream_preprocessing_list (const gfloat *values, const gchar *separator)
{
  GString *list = g_string_new (NULL);

  for (gint c = 0; c < 3; c++)
    {
      gchar number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (number, sizeof (number), "%.9g", values[c]);
      g_string_append_printf (list, "%s%s", c ? separator : "", number);
    }

  return g_string_free (list, FALSE);
}

/* A mean of 0..255 that is that near to 0 is an error of rounding. */
static gfloat
tidy (gfloat mean)
{
  return fabsf (mean) < 1e-3f ? 0 : mean;
}

static gboolean
read_order (const gchar *text, gboolean *bgr, GError **error)
{
  *bgr = g_ascii_strcasecmp (text, "bgr") == 0;
  if (*bgr || g_ascii_strcasecmp (text, "rgb") == 0)
    return TRUE;

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
               _ ("the order of a network's channels is \"%s\", but must be "
                  "rgb or bgr"),
               text);
  return FALSE;
}

static gboolean
read_numbers (const gchar *name,
              const gchar *text,
              gfloat      *values,
              GError     **error)
{
  g_auto (GStrv) numbers = g_strsplit_set (text, ",;", -1);
  guint          n       = g_strv_length (numbers);
  gboolean       sound;

  /* Lists in keyfiles may end with a semicolon. */
  if (n > 1 && ! *g_strstrip (numbers[n - 1]))
    n--;

  sound = n == 1 || n == 3;
  for (guint c = 0; sound && c < 3; c++)
    sound = read_number (numbers[n == 1 ? 0 : c], &values[c]);

  if (! sound)
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                 /* Translators: the first %s is "Mean" or "Scale". */
                 _ ("\"%s\" of a network's input is \"%s\", but must be one "
                    "number or three"),
                 name, text);

  return sound;
}

static gboolean
read_number (const gchar *text, gfloat *value)
{
  g_autofree gchar *number = g_strstrip (g_strdup (text));
  gchar            *end;

  *value = (gfloat) g_ascii_strtod (number, &end);

  return *number && ! *end && isfinite (*value);
}
