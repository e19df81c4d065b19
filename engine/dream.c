/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dream: the octave loop on a picture and, if what it found was enlarged,
 * once more with finer detail.
 */

#include "dream.h"
#include "engine/ascent/fine-detail.h"
#include "engine/ascent/octave-loop.h"
#include "engine/image/color.h"
#include "engine/image/edges.h"
#include "engine/image/mask.h"

/* One run of the octave loop. */
typedef struct
{
  DreamRecipe    *recipe;
  DreamEffort     effort;
  DreamObjective *objective;
  GArray         *octaves;
  gdouble         work; /* of a pixel in one iteration */
} Run;

typedef struct
{
  DreamNetwork         *network;
  DreamRecipe          *recipe;
  const DreamPicture   *picture;
  const DreamMaterials *materials;
  const gfloat         *mask; /* of the picture; NULL: 1 everywhere */
  const DreamKernels   *kernels;
  DreamThreads         *threads;
  GRand                *random;
  gsize                 budget; /* bytes for a tile */
  DreamProgress         progress;
  gdouble               work; /* of all runs */
} Dream;

static Run     *run_new (Dream *dream, DreamRecipe *recipe, GError **error);
static void     run_free (Run *run);
static gboolean make_fine_run (Dream     *dream,
                               const Run *run,
                               Run      **fine,
                               GError   **error);
static gboolean is_enlarged (const Dream *dream, const Run *run);
static gboolean has_nothing_to_do (Dream *dream, const Run *run);
static gdouble  count_work (const Run *run);
static DreamPicture *loop (Dream                *dream,
                           const Run            *run,
                           const DreamPicture   *picture,
                           const gfloat         *mask,
                           const DreamMaterials *materials,
                           GError              **error);
static DreamPicture *enlarge (Dream              *dream,
                              const DreamPicture *detail,
                              GError            **error);
static DreamPicture *refine (Dream        *dream,
                             const Run    *fine,
                             DreamPicture *detail,
                             DreamPicture *enlarged,
                             GError      **error);
static gfloat       *sharpen (Dream        *dream,
                              DreamPicture *detail,
                              DreamPicture *dreamt,
                              GError      **error);
static void          finish (Dream *dream, DreamPicture *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

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
  static const DreamMaterials none    = { 0 };
  g_autoptr (DreamThreads)    threads = NULL;
  g_autoptr (GRand)           random  = g_rand_new_with_seed (recipe->seed);
  g_autoptr (Run)             run     = NULL;
  g_autoptr (Run)             fine    = NULL;
  g_autoptr (DreamPicture)    dreamt  = NULL;
  Dream                       dream   = { 0 };

  dream.network            = network;
  dream.recipe             = recipe;
  dream.picture            = picture;
  dream.materials          = materials ? materials : &none;
  dream.random             = random;
  dream.budget             = dream_resources_get_memory (resources);
  dream.progress.observer  = observer;
  dream.progress.user_data = user_data;

  run = run_new (&dream, recipe, error);
  if (! run)
    return NULL;

  if (has_nothing_to_do (&dream, run))
    return dream_picture_copy (picture, error);

  if (! make_fine_run (&dream, run, &fine, error))
    return NULL;

  dream.kernels = dream_resources_choose_kernels (resources, recipe->precision,
                                                  error);
  if (! dream.kernels)
    return NULL;

  threads       = dream_threads_new (resources ? resources->n_threads : 0);
  dream.threads = threads;
  dream.work    = count_work (run) + (fine ? count_work (fine) : 0);

  dreamt = loop (&dream, run, picture, dream.mask, dream.materials, error);
  if (dreamt && is_enlarged (&dream, run))
    {
      g_autoptr (DreamPicture) detail = g_steal_pointer (&dreamt);

      dreamt = enlarge (&dream, detail, error);
      if (dreamt && fine && dream.progress.verdict == DREAM_CONTINUE)
        dreamt = refine (&dream, fine, g_steal_pointer (&detail),
                         g_steal_pointer (&dreamt), error);
    }

  if (dreamt)
    finish (&dream, dreamt);

  return g_steal_pointer (&dreamt);
}

static Run *
run_new (Dream *dream, DreamRecipe *recipe, GError **error)
{
  g_autoptr (Run) run = g_new0 (Run, 1);

  run->recipe    = g_object_ref (recipe);
  run->effort    = dream_recipe_get_effort (recipe);
  run->objective = dream_objective_new (dream->network, recipe,
                                        &dream->materials->names, error);
  if (! run->objective)
    return NULL;

  run->octaves = dream_octaves_new (recipe, dream->picture->width,
                                    dream->picture->height, run->objective,
                                    error);
  if (! run->octaves)
    return NULL;

  run->work = dream_objective_get_work (run->objective, dream->network);

  return g_steal_pointer (&run);
}

static void
run_free (Run *run)
{
  g_object_unref (run->recipe);
  dream_objective_free (run->objective);
  g_clear_pointer (&run->octaves, g_array_unref);
  g_free (run);
}

/* @fine: (out) (nullable): what is to be dreamed in the end, if anything. */
static gboolean
make_fine_run (Dream *dream, const Run *run, Run **fine, GError **error)
{
  g_autoptr (DreamRecipe) recipe = NULL;

  recipe = dream_fine_detail_new (dream->recipe, dream->network, run->objective,
                                  dream_octaves_get (run->octaves, 0),
                                  dream->picture->width,
                                  dream->picture->height);
  if (! recipe)
    return TRUE;

  *fine = run_new (dream, recipe, error);

  return *fine != NULL;
}

