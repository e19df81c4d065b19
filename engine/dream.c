/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The octave loop of google/deepdream.
 */

#include <glib/gi18n-lib.h>

#include "color.h"
#include "dream.h"
#include "error.h"
#include "gradient.h"
#include "mask.h"
#include "octaves.h"
#include "reduce.h"
#include "step.h"
#include "turn.h"
#include "turned-gradient.h"

typedef struct
{
  DreamRecipe          *recipe;
  const DreamPicture   *picture;
  const DreamMaterials *materials;
  const gfloat         *mask; /* of the picture; NULL: 1 everywhere */
  DreamEffort           effort;
  GArray               *octaves; /* of DreamOctave, largest first */
  DreamPicture         *largest; /* the picture in the largest octave's size,
                                  * or NULL if that is the picture's */
  DreamPacked          *packed;
  DreamSeeder          *seeder;
  DreamThreads         *threads;
  GRand                *random;
  gsize                 budget; /* bytes for a tile */

  DreamObserver       observer;
  gpointer            user_data;
  const DreamPicture *seen;      /* what to show the observer, or NULL */
  gdouble             done;      /* share of the whole dream's work */
  gdouble             iteration; /* share of one iteration at this octave */
  DreamVerdict        verdict;
} Dream;

static gboolean            has_nothing_to_do (Dream *dream);
static DreamPicture       *dream_octaves (Dream *dream, GError **error);
static DreamPicture       *begin_octave (Dream        *dream,
                                         guint         index,
                                         DreamPicture *detail,
                                         GError      **error);
static gboolean            dream_octave (Dream        *dream,
                                         guint         index,
                                         DreamPicture *picture,
                                         GError      **error);
static gboolean            take_steps (Dream         *dream,
                                       guint          index,
                                       DreamPicture  *picture,
                                       DreamGradient *gradients,
                                       DreamPicture  *gradient,
                                       GError       **error);
static gboolean            scale_mask (Dream              *dream,
                                       const DreamPicture *picture,
                                       const gfloat      **mask,
                                       gfloat            **owned,
                                       GError            **error);
static DreamPicture       *finish (Dream        *dream,
                                   DreamPicture *dreamt,
                                   GError      **error);
static DreamPicture       *add_to_picture (Dream        *dream,
                                           DreamPicture *dreamt,
                                           GError      **error);
static gboolean            make_largest (Dream *dream, GError **error);
static gboolean            add_base (Dream        *dream,
                                     guint         index,
                                     DreamPicture *picture,
                                     gfloat        factor,
                                     GError      **error);
static const DreamPicture *get_base (Dream         *dream,
                                     guint          index,
                                     DreamPicture **owned,
                                     GError       **error);
static void                show (Dream *dream, const DreamPicture *picture);
static gboolean            observe (gdouble work, gpointer data);
static gboolean            is_cancelled (Dream *dream, GError **error);

