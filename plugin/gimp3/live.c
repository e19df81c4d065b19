/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The live preview.
 *
 * The layer is read once; what of it is dreamed, again when the mask or the
 * point changes.  A change of values starts a sketch after a moment, so that a
 * slider that is being moved starts few.
 */

#include "live.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "more.h"
#include "plugin/core/pixels/pixels.h"
#include "plugin/core/render/progress-picture.h"
#include "preview.h"
#include "source.h"

#define SPACING 6

/* How long to wait for more changes, milliseconds. */
#define DELAY 80

/* The most pixels of a sketch's longer side. */
#define MAX_SKETCH 720

/* Of the width of what is looked at for more of it. */
#define MAX_LOOK 1000

struct _DeepDreamLive
{
  GimpImage           *image;
  GimpDrawable        *drawable;
  GimpProcedureConfig *config;
  DeepDreamPreviewer  *sketcher;

  GtkWidget *widget;
  GtkWidget *preview;
  GtkWidget *loupe; /* toggle */
  GtkWidget *more;
  GtkWidget *hint;

  GCancellable *cancellable; /* of what "more" looks for */

  DeepDreamSource *source;
  gboolean         is_selected; /* whether the source's selection is current */
  GeglRectangle    shown;       /* of the source's pixels */
  gdouble          loupe_x;     /* its middle, in the source's pixels */
  gdouble          loupe_y;
  gint             width; /* of the widget at the last sketch */
  gint             height;
  guint            timeout;
  gboolean         is_dreaming;
  gulong           handler;
};

static void     build (DeepDreamLive *self);
static void     on_changed (DeepDreamLive *self, GParamSpec *parameter);
static void     on_resized (DeepDreamLive *self, GdkRectangle *allocation);
static void     on_picked (DeepDreamLive *self, gdouble x, gdouble y);
static void     on_opened (DeepDreamLive *self, gdouble x, gdouble y);
static void     on_panned (DeepDreamLive *self, gdouble x, gdouble y);
static void     on_loupe (DeepDreamLive *self);
static void     show_area (DeepDreamLive *self);
static void     on_more (DeepDreamLive *self);
static void     on_seen (const DeepDreamChannelFinder *sight,
                         const GError                 *error,
                         gpointer                      user_data);
static void     schedule (DeepDreamLive *self);
static gboolean start (gpointer data);
static gboolean prepare (DeepDreamLive      *self,
                         DeepDreamPlacement *placement,
                         GError            **error);
static void     find_shown (DeepDreamLive *self, DeepDreamPlacement *placement);
static gint     get_sketch_width (const DeepDreamLive *self);
static void     show_before (DeepDreamLive             *self,
                             const DeepDreamPreviewJob *sketch);
static gfloat  *read_alpha (DeepDreamLive *self, gint width, gint height);
static void     show_point (DeepDreamLive *self, DeepDreamPlacement *placement);
static void     on_sketched (const DreamPicture *picture,
                             gboolean            is_complete,
                             gboolean            is_faithful,
                             const GError       *error,
                             gpointer            user_data);
static void     hint (DeepDreamLive *self, const gchar *text);
static gboolean is_loupe (const DeepDreamLive *self);
static gboolean changes_selection (const gchar *name);

DeepDreamLive *
deep_dream_live_new (GimpImage           *image,
                     GimpDrawable        *drawable,
                     GimpProcedureConfig *config,
                     DeepDreamPreviewer  *sketcher)
{
  DeepDreamLive *self = g_new0 (DeepDreamLive, 1);

  self->image       = image;
  self->drawable    = drawable;
  self->config      = config;
  self->sketcher    = sketcher;
  self->cancellable = g_cancellable_new ();
  self->loupe_x     = gimp_drawable_get_width (drawable) / 2.0;
  self->loupe_y     = gimp_drawable_get_height (drawable) / 2.0;
  build (self);
  self->handler = g_signal_connect_swapped (config, "notify",
                                            G_CALLBACK (on_changed), self);

  return self;
}

void
deep_dream_live_free (DeepDreamLive *self)
{
  g_signal_handler_disconnect (self->config, self->handler);
  g_signal_handlers_disconnect_by_data (self->preview, self);
  g_signal_handlers_disconnect_by_data (self->loupe, self);
  g_signal_handlers_disconnect_by_data (self->more, self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  if (self->timeout)
    g_source_remove (self->timeout);
  g_clear_pointer (&self->source, deep_dream_source_free);
  g_free (self);
}

GtkWidget *
deep_dream_live_get_widget (DeepDreamLive *self)
{
  return self->widget;
}

void
deep_dream_live_set_dreaming (DeepDreamLive *self, gboolean is_dreaming)
{
  self->is_dreaming = is_dreaming;
  deep_dream_previewer_set_paused (self->sketcher, is_dreaming);
  gtk_widget_set_sensitive (self->loupe, ! is_dreaming);
  gtk_widget_set_sensitive (self->more, ! is_dreaming);

  if (! is_dreaming)
    {
      schedule (self);
      return;
    }

  if (is_loupe (self))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->loupe), FALSE);
  if (self->source &&
      ! gegl_rectangle_equal (&self->shown, &self->source->area))
    show_area (self);
}

