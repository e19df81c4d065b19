/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Octave by octave, what was found at one carried to the next.
 */

#include "engine/gradient/gradient.h"
#include "engine/gradient/transform.h"
#include "engine/gradient/transformed-gradient.h"
#include "engine/image/mask.h"
#include "engine/image/shrink.h"
#include "octave-loop.h"
#include "step.h"

static DreamPicture *dream_octaves (DreamOctaveLoop *loop, GError **error);
static DreamPicture *begin_octave (DreamOctaveLoop *loop,
                                   guint            index,
                                   DreamPicture    *detail,
                                   GError         **error);
static gboolean      dream_octave (DreamOctaveLoop *loop,
                                   guint            index,
                                   DreamPicture    *picture,
                                   GError         **error);
static gboolean      take_steps (DreamOctaveLoop *loop,
                                 guint            index,
                                 DreamPicture    *picture,
                                 DreamGradient   *gradients,
                                 DreamPicture    *gradient,
                                 GError         **error);
static gboolean      scale_mask (DreamOctaveLoop    *loop,
                                 const DreamPicture *picture,
                                 const gfloat      **mask,
                                 gfloat            **owned,
                                 GError            **error);
static gboolean      make_largest (DreamOctaveLoop *loop, GError **error);
static gboolean      add_base (DreamOctaveLoop *loop,
                               guint            index,
                               DreamPicture    *picture,
                               gfloat           factor,
                               GError         **error);
static const DreamPicture *get_base (DreamOctaveLoop *loop,
                                     guint            index,
                                     DreamPicture   **owned,
                                     GError         **error);

DreamPicture *
dream_octave_loop_run (DreamOctaveLoop *loop, GError **error)
{
  DreamPicture *dreamt = NULL;

  if (make_largest (loop, error))
    dreamt = dream_octaves (loop, error);
  g_clear_pointer (&loop->largest, dream_picture_free);

  return dreamt;
}

static DreamPicture *
dream_octaves (DreamOctaveLoop *loop, GError **error)
{
  g_autoptr (DreamPicture) detail = NULL;

  for (guint i = loop->octaves->len - 1;; i--)
    {
      g_autoptr (DreamPicture) dreamt = NULL;

      dreamt = begin_octave (loop, i, g_steal_pointer (&detail), error);
      if (! dreamt)
        return NULL;

      loop->progress->iteration = (gdouble) dreamt->width * dreamt->height *
                                  loop->work;
      if (loop->progress->verdict == DREAM_CONTINUE &&
          ! dream_octave (loop, i, dreamt, error))
        return NULL;

      if (dream_progress_is_cancelled (loop->progress, error))
        return NULL;

      if (i == 0 && ! loop->largest)
        return g_steal_pointer (&dreamt);

      if (! add_base (loop, i, dreamt, -1, error))
        return NULL;

      if (i == 0)
        return g_steal_pointer (&dreamt);

      detail = g_steal_pointer (&dreamt);
    }
}

/* The detail found at the smaller sizes, which is freed, on this size's
 * picture. */
static DreamPicture *
begin_octave (DreamOctaveLoop *loop,
              guint            index,
              DreamPicture    *detail,
              GError         **error)
{
  const DreamOctave       *octave   = dream_octaves_get (loop->octaves, index);
  const gboolean           tileable = loop->recipe->tileable;
  g_autoptr (DreamPicture) dreamt   = NULL;

  if (detail)
    dreamt = dream_picture_resample (detail, octave->width, octave->height,
                                     tileable, loop->threads, error);
  else
    dreamt = dream_picture_new (octave->width, octave->height, error);
  dream_picture_free (detail);

  if (! dreamt || dream_progress_is_cancelled (loop->progress, error) ||
      ! add_base (loop, index, dreamt, 1, error))
    return NULL;

  return g_steal_pointer (&dreamt);
}

static gboolean
dream_octave (DreamOctaveLoop *loop,
              guint            index,
              DreamPicture    *picture,
              GError         **error)
{
  g_autoptr (DreamGradient) gradients = NULL;
  g_autoptr (DreamPicture)  gradient  = NULL;
  const DreamTiling         tiling    = { loop->budget, loop->recipe->halo,
                                          loop->recipe->tileable };

  gradients = dream_gradient_new (loop->compiled, loop->threads, picture->width,
                                  picture->height, &tiling, error);
  gradient  = gradients
                ? dream_picture_new (picture->width, picture->height, error)
                : NULL;
  if (! gradient)
    return FALSE;

  dream_seeder_begin (loop->seeder, loop->octaves->len - 1 - index);
  dream_gradient_aim (gradients, loop->seeder);

  return take_steps (loop, index, picture, gradients, gradient, error);
}

