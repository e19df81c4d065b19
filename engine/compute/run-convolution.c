/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan's convolutions: what the kernels are given, forward and backward, and
 * how the work is shared out.
 */

#include "run-convolution.h"
#include "run-depthwise.h"
#include "run-winograd.h"

/* Items a thread gets of a task: enough to even out, few enough to be cheap. */
#define ITEMS_PER_THREAD 8

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
  const DreamKernels *kernels;
  const DreamStem    *stem;
} StemTask;

static GArray           *new_sources (void);
static GArray           *new_targets (void);
static DreamSourceBlock *first_source (GArray *sources);
static DreamTargetBlock *first_target (GArray *targets);
static gsize             pixel_size (DreamPlan *plan);
static void              add_sources (DreamPlan       *plan,
                                      const DreamView *view,
                                      guint            index,
                                      GArray          *sources);
static void              add_targets (const DreamView  *view,
                                      const DreamLayer *clip,
                                      GArray           *targets);
static void add_member (DreamPlan *plan, guint index, GArray *targets);
static void move_sources (GArray *sources,
                          gint    rows,
                          gint    columns,
                          gsize   pixel);
static void run_direct (DreamPlan *plan, const DreamConvolution *convolution);
static void direct_item (gint item, gpointer data);
static void back_by_phases (DreamPlan *plan,
                            guint      index,
                            GArray    *sources,
                            GArray    *targets);
static void back_to_picture (DreamPlan *plan, guint index);
static void stem_item (gint item, gpointer data);

void
dream_run_convolution (DreamPlan *plan, guint index)
{
  const DreamCompiledLayer *place   = &plan->compiled->layers[index];
  const DreamLayer         *layer   = &place->layer;
  const DreamSlot          *slot    = &plan->slots[index];
  const guint               input   = layer->inputs[0];
  const DreamView          *x       = &plan->slots[input].value;
  g_autoptr (GArray)        sources = new_sources ();
  g_autoptr (GArray)        targets = new_targets ();

  if (place->leader != index)
    return;

  if (place->depthwise)
    {
      dream_run_depthwise (plan, index);
      return;
    }

  add_sources (plan, x, input, sources);
  for (guint n = 0; n < place->members->len; n++)
    add_member (plan, g_array_index (place->members, guint, n), targets);

  if (place->winograd)
    {
      DreamWinograd w = { 0 };

      w.sources       = first_source (sources);
      w.n_sources     = sources->len;
      w.source_height = x->height;
      w.source_width  = x->width;
      w.pad_top       = slot->pad_top;
      w.pad_left      = slot->pad_left;
      w.weights       = place->forward;
      w.targets       = first_target (targets);
      w.n_targets     = targets->len;
      w.height        = slot->height;
      w.width         = slot->width;
      w.bias          = place->bias;

      dream_run_winograd (plan, layer, FALSE, &w);
    }
  else
    {
      DreamConvolution c = { 0 };

      c.source_pixel = input == 0 ? 3 * sizeof (gfloat) : pixel_size (plan);
      c.sources      = first_source (sources);
      c.n_sources    = sources->len;
      c.kernel_h     = layer->kernel_h;
      c.kernel_w     = layer->kernel_w;
      c.stride_h     = layer->stride_h;
      c.stride_w     = layer->stride_w;
      c.dilation_h   = layer->dilation_h;
      c.dilation_w   = layer->dilation_w;
      c.weights      = place->forward;
      c.targets      = first_target (targets);
      c.n_targets    = targets->len;
      c.target_pixel = pixel_size (plan);
      c.bits_pixel   = plan->compiled->kernels->mask_size;
      c.height       = slot->height;
      c.width        = slot->width;
      c.bias         = place->bias;
      c.from_picture = input == 0;

      move_sources (sources, -slot->pad_top, -slot->pad_left, c.source_pixel);
      run_direct (plan, &c);
    }
}

