/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The graph as two lists of calls, forward and backward.
 */

#include <string.h>

#include "onednn-private.h"

static void                place_layers (OnednnNetwork *self);
static dnnl_memory_desc_t  describe_reached (OnednnNetwork *self);
static void                add_forward (OnednnNetwork *self, guint index);
static void                add_backward (OnednnNetwork *self, guint index);
static void                add_pool_forward (OnednnNetwork *self, guint index);
static void                add_pool_backward (OnednnNetwork *self, guint index);
static dnnl_pooling_desc_t pool_of (OnednnNetwork   *self,
                                    guint            index,
                                    dnnl_prop_kind_t pass);
static void                add_lrn_forward (OnednnNetwork *self, guint index);
static void                add_lrn_backward (OnednnNetwork *self, guint index);
static void                add_kept (OnednnNetwork       *self,
                                     guint                index,
                                     const_dnnl_op_desc_t operation);
static void                add_kept_backward (OnednnNetwork       *self,
                                              guint                index,
                                              const_dnnl_op_desc_t operation);
static void add_relu_backward (OnednnNetwork *self, const OnednnPlace *place);

OnednnNetwork *
onednn_network_new (const DreamNetwork *network,
                    guint               target,
                    gint                width,
                    gint                height)
{
  OnednnNetwork *self = g_new0 (OnednnNetwork, 1);
  OnednnCall     seed;
  OnednnPlace   *top;

  self->network  = network;
  self->target   = target;
  self->shapes   = bench_shapes_new (network, target, width, height);
  self->onednn   = onednn_new ();
  self->places   = g_new0 (OnednnPlace, target + 1);
  self->forward  = g_array_new (FALSE, FALSE, sizeof (OnednnCall));
  self->backward = g_array_new (FALSE, FALSE, sizeof (OnednnCall));

  place_layers (self);

  for (guint i = 1; i <= target; i++)
    if (self->shapes[i].needed)
      add_forward (self, i);

  top  = &self->places[target];
  seed = onednn_copy (self->onednn, &top->description, top->value,
                      &top->description, top->gradient);
  g_array_append_val (self->backward, seed);

  for (guint i = target; i > 0; i--)
    if (self->shapes[i].needed)
      add_backward (self, i);

  return self;
}

void
onednn_network_free (OnednnNetwork *self)
{
  for (guint i = 0; i <= self->target; i++)
    if (self->places[i].forward)
      dnnl_primitive_desc_destroy (self->places[i].forward);
  g_array_unref (self->forward);
  g_array_unref (self->backward);
  g_free (self->places);
  g_free (self->shapes);
  onednn_free (self->onednn);
  g_free (self);
}

gfloat *
onednn_network_get_input (OnednnNetwork *self)
{
  return self->places[0].value;
}

void
onednn_network_iterate (OnednnNetwork *self)
{
  for (guint i = 0; i < self->forward->len; i++)
    onednn_call_run (self->onednn,
                     &g_array_index (self->forward, OnednnCall, i));
  for (guint i = 0; i < self->backward->len; i++)
    onednn_call_run (self->onednn,
                     &g_array_index (self->backward, OnednnCall, i));
}

void
onednn_network_read_gradient (OnednnNetwork *self, gfloat *gradient)
{
  const OnednnPlace       *place   = &self->places[0];
  const dnnl_dims_t        offsets = { 0 };
  const dnnl_memory_desc_t plain   = onednn_describe (3, self->shapes[0].height,
                                                      self->shapes[0].width,
                                                      dnnl_nchw);
  dnnl_memory_desc_t       reached;
  OnednnCall               copy;

  memset (gradient, 0, dnnl_memory_desc_get_size (&plain));
  onednn_check (dnnl_memory_desc_init_submemory (
                  &reached, &plain, place->gradient_description.dims, offsets),
                "part of the picture");
  copy = onednn_copy (self->onednn, &place->gradient_description,
                      place->gradient, &reached, gradient);
  onednn_call_run (self->onednn, &copy);
}

