/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan's convolutions: what the kernels are given, forward and backward, and
 * how the work is shared out.
 */

#include "plan-private.h"

/* Items a thread gets of a task: enough to even out, few enough to be cheap. */
#define ITEMS_PER_THREAD 8

/* Transformed inputs take no more than this of the second-level cache, bytes;
 * the weights of a group and the products need room as well. */
#define MAX_INPUTS (384 * 1024)

/* Chunks of tiles are at most so many times what the kernel takes at once. */
#define MAX_CHUNK 4

typedef struct
{
  void (*kernel) (const DreamConvolution *convolution,
                  gint                    group,
                  gint                    first_row,
                  gint                    n_rows);
  const DreamConvolution *convolution;
  gint                    n_parts; /* parts of the rows */
} DirectTask;

typedef struct
{
  const DreamKernels  *kernels;
  const DreamWinograd *winograd;
  gint                 n_tiles; /* in all */
  gint                 next;    /* atomic: the next chunk */
  guint8              *scratch;
  gsize                scratch_size;
} WinogradTask;

typedef struct
{
  const DreamKernels *kernels;
  const DreamStem    *stem;
} StemTask;

static DreamSourceBlock *list_sources (DreamPlan       *plan,
                                       const DreamView *view,
                                       guint            index);
static DreamTargetBlock *list_targets (const DreamView *view, gboolean relu);
static void run_direct (DreamPlan *plan, const DreamConvolution *convolution);
static void direct_item (gint item, gpointer data);
static void run_winograd (DreamPlan        *plan,
                          const DreamLayer *layer,
                          gboolean          backward,
                          DreamWinograd    *winograd);
static void winograd_item (gint item, gpointer data);
static gint chunk_of (DreamPlan *plan, gint points, gint n_sources);
static void back_by_phases (DreamPlan *plan, guint index);
static void back_to_picture (DreamPlan *plan,
                             guint      index,
                             gfloat    *input_gradient);
static void stem_item (gint item, gpointer data);

void
dream_plan_convolve (DreamPlan *plan, guint index)
{
  const DreamLayer *layer = dream_network_get_layer (plan->packed->network,
                                                     index);
  const DreamPackedLayer      *place   = &plan->packed->layers[index];
  const DreamSlot             *slot    = &plan->slots[index];
  const guint                  input   = layer->inputs[0];
  const DreamView             *x       = &plan->slots[input].value;
  g_autofree DreamSourceBlock *sources = list_sources (plan, x, input);
  DreamView                    y       = slot->value;
  g_autofree DreamTargetBlock *targets = NULL;

  /* Its concatenation may keep signs, but those of a layer without a ReLU mask
   * nothing. */
  if (! layer->relu)
    y.bits = NULL;
  targets = list_targets (&y, layer->relu);

  if (place->winograd)
    {
      DreamWinograd w = { 0 };

      w.sources   = sources;
      w.n_sources = x->n_blocks;
      w.targets   = targets;
      w.n_targets = slot->value.n_blocks;
      w.weights   = place->forward;
      w.bias      = place->bias;

      w.source_height = x->height;
      w.source_width  = x->width;
      w.pad_top       = slot->pad_top;
      w.pad_left      = slot->pad_left;
      w.height        = slot->height;
      w.width         = slot->width;

      run_winograd (plan, layer, FALSE, &w);
    }
  else
    {
      const DreamKernels *kernels = plan->packed->kernels;
      DreamConvolution    c       = { 0 };

      c.source_pixel = input == 0
                         ? 3 * sizeof (gfloat)
                         : (gsize) kernels->block * kernels->value_size;
      for (gint b = 0; b < x->n_blocks; b++)
        sources[b].data -= slot->pad_top * x->row +
                           slot->pad_left * c.source_pixel;

      c.sources      = sources;
      c.n_sources    = x->n_blocks;
      c.kernel_h     = layer->kernel_h;
      c.kernel_w     = layer->kernel_w;
      c.stride_h     = layer->stride_h;
      c.stride_w     = layer->stride_w;
      c.weights      = place->forward;
      c.targets      = targets;
      c.n_targets    = slot->value.n_blocks;
      c.target_pixel = (gsize) kernels->block * kernels->value_size;
      c.bits_pixel   = kernels->mask_size;
      c.height       = slot->height;
      c.width        = slot->width;
      c.bias         = place->bias;
      c.from_picture = input == 0;

      run_direct (plan, &c);
    }
}

