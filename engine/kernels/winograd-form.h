/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Winograd's minimal filtering along one axis, from its interpolation points:
 * `outputs` neighbouring results of a filter with `taps` taps cost `points`
 * multiplications instead of outputs x taps.
 *
 * The points are 0, +-p for each pair, and infinity (Lavin and Gray, "Fast
 * Algorithms for Convolutional Neural Networks", 2015; Winograd, "Arithmetic
 * Complexity of Computations", 1980).  They are chosen so that errors are
 * smallest: 3/4 and 3/2 halve those of the usual 1 and 2.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DREAM_WINOGRAD_MAX_PAIRS   4
#define DREAM_WINOGRAD_MAX_POINTS  (2 * DREAM_WINOGRAD_MAX_PAIRS + 2)
#define DREAM_WINOGRAD_MAX_TAPS    7
#define DREAM_WINOGRAD_MAX_OUTPUTS 4

typedef struct _DreamWinogradForm DreamWinogradForm;

/**
 * DreamWinogradForm:
 * @taps: of the filter; 1: the axis is not transformed.
 * @outputs: results that one tile gives.
 * @points: values that one tile reads, and products for each.
 * @n_pairs: pairs of points.
 * @whole: coefficients of prod (x^2 - p^2), of x^(2t) at t.
 * @without: for each pair those of the product without it.
 * @powers: for each pair p^i.
 * @filter: points x taps: the transform of a filter.
 *
 * The transform of an input d is, with w(x) = whole (x^2), q(x) = without
 * (x^2) and d^i for x^i: w at the point 0; x^2 q +- p x q at the points +-p;
 * x w at infinity.  A result i is the sum of (+-p)^i m over the finite points,
 * and m at infinity for the last i.
 */
struct _DreamWinogradForm
{
  gint    taps;
  gint    outputs;
  gint    points;
  gint    n_pairs;
  gfloat  whole[DREAM_WINOGRAD_MAX_PAIRS + 1];
  gfloat  without[DREAM_WINOGRAD_MAX_PAIRS][DREAM_WINOGRAD_MAX_PAIRS];
  gfloat  powers[DREAM_WINOGRAD_MAX_PAIRS][DREAM_WINOGRAD_MAX_OUTPUTS];
  gdouble filter[DREAM_WINOGRAD_MAX_POINTS][DREAM_WINOGRAD_MAX_TAPS];
};

/**
 * dream_winograd_form_init:
 * @form: (out caller-allocates): the form.
 * @taps: of the filter.
 * @max_outputs: results of a tile at most; more are faster, fewer have smaller
 *   errors.
 *
 * Returns: %FALSE if there is no form for so many taps.
 */
gboolean dream_winograd_form_init (DreamWinogradForm *form,
                                   gint               taps,
                                   gint               max_outputs);

G_END_DECLS
