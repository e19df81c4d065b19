/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GoogLeNet's graph.
 */

#include <math.h>

#include "googlenet.h"

#define SEED 1409

/* Channels of an inception module's convolutions. */
typedef struct
{
  const gchar *name;
  gint         one;
  gint         three_reduce;
  gint         three;
  gint         five_reduce;
  gint         five;
  gint         projection;
} Module;

/* Tensors are offsets into @weights until it stops moving. */
typedef struct
{
  GPtrArray *layers;
  GArray    *weights;
  GRand     *random;
} Builder;

static guint add_module (Builder *self, const Module *module, guint input);
static guint add_conv (Builder     *self,
                       const gchar *module,
                       const gchar *name,
                       guint        input,
                       gint         kernel,
                       gint         stride,
                       gint         channels);
static guint add_max_pool (Builder     *self,
                           const gchar *module,
                           const gchar *name,
                           guint        input,
                           gint         stride);
static guint add_lrn (Builder *self, const gchar *name, guint input);
static DreamLayer *add_layer (Builder     *self,
                              DreamOp      op,
                              const gchar *module,
                              const gchar *name,
                              const guint *inputs,
                              guint        n_inputs);
static void        add_values (Builder     *self,
                               DreamTensor *tensor,
                               gsize        n_values,
                               gdouble      range);
static guint       last (Builder *self);
static GBytes     *fix_tensors (Builder *self);

static const Module modules_3[] = {
  { "inception_3a", 64, 96, 128, 16, 32, 32 },
  { "inception_3b", 128, 128, 192, 32, 96, 64 },
};

static const Module modules_4[] = {
  { "inception_4a", 192, 96, 208, 16, 48, 64 },
  { "inception_4b", 160, 112, 224, 24, 64, 64 },
  { "inception_4c", 128, 128, 256, 24, 64, 64 },
};

DreamNetwork *
bench_googlenet_new (GError **error)
{
  /* The published weights expect 0..255 less the mean. */
  const DreamInput   input  = { { 1, 1, 1 }, { 117, 117, 117 }, FALSE };
  Builder            self   = { 0 };
  g_autoptr (GRand)  random = g_rand_new_with_seed (SEED);
  g_autoptr (GBytes) memory = NULL;
  guint              x;

  self.layers  = g_ptr_array_new ();
  self.weights = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self.random  = random;

  add_layer (&self, DREAM_OP_INPUT, "data", NULL, NULL, 0)->channels = 3;
  x = add_conv (&self, "conv1", "7x7_s2", 0, 7, 2, 64);
  x = add_max_pool (&self, "pool1", "3x3_s2", x, 2);
  x = add_lrn (&self, "norm1", x);
  x = add_conv (&self, "conv2", "3x3_reduce", x, 1, 1, 64);
  x = add_conv (&self, "conv2", "3x3", x, 3, 1, 192);
  x = add_lrn (&self, "norm2", x);
  x = add_max_pool (&self, "pool2", "3x3_s2", x, 2);
  for (guint i = 0; i < G_N_ELEMENTS (modules_3); i++)
    x = add_module (&self, &modules_3[i], x);
  x = add_max_pool (&self, "pool3", "3x3_s2", x, 2);
  for (guint i = 0; i < G_N_ELEMENTS (modules_4); i++)
    x = add_module (&self, &modules_4[i], x);

  memory = fix_tensors (&self);

  return dream_network_new (self.layers, &input, memory, error);
}

static guint
add_module (Builder *self, const Module *module, guint input)
{
  const gchar *name = module->name;
  guint        parts[4];
  guint        x;

  parts[0] = add_conv (self, name, "1x1", input, 1, 1, module->one);
  x = add_conv (self, name, "3x3_reduce", input, 1, 1, module->three_reduce);
  parts[1] = add_conv (self, name, "3x3", x, 3, 1, module->three);
  x = add_conv (self, name, "5x5_reduce", input, 1, 1, module->five_reduce);
  parts[2] = add_conv (self, name, "5x5", x, 5, 1, module->five);
  x        = add_max_pool (self, name, "pool", input, 1);
  parts[3] = add_conv (self, name, "pool_proj", x, 1, 1, module->projection);

  add_layer (self, DREAM_OP_CONCAT, name, "output", parts,
             G_N_ELEMENTS (parts));

  return last (self);
}

