/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running a plan: each layer's kernels, forward, and backward in the opposite
 * order.
 */

#include <string.h>

#include "operations.h"
#include "plan-layout.h"
#include "run-rows.h"

static void bind_view (DreamPlan *plan,
                       guint      index,
                       guint8    *memory,
                       gsize      at,
                       DreamView *view);
static void clear_border (DreamPlan *plan, guint root, const DreamView *view);
static void open_value (DreamPlan *plan, guint index);
static void open_gradient (DreamPlan *plan, guint index);
static void seed (DreamPlan    *plan,
                  guint         index,
                  DreamSeedFunc seeder,
                  gpointer      seeder_data);
static void mask (DreamPlan *plan, guint index);
static void backward (DreamPlan *plan, guint index);

DreamPlan *
dream_plan_new (DreamCompiled *compiled,
                DreamThreads  *threads,
                gint           picture_width,
                gint           picture_height,
                gint           width,
                gint           height,
                GError       **error)
{
  g_autoptr (DreamPlan) plan = g_new0 (DreamPlan, 1);

  plan->compiled = compiled;
  plan->threads  = threads;
  plan->slots    = g_new0 (DreamSlot, compiled->target + 1);
  plan->opened   = g_new0 (gboolean, compiled->target + 1);

  if (! dream_plan_layout (plan, picture_width, picture_height, width, height,
                           error))
    return NULL;

  return g_steal_pointer (&plan);
}

void
dream_plan_free (DreamPlan *plan)
{
  if (! plan)
    return;

  g_free (plan->slots);
  g_free (plan->opened);
  g_free (plan);
}

gsize
dream_plan_get_memory (DreamPlan *plan)
{
  return plan->memory;
}

void
dream_plan_bind (DreamPlan *plan, gpointer memory)
{
  const DreamKernels *kernels = plan->compiled->kernels;

  for (guint i = 0; i <= plan->compiled->target; i++)
    {
      DreamSlot       *slot = &plan->slots[i];
      const DreamSlot *root = &plan->slots[slot->root];

      if (! plan->compiled->layers[i].needed)
        continue;

      bind_view (plan, i, memory, root->value_at, &slot->value);
      bind_view (plan, i, memory, root->gradient_at, &slot->gradient);
      slot->argmax = (guint8 *) memory + slot->argmax_at;

      if (! root->has_bits)
        continue;

      slot->value.bits_row   = (gsize) root->width * kernels->mask_size;
      slot->value.bits_block = root->height * slot->value.bits_row;
      slot->value.bits       = (guint8 *) memory + root->bits_at +
                         slot->root_block * slot->value.bits_block;
    }

  plan->scratch = (guint8 *) memory + plan->scratch_at;
}

gfloat *
dream_plan_get_input (DreamPlan *plan, gsize *row)
{
  const DreamView *input = &plan->slots[0].value;

  *row = input->row / sizeof (gfloat);

  return (gfloat *) (gpointer) input->data;
}

gboolean
dream_plan_forward (DreamPlan *plan, DreamTick tick, gpointer user_data)
{
  memset (plan->opened, 0, (plan->compiled->target + 1) * sizeof (gboolean));
  open_value (plan, 0);

  for (guint i = 1; i <= plan->compiled->target; i++)
    {
      if (! plan->compiled->layers[i].needed)
        continue;

      open_value (plan, i);
      dream_operation_get (plan->compiled->layers[i].layer.op)
        ->forward (plan, i);
      if (tick && ! tick (plan->slots[i].work, user_data))
        return FALSE;
    }

  return TRUE;
}

DreamView
dream_plan_get_value (DreamPlan *plan, guint target)
{
  return plan->slots[target].value;
}

gboolean
dream_plan_backward (DreamPlan    *plan,
                     DreamSeedFunc seeder,
                     gpointer      seeder_data,
                     gfloat       *input_gradient,
                     DreamTick     tick,
                     gpointer      user_data)
{
  const guint target = plan->compiled->target;

  memset (plan->opened, 0, (target + 1) * sizeof (gboolean));
  plan->input_gradient = input_gradient;

  for (guint i = target; i > 0; i--)
    {
      if (! plan->compiled->layers[i].needed)
        continue;

      if (plan->compiled->layers[i].is_target)
        seed (plan, i, seeder, seeder_data);
      backward (plan, i);
      if (tick && ! tick (plan->slots[i].work, user_data))
        return FALSE;
    }

  return TRUE;
}

