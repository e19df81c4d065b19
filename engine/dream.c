/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The octave loop of google/deepdream.
 */

#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "dream.h"
#include "error.h"
#include "gradient.h"

#define MAX_BUDGET (2048.0 * 1024 * 1024)

typedef struct
{
  DreamRecipe  *recipe;
  DreamPacked  *packed;
  DreamThreads *threads;
  GRand        *random;

  DreamObserver observer;
  gpointer      user_data;
  gdouble       done;      /* share of the whole dream's work */
  gdouble       iteration; /* share of one iteration at this octave */
  DreamVerdict  verdict;
} Dream;

/* One row's step, or its part of the mean. */
typedef struct
{
  DreamPicture       *picture;
  const DreamPicture *gradient;
  gdouble            *sums; /* |gradient| of each row */
  gfloat              scale;
} Step;

static GPtrArray    *make_octaves (DreamRecipe        *recipe,
                                   const DreamPicture *picture,
                                   const DreamLayer   *layer,
                                   GError            **error);
static DreamPicture *dream_octaves (Dream     *dream,
                                    GPtrArray *octaves,
                                    GError   **error);
static gboolean      dream_octave (Dream        *dream,
                                   DreamPicture *picture,
                                   GError      **error);
static void          take_step (Dream              *dream,
                                DreamPicture       *picture,
                                const DreamPicture *gradient);
static void          sum_row (gint item, gpointer data);
static void          step_row (gint item, gpointer data);
static void          add (DreamPicture       *target,
                          const DreamPicture *picture,
                          gfloat              factor);
static gboolean      observe (gdouble work, gpointer data);
static gsize         memory_budget (void);

DreamPicture *
dream_run (DreamNetwork       *network,
           DreamRecipe        *recipe,
           const DreamPicture *picture,
           DreamObserver       observer,
           gpointer            user_data,
           GError            **error)
{
  g_autoptr (DreamThreads) threads = NULL;
  g_autoptr (DreamPacked)  packed  = NULL;
  g_autoptr (GPtrArray)    octaves = NULL;
  g_autoptr (GRand)        random  = g_rand_new_with_seed (recipe->seed);
  Dream                    dream   = { 0 };
  guint                    target;

  if (! dream_network_find_layer (network, recipe->layer, &target, error))
    return NULL;

  octaves = make_octaves (recipe, picture,
                          dream_network_get_layer (network, target), error);
  if (! octaves)
    return NULL;

  threads = dream_threads_new (0);
  packed  = dream_packed_new (network, target, dream_kernels_choose (NULL),
                              threads, error);
  if (! packed)
    return NULL;

  dream.recipe    = recipe;
  dream.packed    = packed;
  dream.threads   = threads;
  dream.random    = random;
  dream.observer  = observer;
  dream.user_data = user_data;

  return dream_octaves (&dream, octaves, error);
}

/* The picture, largest first, in all sizes in which the layer finds room.
 * Sizes are rounded half to even, as the published algorithm's Python does. */
static GPtrArray *
make_octaves (DreamRecipe        *recipe,
              const DreamPicture *picture,
              const DreamLayer   *layer,
              GError            **error)
{
  g_autoptr (GPtrArray) octaves = NULL;
  DreamPicture         *octave  = NULL;

  if (MIN (picture->width, picture->height) < layer->minimum_size)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL,
                   _("%d × %d pixels are too small for the layer \"%s\", which "
                     "needs at least %d × %d. Scale the picture up or choose a "
                     "lower layer."),
                     picture->width, picture->height, layer->short_name,
                     layer->minimum_size, layer->minimum_size);
      return NULL;
    }

  octaves = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dream_picture_free);
  octave = dream_picture_copy (picture, error);
  if (! octave)
    return NULL;
  g_ptr_array_add (octaves, octave);

  while (octaves->len < (guint) recipe->octaves)
    {
      const gint width  = rint (octave->width / recipe->octave_scale);
      const gint height = rint (octave->height / recipe->octave_scale);

      if (MIN (width, height) < layer->minimum_size)
        break;

      octave = dream_picture_resample (octave, width, height, error);
      if (! octave)
        return NULL;
      g_ptr_array_add (octaves, octave);
    }

  return g_steal_pointer (&octaves);
}

