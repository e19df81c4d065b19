/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A progress bar on the terminal.
 */

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "bar.h"

#define WIDTH 32

/* ECMA-48: erase in line, from the cursor to the end. */
#define CLEAR_TO_END "\033[K"

static gchar *describe (gdouble seconds_left);

gboolean
cli_bar_is_possible (void)
{
  return isatty (STDERR_FILENO);
}

void
cli_bar_show (gdouble fraction, gdouble seconds_left)
{
  g_autofree gchar *left   = describe (seconds_left);
  g_autofree gchar *done   = g_strnfill ((gsize) (fraction * WIDTH), '#');
  gint              filled = (gint) (fraction * WIDTH);

  g_printerr ("\r[%s%*s] %3d %%  %s" CLEAR_TO_END, done, WIDTH - filled, "",
              (gint) (100.0 * fraction), left);
}

void
cli_bar_clear (void)
{
  g_printerr ("\r" CLEAR_TO_END);
}

static gchar *
describe (gdouble seconds_left)
{
  gint seconds = (gint) ceil (seconds_left);

  if (seconds_left < 0.0)
    return g_strdup ("");

  /* Translators: the time left, minutes and seconds. */
  return g_strdup_printf (_ ("%d:%02d left"), seconds / 60, seconds % 60);
}
