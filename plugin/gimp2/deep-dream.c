/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plug-in for GIMP 2.10: what GIMP starts, asks what it can do (query) and
 * tells to do it (run).
 */

#include <gegl.h>
#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "again.h"
#include "animation.h"
#include "arguments.h"
#include "dialog.h"
#include "engine/error.h"
#include "progress.h"
#include "region.h"
#include "result.h"
#include "source.h"

#define PROCEDURE "plug-in-deep-dream"
#define AGAIN     "plug-in-deep-dream-again"
#define MENU      "<Image>/Filters/Artistic"

/* The status, and the layer or image that was made or a message. */
#define N_RETURN_VALUES 2

static void     query (void);
static void     run (const gchar     *name,
                     gint             n_arguments,
                     const GimpParam *arguments,
                     gint            *n_values,
                     GimpParam      **values);
static void     translate (void);
static gint32   dream (gint             n_arguments,
                       const GimpParam *arguments,
                       GError         **error);
static gboolean prepare (gint                n_arguments,
                         const GimpParam    *arguments,
                         DreamRecipe        *recipe,
                         DeepDreamPlacement *placement,
                         DeepDreamSource   **source,
                         GError            **error);
static gint32   dream_again (const GimpParam *arguments, GError **error);
static GimpPDBStatusType get_status (const GError *error);
static gchar            *get_locale_folder (void);

const GimpPlugInInfo PLUG_IN_INFO = { NULL, NULL, query, run };

MAIN ()

static void
query (void)
{
  g_autofree gchar *locale = get_locale_folder ();

  gimp_plugin_domain_register (GETTEXT_PACKAGE, locale);
  translate ();

  deep_dream_arguments_install (PROCEDURE);
  gimp_plugin_menu_register (PROCEDURE, MENU);
  deep_dream_again_install (AGAIN);
  gimp_plugin_menu_register (AGAIN, MENU);
  deep_dream_animation_install ();
}

static void
run (const gchar     *name,
     gint             n_arguments,
     const GimpParam *arguments,
     gint            *n_values,
     GimpParam      **values)
{
  /* GIMP reads these after this function has returned. */
  static GimpParam   returned[N_RETURN_VALUES];
  g_autoptr (GError) error = NULL;
  GimpPDBArgType     type  = GIMP_PDB_LAYER;
  gint32             made;

  translate ();
  gegl_init (NULL, NULL);

  if (g_str_equal (name, DEEP_DREAM_ANIMATION_PROCEDURE))
    {
      type = GIMP_PDB_IMAGE;
      made = deep_dream_animation_call (n_arguments, arguments, &error);
    }
  else if (g_str_equal (name, AGAIN))
    made = dream_again (arguments, &error);
  else
    made = dream (n_arguments, arguments, &error);

  returned[0].type = GIMP_PDB_STATUS;
  if (made != -1)
    {
      returned[0].data.d_status = GIMP_PDB_SUCCESS;
      returned[1].type          = type;
      returned[1].data.d_int32  = made; /* an item or an image */
    }
  else
    {
      returned[0].data.d_status = get_status (error);
      returned[1].type          = GIMP_PDB_STRING;
      returned[1].data.d_string = g_strdup (error->message);
    }
  *values   = returned;
  *n_values = returned[0].data.d_status == GIMP_PDB_CANCEL ? 1
                                                           : N_RETURN_VALUES;
}

