/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's arithmetic: with two layers, value by value, or with a
 * layer and a constant, for all channels or one for each.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "operations.h"

/* A network that subtracts as much from the picture, or divides it by as much,
 * takes pixels of 0..255. */
#define OF_BYTES 16

enum
{
  FIELD_ACTIVATION = 0
};

/* Which of the two inputs is a constant. */
typedef enum
{
  NEITHER,
  FIRST,
  SECOND
} Constant;

/* Instead of an operation with two layers, which there is none of. */
#define ONLY_AFFINE DREAM_OP_INPUT

/* Sets what becomes of a channel: y = scale x + shift.
 * Returns: whether it can be written so. */
typedef gboolean (*AffineFunc) (Constant which,
                                gfloat   value,
                                gfloat  *scale,
                                gfloat  *shift);

static gboolean read_two (DreamTfliteReader *reader,
                          DreamTfliteNode   *node,
                          DreamOp            op,
                          AffineFunc         affine,
                          GError           **error);
static gboolean find_constant (DreamTfliteReader     *reader,
                               const DreamTfliteNode *node,
                               Constant              *which,
                               GError               **error);
static gboolean read_affine (DreamTfliteReader *reader,
                             DreamTfliteNode   *node,
                             Constant           which,
                             AffineFunc         affine,
                             GError           **error);
static gboolean read_per_channel (DreamTfliteReader     *reader,
                                  const DreamTfliteNode *node,
                                  guint                  i,
                                  gint                   channels,
                                  gfloat                *values,
                                  GError               **error);
static gboolean add (Constant which,
                     gfloat   value,
                     gfloat  *scale,
                     gfloat  *shift);
static gboolean multiply (Constant which,
                          gfloat   value,
                          gfloat  *scale,
                          gfloat  *shift);
static gboolean subtract (Constant which,
                          gfloat   value,
                          gfloat  *scale,
                          gfloat  *shift);
static gboolean divide (Constant which,
                        gfloat   value,
                        gfloat  *scale,
                        gfloat  *shift);

gboolean
dream_tflite_read_add (DreamTfliteReader *reader,
                       DreamTfliteNode   *node,
                       GError           **error)
{
  return read_two (reader, node, DREAM_OP_ADD, add, error);
}

gboolean
dream_tflite_read_multiply (DreamTfliteReader *reader,
                            DreamTfliteNode   *node,
                            GError           **error)
{
  return read_two (reader, node, DREAM_OP_MULTIPLY, multiply, error);
}

gboolean
dream_tflite_read_subtract (DreamTfliteReader *reader,
                            DreamTfliteNode   *node,
                            GError           **error)
{
  return read_two (reader, node, ONLY_AFFINE, subtract, error);
}

gboolean
dream_tflite_read_divide (DreamTfliteReader *reader,
                          DreamTfliteNode   *node,
                          GError           **error)
{
  return read_two (reader, node, ONLY_AFFINE, divide, error);
}

gboolean
dream_tflite_read_maximum (DreamTfliteReader *reader,
                           DreamTfliteNode   *node,
                           GError           **error)
{
  return read_two (reader, node, DREAM_OP_MAXIMUM, NULL, error);
}

static gboolean
read_two (DreamTfliteReader *reader,
          DreamTfliteNode   *node,
          DreamOp            op,
          AffineFunc         affine,
          GError           **error)
{
  const gboolean is_sum = op == DREAM_OP_ADD;
  Constant       which  = NEITHER;
  DreamLayer    *layer;

  if (! find_constant (reader, node, &which, error) ||
      ! dream_tflite_read_activation (reader, node, FIELD_ACTIVATION, is_sum,
                                      is_sum && which == NEITHER, error))
    return FALSE;

  if (which != NEITHER && affine)
    return read_affine (reader, node, which, affine, error) &&
           dream_tflite_activate (reader, node, error);

  if (which != NEITHER || op == ONLY_AFFINE)
    return dream_builder_unsupported (node->name,
                                      _ ("It joins what it reads in a way that "
                                         "is not supported."),
                                      error);

  layer = dream_tflite_start (reader, node, op, 2, error);

  return layer && dream_tflite_finish (reader, node, layer, error);
}