static gboolean
take_steps (DreamOctaveLoop *loop,
            guint            index,
            DreamPicture    *picture,
            DreamGradient   *gradients,
            DreamPicture    *gradient,
            GError         **error)
{
  DreamRecipe                         *recipe  = loop->recipe;
  g_autoptr (DreamPicture)             owned   = NULL;
  g_autoptr (DreamPicture)             scratch = NULL;
  g_autofree gfloat                   *scaled  = NULL;
  g_autoptr (DreamTransformedGradient) turned  = NULL;
  g_autoptr (DreamStep)                step    = NULL;
  DreamPlace place = { .width = picture->width, .height = picture->height };

  if (! scale_mask (loop, picture, &place.mask, &scaled, error))
    return FALSE;

  if (recipe->variation > 0 || recipe->pull > 0)
    {
      place.original = get_base (loop, index, &owned, error);
      if (! place.original)
        return FALSE;
    }

  if (recipe->smoothing > 0 || dream_transform_is_wanted (recipe))
    {
      scratch = dream_picture_new (picture->width, picture->height, error);
      place.scratch = scratch;
      if (! scratch)
        return FALSE;
    }

  turned = dream_transformed_gradient_new (gradients, recipe, place.mask,
                                           scratch, loop->threads, error);
  step = turned ? dream_step_new (recipe, &loop->effort, &place, loop->threads,
                                  error)
                : NULL;
  if (! step)
    return FALSE;

  for (gint i = 0;
       i < loop->effort.iterations && loop->progress->verdict == DREAM_CONTINUE;
       i++)
    if (dream_transformed_gradient_compute (turned, loop->random, picture,
                                            gradient, dream_progress_tick,
                                            loop->progress))
      {
        dream_step_take (step, i, picture, gradient, dream_progress_tick,
                         loop->progress);
        dream_progress_show (loop->progress, picture);
      }

  return TRUE;
}

/* @owned: (out) (nullable): to be freed when @mask is not needed any more. */
static gboolean
scale_mask (DreamOctaveLoop    *loop,
            const DreamPicture *picture,
            const gfloat      **mask,
            gfloat            **owned,
            GError            **error)
{
  const DreamPicture *whole = loop->picture;

  *mask = loop->mask;
  if (! loop->mask ||
      (picture->width == whole->width && picture->height == whole->height))
    return TRUE;

  *owned = dream_mask_resample (loop->mask, whole->width, whole->height,
                                picture->width, picture->height,
                                loop->recipe->tileable, loop->threads, error);
  *mask  = *owned;

  return *mask && ! dream_progress_is_cancelled (loop->progress, error);
}

/* The picture in the largest octave's size, if that is not its own.  It may be
 * so far from there that bilinear interpolation would leave most pixels out. */
static gboolean
make_largest (DreamOctaveLoop *loop, GError **error)
{
  const DreamPicture *picture = loop->picture;
  const DreamOctave  *octave  = dream_octaves_get (loop->octaves, 0);

  if (octave->width == picture->width && octave->height == picture->height)
    return TRUE;

  loop->largest = dream_picture_new (octave->width, octave->height, error);
  if (! loop->largest)
    return FALSE;

  dream_shrink (picture->pixels, DREAM_PICTURE_CHANNELS, picture->width,
                picture->height, loop->largest->pixels, octave->width,
                octave->height, loop->recipe->tileable, loop->threads);

  return ! dream_progress_is_cancelled (loop->progress, error);
}

static gboolean
add_base (DreamOctaveLoop *loop,
          guint            index,
          DreamPicture    *picture,
          gfloat           factor,
          GError         **error)
{
  g_autoptr (DreamPicture) owned = NULL;
  const DreamPicture      *base  = get_base (loop, index, &owned, error);

  if (! base)
    return FALSE;

  dream_picture_add (picture, base, factor, loop->threads);

  return ! dream_progress_is_cancelled (loop->progress, error);
}

/* The picture in an octave's size.  An octave is the next larger one scaled
 * down, so the way there leads through all of them; it takes so much less time
 * than the network that none is kept.
 *
 * @owned: (out) (nullable): to be freed when the picture is not needed any
 *   more; it is that picture, or %NULL if that is the caller's. */
static const DreamPicture *
get_base (DreamOctaveLoop *loop,
          guint            index,
          DreamPicture   **owned,
          GError         **error)
{
  const DreamPicture *largest = loop->largest ? loop->largest : loop->picture;
  g_autoptr (DreamPicture) larger = NULL;

  for (guint i = 1; i <= index; i++)
    {
      const DreamOctave *octave = dream_octaves_get (loop->octaves, i);
      DreamPicture      *scaled;

      scaled = dream_picture_resample (larger ? larger : largest, octave->width,
                                       octave->height, loop->recipe->tileable,
                                       loop->threads, error);
      dream_picture_free (larger);
      larger = scaled;

      if (! larger || dream_progress_is_cancelled (loop->progress, error))
        return NULL;
    }

  *owned = g_steal_pointer (&larger);

  return *owned ? *owned : largest;
}