DreamPicture *
dream_run (DreamNetwork         *network,
           DreamRecipe          *recipe,
           const DreamPicture   *picture,
           const DreamMaterials *materials,
           const DreamResources *resources,
           DreamObserver         observer,
           gpointer              user_data,
           GError              **error)
{
  g_autoptr (DreamThreads)    threads = NULL;
  g_autoptr (DreamPacked)     packed  = NULL;
  g_autoptr (GArray)          octaves = NULL;
  g_autoptr (GRand)           random  = g_rand_new_with_seed (recipe->seed);
  const DreamKernels         *kernels;
  Dream                       dream     = { 0 };
  static const DreamMaterials none      = { 0 };
  g_autoptr (DreamPicture)    dreamt    = NULL;
  g_autoptr (DreamObjective)  objective = NULL;
  g_autoptr (DreamSeeder)     seeder    = NULL;

  if (! materials)
    materials = &none;

  objective = dream_objective_new (network, recipe, &materials->names, error);
  if (! objective)
    return NULL;

  octaves = dream_octaves_new (recipe, picture->width, picture->height,
                               objective, error);
  if (! octaves)
    return NULL;

  dream.recipe    = recipe;
  dream.picture   = picture;
  dream.materials = materials;
  dream.effort    = dream_strength_get_effort (recipe);
  dream.octaves   = octaves;
  if (has_nothing_to_do (&dream))
    return dream_picture_copy (picture, error);

  kernels = dream_resources_choose_kernels (resources, recipe->precision,
                                            error);
  if (! kernels)
    return NULL;

  threads = dream_threads_new (resources ? resources->n_threads : 0);
  packed  = dream_packed_new (network,
                              (const guint *) (gpointer)
                                objective->targets->data,
                              objective->targets->len, kernels, threads, error);
  seeder  = packed ? dream_seeder_new (objective, packed, threads,
                                       materials->guide, materials->style, error)
                   : NULL;
  if (! seeder)
    return NULL;

  dream.packed    = packed;
  dream.seeder    = seeder;
  dream.threads   = threads;
  dream.random    = random;
  dream.budget    = dream_resources_get_memory (resources);
  dream.observer  = observer;
  dream.user_data = user_data;

  dreamt = dream_octaves (&dream, error);
  dream_picture_free (dream.largest);

  return g_steal_pointer (&dreamt);
}

/* Finds what mask there is on the way. */
static gboolean
has_nothing_to_do (Dream *dream)
{
  const gfloat *mask = dream->materials->mask;
  gfloat        lowest;
  gfloat        highest;

  if (mask)
    {
      dream_mask_get_range (mask, dream->picture->width, dream->picture->height,
                            &lowest, &highest);
      if (! (highest > 0))
        return TRUE;
      if (lowest < 1)
        dream->mask = mask;
    }

  return ! (dream->effort.step > 0);
}

static DreamPicture *
dream_octaves (Dream *dream, GError **error)
{
  g_autoptr (DreamPicture) detail = NULL;
  gdouble                  total  = 0;

  for (guint i = 0; i < dream->octaves->len; i++)
    {
      const DreamOctave *octave = dream_octaves_get (dream->octaves, i);

      total += (gdouble) octave->width * octave->height *
               dream->effort.iterations;
    }

  if (! make_largest (dream, error))
    return NULL;

  for (guint i = dream->octaves->len - 1;; i--)
    {
      g_autoptr (DreamPicture) dreamt = NULL;

      dreamt = begin_octave (dream, i, g_steal_pointer (&detail), error);
      if (! dreamt)
        return NULL;

      dream->iteration = (gdouble) dreamt->width * dreamt->height / total;
      if (dream->verdict == DREAM_CONTINUE &&
          ! dream_octave (dream, i, dreamt, error))
        return NULL;

      if (is_cancelled (dream, error))
        return NULL;

      if (i == 0)
        return finish (dream, g_steal_pointer (&dreamt), error);

      if (! add_base (dream, i, dreamt, -1, error))
        return NULL;
      detail = g_steal_pointer (&dreamt);
    }
}

/* The detail found at the smaller sizes, which is freed, on this size's
 * picture. */
static DreamPicture *
begin_octave (Dream *dream, guint index, DreamPicture *detail, GError **error)
{
  const DreamOctave       *octave   = dream_octaves_get (dream->octaves, index);
  const gboolean           tileable = dream->recipe->tileable;
  g_autoptr (DreamPicture) dreamt   = NULL;

  if (detail)
    dreamt = dream_picture_resample (detail, octave->width, octave->height,
                                     tileable, dream->threads, error);
  else
    dreamt = dream_picture_new (octave->width, octave->height, error);
  dream_picture_free (detail);

  if (! dreamt || is_cancelled (dream, error) ||
      ! add_base (dream, index, dreamt, 1, error))
    return NULL;

  return g_steal_pointer (&dreamt);
}

