/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers of a TensorFlow graph, and what can be computed of them without a
 * picture: graphs that were only frozen compute a batch normalisation's factors
 * every time.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "operations.h"

typedef gfloat (*Function) (gfloat a, gfloat b);

typedef struct
{
  const gchar *op;
  Function     function;
} Folding;

static gfloat  *decode (DreamTfGraph          *self,
                        const DreamTfConstant *constant,
                        GError               **error);
static gboolean find_coding (DreamTfGraph          *self,
                             const DreamTfNode     *node,
                             const DreamTfConstant *stored,
                             DreamTensor           *tensor);
static gboolean get_number (const DreamTfConstant *constant, gdouble *number);
static Function find_function (const gchar *op);
static gboolean goes_with (const DreamTfConstant *small,
                           const DreamTfConstant *large);
static gfloat   add (gfloat a, gfloat b);
static gfloat   subtract (gfloat a, gfloat b);
static gfloat   multiply (gfloat a, gfloat b);
static gfloat   divide (gfloat a, gfloat b);
static gfloat   square (gfloat a, gfloat b);
static gfloat   square_root (gfloat a, gfloat b);
static gfloat   reciprocal_root (gfloat a, gfloat b);
static gfloat   negate (gfloat a, gfloat b);

gboolean
dream_tf_read_constant (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  DreamTfConstant constant = { 0 };

  if (node->constant)
    return TRUE;

  if (! self->source->get_constant (self->file, node->data, self, &constant,
                                    error))
    return FALSE;

  if (constant.tensor.data)
    node->constant = dream_tf_keep_constant (self, &constant);

  return TRUE;
}

gboolean
dream_tf_fold (DreamTfGraph          *self,
               DreamTfNode           *node,
               const DreamTfConstant *a,
               const DreamTfConstant *b,
               GError               **error)
{
  const DreamTfConstant *second   = b ? b : a;
  const Function         function = find_function (node->op);
  const gboolean     is_first = a->tensor.n_values >= second->tensor.n_values;
  DreamTfConstant    result   = is_first ? *a : *second;
  g_autofree gfloat *as       = NULL;
  g_autofree gfloat *bs       = NULL;
  gfloat            *values;

  if (! function || ! goes_with (is_first ? second : a, is_first ? a : second))
    return dream_tf_cannot_fold (node, error);

  as            = decode (self, a, error);
  bs            = as ? decode (self, second, error) : NULL;
  result.lowest = result.highest = 0;

  values = bs ? dream_tf_graph_floats (self, &result.tensor,
                                       result.tensor.n_values, error)
              : NULL;
  if (! values)
    return FALSE;

  for (gsize i = 0; i < result.tensor.n_values; i++)
    values[i] = function (as[i % a->tensor.n_values],
                          bs[i % second->tensor.n_values]);

  node->constant = dream_tf_keep_constant (self, &result);

  return TRUE;
}

/* Sqrt and the like: of numbers alone. */
gboolean
dream_tf_read_numbers (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const DreamTfConstant *constant = dream_tf_get_constant (self, node, 0);

  if (constant)
    return dream_tf_fold (self, node, constant, NULL, error);

  return dream_builder_unknown (node->name, node->op, error);
}

/* Weights that lie in the file in a quarter of their size. */
gboolean
dream_tf_read_dequantize (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const DreamTfConstant *stored = dream_tf_get_constant (self, node, 0);
  DreamTfConstant        real;

  if (! stored)
    return dream_builder_unknown (node->name, node->op, error);

  real        = *stored;
  real.lowest = real.highest = 0;
  if (! find_coding (self, node, stored, &real.tensor))
    return dream_tf_cannot_fold (node, error);

  node->constant = dream_tf_keep_constant (self, &real);

  return TRUE;
}

gboolean
dream_tf_cannot_fold (const DreamTfNode *node, GError **error)
{
  return dream_builder_unsupported (
    node->name, _ ("It computes something of weights that is not supported."),
    error);
}

gboolean
dream_tf_is_not_frozen (const DreamTfNode *node, GError **error)
{
  return dream_builder_unsupported (node->name,
                                    _ ("Its numbers are not in the file; only "
                                       "frozen graphs hold them."),
                                    error);
}

/* Many nodes may read the same numbers; the memory is bounded, so must the time
 * be. */
