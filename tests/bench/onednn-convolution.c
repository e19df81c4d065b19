/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolutions on oneDNN.  There are several ways to compute each pass, and
 * which is the fastest depends on the layer: they are tried.
 */

#include <string.h>

#include "onednn-private.h"
#include "serve.h"

#define N_TRIALS 3

/* Direct and Winograd, each as a backward or as a flipped forward pass. */
#define MAX_WAYS 4

/* The convolution, and adding its result. */
#define MAX_CALLS 2

typedef struct
{
  OnednnCall calls[MAX_CALLS];
  gint       n_calls;
} Way;

typedef struct
{
  const DreamLayer  *layer;
  gint               n_in; /* channels */
  const OnednnPlace *from;
  const OnednnPlace *to;
  dnnl_dims_t        stride;
  dnnl_dims_t        before;
  dnnl_dims_t        after;
  dnnl_dims_t        reached_after; /* backward, see gradient_description */
} Convolution;

static Convolution           convolution_of (OnednnNetwork *self, guint index);
static gboolean              forward_way (OnednnNetwork     *self,
                                          const Convolution *convolution,
                                          dnnl_alg_kind_t    algorithm,
                                          Way               *way);
static gboolean              backward_way (OnednnNetwork     *self,
                                           const Convolution *convolution,
                                           dnnl_alg_kind_t    algorithm,
                                           Way               *way);
static gboolean              flipped_way (OnednnNetwork     *self,
                                          const Convolution *convolution,
                                          dnnl_alg_kind_t    algorithm,
                                          Way               *way);
static dnnl_primitive_desc_t prepare_forward (OnednnNetwork     *self,
                                              const Convolution *convolution,
                                              dnnl_alg_kind_t    algorithm,
                                              const dnnl_memory_desc_t *bias);
static void                  append_fastest (OnednnNetwork *self,
                                             GArray        *list,
                                             const Way     *ways,
                                             gint           n_ways);
static gdouble               time_way (OnednnNetwork *self, const Way *way);
static dnnl_memory_t         pack (OnednnNetwork              *self,
                                   const_dnnl_primitive_desc_t description,
                                   const dnnl_memory_desc_t   *plain,
                                   gfloat                     *weights);
static dnnl_memory_desc_t    describe_weights (const Convolution *convolution,
                                               gboolean           flipped,
                                               dnnl_format_tag_t  tag);
static gfloat *decode (const Convolution *convolution, gboolean flipped);
static dnnl_primitive_attr_t fuse (gboolean relu, gboolean sum);

void
onednn_convolution_forward (OnednnNetwork *self, guint index)
{
  const Convolution convolution = convolution_of (self, index);
  Way               ways[MAX_WAYS];
  gint              n_ways = 0;

  n_ways += forward_way (self, &convolution, dnnl_convolution_direct,
                         &ways[n_ways]);
  n_ways += forward_way (self, &convolution, dnnl_convolution_winograd,
                         &ways[n_ways]);
  append_fastest (self, self->forward, ways, n_ways);
}

void
onednn_convolution_backward (OnednnNetwork *self, guint index)
{
  const Convolution convolution = convolution_of (self, index);
  Way               ways[MAX_WAYS];
  gint              n_ways = 0;

  n_ways += backward_way (self, &convolution, dnnl_convolution_direct,
                          &ways[n_ways]);
  n_ways += backward_way (self, &convolution, dnnl_convolution_winograd,
                          &ways[n_ways]);
  n_ways += flipped_way (self, &convolution, dnnl_convolution_direct,
                         &ways[n_ways]);
  n_ways += flipped_way (self, &convolution, dnnl_convolution_winograd,
                         &ways[n_ways]);
  append_fastest (self, self->backward, ways, n_ways);
}

static Convolution
convolution_of (OnednnNetwork *self, guint index)
{
  const DreamLayer *layer = dream_network_get_layer (self->network, index);
  const guint       input = layer->inputs[0];
  const BenchShape *out   = &self->shapes[index];
  Convolution       c     = { 0 };

  c.layer     = layer;
  c.n_in      = dream_network_get_layer (self->network, input)->channels;
  c.from      = &self->places[input];
  c.to        = &self->places[index];
  c.stride[0] = layer->stride_h;
  c.stride[1] = layer->stride_w;
  c.before[0] = out->pad_top;
  c.before[1] = out->pad_left;
  onednn_padding_after (layer, &self->shapes[input], out, c.after);
  for (gint axis = 0; axis < 2; axis++)
    c.reached_after[axis] = input == 0 ? MAX (c.after[axis], 0) : c.after[axis];

  return c;
}

