/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plug-in for GIMP 3: what GIMP starts, asks what it can do and tells to
 * do it.
 */

#include <gegl.h>
#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "again.h"
#include "animation.h"
#include "arguments.h"
#include "call.h"
#include "dialog.h"
#include "progress.h"

#define PROCEDURE "plug-in-deep-dream"
#define AGAIN     "plug-in-deep-dream-again"
#define MENU      "<Image>/Filters/Artistic"
#define AUTHORS   "The Deep Dream for GIMP authors"
#define YEAR      "2026"

/* GIMP 3 looks for catalogs beside the plug-in. */
#define CATALOGS "locale"

#define DEEP_DREAM_TYPE_PLUG_IN (deep_dream_plug_in_get_type ())
G_DECLARE_FINAL_TYPE (DeepDreamPlugIn,
                      deep_dream_plug_in,
                      DEEP_DREAM,
                      PLUG_IN,
                      GimpPlugIn)

struct _DeepDreamPlugIn
{
  GimpPlugIn parent_instance;
};

static GList         *query_procedures (GimpPlugIn *plug_in);
static GimpProcedure *create_procedure (GimpPlugIn *plug_in, const gchar *name);
static gboolean       set_i18n (GimpPlugIn  *plug_in,
                                const gchar *procedure,
                                gchar      **domain,
                                gchar      **catalogs);
static GimpProcedure *create_dream (GimpPlugIn *plug_in);
static GimpProcedure *create_again (GimpPlugIn *plug_in);
static void           add_place_and_result (GimpProcedure *procedure);
static GimpValueArray *run_dream (GimpProcedure       *procedure,
                                  GimpRunMode          mode,
                                  GimpImage           *image,
                                  GimpDrawable       **drawables,
                                  GimpProcedureConfig *config,
                                  gpointer             user_data);
static GimpValueArray *run_again (GimpProcedure       *procedure,
                                  GimpRunMode          mode,
                                  GimpImage           *image,
                                  GimpDrawable       **drawables,
                                  GimpProcedureConfig *config,
                                  gpointer             user_data);
static GimpValueArray *answer (GimpProcedure *procedure,
                               GimpRunMode    mode,
                               GimpLayer     *layer,
                               GError        *error);

G_DEFINE_FINAL_TYPE (DeepDreamPlugIn, deep_dream_plug_in, GIMP_TYPE_PLUG_IN)

GIMP_MAIN (DEEP_DREAM_TYPE_PLUG_IN)

static void
deep_dream_plug_in_class_init (DeepDreamPlugInClass *klass)
{
  GimpPlugInClass *plug_in_class = GIMP_PLUG_IN_CLASS (klass);

  plug_in_class->query_procedures = query_procedures;
  plug_in_class->create_procedure = create_procedure;
  plug_in_class->set_i18n         = set_i18n;
}

static void
deep_dream_plug_in_init (DeepDreamPlugIn *plug_in G_GNUC_UNUSED)
{
}

static GList *
query_procedures (GimpPlugIn *plug_in G_GNUC_UNUSED)
{
  GList *names = NULL;

  names = g_list_append (names, g_strdup (PROCEDURE));
  names = g_list_append (names, g_strdup (AGAIN));
  names = g_list_append (names, g_strdup (DEEP_DREAM_ANIMATION_PROCEDURE));

  return names;
}

static GimpProcedure *
create_procedure (GimpPlugIn *plug_in, const gchar *name)
{
  GimpProcedure *procedure;

  if (g_str_equal (name, PROCEDURE))
    procedure = create_dream (plug_in);
  else if (g_str_equal (name, AGAIN))
    procedure = create_again (plug_in);
  else if (g_str_equal (name, DEEP_DREAM_ANIMATION_PROCEDURE))
    procedure = deep_dream_animation_create (plug_in);
  else
    return NULL;

  gimp_procedure_set_image_types (procedure, "RGB*, GRAY*");
  gimp_procedure_set_sensitivity_mask (procedure,
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLE);
  gimp_procedure_set_attribution (procedure, AUTHORS, AUTHORS, YEAR);

  return procedure;
}