static gfloat *
decode (DreamTfGraph *self, const DreamTfConstant *constant, GError **error)
{
  gfloat *values;

  if (! dream_tf_take_floats (self, constant->tensor.n_values, error))
    return NULL;

  values = g_new (gfloat, MAX (constant->tensor.n_values, 1));
  dream_tensor_decode (&constant->tensor, values);

  return values;
}

/* The formulas are those of TensorFlow's api_def_Dequantize.pbtxt and, for how
 * MIN_FIRST rounds, its quantization_utils.h.  All are a factor and a shift,
 * which a tensor has anyway. */
static gboolean
find_coding (DreamTfGraph          *self,
             const DreamTfNode     *node,
             const DreamTfConstant *stored,
             DreamTensor           *tensor)
{
  const gboolean   is_narrow = dream_tf_get_integer (self, node, "narrow_range",
                                                     FALSE) != 0;
  const gdouble    n_steps   = stored->highest - stored->lowest;
  const gchar     *mode      = "MIN_COMBINED";
  gdouble          zero      = 0;
  gdouble          scale;
  gdouble          lowest, highest;
  DreamTfAttribute attribute;

  if (dream_tf_get_attribute (self, node, "mode", &attribute))
    mode = attribute.texts[0];

  if (n_steps == 0 ||
      ! get_number (dream_tf_get_constant (self, node, 1), &lowest) ||
      ! get_number (dream_tf_get_constant (self, node, 2), &highest))
    return FALSE;

  scale = (highest - lowest) / n_steps;
  if (strcmp (mode, "MIN_COMBINED") == 0)
    zero = stored->lowest - lowest / scale;
  else if (strcmp (mode, "MIN_FIRST") == 0)
    zero = stored->lowest - round (lowest / scale);
  else if (strcmp (mode, "SCALED") != 0)
    return FALSE;
  else if (stored->lowest == 0)
    scale = highest / stored->highest;
  else
    scale = MAX (lowest / (stored->lowest + is_narrow),
                 highest / stored->highest);

  tensor->scale      = scale;
  tensor->zero_point = zero;

  return isfinite (tensor->scale) && isfinite (tensor->zero_point);
}

static gboolean
get_number (const DreamTfConstant *constant, gdouble *number)
{
  gfloat value;

  if (! constant || constant->tensor.n_values != 1)
    return FALSE;

  dream_tensor_decode (&constant->tensor, &value);
  *number = value;

  return TRUE;
}

static Function
find_function (const gchar *op)
{
  static const Folding foldings[] = {
    { "Add", add },        { "AddV2", add },
    { "Sub", subtract },   { "Mul", multiply },
    { "RealDiv", divide }, { "Div", divide },
    { "Square", square },  { "Sqrt", square_root },
    { "Neg", negate },     { "Rsqrt", reciprocal_root },
  };

  for (guint i = 0; i < G_N_ELEMENTS (foldings); i++)
    if (strcmp (foldings[i].op, op) == 0)
      return foldings[i].function;

  return NULL;
}

/* One number, as many numbers, or one for each step of the last dimension. */
static gboolean
goes_with (const DreamTfConstant *small, const DreamTfConstant *large)
{
  const gsize n = small->tensor.n_values;

  return n == 1 || (n > 0 && n == large->tensor.n_values) ||
         (n > 0 && large->n_dimensions > 0 && small->n_dimensions > 0 &&
          (gsize) large->shape[large->n_dimensions - 1] == n &&
          (gsize) small->shape[small->n_dimensions - 1] == n);
}

static gfloat
add (gfloat a, gfloat b)
{
  return a + b;
}

static gfloat
subtract (gfloat a, gfloat b)
{
  return a - b;
}

static gfloat
multiply (gfloat a, gfloat b)
{
  return a * b;
}

static gfloat
divide (gfloat a, gfloat b)
{
  return a / b;
}

static gfloat
square (gfloat a, gfloat b G_GNUC_UNUSED)
{
  return a * a;
}

static gfloat
square_root (gfloat a, gfloat b G_GNUC_UNUSED)
{
  return sqrtf (a);
}

static gfloat
reciprocal_root (gfloat a, gfloat b G_GNUC_UNUSED)
{
  return 1 / sqrtf (a);
}

static gfloat
negate (gfloat a, gfloat b G_GNUC_UNUSED)
{
  return -a;
}
