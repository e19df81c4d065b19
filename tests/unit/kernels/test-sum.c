/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernels that look at what is in a layer: on every instruction set equal
 * to plain loops in double precision.
 */

#include <math.h>
#include <string.h>

#include "blocked-layer.h"

/* --- Sums ---------------------------------------------------------------- */

/* The whole of a layer, a part and nothing of it. */
#define N_WINDOWS 3

static void
set_window (gint               which,
            const BlockedSize *size,
            gint              *first_row,
            gint              *end_row,
            gint              *first_column,
            gint              *end_column)
{
  const gint inset = which == 1 ? 1 : 0;

  *first_row    = MIN (inset, size->height);
  *end_row      = which == 2 ? 0 : MAX (size->height - inset, *first_row);
  *first_column = MIN (inset, size->width);
  *end_column   = MAX (size->width - 2 * inset, *first_column);
}

static void
compare_sums (const DreamSums    *sums,
              const BlockedLayer *layer,
              const gdouble      *before)
{
  for (gint c = 0; c < layer->n_lanes; c++)
    {
      Sum values  = { 0, 0 };
      Sum squares = { 0, 0 };

      add_product (&values, before[c], 1);
      add_product (&squares, before[c], 1);
      for (gint y = sums->first_row; y < sums->end_row; y++)
        for (gint x = sums->first_column; x < sums->end_column; x++)
          {
            const gdouble value = blocked_layer_get (layer, c, y, x);

            add_product (&values, value, 1);
            if (value > sums->threshold)
              add_product (&squares, value, value);
          }

      assert_sum (sums->values[c], values);
      assert_sum (sums->squares[c], squares);
    }
}

static void
check_sums_of_size (const DreamKernels *kernels, const BlockedSize *size)
{
  const gfloat      thresholds[] = { -INFINITY, 0, 0.5f };
  g_autoptr (GRand) random       = g_rand_new_with_seed (2);
  BlockedLayer      layer        = blocked_layer_new (kernels, size);
  const gsize       n            = layer.n_lanes;

  blocked_layer_fill (&layer, random);

  for (gint window = 0; window < N_WINDOWS; window++)
    for (guint t = 0; t < G_N_ELEMENTS (thresholds); t++)
      {
        g_autofree gdouble *before  = draw_doubles (n, random);
        g_autofree gdouble *values  = g_memdup2 (before, n * sizeof (gdouble));
        g_autofree gdouble *squares = g_memdup2 (before, n * sizeof (gdouble));
        DreamSums           sums    = { .activation = layer.view,
                                        .threshold  = thresholds[t],
                                        .values     = values,
                                        .squares    = squares };

        set_window (window, size, &sums.first_row, &sums.end_row,
                    &sums.first_column, &sums.end_column);
        for (gint b = 0; b < size->n_blocks; b++)
          kernels->sum (&sums, b);
        compare_sums (&sums, &layer, before);
      }

  blocked_layer_clear (&layer);
}

static void
check_sums (const DreamKernels *kernels)
{
  for (guint i = 0; i < BLOCKED_N_SIZES; i++)
    check_sums_of_size (kernels, &blocked_sizes[i]);
}

/* --- Matches ------------------------------------------------------------- */

static Sum
multiply (const BlockedLayer *layer, gint y, gint x, const gfloat *vector)
{
  Sum sum = { 0, 0 };

  for (gint c = 0; c < layer->n_lanes; c++)
    add_product (&sum, blocked_layer_get (layer, c, y, x), vector[c]);

  return sum;
}

/* What rounding can exchange counts as equal. */
static void
assert_nearest (const DreamMatching *matching,
                const BlockedLayer  *layer,
                gint                 y,
                gint                 x)
{
  const guint nearest = matching->nearest[y * layer->view.width + x];
  Sum         found;

  g_assert_cmpuint (nearest, <, matching->n_vectors);
  found = multiply (layer, y, x, matching->vectors + nearest * layer->n_lanes);

  for (guint v = 0; v < matching->n_vectors; v++)
    {
      const Sum other = multiply (layer, y, x,
                                  matching->vectors + v * layer->n_lanes);

      g_assert_cmpfloat (found.value - other.value, >=,
                         -1e-6 * (found.magnitude + other.magnitude));
    }
}

static guint *
match (const BlockedLayer *layer, const gfloat *vectors, guint n_vectors)
{
  const gsize   n        = (gsize) layer->view.height * layer->view.width;
  DreamMatching matching = { layer->view, vectors, n_vectors,
                             g_new (guint, n) };

  memset (matching.nearest, 0xff, n * sizeof (guint));
  for (gint y = 0; y < layer->view.height; y++)
    layer->kernels->match (&matching, y);

  return matching.nearest;
}

