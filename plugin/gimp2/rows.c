/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers become sliders, booleans check buttons, choices combo boxes, bound to
 * the object's properties; the few parameters for which there is a better
 * widget are named in deep_dream_rows_add().
 */

#include "rows.h"

#include <math.h>

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "chooser.h"
#include "engine/recipe/recipe.h"
#include "file-entry.h"
#include "mode-combo.h"

#define COLUMNS     3
#define SPACING     6
#define ROW_SPACING 3
#define SLIDER      140
#define SPIN_BUTTON 8

/* Where the last value is so many times the first, a slider is only of use if
 * it is logarithmic.
 */
#define LOGARITHMIC_RATIO 100.0

static void       add_slider (GtkTable    *table,
                              gint         row,
                              GObject     *object,
                              GParamSpec  *parameter,
                              const gchar *label);
static GtkWidget *make_check (GObject *object, GParamSpec *parameter);
static GtkWidget *make_entry (GObject *object, GParamSpec *parameter);
static GtkWidget *make_file (GObject *object, GParamSpec *parameter);
static GtkWidget *make_choice (GObject *object, GParamSpec *parameter);
static GtkWidget *make_seed (GObject *object, GParamSpec *parameter);
static void       on_new_seed (GtkWidget *button, GtkAdjustment *adjustment);
static void       get_range (GParamSpec *parameter,
                             gdouble    *minimum,
                             gdouble    *maximum,
                             gint       *digits);
static void bind (GObject *object, GParamSpec *parameter, gpointer adjustment);
static gboolean round_to_int (GBinding     *binding,
                              const GValue *from,
                              GValue       *to,
                              gpointer      user_data);

GtkWidget *
deep_dream_rows_new_table (void)
{
  GtkWidget *table = gtk_table_new (1, COLUMNS, FALSE);

  gtk_table_set_row_spacings (GTK_TABLE (table), ROW_SPACING);
  gtk_table_set_col_spacings (GTK_TABLE (table), SPACING);
  gtk_widget_show (table);

  return table;
}

void
deep_dream_rows_add (GtkTable   *table,
                     gint        row,
                     GObject    *object,
                     GParamSpec *parameter)
{
  g_autofree gchar *label  = NULL;
  GtkWidget        *widget = NULL;

  /* Translators: the label in front of a field; %s is the field's name. */
  label = g_strdup_printf (_ ("%s:"), g_param_spec_get_nick (parameter));

  if (g_str_equal (parameter->name, "network"))
    widget = deep_dream_chooser_new_network (DREAM_RECIPE (object));
  else if (g_str_equal (parameter->name, "layer"))
    widget = deep_dream_chooser_new_layer (DREAM_RECIPE (object));
  else if (g_str_equal (parameter->name, "mode"))
    widget = deep_dream_mode_combo_new (object, parameter->name);
  else if (g_str_equal (parameter->name, "seed"))
    widget = make_seed (object, parameter);
  else if (parameter->flags & DREAM_RECIPE_FILE)
    widget = make_file (object, parameter);
  else if (G_IS_PARAM_SPEC_ENUM (parameter))
    widget = make_choice (object, parameter);
  else if (G_IS_PARAM_SPEC_STRING (parameter))
    widget = make_entry (object, parameter);
  else if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
    gtk_table_attach (table, make_check (object, parameter), 0, COLUMNS, row,
                      row + 1, GTK_FILL, GTK_FILL, 0, 0);
  else
    add_slider (table, row, object, parameter, label);

  if (widget)
    {
      gimp_help_set_help_data (widget, g_param_spec_get_blurb (parameter),
                               NULL);
      gimp_table_attach_aligned (table, 0, row, label, 0.0, 0.5, widget,
                                 COLUMNS - 1, FALSE);
    }
}

static void
add_slider (GtkTable    *table,
            gint         row,
            GObject     *object,
            GParamSpec  *parameter,
            const gchar *label)
{
  GtkObject *adjustment;
  gdouble    minimum;
  gdouble    maximum;
  gint       digits;
  gdouble    step;

  get_range (parameter, &minimum, &maximum, &digits);
  step = pow (10.0, -digits);

  adjustment = gimp_scale_entry_new (table, 0, row, label, SLIDER, SPIN_BUTTON,
                                     minimum, minimum, maximum, step,
                                     10.0 * step, (guint) digits, TRUE, 0.0,
                                     0.0, g_param_spec_get_blurb (parameter),
                                     NULL);
  if (minimum > 0.0 && maximum / minimum >= LOGARITHMIC_RATIO)
    gimp_scale_entry_set_logarithmic (adjustment, TRUE);

  bind (object, parameter, adjustment);
}

