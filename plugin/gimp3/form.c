/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers become sliders, booleans check buttons, choices combo boxes; the few
 * parameters for which there is a better widget are named in make_row().
 */

#include "form.h"

#include <glib/gi18n-lib.h>

#include "chooser.h"
#include "engine/recipe.h"
#include "file-entry.h"
#include "preset-chooser.h"

#define SPACING 6
#define BORDER  12

/* Rows lie in columns beside each other, and the advanced ones on a page of
 * their own, so that the dialog fits small screens.
 */
#define N_COLUMNS    2
#define COLUMN_SPACE 18

/* A slider over all of a range such as 1..1000 could not be set to 12.  It
 * reaches so many times the default; the field beside it takes the rest.
 */
#define SLIDER_REACH 10.0

/* People tell hundredths of a step apart, not thousandths. */
#define DIGITS 2

/* What makes the columns of the form as wide in each row. */
typedef struct
{
  GtkSizeGroup *labels;
  GtkSizeGroup *fields;
} Columns;

static void add_page (GtkNotebook *pages, const gchar *title, GtkWidget *page);
static GtkWidget *make_columns (GimpProcedureDialog *dialog,
                                GimpProcedureConfig *config,
                                GParamFlags          advanced);
static GtkWidget *make_row (GimpProcedureDialog *dialog,
                            GimpProcedureConfig *config,
                            GParamSpec          *parameter,
                            Columns             *columns);
static GtkWidget *make_slider (GimpProcedureDialog *dialog,
                               GParamSpec          *parameter,
                               Columns             *columns);
static GtkWidget *make_entry (GimpProcedureConfig *config,
                              GParamSpec          *parameter);
static GtkWidget *make_file (GimpProcedureConfig *config,
                             GParamSpec          *parameter);
static GtkWidget *make_choice (GimpProcedureConfig *config,
                               GParamSpec          *parameter);
static GtkWidget *make_seed (GimpProcedureDialog *dialog,
                             GimpProcedureConfig *config,
                             GParamSpec          *parameter,
                             Columns             *columns);
static void       on_new_seed (GtkWidget *button, GObject *config);
static GtkWidget *make_labeled (GParamSpec *parameter,
                                GtkWidget  *widget,
                                Columns    *columns);

GtkWidget *
deep_dream_form_new (GimpProcedureDialog *dialog, GimpProcedureConfig *config)
{
  GtkWidget *form    = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *presets = deep_dream_preset_chooser_new (config);
  GtkWidget *pages   = gtk_notebook_new ();

  gtk_box_pack_start (GTK_BOX (form), presets, FALSE, FALSE, 0);
  gtk_widget_show (presets);

  add_page (GTK_NOTEBOOK (pages), _("_Main"),
                                     make_columns (dialog, config, 0));
  add_page (GTK_NOTEBOOK (pages),
            _("A_dvanced"),
               make_columns (dialog, config, DREAM_RECIPE_ADVANCED));
  gtk_box_pack_start (GTK_BOX (form), pages, FALSE, FALSE, 0);
  gtk_widget_show (pages);

  return form;
}

static void
add_page (GtkNotebook *pages, const gchar *title, GtkWidget *page)
{
  gtk_container_set_border_width (GTK_CONTAINER (page), BORDER);
  gtk_widget_show (page);
  gtk_notebook_append_page (pages, page, gtk_label_new_with_mnemonic (title));
}

/* @advanced: 0 or DREAM_RECIPE_ADVANCED: which parameters to show. */
static GtkWidget *
make_columns (GimpProcedureDialog *dialog,
              GimpProcedureConfig *config,
              GParamFlags          advanced)
{
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, COLUMN_SPACE);
  GtkWidget *column = NULL;
  g_autoptr (GtkSizeGroup) labels       = NULL;
  g_autoptr (GtkSizeGroup) fields       = NULL;
  guint                    n_parameters = 0;
  g_autofree GParamSpec  **parameters   = NULL;
  guint                    n_shown      = 0;
  guint                    n_rows;

  labels     = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  fields     = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  parameters = dream_recipe_list_parameters (&n_parameters);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (guint i = 0; i < n_parameters; i++)
    n_shown += (parameters[i]->flags & DREAM_RECIPE_ADVANCED) == advanced;
  n_rows = (n_shown + N_COLUMNS - 1) / N_COLUMNS;

  n_shown = 0;
  for (guint i = 0; i < n_parameters; i++)
    {
      Columns    columns = { labels, fields };
      GtkWidget *row;

      if ((parameters[i]->flags & DREAM_RECIPE_ADVANCED) != advanced)
        continue;

      if (n_shown++ % n_rows == 0)
        {
          column = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
          gtk_box_pack_start (GTK_BOX (box), column, TRUE, TRUE, 0);
          gtk_widget_show (column);
        }

      row = make_row (dialog, config, parameters[i], &columns);
      gtk_box_pack_start (GTK_BOX (column), row, FALSE, FALSE, 0);
      gtk_widget_show (row);
    }

  return box;
}