static void
check_matches_of_size (const DreamKernels *kernels,
                       const BlockedSize  *size,
                       guint               n_vectors)
{
  g_autoptr (GRand) random    = g_rand_new_with_seed (3);
  BlockedLayer      layer     = blocked_layer_new (kernels, size);
  const gsize       n         = (gsize) n_vectors * layer.n_lanes;
  gfloat           *vectors   = draw_floats (3 * n, random);
  g_autofree guint *nearest   = NULL;
  g_autofree guint *of_copies = NULL;
  DreamMatching     matching;

  blocked_layer_fill (&layer, random);
  nearest  = match (&layer, vectors, n_vectors);
  matching = (DreamMatching){ layer.view, vectors, n_vectors, nearest };
  for (gint y = 0; y < size->height; y++)
    for (gint x = 0; x < size->width; x++)
      assert_nearest (&matching, &layer, y, x);

  /* Of equal vectors the first, whatever they are computed together with. */
  memcpy (vectors + n, vectors, n * sizeof (gfloat));
  memcpy (vectors + 2 * n, vectors, n * sizeof (gfloat));
  of_copies = match (&layer, vectors, 3 * n_vectors);
  for (gint p = 0; p < size->height * size->width; p++)
    g_assert_cmpuint (of_copies[p], ==, nearest[p]);

  g_aligned_free (vectors);
  blocked_layer_clear (&layer);
}

/* Where everything is equal, and where nothing is a number. */
static void
check_bad_matches (const DreamKernels *kernels)
{
  const BlockedSize size    = { 2, 2, 7 };
  g_autoptr (GRand) random  = g_rand_new_with_seed (4);
  BlockedLayer      layer   = blocked_layer_new (kernels, &size);
  gfloat           *vectors = draw_floats (9 * layer.n_lanes, random);

  for (gint not_a_number = 0; not_a_number < 2; not_a_number++)
    {
      g_autofree guint *nearest = NULL;

      for (gint c = 0; c < layer.n_lanes; c++)
        for (gint y = 0; y < size.height; y++)
          for (gint x = 0; x < size.width; x++)
            blocked_layer_set (&layer, c, y, x, not_a_number ? NAN : 0);

      nearest = match (&layer, vectors, 9);
      for (gint p = 0; p < size.height * size.width; p++)
        g_assert_cmpuint (nearest[p], ==, 0);
    }

  g_aligned_free (vectors);
  blocked_layer_clear (&layer);
}

static void
check_matches (const DreamKernels *kernels)
{
  const guint counts[] = { 1, 3, 4, 22 };

  for (guint i = 0; i < BLOCKED_N_SIZES; i++)
    for (guint n = 0; n < G_N_ELEMENTS (counts); n++)
      check_matches_of_size (kernels, &blocked_sizes[i], counts[n]);

  check_bad_matches (kernels);
}

/* --- Gram matrices ------------------------------------------------------- */

static void
compare_products (const DreamGram    *gram,
                  const BlockedLayer *layer,
                  const gdouble      *before)
{
  const gint n = layer->n_lanes;

  for (gint i = 0; i < n; i++)
    for (gint j = 0; j < n; j++)
      {
        Sum sum = { 0, 0 };

        add_product (&sum, before[i * n + j], 1);
        for (gint y = gram->first_row; y < gram->end_row; y++)
          for (gint x = gram->first_column; x < gram->end_column; x++)
            add_product (&sum, blocked_layer_get (layer, i, y, x),
                         blocked_layer_get (layer, j, y, x));
        assert_sum (gram->products[i * n + j], sum);
      }
}

static void
check_gram_of_size (const DreamKernels *kernels, const BlockedSize *size)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  BlockedLayer      layer  = blocked_layer_new (kernels, size);
  const gsize       n      = (gsize) layer.n_lanes * layer.n_lanes;

  blocked_layer_fill (&layer, random);

  for (gint window = 0; window < N_WINDOWS; window++)
    {
      g_autofree gdouble *before   = draw_doubles (n, random);
      g_autofree gdouble *products = g_memdup2 (before, n * sizeof (gdouble));
      DreamGram gram = { .activation = layer.view, .products = products };

      set_window (window, size, &gram.first_row, &gram.end_row,
                  &gram.first_column, &gram.end_column);
      for (gint b = 0; b < size->n_blocks; b++)
        kernels->gram (&gram, b);
      compare_products (&gram, &layer, before);
    }

  blocked_layer_clear (&layer);
}

static void
check_gram (const DreamKernels *kernels)
{
  for (guint i = 0; i < BLOCKED_N_SIZES; i++)
    check_gram_of_size (kernels, &blocked_sizes[i]);
}

/* --- Tests --------------------------------------------------------------- */

int
main (int argc, char **argv)
{
  static const KernelsCheck sum   = check_sums;
  static const KernelsCheck match = check_matches;
  static const KernelsCheck gram  = check_gram;

  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/sums/sum", &sum, check_all_kernels);
  g_test_add_data_func ("/sums/match", &match, check_all_kernels);
  g_test_add_data_func ("/sums/gram", &gram, check_all_kernels);

  return g_test_run ();
}