void
deep_dream_live_show (DeepDreamLive *self, const DreamPicture *view)
{
  deep_dream_preview_set_after (DEEP_DREAM_PREVIEW (self->preview), view);
}

static void
build (DeepDreamLive *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  self->widget  = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  self->preview = deep_dream_preview_new ();
  self->loupe   = gtk_toggle_button_new_with_label (_ ("1:1"));
  self->more    = gtk_button_new_with_label (_ ("More of This"));
  self->hint    = gtk_label_new (NULL);

  gtk_widget_set_tooltip_text (
    self->preview,
    _ ("Hold the mouse button or the space bar to see the picture as it is. "
       "Click twice to see the place in its actual "
       "pixels."));
  gtk_box_pack_start (GTK_BOX (self->widget), self->preview, TRUE, TRUE, 0);

  gimp_help_set_help_data (self->loupe,
                           _ ("Shows a part of the picture in its actual "
                              "pixels; drag it to see another"),
                           NULL);
  gtk_box_pack_start (GTK_BOX (bar), self->loupe, FALSE, FALSE, 0);

  gimp_help_set_help_data (self->more,
                           _ (
                             "Looks at what the network sees around the point, "
                             "and strengthens that"),
                           NULL);
  gtk_widget_set_no_show_all (self->more, TRUE);
  gtk_box_pack_start (GTK_BOX (bar), self->more, FALSE, FALSE, 0);

  gtk_label_set_xalign (GTK_LABEL (self->hint), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->hint), 2);
  gtk_label_set_width_chars (GTK_LABEL (self->hint), 1);
  gtk_box_pack_start (GTK_BOX (bar), self->hint, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (self->widget), bar, FALSE, FALSE, 0);
  gtk_widget_show_all (self->widget);

  g_signal_connect_swapped (self->preview, "size-allocate",
                            G_CALLBACK (on_resized), self);
  g_signal_connect_swapped (self->preview, "picked", G_CALLBACK (on_picked),
                            self);
  g_signal_connect_swapped (self->preview, "opened", G_CALLBACK (on_opened),
                            self);
  g_signal_connect_swapped (self->preview, "panned", G_CALLBACK (on_panned),
                            self);
  g_signal_connect_swapped (self->loupe, "toggled", G_CALLBACK (on_loupe),
                            self);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more), self);
}

static void
on_changed (DeepDreamLive *self, GParamSpec *parameter)
{
  if (changes_selection (parameter->name))
    self->is_selected = FALSE;

  /* What is read of the layer depends on where the dream goes. */
  if (g_str_equal (parameter->name, "output"))
    g_clear_pointer (&self->source, deep_dream_source_free);

  schedule (self);
}

static void
on_resized (DeepDreamLive *self, GdkRectangle *allocation)
{
  if (allocation->width == self->width && allocation->height == self->height)
    return;

  self->width  = allocation->width;
  self->height = allocation->height;
  schedule (self);
}

/* A click chooses the point, where people want one. */
static void
on_picked (DeepDreamLive *self, gdouble x, gdouble y)
{
  gint radius;

  g_object_get (self->config, "radius", &radius, NULL);
  if (radius < 1 || ! self->source || self->is_dreaming)
    return;

  g_object_set (self->config, "point-x",
                (gint) floor (self->shown.x + self->source->offset_x +
                              x * self->shown.width),
                "point-y",
                (gint) floor (self->shown.y + self->source->offset_y +
                              y * self->shown.height),
                NULL);
}

static void
on_opened (DeepDreamLive *self, gdouble x, gdouble y)
{
  if (self->is_dreaming)
    return;

  if (! is_loupe (self))
    {
      self->loupe_x = self->shown.x + x * self->shown.width;
      self->loupe_y = self->shown.y + y * self->shown.height;
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->loupe),
                                ! is_loupe (self));
}

static void
on_panned (DeepDreamLive *self, gdouble x, gdouble y)
{
  self->loupe_x = self->shown.x + self->shown.width * (0.5 + x);
  self->loupe_y = self->shown.y + self->shown.height * (0.5 + y);
  schedule (self);
}

static void
on_loupe (DeepDreamLive *self)
{
  deep_dream_preview_set_pannable (DEEP_DREAM_PREVIEW (self->preview),
                                   is_loupe (self));
  schedule (self);
}

