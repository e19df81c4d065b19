/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow's normalisations: by statistics of the training's pictures, and by
 * neighbouring channels.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "operations.h"

/* What TensorFlow takes where a file does not say. */
#define USUAL_EPSILON 1e-4f
#define USUAL_RADIUS  5
#define USUAL_BIAS    1
#define USUAL_ALPHA   1
#define USUAL_BETA    0.5

/**
 * Statistics:
 * @gamma: which of a node's inputs it is; likewise the next three.
 * @has_gamma: whether it plays a part.
 */
typedef struct
{
  guint    gamma;
  guint    beta;
  guint    mean;
  guint    variance;
  gboolean has_gamma;
  gdouble  epsilon;
} Statistics;

static gboolean add_norm (DreamTfGraph      *self,
                          const DreamTfNode *node,
                          const Statistics  *statistics,
                          const gchar       *from,
                          const gchar       *to,
                          GError           **error);
static gboolean decode (DreamTfGraph      *self,
                        const DreamTfNode *node,
                        guint              input,
                        gsize              n,
                        gfloat            *values,
                        GError           **error);

gboolean
dream_tf_read_batch_norm (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar *from = dream_tf_get_value (self, node, 0, error);

  if (! from)
    return FALSE;

  if (dream_tf_get_integer (self, node, "is_training", TRUE) != 0)
    return dream_builder_unsupported (node->name,
                                      _ ("It is still in training."), error);

  return dream_tf_add_batch_norm (self, node, 1, from, node->name, error);
}

/* BatchNormWithGlobalNormalization. */
gboolean
dream_tf_read_old_batch_norm (DreamTfGraph *self,
                              DreamTfNode  *node,
                              GError      **error)
{
  const gchar     *from       = dream_tf_get_value (self, node, 0, error);
  const Statistics statistics = {
    .mean      = 1,
    .variance  = 2,
    .beta      = 3,
    .gamma     = 4,
    .has_gamma = dream_tf_get_integer (self, node, "scale_after_normalization",
                                       TRUE) != 0,
    .epsilon   = dream_tf_get_number (self, node, "variance_epsilon", 0),
  };

  return from && add_norm (self, node, &statistics, from, node->name, error);
}

/* The sum is not divided by how many it is of. */
gboolean
dream_tf_read_lrn (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar *from   = dream_tf_get_value (self, node, 0, error);
  const gint64 radius = dream_tf_get_integer (self, node, "depth_radius",
                                              USUAL_RADIUS);
  DreamLayer  *layer;

  if (! from)
    return FALSE;

  if (radius < 0 || radius >= DREAM_MAX_CHANNELS / 2)
    return dream_builder_damaged (error);

  layer = dream_builder_start (self->builder, DREAM_OP_LRN, node->name, &from,
                               1, error);
  if (! layer)
    return FALSE;

  layer->lrn_size  = 2 * radius + 1;
  layer->lrn_bias  = dream_tf_get_number (self, node, "bias", USUAL_BIAS);
  layer->lrn_alpha = dream_tf_get_number (self, node, "alpha", USUAL_ALPHA);
  layer->lrn_beta  = dream_tf_get_number (self, node, "beta", USUAL_BETA);

  return dream_builder_add (self->builder, layer, node->name, error);
}

gboolean
dream_tf_add_batch_norm (DreamTfGraph      *self,
                         const DreamTfNode *node,
                         guint              first,
                         const gchar       *from,
                         const gchar       *to,
                         GError           **error)
{
  const Statistics statistics = {
    .gamma     = first,
    .beta      = first + 1,
    .mean      = first + 2,
    .variance  = first + 3,
    .has_gamma = TRUE,
    .epsilon   = dream_tf_get_number (self, node, "epsilon", USUAL_EPSILON),
  };

  if (node->n_inputs <= statistics.variance)
    return dream_builder_damaged (error);

  return add_norm (self, node, &statistics, from, to, error);
}

static gboolean
add_norm (DreamTfGraph      *self,
          const DreamTfNode *node,
          const Statistics  *statistics,
          const gchar       *from,
          const gchar       *to,
          GError           **error)
{
  const gsize n = dream_builder_get_layer (self->builder, from)->channels;
  g_autofree gfloat *numbers = NULL;
  gfloat            *gamma, *beta, *mean, *variance;

  if (! dream_tf_take_floats (self, n, error))
    return FALSE;

  numbers  = g_new (gfloat, 4 * n);
  gamma    = numbers;
  beta     = gamma + n;
  mean     = beta + n;
  variance = mean + n;
  if (! decode (self, node, statistics->gamma, n, gamma, error) ||
      ! decode (self, node, statistics->beta, n, beta, error) ||
      ! decode (self, node, statistics->mean, n, mean, error) ||
      ! decode (self, node, statistics->variance, n, variance, error))
    return FALSE;

  for (gsize c = 0; c < n; c++)
    {
      const gdouble scale = (statistics->has_gamma ? gamma[c] : 1) /
                            sqrt (variance[c] + statistics->epsilon);

      gamma[c] = scale;
      beta[c] -= scale * mean[c];
    }

  return dream_tf_add_affine (self, from, to, gamma, beta, error);
}

static gboolean
decode (DreamTfGraph      *self,
        const DreamTfNode *node,
        guint              input,
        gsize              n,
        gfloat            *values,
        GError           **error)
{
  const DreamTfConstant *constant = dream_tf_get_constant (self, node, input);

  if (! constant)
    return dream_tf_is_not_frozen (node, error);

  if (constant->tensor.n_values != n)
    return dream_builder_damaged (error);

  dream_tensor_decode (&constant->tensor, values);

  return TRUE;
}
