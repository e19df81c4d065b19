/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layers as the kernels have them, filled by chance.
 */

#include <math.h>
#include <string.h>

#include "blocked-layer.h"

#define ALIGNMENT 64

/* Around each plane; rows and blocks also lie further apart than they need. */
#define BORDER 2

static guint8 *find_value (const BlockedLayer *layer,
                           gint                lane,
                           gint                y,
                           gint                x);
static gfloat  draw (GRand *random);

const BlockedSize blocked_sizes[BLOCKED_N_SIZES] = {
  { 1, 1, 1 }, { 2, 3, 5 }, { 3, 2, 71 }, { 8, 3, 33 }, { 17, 2, 9 },
};

gdouble
blocked_layer_get (const BlockedLayer *layer, gint lane, gint y, gint x)
{
  gfloat value;

  layer->kernels->read (&value, find_value (layer, lane, y, x), 1);

  return value;
}

void
blocked_layer_set (const BlockedLayer *layer,
                   gint                lane,
                   gint                y,
                   gint                x,
                   gfloat              value)
{
  guint8 *to = find_value (layer, lane, y, x);
  guint32 bits;
  guint16 half;

  memcpy (&bits, &value, sizeof (bits));
  half = bits >> 16;
  if (layer->kernels->value_size == 4)
    memcpy (to, &value, sizeof (value));
  else
    memcpy (to, &half, sizeof (half));
}

BlockedLayer
blocked_layer_new (const DreamKernels *kernels, const BlockedSize *size)
{
  const gsize  pixel = (gsize) kernels->block * kernels->value_size;
  const gsize  row   = (size->width + 2 * BORDER) * pixel + ALIGNMENT;
  const gsize  block = (size->height + 2 * BORDER + 1) * row;
  BlockedLayer layer = { .kernels = kernels,
                         .size    = size->n_blocks * block,
                         .n_lanes = size->n_blocks * kernels->block };

  layer.memory = g_aligned_alloc (layer.size, 1, ALIGNMENT);
  /* Not a number in either format. */
  memset (layer.memory, 0xff, layer.size);
  layer.view = (DreamView){ .data     = layer.memory + BORDER * (row + pixel),
                            .block    = block,
                            .row      = row,
                            .n_blocks = size->n_blocks,
                            .height   = size->height,
                            .width    = size->width };

  return layer;
}

void
blocked_layer_fill (const BlockedLayer *layer, GRand *random)
{
  for (gint c = 0; c < layer->n_lanes; c++)
    for (gint y = 0; y < layer->view.height; y++)
      for (gint x = 0; x < layer->view.width; x++)
        blocked_layer_set (layer, c, y, x, draw (random));
}

BlockedLayer
blocked_layer_copy (const BlockedLayer *layer)
{
  BlockedLayer copy = *layer;

  copy.memory    = g_aligned_alloc (layer->size, 1, ALIGNMENT);
  copy.view.data = copy.memory + (layer->view.data - layer->memory);
  memcpy (copy.memory, layer->memory, layer->size);

  return copy;
}

void
blocked_layer_clear (BlockedLayer *layer)
{
  g_aligned_free (layer->memory);
}

void
blocked_layer_assert_borders_left (const BlockedLayer *layer)
{
  g_autofree guint8 *holds = g_malloc0 (layer->size);
  const gint         size  = layer->kernels->value_size;

  for (gint c = 0; c < layer->n_lanes; c++)
    for (gint y = 0; y < layer->view.height; y++)
      for (gint x = 0; x < layer->view.width; x++)
        memset (holds + (find_value (layer, c, y, x) - layer->memory), 1, size);

  for (gsize i = 0; i < layer->size; i++)
    g_assert_true (holds[i] || layer->memory[i] == 0xff);
}

gfloat *
draw_floats (gsize n, GRand *random)
{
  gfloat *values = g_aligned_alloc (n, sizeof (gfloat), ALIGNMENT);

  for (gsize i = 0; i < n; i++)
    values[i] = g_rand_double_range (random, -1, 1);

  return values;
}

gdouble *
draw_doubles (gsize n, GRand *random)
{
  gdouble *values = g_new (gdouble, n);

  for (gsize i = 0; i < n; i++)
    values[i] = g_rand_double_range (random, -1, 1);

  return values;
}

void
add_product (Sum *sum, gdouble a, gdouble b)
{
  sum->value += a * b;
  sum->magnitude += fabs (a * b);
}

void
assert_sum (gdouble value, Sum expected)
{
  g_assert_cmpfloat (fabs (value - expected.value), <=,
                     1e-6 * expected.magnitude);
}

void
assert_stored (const BlockedLayer *seed, gdouble value, Sum expected)
{
  const gdouble rounding = seed->kernels->value_size == 4 ? 0 : 1.0 / 256;

  g_assert_cmpfloat (fabs (value - expected.value), <=,
                     1e-6 * expected.magnitude +
                       rounding * fabs (expected.value));
}

void
check_all_kernels (gconstpointer check)
{
  const KernelsCheck call = *(const KernelsCheck *) check;

  for (const gchar *const *name = dream_kernels_names (); *name; name++)
    if (dream_kernels_choose (*name))
      call (dream_kernels_choose (*name));

  if (dream_kernels_get_fast ())
    call (dream_kernels_get_fast ());
}

static guint8 *
find_value (const BlockedLayer *layer, gint lane, gint y, gint x)
{
  const DreamView *view  = &layer->view;
  const gint       block = layer->kernels->block;

  return view->data + lane / block * view->block + y * (gssize) view->row +
         (x * block + lane % block) * layer->kernels->value_size;
}

/* Of both signs, and such as bfloat16 can hold. */
static gfloat
draw (GRand *random)
{
  return g_rand_int_range (random, -100, 101) / 64.0f;
}