static guint
add_conv (Builder     *self,
          const gchar *module,
          const gchar *name,
          guint        input,
          gint         kernel,
          gint         stride,
          gint         channels)
{
  DreamLayer *layer = add_layer (self, DREAM_OP_CONVOLUTION, module, name,
                                 &input, 1);
  const gsize reads = (gsize) kernel * kernel * layer->channels;

  layer->channels = channels;
  layer->kernel_h = layer->kernel_w = kernel;
  layer->stride_h = layer->stride_w = stride;
  layer->activation                 = DREAM_ACTIVATION_CLIP;
  /* Uniform over +-range has a variance of range^2 / 3: He's 2 / reads. */
  add_values (self, &layer->weights, reads * channels, sqrt (6.0 / reads));
  add_values (self, &layer->bias, channels, 0.1);

  return last (self);
}

static guint
add_max_pool (Builder     *self,
              const gchar *module,
              const gchar *name,
              guint        input,
              gint         stride)
{
  DreamLayer *layer = add_layer (self, DREAM_OP_MAX_POOL, module, name, &input,
                                 1);

  layer->kernel_h = layer->kernel_w = 3;
  layer->stride_h = layer->stride_w = stride;

  return last (self);
}

/* As the published network has it: alpha is divided by the window there. */
static guint
add_lrn (Builder *self, const gchar *name, guint input)
{
  DreamLayer *layer = add_layer (self, DREAM_OP_LRN, name, NULL, &input, 1);

  layer->lrn_size  = 5;
  layer->lrn_alpha = 1e-4f / 5;
  layer->lrn_beta  = 0.75f;
  layer->lrn_bias  = 1;

  return last (self);
}

static DreamLayer *
add_layer (Builder     *self,
           DreamOp      op,
           const gchar *module,
           const gchar *name,
           const guint *inputs,
           guint        n_inputs)
{
  g_autofree gchar *full  = name ? g_strconcat (module, "/", name, NULL)
                                 : g_strdup (module);
  DreamLayer       *layer = dream_layer_new (op, full, n_inputs);

  layer->kernel_h = layer->kernel_w = 1;
  layer->stride_h = layer->stride_w = 1;
  layer->padding                    = DREAM_PADDING_SAME;
  for (guint n = 0; n < n_inputs; n++)
    {
      const DreamLayer *input = g_ptr_array_index (self->layers, inputs[n]);

      layer->inputs[n] = inputs[n];
      layer->channels += input->channels;
    }

  g_ptr_array_add (self->layers, layer);

  return layer;
}

static void
add_values (Builder *self, DreamTensor *tensor, gsize n_values, gdouble range)
{
  tensor->data     = GSIZE_TO_POINTER (self->weights->len * sizeof (gfloat));
  tensor->coding   = DREAM_CODING_FLOAT32;
  tensor->scale    = 1;
  tensor->n_values = n_values;

  for (gsize i = 0; i < n_values; i++)
    {
      const gfloat value = g_rand_double_range (self->random, -range, range);

      g_array_append_val (self->weights, value);
    }
}

static guint
last (Builder *self)
{
  return self->layers->len - 1;
}

static GBytes *
fix_tensors (Builder *self)
{
  const gsize   size  = self->weights->len * sizeof (gfloat);
  const guint8 *start = (const guint8 *) g_array_free (self->weights, FALSE);

  for (guint i = 0; i < self->layers->len; i++)
    {
      DreamLayer *layer = g_ptr_array_index (self->layers, i);

      if (layer->op != DREAM_OP_CONVOLUTION)
        continue;

      layer->weights.data = start + GPOINTER_TO_SIZE (layer->weights.data);
      layer->bias.data    = start + GPOINTER_TO_SIZE (layer->bias.data);
    }

  return g_bytes_new_take ((gpointer) start, size);
}
