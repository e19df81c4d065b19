/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog: beside the live preview the gallery of presets, and below that
 * the form.
 */

#include "dialog.h"

#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "engine/error.h"
#include "form.h"
#include "gallery.h"
#include "job.h"
#include "live.h"
#include "memory.h"
#include "networks.h"
#include "plugin/core/catalog/library.h"
#include "window.h"

#define BINARY  "deep-dream"
#define SPACING 12

/* Of the window at first: it fits a screen of 1024 x 700. */
#define WIDTH  940
#define HEIGHT 640

/* Of what is beside the preview. */
#define SIDE_WIDTH 420

/* The least of the form that is seen, without scrolling. */
#define FORM_HEIGHT 200

#define OFFER   "offer"
#define PREVIEW "preview"

typedef struct
{
  GimpImage           *image;
  GimpDrawable        *drawable;
  GimpProcedureConfig *config;
  DeepDreamWindow     *window;
  DeepDreamPreviewer  *sketcher;
  DeepDreamLive       *live;
  GtkWidget           *pages; /* the offer of a network or the preview */
  GtkWidget           *offer;
  GimpLayer           *layer;
  DeepDreamProgress    progress; /* the window's, while it is dreamed */
  gpointer             progress_data;
} Dialog;

static gboolean     open_with (Dialog *dialog, GError **error);
static void         build (Dialog *dialog, GimpProcedure *procedure);
static GtkWidget   *build_pages (Dialog *dialog);
static GtkWidget   *build_side (Dialog *dialog);
static void         greet (Dialog *dialog);
static void         on_installed (const gchar *name, gpointer data);
static gboolean     dream (DeepDreamProgress progress,
                           gpointer          progress_data,
                           gpointer          user_data,
                           GError          **error);
static void         offer_again (Dialog *dialog, GError **error);
static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);

GimpLayer *
deep_dream_dialog_run (GimpProcedure       *procedure,
                       GimpImage           *image,
                       GimpDrawable        *drawable,
                       GimpProcedureConfig *config,
                       GError             **error)
{
  Dialog dialog = { .image = image, .drawable = drawable, .config = config };
  gulong greeting;

  gimp_ui_init (BINARY);

  if (! open_with (&dialog, error))
    return NULL;

  build (&dialog, procedure);
  greet (&dialog);
  greeting = g_signal_connect_swapped (config, "notify::network",
                                       G_CALLBACK (greet), &dialog);

  if (! deep_dream_window_run (dialog.window, dream, &dialog))
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                         _ ("Deep Dream was cancelled."));

  /* Nobody is to be called who is gone. */
  g_signal_handler_disconnect (config, greeting);
  deep_dream_previewer_free (dialog.sketcher);
  deep_dream_live_free (dialog.live);
  deep_dream_window_free (dialog.window);

  return dialog.layer;
}

/* The recipe of a layer that is a dream itself; else the last values, in which
 * people are to see what a script has asked for by a preset.  Written back as a
 * recipe, they have no texts that are not there at all.
 */
static gboolean
open_with (Dialog *dialog, GError **error)
{
  g_autofree gchar       *preset = NULL;
  g_autoptr (DreamRecipe) recipe = NULL;

  recipe = deep_dream_memory_read (GIMP_ITEM (dialog->drawable), NULL);
  g_object_get (dialog->config, DEEP_DREAM_PRESET, &preset, NULL);

  if (! recipe)
    recipe = deep_dream_arguments_read (dialog->config,
                                        preset && *preset ? error : NULL);
  if (! recipe && preset && *preset)
    return FALSE;
  if (recipe)
    deep_dream_arguments_write (dialog->config, recipe);

  /* A mask and a point are of one picture. */
  g_object_set (dialog->config, DEEP_DREAM_MASK, NULL, "radius", 0, NULL);

  return TRUE;
}

static void
build (Dialog *dialog, GimpProcedure *procedure)
{
  const DreamResources resources = { .n_threads = gimp_get_num_processors () };
  GtkWidget           *panes     = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  GtkWidget           *side;
  GtkWindow           *window;

  dialog->window   = deep_dream_window_new (procedure, dialog->config,
                                            _ ("Deep Dream"));
  dialog->sketcher = deep_dream_previewer_new (&resources);
  dialog->live     = deep_dream_live_new (dialog->image, dialog->drawable,
                                          dialog->config, dialog->sketcher);

  side = build_side (dialog);
  gtk_paned_pack1 (GTK_PANED (panes), build_pages (dialog), TRUE, FALSE);
  gtk_paned_pack2 (GTK_PANED (panes), side, FALSE, FALSE);
  deep_dream_window_add (dialog->window, panes, side);

  window = GTK_WINDOW (deep_dream_window_get_dialog (dialog->window));
  gtk_window_set_resizable (window, TRUE);
  gtk_window_set_default_size (window, WIDTH, HEIGHT);
}

