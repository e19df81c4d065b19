/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A short form: of the recipe, people choose a preset and its strength.
 */

#include "animation-dialog.h"

#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "film.h"
#include "plugin/core/animation/animation.h"
#include "plugin/core/catalog/library.h"
#include "preset-chooser.h"
#include "window.h"

#define BINARY  "deep-dream"
#define SPACING 6
#define DIGITS  1

/* The parameter of a recipe that is in the form. */
#define STRENGTH "strength"

/* How far sliders reach of what is wanted rarely; the fields beside them take
 * the rest.
 */
static const struct
{
  const gchar *name;
  gdouble      minimum;
  gdouble      maximum;
} reaches[] = { { "frames", 2, 100 },
                { "amount", -10, 10 },
                { "delay", 10, 500 } };

/* What makes the columns of the form as wide in each row. */
typedef struct
{
  GtkSizeGroup *labels;
  GtkSizeGroup *fields;
} Columns;

typedef struct
{
  GimpImage           *image;
  GimpDrawable        *drawable;
  GimpProcedureConfig *config;
  GimpImage           *film;
} Job;

static GtkWidget *build_form (DeepDreamWindow     *window,
                              GimpProcedureConfig *config);
static GtkWidget *make_row (DeepDreamWindow     *window,
                            GimpProcedureConfig *config,
                            const gchar         *name,
                            const Columns       *columns);
static GtkWidget *make_slider (DeepDreamWindow     *window,
                               GimpProcedureConfig *config,
                               const gchar         *name,
                               const Columns       *columns);
static GtkWidget *make_movements (GimpProcedureConfig *config,
                                  const Columns       *columns);
static void       on_movement (GimpProcedureConfig *config,
                               GParamSpec          *parameter,
                               GtkWidget           *amount);
static void       greet (GimpProcedureConfig *config,
                         GParamSpec          *parameter,
                         DeepDreamWindow     *window);
static gboolean   shoot (DeepDreamProgress progress,
                         gpointer          progress_data,
                         gpointer          user_data,
                         GError          **error);

GimpImage *
deep_dream_animation_dialog_run (GimpProcedure       *procedure,
                                 GimpImage           *image,
                                 GimpDrawable        *drawable,
                                 GimpProcedureConfig *config,
                                 GError             **error)
{
  g_autoptr (DeepDreamWindow) window = NULL;
  Job                         job    = { image, drawable, config, NULL };
  GtkWidget                  *form;
  gulong                      greeting;

  gimp_ui_init (BINARY);

  window = deep_dream_window_new (procedure, config,
                                  _ ("Deep Dream Animation"));
  form   = build_form (window, config);
  deep_dream_window_add (window, form, form);
  greet (config, NULL, window);
  greeting = g_signal_connect (config, "notify::network", G_CALLBACK (greet),
                               window);

  if (! deep_dream_window_run (window, shoot, &job))
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                         _ ("Deep Dream was cancelled."));
  g_signal_handler_disconnect (config, greeting);

  return job.film;
}

static GtkWidget *
build_form (DeepDreamWindow *window, GimpProcedureConfig *config)
{
  GtkWidget *form    = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *presets = deep_dream_preset_chooser_new (config);
  g_autoptr (GtkSizeGroup) labels = NULL;
  g_autoptr (GtkSizeGroup) fields = NULL;
  Columns                  columns;
  guint                    n_parameters = 0;
  g_autofree GParamSpec  **parameters   = NULL;

  labels     = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  fields     = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  columns    = (Columns){ labels, fields };
  parameters = deep_dream_animation_list_parameters (&n_parameters);

  gtk_box_pack_start (GTK_BOX (form), presets, FALSE, FALSE, 0);
  gtk_widget_show (presets);

  gtk_box_pack_start (GTK_BOX (form),
                      make_slider (window, config, STRENGTH, &columns), FALSE,
                      FALSE, 0);

  for (guint i = 0; i < n_parameters; i++)
    gtk_box_pack_start (GTK_BOX (form),
                        make_row (window, config, parameters[i]->name,
                                  &columns),
                        FALSE, FALSE, 0);

  return form;
}