static gboolean
dream_octave (Dream *dream, guint index, DreamPicture *picture, GError **error)
{
  g_autoptr (DreamGradient) gradients = NULL;
  g_autoptr (DreamPicture)  gradient  = NULL;
  const DreamTiling         tiling    = { dream->budget, dream->recipe->halo,
                                          dream->recipe->tileable };

  gradients = dream_gradient_new (dream->packed, dream->threads, picture->width,
                                  picture->height, &tiling, error);
  gradient  = gradients
                ? dream_picture_new (picture->width, picture->height, error)
                : NULL;
  if (! gradient)
    return FALSE;

  dream_seeder_begin (dream->seeder, dream->octaves->len - 1 - index);
  dream_gradient_aim (gradients, dream->seeder);

  return take_steps (dream, index, picture, gradients, gradient, error);
}

static gboolean
take_steps (Dream         *dream,
            guint          index,
            DreamPicture  *picture,
            DreamGradient *gradients,
            DreamPicture  *gradient,
            GError       **error)
{
  DreamRecipe                    *recipe  = dream->recipe;
  g_autoptr (DreamPicture)        owned   = NULL;
  g_autoptr (DreamPicture)        scratch = NULL;
  g_autofree gfloat              *scaled  = NULL;
  g_autoptr (DreamTurnedGradient) turned  = NULL;
  g_autoptr (DreamStep)           step    = NULL;
  DreamPlace place = { .width = picture->width, .height = picture->height };

  if (! scale_mask (dream, picture, &place.mask, &scaled, error))
    return FALSE;

  if (recipe->variation > 0 || recipe->pull > 0)
    {
      place.original = get_base (dream, index, &owned, error);
      if (! place.original)
        return FALSE;
    }

  if (recipe->smoothing > 0 || dream_turn_is_wanted (recipe))
    {
      scratch = dream_picture_new (picture->width, picture->height, error);
      place.scratch = scratch;
      if (! scratch)
        return FALSE;
    }

  turned = dream_turned_gradient_new (gradients, recipe, place.mask, scratch,
                                      dream->threads, error);
  step   = turned ? dream_step_new (recipe, &dream->effort, &place,
                                    dream->threads, error)
                  : NULL;
  if (! step)
    return FALSE;

  for (gint i = 0;
       i < dream->effort.iterations && dream->verdict == DREAM_CONTINUE; i++)
    if (dream_turned_gradient_compute (turned, dream->random, picture, gradient,
                                       observe, dream))
      {
        dream_step_take (step, i, picture, gradient, observe, dream);
        show (dream, picture);
      }

  return TRUE;
}

/* @owned: (out) (nullable): to be freed when @mask is not needed any more. */
static gboolean
scale_mask (Dream              *dream,
            const DreamPicture *picture,
            const gfloat      **mask,
            gfloat            **owned,
            GError            **error)
{
  const DreamPicture *whole = dream->picture;

  *mask = dream->mask;
  if (! dream->mask ||
      (picture->width == whole->width && picture->height == whole->height))
    return TRUE;

  *owned = dream_mask_resample (dream->mask, whole->width, whole->height,
                                picture->width, picture->height,
                                dream->recipe->tileable, dream->threads, error);
  *mask  = *owned;

  return *mask && ! is_cancelled (dream, error);
}

/* What was dreamed at the largest octave, which is freed, becomes the result. */
static DreamPicture *
finish (Dream *dream, DreamPicture *dreamt, GError **error)
{
  g_autoptr (DreamPicture) result = dreamt;
  const DreamRecipe       *recipe = dream->recipe;

  if (dream->largest)
    {
      result = add_to_picture (dream, g_steal_pointer (&result), error);
      if (! result)
        return NULL;
    }

  dream_color_scale_chroma (dream->picture,
                            recipe->color == DREAM_COLOR_ORIGINAL
                              ? 0
                              : recipe->chroma,
                            result, dream->threads);

  /* A stopped dream may not have been clamped by a step. */
  dream_picture_clamp (result, dream->threads);

  if (dream->mask)
    dream_mask_restore (dream->mask, dream->picture, result, dream->threads);

  return g_steal_pointer (&result);
}

/* Of a largest octave that is smaller than the picture, the detail is scaled
 * up. */
