/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sketcher keeps its network in memory for the next preview, until values
 * change or the dream begins.
 */

#include "preview.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "picture.h"
#include "plugin/core/pixels/pixels.h"
#include "plugin/core/preview/previewer.h"
#include "plugin/core/preview/thumbnails.h"
#include "resources.h"

#define SPACING 6

/* So that what is said below the picture does not widen it, in characters. */
#define HINT_WIDTH 16

struct _DeepDreamPreview
{
  DreamRecipe           *recipe;
  const DeepDreamSource *source;
  DeepDreamThumbnail    *thumbnail;

  GtkWidget *widget;
  GtkWidget *picture;
  GtkWidget *bar;
  GtkWidget *button;
  GtkWidget *hint;

  GdkPixbuf *before;
  GdkPixbuf *after;

  DeepDreamPreviewer *sketcher; /* NULL while there is nothing to sketch */
  gboolean            is_sketching;
  gulong              handler;
};

static void                 build (DeepDreamPreview *self);
static GtkWidget           *build_picture (DeepDreamPreview *self);
static GtkWidget           *build_bar (DeepDreamPreview *self);
static DeepDreamPreviewJob *make_sketch (DeepDreamPreview *self,
                                         GError          **error);
static void                 show_before (DeepDreamPreview *self);
static void                 on_toggled (DeepDreamPreview *self);
static void                 start (DeepDreamPreview *self);
static void                 draw_thumbnail (DeepDreamPreview *self);
static void                 stop (DeepDreamPreview *self);
static void       set_sketching (DeepDreamPreview *self, gboolean is_sketching);
static void       on_sketched (const DreamPicture *picture,
                               gboolean            is_complete,
                               gboolean            is_faithful,
                               const GError       *error,
                               gpointer            user_data);
static void       on_drawn (const DreamPicture *picture,
                            gboolean            is_complete,
                            gboolean            is_faithful,
                            const GError       *error,
                            gpointer            user_data);
static void       on_changed (DeepDreamPreview *self);
static gboolean   on_held (DeepDreamPreview *self);
static gboolean   on_released (DeepDreamPreview *self);
static GdkPixbuf *to_pixbuf (DeepDreamPreview   *self,
                             const DreamPicture *picture,
                             const GdkRectangle *part);
static void       show (DeepDreamPreview *self, GdkPixbuf *pixbuf);
static void       hint (DeepDreamPreview *self, const gchar *text);

DeepDreamPreview *
deep_dream_preview_new (DreamRecipe           *recipe,
                        const DeepDreamSource *source,
                        DeepDreamThumbnail    *thumbnail)
{
  DeepDreamPreview *self = g_new0 (DeepDreamPreview, 1);

  self->recipe    = recipe;
  self->source    = source;
  self->thumbnail = thumbnail;
  build (self);
  show_before (self);
  set_sketching (self, FALSE);
  self->handler = g_signal_connect_swapped (recipe, "notify",
                                            G_CALLBACK (on_changed), self);

  return self;
}

void
deep_dream_preview_free (DeepDreamPreview *self)
{
  g_signal_handler_disconnect (self->recipe, self->handler);
  g_clear_pointer (&self->sketcher, deep_dream_previewer_free);
  g_clear_object (&self->before);
  g_clear_object (&self->after);
  g_free (self);
}

GtkWidget *
deep_dream_preview_get_widget (DeepDreamPreview *self)
{
  return self->widget;
}

/* The dream needs all of the machine. */
void
deep_dream_preview_set_dreaming (DeepDreamPreview *self, gboolean is_dreaming)
{
  if (is_dreaming)
    stop (self);
  gtk_widget_set_sensitive (self->bar, ! is_dreaming);
}

void
deep_dream_preview_show (DeepDreamPreview *self, const DreamPicture *view)
{
  g_clear_object (&self->after);
  self->after = to_pixbuf (self, view, NULL);
  show (self, self->after);
}

