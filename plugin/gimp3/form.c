/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers become sliders, booleans check buttons, choices combo boxes; the few
 * parameters for which there is a better widget are named in make_row().
 */

#include "form.h"

#include <glib/gi18n-lib.h>

#include "better-network.h"
#include "chooser.h"
#include "engine/recipe/recipe.h"
#include "mode.h"
#include "picture-entry.h"
#include "plugin/core/pixels/placement.h"
#include "subject-entry.h"
#include "where.h"

#define SPACING 6
#define INDENT  12

/* Of a label beside a field that is higher than it, pixels. */
#define LABEL_TOP 8

/* A slider over all of a range such as 1..1000 could not be set to 12.  It
 * reaches so many times the default; the field beside it takes the rest.
 */
#define SLIDER_REACH 10.0

/* People tell hundredths of a step apart, not thousandths. */
#define DIGITS 2

/* What matters to a painter, in this order. */
static const gchar *const essentials[] = { "strength", "size",  "subject",
                                           "guide",    "color", NULL };

/* What becomes of the dream; the point is chosen elsewhere. */
static const gchar *const results[] = { "output", "mode", "opacity",
                                        "selection-as", NULL };

typedef struct
{
  GimpProcedureDialog *dialog;
  GimpProcedureConfig *config;
  GimpDrawable        *drawable;
  DeepDreamPreviewer  *sketcher;

  /* They make the columns of the form as wide in each row. */
  GtkSizeGroup *labels;
  GtkSizeGroup *fields;
} Form;

static GtkWidget *make_main (const Form *form);
static GtkWidget *make_result (const Form *form);
static GtkWidget *make_advanced (const Form *form);
static GtkWidget *make_expander (const gchar *title, GtkWidget *rows);
static void       on_opened (GtkWidget *rows, GtkWidget *expander);
static void       scroll_to (GtkWidget    *rows,
                             GdkRectangle *allocation,
                             GtkWidget    *expander);
static void add_row (const Form *form, GtkWidget *rows, GParamSpec *parameter);
static GtkWidget *make_row (const Form *form, GParamSpec *parameter);
static GtkWidget *make_where (const Form *form);
static GtkWidget *make_subject (const Form *form);
static GtkWidget *make_slider (const Form *form, GParamSpec *parameter);
static GtkWidget *make_entry (const Form *form, GParamSpec *parameter);
static GtkWidget *make_picture (const Form *form, GParamSpec *parameter);
static GtkWidget *make_choice (const Form *form, GParamSpec *parameter);
static GtkWidget *make_mode (const Form *form);
static gboolean   name_to_mode (GBinding     *binding,
                                const GValue *from,
                                GValue       *to,
                                gpointer      user_data);
static gboolean   mode_to_name (GBinding     *binding,
                                const GValue *from,
                                GValue       *to,
                                gpointer      user_data);
static GtkWidget *make_seed (const Form *form, GParamSpec *parameter);
static void       on_new_seed (GtkWidget *button, GObject *config);
static GtkWidget *find_field (GtkWidget *widget);
static GtkWidget *make_labeled (const Form  *form,
                                const gchar *title,
                                const gchar *help,
                                GtkWidget   *widget);

GtkWidget *
deep_dream_form_new (GimpProcedureDialog *dialog,
                     GimpProcedureConfig *config,
                     GimpDrawable        *drawable,
                     DeepDreamPreviewer  *sketcher)
{
  g_autoptr (GtkSizeGroup) labels = NULL;
  g_autoptr (GtkSizeGroup) fields = NULL;
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  Form       form = { dialog, config, drawable, sketcher, NULL, NULL };

  labels      = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  fields      = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  form.labels = labels;
  form.fields = fields;

  gtk_box_pack_start (GTK_BOX (rows), make_main (&form), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (rows),
                      make_expander (_ ("Result"), make_result (&form)), FALSE,
                      FALSE, 0);
  gtk_box_pack_start (GTK_BOX (rows),
                      make_expander (_ ("A_dvanced"), make_advanced (&form)),
                      FALSE, FALSE, 0);
  gtk_widget_show (rows);

  return rows;
}

static GtkWidget *
make_main (const Form *form)
{
  GtkWidget    *rows  = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GObjectClass *klass = g_type_class_ref (DREAM_TYPE_RECIPE);

  for (guint i = 0; essentials[i]; i++)
    add_row (form, rows, g_object_class_find_property (klass, essentials[i]));
  gtk_box_pack_start (GTK_BOX (rows), make_where (form), FALSE, FALSE, 0);

  g_type_class_unref (klass);
  gtk_widget_show (rows);

  return rows;
}

static GtkWidget *
make_result (const Form *form)
{
  GtkWidget    *rows  = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GObjectClass *klass = g_type_class_ref (DEEP_DREAM_TYPE_PLACEMENT);

  for (guint i = 0; results[i]; i++)
    add_row (form, rows, g_object_class_find_property (klass, results[i]));

  g_type_class_unref (klass);

  return rows;
}

