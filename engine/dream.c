/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The octave loop of google/deepdream.
 */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "dream.h"
#include "error.h"
#include "gradient.h"

typedef struct
{
  gint width;
  gint height;
} Octave;

typedef struct
{
  DreamRecipe          *recipe;
  const DreamPicture   *picture;
  const DreamMaterials *materials; /* or NULL */
  GArray               *octaves;   /* of Octave, largest first */
  DreamPacked          *packed;
  DreamSeeder          *seeder;
  DreamThreads         *threads;
  GRand                *random;
  gsize                 budget; /* bytes for a tile */

  DreamObserver observer;
  gpointer      user_data;
  gdouble       done;      /* share of the whole dream's work */
  gdouble       iteration; /* share of one iteration at this octave */
  DreamVerdict  verdict;
} Dream;

/* One pass over the rows of a picture. */
typedef struct
{
  DreamPicture       *picture;
  const DreamPicture *other;
  gfloat              factor; /* of the other */
  gdouble            *sums;   /* |other| of each row */
} Pass;

static const DreamKernels *choose_kernels (DreamRecipe          *recipe,
                                           const DreamResources *resources,
                                           GError              **error);
static GArray             *make_octaves (DreamRecipe          *recipe,
                                         const DreamPicture   *picture,
                                         const DreamObjective *objective,
                                         GError              **error);
static DreamPicture       *dream_octaves (Dream *dream, GError **error);
static DreamPicture       *begin_octave (Dream        *dream,
                                         guint         index,
                                         DreamPicture *detail,
                                         GError      **error);
static gboolean            dream_octave (Dream        *dream,
                                         guint         index,
                                         DreamPicture *picture,
                                         GError      **error);
static void                take_step (Dream              *dream,
                                      DreamPicture       *picture,
                                      const DreamPicture *gradient);
static gboolean            add_base (Dream        *dream,
                                     guint         index,
                                     DreamPicture *picture,
                                     gfloat        factor,
                                     GError      **error);
static const DreamPicture *get_base (Dream         *dream,
                                     guint          index,
                                     DreamPicture **owned,
                                     GError       **error);
static void                sum_row (gint item, gpointer data);
static void                step_row (gint item, gpointer data);
static void                add_row (gint item, gpointer data);
static void                clamp_row (gint item, gpointer data);
static gfloat  *get_row (const DreamPicture *picture, gint y, gsize *n_values);
static gboolean observe (gdouble work, gpointer data);
static gboolean is_cancelled (Dream *dream, GError **error);

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
  g_autoptr (DreamObjective)  objective = NULL;
  g_autoptr (DreamSeeder)     seeder    = NULL;

  if (! materials)
    materials = &none;

  objective = dream_objective_new (network, recipe, materials->labels, error);
  if (! objective)
    return NULL;

  octaves = make_octaves (recipe, picture, objective, error);
  if (! octaves)
    return NULL;

  kernels = choose_kernels (recipe, resources, error);
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

  dream.recipe    = recipe;
  dream.picture   = picture;
  dream.materials = materials;
  dream.octaves   = octaves;
  dream.packed    = packed;
  dream.seeder    = seeder;
  dream.threads   = threads;
  dream.random    = random;
  dream.budget    = dream_resources_get_memory (resources);
  dream.observer  = observer;
  dream.user_data = user_data;

  return dream_octaves (&dream, error);
}

/* bfloat16 halves the time.  It changes the dream by as much as noise far below
 * one grey level in the picture would, and finds as much, so it is the choice
 * where the processor has it and nobody asks for the exact dream. */
static const DreamKernels *
choose_kernels (DreamRecipe          *recipe,
                const DreamResources *resources,
                GError              **error)
{
  const gboolean free_choice = ! resources || ! resources->kernels;

  if (recipe->precision != DREAM_PRECISION_FULL && free_choice &&
      dream_kernels_get_fast ())
    return dream_kernels_get_fast ();

  return dream_resources_get_kernels (resources, error);
}

/* All sizes in which the layer finds room.  They are rounded half to even, as
 * the published algorithm's Python does. */
static GArray *
make_octaves (DreamRecipe          *recipe,
              const DreamPicture   *picture,
              const DreamObjective *objective,
              GError              **error)
{
  Octave  octave = { picture->width, picture->height };
  GArray *octaves;

  if (MIN (picture->width, picture->height) < objective->minimum_size)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL,
                   _("%d × %d pixels are too small for the network's layer, "
                     "which needs at least %d × %d. Scale the picture up or "
                     "choose a lower layer."),
                      picture->width, picture->height, objective->minimum_size,
                      objective->minimum_size);
      return NULL;
    }

  octaves = g_array_new (FALSE, FALSE, sizeof (Octave));
  while (octaves->len < (guint) recipe->octaves &&
         MIN (octave.width, octave.height) >= objective->minimum_size)
    {
      g_array_append_val (octaves, octave);
      octave.width  = rint (octave.width / recipe->octave_scale);
      octave.height = rint (octave.height / recipe->octave_scale);
    }

  return octaves;
}

