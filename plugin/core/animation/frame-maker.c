/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each frame of an animation needs, however it is made.
 */

#include "frame-maker.h"

#include <glib/gi18n-lib.h>

#include "plugin/core/pixels/pixels.h"
#include "plugin/core/render/render-network.h"

/* When the first estimate of the time left is worth showing. */
#define SURE_FRACTION 0.03

static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);
static gdouble      estimate_seconds_left (const DeepDreamFrameMaker *self,
                                           gdouble                    done);

/* What the camera sees, as it is and as networks see it. */
DreamPicture *
deep_dream_frame_maker_show (DeepDreamFrameMaker *self,
                             gint                 index,
                             GeglBuffer         **frame,
                             GError             **error)
{
  const DeepDreamPosition position = deep_dream_animation_get_position (
    self->animation, index, self->width, self->height);

  *frame = deep_dream_camera_source_show (self->scene, position);

  return deep_dream_pixels_read (*frame, gegl_buffer_get_extent (*frame),
                                 error);
}

DreamPicture *
deep_dream_frame_maker_dream (DeepDreamFrameMaker *self,
                              DreamRecipe         *recipe,
                              const DreamPicture  *picture,
                              gdouble              share,
                              GError             **error)
{
  const GeglRectangle    extent = { 0, 0, picture->width, picture->height };
  const Babl            *format = babl_format ("R'G'B' float");
  g_autoptr (GeglBuffer) buffer = gegl_buffer_new (&extent, format);
  g_autoptr (GeglBuffer) result = NULL;

  gegl_buffer_set (buffer, NULL, 0, format, picture->pixels,
                   GEGL_AUTO_ROWSTRIDE);

  /* A small frame may be complete before the worker asks for the first time. */
  self->share = share;
  if (on_progress (0, -1, NULL, self) == DREAM_CANCEL)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                           _ ("The animation was cancelled."));
      return NULL;
    }

  result = deep_dream_render_network (self->network, self->names, recipe,
                                      buffer, NULL, NULL, self->resources,
                                      on_progress, self, error);
  if (! result)
    return NULL;

  self->done += share;
  self->share = 0;

  return deep_dream_pixels_read (result, &extent, error);
}

gboolean
deep_dream_frame_maker_deliver (DeepDreamFrameMaker *self,
                                GeglBuffer          *frame,
                                const DreamPicture  *before,
                                const DreamPicture  *after,
                                GError             **error)
{
  const GeglRectangle   *extent = gegl_buffer_get_extent (frame);
  g_autoptr (GeglBuffer) result = NULL;

  result = deep_dream_pixels_change (frame, extent, extent, before, after,
                                     NULL);

  return self->on_frame (self->n_made++, result, self->user_data, error);
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left G_GNUC_UNUSED,
             const DreamPicture *view,
             gpointer            user_data)
{
  DeepDreamFrameMaker *self    = user_data;
  const gdouble        done    = self->done + self->share * fraction;
  DreamVerdict         verdict = DREAM_CONTINUE;

  if (self->progress)
    verdict = self->progress (done, estimate_seconds_left (self, done), view,
                              self->user_data);

  /* Who stops may yet want to cancel. */
  if (verdict == DREAM_CANCEL)
    self->is_stopped = FALSE;
  else if (verdict == DREAM_STOP)
    self->is_stopped = TRUE;

  return self->is_stopped && self->n_made > 0 ? DREAM_CANCEL : verdict;
}

static gdouble
estimate_seconds_left (const DeepDreamFrameMaker *self, gdouble done)
{
  const gdouble seconds = (gdouble) (g_get_monotonic_time () - self->start) /
                          G_USEC_PER_SEC;

  return done < SURE_FRACTION ? -1 : seconds * (1 - done) / done;
}
