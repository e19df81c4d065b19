/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A widget that shows a picture before and after a dream.
 */

#include "preview.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define CHANNELS DREAM_PICTURE_CHANNELS

/* The least size, and what is asked for, pixels. */
#define MIN_SIZE     360
#define NATURAL_SIZE 420

/* Farther than this the mouse pulls instead of pressing, pixels. */
#define PULL 6

/* By how much an arrow key moves, as a share of the picture. */
#define KEY_STEP 0.1

/* Of the squares that are seen through transparent pixels, pixels. */
#define CHECK_SIZE  8
#define CHECK_LIGHT 0.6
#define CHECK_DARK  0.4

enum
{
  SIGNAL_PICKED,
  SIGNAL_OPENED,
  SIGNAL_PANNED,
  N_SIGNALS
};

struct _DeepDreamPreview
{
  GtkDrawingArea parent_instance;

  cairo_surface_t *before;
  cairo_surface_t *after;
  cairo_pattern_t *checks;

  gint     width; /* of what was before */
  gint     height;
  gfloat  *alpha;
  gboolean is_gray;

  const Babl *space;

  gdouble point_x;
  gdouble point_y;
  gdouble radius;

  gboolean is_pannable;
  gboolean is_comparing;
  gboolean is_pulling;
  gdouble  press_x;
  gdouble  press_y;
};

static guint signals[N_SIGNALS];

static void     deep_dream_preview_finalize (GObject *object);
static void     get_preferred_size (GtkWidget *widget,
                                    gint      *minimum,
                                    gint      *natural);
static gboolean draw (GtkWidget *widget, cairo_t *cr);
static void     draw_picture (DeepDreamPreview        *self,
                              cairo_t                 *cr,
                              const cairo_rectangle_t *place);
static void     draw_point (DeepDreamPreview        *self,
                            cairo_t                 *cr,
                            const cairo_rectangle_t *place);
static gboolean button_press (GtkWidget *widget, GdkEventButton *event);
static gboolean button_release (GtkWidget *widget, GdkEventButton *event);
static gboolean motion_notify (GtkWidget *widget, GdkEventMotion *event);
static gboolean key_press (GtkWidget *widget, GdkEventKey *event);
static gboolean key_release (GtkWidget *widget, GdkEventKey *event);
static gboolean focus_out (GtkWidget *widget, GdkEventFocus *event);

static void compare (DeepDreamPreview *self, gboolean is_comparing);
static void emit_at (DeepDreamPreview *self,
                     guint             signal,
                     gdouble           x,
                     gdouble           y);
static cairo_rectangle_t find_place (DeepDreamPreview *self);
static cairo_surface_t  *make_surface (DeepDreamPreview   *self,
                                       const DreamPicture *picture);
static cairo_pattern_t  *make_checks (void);

G_DEFINE_FINAL_TYPE (DeepDreamPreview,
                     deep_dream_preview,
                     GTK_TYPE_DRAWING_AREA)

GtkWidget *
deep_dream_preview_new (void)
{
  return g_object_new (DEEP_DREAM_TYPE_PREVIEW, NULL);
}