static DreamPicture *
dream_octaves (Dream *dream, GError **error)
{
  g_autoptr (DreamPicture) detail = NULL;
  gdouble                  total  = 0;

  for (guint i = 0; i < dream->octaves->len; i++)
    {
      const Octave *octave = &g_array_index (dream->octaves, Octave, i);

      total += (gdouble) octave->width * octave->height *
               dream->recipe->iterations;
    }

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
        {
          Pass pass = { .picture = dreamt };

          /* A stopped dream may not have been clamped by a step. */
          dream_threads_run (dream->threads, dreamt->height, clamp_row, &pass);
          return g_steal_pointer (&dreamt);
        }

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
  const Octave  *octave   = &g_array_index (dream->octaves, Octave, index);
  const gboolean tileable = dream->recipe->tileable;
  g_autoptr (DreamPicture) dreamt = NULL;

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

  for (gint i = 0;
       i < dream->recipe->iterations && dream->verdict == DREAM_CONTINUE; i++)
    {
      gint shift_x;
      gint shift_y;

      dream_gradient_draw_shift (gradients, dream->random,
                                 dream->recipe->jitter, &shift_x, &shift_y);
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
  Pass                pass = { picture, gradient, 0, sums };
  gdouble             mean = 0;

  dream_threads_run (dream->threads, picture->height, sum_row, &pass);
  if (! observe (0, dream))
    return;

  /* In this order, whatever thread summed which row. */
  for (gint y = 0; y < picture->height; y++)
    mean += sums[y];
  mean /= dream_picture_n_values (picture);

  /* A picture in which the layer finds nothing stays as it is. */
  if (! (mean > 0))
    return;

  pass.factor = dream->recipe->step / 255 / mean;
  dream_threads_run (dream->threads, picture->height, step_row, &pass);
}

static gboolean
add_base (Dream        *dream,
          guint         index,
          DreamPicture *picture,
          gfloat        factor,
          GError      **error)
{
  g_autoptr (DreamPicture) owned = NULL;
  Pass                     pass  = { .picture = picture, .factor = factor };

  pass.other = get_base (dream, index, &owned, error);
  if (! pass.other)
    return FALSE;

  dream_threads_run (dream->threads, picture->height, add_row, &pass);

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
  g_autoptr (DreamPicture) larger = NULL;

  for (guint i = 1; i <= index; i++)
    {
      const Octave *octave = &g_array_index (dream->octaves, Octave, i);
      DreamPicture *scaled;

      scaled = dream_picture_resample (larger ? larger : dream->picture,
                                       octave->width, octave->height,
                                       dream->recipe->tileable, dream->threads,
                                       error);
      dream_picture_free (larger);
      larger = scaled;

      if (! larger || is_cancelled (dream, error))
        return NULL;
    }

  *owned = g_steal_pointer (&larger);

  return *owned ? *owned : dream->picture;
}

static void
sum_row (gint item, gpointer data)
{
  const Pass   *pass = data;
  gsize         n;
  const gfloat *row = get_row (pass->other, item, &n);
  gdouble       sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += fabsf (row[i]);

  pass->sums[item] = sum;
}

static void
step_row (gint item, gpointer data)
{
  const Pass   *pass = data;
  gsize         n;
  const gfloat *gradient = get_row (pass->other, item, &n);
  gfloat       *row      = get_row (pass->picture, item, &n);

  for (gsize i = 0; i < n; i++)
    {
      const gfloat value = row[i] + pass->factor * gradient[i];

      row[i] = CLAMP (value, 0, 1);
    }
}

static void
add_row (gint item, gpointer data)
{
  const Pass   *pass = data;
  gsize         n;
  const gfloat *other = get_row (pass->other, item, &n);
  gfloat       *row   = get_row (pass->picture, item, &n);

  for (gsize i = 0; i < n; i++)
    row[i] += pass->factor * other[i];
}

static void
clamp_row (gint item, gpointer data)
{
  const Pass *pass = data;
  gsize       n;
  gfloat     *row = get_row (pass->picture, item, &n);

  for (gsize i = 0; i < n; i++)
    row[i] = CLAMP (row[i], 0, 1);
}

static gfloat *
get_row (const DreamPicture *picture, gint y, gsize *n_values)
{
  *n_values = (gsize) picture->width * DREAM_PICTURE_CHANNELS;

  return picture->pixels + y * *n_values;
}

static gboolean
observe (gdouble work, gpointer data)
{
  Dream       *dream = data;
  DreamVerdict verdict;

  dream->done += work * dream->iteration;
  if (dream->observer)
    {
      verdict        = dream->observer (MIN (dream->done, 1), dream->user_data);
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