static void
build (DeepDreamPreview *self)
{
  GtkWidget *picture = build_picture (self);

  self->widget = gtk_vbox_new (FALSE, SPACING);
  gtk_box_pack_start (GTK_BOX (self->widget), picture, FALSE, FALSE, 0);
  gtk_widget_show (picture);

  self->bar = build_bar (self);
  gtk_box_pack_start (GTK_BOX (self->widget), self->bar, FALSE, FALSE, 0);
  gtk_widget_show (self->bar);
}

static GtkWidget *
build_picture (DeepDreamPreview *self)
{
  GtkWidget *frame = gtk_frame_new (NULL);
  GtkWidget *box   = gtk_event_box_new ();

  gtk_frame_set_shadow_type (GTK_FRAME (frame), GTK_SHADOW_IN);
  gtk_container_add (GTK_CONTAINER (frame), box);
  gtk_widget_show (box);

  self->picture = gtk_image_new ();
  gtk_widget_set_size_request (self->picture, DEEP_DREAM_PICTURE_WIDTH,
                               DEEP_DREAM_PICTURE_HEIGHT);
  gtk_container_add (GTK_CONTAINER (box), self->picture);
  gtk_widget_show (self->picture);

  gimp_help_set_help_data (box,
                           _ ("What will be dreamed of, or how the dream looks "
                              "by now. Hold the mouse button to see the layer "
                              "as it is."),
                           NULL);
  g_signal_connect_swapped (box, "button-press-event", G_CALLBACK (on_held),
                            self);
  g_signal_connect_swapped (box, "button-release-event",
                            G_CALLBACK (on_released), self);

  return frame;
}

static GtkWidget *
build_bar (DeepDreamPreview *self)
{
  GtkWidget *bar = gtk_hbox_new (FALSE, SPACING);

  self->button = gtk_toggle_button_new_with_mnemonic (_ ("S_how Preview"));
  gimp_help_set_help_data (self->button,
                           _ ("Dreams quickly of a small copy, so that you see "
                              "what these values do; once more, stops that"),
                           NULL);
  g_signal_connect_swapped (self->button, "toggled", G_CALLBACK (on_toggled),
                            self);
  gtk_box_pack_start (GTK_BOX (bar), self->button, FALSE, FALSE, 0);
  gtk_widget_show (self->button);

  self->hint = gtk_label_new (NULL);
  gtk_label_set_line_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->hint), HINT_WIDTH);
  gtk_misc_set_alignment (GTK_MISC (self->hint), 0.0, 0.5);
  gtk_box_pack_start (GTK_BOX (bar), self->hint, TRUE, TRUE, 0);
  gtk_widget_show (self->hint);

  return bar;
}

static DeepDreamPreviewJob *
make_sketch (DeepDreamPreview *self, GError **error)
{
  const DeepDreamSource *source = self->source;
  gint                   width  = source->area.width;
  gint                   height = source->area.height;

  deep_dream_picture_fit (&width, &height);

  return deep_dream_preview_job_new (self->recipe, source->pixels,
                                     &source->area, source->selection,
                                     source->offset_x, source->offset_y,
                                     &source->area, width, error);
}

static void
show_before (DeepDreamPreview *self)
{
  g_autoptr (GError)              error  = NULL;
  g_autoptr (DeepDreamPreviewJob) sketch = make_sketch (self, &error);

  if (! sketch)
    {
      hint (self, error->message);
      return;
    }

  self->before = to_pixbuf (self, sketch->picture,
                            &(GdkRectangle){ sketch->shown.x, sketch->shown.y,
                                             sketch->shown.width,
                                             sketch->shown.height });
  show (self, self->before);
}

/* Also when the preview is complete, or is stopped otherwise. */
static void
on_toggled (DeepDreamPreview *self)
{
  const gboolean is_wanted = gtk_toggle_button_get_active (
    GTK_TOGGLE_BUTTON (self->button));

  if (is_wanted && ! self->is_sketching)
    start (self);
  else if (! is_wanted && self->is_sketching)
    stop (self);
}