static GtkWidget *
make_row (DeepDreamWindow     *window,
          GimpProcedureConfig *config,
          const gchar         *name,
          const Columns       *columns)
{
  GtkWidget *row;

  if (g_str_equal (name, "movement"))
    return make_movements (config, columns);

  row = make_slider (window, config, name, columns);

  if (g_str_equal (name, "amount"))
    {
      g_signal_connect_object (config, "notify::movement",
                               G_CALLBACK (on_movement), row, 0);
      on_movement (config, NULL, row);
    }

  return row;
}

static GtkWidget *
make_slider (DeepDreamWindow     *window,
             GimpProcedureConfig *config,
             const gchar         *name,
             const Columns       *columns)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (config);
  GtkWidget    *row;

  row = gimp_procedure_dialog_get_scale_entry (deep_dream_window_get_dialog (
                                                 window),
                                               name, 1.0);
  gtk_size_group_add_widget (columns->labels,
                             gimp_labeled_get_label (GIMP_LABELED (row)));
  gtk_size_group_add_widget (columns->fields, gimp_label_spin_get_spin_button (
                                                GIMP_LABEL_SPIN (row)));

  if (G_IS_PARAM_SPEC_DOUBLE (g_object_class_find_property (klass, name)))
    gimp_label_spin_set_digits (GIMP_LABEL_SPIN (row), DIGITS);

  for (gsize i = 0; i < G_N_ELEMENTS (reaches); i++)
    if (g_str_equal (name, reaches[i].name))
      gimp_scale_entry_set_bounds (GIMP_SCALE_ENTRY (row), reaches[i].minimum,
                                   reaches[i].maximum, TRUE);

  gtk_widget_show (row);
  return row;
}

/* For GIMP, the argument is a string: see arguments.c. */
static GtkWidget *
make_movements (GimpProcedureConfig *config, const Columns *columns)
{
  GtkWidget  *row     = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget  *label   = gtk_label_new_with_mnemonic (_ ("_Movement"));
  GtkWidget  *combo   = gtk_combo_box_text_new ();
  GEnumClass *choices = g_type_class_ref (deep_dream_movement_get_type ());

  for (guint i = 0; i < choices->n_values; i++)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo),
                               choices->values[i].value_nick,
                               _ (choices->values[i].value_name));
  g_type_class_unref (choices);

  g_object_bind_property (config, "movement", combo, "active-id",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), combo);
  gtk_size_group_add_widget (columns->labels, label);
  gtk_box_pack_start (GTK_BOX (row), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), combo, TRUE, TRUE, 0);
  gtk_widget_show_all (row);

  return row;
}

/* Only a camera moves by an amount. */
static void
on_movement (GimpProcedureConfig *config,
             GParamSpec          *parameter G_GNUC_UNUSED,
             GtkWidget           *amount)
{
  g_autofree gchar *movement = NULL;

  g_object_get (config, "movement", &movement, NULL);
  gtk_widget_set_sensitive (amount, g_strcmp0 (movement, "zoom") == 0 ||
                                      g_strcmp0 (movement, "rotation") == 0);
}

/* Says at once what would otherwise be an error after OK: that there is no
 * network to dream with.
 */
static void
greet (GimpProcedureConfig *config,
       GParamSpec          *parameter G_GNUC_UNUSED,
       DeepDreamWindow     *window)
{
  g_autofree gchar              *network   = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_autoptr (GError)             error     = NULL;

  g_object_get (config, "network", &network, NULL);

  installed = deep_dream_library_find (network ? network : "", &error);
  deep_dream_window_show_message (window, error ? error->message : NULL);
}

static gboolean
shoot (DeepDreamProgress progress,
       gpointer          progress_data,
       gpointer          user_data,
       GError          **error)
{
  Job *job = user_data;

  job->film = deep_dream_film_run (job->image, job->drawable, job->config,
                                   progress, progress_data, error);

  return job->film != NULL;
}