static gboolean
is_enlarged (const Dream *dream, const Run *run)
{
  const DreamOctave *largest = dream_octaves_get (run->octaves, 0);

  return largest->width != dream->picture->width ||
         largest->height != dream->picture->height;
}

/* Finds what mask there is on the way. */
static gboolean
has_nothing_to_do (Dream *dream, const Run *run)
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

  return ! (run->effort.step > 0);
}

static gdouble
count_work (const Run *run)
{
  gdouble work = 0;

  for (guint i = 0; i < run->octaves->len; i++)
    {
      const DreamOctave *octave = dream_octaves_get (run->octaves, i);

      work += (gdouble) octave->width * octave->height *
              run->effort.iterations * run->work;
    }

  return work;
}

static DreamPicture *
loop (Dream                *dream,
      const Run            *run,
      const DreamPicture   *picture,
      const gfloat         *mask,
      const DreamMaterials *materials,
      GError              **error)
{
  const GArray             *targets  = run->objective->targets;
  g_autoptr (DreamCompiled) compiled = NULL;
  g_autoptr (DreamSeeder)   seeder   = NULL;
  DreamOctaveLoop           octaves  = { .recipe   = run->recipe,
                                         .effort   = run->effort,
                                         .picture  = picture,
                                         .mask     = mask,
                                         .octaves  = run->octaves,
                                         .threads  = dream->threads,
                                         .random   = dream->random,
                                         .budget   = dream->budget,
                                         .progress = &dream->progress,
                                         .work     = run->work / dream->work };

  compiled = dream_compiled_new (dream->network,
                                 (const guint *) (gpointer) targets->data,
                                 targets->len, dream->kernels, dream->threads,
                                 error);
  seeder   = compiled
               ? dream_seeder_new (run->objective, compiled, dream->threads,
                                   materials->guide, materials->style, error)
               : NULL;
  if (! seeder)
    return NULL;

  octaves.compiled = compiled;
  octaves.seeder   = seeder;

  return dream_octave_loop_run (&octaves, error);
}

static DreamPicture *
enlarge (Dream *dream, const DreamPicture *detail, GError **error)
{
  g_autoptr (DreamPicture) scaled = NULL;

  scaled = dream_picture_resample (detail, dream->picture->width,
                                   dream->picture->height,
                                   dream->recipe->tileable, dream->threads,
                                   error);
  if (! scaled || dream_progress_is_cancelled (&dream->progress, error))
    return NULL;

  dream_picture_add (scaled, dream->picture, 1, dream->threads);

  return dream_progress_is_cancelled (&dream->progress, error)
           ? NULL
           : g_steal_pointer (&scaled);
}

/* @detail: (transfer full): what was enlarged.
 * @enlarged: (transfer full): on the picture.
 *
 * Returns: @enlarged with finer detail where it has edges. */
static DreamPicture *
refine (Dream        *dream,
        const Run    *fine,
        DreamPicture *detail,
        DreamPicture *enlarged,
        GError      **error)
{
  static const DreamMaterials none    = { 0 };
  g_autoptr (DreamPicture)    dreamt  = enlarged;
  g_autoptr (DreamPicture)    refined = NULL;
  g_autofree gfloat          *places  = NULL;

  places = sharpen (dream, detail, dreamt, error);
  if (! places)
    return NULL;

  /* The network is to see a picture. */
  dream_picture_clamp (dreamt, dream->threads);
  if (dream_progress_is_cancelled (&dream->progress, error))
    return NULL;

  if (dream->progress.verdict == DREAM_STOP)
    return g_steal_pointer (&dreamt);

  refined = loop (dream, fine, dreamt, places, &none, error);

  /* What was dreamed at half the size spreads a little. */
  if (refined)
    dream_mask_restore (places, dreamt, refined, dream->threads);

  return g_steal_pointer (&refined);
}

/* @detail: (transfer full): in its own size.
 * @dreamt: (inout): with it, enlarged.
 *
 * Returns: (transfer full) (nullable): the mask of its edges. */
static gfloat *
sharpen (Dream        *dream,
         DreamPicture *detail,
         DreamPicture *dreamt,
         GError      **error)
{
  const gdouble amount           = dream_fine_detail_get_amount (dream->recipe);
  g_autoptr (DreamPicture) owned = detail;
  g_autoptr (DreamEdges)   edges = NULL;
  g_autofree gfloat       *places = NULL;

  edges = dream_edges_new (owned->width, owned->height, dream->recipe->tileable,
                           dream->threads, error);
  places = edges ? dream_mask_new (dreamt->width, dreamt->height, error) : NULL;
  if (! places)
    return NULL;

  if (dream_edges_find (edges, owned, amount, dream_progress_tick,
                        &dream->progress))
    dream_edges_sharpen (edges, dream->picture, dream->mask, dreamt, places);

  return g_steal_pointer (&places);
}

static void
finish (Dream *dream, DreamPicture *result)
{
  const DreamRecipe *recipe = dream->recipe;

  dream_color_scale_chroma (dream->picture,
                            recipe->color == DREAM_COLOR_ORIGINAL
                              ? 0
                              : recipe->chroma,
                            result, dream->threads);

  /* A stopped dream may not have been clamped by a step. */
  dream_picture_clamp (result, dream->threads);

  if (dream->mask)
    dream_mask_restore (dream->mask, dream->picture, result, dream->threads);
}
