/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Caffe's sums, products and maxima of several layers.
 */

#include "operations.h"

static gchar *add_factor (DreamBuilder          *builder,
                          const DreamCaffeLayer *layer,
                          guint                  index,
                          GError               **error);

/* Two inputs at a time, the last two under the layer's own name. */
gboolean
dream_caffe_read_eltwise (DreamBuilder          *builder,
                          const DreamCaffeLayer *layer,
                          GError               **error)
{
  static const DreamOp ops[] = {
    [CAFFE__ELTWISE_PARAMETER__ELTWISE_OP__PROD] = DREAM_OP_MULTIPLY,
    [CAFFE__ELTWISE_PARAMETER__ELTWISE_OP__SUM]  = DREAM_OP_ADD,
    [CAFFE__ELTWISE_PARAMETER__ELTWISE_OP__MAX]  = DREAM_OP_MAXIMUM
  };
  const Caffe__EltwiseParameter *eltwise = layer->parameter->eltwise_param;
  const gsize                    n       = layer->parameter->n_bottom;
  DreamOp                        op      = DREAM_OP_ADD;
  g_autofree gchar              *left    = NULL;

  if (eltwise)
    {
      if ((guint) eltwise->operation >= G_N_ELEMENTS (ops) ||
          (eltwise->n_coeff > 0 && eltwise->n_coeff != n))
        return dream_builder_damaged (error);

      op = ops[eltwise->operation];
    }

  if (n < 2)
    return dream_builder_damaged (error);

  left = add_factor (builder, layer, 0, error);
  for (guint i = 1; left && i < n; i++)
    {
      const gboolean    is_last = i == n - 1;
      g_autofree gchar *right   = add_factor (builder, layer, i, error);
      g_autofree gchar *name    = g_strdup (layer->name);

      if (! is_last)
        {
          g_free (name);
          name = g_strdup_printf ("%s/%u", layer->name, i);
        }

      if (! right ||
          ! dream_builder_add_join (builder, op, name, left, right,
                                    is_last ? layer->top : name, error))
        return FALSE;

      g_free (left);
      left = g_steal_pointer (&name);
    }

  return left != NULL;
}

/* Returns: (transfer full) (nullable): the input, times its factor if it has
 *   one.
 */
static gchar *
add_factor (DreamBuilder          *builder,
            const DreamCaffeLayer *layer,
            guint                  index,
            GError               **error)
{
  const Caffe__EltwiseParameter *eltwise = layer->parameter->eltwise_param;
  const gchar                   *bottom  = layer->parameter->bottom[index];
  g_autofree gchar              *name    = NULL;

  if (! eltwise || eltwise->n_coeff == 0 || eltwise->coeff[index] == 1 ||
      eltwise->operation != CAFFE__ELTWISE_PARAMETER__ELTWISE_OP__SUM)
    return g_strdup (bottom);

  name = g_strdup_printf ("%s/factor%u", layer->name, index + 1);
  if (! dream_builder_add_scaled (builder, name, bottom, name,
                                  DREAM_ACTIVATION_POWER, eltwise->coeff[index],
                                  0, 1, error))
    return NULL;

  return g_steal_pointer (&name);
}
