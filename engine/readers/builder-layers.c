/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layers that several formats have, made of one or more of the engine's.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "builder-private.h"

/* Numbers that affine layers may take altogether: a small file can ask for many
 * of wide layers.  Networks have some ten thousands. */
#define MAX_AFFINE_VALUES (1 << 24)

static gboolean join (DreamBuilder       *self,
                      DreamOp             op,
                      const gchar        *name,
                      const gchar *const *values,
                      guint               n_values,
                      const gchar        *to,
                      GError            **error);
static gboolean see_picture (DreamBuilder *self,
                             const gchar  *name,
                             const gchar  *from,
                             const gchar  *to,
                             const gfloat *scale,
                             const gfloat *shift,
                             GError      **error);
static gboolean add_zeros (DreamBuilder *self,
                           const gchar  *name,
                           const gchar  *from,
                           const gchar  *to,
                           gint          channels,
                           GError      **error);

gboolean
dream_builder_add_activation (DreamBuilder   *self,
                              const gchar    *name,
                              const gchar    *from,
                              const gchar    *to,
                              DreamActivation activation,
                              gfloat          low,
                              gfloat          high,
                              GError        **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_ACTIVATION, name,
                                           &from, 1, error);

  if (! layer)
    return FALSE;

  layer->activation = activation;
  layer->low        = low;
  layer->high       = high;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_leaky (DreamBuilder      *self,
                         const gchar       *name,
                         const gchar       *from,
                         const gchar       *to,
                         const DreamTensor *slopes,
                         GError           **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_ACTIVATION, name,
                                           &from, 1, error);

  if (! layer)
    return FALSE;

  layer->activation = DREAM_ACTIVATION_LEAKY;
  layer->slopes     = *slopes;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_prelu (DreamBuilder      *self,
                         const gchar       *name,
                         const gchar       *from,
                         const gchar       *to,
                         const DreamTensor *slopes,
                         GError           **error)
{
  const DreamLayer *layer = dream_builder_get_layer (self, from);

  if (! slopes || (layer && slopes->n_values != 1 &&
                   slopes->n_values != (gsize) layer->channels))
    return dream_builder_unsupported (name,
                                      _ ("Its slopes are not one for each "
                                         "channel."),
                                      error);

  return dream_builder_add_leaky (self, name, from, to, slopes, error);
}

gboolean
dream_builder_add_scaled (DreamBuilder   *self,
                          const gchar    *name,
                          const gchar    *from,
                          const gchar    *to,
                          DreamActivation activation,
                          gfloat          scale,
                          gfloat          shift,
                          gfloat          power,
                          GError        **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_ACTIVATION, name,
                                           &from, 1, error);

  if (! layer)
    return FALSE;

  layer->activation = activation;
  layer->scale      = scale;
  layer->shift      = shift;
  layer->power      = power;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_join (DreamBuilder *self,
                        DreamOp       op,
                        const gchar  *name,
                        const gchar  *first,
                        const gchar  *second,
                        const gchar  *to,
                        GError      **error)
{
  const gchar *const values[] = { first, second };

  return join (self, op, name, values, G_N_ELEMENTS (values), to, error);
}

gboolean
dream_builder_add_concat (DreamBuilder       *self,
                          const gchar        *name,
                          const gchar *const *values,
                          guint               n_values,
                          const gchar        *to,
                          GError            **error)
{
  return join (self, DREAM_OP_CONCAT, name, values, n_values, to, error);
}

gboolean
dream_builder_add_affine (DreamBuilder *self,
                          const gchar  *name,
                          const gchar  *from,
                          const gchar  *to,
                          const gfloat *scale,
                          const gfloat *shift,
                          GError      **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_CONVOLUTION, name,
                                           &from, 1, error);
  gfloat     *weights;
  gfloat     *bias;

  if (! layer)
    return FALSE;

  if (layer->inputs[0] == 0)
    {
      dream_layer_free (layer);
      return see_picture (self, name, from, to, scale, shift, error);
    }

  self->n_affine_values += 2 * layer->channels;
  if (self->n_affine_values > MAX_AFFINE_VALUES)
    {
      dream_layer_free (layer);
      return dream_builder_damaged (error);
    }

  layer->groups = layer->channels;
  weights       = dream_builder_floats (self, &layer->weights, layer->channels);
  bias          = dream_builder_floats (self, &layer->bias, layer->channels);
  for (gint c = 0; c < layer->channels; c++)
    {
      weights[c] = scale ? scale[c] : 1;
      bias[c]    = shift ? shift[c] : 0;
    }

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_batch_norm (DreamBuilder      *self,
                              const gchar       *name,
                              const gchar       *from,
                              const gchar       *to,
                              const DreamTensor *gamma,
                              const DreamTensor *beta,
                              const DreamTensor *mean,
                              const DreamTensor *variance,
                              gfloat             epsilon,
                              GError           **error)
{
  const DreamBuilderValue *value = dream_builder_find_value (self, from, name,
                                                             error);
  const DreamTensor       *tensors[] = { gamma, beta, mean, variance };
  g_autofree gfloat       *numbers   = NULL;
  gfloat                  *g, *b, *m, *v;
  gsize                    n;

  if (! value)
    return FALSE;

  n = ((DreamLayer *) g_ptr_array_index (self->layers, value->layer))->channels;
  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    if (tensors[i] && (! tensors[i]->data || tensors[i]->n_values != n))
      return dream_builder_damaged (error);

  numbers = g_new0 (gfloat, 4 * n);
  g       = numbers;
  b       = g + n;
  m       = b + n;
  v       = m + n;
  dream_tensor_decode (mean, m);
  dream_tensor_decode (variance, v);
  if (beta)
    dream_tensor_decode (beta, b);
  if (gamma)
    dream_tensor_decode (gamma, g);

  for (gsize c = 0; c < n; c++)
    {
      const gdouble scale = (gamma ? g[c] : 1) /
                            sqrt ((gdouble) v[c] + epsilon);

      g[c] = scale;
      b[c] -= scale * m[c];
    }

  return dream_builder_add_affine (self, name, from, to, g, b, error);
}

