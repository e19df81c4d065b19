/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernels that make the gradients of objectives: on every instruction set
 * equal to plain loops in double precision.
 */

#include <math.h>

#include "blocked-layer.h"

/* --- Seeds --------------------------------------------------------------- */

static Sum
expect_seed (const DreamSeeding *seeding,
             const BlockedLayer *layer,
             gdouble             before,
             gint                lane,
             gint                y,
             gint                x)
{
  const gint    at     = y * layer->view.width + x;
  const gdouble value  = blocked_layer_get (layer, lane, y, x);
  const gdouble factor = seeding->places ? seeding->places[at] : 1;
  Sum           sum    = { 0, 0 };

  if (seeding->weights && value > seeding->threshold)
    add_product (&sum, factor * seeding->weights[lane], value);
  if (seeding->constants)
    add_product (&sum, factor, seeding->constants[lane]);
  if (seeding->vectors)
    add_product (&sum, factor,
                 seeding
                   ->vectors[seeding->nearest[at] * layer->n_lanes + lane]);
  if (seeding->accumulate)
    add_product (&sum, 1, before);

  return sum;
}

static void
compare_seed (const DreamSeeding *seeding,
              const BlockedLayer *layer,
              const BlockedLayer *before)
{
  const DreamView *view  = &layer->view;
  BlockedLayer     after = blocked_layer_copy (before);
  DreamSeeding     given = *seeding;

  given.activation = *view;
  given.seed       = after.view;
  for (gint b = 0; b < view->n_blocks; b++)
    for (gint y = 0; y < view->height; y++)
      layer->kernels->seed (&given, b, y);

  for (gint c = 0; c < layer->n_lanes; c++)
    for (gint y = 0; y < view->height; y++)
      for (gint x = 0; x < view->width; x++)
        assert_stored (&after, blocked_layer_get (&after, c, y, x),
                       expect_seed (seeding, layer,
                                    blocked_layer_get (before, c, y, x), c, y,
                                    x));

  blocked_layer_assert_borders_left (&after);
  blocked_layer_clear (&after);
}

/* Every mixture of what a term may add. */
static void
check_seed_of_size (const DreamKernels *kernels, const BlockedSize *size)
{
  const gint        n_vectors = 5;
  const gint        n_places  = size->height * size->width;
  g_autoptr (GRand) random    = g_rand_new_with_seed (1);
  BlockedLayer      layer     = blocked_layer_new (kernels, size);
  BlockedLayer      before    = blocked_layer_new (kernels, size);
  gfloat           *weights   = draw_floats (layer.n_lanes, random);
  gfloat           *constants = draw_floats (layer.n_lanes, random);
  gfloat           *vectors   = draw_floats (n_vectors * layer.n_lanes, random);
  gfloat           *places    = draw_floats (n_places, random);
  g_autofree guint *nearest   = g_new (guint, n_places);

  blocked_layer_fill (&layer, random);
  blocked_layer_fill (&before, random);
  for (gint p = 0; p < n_places; p++)
    nearest[p] = g_rand_int_range (random, 0, n_vectors);

  for (guint mixture = 0; mixture < 64; mixture++)
    {
      const DreamSeeding seeding = {
        .weights    = mixture & 1 ? weights : NULL,
        .threshold  = mixture & 2 ? 0.25f : -INFINITY,
        .constants  = mixture & 4 ? constants : NULL,
        .vectors    = mixture & 8 ? vectors : NULL,
        .nearest    = mixture & 8 ? nearest : NULL,
        .places     = mixture & 16 ? places : NULL,
        .accumulate = (mixture & 32) != 0,
      };

      compare_seed (&seeding, &layer, &before);
    }

  g_aligned_free (weights);
  g_aligned_free (constants);
  g_aligned_free (vectors);
  g_aligned_free (places);
  blocked_layer_clear (&layer);
  blocked_layer_clear (&before);
}

static void
check_seed (const DreamKernels *kernels)
{
  for (guint i = 0; i < BLOCKED_N_SIZES; i++)
    check_seed_of_size (kernels, &blocked_sizes[i]);
}

/* --- Mixtures ------------------------------------------------------------ */

static Sum
expect_mixture (const DreamMixing  *mixing,
                const BlockedLayer *layer,
                gdouble             before,
                gint                lane,
                gint                y,
                gint                x)
{
  const gdouble factor = mixing->places
                           ? mixing->places[y * layer->view.width + x]
                           : 1;
  Sum           sum    = { 0, 0 };

  for (gint i = 0; i < layer->n_lanes; i++)
    add_product (&sum, factor * mixing->matrix[i * layer->n_lanes + lane],
                 blocked_layer_get (layer, i, y, x));
  if (mixing->accumulate)
    add_product (&sum, 1, before);

  return sum;
}

static void
compare_mixture (const DreamMixing  *mixing,
                 const BlockedLayer *layer,
                 const BlockedLayer *before)
{
  const DreamView *view  = &layer->view;
  BlockedLayer     after = blocked_layer_copy (before);
  DreamMixing      given = *mixing;

  given.activation = *view;
  given.seed       = after.view;
  for (gint b = 0; b < view->n_blocks; b++)
    for (gint y = 0; y < view->height; y++)
      layer->kernels->mix (&given, b, y);

  for (gint c = 0; c < layer->n_lanes; c++)
    for (gint y = 0; y < view->height; y++)
      for (gint x = 0; x < view->width; x++)
        assert_stored (&after, blocked_layer_get (&after, c, y, x),
                       expect_mixture (mixing, layer,
                                       blocked_layer_get (before, c, y, x), c,
                                       y, x));

  blocked_layer_assert_borders_left (&after);
  blocked_layer_clear (&after);
}

static void
check_mixture_of_size (const DreamKernels *kernels, const BlockedSize *size)
{
  const gint        n_places = size->height * size->width;
  g_autoptr (GRand) random   = g_rand_new_with_seed (6);
  BlockedLayer      layer    = blocked_layer_new (kernels, size);
  BlockedLayer      before   = blocked_layer_new (kernels, size);
  const gsize       n        = (gsize) layer.n_lanes * layer.n_lanes;
  gfloat           *matrix   = draw_floats (n, random);
  gfloat           *places   = draw_floats (n_places, random);

  blocked_layer_fill (&layer, random);
  blocked_layer_fill (&before, random);

  for (guint mixture = 0; mixture < 4; mixture++)
    {
      const DreamMixing mixing = { .matrix     = matrix,
                                   .places     = mixture & 1 ? places : NULL,
                                   .accumulate = (mixture & 2) != 0 };

      compare_mixture (&mixing, &layer, &before);
    }

  g_aligned_free (matrix);
  g_aligned_free (places);
  blocked_layer_clear (&layer);
  blocked_layer_clear (&before);
}

static void
check_mixture (const DreamKernels *kernels)
{
  for (guint i = 0; i < BLOCKED_N_SIZES; i++)
    check_mixture_of_size (kernels, &blocked_sizes[i]);
}

/* --- Tests --------------------------------------------------------------- */

int
main (int argc, char **argv)
{
  static const KernelsCheck seed = check_seed;
  static const KernelsCheck mix  = check_mixture;

  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/seeding/seed", &seed, check_all_kernels);
  g_test_add_data_func ("/seeding/mix", &mix, check_all_kernels);

  return g_test_run ();
}
