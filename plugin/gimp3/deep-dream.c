/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plug-in for GIMP 3: what GIMP starts, asks what it can do and tells to
 * do it.
 */

#include <gegl.h>
#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "dialog.h"
#include "engine/error.h"
#include "progress.h"
#include "source.h"

#define PROCEDURE "plug-in-deep-dream"
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
static GimpValueArray   *run (GimpProcedure       *procedure,
                              GimpRunMode          mode,
                              GimpImage           *image,
                              GimpDrawable       **drawables,
                              GimpProcedureConfig *config,
                              gpointer             user_data);
static GimpLayer        *make_layer (GimpProcedure       *procedure,
                                     GimpRunMode          mode,
                                     GimpImage           *image,
                                     GimpDrawable       **drawables,
                                     GimpProcedureConfig *config,
                                     GError             **error);
static GimpPDBStatusType get_status (const GError *error);

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
  return g_list_append (NULL, g_strdup (PROCEDURE));
}

static GimpProcedure *
create_procedure (GimpPlugIn *plug_in, const gchar *name)
{
  GimpProcedure *procedure;

  if (! g_str_equal (name, PROCEDURE))
    return NULL;

  procedure = gimp_image_procedure_new (plug_in, name,
                                        GIMP_PDB_PROC_TYPE_PLUGIN, run, NULL,
                                        NULL);

  gimp_procedure_set_image_types (procedure, "RGB*, GRAY*");
  gimp_procedure_set_sensitivity_mask (procedure,
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLE);
  gimp_procedure_set_menu_label (procedure, _("_Deep Dream…"));
  gimp_procedure_add_menu_path (procedure, MENU);

  gimp_procedure_set_documentation (
    procedure, _("Let a neural network dream on the "
                                      "layer"),
                  _("Strengthens in the layer, or in the "
                                      "selected part of it, what a layer of a "
                                      "trained neural network finds there, "
                                      "and puts the dream into a new layer "
                                      "above it."),
                     NULL);
  gimp_procedure_set_attribution (procedure, AUTHORS, AUTHORS, YEAR);

  deep_dream_arguments_add (procedure);
  gimp_procedure_add_layer_return_value (procedure, "dream",
                                         _("Dream"), _("The new layer"),
                                                         FALSE,
                                                         G_PARAM_READWRITE);

  return procedure;
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
run (GimpProcedure       *procedure,
     GimpRunMode          mode,
     GimpImage           *image,
     GimpDrawable       **drawables,
     GimpProcedureConfig *config,
     gpointer             user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  GimpValueArray    *values;
  GimpLayer         *layer;

  gegl_init (NULL, NULL);

  layer = make_layer (procedure, mode, image, drawables, config, &error);
  if (! layer)
    {
      GimpPDBStatusType status = get_status (error);

      return gimp_procedure_new_return_values (procedure, status,
                                               g_steal_pointer (&error));
    }

  if (mode != GIMP_RUN_NONINTERACTIVE)
    gimp_displays_flush ();

  values = gimp_procedure_new_return_values (procedure, GIMP_PDB_SUCCESS, NULL);
  GIMP_VALUES_SET_LAYER (values, 1, layer);
  return values;
}

static GimpLayer *
make_layer (GimpProcedure       *procedure,
            GimpRunMode          mode,
            GimpImage           *image,
            GimpDrawable       **drawables,
            GimpProcedureConfig *config,
            GError             **error)
{
  if (gimp_core_object_array_get_length ((GObject **) drawables) != 1)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _("Deep Dream works on one layer at a time. Select "
                             "a single layer and try again."));
      return NULL;
    }

  if (! deep_dream_source_check (image, drawables[0], error))
    return NULL;

  if (mode == GIMP_RUN_INTERACTIVE)
    return deep_dream_dialog_run (procedure, image, drawables[0], config,
                                  error);

  return deep_dream_progress_run (image, drawables[0], config, error);
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
