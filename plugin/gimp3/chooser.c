/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arguments know networks and layers by their names, people by their
 * titles.  A layer that is typed in by its name is as good as one from the
 * list.
 */

#include "chooser.h"

#include <cairo-gobject.h>

#include <glib/gi18n-lib.h>

#include "networks.h"
#include "plugin/core/catalog/library.h"
#include "plugin/core/preview/thumbnails.h"
#include "thumbnail.h"

/* Where a combo box of layers keeps the DeepDreamInstalled that it lists, who
 * draws for it, and that it has been asked for thumbnails of them.
 */
#define INSTALLED_KEY "deep-dream-installed"
#define SKETCHER_KEY  "deep-dream-sketcher"
#define REQUESTED_KEY "deep-dream-requested"

/* Where a combo box of networks keeps the arguments. */
#define CONFIG_KEY "deep-dream-config"

#define SPACING         6
#define THUMBNAIL_WIDTH 48

enum
{
  COLUMN_NAME,
  COLUMN_TITLE,
  COLUMN_PICTURE,
  N_COLUMNS
};

/* A row of the list of layers that waits for its thumbnail. */
typedef struct
{
  GtkTreeRowReference *row;
  gint                 scale;
} Awaited;

static GtkListStore *make_store (void);
static void          list_networks (GtkListStore *store);
static gchar        *make_title (GPtrArray *networks, const gchar *name);
static void          on_install (GtkWidget *button, GtkWidget *combo);
static void          on_installed (const gchar *name, gpointer combo);
static void          add_item (GtkListStore *store,
                               const gchar  *name,
                               const gchar  *title);
static gboolean      has_item (GtkTreeModel *model, const gchar *name);
static gboolean      list_network (GBinding     *binding,
                                   const GValue *from,
                                   GValue       *to,
                                   gpointer      store);

static void         list_layers (GtkComboBox *combo, GObject *config);
static void         on_network_changed (GObject     *config,
                                        GParamSpec  *parameter,
                                        GtkComboBox *combo);
static void         on_popup (GObject *combo, GParamSpec *parameter);
static Awaited     *make_awaited (GtkTreeModel *model,
                                  GtkTreeIter  *iter,
                                  gint          scale);
static void         free_awaited (gpointer data);
static void         show_thumbnail (const gchar *path, gpointer data);
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
static gchar       *get_string (GObject *config, const gchar *name);

GtkWidget *
deep_dream_chooser_new_network (GimpProcedureConfig *config)
{
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *button = gtk_button_new_with_label (_ ("Install…"));
  g_autoptr (GtkListStore) store = make_store ();
  GtkWidget               *combo;

  list_networks (store);

  combo = gimp_string_combo_box_new (GTK_TREE_MODEL (store), COLUMN_NAME,
                                     COLUMN_TITLE);
  g_object_bind_property_full (config, "network", combo, "value",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               list_network, NULL, store, NULL);
  gtk_box_pack_start (GTK_BOX (box), combo, TRUE, TRUE, 0);

  gtk_widget_set_tooltip_text (button, _ ("Fetch another network"));
  g_object_set_data (G_OBJECT (button), CONFIG_KEY, config);
  g_signal_connect (button, "clicked", G_CALLBACK (on_install), combo);
  gtk_box_pack_start (GTK_BOX (box), button, FALSE, FALSE, 0);
  gtk_widget_show_all (box);

  return box;
}

GtkWidget *
deep_dream_chooser_new_layer (GimpProcedureConfig *config,
                              DeepDreamPreviewer  *sketcher)
{
  GtkCellRenderer         *picture = gtk_cell_renderer_pixbuf_new ();
  g_autoptr (GtkListStore) store   = make_store ();
  GtkCellRenderer         *cell    = gtk_cell_renderer_text_new ();
  GtkWidget               *combo;
  GtkWidget               *entry;

  combo = gtk_combo_box_new_with_model_and_entry (GTK_TREE_MODEL (store));
  gtk_combo_box_set_entry_text_column (GTK_COMBO_BOX (combo), COLUMN_TITLE);

  gtk_cell_layout_pack_start (GTK_CELL_LAYOUT (combo), picture, FALSE);
  gtk_cell_layout_reorder (GTK_CELL_LAYOUT (combo), picture, 0);
  gtk_cell_layout_add_attribute (GTK_CELL_LAYOUT (combo), picture, "surface",
                                 COLUMN_PICTURE);
  g_object_set (cell, "sensitive", FALSE, "xalign", 1.0, NULL);
  gtk_cell_layout_pack_end (GTK_CELL_LAYOUT (combo), cell, FALSE);
  gtk_cell_layout_add_attribute (GTK_CELL_LAYOUT (combo), cell, "text",
                                 COLUMN_NAME);

  g_object_set_data (G_OBJECT (combo), SKETCHER_KEY, sketcher);
  list_layers (GTK_COMBO_BOX (combo), G_OBJECT (config));
  g_signal_connect (combo, "notify::popup-shown", G_CALLBACK (on_popup), NULL);

  entry = gtk_bin_get_child (GTK_BIN (combo));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_object_bind_property_full (config, "layer", entry, "text",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               layer_to_text, text_to_layer, combo, NULL);

  g_signal_connect_object (config, "notify::network",
                           G_CALLBACK (on_network_changed), combo, 0);
  return combo;
}

