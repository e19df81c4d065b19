/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolutions in a plan by Winograd's algorithm: how the tiles are shared out.
 */

#include "run-winograd.h"

/* Transformed inputs take no more than this of the second-level cache, bytes;
 * the weights of a group and the products need room as well. */
#define MAX_INPUTS (384 * 1024)

/* Chunks of tiles are at most so many times what the kernel takes at once. */
#define MAX_CHUNK 4

typedef struct
{
  const DreamKernels  *kernels;
  const DreamWinograd *winograd;
  gint                 n_tiles; /* in all */
  gint                 next;    /* atomic: the next chunk */
  guint8              *scratch;
  gsize                scratch_size;
} Task;

static void run_item (gint item, gpointer data);
static gint chunk_of (DreamPlan *plan, gint points, gint n_sources);

/* Every thread has its scratch memory and takes chunks of tiles until none is
 * left. */
void
dream_run_winograd (DreamPlan        *plan,
                    const DreamLayer *layer,
                    gboolean          backward,
                    DreamWinograd    *w)
{
  const DreamWinogradForm *forms     = plan->compiled->forms[backward];
  const gint               n_threads = dream_threads_count (plan->threads);
  Task task = { .kernels = plan->compiled->kernels, .winograd = w };
  gint n_chunks;

  w->form_h = &forms[layer->kernel_h];
  w->form_w = &forms[layer->kernel_w];

  task.n_tiles = (w->height + w->form_h->outputs - 1) / w->form_h->outputs *
                 ((w->width + w->form_w->outputs - 1) / w->form_w->outputs);
  task.scratch      = plan->scratch;
  task.scratch_size = plan->scratch_size;

  /* As many chunks for each thread, all of nearly the same size. */
  w->n_tiles = chunk_of (plan, w->form_h->points * w->form_w->points,
                         w->n_sources);
  n_chunks   = (task.n_tiles + w->n_tiles - 1) / w->n_tiles;
  n_chunks   = (n_chunks + n_threads - 1) / n_threads * n_threads;
  w->n_tiles = (task.n_tiles + n_chunks - 1) / n_chunks;

  dream_threads_run (plan->threads, n_threads, run_item, &task);
}

gsize
dream_winograd_scratch_size (DreamPlan *plan)
{
  const DreamCompiled *compiled = plan->compiled;
  gsize                size     = 0;

  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;

      if (! compiled->layers[i].winograd)
        continue;

      for (gint backward = 0; backward < 2; backward++)
        {
          const gint points = compiled->forms[backward][layer->kernel_h]
                                .points *
                              compiled->forms[backward][layer->kernel_w].points;
          const guint from = backward ? i : compiled->layers[i].layer.inputs[0];
          const gint  n_sources = compiled->layers[from].n_blocks;

          size = MAX (size, (gsize) points *
                              chunk_of (plan, points, n_sources) *
                              compiled->kernels->block *
                              (n_sources * compiled->kernels->value_size +
                               DREAM_GROUP_BLOCKS * sizeof (gfloat)));
        }
    }

  return size;
}

static void
run_item (gint item, gpointer data)
{
  Task      *task    = data;
  const gint n_tiles = task->winograd->n_tiles;
  gfloat    *scratch = (gfloat *) (gpointer) (task->scratch +
                                           item * task->scratch_size);
  gint       first;

  while ((first = g_atomic_int_add (&task->next, 1) * n_tiles) < task->n_tiles)
    task->kernels->winograd (task->winograd, first,
                             MIN (n_tiles, task->n_tiles - first), scratch);
}

/* How many tiles are computed together at most. */
static gint
chunk_of (DreamPlan *plan, gint points, gint n_sources)
{
  const DreamKernels *kernels = plan->compiled->kernels;
  const gint size = points * n_sources * kernels->block * kernels->value_size;

  return CLAMP (MAX_INPUTS / size / kernels->pixels, 1, MAX_CHUNK) *
         kernels->pixels;
}