/* From the target down, so that a concatenation comes before its parts. */
static void
place_layers (OnednnNetwork *self)
{
  gsize largest = 0;

  for (guint i = self->target + 1; i-- > 0;)
    {
      const DreamLayer *layer = dream_network_get_layer (self->network, i);
      const BenchShape *shape = &self->shapes[i];
      OnednnPlace      *place = &self->places[i];
      gsize             at    = 0;
      gsize             size;

      if (! shape->needed)
        continue;

      place->description = onednn_describe (layer->channels, shape->height,
                                            shape->width,
                                            i == 0 ? dnnl_nchw
                                                   : self->onednn->blocked);
      place->gradient_description = place->description;
      if (i == 0)
        place->gradient_description = describe_reached (self);

      size    = dnnl_memory_desc_get_size (&place->gradient_description);
      largest = MAX (largest, size);
      if (! place->placed)
        {
          place->value    = onednn_allocate (self->onednn, &place->description);
          place->gradient = onednn_allocate (self->onednn,
                                             &place->gradient_description);
        }

      for (guint n = 0; layer->op == DREAM_OP_CONCAT && n < layer->n_inputs;
           n++)
        {
          OnednnPlace *part = &self->places[layer->inputs[n]];
          const gint   channels =
            dream_network_get_layer (self->network, layer->inputs[n])->channels;

          g_assert (! part->placed && channels % self->onednn->block == 0);
          part->placed   = TRUE;
          part->value    = place->value + at;
          part->gradient = place->gradient + at;
          at += (gsize) channels * shape->height * shape->width;
        }
    }

  self->spare = g_aligned_alloc (1, largest, 64);
  g_ptr_array_add (self->onednn->buffers, self->spare);
}

/* The part of the picture that the first convolution's windows reach. */
static dnnl_memory_desc_t
describe_reached (OnednnNetwork *self)
{
  guint       reader = 1;
  dnnl_dims_t after;

  while (! self->shapes[reader].needed)
    reader++;

  onednn_padding_after (dream_network_get_layer (self->network, reader),
                        &self->shapes[0], &self->shapes[reader], after);

  return onednn_describe (3, self->shapes[0].height + MIN (after[0], 0),
                          self->shapes[0].width + MIN (after[1], 0),
                          self->onednn->blocked);
}

static void
add_forward (OnednnNetwork *self, guint index)
{
  switch (dream_network_get_layer (self->network, index)->op)
    {
    case DREAM_OP_CONVOLUTION:
      onednn_convolution_forward (self, index);
      break;

    case DREAM_OP_MAX_POOL:
    case DREAM_OP_AVERAGE_POOL:
      add_pool_forward (self, index);
      break;

    case DREAM_OP_LRN:
      add_lrn_forward (self, index);
      break;

    case DREAM_OP_CONCAT:
    case DREAM_OP_INPUT:
    default: /* not in the networks that are compared */
      break;
    }
}

static void
add_backward (OnednnNetwork *self, guint index)
{
  const DreamLayer *layer = dream_network_get_layer (self->network, index);

  if (layer->activation == DREAM_ACTIVATION_CLIP)
    add_relu_backward (self, &self->places[index]);

  switch (layer->op)
    {
    case DREAM_OP_CONVOLUTION:
      onednn_convolution_backward (self, index);
      break;

    case DREAM_OP_MAX_POOL:
    case DREAM_OP_AVERAGE_POOL:
      add_pool_backward (self, index);
      break;

    case DREAM_OP_LRN:
      add_lrn_backward (self, index);
      break;

    case DREAM_OP_CONCAT:
    case DREAM_OP_INPUT:
    default: /* not in the networks that are compared */
      break;
    }

  for (guint n = 0; n < layer->n_inputs; n++)
    self->places[layer->inputs[n]].begun = TRUE;
}

static void
add_pool_forward (OnednnNetwork *self, guint index)
{
  const dnnl_pooling_desc_t pool = pool_of (self, index, dnnl_forward_training);

  add_kept (self, index, &pool);
}

static void
add_pool_backward (OnednnNetwork *self, guint index)
{
  const dnnl_pooling_desc_t pool = pool_of (self, index, dnnl_backward_data);

  add_kept_backward (self, index, &pool);
}