static GtkListStore *
make_store (void)
{
  return gtk_list_store_new (N_COLUMNS, G_TYPE_STRING, G_TYPE_STRING,
                             CAIRO_GOBJECT_TYPE_SURFACE);
}

/* What is listed stays in its row, for it may be chosen: it can have been
 * installed since, or removed.
 */
static void
list_networks (GtkListStore *store)
{
  g_autoptr (GPtrArray) networks = deep_dream_library_list ();
  GtkTreeModel         *model    = GTK_TREE_MODEL (store);
  GtkTreeIter           iter;
  gboolean              is_there;

  for (is_there = gtk_tree_model_get_iter_first (model, &iter); is_there;
       is_there = gtk_tree_model_iter_next (model, &iter))
    {
      g_autofree gchar *name  = NULL;
      g_autofree gchar *title = NULL;

      gtk_tree_model_get (model, &iter, COLUMN_NAME, &name, -1);
      title = make_title (networks, name);
      gtk_list_store_set (store, &iter, COLUMN_TITLE, title, -1);
    }

  for (guint i = 0; i < networks->len; i++)
    {
      const DeepDreamInstalled *installed = networks->pdata[i];

      if (! has_item (model, installed->name))
        add_item (store, installed->name, installed->title);
    }
}

static gchar *
make_title (GPtrArray *networks, const gchar *name)
{
  for (guint i = 0; i < networks->len; i++)
    {
      const DeepDreamInstalled *installed = networks->pdata[i];

      if (g_str_equal (installed->name, name))
        return g_strdup (installed->title);
    }

  /* Translators: %s is the name of a neural network. */
  return g_strdup_printf (_ ("%s (not installed)"), name);
}

static void
on_install (GtkWidget *button, GtkWidget *combo)
{
  GtkWidget *window = gtk_widget_get_toplevel (button);

  g_object_set_data (G_OBJECT (combo), CONFIG_KEY,
                     g_object_get_data (G_OBJECT (button), CONFIG_KEY));
  deep_dream_networks_choose (GTK_WINDOW (window), on_installed, combo);
}

/* People who have fetched a network want to dream with it. */
static void
on_installed (const gchar *name, gpointer combo)
{
  GtkTreeModel *model  = gtk_combo_box_get_model (GTK_COMBO_BOX (combo));
  GObject      *config = g_object_get_data (combo, CONFIG_KEY);

  list_networks (GTK_LIST_STORE (model));
  g_object_set (config, "network", name, NULL);
  g_object_notify (config, "network");
}

static void
add_item (GtkListStore *store, const gchar *name, const gchar *title)
{
  gtk_list_store_insert_with_values (store, NULL, -1, COLUMN_NAME, name,
                                     COLUMN_TITLE, title, -1);
}

static gboolean
has_item (GtkTreeModel *model, const gchar *name)
{
  GtkTreeIter iter;
  gboolean    is_there;

  for (is_there = gtk_tree_model_get_iter_first (model, &iter); is_there;
       is_there = gtk_tree_model_iter_next (model, &iter))
    {
      g_autofree gchar *item = NULL;

      gtk_tree_model_get (model, &iter, COLUMN_NAME, &item, -1);
      if (! g_strcmp0 (item, name))
        return TRUE;
    }
  return FALSE;
}

/* The network of the last dream, or of saved settings, may be gone. */
static gboolean
list_network (GBinding     *binding G_GNUC_UNUSED,
              const GValue *from,
              GValue       *to,
              gpointer      store)
{
  const gchar *name = g_value_get_string (from);

  if (name && ! has_item (GTK_TREE_MODEL (store), name))
    add_item (store, name, name);
  list_networks (store);

  g_value_set_string (to, name);
  return TRUE;
}

