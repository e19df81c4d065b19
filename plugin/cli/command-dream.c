/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep-dream PHOTO -o OUT
 */

#include <signal.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "bar.h"
#include "commands.h"
#include "options.h"
#include "output.h"
#include "plugin/core/catalog/suggestion.h"
#include "plugin/core/pixels/guide.h"
#include "plugin/core/render/render.h"
#include "saver.h"

typedef struct
{
  gboolean interrupted;
  gboolean show_bar;
} Session;

static CliStatus   read_recipe (const CliOptions *options, DreamRecipe *recipe);
static CliStatus   take_what_is_said (const CliOptions *options,
                                      DreamRecipe      *recipe);
static CliStatus   dream (const CliOptions *options, DreamRecipe *recipe);
static GeglBuffer *read_mask (const CliOptions *options,
                              GeglBuffer       *photo,
                              GError          **error);
static GeglBuffer *render (const CliOptions *options,
                           DreamRecipe      *recipe,
                           GeglBuffer       *photo,
                           GeglBuffer       *mask,
                           GError          **error);
static gboolean    save (const DeepDreamPhoto *photo,
                         GeglBuffer           *pixels,
                         CliOutput            *output,
                         GError              **error);
static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            data);
static gboolean     on_interrupted (gpointer data);
static CliStatus    fail (const GError *error);

CliStatus
cli_command_dream (gint argc, gchar **argv)
{
  g_autoptr (CliOptions)  options = NULL;
  g_autoptr (DreamRecipe) recipe  = dream_recipe_new ();
  g_autoptr (GError)      error   = NULL;
  CliStatus               status;

  options = cli_options_parse (argc, argv, &error);
  if (! options)
    return cli_complain_usage (error->message);

  if (options->version)
    {
      g_print ("deep-dream %s\n", DEEP_DREAM_VERSION);
      return CLI_OK;
    }

  status = read_recipe (options, recipe);
  if (status != CLI_OK)
    return status;

  if (! cli_saver_check_ending (options->output, &error))
    return cli_complain_usage (error->message);

  return dream (options, recipe);
}

/* What is said is taken twice: before what is left open is chosen by it, and
 * again, since a value that is said counts even if it is the default. */
static CliStatus
read_recipe (const CliOptions *options, DreamRecipe *recipe)
{
  g_autofree gchar  *advice = NULL;
  g_autoptr (GError) error  = NULL;
  CliStatus          status = take_what_is_said (options, recipe);

  if (status != CLI_OK)
    return status;

  /* A whole recipe is one that names its network. */
  if (! options->preset && options->recipe_path && *recipe->network)
    return CLI_OK;

  if (! deep_dream_suggestion_fill (options->preset, recipe, &advice, &error))
    return fail (error);
  if (advice && ! options->quiet)
    cli_complain (advice);

  return take_what_is_said (options, recipe);
}

static CliStatus
take_what_is_said (const CliOptions *options, DreamRecipe *recipe)
{
  g_autoptr (GError) error = NULL;

  if (options->recipe_path &&
      ! dream_recipe_load (recipe, options->recipe_path, &error))
    return fail (error);

  if (! cli_options_apply (options, recipe, &error))
    return cli_complain_usage (error->message);

  return CLI_OK;
}

static CliStatus
dream (const CliOptions *options, DreamRecipe *recipe)
{
  g_autoptr (CliOutput)      output = NULL;
  g_autoptr (DeepDreamPhoto) photo  = NULL;
  g_autoptr (GeglBuffer)     mask   = NULL;
  g_autoptr (GeglBuffer)     pixels = NULL;
  g_autoptr (GError)         error  = NULL;
  gint64                     start  = g_get_monotonic_time ();

  output = cli_output_new (options->output, &error);
  if (! output)
    return fail (error);

  photo = deep_dream_photo_load (options->photo, TRUE, &error);
  if (! photo)
    return fail (error);

  if (options->mask_path &&
      ! (mask = read_mask (options, photo->pixels, &error)))
    return fail (error);

  pixels = render (options, recipe, photo->pixels, mask, &error);
  if (! pixels || ! save (photo, pixels, output, &error))
    return fail (error);

  if (! options->quiet)
    g_print (_ ("%s: %d x %d pixels, dreamed in %.1f seconds\n"),
             options->output, gegl_buffer_get_width (pixels),
             gegl_buffer_get_height (pixels),
             (gdouble) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);

  return CLI_OK;
}

static GeglBuffer *
read_mask (const CliOptions *options, GeglBuffer *photo, GError **error)
{
  return deep_dream_guide_read_mask (options->mask_path,
                                     gegl_buffer_get_width (photo),
                                     gegl_buffer_get_height (photo), error);
}

/* @mask: (nullable): of the photo's size. */
static GeglBuffer *
render (const CliOptions *options,
        DreamRecipe      *recipe,
        GeglBuffer       *photo,
        GeglBuffer       *mask,
        GError          **error)
{
  const DeepDreamMask places = { mask, 0, 0, FALSE };

  Session     session = { FALSE, ! options->quiet && cli_bar_is_possible () };
  guint       source  = g_unix_signal_add (SIGINT, on_interrupted, &session);
  GeglBuffer *pixels;

  pixels = deep_dream_render (recipe, photo, NULL, mask ? &places : NULL,
                              &options->resources, on_progress, &session,
                              error);

  g_source_remove (source);
  if (session.show_bar)
    cli_bar_clear ();

  return pixels;
}

static gboolean
save (const DeepDreamPhoto *photo,
      GeglBuffer           *pixels,
      CliOutput            *output,
      GError              **error)
{
  const gchar *path = cli_output_begin (output, error);

  return path && cli_saver_save (photo, pixels, path, error) &&
         cli_output_commit (output, error);
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left,
             const DreamPicture *view G_GNUC_UNUSED,
             gpointer            data)
{
  Session *session = data;

  if (session->show_bar)
    cli_bar_show (fraction, seconds_left);

  return session->interrupted ? DREAM_CANCEL : DREAM_CONTINUE;
}

static gboolean
on_interrupted (gpointer data)
{
  Session *session = data;

  session->interrupted = TRUE;

  return G_SOURCE_CONTINUE;
}

static CliStatus
fail (const GError *error)
{
  cli_complain (error->message);

  return g_error_matches (error, DREAM_ERROR, DREAM_ERROR_CANCELLED)
           ? CLI_CANCELLED
           : CLI_FAILED;
}