void
dream_plan_convolve_back (DreamPlan *plan, guint index, gfloat *input_gradient)
{
  const DreamLayer *layer = dream_network_get_layer (plan->packed->network,
                                                     index);
  const DreamPackedLayer *place = &plan->packed->layers[index];

  if (layer->inputs[0] == 0)
    {
      back_to_picture (plan, index, input_gradient);
    }
  else if (place->winograd)
    {
      const DreamSlot *slot  = &plan->slots[index];
      const guint      input = layer->inputs[0];
      const DreamView *g     = &slot->gradient;
      DreamView        x     = dream_plan_input_gradient (plan, index, input);
      g_autofree DreamSourceBlock *sources = list_sources (plan, g, index);
      g_autofree DreamTargetBlock *targets = list_targets (&x, FALSE);
      DreamWinograd                w       = { 0 };

      w.sources       = sources;
      w.n_sources     = g->n_blocks;
      w.source_height = g->height;
      w.source_width  = g->width;
      w.pad_top       = layer->kernel_h - 1 - slot->pad_top;
      w.pad_left      = layer->kernel_w - 1 - slot->pad_left;
      w.weights       = place->backward[0];
      w.targets       = targets;
      w.n_targets     = x.n_blocks;
      w.height        = x.height;
      w.width         = x.width;
      w.accumulate    = dream_plan_accumulates (plan, index, input);

      run_winograd (plan, layer, TRUE, &w);
    }
  else
    {
      back_by_phases (plan, index);
    }
}

gsize
dream_plan_scratch_size (DreamPlan *plan)
{
  const DreamPacked *packed = plan->packed;
  gsize              size   = 0;

  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);

      if (! packed->layers[i].winograd)
        continue;

      for (gint backward = 0; backward < 2; backward++)
        {
          const gint points = packed->forms[backward][layer->kernel_h].points *
                              packed->forms[backward][layer->kernel_w].points;
          const guint from      = backward
                                    ? i
                                    : dream_network_get_layer (packed->network, i)
                                   ->inputs[0];
          const gint  n_sources = packed->layers[from].n_blocks;

          size = MAX (size, (gsize) points *
                              chunk_of (plan, points, n_sources) *
                              packed->kernels->block *
                              (n_sources * packed->kernels->value_size +
                               DREAM_GROUP_BLOCKS * sizeof (gfloat)));
        }
    }

  return size;
}

static DreamSourceBlock *
list_sources (DreamPlan *plan, const DreamView *view, guint index)
{
  DreamSourceBlock *sources = g_new (DreamSourceBlock, view->n_blocks);

  for (gint b = 0; b < view->n_blocks; b++)
    {
      sources[b].data     = view->data + b * view->block;
      sources[b].row      = view->row;
      sources[b].channels = plan->packed->kernels->block;
    }
  sources[view->n_blocks - 1].channels = plan->packed->layers[index].last;

  return sources;
}

static DreamTargetBlock *
list_targets (const DreamView *view, gboolean relu)
{
  DreamTargetBlock *targets = g_new (DreamTargetBlock, view->n_blocks);

  for (gint b = 0; b < view->n_blocks; b++)
    {
      targets[b].data = view->data + b * view->block;
      targets[b].row  = view->row;
      targets[b].bits = view->bits ? view->bits + b * view->bits_block : NULL;
      targets[b].bits_row = view->bits_row;
      targets[b].relu     = relu;
    }

  return targets;
}

/* --- Direct ---------------------------------------------------------------- */

static void
run_direct (DreamPlan *plan, const DreamConvolution *convolution)
{
  const DreamKernels *kernels = plan->packed->kernels;
  const gint n_groups = (convolution->n_targets + DREAM_GROUP_BLOCKS - 1) /
                        DREAM_GROUP_BLOCKS;
  const gint n_items = dream_threads_count (plan->threads) * ITEMS_PER_THREAD;
  DirectTask task    = { convolution->from_picture ? kernels->convolve_picture
                                                   : kernels->convolve,
                      convolution, 1 };

  task.n_parts = CLAMP (n_items / n_groups, 1, convolution->height);

  dream_threads_run (plan->threads, n_groups * task.n_parts, direct_item,
                     &task);
}

static void
direct_item (gint item, gpointer data)
{
  const DirectTask *task  = data;
  const gint        group = item / task->n_parts;
  const gint        part  = item % task->n_parts;
  const gint64      rows  = task->convolution->height;
  const gint        first = rows * part / task->n_parts;
  const gint        last  = rows * (part + 1) / task->n_parts;

  task->kernel (task->convolution, group, first, last - first);
}