static void
list_layers (GtkComboBox *combo, GObject *config)
{
  GtkListStore       *store = GTK_LIST_STORE (gtk_combo_box_get_model (combo));
  g_autofree gchar   *network = get_string (config, "network");
  DeepDreamInstalled *installed;

  installed = network ? deep_dream_library_find (network, NULL) : NULL;

  gtk_list_store_clear (store);
  for (guint i = 0; installed && installed->layer_names[i]; i++)
    add_item (store, installed->layer_names[i], get_title (installed, i));

  g_object_set_data_full (G_OBJECT (combo), INSTALLED_KEY, installed,
                          (GDestroyNotify) deep_dream_installed_free);
  g_object_set_data (G_OBJECT (combo), REQUESTED_KEY, NULL);
}

/* Draws what is missing, the first time that people want to see it. */
static void
on_popup (GObject *combo, GParamSpec *parameter G_GNUC_UNUSED)
{
  const DeepDreamInstalled *installed = g_object_get_data (combo,
                                                           INSTALLED_KEY);
  DeepDreamPreviewer       *sketcher  = g_object_get_data (combo, SKETCHER_KEY);
  GtkTreeModel *model = gtk_combo_box_get_model (GTK_COMBO_BOX (combo));
  const gint    scale = gtk_widget_get_scale_factor (GTK_WIDGET (combo));
  GtkTreeIter   iter;
  gboolean      is_there;

  if (! installed || g_object_get_data (combo, REQUESTED_KEY))
    return;

  g_object_set_data (combo, REQUESTED_KEY, combo);
  for (is_there = gtk_tree_model_get_iter_first (model, &iter); is_there;
       is_there = gtk_tree_model_iter_next (model, &iter))
    {
      g_autofree gchar    *name = NULL;
      g_autofree gchar    *path = NULL;
      DeepDreamPreviewJob *sketch;
      Awaited             *awaited = make_awaited (model, &iter, scale);

      gtk_tree_model_get (model, &iter, COLUMN_NAME, &name, -1);
      path   = deep_dream_thumbnails_get_layer_path (installed->name, name);
      sketch = deep_dream_thumbnails_is_newer (path, installed->name)
                 ? NULL
                 : deep_dream_thumbnails_sketch_layer (installed->name, name,
                                                       NULL);
      if (sketch)
        {
          deep_dream_thumbnail_request (sketcher, sketch, path, show_thumbnail,
                                        awaited, free_awaited);
          continue;
        }

      show_thumbnail (path, awaited);
      free_awaited (awaited);
    }
}

static Awaited *
make_awaited (GtkTreeModel *model, GtkTreeIter *iter, gint scale)
{
  GtkTreePath *path    = gtk_tree_model_get_path (model, iter);
  Awaited     *awaited = g_new0 (Awaited, 1);

  awaited->row   = gtk_tree_row_reference_new (model, path);
  awaited->scale = scale;
  gtk_tree_path_free (path);

  return awaited;
}

static void
free_awaited (gpointer data)
{
  Awaited *awaited = data;

  gtk_tree_row_reference_free (awaited->row);
  g_free (awaited);
}

static void
show_thumbnail (const gchar *path, gpointer data)
{
  const Awaited   *awaited = data;
  GtkTreeModel    *model   = gtk_tree_row_reference_get_model (awaited->row);
  GtkTreePath     *place   = gtk_tree_row_reference_get_path (awaited->row);
  cairo_surface_t *surface;
  GtkTreeIter      iter;

  /* The list may have become another network's. */
  if (! place)
    return;

  surface = deep_dream_thumbnail_load (path, THUMBNAIL_WIDTH, awaited->scale);
  if (surface && gtk_tree_model_get_iter (model, &iter, place))
    gtk_list_store_set (GTK_LIST_STORE (model), &iter, COLUMN_PICTURE, surface,
                        -1);
  g_clear_pointer (&surface, cairo_surface_destroy);
  gtk_tree_path_free (place);
}

/* A layer of the other network means nothing to this one, so it starts from
 * its default; but when settings are loaded, network and layer come together,
 * and of a network that is not installed nobody knows which layers it has.
 */
static void
on_network_changed (GObject     *config,
                    GParamSpec  *parameter G_GNUC_UNUSED,
                    GtkComboBox *combo)
{
  GtkTreeModel     *model      = gtk_combo_box_get_model (combo);
  g_autofree gchar *layer      = get_string (config, "layer");
  gboolean          was_listed = has_item (model, layer);

  list_layers (combo, config);

  if (was_listed && g_object_get_data (G_OBJECT (combo), INSTALLED_KEY) &&
      ! has_item (model, layer))
    g_object_set (config, "layer", "", NULL);
  else
    g_object_notify (config, "layer");
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
  g_autofree gchar         *text      = g_value_dup_string (from);

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

static gchar *
get_string (GObject *config, const gchar *name)
{
  gchar *value = NULL;

  g_object_get (config, name, &value, NULL);
  return value;
}
