/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way from logits down to where they are dreamed.
 */

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "subject.h"

static gboolean descend (DreamNetwork *network, DreamOp op, guint *layer);
static gfloat  *get_rows (const DreamLayer *layer, const GArray *channels);
static gfloat  *get_contrasts (gint n_channels, const GArray *channels);

gboolean
dream_subject_find_logits (DreamNetwork *network,
                           guint         n_classes,
                           guint        *layer,
                           GError      **error)
{
  for (guint i = dream_network_n_layers (network) - 1; i > 0; i--)
    if ((guint) dream_network_get_layer (network, i)->channels == n_classes)
      {
        *layer = i;
        return TRUE;
      }

  g_set_error (
    error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
    _ ("The network has no layer that tells its %u classes apart, so "
       "that it cannot see or dream subjects. Choose another network, "
       "or a layer."),
    n_classes);

  return FALSE;
}

gfloat *
dream_subject_find_layer (DreamNetwork *network,
                          guint         n_classes,
                          const GArray *classes,
                          guint        *layer,
                          GError      **error)
{
  const DreamLayer *logits;
  guint             below;

  if (! dream_subject_find_logits (network, n_classes, layer, error))
    return NULL;

  /* A pool that follows the logits, and a ReLU that would hide small ones. */
  descend (network, DREAM_OP_AVERAGE_POOL, layer);
  descend (network, DREAM_OP_ACTIVATION, layer);

  logits = dream_network_get_layer (network, *layer);
  below  = logits->inputs[0];
  if (logits->op == DREAM_OP_CONVOLUTION && logits->groups == 1 &&
      logits->kernel_h * logits->kernel_w == 1 &&
      descend (network, DREAM_OP_AVERAGE_POOL, &below))
    {
      *layer = below;
      return get_rows (logits, classes);
    }

  return get_contrasts (logits->channels, classes);
}

/* Below all layers of one kind. */
static gboolean
descend (DreamNetwork *network, DreamOp op, guint *layer)
{
  gboolean descended = FALSE;

  while (dream_network_get_layer (network, *layer)->op == op)
    {
      *layer    = dream_network_get_layer (network, *layer)->inputs[0];
      descended = TRUE;
    }

  return descended;
}

/* The weights of each class less the mean of all: what all classes like is of
 * no use to one. */
static gfloat *
get_rows (const DreamLayer *layer, const GArray *channels)
{
  g_autofree gfloat *weights = g_new (gfloat, layer->weights.n_values);
  const gsize        length  = layer->weights.n_values / layer->channels;
  gfloat            *rows    = g_new (gfloat, channels->len * length);

  dream_layer_decode_weights (layer, weights);

  for (gsize i = 0; i < length; i++)
    {
      gdouble mean = 0;

      for (gint c = 0; c < layer->channels; c++)
        mean += weights[c * length + i] / layer->channels;

      for (guint n = 0; n < channels->len; n++)
        {
          const guint channel = g_array_index (channels, guint, n);

          rows[n * length + i] = weights[channel * length + i] - mean;
        }
    }

  return rows;
}

/* Each channel less the mean of all. */
static gfloat *
get_contrasts (gint n_channels, const GArray *channels)
{
  gfloat *contrasts = g_new (gfloat, (gsize) channels->len * n_channels);

  for (guint n = 0; n < channels->len; n++)
    {
      gfloat *contrast = contrasts + (gsize) n * n_channels;

      for (gint c = 0; c < n_channels; c++)
        contrast[c] = -1.0f / n_channels;
      contrast[g_array_index (channels, guint, n)] += 1;
    }

  return contrasts;
}