static GtkWidget *
make_check (GObject *object, GParamSpec *parameter)
{
  GtkWidget *check = gtk_check_button_new_with_mnemonic (
    g_param_spec_get_nick (parameter));

  gimp_help_set_help_data (check, g_param_spec_get_blurb (parameter), NULL);
  g_object_bind_property (object, parameter->name, check, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_widget_show (check);
  return check;
}

static GtkWidget *
make_entry (GObject *object, GParamSpec *parameter)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gimp_help_set_help_data (entry, g_param_spec_get_blurb (parameter), NULL);
  g_object_bind_property (object, parameter->name, entry, "text",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_widget_show (entry);

  return entry;
}

static GtkWidget *
make_file (GObject *object, GParamSpec *parameter)
{
  g_autofree gchar *title = NULL;

  title = gimp_strip_uline (g_param_spec_get_nick (parameter));

  return deep_dream_file_entry_new (object, parameter->name, title);
}

/* The values of the recipe's enums are their places in the list. */
static GtkWidget *
make_choice (GObject *object, GParamSpec *parameter)
{
  const GEnumClass *choices = G_PARAM_SPEC_ENUM (parameter)->enum_class;
  GtkWidget        *combo   = gtk_combo_box_text_new ();

  for (guint i = 0; i < choices->n_values; i++)
    gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo),
                                    _ (choices->values[i].value_name));

  g_object_bind_property (object, parameter->name, combo, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_widget_show (combo);
  return combo;
}

/* GIMP's own widget for seeds has no limit below 2^32. */
static GtkWidget *
make_seed (GObject *object, GParamSpec *parameter)
{
  GtkWidget *box    = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Ne_w Seed"));
  GtkWidget *spin;
  GtkObject *adjustment;
  gdouble    minimum;
  gdouble    maximum;
  gint       digits;

  get_range (parameter, &minimum, &maximum, &digits);
  adjustment = gtk_adjustment_new (minimum, minimum, maximum, 1.0, 10.0, 0.0);
  bind (object, parameter, adjustment);

  spin = gtk_spin_button_new (GTK_ADJUSTMENT (adjustment), 1.0, (guint) digits);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_entry_set_activates_default (GTK_ENTRY (spin), TRUE);
  gtk_box_pack_start (GTK_BOX (box), spin, TRUE, TRUE, 0);
  gtk_widget_show (spin);

  gimp_help_set_help_data (button, _ ("Takes another seed, at random"), NULL);
  g_signal_connect (button, "clicked", G_CALLBACK (on_new_seed), adjustment);
  gtk_box_pack_start (GTK_BOX (box), button, FALSE, FALSE, 0);
  gtk_widget_show (button);

  gtk_widget_show (box);
  return box;
}

static void
on_new_seed (GtkWidget *button G_GNUC_UNUSED, GtkAdjustment *adjustment)
{
  const gdouble lower = gtk_adjustment_get_lower (adjustment);
  const gdouble upper = gtk_adjustment_get_upper (adjustment);

  gtk_adjustment_set_value (adjustment,
                            floor (g_random_double_range (lower, upper)));
}

static void
get_range (GParamSpec *parameter,
           gdouble    *minimum,
           gdouble    *maximum,
           gint       *digits)
{
  if (G_IS_PARAM_SPEC_INT (parameter))
    {
      *minimum = G_PARAM_SPEC_INT (parameter)->minimum;
      *maximum = G_PARAM_SPEC_INT (parameter)->maximum;
      *digits  = 0;
    }
  else
    {
      *minimum = G_PARAM_SPEC_DOUBLE (parameter)->minimum;
      *maximum = G_PARAM_SPEC_DOUBLE (parameter)->maximum;
      *digits  = 2;
    }
}

static void
bind (GObject *object, GParamSpec *parameter, gpointer adjustment)
{
  g_object_bind_property_full (object, parameter->name, adjustment, "value",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               NULL,
                               G_IS_PARAM_SPEC_INT (parameter) ? round_to_int
                                                               : NULL,
                               NULL, NULL);
}

/* A logarithmic slider gives 9.9999 for 10, which would be cut off to 9. */
static gboolean
round_to_int (GBinding     *binding G_GNUC_UNUSED,
              const GValue *from,
              GValue       *to,
              gpointer      user_data G_GNUC_UNUSED)
{
  g_value_set_int (to, (gint) lround (g_value_get_double (from)));
  return TRUE;
}