static dnnl_pooling_desc_t
pool_of (OnednnNetwork *self, guint index, dnnl_prop_kind_t pass)
{
  const DreamLayer *layer = dream_network_get_layer (self->network, index);
  const BenchShape *shape = &self->shapes[index];
  const BenchShape *in    = &self->shapes[layer->inputs[0]];
  const dnnl_memory_desc_t *from = &self->places[layer->inputs[0]].description;
  const dnnl_memory_desc_t *to   = &self->places[index].description;
  const dnnl_alg_kind_t     kind = layer->op == DREAM_OP_MAX_POOL
                                     ? dnnl_pooling_max
                                     : dnnl_pooling_avg_exclude_padding;
  const dnnl_dims_t         stride = { layer->stride_h, layer->stride_w };
  const dnnl_dims_t         kernel = { layer->kernel_h, layer->kernel_w };
  const dnnl_dims_t         before = { shape->pad_top, shape->pad_left };
  dnnl_dims_t               after;
  dnnl_pooling_desc_t       pool;

  onednn_padding_after (layer, in, shape, after);
  if (pass == dnnl_backward_data)
    onednn_check (dnnl_pooling_backward_desc_init (&pool, kind, from, to,
                                                   stride, kernel, before,
                                                   after),
                  "pool backward");
  else
    onednn_check (dnnl_pooling_forward_desc_init (&pool, pass, kind, from, to,
                                                  stride, kernel, before,
                                                  after),
                  "pool");

  return pool;
}

/* oneDNN divides alpha by the size. */
static void
add_lrn_forward (OnednnNetwork *self, guint index)
{
  const DreamLayer *layer = dream_network_get_layer (self->network, index);
  dnnl_lrn_desc_t   lrn;

  onednn_check (dnnl_lrn_forward_desc_init (&lrn, dnnl_forward_training,
                                            dnnl_lrn_across_channels,
                                            &self->places[index].description,
                                            layer->lrn_size,
                                            layer->lrn_alpha * layer->lrn_size,
                                            layer->lrn_beta, layer->lrn_bias),
                "lrn");
  add_kept (self, index, &lrn);
}

static void
add_lrn_backward (OnednnNetwork *self, guint index)
{
  const DreamLayer *layer = dream_network_get_layer (self->network, index);
  dnnl_lrn_desc_t   lrn;

  onednn_check (dnnl_lrn_backward_desc_init (&lrn, dnnl_lrn_across_channels,
                                             &self->places[index].description,
                                             &self->places[index].description,
                                             layer->lrn_size,
                                             layer->lrn_alpha * layer->lrn_size,
                                             layer->lrn_beta, layer->lrn_bias),
                "lrn backward");
  add_kept_backward (self, index, &lrn);
}

/* A layer whose backward pass may want to know what the forward pass did. */
static void
add_kept (OnednnNetwork *self, guint index, const_dnnl_op_desc_t operation)
{
  const DreamLayer *layer = dream_network_get_layer (self->network, index);
  OnednnPlace      *place = &self->places[index];
  const dnnl_memory_desc_t *workspace;
  OnednnCall                call;

  place->forward = onednn_prepare (self->onednn, operation, NULL, NULL);
  g_assert (place->forward);

  call = onednn_call_new (self->onednn, place->forward);
  onednn_call_add (&call, DNNL_ARG_SRC,
                   onednn_value (self, &self->places[layer->inputs[0]]));
  onednn_call_add (&call, DNNL_ARG_DST, onednn_value (self, place));

  workspace = dnnl_primitive_desc_query_md (place->forward,
                                            dnnl_query_workspace_md, 0);
  if (workspace && dnnl_memory_desc_get_size (workspace) > 0)
    {
      place->workspace = onednn_memory (self->onednn, workspace,
                                        onednn_allocate (self->onednn,
                                                         workspace));
      onednn_call_add (&call, DNNL_ARG_WORKSPACE, place->workspace);
    }

  g_array_append_val (self->forward, call);
}

