/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plug-in for GIMP 2.10: what GIMP starts, asks what it can do (query) and
 * tells to do it (run).
 */

#include <gegl.h>
#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "dialog.h"
#include "engine/error.h"
#include "progress.h"
#include "result.h"
#include "source.h"

#define PROCEDURE "plug-in-deep-dream"
#define MENU      "<Image>/Filters/Artistic"

/* The status, and the new layer or a message. */
#define N_RETURN_VALUES 2

static void              query (void);
static void              run (const gchar     *name,
                              gint             n_arguments,
                              const GimpParam *arguments,
                              gint            *n_values,
                              GimpParam      **values);
static gint32            make_layer (gint             n_arguments,
                                     const GimpParam *arguments,
                                     GError         **error);
static GeglBuffer       *dream (GimpRunMode      mode,
                                DreamRecipe     *recipe,
                                DeepDreamSource *source,
                                GError         **error);
static GimpPDBStatusType get_status (const GError *error);
static gchar            *get_locale_folder (void);

const GimpPlugInInfo PLUG_IN_INFO = { NULL, NULL, query, run };

MAIN ()

static void
query (void)
{
  g_autofree gchar *locale = get_locale_folder ();

  gimp_plugin_domain_register (GETTEXT_PACKAGE, locale);
  deep_dream_arguments_install (PROCEDURE);
  gimp_plugin_menu_register (PROCEDURE, MENU);
}

static void
run (const gchar     *name G_GNUC_UNUSED,
     gint             n_arguments,
     const GimpParam *arguments,
     gint            *n_values,
     GimpParam      **values)
{
  /* GIMP reads these after this function has returned. */
  static GimpParam   returned[N_RETURN_VALUES];
  g_autofree gchar  *locale = get_locale_folder ();
  g_autoptr (GError) error  = NULL;
  gint32             layer;

  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  gegl_init (NULL, NULL);

  layer = make_layer (n_arguments, arguments, &error);

  returned[0].type = GIMP_PDB_STATUS;
  if (layer != -1)
    {
      returned[0].data.d_status = GIMP_PDB_SUCCESS;
      returned[1].type          = GIMP_PDB_LAYER;
      returned[1].data.d_layer  = layer;
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

/* Returns the new layer, or -1 with @error set. */
static gint32
make_layer (gint n_arguments, const GimpParam *arguments, GError **error)
{
  const GimpRunMode           mode   = arguments[0].data.d_int32;
  g_autoptr (DreamRecipe)     recipe = dream_recipe_new ();
  g_autoptr (DeepDreamSource) source = NULL;
  g_autoptr (GObject)         buffer = NULL;
  gint32                      mask   = -1;
  gint32                      layer;

  if (mode != GIMP_RUN_NONINTERACTIVE)
    deep_dream_arguments_recall (PROCEDURE, recipe);
  else if (! deep_dream_arguments_read (recipe, n_arguments, arguments, error))
    return -1;

  /* Only a script gives all arguments. */
  if (mode == GIMP_RUN_NONINTERACTIVE)
    mask = arguments[n_arguments - 1].data.d_drawable;

  source = deep_dream_source_new (arguments[1].data.d_image,
                                  arguments[2].data.d_drawable, mask, error);
  if (! source)
    return -1;

  buffer = (GObject *) dream (mode, recipe, source, error);
  if (! buffer)
    return -1;

  layer = deep_dream_result_insert (source, recipe, GEGL_BUFFER (buffer),
                                    error);
  if (layer == -1)
    return -1;

  if (mode == GIMP_RUN_INTERACTIVE)
    deep_dream_arguments_remember (PROCEDURE, recipe);
  if (mode != GIMP_RUN_NONINTERACTIVE)
    gimp_displays_flush ();

  return layer;
}

static GeglBuffer *
dream (GimpRunMode      mode,
       DreamRecipe     *recipe,
       DeepDreamSource *source,
       GError         **error)
{
  if (mode == GIMP_RUN_INTERACTIVE)
    return deep_dream_dialog_dream (recipe, source, error);

  return deep_dream_progress_dream (recipe, source, error);
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