static GtkWidget *
make_advanced (const Form *form)
{
  GtkWidget *rows         = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  guint      n_parameters = 0;
  g_autofree GParamSpec **parameters = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    if (! g_strv_contains (essentials, parameters[i]->name))
      add_row (form, rows, parameters[i]);

  return rows;
}

static GtkWidget *
make_expander (const gchar *title, GtkWidget *rows)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic (title);

  gtk_widget_set_margin_start (rows, INDENT);
  gtk_widget_set_margin_top (rows, SPACING);
  gtk_container_add (GTK_CONTAINER (expander), rows);
  g_signal_connect_after (rows, "map", G_CALLBACK (on_opened), expander);
  gtk_widget_show (rows);
  gtk_widget_show (expander);

  return expander;
}

/* People who open it want to see what is in it, when there is room for it. */
static void
on_opened (GtkWidget *rows, GtkWidget *expander)
{
  g_signal_connect_after (rows, "size-allocate", G_CALLBACK (scroll_to),
                          expander);
}

static void
scroll_to (GtkWidget    *rows,
           GdkRectangle *allocation G_GNUC_UNUSED,
           GtkWidget    *expander)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (expander,
                                               GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *form   = gtk_widget_get_parent (expander);
  gint       y      = 0;

  g_signal_handlers_disconnect_matched (rows,
                                        G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                        g_signal_lookup ("size-allocate",
                                                         GTK_TYPE_WIDGET),
                                        0, NULL, NULL, expander);
  if (gtk_widget_translate_coordinates (expander, form, 0, 0, NULL, &y))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (
                                GTK_SCROLLED_WINDOW (scroll)),
                              y);
}

static void
add_row (const Form *form, GtkWidget *rows, GParamSpec *parameter)
{
  GtkWidget *row = make_row (form, parameter);

  gtk_box_pack_start (GTK_BOX (rows), row, FALSE, FALSE, 0);
  gtk_widget_show (row);
}

static GtkWidget *
make_row (const Form *form, GParamSpec *parameter)
{
  GtkWidget *widget = NULL;

  if (g_str_equal (parameter->name, "seed"))
    return make_seed (form, parameter);

  if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
    return gimp_procedure_dialog_get_widget (form->dialog, parameter->name,
                                             GTK_TYPE_CHECK_BUTTON);

  if (g_str_equal (parameter->name, "network"))
    widget = deep_dream_chooser_new_network (form->config);
  else if (g_str_equal (parameter->name, "layer"))
    widget = deep_dream_chooser_new_layer (form->config, form->sketcher);
  else if (g_str_equal (parameter->name, "subject"))
    widget = make_subject (form);
  else if (g_str_equal (parameter->name, "mode"))
    widget = make_mode (form);
  else if (parameter->flags & DREAM_RECIPE_FILE)
    widget = make_picture (form, parameter);
  else if (G_IS_PARAM_SPEC_ENUM (parameter))
    widget = make_choice (form, parameter);
  else if (G_IS_PARAM_SPEC_STRING (parameter))
    widget = make_entry (form, parameter);
  else
    return make_slider (form, parameter);

  return make_labeled (form, g_param_spec_get_nick (parameter),
                       g_param_spec_get_blurb (parameter), widget);
}

static GtkWidget *
make_where (const Form *form)
{
  GtkWidget *where = deep_dream_where_new (form->dialog, form->config,
                                           form->drawable);
  GtkWidget *row   = make_labeled (form, _ ("W_here"), NULL, where);

  gtk_widget_show (row);
  return row;
}

static GtkWidget *
make_subject (const Form *form)
{
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *entry  = deep_dream_subject_entry_new (form->config);
  GtkWidget *better = deep_dream_better_network_new (form->config);

  gtk_box_pack_start (GTK_BOX (box), entry, FALSE, FALSE, 0);
  gtk_widget_show (entry);
  gtk_box_pack_start (GTK_BOX (box), better, FALSE, FALSE, 0);

  return box;
}

