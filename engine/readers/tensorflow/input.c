/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a picture comes into a TensorFlow graph, and what happens to it before
 * the first layer.
 */

#include <math.h>

#include "operations.h"

#define PICTURE_CHANNELS 3
/* Larger ones are no sizes that a network was trained on. */
#define MAX_TRAINED_SIZE 4096
/* Between the picture and what scales it to the trained size. */
#define MAX_STEPS 8

#define WHITE 255.f
/* How far from 0 networks want values to be. */
#define MAX_SMALL 8

/* How likely a node stands for the picture. */
typedef enum
{
  NO_PICTURE,
  MAYBE_PICTURE,  /* of unknown shape */
  GREY_PICTURE,   /* of brightness alone */
  LIKELY_PICTURE, /* a file is decoded there */
  SURE_PICTURE    /* of red, green and blue */
} Likelihood;

static Likelihood judge (DreamTfGraph      *self,
                         const DreamTfNode *node,
                         gint              *height,
                         gint              *width);
static gboolean   find_scaled_size (DreamTfGraph *self,
                                    gint         *height,
                                    gint         *width,
                                    GError      **error);
static gboolean is_behind_picture (DreamTfGraph *self, const DreamTfNode *node);
static gint     trained_size (gint64 size);

gboolean
dream_tf_read_picture (DreamTfGraph *self, GError **error)
{
  Likelihood best   = NO_PICTURE;
  gint       height = 0;
  gint       width  = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const DreamTfNode *node     = dream_tf_get_node (self, i);
      gint               sizes[2] = { 0, 0 };
      Likelihood         likely   = judge (self, node, &sizes[0], &sizes[1]);

      if (likely > best)
        {
          self->picture = node;
          best          = likely;
          height        = sizes[0];
          width         = sizes[1];
        }
    }

  if (! self->picture)
    return self->nodes->len == 0
             ? dream_builder_damaged (error)
             : dream_builder_refuse (dream_tf_get_node (self, 0)->name,
                                     DREAM_REASON_PICTURE, error);

  return find_scaled_size (self, &height, &width, error) &&
         dream_builder_add_picture (self->builder, self->picture->name,
                                    self->picture->name, height, width,
                                    best == GREY_PICTURE ? 1 : PICTURE_CHANNELS,
                                    error);
}

/* A network that only subtracts a mean, or maps 0..255 to a small range, takes
 * bytes; anything else would make something huge of them. */
void
dream_tf_guess_input (DreamTfGraph *self, DreamInput *guess)
{
  gfloat  scales[PICTURE_CHANNELS];
  gfloat  shifts[PICTURE_CHANNELS];
  gdouble black, white;
  gfloat  scale;

  dream_builder_get_changes (self->builder, scales, shifts);
  if (scales[0] == 1 && shifts[0] == 0)
    return;

  black  = shifts[0];
  white  = WHITE * scales[0] + shifts[0];
  scale  = fabs (black) > MAX_SMALL || fabs (white) <= 2 * MAX_SMALL ? 1
                                                                     : 1 / WHITE;
  *guess = (DreamInput){ .scale = { scale, scale, scale } };
}

static Likelihood
judge (DreamTfGraph *self, const DreamTfNode *node, gint *height, gint *width)
{
  static const gchar *const decoders[] = { "DecodeJpeg", "DecodePng",
                                           "DecodeImage", NULL };
  const gboolean has_default = g_str_equal (node->op, "PlaceholderWithDefault");
  DreamTfAttribute shape;

  if (g_strv_contains (decoders, node->op))
    return LIKELY_PICTURE;

  if (! has_default && ! g_str_equal (node->op, "Placeholder"))
    return NO_PICTURE;

  /* Early versions wrote the shape of a single number for any shape. */
  if (! dream_tf_get_attribute (self, node, "shape", &shape) ||
      shape.n_integers == 0)
    return has_default ? NO_PICTURE : MAYBE_PICTURE;

  if (shape.n_integers == 4 &&
      (shape.integers[3] == PICTURE_CHANNELS || shape.integers[3] == -1))
    {
      *height = trained_size (shape.integers[1]);
      *width  = trained_size (shape.integers[2]);
      return shape.integers[3] == -1 ? MAYBE_PICTURE : SURE_PICTURE;
    }

  if (shape.n_integers == 4 && shape.integers[3] == 1 &&
      shape.integers[1] != 1 && shape.integers[2] != 1)
    {
      *height = trained_size (shape.integers[1]);
      *width  = trained_size (shape.integers[2]);
      return GREY_PICTURE;
    }

  if (shape.n_integers == 3 && shape.integers[2] == PICTURE_CHANNELS)
    {
      *height = trained_size (shape.integers[0]);
      *width  = trained_size (shape.integers[1]);
      return SURE_PICTURE;
    }

  return NO_PICTURE;
}

/* If the graph scales the picture itself, that size is the trained one. */
static gboolean
find_scaled_size (DreamTfGraph *self, gint *height, gint *width, GError **error)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const DreamTfNode *node = dream_tf_get_node (self, i);
      DreamTfNode       *size;
      gint64             sizes[2];
      guint              n;

      if (! node->operation || node->n_inputs < 2 ||
          ! g_str_has_prefix (node->op, "Resize") ||
          ! is_behind_picture (self, node))
        continue;

      size = dream_tf_get_node (self, dream_tf_get_input (self, node, 1)->node);
      if (! g_str_equal (size->op, "Const"))
        continue;

      if (! dream_tf_read_constant (self, size, error))
        return FALSE;

      if (dream_tf_get_integers (size->constant, sizes, 2, &n) && n == 2)
        {
          *height = trained_size (sizes[0]);
          *width  = trained_size (sizes[1]);
          return TRUE;
        }
    }

  return TRUE;
}

static gboolean
is_behind_picture (DreamTfGraph *self, const DreamTfNode *node)
{
  for (guint i = 0; i < MAX_STEPS && node != self->picture; i++)
    {
      if (! node->operation || node->n_inputs < 1)
        return FALSE;
      node = dream_tf_get_node (self, dream_tf_get_input (self, node, 0)->node);
    }

  return node == self->picture;
}

static gint
trained_size (gint64 size)
{
  return size >= 1 && size <= MAX_TRAINED_SIZE ? size : 0;
}
