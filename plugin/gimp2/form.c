/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages in one column, which scroll if the screen is too small for them.
 */

#include "form.h"

#include <glib/gi18n-lib.h>

#include "rows.h"

#define BORDER 6

/* What of the screen's height the form leaves to the rest of the dialog, to the
 * window's frame and to the panels of the desktop, in pixels.
 */
#define OTHER_HEIGHT 220

static GtkWidget *make_recipe_page (DreamRecipe *recipe, GParamFlags advanced);
static GtkWidget *make_placement_page (DeepDreamPlacement *placement);
static void add_page (GtkNotebook *pages, GtkWidget *table, const gchar *title);
static void on_size_request (GtkWidget      *content,
                             GtkRequisition *wanted,
                             GtkWidget      *window);

GtkWidget *
deep_dream_form_new (DreamRecipe *recipe, DeepDreamPlacement *placement)
{
  GtkWidget   *widget = gtk_notebook_new ();
  GtkNotebook *pages  = GTK_NOTEBOOK (widget);

  /* Translators: the page of what everybody needs. */
  add_page (pages, make_recipe_page (recipe, 0), _ ("Main"));
  add_page (pages, make_recipe_page (recipe, DREAM_RECIPE_ADVANCED),
            _ ("A_dvanced"));
  /* Translators: the page of what becomes of the dream. */
  add_page (pages, make_placement_page (placement), _ ("Result"));

  return widget;
}

void
deep_dream_form_set (GObject *object, GObject *values)
{
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = g_object_class_list_properties (G_OBJECT_GET_CLASS (object),
                                               &n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_value_init (&value, parameters[i]->value_type);
      g_object_get_property (values, parameters[i]->name, &value);
      g_object_set_property (object, parameters[i]->name, &value);
    }
}

/* @advanced: 0 or DREAM_RECIPE_ADVANCED: which parameters to show. */
static GtkWidget *
make_recipe_page (DreamRecipe *recipe, GParamFlags advanced)
{
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;
  GtkWidget              *table        = deep_dream_rows_new_table ();
  gint                    row          = 0;

  parameters = dream_recipe_list_parameters (&n_parameters);
  for (guint i = 0; i < n_parameters; i++)
    if ((parameters[i]->flags & DREAM_RECIPE_ADVANCED) == advanced)
      deep_dream_rows_add (GTK_TABLE (table), row++, G_OBJECT (recipe),
                           parameters[i]);

  return table;
}

static GtkWidget *
make_placement_page (DeepDreamPlacement *placement)
{
  static const gchar *const of_point[]   = { "point-x", "point-y", "radius",
                                             NULL };
  guint                     n_parameters = 0;
  g_autofree GParamSpec   **parameters   = NULL;
  GtkWidget                *table        = deep_dream_rows_new_table ();
  gint                      row          = 0;

  parameters = deep_dream_placement_list_parameters (&n_parameters);
  for (guint i = 0; i < n_parameters; i++)
    if (! g_strv_contains (of_point, parameters[i]->name))
      deep_dream_rows_add (GTK_TABLE (table), row++, G_OBJECT (placement),
                           parameters[i]);

  return table;
}

/* A table in a scrolled window would be as high as that, its rows apart. */
static void
add_page (GtkNotebook *pages, GtkWidget *table, const gchar *title)
{
  GtkWidget *label  = gtk_label_new_with_mnemonic (title);
  GtkWidget *window = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *box    = gtk_vbox_new (FALSE, 0);
  GtkWidget *view;

  gtk_container_set_border_width (GTK_CONTAINER (table), BORDER);
  gtk_box_pack_start (GTK_BOX (box), table, FALSE, FALSE, 0);
  gtk_widget_show (box);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_add_with_viewport (GTK_SCROLLED_WINDOW (window), box);
  view = gtk_bin_get_child (GTK_BIN (window));
  gtk_viewport_set_shadow_type (GTK_VIEWPORT (view), GTK_SHADOW_NONE);
  g_signal_connect (box, "size-request", G_CALLBACK (on_size_request), window);
  gtk_widget_show (window);

  gtk_notebook_append_page (pages, window, label);
}

/* A scrolled window by itself wants next to nothing. */
static void
on_size_request (GtkWidget      *content G_GNUC_UNUSED,
                 GtkRequisition *wanted,
                 GtkWidget      *window)
{
  const gint screen = gdk_screen_get_height (gtk_widget_get_screen (window));
  const gint frame  = 2 * gtk_widget_get_style (window)->ythickness;

  gtk_widget_set_size_request (window, -1,
                               MIN (wanted->height + frame,
                                    screen - OTHER_HEIGHT));
}
