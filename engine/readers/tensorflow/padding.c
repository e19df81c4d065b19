/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far apart the windows of TensorFlow's convolutions and pools lie, and
 * what is around the picture: theirs, or an operation's own.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "operations.h"

static gboolean read_sides (DreamTfGraph      *self,
                            const DreamTfNode *node,
                            DreamLayer        *layer,
                            GError           **error);
static gboolean set_sides (const gint64 *sides,
                           DreamLayer   *layer,
                           GError      **error);

gboolean
dream_tf_read_padding (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar           *from   = dream_tf_get_value (self, node, 0, error);
  const DreamTfConstant *values = node->n_inputs > 2
                                    ? dream_tf_get_constant (self, node, 2)
                                    : NULL;
  g_autoptr (DreamLayer) layer  = NULL;
  gint64                 sides[2 * DREAM_TF_N_AXES];
  gint64                *channels = &sides[2 * DREAM_TF_CHANNELS + 1];
  gint64                 value    = 0;
  gint                   n_zeros;
  guint                  n;

  if (! from)
    return FALSE;

  if (! dream_tf_get_integers (dream_tf_get_constant (self, node, 1), sides,
                               G_N_ELEMENTS (sides), &n) ||
      n != G_N_ELEMENTS (sides) ||
      (node->n_inputs > 2 &&
       (! dream_tf_get_integers (values, &value, 1, &n) || value != 0)))
    return dream_builder_unsupported (node->name,
                                      _ ("It adds something else than rows and "
                                         "columns of zeros."),
                                      error);

  if (*channels < 0 || *channels > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);

  layer     = dream_layer_new (DREAM_OP_AVERAGE_POOL, node->name, 1);
  n_zeros   = *channels;
  *channels = 0;

  return set_sides (sides, layer, error) &&
         dream_builder_add_padding (self->builder, node->name, from, node->name,
                                    layer->pad_top, layer->pad_left,
                                    layer->pad_bottom, layer->pad_right,
                                    n_zeros, error);
}

gboolean
dream_tf_read_steps (DreamTfGraph      *self,
                     const DreamTfNode *node,
                     DreamLayer        *layer,
                     GError           **error)
{
  DreamTfAttribute format, padding;

  if (dream_tf_get_attribute (self, node, "data_format", &format) &&
      strcmp (format.texts[0], "NHWC") != 0)
    return dream_builder_unsupported (node->name,
                                      _ ("Its channels do not come last."),
                                      error);

  if (! dream_tf_get_attribute (self, node, "padding", &padding))
    return dream_builder_damaged (error);

  if (! dream_tf_read_pair (self, node, "strides", 1, &layer->stride_h,
                            &layer->stride_w, error))
    return FALSE;

  if (strcmp (padding.texts[0], "SAME") == 0)
    layer->padding = DREAM_PADDING_SAME;
  else if (strcmp (padding.texts[0], "EXPLICIT") == 0)
    return read_sides (self, node, layer, error);
  else if (strcmp (padding.texts[0], "VALID") != 0)
    return dream_builder_damaged (error);

  return TRUE;
}

gboolean
dream_tf_read_pair (DreamTfGraph      *self,
                    const DreamTfNode *node,
                    const gchar       *name,
                    gint               fallback,
                    gint              *rows,
                    gint              *columns,
                    GError           **error)
{
  DreamTfAttribute attribute;
  const gint64    *integers = attribute.integers;

  *rows = *columns = fallback;
  if (! dream_tf_get_attribute (self, node, name, &attribute) ||
      attribute.n_integers == 0)
    return TRUE;

  if (attribute.n_integers != DREAM_TF_N_AXES || integers[DREAM_TF_ROWS] < 1 ||
      integers[DREAM_TF_ROWS] > G_MAXINT || integers[DREAM_TF_COLUMNS] < 1 ||
      integers[DREAM_TF_COLUMNS] > G_MAXINT)
    return dream_builder_damaged (error);

  if (integers[DREAM_TF_BATCH] != 1 || integers[DREAM_TF_CHANNELS] != 1)
    return dream_builder_unsupported (node->name,
                                      _ ("It works along something else than "
                                         "rows and columns."),
                                      error);

  *rows    = integers[DREAM_TF_ROWS];
  *columns = integers[DREAM_TF_COLUMNS];

  return TRUE;
}

static gboolean
read_sides (DreamTfGraph      *self,
            const DreamTfNode *node,
            DreamLayer        *layer,
            GError           **error)
{
  DreamTfAttribute sides;

  if (! dream_tf_get_attribute (self, node, "explicit_paddings", &sides) ||
      sides.n_integers != 2 * DREAM_TF_N_AXES)
    return dream_builder_damaged (error);

  return set_sides (sides.integers, layer, error);
}

/* Before and after, for each axis. */
static gboolean
set_sides (const gint64 *sides, DreamLayer *layer, GError **error)
{
  for (guint i = 0; i < 2 * DREAM_TF_N_AXES; i++)
    if (sides[i] < 0 || sides[i] > DREAM_MAX_KERNEL)
      return dream_builder_damaged (error);

  if (sides[2 * DREAM_TF_BATCH] != 0 || sides[2 * DREAM_TF_BATCH + 1] != 0 ||
      sides[2 * DREAM_TF_CHANNELS] != 0 ||
      sides[2 * DREAM_TF_CHANNELS + 1] != 0)
    return dream_builder_unsupported (layer->name,
                                      _ ("It adds something else than rows and "
                                         "columns of zeros."),
                                      error);

  layer->pad_top    = sides[2 * DREAM_TF_ROWS];
  layer->pad_bottom = sides[2 * DREAM_TF_ROWS + 1];
  layer->pad_left   = sides[2 * DREAM_TF_COLUMNS];
  layer->pad_right  = sides[2 * DREAM_TF_COLUMNS + 1];

  return TRUE;
}