static gboolean
forward_way (OnednnNetwork     *self,
             const Convolution *c,
             dnnl_alg_kind_t    algorithm,
             Way               *way)
{
  const dnnl_memory_desc_t plain = describe_weights (c, FALSE, dnnl_oihw);
  const dnnl_dims_t        dims  = { c->layer->channels };
  dnnl_memory_desc_t       bias;
  dnnl_primitive_desc_t    description;
  OnednnCall               call;
  gfloat                  *values;

  onednn_check (dnnl_memory_desc_init_by_tag (&bias, 1, dims, dnnl_f32, dnnl_a),
                "bias");
  description = prepare_forward (self, c, algorithm, &bias);
  if (! description)
    return FALSE;

  values = onednn_allocate (self->onednn, &bias);
  if (c->layer->bias.data)
    dream_tensor_decode (&c->layer->bias, values);

  call = onednn_call_new (self->onednn, description);
  onednn_call_add (&call, DNNL_ARG_SRC, onednn_value (self, c->from));
  onednn_call_add (&call, DNNL_ARG_WEIGHTS,
                   pack (self, description, &plain, decode (c, FALSE)));
  onednn_call_add (&call, DNNL_ARG_BIAS,
                   onednn_memory (self->onednn, &bias, values));
  onednn_call_add (&call, DNNL_ARG_DST, onednn_value (self, c->to));
  dnnl_primitive_desc_destroy (description);

  way->calls[0] = call;
  way->n_calls  = 1;

  return TRUE;
}

static gboolean
backward_way (OnednnNetwork     *self,
              const Convolution *c,
              dnnl_alg_kind_t    algorithm,
              Way               *way)
{
  const dnnl_memory_desc_t plain = describe_weights (c, FALSE, dnnl_oihw);
  const dnnl_memory_desc_t any   = describe_weights (c, FALSE,
                                                     dnnl_format_tag_any);
  dnnl_primitive_desc_t    hint  = prepare_forward (self, c, algorithm, NULL);
  dnnl_primitive_desc_t    description;
  dnnl_convolution_desc_t  operation;
  OnednnCall               call;

  if (! hint)
    return FALSE;

  description = dnnl_convolution_backward_data_desc_init (
                  &operation, algorithm, &c->from->gradient_description, &any,
                  &c->to->description, c->stride, c->before,
                  c->reached_after) == dnnl_success
                  ? onednn_prepare (self->onednn, &operation, hint, NULL)
                  : NULL;
  dnnl_primitive_desc_destroy (hint);
  if (! description)
    return FALSE;

  call = onednn_call_new (self->onednn, description);
  onednn_call_add (&call, DNNL_ARG_DIFF_DST, onednn_gradient (self, c->to));
  onednn_call_add (&call, DNNL_ARG_WEIGHTS,
                   pack (self, description, &plain, decode (c, FALSE)));
  onednn_call_add (&call, DNNL_ARG_DIFF_SRC,
                   onednn_destination (self, c->from));
  dnnl_primitive_desc_destroy (description);

  way->calls[0] = call;
  way->n_calls  = 1;
  if (c->from->begun)
    way->calls[way->n_calls++] = onednn_add_spare (self, c->from);

  return TRUE;
}

/* The gradient of a convolution without strides is one too, with weights
 * flipped and transposed; as a forward pass it can add to what is there. */
static gboolean
flipped_way (OnednnNetwork     *self,
             const Convolution *c,
             dnnl_alg_kind_t    algorithm,
             Way               *way)
{
  const dnnl_memory_desc_t plain  = describe_weights (c, TRUE, dnnl_oihw);
  const dnnl_memory_desc_t any    = describe_weights (c, TRUE,
                                                      dnnl_format_tag_any);
  const dnnl_dims_t        before = { c->layer->kernel_h - 1 - c->before[0],
                                      c->layer->kernel_w - 1 - c->before[1] };
  const dnnl_dims_t     after = { c->layer->kernel_h - 1 - c->reached_after[0],
                                  c->layer->kernel_w - 1 - c->reached_after[1] };
  dnnl_primitive_attr_t attributes;
  dnnl_primitive_desc_t description;
  dnnl_convolution_desc_t operation;
  OnednnCall              call;

  if (c->stride[0] != 1 || c->stride[1] != 1)
    return FALSE;

  attributes  = fuse (FALSE, c->from->begun);
  description = dnnl_convolution_forward_desc_init (
                  &operation, dnnl_forward_inference, algorithm,
                  &c->to->description, &any, NULL,
                  &c->from->gradient_description, c->stride, before,
                  after) == dnnl_success
                  ? onednn_prepare (self->onednn, &operation, NULL, attributes)
                  : NULL;
  dnnl_primitive_attr_destroy (attributes);
  if (! description)
    return FALSE;

  call = onednn_call_new (self->onednn, description);
  onednn_call_add (&call, DNNL_ARG_SRC, onednn_gradient (self, c->to));
  onednn_call_add (&call, DNNL_ARG_WEIGHTS,
                   pack (self, description, &plain, decode (c, TRUE)));
  onednn_call_add (&call, DNNL_ARG_DST, onednn_gradient (self, c->from));
  dnnl_primitive_desc_destroy (description);

  way->calls[0] = call;
  way->n_calls  = 1;

  return TRUE;
}