static void
start (DeepDreamPreview *self)
{
  const DreamResources resources = deep_dream_resources_get ();
  g_autoptr (GError)   error     = NULL;
  DeepDreamPreviewJob *sketch    = make_sketch (self, &error);

  if (! sketch)
    {
      set_sketching (self, FALSE);
      hint (self, error->message);
      return;
    }

  if (! self->sketcher)
    self->sketcher = deep_dream_previewer_new (&resources);
  set_sketching (self, TRUE);
  hint (self, _ ("Dreaming…"));
  deep_dream_previewer_start (self->sketcher, sketch, on_sketched, self);
  draw_thumbnail (self);
}

static void
draw_thumbnail (DeepDreamPreview *self)
{
  const DeepDreamPreset  *preset = deep_dream_thumbnail_get (self->thumbnail);
  g_autoptr (DreamRecipe) recipe = NULL;
  DeepDreamPreviewJob    *sketch = NULL;

  if (! preset || deep_dream_thumbnails_is_current (NULL, preset))
    return;

  recipe = deep_dream_preset_read (preset, NULL);
  if (recipe)
    sketch = deep_dream_thumbnails_sketch (recipe, NULL);
  if (sketch)
    deep_dream_previewer_queue (self->sketcher, sketch, on_drawn, self, NULL);
}

static void
stop (DeepDreamPreview *self)
{
  g_clear_pointer (&self->sketcher, deep_dream_previewer_free);
  if (self->is_sketching)
    {
      set_sketching (self, FALSE);
      hint (self, NULL);
    }
}

static void
set_sketching (DeepDreamPreview *self, gboolean is_sketching)
{
  self->is_sketching = is_sketching;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->button), is_sketching);
}

static void
on_sketched (const DreamPicture *picture,
             gboolean            is_complete,
             gboolean            is_faithful,
             const GError       *error,
             gpointer            user_data)
{
  DeepDreamPreview *self = user_data;

  if (picture)
    deep_dream_preview_show (self, picture);
  if (! error && ! is_complete)
    return;

  set_sketching (self, FALSE);
  if (error)
    hint (self, error->message);
  else
    hint (self, is_faithful ? NULL
                            : _ ("In the picture, things are smaller than the "
                                 "preview can show."));
}

static void
on_drawn (const DreamPicture *picture,
          gboolean            is_complete G_GNUC_UNUSED,
          gboolean            is_faithful G_GNUC_UNUSED,
          const GError       *error G_GNUC_UNUSED,
          gpointer            user_data)
{
  DeepDreamPreview      *self   = user_data;
  const DeepDreamPreset *preset = deep_dream_thumbnail_get (self->thumbnail);
  g_autofree gchar      *path   = NULL;
  g_autoptr (GError)     reason = NULL;

  if (! preset || ! picture)
    return;

  path = deep_dream_thumbnails_get_path (NULL, preset);
  if (deep_dream_thumbnails_save (path, picture, &reason))
    deep_dream_thumbnail_set (self->thumbnail, preset);
  else
    g_message ("%s", reason->message);
}

/* Also called when another preset is chosen, whose thumbnail then is not drawn
 * in place of that one.  The picture stays, to compare with.
 */
static void
on_changed (DeepDreamPreview *self)
{
  stop (self);
  if (self->after)
    hint (self, _ ("The values have changed since."));
}

static gboolean
on_held (DeepDreamPreview *self)
{
  show (self, self->before);

  return TRUE;
}

static gboolean
on_released (DeepDreamPreview *self)
{
  show (self, self->after ? self->after : self->before);

  return TRUE;
}

static GdkPixbuf *
to_pixbuf (DeepDreamPreview   *self,
           const DreamPicture *picture,
           const GdkRectangle *part)
{
  const DeepDreamSource *source = self->source;

  return deep_dream_picture_to_pixbuf (picture, part,
                                       deep_dream_pixels_get_space (
                                         source->pixels),
                                       gimp_image_base_type (source->image) ==
                                         GIMP_GRAY);
}

static void
show (DeepDreamPreview *self, GdkPixbuf *pixbuf)
{
  gtk_image_set_from_pixbuf (GTK_IMAGE (self->picture), pixbuf);
}

/* @text NULL is nothing. */
static void
hint (DeepDreamPreview *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->hint), text ? text : "");
}