static GtkWidget *
make_slider (const Form *form, GParamSpec *parameter)
{
  GtkWidget *entry;
  gdouble    minimum;
  gdouble    maximum;
  gdouble    reach;

  entry = gimp_procedure_dialog_get_scale_entry (form->dialog, parameter->name,
                                                 1.0);
  gtk_size_group_add_widget (form->labels,
                             gimp_labeled_get_label (GIMP_LABELED (entry)));
  gtk_size_group_add_widget (form->fields, gimp_label_spin_get_spin_button (
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
make_entry (const Form *form, GParamSpec *parameter)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_object_bind_property (form->config, parameter->name, entry, "text",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return entry;
}

static GtkWidget *
make_picture (const Form *form, GParamSpec *parameter)
{
  g_autofree gchar *title = NULL;

  title = gimp_strip_uline (g_param_spec_get_nick (parameter));

  return deep_dream_picture_entry_new (G_OBJECT (form->config), parameter->name,
                                       title);
}

/* For GIMP, the argument is a string: see arguments.c. */
static GtkWidget *
make_choice (const Form *form, GParamSpec *parameter)
{
  const GEnumClass *choices = G_PARAM_SPEC_ENUM (parameter)->enum_class;
  GtkWidget        *combo   = gtk_combo_box_text_new ();

  for (guint i = 0; i < choices->n_values; i++)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo),
                               choices->values[i].value_nick,
                               _ (choices->values[i].value_name));

  g_object_bind_property (form->config, parameter->name, combo, "active-id",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return combo;
}

/* Those that people use to blend pictures. */
static GtkWidget *
make_mode (const Form *form)
{
  g_autoptr (GtkListStore) store = gimp_enum_store_new_with_values (
    GIMP_TYPE_LAYER_MODE, 12, GIMP_LAYER_MODE_NORMAL,
    GIMP_LAYER_MODE_LIGHTEN_ONLY, GIMP_LAYER_MODE_SCREEN, GIMP_LAYER_MODE_DODGE,
    GIMP_LAYER_MODE_DARKEN_ONLY, GIMP_LAYER_MODE_MULTIPLY,
    GIMP_LAYER_MODE_OVERLAY, GIMP_LAYER_MODE_SOFTLIGHT,
    GIMP_LAYER_MODE_HARDLIGHT, GIMP_LAYER_MODE_DIFFERENCE,
    GIMP_LAYER_MODE_LUMINANCE, GIMP_LAYER_MODE_HSL_COLOR);
  GtkWidget *combo = gimp_enum_combo_box_new_with_model (
    GIMP_ENUM_STORE (store));

  g_object_bind_property_full (form->config, "mode", combo, "value",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               name_to_mode, mode_to_name, NULL, NULL);
  return combo;
}

static gboolean
name_to_mode (GBinding     *binding G_GNUC_UNUSED,
              const GValue *from,
              GValue       *to,
              gpointer      user_data G_GNUC_UNUSED)
{
  GimpLayerMode mode = GIMP_LAYER_MODE_NORMAL;
  const gchar  *name = g_value_get_string (from);

  if (! deep_dream_mode_parse (name ? name : "", &mode, NULL))
    return FALSE;

  g_value_set_int (to, (gint) mode);
  return TRUE;
}

static gboolean
mode_to_name (GBinding     *binding G_GNUC_UNUSED,
              const GValue *from,
              GValue       *to,
              gpointer      user_data G_GNUC_UNUSED)
{
  g_value_set_string (to, deep_dream_mode_get_name (
                            (GimpLayerMode) g_value_get_int (from)));
  return TRUE;
}

static GtkWidget *
make_seed (const Form *form, GParamSpec *parameter)
{
  GtkWidget *row    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Ne_w Seed"));
  GtkWidget *spin;

  spin = gimp_procedure_dialog_get_widget (form->dialog, parameter->name,
                                           GIMP_TYPE_LABEL_SPIN);
  gtk_size_group_add_widget (form->labels,
                             gimp_labeled_get_label (GIMP_LABELED (spin)));
  gtk_widget_set_hexpand (gimp_label_spin_get_spin_button (
                            GIMP_LABEL_SPIN (spin)),
                          TRUE);
  gtk_box_pack_start (GTK_BOX (row), spin, TRUE, TRUE, 0);
  gtk_widget_show (spin);

  g_signal_connect (button, "clicked", G_CALLBACK (on_new_seed), form->config);
  gtk_box_pack_start (GTK_BOX (row), button, FALSE, FALSE, 0);
  gtk_widget_show (button);

  return row;
}

static void
on_new_seed (GtkWidget *button G_GNUC_UNUSED, GObject *config)
{
  g_object_set (config, "seed", g_random_int_range (0, G_MAXINT), NULL);
}

/* @help: (nullable): what the widget does; NULL if its parts say so. */
static GtkWidget *
make_labeled (const Form  *form,
              const gchar *title,
              const gchar *help,
              GtkWidget   *widget)
{
  GtkWidget *row   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label = gtk_label_new_with_mnemonic (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  if (GTK_IS_ORIENTABLE (widget) &&
      gtk_orientable_get_orientation (GTK_ORIENTABLE (widget)) ==
        GTK_ORIENTATION_VERTICAL)
    {
      /* Beside the first row. */
      gtk_widget_set_valign (label, GTK_ALIGN_START);
      gtk_widget_set_margin_top (label, LABEL_TOP);
    }
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), find_field (widget));
  gtk_size_group_add_widget (form->labels, label);
  gtk_box_pack_start (GTK_BOX (row), label, FALSE, FALSE, 0);
  gtk_widget_show (label);

  if (help)
    gimp_help_set_help_data (widget, help, NULL);
  gtk_box_pack_start (GTK_BOX (row), widget, TRUE, TRUE, 0);
  gtk_widget_show (widget);

  return row;
}

/* What of @widget a mnemonic leads to: of several beside each other, the first.
 */
static GtkWidget *
find_field (GtkWidget *widget)
{
  g_autoptr (GList) children = NULL;

  if (! GTK_IS_BOX (widget))
    return widget;

  children = gtk_container_get_children (GTK_CONTAINER (widget));
  return children->data;
}
