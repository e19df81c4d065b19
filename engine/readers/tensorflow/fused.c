/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolutions and matrices with what follows them in the same node, as
 * TensorFlow's and TensorFlow.js's optimizers make them.  They become what they
 * were made of again; the last layer has the node's name.
 */

#include <string.h>

#include "operations.h"

/* Of the node's inputs, after the picture and the weights. */
#define FIRST_ARGUMENT 2
#define N_STATISTICS   4

/**
 * Parts:
 * @bias: (nullable): added first.
 * @is_normalised: then a batch normalisation.
 * @activation: (nullable): then this.
 * @n_arguments: how many inputs the first two take.
 */
typedef struct
{
  const DreamTfConstant *bias;
  gboolean               is_normalised;
  const gchar           *activation;
  guint                  n_arguments;
} Parts;

static gboolean find_parts (DreamTfGraph           *self,
                            const DreamTfNode      *node,
                            const DreamTfAttribute *names,
                            Parts                  *parts,
                            GError                **error);
static gboolean add_product (DreamTfGraph      *self,
                             const DreamTfNode *node,
                             const Parts       *parts,
                             const gchar       *to,
                             GError           **error);
static gboolean add_activation (DreamTfGraph      *self,
                                const DreamTfNode *node,
                                const Parts       *parts,
                                const gchar       *from,
                                GError           **error);

gboolean
dream_tf_read_fused (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  DreamTfAttribute  names;
  Parts             parts   = { 0 };
  g_autofree gchar *product = NULL;
  g_autofree gchar *linear  = NULL;

  dream_tf_get_attribute (self, node, "fused_ops", &names);
  if (! find_parts (self, node, &names, &parts, error))
    return FALSE;

  linear  = parts.activation ? g_strconcat (node->name, "/linear", NULL)
                             : g_strdup (node->name);
  product = parts.is_normalised ? g_strconcat (node->name, "/product", NULL)
                                : g_strdup (linear);

  return add_product (self, node, &parts, product, error) &&
         (! parts.is_normalised ||
          dream_tf_add_batch_norm (self, node, FIRST_ARGUMENT, product, linear,
                                   error)) &&
         (! parts.activation ||
          add_activation (self, node, &parts, linear, error));
}

static gboolean
find_parts (DreamTfGraph           *self,
            const DreamTfNode      *node,
            const DreamTfAttribute *names,
            Parts                  *parts,
            GError                **error)
{
  guint i = 0;

  if (names->n_texts > i && strcmp (names->texts[i], "BiasAdd") == 0)
    {
      if (node->n_inputs <= FIRST_ARGUMENT)
        return dream_builder_damaged (error);

      parts->bias        = dream_tf_get_constant (self, node, FIRST_ARGUMENT);
      parts->n_arguments = 1;
      if (! parts->bias)
        return dream_builder_refuse (node->name, DREAM_REASON_INPUT, error);
      i++;
    }
  else if (names->n_texts > i &&
           strcmp (names->texts[i], "FusedBatchNorm") == 0)
    {
      parts->is_normalised = TRUE;
      parts->n_arguments   = N_STATISTICS;
      i++;
    }

  if (names->n_texts > i && (dream_tf_is_activation (names->texts[i]) ||
                             strcmp (names->texts[i], "Prelu") == 0))
    parts->activation = names->texts[i++];

  return names->n_texts == i ||
         dream_builder_unknown (node->name, names->texts[i], error);
}

static gboolean
add_product (DreamTfGraph      *self,
             const DreamTfNode *node,
             const Parts       *parts,
             const gchar       *to,
             GError           **error)
{
  if (strcmp (node->op, "_FusedMatMul") == 0)
    return dream_tf_add_dense (self, node, to, parts->bias, error);

  return dream_tf_add_convolution (self, node, to,
                                   strcmp (node->op, "_FusedConv2D") != 0,
                                   parts->bias, error);
}

static gboolean
add_activation (DreamTfGraph      *self,
                const DreamTfNode *node,
                const Parts       *parts,
                const gchar       *from,
                GError           **error)
{
  const guint slopes = FIRST_ARGUMENT + parts->n_arguments;

  if (strcmp (parts->activation, "Prelu") != 0)
    return dream_tf_add_activation (self, parts->activation, from, node->name,
                                    dream_tf_get_number (self, node,
                                                         "leakyrelu_alpha",
                                                         0.2),
                                    error);

  if (node->n_inputs <= slopes)
    return dream_builder_damaged (error);

  return dream_tf_add_prelu (self, from, node->name,
                             dream_tf_get_constant (self, node, slopes), error);
}