/* Only what is dreamed, instead of a part of it or what is around a point. */
static void
show_area (DeepDreamLive *self)
{
  g_autoptr (DreamRecipe)         any    = dream_recipe_new ();
  g_autoptr (DeepDreamPreviewJob) sketch = NULL;

  self->shown = self->source->area;
  sketch = deep_dream_preview_job_new (any, self->source->pixels, &self->shown,
                                       NULL, 0, 0, &self->shown,
                                       get_sketch_width (self), NULL);
  if (! sketch)
    return;

  show_before (self, sketch);
  deep_dream_preview_set_after (DEEP_DREAM_PREVIEW (self->preview), NULL);
  deep_dream_preview_set_point (DEEP_DREAM_PREVIEW (self->preview), 0, 0, 0);
}

/* Of all of the layer, for what stands out is what is rare elsewhere. */
static void
on_more (DeepDreamLive *self)
{
  g_autoptr (DreamRecipe) recipe = NULL;
  g_autoptr (GError)      error  = NULL;
  DeepDreamPreviewJob    *sketch = NULL;
  const GeglRectangle    *extent;

  recipe = deep_dream_arguments_read (self->config, &error);
  if (recipe && self->source && self->source->selection)
    {
      extent = gegl_buffer_get_extent (self->source->pixels);
      sketch = deep_dream_preview_job_new (recipe, self->source->pixels, extent,
                                           self->source->selection,
                                           self->source->offset_x,
                                           self->source->offset_y, extent,
                                           MIN (MAX_LOOK, extent->width),
                                           &error);
    }
  if (! sketch)
    {
      hint (self, error ? error->message : NULL);
      return;
    }

  gtk_widget_set_sensitive (self->more, FALSE);
  hint (self, _ ("Looking…"));
  deep_dream_more_start (sketch, self->cancellable, on_seen, self);
}

/* A subject would go on appearing beside it. */
static void
on_seen (const DeepDreamChannelFinder *sight,
         const GError                 *error,
         gpointer                      user_data)
{
  DeepDreamLive *self = user_data;

  gtk_widget_set_sensitive (self->more, ! self->is_dreaming);
  if (sight)
    g_object_set (self->config, "layer", sight->layer, "channels",
                  sight->channels, "subject", "", NULL);
  else
    hint (self, error->message);
}

/* What is going on goes on until then, so that there is always something to
 * see.
 */
static void
schedule (DeepDreamLive *self)
{
  if (! self->timeout && self->width > 1 && ! self->is_dreaming)
    self->timeout = g_timeout_add (DELAY, start, self);
}

static gboolean
start (gpointer data)
{
  DeepDreamLive                 *self      = data;
  g_autoptr (DreamRecipe)        recipe    = NULL;
  g_autoptr (DeepDreamPlacement) placement = NULL;
  g_autoptr (GError)             error     = NULL;
  DeepDreamPreviewJob           *sketch    = NULL;
  GeglBuffer                    *mask;

  self->timeout = 0;

  recipe    = deep_dream_arguments_read (self->config, &error);
  placement = recipe
                ? deep_dream_arguments_read_placement (self->config, &error)
                : NULL;
  if (placement && prepare (self, placement, &error))
    {
      find_shown (self, placement);
      mask   = deep_dream_source_is_masked (self->source, placement)
                 ? self->source->selection
                 : NULL;
      sketch = deep_dream_preview_job_new (recipe, self->source->pixels,
                                           &self->source->area, mask,
                                           self->source->offset_x,
                                           self->source->offset_y, &self->shown,
                                           get_sketch_width (self), &error);
    }

  if (! sketch)
    {
      deep_dream_previewer_stop (self->sketcher);
      hint (self, error->message);
      return G_SOURCE_REMOVE;
    }

  show_before (self, sketch);
  show_point (self, placement);
  deep_dream_previewer_start (self->sketcher, sketch, on_sketched, self);

  return G_SOURCE_REMOVE;
}

static gboolean
prepare (DeepDreamLive *self, DeepDreamPlacement *placement, GError **error)
{
  g_autoptr (GimpDrawable) mask = NULL;

  /* It may be gone since it was read. */
  if (! deep_dream_source_check (self->image, self->drawable, error))
    return FALSE;

  if (! self->source)
    {
      self->is_selected = FALSE;
      self->source      = deep_dream_source_new (self->image, self->drawable,
                                                 placement, error);
      if (! self->source)
        return FALSE;
    }

  if (self->is_selected)
    return TRUE;

  g_object_get (self->config, DEEP_DREAM_MASK, &mask, NULL);
  self->is_selected = deep_dream_source_select (self->source, mask, placement,
                                                error);
  return self->is_selected;
}

/* Of the whole layer people choose a point; else they see what is dreamed; or a
 * part of the layer as large as the widget.
 */