/* Without a bias it is a hint for the backward pass only. */
static dnnl_primitive_desc_t
prepare_forward (OnednnNetwork            *self,
                 const Convolution        *c,
                 dnnl_alg_kind_t           algorithm,
                 const dnnl_memory_desc_t *bias)
{
  const dnnl_memory_desc_t any = describe_weights (c, FALSE,
                                                   dnnl_format_tag_any);
  dnnl_primitive_attr_t    attributes;
  dnnl_primitive_desc_t    description;
  dnnl_convolution_desc_t  operation;

  if (dnnl_convolution_forward_desc_init (
        &operation, bias ? dnnl_forward_inference : dnnl_forward_training,
        algorithm,
        bias ? &c->from->description : &c->from->gradient_description, &any,
        bias, &c->to->description, c->stride, c->before,
        bias ? c->after : c->reached_after) != dnnl_success)
    return NULL;

  attributes  = fuse (bias && c->layer->activation == DREAM_ACTIVATION_CLIP,
                      FALSE);
  description = onednn_prepare (self->onednn, &operation, NULL, attributes);
  dnnl_primitive_attr_destroy (attributes);

  return description;
}

static void
append_fastest (OnednnNetwork *self, GArray *list, const Way *ways, gint n_ways)
{
  gdouble best    = G_MAXDOUBLE;
  gint    fastest = 0;

  g_assert (n_ways > 0);

  for (gint i = 0; i < n_ways && n_ways > 1; i++)
    {
      const gdouble seconds = time_way (self, &ways[i]);

      if (seconds < best)
        {
          best    = seconds;
          fastest = i;
        }
    }

  g_array_append_vals (list, ways[fastest].calls, ways[fastest].n_calls);
}

static gdouble
time_way (OnednnNetwork *self, const Way *way)
{
  gdouble best = G_MAXDOUBLE;

  for (gint n = 0; n < N_TRIALS; n++)
    {
      const gdouble start = bench_seconds ();

      for (gint i = 0; i < way->n_calls; i++)
        onednn_call_run (self->onednn, &way->calls[i]);
      best = MIN (best, bench_seconds () - start);
    }

  return best;
}

/* Takes @weights. */
static dnnl_memory_t
pack (OnednnNetwork              *self,
      const_dnnl_primitive_desc_t description,
      const dnnl_memory_desc_t   *plain,
      gfloat                     *weights)
{
  const dnnl_memory_desc_t *compiled =
    dnnl_primitive_desc_query_md (description, dnnl_query_weights_md, 0);
  gpointer         data = onednn_allocate (self->onednn, compiled);
  const OnednnCall copy = onednn_copy (self->onednn, plain, weights, compiled,
                                       data);

  onednn_call_run (self->onednn, &copy);
  g_free (weights);

  return onednn_memory (self->onednn, compiled, data);
}

static dnnl_memory_desc_t
describe_weights (const Convolution *c, gboolean flipped, dnnl_format_tag_t tag)
{
  const dnnl_dims_t dims = { flipped ? c->n_in : c->layer->channels,
                             flipped ? c->layer->channels : c->n_in,
                             c->layer->kernel_h, c->layer->kernel_w };
  dnnl_memory_desc_t description;

  onednn_check (dnnl_memory_desc_init_by_tag (&description, 4, dims, dnnl_f32,
                                              tag),
                "weights");

  return description;
}

/* The layer has them as out x row x column x in, oneDNN wants out x in x row x
 * column; flipped, in and out change places and taps their order. */
static gfloat *
decode (const Convolution *c, gboolean flipped)
{
  const gint         n_out   = c->layer->channels;
  const gint         n_taps  = c->layer->kernel_h * c->layer->kernel_w;
  g_autofree gfloat *weights = g_new (gfloat, c->layer->weights.n_values);
  gfloat            *decoded = g_new (gfloat, c->layer->weights.n_values);

  dream_tensor_decode (&c->layer->weights, weights);

  for (gint o = 0; o < n_out; o++)
    for (gint tap = 0; tap < n_taps; tap++)
      for (gint i = 0; i < c->n_in; i++)
        {
          const gsize at = flipped ? ((gsize) i * n_out + o) * n_taps + n_taps -
                                       1 - tap
                                   : ((gsize) o * c->n_in + i) * n_taps + tap;

          decoded[at] = weights[((gsize) o * n_taps + tap) * c->n_in + i];
        }

  return decoded;
}

static dnnl_primitive_attr_t
fuse (gboolean relu, gboolean sum)
{
  dnnl_primitive_attr_t attributes;
  dnnl_post_ops_t       operations;

  onednn_check (dnnl_primitive_attr_create (&attributes), "attributes");
  onednn_check (dnnl_post_ops_create (&operations), "fused operations");
  if (sum)
    onednn_check (dnnl_post_ops_append_sum (operations, 1), "fused sum");
  if (relu)
    onednn_check (dnnl_post_ops_append_eltwise (operations, 1,
                                                dnnl_eltwise_relu, 0, 0),
                  "fused relu");
  onednn_check (dnnl_primitive_attr_set_post_ops (attributes, operations),
                "attributes");
  dnnl_post_ops_destroy (operations);

  return attributes;
}