static DreamPicture *
add_to_picture (Dream *dream, DreamPicture *dreamt, GError **error)
{
  g_autoptr (DreamPicture) detail = dreamt;
  g_autoptr (DreamPicture) scaled = NULL;

  if (! add_base (dream, 0, detail, -1, error))
    return NULL;

  scaled = dream_picture_resample (detail, dream->picture->width,
                                   dream->picture->height,
                                   dream->recipe->tileable, dream->threads,
                                   error);
  if (! scaled || is_cancelled (dream, error))
    return NULL;

  dream_picture_add (scaled, dream->picture, 1, dream->threads);

  return is_cancelled (dream, error) ? NULL : g_steal_pointer (&scaled);
}

/* So far from the picture to an octave set by its size that bilinear
 * interpolation would leave most pixels out. */
static gboolean
make_largest (Dream *dream, GError **error)
{
  const DreamPicture *picture = dream->picture;
  const DreamOctave  *octave  = dream_octaves_get (dream->octaves, 0);

  if (octave->width == picture->width && octave->height == picture->height)
    return TRUE;

  dream->largest = dream_picture_new (octave->width, octave->height, error);
  if (! dream->largest)
    return FALSE;

  dream_reduce (picture->pixels, DREAM_PICTURE_CHANNELS, picture->width,
                picture->height, dream->largest->pixels, octave->width,
                octave->height, dream->recipe->tileable, dream->threads);

  return ! is_cancelled (dream, error);
}

static gboolean
add_base (Dream        *dream,
          guint         index,
          DreamPicture *picture,
          gfloat        factor,
          GError      **error)
{
  g_autoptr (DreamPicture) owned = NULL;
  const DreamPicture      *base  = get_base (dream, index, &owned, error);

  if (! base)
    return FALSE;

  dream_picture_add (picture, base, factor, dream->threads);

  return ! is_cancelled (dream, error);
}

/* The picture in an octave's size.  An octave is the next larger one scaled
 * down, so the way there leads through all of them; it takes so much less time
 * than the network that none is kept.
 *
 * @owned: (out) (nullable): to be freed when the picture is not needed any
 *   more; it is that picture, or %NULL if that is the caller's. */
static const DreamPicture *
get_base (Dream *dream, guint index, DreamPicture **owned, GError **error)
{
  const DreamPicture      *largest = dream->largest ? dream->largest
                                                    : dream->picture;
  g_autoptr (DreamPicture) larger  = NULL;

  for (guint i = 1; i <= index; i++)
    {
      const DreamOctave *octave = dream_octaves_get (dream->octaves, i);
      DreamPicture      *scaled;

      scaled = dream_picture_resample (larger ? larger : largest, octave->width,
                                       octave->height, dream->recipe->tileable,
                                       dream->threads, error);
      dream_picture_free (larger);
      larger = scaled;

      if (! larger || is_cancelled (dream, error))
        return NULL;
    }

  *owned = g_steal_pointer (&larger);

  return *owned ? *owned : largest;
}

static void
show (Dream *dream, const DreamPicture *picture)
{
  if (dream->verdict == DREAM_CANCEL)
    return;

  dream->seen = picture;
  observe (0, dream);
  dream->seen = NULL;
}

static gboolean
observe (gdouble work, gpointer data)
{
  Dream       *dream = data;
  DreamVerdict verdict;

  dream->done += work * dream->iteration;
  if (dream->observer)
    {
      verdict        = dream->observer (MIN (dream->done, 1), dream->seen,
                                        dream->user_data);
      dream->verdict = MAX (dream->verdict, verdict);
    }

  return dream->verdict == DREAM_CONTINUE;
}

/* Asks the observer once more, so that no pass over the picture delays the
 * answer by more than its own time; but not who has cancelled already. */
static gboolean
is_cancelled (Dream *dream, GError **error)
{
  if (dream->verdict != DREAM_CANCEL)
    observe (0, dream);
  if (dream->verdict != DREAM_CANCEL)
    return FALSE;

  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                       _("The dream was cancelled."));

  return TRUE;
}