gboolean
dream_builder_add_padding (DreamBuilder *self,
                           const gchar  *name,
                           const gchar  *from,
                           const gchar  *to,
                           gint          top,
                           gint          left,
                           gint          bottom,
                           gint          right,
                           gint          channels,
                           GError      **error)
{
  DreamLayer *layer;

  if (channels > 0 && ! add_zeros (self, name, from, to, channels, error))
    return FALSE;

  if (channels > 0 && MAX (MAX (top, bottom), MAX (left, right)) == 0)
    return TRUE;

  layer = dream_builder_start (self, DREAM_OP_AVERAGE_POOL, name,
                               channels > 0 ? &to : &from, 1, error);
  if (! layer)
    return FALSE;

  layer->count_padding = TRUE;
  layer->pad_top       = top;
  layer->pad_left      = left;
  layer->pad_bottom    = bottom;
  layer->pad_right     = right;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_global_pool (DreamBuilder *self,
                               const gchar  *name,
                               const gchar  *from,
                               const gchar  *to,
                               DreamOp       op,
                               GError      **error)
{
  DreamLayer *layer = dream_builder_start (self, op, name, &from, 1, error);
  DreamBuilderSize size;

  if (! layer)
    return FALSE;

  size = g_array_index (self->sizes, DreamBuilderSize, layer->inputs[0]);
  layer->kernel_h = size.height;
  layer->kernel_w = size.width;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_dense (DreamBuilder      *self,
                         const gchar       *name,
                         const gchar       *from,
                         const gchar       *to,
                         const DreamTensor *weights,
                         const DreamTensor *bias,
                         gint               n_outputs,
                         GError           **error)
{
  const DreamBuilderValue *value = dream_builder_find_value (self, from, name,
                                                             error);
  DreamLayer              *layer;

  if (! value)
    return FALSE;

  layer            = dream_layer_new (DREAM_OP_CONVOLUTION, name, 1);
  layer->inputs[0] = value->layer;
  layer->channels  = n_outputs;
  layer->weights   = *weights;
  if (bias)
    layer->bias = *bias;
  if (value->is_flat)
    {
      const DreamBuilderSize *size = &g_array_index (self->sizes,
                                                     DreamBuilderSize,
                                                     value->layer);

      layer->kernel_h = size->height;
      layer->kernel_w = size->width;
    }

  return dream_builder_add (self, layer, to, error);
}

static gboolean
join (DreamBuilder       *self,
      DreamOp             op,
      const gchar        *name,
      const gchar *const *values,
      guint               n_values,
      const gchar        *to,
      GError            **error)
{
  DreamLayer *layer = dream_builder_start (self, op, name, values, n_values,
                                           error);

  return layer && dream_builder_add (self, layer, to, error);
}

/* Once others have read the picture as it is, it is too late. */
static gboolean
see_picture (DreamBuilder *self,
             const gchar  *name,
             const gchar  *from,
             const gchar  *to,
             const gfloat *scale,
             const gfloat *shift,
             GError      **error)
{
  if (self->layers->len > 1)
    return dream_builder_unsupported (name,
                                      _ ("It reads the picture itself, which "
                                         "only convolutions can."),
                                      error);

  for (gint c = 0; c < 3; c++)
    {
      const gint    given = dream_builder_is_grey (self) ? 0 : c;
      const gdouble by    = scale ? scale[given] : 1;

      self->scale[c] *= by;
      self->shift[c] = self->shift[c] * by + (shift ? shift[given] : 0);
    }

  dream_builder_alias (self, from, to);
  if (g_strcmp0 (from, to) != 0)
    g_tree_remove (self->values, from);

  return TRUE;
}

static gboolean
add_zeros (DreamBuilder *self,
           const gchar  *name,
           const gchar  *from,
           const gchar  *to,
           gint          channels,
           GError      **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_WIDEN, name, &from, 1,
                                           error);

  if (! layer)
    return FALSE;

  if (channels > DREAM_MAX_CHANNELS - layer->channels)
    {
      dream_layer_free (layer);
      return dream_builder_damaged (error);
    }

  layer->channels += channels;

  return dream_builder_add (self, layer, to, error);
}