static GtkWidget *
build_pages (Dialog *dialog)
{
  dialog->pages = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (dialog->pages),
                       deep_dream_live_get_widget (dialog->live), PREVIEW);
  dialog->offer = deep_dream_networks_offer_new (on_installed, dialog);
  gtk_stack_add_named (GTK_STACK (dialog->pages), dialog->offer, OFFER);
  gtk_widget_set_margin_end (dialog->pages, SPACING / 2);
  gtk_widget_show (dialog->pages);

  return dialog->pages;
}

static GtkWidget *
build_side (Dialog *dialog)
{
  GtkWidget *side   = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *scroll = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *form;

  form = deep_dream_form_new (deep_dream_window_get_dialog (dialog->window),
                              dialog->config, dialog->drawable,
                              dialog->sketcher);
  gtk_box_pack_start (GTK_BOX (side),
                      deep_dream_gallery_new (dialog->config, dialog->sketcher),
                      TRUE, TRUE, 0);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroll),
                                              FORM_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (
                                                      scroll),
                                                    TRUE);
  gtk_container_add (GTK_CONTAINER (scroll), form);
  gtk_box_pack_start (GTK_BOX (side), scroll, FALSE, TRUE, 0);

  gtk_widget_set_size_request (side, SIDE_WIDTH, -1);
  gtk_widget_set_margin_start (side, SPACING / 2);
  gtk_widget_show (scroll);
  gtk_widget_show (side);

  return side;
}

/* Says at once what would otherwise be an error after OK: that the network to
 * dream with is not there; and offers to install it.
 */
static void
greet (Dialog *dialog)
{
  g_autofree gchar              *network   = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_autoptr (GError)             error     = NULL;
  gboolean                       is_offered;

  g_object_get (dialog->config, "network", &network, NULL);

  installed  = deep_dream_library_find (network ? network : "", &error);
  is_offered = g_error_matches (error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK) &&
               deep_dream_networks_offer_set (dialog->offer, network);

  deep_dream_window_show_message (dialog->window, installed || is_offered
                                                    ? NULL
                                                    : error->message);
  gtk_stack_set_visible_child_name (GTK_STACK (dialog->pages),
                                    is_offered ? OFFER : PREVIEW);
}

/* The first network of all may be another one than the preset's: then the
 * dialog begins with what can be dreamed now.  Else people may have chosen
 * something else while this was fetched, and it stays.
 */
static void
on_installed (const gchar *name, gpointer data)
{
  Dialog                 *dialog   = data;
  g_autoptr (GPtrArray)   library  = deep_dream_library_list ();
  g_autofree gchar       *network  = NULL;
  g_autoptr (DreamRecipe) defaults = dream_recipe_new ();

  g_object_get (dialog->config, "network", &network, NULL);
  if (library->len > 1 || g_strcmp0 (network, name) == 0)
    g_object_notify (G_OBJECT (dialog->config), "network");
  else
    deep_dream_arguments_write (dialog->config, defaults);
}

static gboolean
dream (DeepDreamProgress progress,
       gpointer          progress_data,
       gpointer          user_data,
       GError          **error)
{
  Dialog *dialog = user_data;

  dialog->progress      = progress;
  dialog->progress_data = progress_data;

  deep_dream_live_set_dreaming (dialog->live, TRUE);
  dialog->layer = deep_dream_job_run (dialog->image, dialog->drawable,
                                      dialog->config, on_progress, dialog,
                                      error);
  if (! dialog->layer)
    deep_dream_live_set_dreaming (dialog->live, FALSE);
  if (g_error_matches (*error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK))
    offer_again (dialog, error);

  return dialog->layer != NULL;
}

/* The network may have been removed since it was chosen.  That it is offered
 * says so; else the error does.
 */
static void
offer_again (Dialog *dialog, GError **error)
{
  const gchar *page;

  g_object_notify (G_OBJECT (dialog->config), "network");
  page = gtk_stack_get_visible_child_name (GTK_STACK (dialog->pages));
  if (! g_str_equal (page, OFFER))
    return;

  g_clear_error (error);
  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                       _ ("Deep Dream was cancelled."));
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left,
             const DreamPicture *view,
             gpointer            user_data)
{
  Dialog *dialog = user_data;

  if (view)
    deep_dream_live_show (dialog->live, view);

  return dialog->progress (fraction, seconds_left, view, dialog->progress_data);
}
