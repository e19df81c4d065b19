/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is counted of a layer's values over a whole picture, tile by tile.
 */

#pragma once

#include "engine/kernels/kernels.h"
#include "engine/threads.h"

G_BEGIN_DECLS

typedef struct _DreamStatistics DreamStatistics;
typedef struct _DreamWindow     DreamWindow;

/**
 * DreamWindow:
 *
 * Rows and columns of a layer's values in a tile: those that no other tile
 * counts.
 */
struct _DreamWindow
{
  gint first_row;
  gint end_row;
  gint first_column;
  gint end_column;
};

/**
 * DreamStatistics:
 * @n_lanes: places of channels in the layer's blocks; those of no channel are
 *   0 throughout, or nobody looks at them.
 * @n_places: how many values of each channel there were.
 * @values: their sums, one for each lane.
 * @squares: the sums of their squares.
 * @products: (nullable): n_lanes x n_lanes: sums of the products of two
 *   channels' values: the Gram matrix.
 * @peak: the greatest score.
 * @odds: sum of exp (score - @peak).
 * @odds_squared: sum of their squares.
 * @gradients: sum of the squared lengths of places' gradients.
 */
struct _DreamStatistics
{
  gsize    n_lanes;
  gdouble  n_places;
  gdouble *values;
  gdouble *squares;
  gdouble *products;
  gdouble  peak;
  gdouble  odds;
  gdouble  odds_squared;
  gdouble  gradients;
};

/**
 * dream_statistics_new:
 * @n_lanes: see #DreamStatistics.
 * @with_products: whether @products are counted.
 */
DreamStatistics *dream_statistics_new (gsize n_lanes, gboolean with_products);
void             dream_statistics_free (DreamStatistics *self);

/* Begins anew. */
void dream_statistics_clear (DreamStatistics *self);

/**
 * dream_statistics_count:
 * @activation: the layer's values in a tile.
 * @window: what of them counts.
 *
 * Adds to all but the scores' and gradients'.
 */
void dream_statistics_count (DreamStatistics    *self,
                             DreamThreads       *threads,
                             const DreamKernels *kernels,
                             const DreamView    *activation,
                             const DreamWindow  *window);

/**
 * dream_statistics_count_scores:
 * @scores: one for each place of a tile, rows of @width.
 * @window: which of them count.
 */
void dream_statistics_count_scores (DreamStatistics   *self,
                                    const gfloat      *scores,
                                    gint               width,
                                    const DreamWindow *window);

/**
 * dream_statistics_count_gradients:
 * @squares: squared lengths, one for each place of a tile, rows of @width.
 * @window: which of them count.
 */
void dream_statistics_count_gradients (DreamStatistics   *self,
                                       const gfloat      *squares,
                                       gint               width,
                                       const DreamWindow *window);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamStatistics, dream_statistics_free)

G_END_DECLS