gfloat *
dream_plan_read_activation (DreamPlan *plan,
                            guint      target,
                            gint      *channels,
                            gint      *height,
                            gint      *width)
{
  const DreamKernels       *kernels = plan->compiled->kernels;
  const DreamCompiledLayer *place   = &plan->compiled->layers[target];
  const DreamView          *value   = &plan->slots[target].value;
  const gsize               row     = (gsize) value->width * kernels->block;
  g_autofree gfloat        *line    = g_new (gfloat, row);
  gfloat                   *values;

  *channels = plan->compiled->layers[target].layer.channels;
  *height   = value->height;
  *width    = value->width;

  values = g_new (gfloat, (gsize) *channels * *height * *width);
  for (gint c = 0; c < *channels; c++)
    for (gint y = 0; y < *height; y++)
      {
        gfloat *out = values + ((gsize) c * *height + y) * *width;

        kernels->read (line,
                       value->data +
                         place->lanes[c] / kernels->block * value->block +
                         y * value->row,
                       row);
        for (gint x = 0; x < *width; x++)
          out[x] = line[x * kernels->block + place->lanes[c] % kernels->block];
      }

  return values;
}

static gsize
pixel_size (DreamPlan *plan, guint index)
{
  const DreamKernels *kernels = plan->compiled->kernels;

  return index == 0 ? 3 * sizeof (gfloat)
                    : (gsize) kernels->block * kernels->value_size;
}

static void
bind_view (DreamPlan *plan,
           guint      index,
           guint8    *memory,
           gsize      at,
           DreamView *view)
{
  const DreamSlot *slot  = &plan->slots[index];
  const DreamSlot *root  = &plan->slots[slot->root];
  const gsize      pixel = pixel_size (plan, index);

  view->row   = (root->left + (gsize) root->width + root->right) * pixel;
  view->block = (root->top + (gsize) root->height + root->bottom) * view->row;
  view->n_blocks = index == 0 ? 1 : plan->compiled->layers[index].n_blocks;
  view->height   = slot->height;
  view->width    = slot->width;
  view->data     = memory + at + slot->root_block * view->block +
               root->top * view->row + root->left * pixel;
}

static void
clear_border (DreamPlan *plan, guint root, const DreamView *view)
{
  const DreamSlot *slot  = &plan->slots[root];
  const gsize      pixel = pixel_size (plan, root);

  if (slot->top + slot->left + slot->bottom + slot->right == 0)
    return;

  for (gint b = 0; b < view->n_blocks; b++)
    {
      guint8 *start = view->data + b * view->block - slot->top * view->row -
                      slot->left * pixel;

      memset (start, 0, slot->top * view->row);
      memset (start + (slot->top + view->height) * view->row, 0,
              slot->bottom * view->row);

      for (gint y = slot->top; y < slot->top + view->height; y++)
        {
          guint8 *row = start + y * view->row;

          memset (row, 0, slot->left * pixel);
          memset (row + (slot->left + view->width) * pixel, 0,
                  slot->right * pixel);
        }
    }
}

/* Before the first of a root's layers writes: what lay there before is gone. */
static void
open_value (DreamPlan *plan, guint index)
{
  const guint root = plan->slots[index].root;

  if (plan->opened[root])
    return;

  plan->opened[root] = TRUE;
  clear_border (plan, root, &plan->slots[root].value);
}

/* Likewise; the picture's gradient is the caller's. */
static void
open_gradient (DreamPlan *plan, guint index)
{
  const guint root = plan->slots[index].root;

  if (root == 0 || plan->opened[root])
    return;

  plan->opened[root] = TRUE;
  clear_border (plan, root, &plan->slots[root].gradient);
}

/* What lies above has been masked if anything masks this root; the seed has
 * not. */
static void
seed (DreamPlan *plan, guint index, DreamSeedFunc seeder, gpointer seeder_data)
{
  const DreamSlot *slot     = &plan->slots[index];
  const gboolean accumulate = plan->compiled->layers[index].last_consumer != 0;

  open_gradient (plan, index);
  seeder (index, &slot->value, &slot->gradient, accumulate, seeder_data);

  if (plan->slots[slot->root].masked)
    mask (plan, index);
}

static void
mask (DreamPlan *plan, guint index)
{
  const DreamSlot *slot   = &plan->slots[index];
  DreamView        masked = slot->gradient;

  masked.bits       = slot->value.bits;
  masked.bits_block = slot->value.bits_block;
  masked.bits_row   = slot->value.bits_row;
  dream_run_rows (plan, plan->compiled->kernels->mask, &masked, NULL);
}

static void
backward (DreamPlan *plan, guint index)
{
  const DreamLayer *layer = &plan->compiled->layers[index].layer;
  const DreamSlot  *slot  = &plan->slots[index];

  if (dream_layer_clips (layer) && ! plan->slots[slot->root].masked)
    mask (plan, index);

  /* What has been merged into another is computed in that one's turn. */
  if (plan->compiled->layers[index].leader != index)
    return;

  for (guint n = 0; n < layer->n_inputs; n++)
    open_gradient (plan, layer->inputs[n]);

  dream_operation_get (layer->op)->backward (plan, index);
}