void
dream_run_convolution_back (DreamPlan *plan, guint index)
{
  const DreamCompiledLayer *place   = &plan->compiled->layers[index];
  const DreamLayer         *layer   = &place->layer;
  const DreamSlot          *slot    = &plan->slots[index];
  const guint               input   = layer->inputs[0];
  g_autoptr (GArray)        sources = new_sources ();
  g_autoptr (GArray)        targets = new_targets ();
  DreamView                 x;
  DreamWinograd             w = { 0 };

  if (input == 0)
    {
      back_to_picture (plan, index);
      return;
    }

  if (place->depthwise)
    {
      dream_run_depthwise_back (plan, index);
      return;
    }

  for (guint n = 0; n < place->members->len; n++)
    {
      const guint member = g_array_index (place->members, guint, n);

      add_sources (plan, &plan->slots[member].gradient, member, sources);
    }

  x = dream_plan_input_gradient (plan, index, input);
  add_targets (&x, NULL, targets);

  if (! place->winograd)
    {
      back_by_phases (plan, index, sources, targets);
      return;
    }

  w.sources       = first_source (sources);
  w.n_sources     = sources->len;
  w.source_height = slot->height;
  w.source_width  = slot->width;
  w.pad_top       = layer->kernel_h - 1 - slot->pad_top;
  w.pad_left      = layer->kernel_w - 1 - slot->pad_left;
  w.weights       = place->backward[0];
  w.targets       = first_target (targets);
  w.n_targets     = targets->len;
  w.height        = x.height;
  w.width         = x.width;
  w.accumulate    = dream_plan_accumulates (plan, index, input);

  dream_run_winograd (plan, layer, TRUE, &w);
}

/* --- Blocks -------------------------------------------------------------- */

static GArray *
new_sources (void)
{
  return g_array_new (FALSE, FALSE, sizeof (DreamSourceBlock));
}

static GArray *
new_targets (void)
{
  return g_array_new (FALSE, FALSE, sizeof (DreamTargetBlock));
}

static DreamSourceBlock *
first_source (GArray *sources)
{
  return (DreamSourceBlock *) (gpointer) sources->data;
}

static DreamTargetBlock *
first_target (GArray *targets)
{
  return (DreamTargetBlock *) (gpointer) targets->data;
}

static gsize
pixel_size (DreamPlan *plan)
{
  const DreamKernels *kernels = plan->compiled->kernels;

  return (gsize) kernels->block * kernels->value_size;
}

/* Only the very last block is read in part: the weights of merged layers have
 * zeros where one of them leaves channels of its last block unused. */
static void
add_sources (DreamPlan       *plan,
             const DreamView *view,
             guint            index,
             GArray          *sources)
{
  const gint block = plan->compiled->kernels->block;

  if (sources->len > 0)
    first_source (sources)[sources->len - 1].channels = block;

  for (gint b = 0; b < view->n_blocks; b++)
    {
      DreamSourceBlock source = { view->data + b * view->block, view->row,
                                  block };

      if (b == view->n_blocks - 1)
        source.channels = plan->compiled->layers[index].last;
      g_array_append_val (sources, source);
    }
}

/* `clip`: (nullable): the layer whose clip they get. */
static void
add_targets (const DreamView *view, const DreamLayer *clip, GArray *targets)
{
  for (gint b = 0; b < view->n_blocks; b++)
    {
      DreamTargetBlock target = { 0 };

      target.data     = view->data + b * view->block;
      target.row      = view->row;
      target.bits     = view->bits ? view->bits + b * view->bits_block : NULL;
      target.bits_row = view->bits_row;
      target.clip     = clip != NULL;
      target.ceiling  = clip ? clip->high : 0;
      g_array_append_val (targets, target);
    }
}

/* A concatenation may keep signs, but those of a layer without a ReLU mask
 * nothing. */
static void
add_member (DreamPlan *plan, guint index, GArray *targets)
{
  const DreamLayer *layer = &plan->compiled->layers[index].layer;
  DreamView         value = plan->slots[index].value;

  if (! dream_layer_clips (layer))
    value.bits = NULL;
  add_targets (&value, dream_layer_clips (layer) ? layer : NULL, targets);
}

