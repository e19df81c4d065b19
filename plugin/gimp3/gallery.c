/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The presets as pictures.
 */

#include "gallery.h"

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "plugin/core/catalog/presets.h"
#include "plugin/core/catalog/suggestion.h"
#include "plugin/core/preview/thumbnails.h"
#include "thumbnail.h"

#define SPACING 6

/* How wide a thumbnail is shown, and how high the gallery is. */
#define THUMBNAIL_WIDTH 96
#define MIN_HEIGHT      150

/* What people see of a row of presets. */
#define MIN_COLUMNS 3
#define MAX_COLUMNS 8

/* Where a child of the box of presets keeps its preset and its picture, and the
 * box the gallery.
 */
#define PRESET_KEY  "deep-dream-preset"
#define IMAGE_KEY   "deep-dream-image"
#define GALLERY_KEY "deep-dream-gallery"

typedef struct
{
  GimpProcedureConfig *config;
  DeepDreamPreviewer  *sketcher;
  GPtrArray           *presets;
  GtkWidget           *box;
  GtkWidget           *search;
  DreamRecipe         *base;       /* before single parameters were changed */
  gboolean             is_setting; /* the config, by a preset */
  GQueue               missing;    /* children without a thumbnail */
  GQueue               undrawn;    /* those whose network is not there */
  guint                idle;
} Gallery;

static GtkWidget *make_child (Gallery *gallery, const DeepDreamPreset *preset);
static gboolean   request_next (gpointer data);
static void       on_requested (gpointer child);
static void       schedule_request (Gallery *gallery);
static void       request_again (Gallery *gallery);
static void       show_thumbnail (const gchar *path, gpointer child);
static gboolean   is_found (GtkFlowBoxChild *child, gpointer data);
static void       on_search (Gallery *gallery);
static void       on_selected (Gallery *gallery);
static void on_changed (GObject *config, GParamSpec *parameter, GtkWidget *box);
static void follow_subject (Gallery *gallery);
static void set (Gallery *gallery, DreamRecipe *recipe);
static gboolean is_part_of_presets (const gchar *name);
static gboolean is_as_before (Gallery *gallery, const gchar *name);
static void     free_gallery (gpointer data);

GtkWidget *
deep_dream_gallery_new (GimpProcedureConfig *config,
                        DeepDreamPreviewer  *sketcher)
{
  GtkWidget *widget  = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *window  = gtk_scrolled_window_new (NULL, NULL);
  Gallery   *gallery = g_new0 (Gallery, 1);

  gallery->config   = config;
  gallery->sketcher = sketcher;
  gallery->base     = deep_dream_arguments_read (config, NULL);
  gallery->presets  = deep_dream_presets_list ();
  gallery->search   = gtk_search_entry_new ();
  gallery->box      = gtk_flow_box_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (gallery->search),
                                  _ ("Search the presets"));
  gtk_box_pack_start (GTK_BOX (widget), gallery->search, FALSE, FALSE, 0);

  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (gallery->box), TRUE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (gallery->box),
                                          MIN_COLUMNS);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (gallery->box),
                                          MAX_COLUMNS);
  gtk_flow_box_set_filter_func (GTK_FLOW_BOX (gallery->box), is_found, gallery,
                                NULL);
  gtk_widget_set_valign (gallery->box, GTK_ALIGN_START);
  atk_object_set_name (gtk_widget_get_accessible (gallery->box), _ ("Presets"));
  for (guint i = 0; i < gallery->presets->len; i++)
    gtk_container_add (GTK_CONTAINER (gallery->box),
                       make_child (gallery, gallery->presets->pdata[i]));

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (window),
                                       GTK_SHADOW_IN);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (window),
                                              MIN_HEIGHT);
  gtk_container_add (GTK_CONTAINER (window), gallery->box);
  gtk_box_pack_start (GTK_BOX (widget), window, TRUE, TRUE, 0);

  g_signal_connect_swapped (gallery->search, "search-changed",
                            G_CALLBACK (on_search), gallery);
  g_signal_connect_swapped (gallery->box, "selected-children-changed",
                            G_CALLBACK (on_selected), gallery);
  g_signal_connect_object (config, "notify", G_CALLBACK (on_changed),
                           gallery->box, 0);
  g_object_set_data_full (G_OBJECT (gallery->box), GALLERY_KEY, gallery,
                          free_gallery);
  schedule_request (gallery);

  gtk_widget_show_all (widget);
  return widget;
}

