/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Caffe's normalisations: those that multiply and add, y = scale x + shift, for
 * each channel or for all alike, and those by a layer's own values.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

#define PICTURE_CHANNELS 3

/* What a normalisation has learned; a fork of Caffe's adds the last two. */
enum
{
  MEAN,
  VARIANCE,
  CORRECTION,
  SCALE,
  SHIFT
};

static gfloat  *correct (const DreamTensor *blob,
                         gfloat             correction,
                         DreamTensor       *corrected);
static gboolean add_affine (DreamBuilder          *builder,
                            const DreamCaffeLayer *layer,
                            gint                   axis,
                            const DreamTensor     *scale,
                            const DreamTensor     *shift,
                            GError               **error);
static gfloat  *decode (const DreamTensor *tensor);
static gboolean add_power (DreamBuilder          *builder,
                           const DreamCaffeLayer *layer,
                           gfloat                 scale,
                           gfloat                 shift,
                           gfloat                 power,
                           GError               **error);
static gboolean normalize_within (DreamBuilder              *builder,
                                  const DreamCaffeLayer     *layer,
                                  const Caffe__LRNParameter *parameter,
                                  GError                   **error);
static gboolean add_mean (DreamBuilder *builder,
                          const gchar  *name,
                          const gchar  *value,
                          gint          size,
                          GError      **error);

/* Mean and variance are sums that the third value corrects. */
gboolean
dream_caffe_read_batch_norm (DreamBuilder          *builder,
                             const DreamCaffeLayer *layer,
                             GError               **error)
{
  const Caffe__BatchNormParameter *norm = layer->parameter->batch_norm_param;
  const DreamTensor *mean       = dream_caffe_get_blob (layer, MEAN, error);
  const DreamTensor *variance   = NULL;
  const DreamTensor *correction = NULL;
  const DreamTensor *scale      = NULL;
  const DreamTensor *shift      = NULL;
  g_autofree gfloat *means      = NULL;
  g_autofree gfloat *variances  = NULL;
  DreamTensor        corrected[2];
  gfloat             factor;

  if (mean)
    variance = dream_caffe_get_blob (layer, VARIANCE, error);
  if (variance)
    correction = dream_caffe_get_blob (layer, CORRECTION, error);
  if (! correction)
    return FALSE;

  if (layer->blobs->n > SHIFT)
    {
      scale = &layer->blobs->tensors[SCALE];
      shift = &layer->blobs->tensors[SHIFT];
    }

  if (correction->n_values != 1)
    return dream_builder_damaged (error);

  dream_tensor_decode (correction, &factor);
  factor    = factor == 0 ? 0 : 1 / factor;
  means     = correct (mean, factor, &corrected[MEAN]);
  variances = correct (variance, factor, &corrected[VARIANCE]);

  return dream_builder_add_batch_norm (builder, layer->name, layer->bottom,
                                       layer->top, scale, shift,
                                       &corrected[MEAN], &corrected[VARIANCE],
                                       norm ? norm->eps : 1e-5f, error);
}

gboolean
dream_caffe_read_bias (DreamBuilder          *builder,
                       const DreamCaffeLayer *layer,
                       GError               **error)
{
  const Caffe__BiasParameter *bias  = layer->parameter->bias_param;
  const DreamTensor          *shift = dream_caffe_get_blob (layer, 0, error);

  return shift &&
         add_affine (builder, layer, bias ? bias->axis : 1, NULL, shift, error);
}

gboolean
dream_caffe_read_power (DreamBuilder          *builder,
                        const DreamCaffeLayer *layer,
                        GError               **error)
{
  const Caffe__PowerParameter *power = layer->parameter->power_param;

  return power ? add_power (builder, layer, power->scale, power->shift,
                            power->power, error)
               : add_power (builder, layer, 1, 0, 1, error);
}

gboolean
dream_caffe_read_scale (DreamBuilder          *builder,
                        const DreamCaffeLayer *layer,
                        GError               **error)
{
  const Caffe__ScaleParameter *parameter = layer->parameter->scale_param;
  const DreamTensor           *scale;
  const DreamTensor           *shift = NULL;

  if (layer->parameter->n_bottom > 1)
    return dream_builder_unsupported (layer->name,
                                      _ ("Its factors are computed from the "
                                         "picture."),
                                      error);

  scale = dream_caffe_get_blob (layer, 0, error);
  if (scale && parameter && parameter->bias_term)
    {
      shift = dream_caffe_get_blob (layer, 1, error);
      if (! shift)
        return FALSE;
    }

  return scale && add_affine (builder, layer, parameter ? parameter->axis : 1,
                              scale, shift, error);
}

