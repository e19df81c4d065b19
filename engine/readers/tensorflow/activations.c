/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow's activations: functions of each value.
 */

#include <math.h>
#include <string.h>

#include "operations.h"

/* What TensorFlow takes where a file does not say. */
#define USUAL_SLOPE 0.2

typedef struct
{
  const gchar    *op;
  DreamActivation activation;
  gfloat          high;
} Activation;

static const Activation *find_activation (const gchar *op);

gboolean
dream_tf_read_activation (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar *from = dream_tf_get_value (self, node, 0, error);

  return from &&
         dream_tf_add_activation (self, node->op, from, node->name,
                                  dream_tf_get_number (self, node, "alpha",
                                                       USUAL_SLOPE),
                                  error);
}

gboolean
dream_tf_read_prelu (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar *from = dream_tf_get_value (self, node, 0, error);

  return from &&
         dream_tf_add_prelu (self, from, node->name,
                             dream_tf_get_constant (self, node, 1), error);
}

gboolean
dream_tf_is_activation (const gchar *op)
{
  return find_activation (op) != NULL;
}

gboolean
dream_tf_add_activation (DreamTfGraph *self,
                         const gchar  *op,
                         const gchar  *from,
                         const gchar  *to,
                         gfloat        slope,
                         GError      **error)
{
  const Activation *found = find_activation (op);
  DreamTensor       slopes;
  gfloat           *value;

  if (found->activation != DREAM_ACTIVATION_LEAKY)
    return dream_builder_add_activation (self->builder, to, from, to,
                                         found->activation, 0, found->high,
                                         error);

  value = dream_tf_graph_floats (self, &slopes, 1, error);
  if (! value)
    return FALSE;

  *value = slope;

  return dream_builder_add_leaky (self->builder, to, from, to, &slopes, error);
}

gboolean
dream_tf_add_prelu (DreamTfGraph          *self,
                    const gchar           *from,
                    const gchar           *to,
                    const DreamTfConstant *slopes,
                    GError               **error)
{
  return dream_builder_add_prelu (self->builder, to, from, to,
                                  slopes ? &slopes->tensor : NULL, error);
}

static const Activation *
find_activation (const gchar *op)
{
  static const Activation activations[] = {
    { "Relu", DREAM_ACTIVATION_CLIP, INFINITY },
    { "Relu6", DREAM_ACTIVATION_CLIP, 6 },
    { "LeakyRelu", DREAM_ACTIVATION_LEAKY, 0 },
    { "Sigmoid", DREAM_ACTIVATION_SIGMOID, 0 },
    { "Tanh", DREAM_ACTIVATION_TANH, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    if (strcmp (activations[i].op, op) == 0)
      return &activations[i];

  return NULL;
}
