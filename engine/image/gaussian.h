/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blurs of gradients, for painted forms instead of grain.
 */

#pragma once

#include "engine/progress.h"
#include "picture.h"

G_BEGIN_DECLS

/**
 * dream_gaussian_run:
 * @picture: (inout): values of any range.
 * @sigma: standard deviation of the middle one of three Gaussians, pixels, more
 *   than 0.
 * @wrap: whether the picture continues periodically beyond its borders;
 *   otherwise it is mirrored there.
 * @scratch: of @picture's size; its pixels are lost.
 * @threads: compute.
 * @tick: asked now and then, with no work to report.
 * @user_data: for @tick.
 *
 * Takes the mean of three Gaussian blurs, of sigma / 2, sigma and 2 sigma, as
 * Gordić's pytorch-deepdream does: finer detail stays, but counts less.  A
 * Gaussian is cut off at three standard deviations.
 *
 * Returns: %FALSE if @tick broke off; @picture's pixels are then lost.
 */
gboolean dream_gaussian_run (DreamPicture *picture,
                             gdouble       sigma,
                             gboolean      wrap,
                             DreamPicture *scratch,
                             DreamThreads *threads,
                             DreamTick     tick,
                             gpointer      user_data);

/**
 * dream_gaussian_get_sigma:
 * @smoothing: the recipe's, more than 0.
 * @iteration: of the octave, from 0.
 * @n_iterations: how many an octave has.
 *
 * Returns: @smoothing (iteration + 1) / n + 0.5, so that forms are found first
 *   and are not blurred by a first step's narrow blur.
 */
gdouble dream_gaussian_get_sigma (gdouble smoothing,
                                  gint    iteration,
                                  gint    n_iterations);

G_END_DECLS
