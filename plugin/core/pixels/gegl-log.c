/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Catches GEGL's warnings.
 */

#include <string.h>

#include "gegl-log.h"

/* How loaders say that babl cannot use a colour profile, which is no
 * reason to refuse a picture.
 */
#define BAD_PROFILE "space from icc"

struct _DeepDreamLog
{
  GString   *text;
  GLogFunc   old_handler;
  GPrintFunc old_printer;
};

static void on_message (const gchar   *domain,
                        GLogLevelFlags level,
                        const gchar   *message,
                        gpointer       user_data);
static void on_printed (const gchar *text);

DeepDreamLog *
deep_dream_log_start (void)
{
  DeepDreamLog *log = g_new (DeepDreamLog, 1);

  log->text        = g_string_new (NULL);
  log->old_printer = g_set_printerr_handler (on_printed);
  log->old_handler = g_log_set_default_handler (on_message, log);

  return log;
}

gchar *
deep_dream_log_end (DeepDreamLog *log)
{
  gboolean silent = ! log->text->len;
  gchar   *text   = g_string_free (log->text, FALSE);

  g_log_set_default_handler (log->old_handler, NULL);
  g_set_printerr_handler (log->old_printer);
  g_free (log);

  if (silent)
    g_clear_pointer (&text, g_free);

  return text;
}

/* The first message is the one that tells most. */
static void
on_message (const gchar   *domain G_GNUC_UNUSED,
            GLogLevelFlags level,
            const gchar   *message,
            gpointer       user_data)
{
  DeepDreamLog *log = user_data;

  if (level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL) &&
      ! log->text->len && ! strstr (message, BAD_PROFILE))
    g_string_append (log->text, message);
}

/* The PNG saver prints one line for each block that it cannot write. */
static void
on_printed (const gchar *text G_GNUC_UNUSED)
{
}