static void
move_sources (GArray *sources, gint rows, gint columns, gsize pixel)
{
  for (guint b = 0; b < sources->len; b++)
    {
      DreamSourceBlock *source = &first_source (sources)[b];

      source->data += rows * (gssize) source->row + columns * (gssize) pixel;
    }
}

/* --- Direct -------------------------------------------------------------- */

static void
run_direct (DreamPlan *plan, const DreamConvolution *convolution)
{
  const DreamKernels *kernels = plan->compiled->kernels;
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

/* The gradient of a strided convolution: each phase of the input on its own. */
static void
back_by_phases (DreamPlan *plan, guint index, GArray *sources, GArray *targets)
{
  const DreamCompiledLayer *place = &plan->compiled->layers[index];
  const DreamLayer         *layer = &place->layer;
  const DreamSlot          *slot  = &plan->slots[index];
  const DreamSlot          *input = &plan->slots[layer->inputs[0]];
  const gsize               mask  = plan->compiled->kernels->mask_size;
  const gsize               pixel = pixel_size (plan);

  for (gint y = 0; y < MIN (layer->stride_h, input->height); y++)
    for (gint left = 0; left < MIN (layer->stride_w, input->width); left++)
      {
        g_autoptr (GArray) from = g_array_copy (sources);
        g_autoptr (GArray) to   = g_array_copy (targets);
        DreamConvolution   c    = { 0 };
        gint               phase_h, phase_w, row, column;

        row = dream_phase (y, slot->pad_top, layer->kernel_h, layer->stride_h,
                           layer->dilation_h, &c.kernel_h, &phase_h);
        column = dream_phase (left, slot->pad_left, layer->kernel_w,
                              layer->stride_w, layer->dilation_w, &c.kernel_w,
                              &phase_w);

        /* A phase that no tap reaches gets zeros (and its mask). */
        if (c.kernel_h == 0 || c.kernel_w == 0)
          row = column = c.kernel_h = c.kernel_w = 0;

        move_sources (from, row, column, pixel);
        for (guint b = 0; b < to->len; b++)
          {
            DreamTargetBlock *target = &first_target (to)[b];

            target->data += y * target->row + left * pixel;
            target->row *= layer->stride_h;
            if (target->bits)
              target->bits += y * target->bits_row + left * mask;
            target->bits_row *= layer->stride_h;
          }

        c.sources      = first_source (from);
        c.n_sources    = from->len;
        c.source_pixel = pixel;
        c.stride_h     = 1;
        c.stride_w     = 1;
        c.dilation_h   = layer->dilation_h;
        c.dilation_w   = layer->dilation_w;
        c.weights      = place->backward[phase_h * layer->stride_w + phase_w];
        c.targets      = first_target (to);
        c.n_targets    = to->len;
        c.target_pixel = pixel * layer->stride_w;
        c.bits_pixel   = mask * layer->stride_w;
        c.height = (input->height - y + layer->stride_h - 1) / layer->stride_h;
        c.width = (input->width - left + layer->stride_w - 1) / layer->stride_w;
        c.accumulate = dream_plan_accumulates (plan, index, layer->inputs[0]);

        run_direct (plan, &c);
      }
}

static void
back_to_picture (DreamPlan *plan, guint index)
{
  const DreamLayer *layer = &plan->compiled->layers[index].layer;
  const DreamSlot  *slot  = &plan->slots[index];
  DreamStem         stem  = { 0 };
  StemTask          task  = { plan->compiled->kernels, &stem };

  stem.gradient   = slot->gradient;
  stem.weights    = plan->compiled->layers[index].backward[0];
  stem.kernel_h   = layer->kernel_h;
  stem.kernel_w   = layer->kernel_w;
  stem.stride_h   = layer->stride_h;
  stem.stride_w   = layer->stride_w;
  stem.pad_top    = slot->pad_top;
  stem.pad_left   = slot->pad_left;
  stem.picture    = plan->input_gradient;
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
