/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people see of a dream while it grows.
 */

#include "progress-picture.h"

#include <math.h>
#include <string.h>

#include "engine/image/color.h"
#include "engine/image/shrink.h"

/* Of a picture's longer side, pixels. */
#define MAX_SIZE 640

#define CHANNELS DREAM_PICTURE_CHANNELS

struct _DeepDreamProgressPicture
{
  const DreamPicture *original;
  GeglRectangle       part;
  gdouble             chroma;
  DreamThreads       *threads;
  DreamPicture       *reduced; /* the original in the size of the last view */

  GMutex        mutex;
  DreamPicture *picture; /* not taken yet, or NULL */
};

static DreamPicture *reduce (const DreamPicture *picture,
                             gint                width,
                             gint                height,
                             DreamThreads       *threads);
static gboolean      has_picture (DeepDreamProgressPicture *self);

DeepDreamProgressPicture *
deep_dream_progress_picture_new (const DreamPicture  *original,
                                 const GeglRectangle *part,
                                 DreamRecipe         *recipe)
{
  DeepDreamProgressPicture *self = g_new0 (DeepDreamProgressPicture, 1);

  self->original = original;
  self->part     = part ? *part
                        : *GEGL_RECTANGLE (0, 0, original->width, original->height);
  self->chroma   = recipe->color == DREAM_COLOR_ORIGINAL ? 0 : recipe->chroma;
  self->threads  = dream_threads_new (1);
  g_mutex_init (&self->mutex);

  return self;
}

void
deep_dream_progress_picture_free (DeepDreamProgressPicture *self)
{
  dream_picture_free (self->picture);
  dream_picture_free (self->reduced);
  dream_threads_free (self->threads);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* A view that finds no memory is left out. */
void
deep_dream_progress_picture_offer (DeepDreamProgressPicture *self,
                                   const DreamPicture       *picture)
{
  const gint    longer = MAX (picture->width, picture->height);
  const gdouble scale  = MIN (1.0, (gdouble) MAX_SIZE / longer);
  const gint    width  = MAX (1, (gint) lround (picture->width * scale));
  const gint    height = MAX (1, (gint) lround (picture->height * scale));
  DreamPicture *view;

  if (has_picture (self))
    return;

  if (! self->reduced || self->reduced->width != width ||
      self->reduced->height != height)
    {
      g_clear_pointer (&self->reduced, dream_picture_free);
      self->reduced = reduce (self->original, width, height, self->threads);
    }

  view = self->reduced ? reduce (picture, width, height, self->threads) : NULL;
  if (! view)
    return;

  dream_color_scale_chroma (self->reduced, self->chroma, view, self->threads);
  dream_picture_clamp (view, self->threads);

  g_mutex_lock (&self->mutex);
  self->picture = deep_dream_progress_picture_crop (view, &self->part,
                                                    self->original);
  g_mutex_unlock (&self->mutex);

  dream_picture_free (view);
}

DreamPicture *
deep_dream_progress_picture_take (DeepDreamProgressPicture *self)
{
  DreamPicture *picture;

  g_mutex_lock (&self->mutex);
  picture = g_steal_pointer (&self->picture);
  g_mutex_unlock (&self->mutex);

  return picture;
}

DreamPicture *
deep_dream_progress_picture_crop (const DreamPicture  *picture,
                                  const GeglRectangle *part,
                                  const DreamPicture  *whole)
{
  const gdouble scale_x = (gdouble) picture->width / whole->width;
  const gdouble scale_y = (gdouble) picture->height / whole->height;
  const gint    x = MIN ((gint) lround (part->x * scale_x), picture->width - 1);
  const gint y = MIN ((gint) lround (part->y * scale_y), picture->height - 1);
  const gint right  = (gint) lround ((part->x + part->width) * scale_x);
  const gint bottom = (gint) lround ((part->y + part->height) * scale_y);
  DreamPicture *cropped =
    dream_picture_new (CLAMP (right, x + 1, picture->width) - x,
                       CLAMP (bottom, y + 1, picture->height) - y, NULL);

  if (! cropped)
    return NULL;

  for (gint row = 0; row < cropped->height; row++)
    memcpy (cropped->pixels + (gsize) row * cropped->width * CHANNELS,
            picture->pixels +
              ((gsize) (y + row) * picture->width + x) * CHANNELS,
            (gsize) cropped->width * CHANNELS * sizeof (gfloat));

  return cropped;
}

/* An octave that is set by its size may be larger than the picture by rounding,
 * never more. */
static DreamPicture *
reduce (const DreamPicture *picture,
        gint                width,
        gint                height,
        DreamThreads       *threads)
{
  DreamPicture *reduced;

  if (width > picture->width || height > picture->height)
    return dream_picture_resample (picture, width, height, FALSE, threads,
                                   NULL);

  reduced = dream_picture_new (width, height, NULL);
  if (reduced)
    dream_shrink (picture->pixels, CHANNELS, picture->width, picture->height,
                  reduced->pixels, width, height, FALSE, threads);

  return reduced;
}

static gboolean
has_picture (DeepDreamProgressPicture *self)
{
  gboolean is_there;

  g_mutex_lock (&self->mutex);
  is_there = self->picture != NULL;
  g_mutex_unlock (&self->mutex);

  return is_there;
}
