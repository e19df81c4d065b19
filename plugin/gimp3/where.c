/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where to dream.
 */

#include "where.h"

#include <glib/gi18n-lib.h>

#include "arguments.h"

#define SPACING 6

/* The first circle around a point, as a share of the shorter side. */
#define RADIUS 0.25

/* Of the list; also the names of the pages beside it. */
#define SELECTION "selection"
#define MASK      "mask"
#define POINT     "point"

typedef struct
{
  GimpProcedureConfig *config;
  GimpDrawable        *drawable;
  GtkWidget           *choice;
  GtkWidget           *pages;
  GtkWidget           *masks;
  gboolean             is_setting;
} Where;

static GtkWidget *make_masks (Where *where);
static gboolean   is_possible (GimpImage *image, GimpItem *item, gpointer data);
static const gchar *find_choice (Where *where);
static void         show_page (Where *where, const gchar *choice);
static void         on_chosen (Where *where);
static void         on_mask (Where *where);
static void on_changed (GObject *config, GParamSpec *parameter, GtkWidget *box);

GtkWidget *
deep_dream_where_new (GimpProcedureDialog *dialog,
                      GimpProcedureConfig *config,
                      GimpDrawable        *drawable)
{
  GtkWidget       *box   = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  Where           *where = g_new0 (Where, 1);
  GimpImage       *image = gimp_item_get_image (GIMP_ITEM (drawable));
  GtkComboBoxText *choice;

  where->config   = config;
  where->drawable = drawable;
  where->choice   = gtk_combo_box_text_new ();
  where->pages    = gtk_stack_new ();
  where->masks    = make_masks (where);

  choice = GTK_COMBO_BOX_TEXT (where->choice);
  gtk_combo_box_text_append (choice, SELECTION,
                             gimp_selection_is_empty (image)
                               ? _ ("All of the layer")
                               : _ ("The selection"));
  gtk_combo_box_text_append (choice, MASK, _ ("On a mask"));
  gtk_combo_box_text_append (choice, POINT, _ ("Around a point"));
  gimp_help_set_help_data (where->choice,
                           _ ("Where the dream is to be: where something is "
                              "selected, where a layer or channel is light, or "
                              "around a point, which you click at in the "
                              "preview"),
                           NULL);
  gtk_box_pack_start (GTK_BOX (box), where->choice, TRUE, TRUE, 0);

  gtk_stack_add_named (GTK_STACK (where->pages),
                       gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), SELECTION);
  gtk_stack_add_named (GTK_STACK (where->pages), where->masks, MASK);
  gtk_stack_add_named (GTK_STACK (where->pages),
                       gimp_procedure_dialog_get_spin_scale (dialog, "radius",
                                                             1.0),
                       POINT);
  gtk_stack_set_hhomogeneous (GTK_STACK (where->pages), FALSE);
  gtk_box_pack_start (GTK_BOX (box), where->pages, TRUE, TRUE, 0);
  gtk_widget_show_all (box);
  gtk_widget_set_no_show_all (where->pages, TRUE);

  g_object_set_data_full (G_OBJECT (box), "deep-dream-where", where, g_free);
  g_signal_connect_swapped (where->choice, "changed", G_CALLBACK (on_chosen),
                            where);
  g_signal_connect_object (config, "notify", G_CALLBACK (on_changed), box, 0);
  on_changed (G_OBJECT (config), NULL, box);

  return box;
}

/* Any other layer or channel of the image. */
static GtkWidget *
make_masks (Where *where)
{
  GtkWidget *masks = gimp_drawable_combo_box_new (is_possible, where, NULL);

  g_signal_connect_swapped (masks, "changed", G_CALLBACK (on_mask), where);

  return masks;
}

static gboolean
is_possible (GimpImage *image, GimpItem *item, gpointer data)
{
  const Where *where = data;

  return item != GIMP_ITEM (where->drawable) &&
         image == gimp_item_get_image (GIMP_ITEM (where->drawable));
}

static const gchar *
find_choice (Where *where)
{
  g_autoptr (GimpDrawable) mask = NULL;
  gint                     radius;

  g_object_get (where->config, DEEP_DREAM_MASK, &mask, "radius", &radius, NULL);

  return mask ? MASK : radius > 0 ? POINT : SELECTION;
}

static void
show_page (Where *where, const gchar *choice)
{
  gtk_stack_set_visible_child_name (GTK_STACK (where->pages), choice);
  gtk_widget_set_visible (where->pages, ! g_str_equal (choice, SELECTION));
}

static void
on_chosen (Where *where)
{
  const gchar *choice = gtk_combo_box_get_active_id (
    GTK_COMBO_BOX (where->choice));
  GimpDrawable *drawable = where->drawable;
  const gint    width    = gimp_drawable_get_width (drawable);
  const gint    height   = gimp_drawable_get_height (drawable);
  gint          x, y;

  if (where->is_setting || ! choice)
    return;

  gimp_drawable_get_offsets (drawable, &x, &y);
  where->is_setting = TRUE;
  show_page (where, choice);
  if (g_str_equal (choice, POINT))
    g_object_set (where->config, DEEP_DREAM_MASK, NULL, "point-x",
                  x + width / 2, "point-y", y + height / 2, "radius",
                  (gint) (RADIUS * MIN (width, height)) + 1, NULL);
  else
    g_object_set (where->config, DEEP_DREAM_MASK, NULL, "radius", 0, NULL);
  where->is_setting = FALSE;

  if (g_str_equal (choice, MASK))
    on_mask (where);
}

static void
on_mask (Where *where)
{
  gint id = 0;

  if (where->is_setting ||
      g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (where->pages)),
                 MASK))
    return;

  where->is_setting = TRUE;
  if (gimp_int_combo_box_get_active (GIMP_INT_COMBO_BOX (where->masks), &id) &&
      gimp_item_id_is_drawable (id))
    g_object_set (where->config, DEEP_DREAM_MASK, gimp_drawable_get_by_id (id),
                  NULL);
  where->is_setting = FALSE;
}

/* The values that the dialog opens with, or a reset. */
static void
on_changed (GObject    *config G_GNUC_UNUSED,
            GParamSpec *parameter G_GNUC_UNUSED,
            GtkWidget  *box)
{
  Where       *where  = g_object_get_data (G_OBJECT (box), "deep-dream-where");
  const gchar *choice = find_choice (where);

  if (where->is_setting ||
      ! g_strcmp0 (gtk_combo_box_get_active_id (GTK_COMBO_BOX (where->choice)),
                   choice))
    return;

  where->is_setting = TRUE;
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (where->choice), choice);
  show_page (where, choice);
  where->is_setting = FALSE;
}