static void
back_by_phases (DreamPlan *plan, guint index)
{
  const DreamLayer   *layer   = dream_network_get_layer (plan->packed->network,
                                                         index);
  const DreamKernels *kernels = plan->packed->kernels;
  const DreamPackedLayer *place = &plan->packed->layers[index];
  const DreamSlot        *slot  = &plan->slots[index];
  const guint             input = layer->inputs[0];
  const DreamView        *g     = &slot->gradient;
  const DreamView         x = dream_plan_input_gradient (plan, index, input);
  const gsize             pixel = (gsize) kernels->block * kernels->value_size;
  g_autofree DreamSourceBlock *sources = list_sources (plan, g, index);
  g_autofree DreamTargetBlock *targets = list_targets (&x, FALSE);

  for (gint y = 0; y < MIN (layer->stride_h, x.height); y++)
    for (gint left = 0; left < MIN (layer->stride_w, x.width); left++)
      {
        DreamConvolution c = { 0 };
        gint             phase_h, phase_w;
        gint             row = dream_phase (y, slot->pad_top, layer->kernel_h,
                                            layer->stride_h, &c.kernel_h, &phase_h);
        gint column = dream_phase (left, slot->pad_left, layer->kernel_w,
                                   layer->stride_w, &c.kernel_w, &phase_w);

        /* A phase that no tap reaches gets zeros (and its mask). */
        if (c.kernel_h == 0 || c.kernel_w == 0)
          row = column = c.kernel_h = c.kernel_w = 0;

        for (gint b = 0; b < g->n_blocks; b++)
          sources[b].data = g->data + b * g->block + row * (gssize) g->row +
                            column * (gssize) pixel;

        for (gint b = 0; b < x.n_blocks; b++)
          {
            targets[b].data = x.data + b * x.block + y * x.row + left * pixel;
            targets[b].row  = x.row * layer->stride_h;
            targets[b].bits = x.bits
                                ? x.bits + b * x.bits_block + y * x.bits_row +
                                    left * kernels->mask_size
                                : NULL;
            targets[b].bits_row = x.bits_row * layer->stride_h;
          }

        c.sources      = sources;
        c.n_sources    = g->n_blocks;
        c.source_pixel = pixel;
        c.stride_h     = 1;
        c.stride_w     = 1;
        c.weights      = place->backward[phase_h * layer->stride_w + phase_w];
        c.targets      = targets;
        c.n_targets    = x.n_blocks;
        c.target_pixel = pixel * layer->stride_w;
        c.bits_pixel   = (gsize) kernels->mask_size * layer->stride_w;
        c.height       = (x.height - y + layer->stride_h - 1) / layer->stride_h;
        c.width      = (x.width - left + layer->stride_w - 1) / layer->stride_w;
        c.accumulate = dream_plan_accumulates (plan, index, input);

        run_direct (plan, &c);
      }
}

static void
back_to_picture (DreamPlan *plan, guint index, gfloat *input_gradient)
{
  const DreamLayer *layer = dream_network_get_layer (plan->packed->network,
                                                     index);
  const DreamSlot  *slot  = &plan->slots[index];
  DreamStem         stem  = { 0 };
  StemTask          task  = { plan->packed->kernels, &stem };

  stem.gradient   = slot->gradient;
  stem.weights    = plan->packed->layers[index].backward[0];
  stem.kernel_h   = layer->kernel_h;
  stem.kernel_w   = layer->kernel_w;
  stem.stride_h   = layer->stride_h;
  stem.stride_w   = layer->stride_w;
  stem.pad_top    = slot->pad_top;
  stem.pad_left   = slot->pad_left;
  stem.picture    = input_gradient;
  stem.height     = plan->slots[0].height;
  stem.width      = plan->slots[0].width;
  stem.accumulate = dream_plan_accumulates (plan, index, 0);

  dream_threads_run (plan->threads, stem.height, stem_item, &task);
}

static void
stem_item (gint item, gpointer data)
{
  const StemTask *task = data;

  task->kernels->stem_gradient (task->stem, item, 1);
}

/* --- Winograd -------------------------------------------------------------- */

/* Every thread has its scratch memory and takes chunks of tiles until none is
 * left. */
static void
run_winograd (DreamPlan        *plan,
              const DreamLayer *layer,
              gboolean          backward,
              DreamWinograd    *w)
{
  const DreamWinogradForm *forms     = plan->packed->forms[backward];
  const gint               n_threads = dream_threads_count (plan->threads);
  WinogradTask task = { .kernels = plan->packed->kernels, .winograd = w };
  gint         n_chunks;

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

  dream_threads_run (plan->threads, n_threads, winograd_item, &task);
}

static void
winograd_item (gint item, gpointer data)
{
  WinogradTask *task    = data;
  const gint    n_tiles = task->winograd->n_tiles;
  gfloat       *scratch = (gfloat *) (gpointer) (task->scratch +
                                           item * task->scratch_size);
  gint          first;

  while ((first = g_atomic_int_add (&task->next, 1) * n_tiles) < task->n_tiles)
    task->kernels->winograd (task->winograd, first,
                             MIN (n_tiles, task->n_tiles - first), scratch);
}

/* How many tiles are computed together at most. */
static gint
chunk_of (DreamPlan *plan, gint points, gint n_sources)
{
  const DreamKernels *kernels = plan->packed->kernels;
  const gint size = points * n_sources * kernels->block * kernels->value_size;

  return CLAMP (MAX_INPUTS / size / kernels->pixels, 1, MAX_CHUNK) *
         kernels->pixels;
}