static GtkWidget *
make_row (GimpProcedureDialog *dialog,
          GimpProcedureConfig *config,
          GParamSpec          *parameter,
          Columns             *columns)
{
  if (g_str_equal (parameter->name, "network"))
    return make_labeled (parameter, deep_dream_chooser_new_network (config),
                         columns);

  if (g_str_equal (parameter->name, "layer"))
    return make_labeled (parameter, deep_dream_chooser_new_layer (config),
                         columns);

  if (g_str_equal (parameter->name, "seed"))
    return make_seed (dialog, config, parameter, columns);

  if (parameter->flags & DREAM_RECIPE_FILE)
    return make_labeled (parameter, make_file (config, parameter), columns);

  if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
    return gimp_procedure_dialog_get_widget (dialog, parameter->name,
                                             GTK_TYPE_CHECK_BUTTON);

  if (G_IS_PARAM_SPEC_ENUM (parameter))
    return make_labeled (parameter, make_choice (config, parameter), columns);

  if (G_IS_PARAM_SPEC_STRING (parameter))
    return make_labeled (parameter, make_entry (config, parameter), columns);

  return make_slider (dialog, parameter, columns);
}

static GtkWidget *
make_slider (GimpProcedureDialog *dialog,
             GParamSpec          *parameter,
             Columns             *columns)
{
  GtkWidget *entry;
  gdouble    minimum;
  gdouble    maximum;
  gdouble    reach;

  entry = gimp_procedure_dialog_get_scale_entry (dialog, parameter->name, 1.0);
  gtk_size_group_add_widget (columns->labels,
                             gimp_labeled_get_label (GIMP_LABELED (entry)));
  gtk_size_group_add_widget (columns->fields, gimp_label_spin_get_spin_button (
                                                GIMP_LABEL_SPIN (entry)));

  if (G_IS_PARAM_SPEC_INT (parameter))
    {
      const GParamSpecInt *spec = G_PARAM_SPEC_INT (parameter);

      minimum = spec->minimum;
      maximum = spec->maximum;
      reach   = SLIDER_REACH * spec->default_value;
    }
  else
    {
      const GParamSpecDouble *spec = G_PARAM_SPEC_DOUBLE (parameter);

      minimum = spec->minimum;
      maximum = spec->maximum;
      reach   = SLIDER_REACH * spec->default_value;
      gimp_label_spin_set_digits (GIMP_LABEL_SPIN (entry), DIGITS);
    }

  if (reach > minimum && reach < maximum)
    gimp_scale_entry_set_bounds (GIMP_SCALE_ENTRY (entry), minimum, reach,
                                 TRUE);
  return entry;
}

static GtkWidget *
make_entry (GimpProcedureConfig *config, GParamSpec *parameter)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_object_bind_property (config, parameter->name, entry, "text",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return entry;
}

static GtkWidget *
make_file (GimpProcedureConfig *config, GParamSpec *parameter)
{
  g_autofree gchar *title = NULL;

  title = gimp_strip_uline (g_param_spec_get_nick (parameter));

  return deep_dream_file_entry_new (G_OBJECT (config), parameter->name, title);
}

/* For GIMP, the argument is a string: see arguments.c. */
static GtkWidget *
make_choice (GimpProcedureConfig *config, GParamSpec *parameter)
{
  const GEnumClass *choices = G_PARAM_SPEC_ENUM (parameter)->enum_class;
  GtkWidget        *combo   = gtk_combo_box_text_new ();

  for (guint i = 0; i < choices->n_values; i++)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo),
                               choices->values[i].value_nick,
                               _(choices->values[i].value_name));

  g_object_bind_property (config, parameter->name, combo, "active-id",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return combo;
}

static GtkWidget *
make_seed (GimpProcedureDialog *dialog,
           GimpProcedureConfig *config,
           GParamSpec          *parameter,
           Columns             *columns)
{
  GtkWidget *row    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Ne_w Seed"));
  GtkWidget *spin;

  spin = gimp_procedure_dialog_get_widget (dialog, parameter->name,
                                           GIMP_TYPE_LABEL_SPIN);
  gtk_size_group_add_widget (columns->labels,
                             gimp_labeled_get_label (GIMP_LABELED (spin)));
  gtk_widget_set_hexpand (gimp_label_spin_get_spin_button (
                            GIMP_LABEL_SPIN (spin)),
                          TRUE);
  gtk_box_pack_start (GTK_BOX (row), spin, TRUE, TRUE, 0);
  gtk_widget_show (spin);

  g_signal_connect (button, "clicked", G_CALLBACK (on_new_seed), config);
  gtk_box_pack_start (GTK_BOX (row), button, FALSE, FALSE, 0);
  gtk_widget_show (button);

  return row;
}

static void
on_new_seed (GtkWidget *button G_GNUC_UNUSED, GObject *config)
{
  g_object_set (config, "seed", g_random_int_range (0, G_MAXINT), NULL);
}

static GtkWidget *
make_labeled (GParamSpec *parameter, GtkWidget *widget, Columns *columns)
{
  GtkWidget *row   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label = gtk_label_new_with_mnemonic (
    g_param_spec_get_nick (parameter));

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_size_group_add_widget (columns->labels, label);
  gtk_box_pack_start (GTK_BOX (row), label, FALSE, FALSE, 0);
  gtk_widget_show (label);

  gimp_help_set_help_data (widget, g_param_spec_get_blurb (parameter), NULL);
  gtk_box_pack_start (GTK_BOX (row), widget, TRUE, TRUE, 0);
  gtk_widget_show (widget);

  return row;
}
