/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recipe knows networks and layers by their names, people by their titles.
 * A layer that is typed in by its name is as good as one from the list.
 */

#include "chooser.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "plugin/core/catalog/library.h"

/* Where a combo box of layers keeps the DeepDreamInstalled that it lists. */
#define INSTALLED_KEY "deep-dream-installed"

enum
{
  COLUMN_NAME,
  COLUMN_TITLE,
  N_COLUMNS
};

static GtkListStore *make_store (void);
static void          add_item (GtkListStore *store,
                               const gchar  *name,
                               const gchar  *title);
static void          add_missing (GtkListStore *store, const gchar *name);
static void on_network_chosen (GtkComboBox *combo, DreamRecipe *recipe);
static void on_network_set (DreamRecipe *recipe,
                            GParamSpec  *parameter,
                            GtkComboBox *combo);

static void         list_layers (GtkComboBox *combo, DreamRecipe *recipe);
static void         on_network_changed (DreamRecipe *recipe,
                                        GParamSpec  *parameter,
                                        GtkComboBox *combo);
static gboolean     layer_to_text (GBinding     *binding,
                                   const GValue *from,
                                   GValue       *to,
                                   gpointer      combo);
static gboolean     text_to_layer (GBinding     *binding,
                                   const GValue *from,
                                   GValue       *to,
                                   gpointer      combo);
static const gchar *get_title (const DeepDreamInstalled *installed,
                               guint                     index);

GtkWidget *
deep_dream_chooser_new_network (DreamRecipe *recipe)
{
  g_autoptr (GPtrArray) networks = deep_dream_library_list ();
  GtkListStore         *store    = make_store ();
  GtkWidget            *combo;

  for (guint i = 0; i < networks->len; i++)
    {
      const DeepDreamInstalled *installed = networks->pdata[i];

      add_item (store, installed->name, installed->title);
    }

  combo = gimp_string_combo_box_new (GTK_TREE_MODEL (store), COLUMN_NAME,
                                     COLUMN_TITLE);
  g_object_unref (store);
  on_network_set (recipe, NULL, GTK_COMBO_BOX (combo));

  g_signal_connect (combo, "changed", G_CALLBACK (on_network_chosen), recipe);
  g_signal_connect_object (recipe, "notify::network",
                           G_CALLBACK (on_network_set), combo, 0);
  gtk_widget_show (combo);
  return combo;
}

GtkWidget *
deep_dream_chooser_new_layer (DreamRecipe *recipe)
{
  GtkListStore    *store = make_store ();
  GtkCellRenderer *cell  = gtk_cell_renderer_text_new ();
  GtkWidget       *combo;
  GtkWidget       *entry;

  combo = gtk_combo_box_new_with_model_and_entry (GTK_TREE_MODEL (store));
  g_object_unref (store);
  gtk_combo_box_set_entry_text_column (GTK_COMBO_BOX (combo), COLUMN_TITLE);

  g_object_set (cell, "sensitive", FALSE, "xalign", 1.0, NULL);
  gtk_cell_layout_pack_end (GTK_CELL_LAYOUT (combo), cell, FALSE);
  gtk_cell_layout_add_attribute (GTK_CELL_LAYOUT (combo), cell, "text",
                                 COLUMN_NAME);

  list_layers (GTK_COMBO_BOX (combo), recipe);

  entry = gtk_bin_get_child (GTK_BIN (combo));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_object_bind_property_full (recipe, "layer", entry, "text",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               layer_to_text, text_to_layer, combo, NULL);

  g_signal_connect_object (recipe, "notify::network",
                           G_CALLBACK (on_network_changed), combo, 0);
  gtk_widget_show (combo);
  return combo;
}

static GtkListStore *
make_store (void)
{
  return gtk_list_store_new (N_COLUMNS, G_TYPE_STRING, G_TYPE_STRING);
}