static gboolean
find_constant (DreamTfliteReader     *reader,
               const DreamTfliteNode *node,
               Constant              *which,
               GError               **error)
{
  DreamTfliteModel *model    = &reader->model;
  const gboolean    is_first = dream_tflite_has_values (
       model, dream_tflite_get_constant (reader, node, 0));
  const gboolean is_second = dream_tflite_has_values (
    model, dream_tflite_get_constant (reader, node, 1));

  if (dream_tflite_is_damaged (model, error))
    return FALSE;

  if (node->inputs.n != 2 || (is_first && is_second))
    return dream_builder_unsupported (node->name,
                                      _ ("It does not read one or two layers."),
                                      error);

  *which = is_first ? FIRST : is_second ? SECOND : NEITHER;

  return TRUE;
}

static gboolean
read_affine (DreamTfliteReader *reader,
             DreamTfliteNode   *node,
             Constant           which,
             AffineFunc         affine,
             GError           **error)
{
  const guint        constant = which == FIRST ? 0 : 1;
  const DreamLayer  *layer;
  g_autofree gfloat *scale = NULL;
  g_autofree gfloat *shift = NULL;
  gint               n;

  dream_tflite_key (dream_tflite_get_input (reader, node, 1 - constant),
                    node->from);
  layer = dream_builder_get_layer (reader->builder, node->from);

  /* A single value becomes two for each channel. */
  n = layer ? layer->channels : 0;
  if (! dream_flatbuffer_may_copy (&reader->model.file,
                                   2 * n * sizeof (gfloat)))
    return dream_builder_damaged (error);

  scale = g_new (gfloat, n);
  shift = g_new (gfloat, n);
  if (layer && ! read_per_channel (reader, node, constant, n, scale, error))
    return FALSE;

  for (gint c = 0; c < n; c++)
    if (! affine (which, scale[c], &scale[c], &shift[c]))
      return dream_builder_unsupported (node->name,
                                        _ ("It divides by a layer or by 0."),
                                        error);

  if (layer && layer->op == DREAM_OP_INPUT && reader->is_guess &&
      (fabsf (shift[0]) >= OF_BYTES || fabsf (scale[0]) <= 1.0f / OF_BYTES))
    reader->input = (DreamInput){ .scale = { 1, 1, 1 } };

  return dream_builder_add_affine (reader->builder,
                                   node->inner ? node->inner : node->name,
                                   node->from, node->to, scale, shift, error);
}

static gboolean
read_per_channel (DreamTfliteReader     *reader,
                  const DreamTfliteNode *node,
                  guint                  i,
                  gint                   channels,
                  gfloat                *values,
                  GError               **error)
{
  DreamTfliteModel *model  = &reader->model;
  const gint32      tensor = dream_tflite_get_constant (reader, node, i);
  DreamFlatVector   shape  = dream_tflite_get_shape (model, tensor);
  DreamTensor       constant;

  if (! dream_tflite_read_values (model, tensor, DREAM_TFLITE_ALL, node->name,
                                  &constant, error))
    return FALSE;

  if (constant.n_values != 1 &&
      (constant.n_values != (gsize) channels || shape.n == 0 ||
       dream_flatbuffer_int_at (&model->file, shape, shape.n - 1) != channels))
    return dream_builder_unsupported (node->name,
                                      _ ("Its constants are not one for each "
                                         "channel."),
                                      error);

  dream_tensor_decode (&constant, values);
  for (gint c = constant.n_values; c < channels; c++)
    values[c] = values[0];

  return TRUE;
}

static gboolean
add (Constant which G_GNUC_UNUSED, gfloat value, gfloat *scale, gfloat *shift)
{
  *scale = 1;
  *shift = value;

  return TRUE;
}

static gboolean
multiply (Constant which G_GNUC_UNUSED,
          gfloat   value,
          gfloat  *scale,
          gfloat  *shift)
{
  *scale = value;
  *shift = 0;

  return TRUE;
}

static gboolean
subtract (Constant which, gfloat value, gfloat *scale, gfloat *shift)
{
  *scale = which == FIRST ? -1 : 1;
  *shift = which == FIRST ? value : -value;

  return TRUE;
}

static gboolean
divide (Constant which, gfloat value, gfloat *scale, gfloat *shift)
{
  *scale = 1 / value;
  *shift = 0;

  return which == SECOND && value != 0;
}