static DreamPicture *
dream_octaves (Dream *dream, GPtrArray *octaves, GError **error)
{
  g_autoptr (DreamPicture) detail = NULL;
  gdouble                  total  = 0;

  for (guint i = 0; i < octaves->len; i++)
    total += (gdouble) dream_picture_n_values (g_ptr_array_index (octaves, i)) *
             dream->recipe->iterations;

  for (gint i = octaves->len - 1; i >= 0; i--)
    {
      DreamPicture            *base   = g_ptr_array_index (octaves, i);
      g_autoptr (DreamPicture) dreamt = NULL;

      /* The detail found at the smaller sizes, on this size's picture. */
      if (detail)
        {
          dreamt = dream_picture_resample (detail, base->width, base->height,
                                           error);
          g_clear_pointer (&detail, dream_picture_free);
          if (! dreamt)
            return NULL;
          add (dreamt, base, 1);
        }
      else if (! (dreamt = dream_picture_copy (base, error)))
        {
          return NULL;
        }

      dream->iteration = dream_picture_n_values (base) / total;
      if (dream->verdict == DREAM_CONTINUE &&
          ! dream_octave (dream, dreamt, error))
        return NULL;

      if (dream->verdict == DREAM_CANCEL)
        {
          g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                               _("The dream was cancelled."));
          return NULL;
        }

      if (i == 0)
        {
          /* A stopped dream may not have been clamped by a step. */
          for (gsize n = 0; n < dream_picture_n_values (dreamt); n++)
            dreamt->pixels[n] = CLAMP (dreamt->pixels[n], 0, 1);
          return g_steal_pointer (&dreamt);
        }

      add (dreamt, base, -1);
      detail = g_steal_pointer (&dreamt);
    }

  g_return_val_if_reached (NULL);
}

static gboolean
dream_octave (Dream *dream, DreamPicture *picture, GError **error)
{
  g_autoptr (DreamGradient) gradients = NULL;
  g_autoptr (DreamPicture)  gradient  = NULL;
  const gint                jitter    = dream->recipe->jitter;

  gradients = dream_gradient_new (dream->packed, dream->threads, picture->width,
                                  picture->height, memory_budget (), error);
  gradient  = gradients
                ? dream_picture_new (picture->width, picture->height, error)
                : NULL;
  if (! gradient)
    return FALSE;

  for (gint i = 0; i < dream->recipe->iterations; i++)
    {
      const gint shift_x = g_rand_int_range (dream->random, -jitter,
                                             jitter + 1);
      const gint shift_y = g_rand_int_range (dream->random, -jitter,
                                             jitter + 1);

      if (! dream_gradient_compute (gradients, picture, shift_x, shift_y,
                                    gradient, observe, dream))
        break;

      take_step (dream, picture, gradient);
    }

  return TRUE;
}

static void
take_step (Dream *dream, DreamPicture *picture, const DreamPicture *gradient)
{
  g_autofree gdouble *sums = g_new (gdouble, picture->height);
  Step                step = { picture, gradient, sums, 0 };
  gdouble             mean = 0;

  dream_threads_run (dream->threads, picture->height, sum_row, &step);

  /* In this order, whatever thread summed which row. */
  for (gint y = 0; y < picture->height; y++)
    mean += sums[y];
  mean /= dream_picture_n_values (picture);

  /* A picture in which the layer finds nothing stays as it is. */
  if (! (mean > 0))
    return;

  step.scale = dream->recipe->step / 255 / mean;
  dream_threads_run (dream->threads, picture->height, step_row, &step);
}

static void
sum_row (gint item, gpointer data)
{
  const Step   *step = data;
  const gsize   n    = (gsize) step->gradient->width * DREAM_PICTURE_CHANNELS;
  const gfloat *row  = step->gradient->pixels + item * n;
  gdouble       sum  = 0;

  for (gsize i = 0; i < n; i++)
    sum += fabsf (row[i]);

  step->sums[item] = sum;
}

static void
step_row (gint item, gpointer data)
{
  const Step   *step = data;
  const gsize   n    = (gsize) step->picture->width * DREAM_PICTURE_CHANNELS;
  const gfloat *gradient = step->gradient->pixels + item * n;
  gfloat       *row      = step->picture->pixels + item * n;

  for (gsize i = 0; i < n; i++)
    {
      const gfloat value = row[i] + step->scale * gradient[i];

      row[i] = CLAMP (value, 0, 1);
    }
}

static void
add (DreamPicture *target, const DreamPicture *picture, gfloat factor)
{
  const gsize n = dream_picture_n_values (target);

  for (gsize i = 0; i < n; i++)
    target->pixels[i] += factor * picture->pixels[i];
}

static gboolean
observe (gdouble work, gpointer data)
{
  Dream *dream = data;

  dream->done += work * dream->iteration;
  if (dream->observer)
    dream->verdict = dream->observer (MIN (dream->done, 1), dream->user_data);

  return dream->verdict == DREAM_CONTINUE;
}

/* A quarter of the machine's memory, but no more than helps: time per pixel
 * does not fall with larger tiles, only the overlap does. */
static gsize
memory_budget (void)
{
  const gdouble memory = (gdouble) sysconf (_SC_PHYS_PAGES) *
                         sysconf (_SC_PAGE_SIZE);

  return MIN (memory / 4, MAX_BUDGET);
}