static void
add_item (GtkListStore *store, const gchar *name, const gchar *title)
{
  gtk_list_store_insert_with_values (store, NULL, -1, COLUMN_NAME, name,
                                     COLUMN_TITLE, title, -1);
}

static void
add_missing (GtkListStore *store, const gchar *name)
{
  /* Translators: %s is the name of a neural network. */
  g_autofree gchar *title = g_strdup_printf (_ ("%s (not installed)"), name);

  add_item (store, name, title);
}

static void
on_network_chosen (GtkComboBox *combo, DreamRecipe *recipe)
{
  g_autofree gchar *name = NULL;

  name = gimp_string_combo_box_get_active (GIMP_STRING_COMBO_BOX (combo));
  if (name && g_strcmp0 (name, recipe->network))
    g_object_set (recipe, "network", name, NULL);
}

static void
on_network_set (DreamRecipe *recipe,
                GParamSpec  *parameter G_GNUC_UNUSED,
                GtkComboBox *combo)
{
  GimpStringComboBox *names = GIMP_STRING_COMBO_BOX (combo);

  if (gimp_string_combo_box_set_active (names, recipe->network))
    return;

  /* A preset's network. */
  add_missing (GTK_LIST_STORE (gtk_combo_box_get_model (combo)),
               recipe->network);
  gimp_string_combo_box_set_active (names, recipe->network);
}

static void
list_layers (GtkComboBox *combo, DreamRecipe *recipe)
{
  GtkListStore       *store = GTK_LIST_STORE (gtk_combo_box_get_model (combo));
  DeepDreamInstalled *installed = deep_dream_library_find (recipe->network,
                                                           NULL);

  gtk_list_store_clear (store);
  for (guint i = 0; installed && installed->layer_names[i]; i++)
    add_item (store, installed->layer_names[i], get_title (installed, i));

  g_object_set_data_full (G_OBJECT (combo), INSTALLED_KEY, installed,
                          (GDestroyNotify) deep_dream_installed_free);
}

/* No network has another one's layers: start from its default. */
static void
on_network_changed (DreamRecipe *recipe,
                    GParamSpec  *parameter G_GNUC_UNUSED,
                    GtkComboBox *combo)
{
  list_layers (combo, recipe);
  g_object_set (recipe, "layer", "", NULL);
}

static gboolean
layer_to_text (GBinding     *binding G_GNUC_UNUSED,
               const GValue *from,
               GValue       *to,
               gpointer      combo)
{
  const DeepDreamInstalled *installed = g_object_get_data (combo,
                                                           INSTALLED_KEY);
  const gchar              *name      = g_value_get_string (from);

  if (installed && (! name || ! *name))
    name = installed->default_layer;

  for (guint i = 0; installed && installed->layer_names[i]; i++)
    {
      if (! g_strcmp0 (installed->layer_names[i], name))
        {
          g_value_set_string (to, get_title (installed, i));
          return TRUE;
        }
    }
  g_value_set_string (to, name ? name : "");
  return TRUE;
}

static gboolean
text_to_layer (GBinding     *binding G_GNUC_UNUSED,
               const GValue *from,
               GValue       *to,
               gpointer      combo)
{
  const DeepDreamInstalled *installed = g_object_get_data (combo,
                                                           INSTALLED_KEY);
  g_autofree gchar         *text      = g_strdup (g_value_get_string (from));

  g_strstrip (text);
  for (guint i = 0; installed && installed->layer_names[i]; i++)
    {
      if (! g_strcmp0 (get_title (installed, i), text))
        {
          g_value_set_string (to, installed->layer_names[i]);
          return TRUE;
        }
    }
  g_value_set_string (to, text);
  return TRUE;
}

/* A title, or for a layer without one its name. */
static const gchar *
get_title (const DeepDreamInstalled *installed, guint index)
{
  const gchar *title = installed->layer_titles[index];

  return title && *title ? title : installed->layer_names[index];
}