static void
translate (void)
{
  g_autofree gchar *locale = get_locale_folder ();

  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

/* Returns the layer with the dream, or -1 with @error set. */
static gint32
dream (gint n_arguments, const GimpParam *arguments, GError **error)
{
  const GimpRunMode              mode      = arguments[0].data.d_int32;
  g_autoptr (DreamRecipe)        recipe    = dream_recipe_new ();
  g_autoptr (DeepDreamPlacement) placement = deep_dream_placement_new ();
  g_autoptr (DeepDreamSource)    source    = NULL;
  g_autoptr (GObject)            buffer    = NULL;
  gint32                         layer;

  if (! prepare (n_arguments, arguments, recipe, placement, &source, error))
    return -1;

  if (mode == GIMP_RUN_INTERACTIVE)
    buffer = (GObject *) deep_dream_dialog_dream (recipe, placement, source,
                                                  error);
  else
    buffer = (GObject *) deep_dream_progress_dream (recipe, placement, source,
                                                    error);
  if (! buffer)
    return -1;

  layer = deep_dream_result_put (source, recipe, placement, -1,
                                 GEGL_BUFFER (buffer), error);
  if (layer == -1)
    return -1;

  if (mode == GIMP_RUN_INTERACTIVE)
    deep_dream_arguments_remember (PROCEDURE, recipe, placement);
  if (mode != GIMP_RUN_NONINTERACTIVE)
    gimp_displays_flush ();

  return layer;
}

/* Only a script gives all arguments. */
static gboolean
prepare (gint                n_arguments,
         const GimpParam    *arguments,
         DreamRecipe        *recipe,
         DeepDreamPlacement *placement,
         DeepDreamSource   **source,
         GError            **error)
{
  const GimpRunMode      mode     = arguments[0].data.d_int32;
  const gint32           image    = arguments[1].data.d_image;
  const gint32           drawable = arguments[2].data.d_drawable;
  g_autoptr (GeglBuffer) region   = NULL;
  gint32                 mask     = -1;

  if (mode != GIMP_RUN_NONINTERACTIVE)
    deep_dream_arguments_recall (PROCEDURE, recipe, placement);
  else if (! deep_dream_arguments_read (recipe, placement, &mask, n_arguments,
                                        arguments, error))
    return FALSE;

  /* People who look at a dream want to change that one. */
  if (mode == GIMP_RUN_INTERACTIVE)
    deep_dream_again_read_recipe (drawable, recipe);

  if (! deep_dream_source_check (image, drawable, error) ||
      ! deep_dream_region_choose (drawable, mask, placement, &region, error))
    return FALSE;

  *source = deep_dream_source_new (image, drawable, region, error);

  return *source != NULL;
}

/* Likewise. */
static gint32
dream_again (const GimpParam *arguments, GError **error)
{
  const GimpRunMode              mode      = arguments[0].data.d_int32;
  const gint32                   image     = arguments[1].data.d_image;
  const gint32                   old       = arguments[2].data.d_drawable;
  g_autoptr (DreamRecipe)        recipe    = dream_recipe_new ();
  g_autoptr (DeepDreamPlacement) placement = deep_dream_placement_new ();
  g_autoptr (DeepDreamSource)    source    = NULL;
  g_autoptr (GObject)            buffer    = NULL;
  gint32                         layer;

  source = deep_dream_again_prepare (image, old, recipe, placement, error);
  if (! source)
    return -1;

  buffer = (GObject *) deep_dream_progress_dream (recipe, placement, source,
                                                  error);
  if (! buffer)
    return -1;

  layer = deep_dream_result_put (source, recipe, placement, old,
                                 GEGL_BUFFER (buffer), error);
  if (layer != -1 && mode != GIMP_RUN_NONINTERACTIVE)
    gimp_displays_flush ();

  return layer;
}

static GimpPDBStatusType
get_status (const GError *error)
{
  if (g_error_matches (error, DREAM_ERROR, DREAM_ERROR_CANCELLED))
    return GIMP_PDB_CANCEL;

  if (g_error_matches (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE))
    return GIMP_PDB_CALLING_ERROR;

  return GIMP_PDB_EXECUTION_ERROR;
}

/* GIMP has the same rule for all plug-ins that it did not bring itself: the
 * catalogs lie beside the plug-in.
 */
static gchar *
get_locale_folder (void)
{
  g_autofree gchar *folder = g_path_get_dirname (gimp_get_progname ());

  return g_build_filename (folder, "locale", NULL);
}