/* y = x (k + alpha / size sum x^2)^-beta */
gboolean
dream_caffe_read_lrn (DreamBuilder          *builder,
                      const DreamCaffeLayer *layer,
                      GError               **error)
{
  static const Caffe__LRNParameter usual = CAFFE__LRNPARAMETER__INIT;
  const Caffe__LRNParameter       *p     = layer->parameter->lrn_param;
  DreamLayer                      *lrn;

  if (! p)
    p = &usual;

  if (p->local_size % 2 == 0 || p->local_size > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);

  if (p->norm_region == CAFFE__LRNPARAMETER__NORM_REGION__WITHIN_CHANNEL)
    return normalize_within (builder, layer, p, error);

  lrn = dream_builder_start (builder, DREAM_OP_LRN, layer->name, &layer->bottom,
                             1, error);
  if (! lrn)
    return FALSE;

  lrn->lrn_size  = p->local_size;
  lrn->lrn_alpha = p->alpha / p->local_size;
  lrn->lrn_beta  = p->beta;
  lrn->lrn_bias  = p->k;

  return dream_builder_add (builder, lrn, layer->top, error);
}

/* Returns: (transfer full): what @corrected points to. */
static gfloat *
correct (const DreamTensor *blob, gfloat correction, DreamTensor *corrected)
{
  gfloat *values = decode (blob);

  for (gsize i = 0; i < blob->n_values; i++)
    values[i] *= correction;

  *corrected = (DreamTensor){ .data     = (const guint8 *) values,
                              .n_values = blob->n_values,
                              .scale    = 1 };

  return values;
}

/* @axis: the first that scale and shift have, if they have any. */
static gboolean
add_affine (DreamBuilder          *builder,
            const DreamCaffeLayer *layer,
            gint                   axis,
            const DreamTensor     *scale,
            const DreamTensor     *shift,
            GError               **error)
{
  const DreamLayer  *input   = dream_builder_get_layer (builder, layer->bottom);
  const gsize        n       = scale ? scale->n_values : shift->n_values;
  g_autofree gfloat *factors = NULL;
  g_autofree gfloat *sums    = NULL;

  if (scale && shift && shift->n_values != n)
    return dream_builder_damaged (error);

  factors = decode (scale);
  sums    = decode (shift);

  if (n == 1)
    return add_power (builder, layer, factors ? *factors : 1, sums ? *sums : 0,
                      1, error);

  if (input &&
      (! dream_caffe_is_channels (axis) || n != (gsize) input->channels))
    return dream_builder_unsupported (layer->name,
                                      _ ("Its numbers are not those of its "
                                         "input's channels."),
                                      error);

  return dream_builder_add_affine (builder, layer->name, layer->bottom,
                                   layer->top, factors, sums, error);
}

static gfloat *
decode (const DreamTensor *tensor)
{
  gfloat *values;

  if (! tensor)
    return NULL;

  values = g_new (gfloat, tensor->n_values);
  dream_tensor_decode (tensor, values);

  return values;
}

/* What is done to the picture itself becomes a part of what the network expects
 * of it.
 */
static gboolean
add_power (DreamBuilder          *builder,
           const DreamCaffeLayer *layer,
           gfloat                 scale,
           gfloat                 shift,
           gfloat                 power,
           GError               **error)
{
  const DreamLayer *input = dream_builder_get_layer (builder, layer->bottom);

  if (input && input->op == DREAM_OP_INPUT && power == 1)
    {
      const gfloat scales[PICTURE_CHANNELS] = { scale, scale, scale };
      const gfloat shifts[PICTURE_CHANNELS] = { shift, shift, shift };

      return dream_builder_add_affine (builder, layer->name, layer->bottom,
                                       layer->top, scales, shifts, error);
    }

  return dream_builder_add_scaled (builder, layer->name, layer->bottom,
                                   layer->top, DREAM_ACTIVATION_POWER, scale,
                                   shift, power, error);
}

/* y = x (1 + alpha mean x^2)^-beta, the mean over a square of each channel. */
static gboolean
normalize_within (DreamBuilder              *builder,
                  const DreamCaffeLayer     *layer,
                  const Caffe__LRNParameter *p,
                  GError                   **error)
{
  g_autofree gchar *square = g_strconcat (layer->name, "/square", NULL);
  g_autofree gchar *mean   = g_strconcat (layer->name, "/mean", NULL);
  g_autofree gchar *power  = g_strconcat (layer->name, "/power", NULL);

  return dream_builder_add_scaled (builder, square, layer->bottom, square,
                                   DREAM_ACTIVATION_POWER, 1, 0, 2, error) &&
         add_mean (builder, mean, square, p->local_size, error) &&
         dream_builder_add_scaled (builder, power, mean, power,
                                   DREAM_ACTIVATION_POWER, p->alpha, 1,
                                   -p->beta, error) &&
         dream_builder_add_join (builder, DREAM_OP_MULTIPLY, layer->name,
                                 layer->bottom, power, layer->top, error);
}

static gboolean
add_mean (DreamBuilder *builder,
          const gchar  *name,
          const gchar  *value,
          gint          size,
          GError      **error)
{
  DreamLayer *pool = dream_builder_start (builder, DREAM_OP_AVERAGE_POOL, name,
                                          &value, 1, error);

  if (! pool)
    return FALSE;

  pool->kernel_h      = size;
  pool->kernel_w      = size;
  pool->pad_top       = size / 2;
  pool->pad_left      = size / 2;
  pool->pad_bottom    = size / 2;
  pool->pad_right     = size / 2;
  pool->count_padding = TRUE;

  return dream_builder_add (builder, pool, name, error);
}