static GtkWidget *
make_child (Gallery *gallery, const DeepDreamPreset *preset)
{
  GtkWidget        *child   = gtk_flow_box_child_new ();
  GtkWidget        *box     = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget        *image   = gtk_image_new_from_icon_name ("image-loading",
                                                            GTK_ICON_SIZE_DIALOG);
  GtkWidget        *label   = gtk_label_new (preset->title);
  g_autofree gchar *path    = deep_dream_thumbnails_get_path (NULL, preset);
  g_autofree gchar *tooltip = NULL;

  gtk_widget_set_size_request (image, THUMBNAIL_WIDTH,
                               THUMBNAIL_WIDTH * DEEP_DREAM_THUMBNAIL_HEIGHT /
                                 DEEP_DREAM_THUMBNAIL_WIDTH);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_box_pack_start (GTK_BOX (box), image, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (child), box);
  tooltip = g_strdup_printf ("%s\n%s", preset->title, preset->comment);
  gtk_widget_set_tooltip_text (child, g_strchomp (tooltip));
  atk_object_set_name (gtk_widget_get_accessible (child), preset->title);
  g_object_set_data (G_OBJECT (child), PRESET_KEY, (gpointer) preset);
  g_object_set_data (G_OBJECT (child), IMAGE_KEY, image);

  if (deep_dream_thumbnails_is_current (NULL, preset))
    show_thumbnail (path, child);
  else
    g_queue_push_tail (&gallery->missing, child);

  return child;
}

/* One after the other, so that there is room for what else is to be drawn. */
static gboolean
request_next (gpointer data)
{
  Gallery                *gallery = data;
  GObject                *child   = g_queue_pop_head (&gallery->missing);
  const DeepDreamPreset  *preset  = g_object_get_data (child, PRESET_KEY);
  g_autofree gchar       *path    = NULL;
  g_autoptr (DreamRecipe) recipe  = NULL;
  DeepDreamPreviewJob    *sketch;

  gallery->idle = 0;
  path          = deep_dream_thumbnails_get_path (NULL, preset);
  recipe        = deep_dream_preset_read (preset, NULL);
  sketch        = recipe ? deep_dream_thumbnails_sketch (recipe, NULL) : NULL;
  if (sketch)
    deep_dream_thumbnail_request (gallery->sketcher, sketch, path,
                                  show_thumbnail, g_object_ref (child),
                                  on_requested);
  else
    schedule_request (gallery);

  return G_SOURCE_REMOVE;
}

/* It is there, or it could not be drawn. */
static void
on_requested (gpointer child)
{
  GtkWidget *box     = gtk_widget_get_parent (child);
  Gallery   *gallery = box ? g_object_get_data (G_OBJECT (box), GALLERY_KEY)
                           : NULL;
  GtkImage  *image   = g_object_get_data (child, IMAGE_KEY);

  if (gallery)
    {
      if (gtk_image_get_storage_type (image) != GTK_IMAGE_SURFACE)
        g_queue_push_tail (&gallery->undrawn, child);
      schedule_request (gallery);
    }
  g_object_unref (child);
}

static void
schedule_request (Gallery *gallery)
{
  if (gallery && ! gallery->idle && ! g_queue_is_empty (&gallery->missing))
    gallery->idle = g_idle_add_full (G_PRIORITY_LOW, request_next, gallery,
                                     NULL);
}

/* A network may have been installed. */
static void
request_again (Gallery *gallery)
{
  gpointer child;

  while ((child = g_queue_pop_head (&gallery->undrawn)))
    g_queue_push_tail (&gallery->missing, child);
  schedule_request (gallery);
}

static void
show_thumbnail (const gchar *path, gpointer child)
{
  GtkWidget       *image = g_object_get_data (child, IMAGE_KEY);
  cairo_surface_t *surface;

  surface = deep_dream_thumbnail_load (path, THUMBNAIL_WIDTH,
                                       gtk_widget_get_scale_factor (image));
  if (surface)
    {
      gtk_image_set_from_surface (GTK_IMAGE (image), surface);
      cairo_surface_destroy (surface);
    }
}