static void
find_shown (DeepDreamLive *self, DeepDreamPlacement *placement)
{
  const GeglRectangle *extent = gegl_buffer_get_extent (self->source->pixels);
  const gint           scale  = gtk_widget_get_scale_factor (self->preview);
  gint                 width, height;

  if (! is_loupe (self))
    {
      self->shown = placement->radius > 0 ? *extent : self->source->area;
      return;
    }

  width         = MIN (self->width * scale, extent->width);
  height        = MIN (self->height * scale, extent->height);
  self->loupe_x = CLAMP (self->loupe_x, extent->x + width / 2.0,
                         extent->x + extent->width - width / 2.0);
  self->loupe_y = CLAMP (self->loupe_y, extent->y + height / 2.0,
                         extent->y + extent->height - height / 2.0);
  self->shown   = *GEGL_RECTANGLE ((gint) floor (self->loupe_x - width / 2.0),
                                   (gint) floor (self->loupe_y - height / 2.0),
                                   width, height);
}

static gint
get_sketch_width (const DeepDreamLive *self)
{
  const gint    scale = gtk_widget_get_scale_factor (self->preview);
  const gdouble fit   = MIN ((gdouble) self->width * scale / self->shown.width,
                             (gdouble) self->height * scale / self->shown.height);
  const gdouble limit = (gdouble) MAX_SKETCH /
                        MAX (self->shown.width, self->shown.height);

  if (is_loupe (self))
    return self->shown.width;

  return MAX (1, (gint) rint (self->shown.width * MIN (fit, limit)));
}

static void
show_before (DeepDreamLive *self, const DeepDreamPreviewJob *sketch)
{
  g_autoptr (DreamPicture) before = NULL;
  g_autofree gfloat       *alpha  = NULL;

  before = deep_dream_progress_picture_crop (sketch->picture, &sketch->shown,
                                             sketch->picture);
  if (! before)
    return;

  alpha = read_alpha (self, before->width, before->height);
  deep_dream_preview_set_before (DEEP_DREAM_PREVIEW (self->preview), before,
                                 alpha,
                                 deep_dream_pixels_get_space (
                                   self->source->pixels),
                                 gimp_image_get_base_type (self->image) ==
                                   GIMP_GRAY);
}

static gfloat *
read_alpha (DeepDreamLive *self, gint width, gint height)
{
  const Babl         *format = gegl_buffer_get_format (self->source->pixels);
  const gdouble       scale  = (gdouble) width / self->shown.width;
  const gsize         n      = (gsize) width * height;
  const GeglRectangle area   = { (gint) floor (self->shown.x * scale),
                                 (gint) floor (self->shown.y * scale), width,
                                 height };
  g_autofree gfloat  *pixels = NULL;
  gfloat             *alpha;

  if (! babl_format_has_alpha (format))
    return NULL;

  pixels = g_new (gfloat, 2 * n);
  alpha  = g_new (gfloat, n);
  gegl_buffer_get (self->source->pixels, &area, scale, babl_format ("YA float"),
                   pixels, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_CLAMP);
  for (gsize i = 0; i < n; i++)
    alpha[i] = CLAMP (pixels[2 * i + 1], 0.0f, 1.0f);

  return alpha;
}

static void
show_point (DeepDreamLive *self, DeepDreamPlacement *placement)
{
  const gdouble x = placement->point_x - self->source->offset_x + 0.5;
  const gdouble y = placement->point_y - self->source->offset_y + 0.5;

  gtk_widget_set_visible (self->more, placement->radius > 0);
  deep_dream_preview_set_point (DEEP_DREAM_PREVIEW (self->preview),
                                (x - self->shown.x) / self->shown.width,
                                (y - self->shown.y) / self->shown.height,
                                (gdouble) placement->radius /
                                  self->shown.width);
}

static void
on_sketched (const DreamPicture *picture,
             gboolean            is_complete,
             gboolean            is_faithful,
             const GError       *error,
             gpointer            user_data)
{
  DeepDreamLive *self = user_data;

  if (picture)
    deep_dream_preview_set_after (DEEP_DREAM_PREVIEW (self->preview), picture);

  if (error)
    hint (self, error->message);
  else if (! is_complete)
    hint (self, _ ("Dreaming…"));
  else if (! is_faithful)
    hint (self, _ ("In the picture, things are smaller than the preview can "
                   "show. See them with 1:1."));
  else
    hint (self, NULL);
}

static void
hint (DeepDreamLive *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->hint), text ? text : "");
}

static gboolean
is_loupe (const DeepDreamLive *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->loupe));
}

static gboolean
changes_selection (const gchar *name)
{
  static const gchar *const names[] = { DEEP_DREAM_MASK, "output", "point-x",
                                        "point-y",       "radius", NULL };

  return g_strv_contains (names, name);
}