static GimpProcedure *
create_dream (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure;

  procedure = gimp_image_procedure_new (plug_in, PROCEDURE,
                                        GIMP_PDB_PROC_TYPE_PLUGIN, run_dream,
                                        NULL, NULL);
  gimp_procedure_set_menu_label (procedure, _ ("_Deep Dream…"));
  gimp_procedure_set_documentation (
    procedure, _ ("Let a neural network dream on the layer"),
    _ ("Strengthens in the layer, or in the selected part of it, what a layer "
       "of a trained neural network finds there, and puts the dream into a new "
       "layer above it, or into the layer itself. Examples for scripts are in "
       "Deep Dream's page scripting.md."),
    NULL);
  deep_dream_arguments_add (procedure);
  add_place_and_result (procedure);

  return procedure;
}

static GimpProcedure *
create_again (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure;

  procedure = gimp_image_procedure_new (plug_in, AGAIN,
                                        GIMP_PDB_PROC_TYPE_PLUGIN, run_again,
                                        NULL, NULL);
  gimp_procedure_set_menu_label (procedure, _ ("Deep Dream A_gain"));
  gimp_procedure_set_documentation (
    procedure, _ ("Dream the dream of this layer once more"),
    _ ("Takes the recipe that a layer made by Deep Dream carries, and dreams "
       "with it of the layer that the dream was made of, as that is now. The "
       "new dream becomes a layer above the old one."),
    NULL);
  add_place_and_result (procedure);

  return procedure;
}

static void
add_place_and_result (GimpProcedure *procedure)
{
  gimp_procedure_add_menu_path (procedure, MENU);
  gimp_procedure_add_layer_return_value (procedure, "dream", _ ("Dream"),
                                         _ ("The layer with the dream"), FALSE,
                                         G_PARAM_READWRITE);
}

/* GIMP complains if it is sent to a folder that is not there, as after an
 * installation without translations.
 */
static gboolean
set_i18n (GimpPlugIn  *plug_in G_GNUC_UNUSED,
          const gchar *procedure G_GNUC_UNUSED,
          gchar      **domain,
          gchar      **catalogs)
{
  g_autofree gchar *folder = g_path_get_dirname (gimp_get_progname ());
  g_autofree gchar *path   = g_build_filename (folder, CATALOGS, NULL);

  if (! g_file_test (path, G_FILE_TEST_IS_DIR))
    return FALSE;

  *domain   = g_strdup (GETTEXT_PACKAGE);
  *catalogs = g_strdup (CATALOGS);
  return TRUE;
}

static GimpValueArray *
run_dream (GimpProcedure       *procedure,
           GimpRunMode          mode,
           GimpImage           *image,
           GimpDrawable       **drawables,
           GimpProcedureConfig *config,
           gpointer             user_data G_GNUC_UNUSED)
{
  GError    *error = NULL;
  GimpLayer *layer = NULL;

  gegl_init (NULL, NULL);

  if (deep_dream_call_check (image, drawables, &error))
    {
      if (mode == GIMP_RUN_INTERACTIVE)
        layer = deep_dream_dialog_run (procedure, image, drawables[0], config,
                                       &error);
      else if (deep_dream_arguments_complete (config, mode, &error))
        layer = deep_dream_progress_run (image, drawables[0], config, &error);
    }

  return answer (procedure, mode, layer, error);
}

static GimpValueArray *
run_again (GimpProcedure       *procedure,
           GimpRunMode          mode,
           GimpImage           *image,
           GimpDrawable       **drawables,
           GimpProcedureConfig *config G_GNUC_UNUSED,
           gpointer             user_data G_GNUC_UNUSED)
{
  GError    *error = NULL;
  GimpLayer *layer = NULL;

  gegl_init (NULL, NULL);

  if (deep_dream_call_check (image, drawables, &error))
    layer = deep_dream_again_run (image, drawables[0], &error);

  return answer (procedure, mode, layer, error);
}

/* @error: (transfer full): if there is no @layer. */
static GimpValueArray *
answer (GimpProcedure *procedure,
        GimpRunMode    mode,
        GimpLayer     *layer,
        GError        *error)
{
  GimpValueArray *values;

  if (! layer)
    return gimp_procedure_new_return_values (procedure,
                                             deep_dream_call_get_status (error),
                                             error);

  if (mode != GIMP_RUN_NONINTERACTIVE)
    gimp_displays_flush ();

  values = gimp_procedure_new_return_values (procedure, GIMP_PDB_SUCCESS, NULL);
  GIMP_VALUES_SET_LAYER (values, 1, layer);
  return values;
}