void
deep_dream_preview_set_before (DeepDreamPreview   *self,
                               const DreamPicture *picture,
                               const gfloat       *alpha,
                               const Babl         *space,
                               gboolean            is_gray)
{
  const gsize n = (gsize) picture->width * picture->height;

  self->space   = space;
  self->is_gray = is_gray;
  self->width   = picture->width;
  self->height  = picture->height;
  g_free (self->alpha);
  self->alpha = alpha ? g_memdup2 (alpha, n * sizeof (gfloat)) : NULL;

  g_clear_pointer (&self->before, cairo_surface_destroy);
  self->before = make_surface (self, picture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
deep_dream_preview_set_after (DeepDreamPreview   *self,
                              const DreamPicture *picture)
{
  g_clear_pointer (&self->after, cairo_surface_destroy);
  if (picture && self->before)
    self->after = make_surface (self, picture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
deep_dream_preview_set_point (DeepDreamPreview *self,
                              gdouble           x,
                              gdouble           y,
                              gdouble           radius)
{
  self->point_x = x;
  self->point_y = y;
  self->radius  = radius;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
deep_dream_preview_set_pannable (DeepDreamPreview *self, gboolean is_pannable)
{
  self->is_pannable = is_pannable;
}

static void
deep_dream_preview_class_init (DeepDreamPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize   = deep_dream_preview_finalize;
  widget_class->get_preferred_width  = get_preferred_size;
  widget_class->get_preferred_height = get_preferred_size;
  widget_class->draw                 = draw;
  widget_class->button_press_event   = button_press;
  widget_class->button_release_event = button_release;
  widget_class->motion_notify_event  = motion_notify;
  widget_class->key_press_event      = key_press;
  widget_class->key_release_event    = key_release;
  widget_class->focus_out_event      = focus_out;

  signals[SIGNAL_PICKED] = g_signal_new ("picked", DEEP_DREAM_TYPE_PREVIEW,
                                         G_SIGNAL_RUN_FIRST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE,
                                         G_TYPE_DOUBLE);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", DEEP_DREAM_TYPE_PREVIEW,
                                         G_SIGNAL_RUN_FIRST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE,
                                         G_TYPE_DOUBLE);
  signals[SIGNAL_PANNED] = g_signal_new ("panned", DEEP_DREAM_TYPE_PREVIEW,
                                         G_SIGNAL_RUN_FIRST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE,
                                         G_TYPE_DOUBLE);
}

static void
deep_dream_preview_init (DeepDreamPreview *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->checks = make_checks ();
  gtk_widget_set_can_focus (widget, TRUE);
  gtk_widget_add_events (widget,
                         GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK |
                           GDK_BUTTON_MOTION_MASK | GDK_KEY_PRESS_MASK |
                           GDK_KEY_RELEASE_MASK | GDK_FOCUS_CHANGE_MASK);
  atk_object_set_name (gtk_widget_get_accessible (widget), _ ("Preview"));
  atk_object_set_role (gtk_widget_get_accessible (widget), ATK_ROLE_IMAGE);
}

static void
deep_dream_preview_finalize (GObject *object)
{
  DeepDreamPreview *self = DEEP_DREAM_PREVIEW (object);

  g_clear_pointer (&self->before, cairo_surface_destroy);
  g_clear_pointer (&self->after, cairo_surface_destroy);
  cairo_pattern_destroy (self->checks);
  g_free (self->alpha);

  G_OBJECT_CLASS (deep_dream_preview_parent_class)->finalize (object);
}

static void
get_preferred_size (GtkWidget *widget G_GNUC_UNUSED,
                    gint      *minimum,
                    gint      *natural)
{
  *minimum = MIN_SIZE;
  *natural = NATURAL_SIZE;
}

static gboolean
draw (GtkWidget *widget, cairo_t *cr)
{
  DeepDreamPreview *self = DEEP_DREAM_PREVIEW (widget);
  GtkStyleContext  *style;
  cairo_rectangle_t place;

  if (! self->before)
    return FALSE;

  place = find_place (self);
  draw_picture (self, cr, &place);
  if (self->radius > 0 && ! self->is_comparing)
    draw_point (self, cr, &place);

  style = gtk_widget_get_style_context (widget);
  if (gtk_widget_has_visible_focus (widget))
    gtk_render_focus (style, cr, place.x, place.y, place.width, place.height);

  return FALSE;
}

static void
draw_picture (DeepDreamPreview        *self,
              cairo_t                 *cr,
              const cairo_rectangle_t *place)
{
  cairo_surface_t *shown = self->after && ! self->is_comparing ? self->after
                                                               : self->before;

  cairo_save (cr);
  cairo_rectangle (cr, place->x, place->y, place->width, place->height);
  cairo_clip (cr);
  if (self->alpha)
    {
      cairo_set_source (cr, self->checks);
      cairo_paint (cr);
    }

  cairo_translate (cr, place->x, place->y);
  cairo_scale (cr, place->width / cairo_image_surface_get_width (shown),
               place->height / cairo_image_surface_get_height (shown));
  cairo_set_source_surface (cr, shown, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* Light on dark, so that it is seen on any picture. */
static void
draw_point (DeepDreamPreview *self, cairo_t *cr, const cairo_rectangle_t *place)
{
  cairo_save (cr);
  cairo_rectangle (cr, place->x, place->y, place->width, place->height);
  cairo_clip (cr);
  for (gint line = 0; line < 2; line++)
    {
      cairo_set_line_width (cr, line == 0 ? 3 : 1);
      cairo_set_source_rgba (cr, line, line, line, line == 0 ? 0.5 : 1);
      cairo_arc (cr, place->x + self->point_x * place->width,
                 place->y + self->point_y * place->height,
                 self->radius * place->width, 0, 2 * G_PI);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

static gboolean
button_press (GtkWidget *widget, GdkEventButton *event)
{
  DeepDreamPreview *self = DEEP_DREAM_PREVIEW (widget);

  if (event->button != GDK_BUTTON_PRIMARY)
    return FALSE;

  gtk_widget_grab_focus (widget);
  if (event->type == GDK_2BUTTON_PRESS)
    {
      compare (self, FALSE);
      emit_at (self, SIGNAL_OPENED, event->x, event->y);
      return TRUE;
    }

  self->press_x    = event->x;
  self->press_y    = event->y;
  self->is_pulling = FALSE;
  compare (self, TRUE);

  return TRUE;
}

static gboolean
button_release (GtkWidget *widget, GdkEventButton *event)
{
  DeepDreamPreview *self = DEEP_DREAM_PREVIEW (widget);

  if (event->button != GDK_BUTTON_PRIMARY || ! self->before)
    return FALSE;

  if (self->is_comparing && ! self->is_pulling)
    emit_at (self, SIGNAL_PICKED, event->x, event->y);
  compare (self, FALSE);

  return TRUE;
}

static gboolean
motion_notify (GtkWidget *widget, GdkEventMotion *event)
{
  DeepDreamPreview       *self  = DEEP_DREAM_PREVIEW (widget);
  const cairo_rectangle_t place = find_place (self);
  const gdouble           dx    = event->x - self->press_x;
  const gdouble           dy    = event->y - self->press_y;

  if (! self->is_pannable || ! (event->state & GDK_BUTTON1_MASK) ||
      (! self->is_pulling && hypot (dx, dy) < PULL))
    return FALSE;

  compare (self, FALSE);
  self->is_pulling = TRUE;
  self->press_x    = event->x;
  self->press_y    = event->y;
  g_signal_emit (self, signals[SIGNAL_PANNED], 0, -dx / place.width,
                 -dy / place.height);

  return TRUE;
}

static gboolean
key_press (GtkWidget *widget, GdkEventKey *event)
{
  DeepDreamPreview *self = DEEP_DREAM_PREVIEW (widget);
  gdouble           dx   = 0;
  gdouble           dy   = 0;

  switch (event->keyval)
    {
    case GDK_KEY_space:
      compare (self, TRUE);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      g_signal_emit (self, signals[SIGNAL_OPENED], 0, 0.5, 0.5);
      return TRUE;
    case GDK_KEY_Left:
      dx = -KEY_STEP;
      break;
    case GDK_KEY_Right:
      dx = KEY_STEP;
      break;
    case GDK_KEY_Up:
      dy = -KEY_STEP;
      break;
    case GDK_KEY_Down:
      dy = KEY_STEP;
      break;
    default:
      break;
    }

  if (! self->is_pannable || (dx == 0 && dy == 0))
    return GTK_WIDGET_CLASS (deep_dream_preview_parent_class)
      ->key_press_event (widget, event);

  g_signal_emit (self, signals[SIGNAL_PANNED], 0, dx, dy);
  return TRUE;
}

static gboolean
key_release (GtkWidget *widget, GdkEventKey *event)
{
  if (event->keyval == GDK_KEY_space)
    compare (DEEP_DREAM_PREVIEW (widget), FALSE);

  return event->keyval == GDK_KEY_space;
}

static gboolean
focus_out (GtkWidget *widget, GdkEventFocus *event)
{
  compare (DEEP_DREAM_PREVIEW (widget), FALSE);

  return GTK_WIDGET_CLASS (deep_dream_preview_parent_class)
    ->focus_out_event (widget, event);
}

static void
compare (DeepDreamPreview *self, gboolean is_comparing)
{
  self->is_comparing = is_comparing;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @x, @y: in the widget. */
static void
emit_at (DeepDreamPreview *self, guint signal, gdouble x, gdouble y)
{
  const cairo_rectangle_t place = find_place (self);

  if (self->before)
    g_signal_emit (self, signals[signal], 0,
                   CLAMP ((x - place.x) / place.width, 0, 1),
                   CLAMP ((y - place.y) / place.height, 0, 1));
}

/* Of the picture in the widget, as large as there is room for, or in the
 * screen's own pixels.
 */
static cairo_rectangle_t
find_place (DeepDreamPreview *self)
{
  const gdouble width     = gtk_widget_get_allocated_width (GTK_WIDGET (self));
  const gdouble height    = gtk_widget_get_allocated_height (GTK_WIDGET (self));
  cairo_rectangle_t place = { 0, 0, width, height };
  gdouble           scale;

  if (self->before)
    {
      scale = MIN (width / self->width, height / self->height);
      if (self->is_pannable)
        scale = 1.0 / gtk_widget_get_scale_factor (GTK_WIDGET (self));
      place.width  = MAX (1, self->width * scale);
      place.height = MAX (1, self->height * scale);
      place.x      = floor ((width - place.width) / 2);
      place.y      = floor ((height - place.height) / 2);
    }

  return place;
}

/* In the colours of the screen, which is taken for sRGB. */
static cairo_surface_t *
make_surface (DeepDreamPreview *self, const DreamPicture *picture)
{
  const gint       width  = picture->width;
  const gint       height = picture->height;
  const Babl      *from = babl_format_with_space ("R'G'B' float", self->space);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                         width, height);
  const gint       stride  = cairo_image_surface_get_stride (surface);
  guchar          *data    = cairo_image_surface_get_data (surface);
  g_autofree gfloat *row   = g_new (gfloat, 4 * (gsize) width);
  g_autofree gfloat *gray  = g_new (gfloat, (gsize) width);

  for (gint y = 0; y < height; y++)
    {
      const gfloat *pixels = picture->pixels + (gsize) y * width * CHANNELS;

      babl_process (babl_fish (from, babl_format ("R'G'B'A float")), pixels,
                    row, width);
      if (self->is_gray)
        {
          babl_process (babl_fish (from, babl_format ("Y' float")), pixels,
                        gray, width);
          for (gint x = 0; x < width; x++)
            row[4 * x] = row[4 * x + 1] = row[4 * x + 2] = gray[x];
        }
      for (gint x = 0; x < width && self->alpha; x++)
        row[4 * x + 3] =
          self->alpha[(gsize) (y * self->height / height) * self->width +
                      x * self->width / width];

      babl_process (babl_fish (babl_format ("R'G'B'A float"),
                               babl_format ("cairo-ARGB32")),
                    row, data + (gsize) y * stride, width);
    }
  cairo_surface_mark_dirty (surface);

  return surface;
}

static cairo_pattern_t *
make_checks (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                                         2 * CHECK_SIZE,
                                                         2 * CHECK_SIZE);
  cairo_t         *cr      = cairo_create (surface);
  cairo_pattern_t *pattern;

  cairo_set_source_rgb (cr, CHECK_LIGHT, CHECK_LIGHT, CHECK_LIGHT);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, CHECK_DARK, CHECK_DARK, CHECK_DARK);
  cairo_rectangle (cr, 0, 0, CHECK_SIZE, CHECK_SIZE);
  cairo_rectangle (cr, CHECK_SIZE, CHECK_SIZE, CHECK_SIZE, CHECK_SIZE);
  cairo_fill (cr);
  cairo_destroy (cr);

  pattern = cairo_pattern_create_for_surface (surface);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_surface_destroy (surface);

  return pattern;
}