static void
add_kept_backward (OnednnNetwork       *self,
                   guint                index,
                   const_dnnl_op_desc_t operation)
{
  const DreamLayer     *layer = dream_network_get_layer (self->network, index);
  const OnednnPlace    *from  = &self->places[layer->inputs[0]];
  const OnednnPlace    *place = &self->places[index];
  dnnl_primitive_desc_t description;
  OnednnCall            call;

  description = onednn_prepare (self->onednn, operation, place->forward, NULL);
  g_assert (description);

  call = onednn_call_new (self->onednn, description);
  dnnl_primitive_desc_destroy (description);
  onednn_call_add (&call, DNNL_ARG_DIFF_DST, onednn_gradient (self, place));
  onednn_call_add (&call, DNNL_ARG_DIFF_SRC, onednn_destination (self, from));
  if (layer->op == DREAM_OP_LRN)
    onednn_call_add (&call, DNNL_ARG_SRC, onednn_value (self, from));
  if (place->workspace)
    onednn_call_add (&call, DNNL_ARG_WORKSPACE, place->workspace);
  g_array_append_val (self->backward, call);

  if (from->begun)
    {
      const OnednnCall add = onednn_add_spare (self, from);

      g_array_append_val (self->backward, add);
    }
}

/* In place: what the ReLU made 0 passes no gradient. */
static void
add_relu_backward (OnednnNetwork *self, const OnednnPlace *place)
{
  dnnl_eltwise_desc_t   relu;
  dnnl_primitive_desc_t forward;
  dnnl_primitive_desc_t description;
  OnednnCall            call;

  onednn_check (dnnl_eltwise_forward_desc_init (
                  &relu, dnnl_forward_training,
                  dnnl_eltwise_relu_use_dst_for_bwd, &place->description, 0, 0),
                "relu");
  forward = onednn_prepare (self->onednn, &relu, NULL, NULL);
  onednn_check (dnnl_eltwise_backward_desc_init (
                  &relu, dnnl_eltwise_relu_use_dst_for_bwd, &place->description,
                  &place->description, 0, 0),
                "relu backward");
  description = onednn_prepare (self->onednn, &relu, forward, NULL);
  g_assert (description);

  call = onednn_call_new (self->onednn, description);
  dnnl_primitive_desc_destroy (description);
  dnnl_primitive_desc_destroy (forward);
  onednn_call_add (&call, DNNL_ARG_DST, onednn_value (self, place));
  onednn_call_add (&call, DNNL_ARG_DIFF_DST, onednn_gradient (self, place));
  onednn_call_add (&call, DNNL_ARG_DIFF_SRC, onednn_gradient (self, place));
  g_array_append_val (self->backward, call);
}

dnnl_memory_t
onednn_value (OnednnNetwork *self, const OnednnPlace *place)
{
  return onednn_memory (self->onednn, &place->description, place->value);
}

dnnl_memory_t
onednn_gradient (OnednnNetwork *self, const OnednnPlace *place)
{
  return onednn_memory (self->onednn, &place->gradient_description,
                        place->gradient);
}

dnnl_memory_t
onednn_destination (OnednnNetwork *self, const OnednnPlace *place)
{
  return onednn_memory (self->onednn, &place->gradient_description,
                        place->begun ? self->spare : place->gradient);
}

OnednnCall
onednn_add_spare (OnednnNetwork *self, const OnednnPlace *place)
{
  dnnl_binary_desc_t    add;
  dnnl_primitive_desc_t description;
  OnednnCall            call;

  onednn_check (dnnl_binary_desc_init (&add, dnnl_binary_add,
                                       &place->gradient_description,
                                       &place->gradient_description,
                                       &place->gradient_description),
                "sum");
  description = onednn_prepare (self->onednn, &add, NULL, NULL);
  g_assert (description);

  call = onednn_call_new (self->onednn, description);
  dnnl_primitive_desc_destroy (description);
  onednn_call_add (&call, DNNL_ARG_SRC_0, onednn_gradient (self, place));
  onednn_call_add (&call, DNNL_ARG_SRC_1,
                   onednn_memory (self->onednn, &place->gradient_description,
                                  self->spare));
  onednn_call_add (&call, DNNL_ARG_DST, onednn_gradient (self, place));

  return call;
}

void
onednn_padding_after (const DreamLayer *layer,
                      const BenchShape *in,
                      const BenchShape *out,
                      dnnl_dims_t       after)
{
  after[0] = (out->height - 1) * layer->stride_h + layer->kernel_h -
             in->height - out->pad_top;
  after[1] = (out->width - 1) * layer->stride_w + layer->kernel_w - in->width -
             out->pad_left;
}
