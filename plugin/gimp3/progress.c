/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shows progress through GIMP.  GIMP's own Cancel kills the plug-in, which
 * does no harm: the image is touched only when the dream is complete.
 */

#include "progress.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "job.h"

/* Above this, seconds are no longer worth counting. */
#define MAX_COUNTED_SECONDS 90

static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);

GimpLayer *
deep_dream_progress_run (GimpImage           *image,
                         GimpDrawable        *drawable,
                         GimpProcedureConfig *config,
                         GError             **error)
{
  GimpLayer *layer;

  gimp_progress_init (_ ("Deep Dream"));
  layer = deep_dream_job_run (image, drawable, config, on_progress, NULL,
                              error);
  gimp_progress_end ();

  return layer;
}

GimpLayer *
deep_dream_progress_dream (const DeepDreamSource *source,
                           DreamRecipe           *recipe,
                           DeepDreamPlacement    *placement,
                           GimpLayer             *above,
                           GError               **error)
{
  GimpLayer *layer;

  gimp_progress_init (_ ("Deep Dream"));
  layer = deep_dream_job_dream (source, recipe, placement, above, on_progress,
                                NULL, error);
  gimp_progress_end ();

  return layer;
}

gchar *
deep_dream_progress_describe (gdouble seconds_left)
{
  gint seconds = (gint) ceil (seconds_left);
  gint minutes = (gint) ceil (seconds_left / 60.0);

  if (seconds_left < 0.0)
    return g_strdup (_ ("Dreaming…"));

  if (seconds <= MAX_COUNTED_SECONDS)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "About %d second left",
                                         "About %d seconds left",
                                         (gulong) seconds),
                            seconds);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "About %d minute left",
                                       "About %d minutes left",
                                       (gulong) minutes),
                          minutes);
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left,
             const DreamPicture *view G_GNUC_UNUSED,
             gpointer            user_data G_GNUC_UNUSED)
{
  g_autofree gchar *text = deep_dream_progress_describe (seconds_left);

  gimp_progress_set_text (text);
  gimp_progress_update (fraction);

  return DREAM_CONTINUE;
}
