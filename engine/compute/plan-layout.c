/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Geometry of a plan: sizes, paddings, borders, and who masks what.
 */

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "engine/network/shapes.h"
#include "plan-layout.h"
#include "plan-memory.h"

static gboolean set_sizes (DreamPlan *plan,
                           gint       picture_width,
                           gint       picture_height,
                           gint       width,
                           gint       height,
                           GError   **error);
static void     set_roots (DreamPlan *plan);
static void     set_borders (DreamPlan *plan);
static void     widen_axis (gint *before,
                            gint *after,
                            gint  first,
                            gint  count,
                            gint  size);
static void     set_masks (DreamPlan *plan);
static void     set_work (DreamPlan *plan);

gboolean
dream_plan_layout (DreamPlan *plan,
                   gint       picture_width,
                   gint       picture_height,
                   gint       width,
                   gint       height,
                   GError   **error)
{
  if (! set_sizes (plan, picture_width, picture_height, width, height, error))
    return FALSE;

  set_roots (plan);
  set_borders (plan);
  set_masks (plan);
  set_work (plan);

  if (! dream_plan_assign_memory (plan))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _ ("The picture is too large for this computer's "
                              "memory. Dream a selection of it."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_sizes (DreamPlan *plan,
           gint       picture_width,
           gint       picture_height,
           gint       width,
           gint       height,
           GError   **error)
{
  DreamCompiled *compiled = plan->compiled;

  plan->slots[0].height         = height;
  plan->slots[0].width          = width;
  plan->slots[0].picture_height = picture_height;
  plan->slots[0].picture_width  = picture_width;

  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;
      DreamSlot        *slot  = &plan->slots[i];
      DreamSlot        *input;

      if (! compiled->layers[i].needed)
        continue;

      input = &plan->slots[layer->inputs[0]];

      /* How much padding comes first depends on the picture, not the tile. */
      slot->height = dream_layer_output_size (layer, input->height, TRUE, NULL);
      slot->width  = dream_layer_output_size (layer, input->width, FALSE, NULL);
      slot->picture_height = dream_layer_output_size (layer,
                                                      input->picture_height,
                                                      TRUE, &slot->pad_top);
      slot->picture_width  = dream_layer_output_size (layer,
                                                      input->picture_width,
                                                      FALSE, &slot->pad_left);

      if (slot->height < 1 || slot->width < 1)
        {
          const DreamLayer *target = dream_network_get_layer (compiled->network,
                                                              compiled->target);

          g_set_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL,
                       _ (
                         "A picture of %d × %d pixels is too small for the "
                         "layer \"%s\", which needs %d × %d. Scale the picture "
                         "up or choose a lower layer."),
                       picture_width, picture_height, target->short_name,
                       compiled->minimum_size, compiled->minimum_size);
          return FALSE;
        }
    }

  return TRUE;
}

static void
set_roots (DreamPlan *plan)
{
  DreamCompiled *compiled = plan->compiled;

  for (guint i = compiled->target + 1; i-- > 0;)
    {
      const DreamCompiledLayer *layer = &compiled->layers[i];
      DreamSlot                *slot  = &plan->slots[i];

      slot->root = i;
      if (layer->needed && layer->parent != 0)
        {
          slot->root       = plan->slots[layer->parent].root;
          slot->root_block = plan->slots[layer->parent].root_block +
                             layer->parent_block;
        }
    }
}

/* A direct convolution reads beyond its input's edges, and the gradient towards
 * its input beyond its output's. */
static void
set_borders (DreamPlan *plan)
{
  DreamCompiled *compiled = plan->compiled;

  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;
      DreamSlot        *slot  = &plan->slots[i];
      DreamSlot        *input;
      DreamSlot        *from;
      DreamSlot        *to;

      if (! compiled->layers[i].needed || layer->op != DREAM_OP_CONVOLUTION ||
          compiled->layers[i].winograd || compiled->layers[i].depthwise)
        continue;

      input = &plan->slots[layer->inputs[0]];
      from  = &plan->slots[input->root];
      to    = &plan->slots[slot->root];

      widen_axis (&from->top, &from->bottom, -slot->pad_top,
                  (slot->height - 1) * layer->stride_h +
                    (layer->kernel_h - 1) * layer->dilation_h + 1,
                  input->height);
      widen_axis (&from->left, &from->right, -slot->pad_left,
                  (slot->width - 1) * layer->stride_w +
                    (layer->kernel_w - 1) * layer->dilation_w + 1,
                  input->width);

      if (layer->inputs[0] == 0)
        continue;

      for (gint y = 0; y < MIN (layer->stride_h, input->height); y++)
        {
          gint taps, index;
          gint first = dream_phase (y, slot->pad_top, layer->kernel_h,
                                    layer->stride_h, layer->dilation_h, &taps,
                                    &index);
          gint rows  = (input->height - y + layer->stride_h - 1) /
                      layer->stride_h;

          if (taps > 0)
            widen_axis (&to->top, &to->bottom, first,
                        rows + (taps - 1) * layer->dilation_h, slot->height);
        }

      for (gint x = 0; x < MIN (layer->stride_w, input->width); x++)
        {
          gint taps, index;
          gint first   = dream_phase (x, slot->pad_left, layer->kernel_w,
                                      layer->stride_w, layer->dilation_w, &taps,
                                      &index);
          gint columns = (input->width - x + layer->stride_w - 1) /
                         layer->stride_w;

          if (taps > 0)
            widen_axis (&to->left, &to->right, first,
                        columns + (taps - 1) * layer->dilation_w, slot->width);
        }
    }
}

static void
widen_axis (gint *before, gint *after, gint first, gint count, gint size)
{
  *before = MAX (*before, -first);
  *after  = MAX (*after, first + count - size);
}

/* A layer's gradient is masked by its ReLU when the last of its readers has
 * added to it, or, where there is no one such (a target, what a concatenation
 * copies), by the layer itself. */
static void
set_masks (DreamPlan *plan)
{
  DreamCompiled *compiled = plan->compiled;

  for (guint i = compiled->target; i > 0; i--)
    {
      const DreamLayer         *layer = &compiled->layers[i].layer;
      const DreamCompiledLayer *place = &compiled->layers[i];
      DreamSlot                *slot  = &plan->slots[i];
      DreamSlot                *root  = &plan->slots[slot->root];

      if (! place->needed)
        continue;

      if (slot->root == i && place->first_consumer != 0)
        slot->masked = place->nonnegative &&
                       compiled->layers[place->first_consumer].layer.op !=
                         DREAM_OP_CONCAT;

      root->has_bits = root->has_bits || root->masked ||
                       dream_layer_clips (layer);
    }
}

static void
set_work (DreamPlan *plan)
{
  DreamCompiled *compiled = plan->compiled;
  gdouble        total    = 0;

  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;
      DreamSlot        *slot  = &plan->slots[i];
      gdouble           reads;

      if (! compiled->layers[i].needed)
        continue;

      reads = (gdouble) layer->kernel_h * layer->kernel_w;
      if (layer->op == DREAM_OP_CONVOLUTION && ! compiled->layers[i].depthwise)
        reads *= compiled->layers[layer->inputs[0]].layer.channels;
      else if (layer->op == DREAM_OP_CONCAT)
        reads = 1;
      else if (layer->op == DREAM_OP_LRN)
        reads = layer->lrn_size;

      slot->work = reads * layer->channels * slot->height * slot->width;
      total += 2 * slot->work;
    }

  for (guint i = 1; i <= compiled->target; i++)
    plan->slots[i].work /= total;
}