/* By any part of its title, its comment or its name, whatever the case. */
static gboolean
is_found (GtkFlowBoxChild *child, gpointer data)
{
  Gallery               *gallery = data;
  const DeepDreamPreset *preset  = g_object_get_data (G_OBJECT (child),
                                                      PRESET_KEY);
  const gchar      *text   = gtk_entry_get_text (GTK_ENTRY (gallery->search));
  g_autofree gchar *wanted = g_utf8_casefold (text, -1);
  g_autofree gchar *all    = g_strjoin ("\n", preset->title, preset->comment,
                                        preset->name, NULL);
  g_autofree gchar *folded = g_utf8_casefold (all, -1);

  return strstr (folded, g_strstrip (wanted)) != NULL;
}

static void
on_search (Gallery *gallery)
{
  gtk_flow_box_invalidate_filter (GTK_FLOW_BOX (gallery->box));
}

static void
on_selected (Gallery *gallery)
{
  g_autoptr (GList) selected = gtk_flow_box_get_selected_children (
    GTK_FLOW_BOX (gallery->box));
  g_autoptr (DreamRecipe) recipe = NULL;
  g_autoptr (GError)      error  = NULL;

  if (! selected)
    return;

  recipe = deep_dream_preset_read (g_object_get_data (selected->data,
                                                      PRESET_KEY),
                                   &error);
  if (! recipe)
    {
      g_warning ("%s", error->message);
      return;
    }

  set (gallery, recipe);
}

static void
on_changed (GObject    *config G_GNUC_UNUSED,
            GParamSpec *parameter,
            GtkWidget  *box)
{
  Gallery *gallery = g_object_get_data (G_OBJECT (box), GALLERY_KEY);

  if (g_str_equal (parameter->name, "network"))
    request_again (gallery);

  if (gallery->is_setting || ! is_part_of_presets (parameter->name) ||
      is_as_before (gallery, parameter->name))
    return;

  if (g_str_equal (parameter->name, "subject"))
    follow_subject (gallery);
  gtk_flow_box_unselect_all (GTK_FLOW_BOX (box));
}

/* Who types a subject wants to see it, whatever was dreamed before. */
static void
follow_subject (Gallery *gallery)
{
  g_autoptr (DreamRecipe) recipe = NULL;

  recipe = deep_dream_arguments_read (gallery->config, NULL);
  if (recipe && gallery->base &&
      deep_dream_suggestion_follow_subject (recipe, gallery->base))
    set (gallery, recipe);
}

static void
set (Gallery *gallery, DreamRecipe *recipe)
{
  g_set_object (&gallery->base, recipe);

  gallery->is_setting = TRUE;
  deep_dream_arguments_write (gallery->config, recipe);
  gallery->is_setting = FALSE;
}

/* A stronger dream of a preset, or another one of its kind, is still one. */
static gboolean
is_part_of_presets (const gchar *name)
{
  static const gchar *const others[] = { "strength", "seed", NULL };
  guint                     n_parameters;
  g_autofree GParamSpec   **parameters = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);
  for (guint i = 0; i < n_parameters; i++)
    if (g_str_equal (parameters[i]->name, name))
      return ! g_strv_contains (others, name);

  return FALSE;
}

/* Whether the parameter is still what the preset says: when a network has been
 * installed, it and its layers are told of anew.
 */
static gboolean
is_as_before (Gallery *gallery, const gchar *name)
{
  g_autoptr (DreamRecipe) recipe = NULL;
  g_auto (GValue)         is     = G_VALUE_INIT;
  g_auto (GValue)         was    = G_VALUE_INIT;
  GParamSpec             *parameter;

  recipe = deep_dream_arguments_read (gallery->config, NULL);
  if (! recipe || ! gallery->base)
    return FALSE;

  parameter = g_object_class_find_property (G_OBJECT_GET_CLASS (recipe), name);
  g_value_init (&is, parameter->value_type);
  g_value_init (&was, parameter->value_type);
  g_object_get_property (G_OBJECT (recipe), name, &is);
  g_object_get_property (G_OBJECT (gallery->base), name, &was);

  return g_param_values_cmp (parameter, &is, &was) == 0;
}

static void
free_gallery (gpointer data)
{
  Gallery *gallery = data;

  if (gallery->idle)
    g_source_remove (gallery->idle);
  g_queue_clear (&gallery->missing);
  g_queue_clear (&gallery->undrawn);
  g_clear_object (&gallery->base);
  g_ptr_array_unref (gallery->presets);
  g_free (gallery);
}
