/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera that turns about the middle of a picture and comes nearer to it.
 * Knows floats alone, no buffers.
 */

#pragma once

#include "engine/threads.h"

G_BEGIN_DECLS

/**
 * DeepDreamPosition:
 * @scale: how much larger than itself the picture is seen.
 * @angle: by how many degrees it is turned, clockwise.
 *
 * Where a camera is; also a movement from one place to another.  As all turn
 * about the same point, their order plays no part.
 */
typedef struct
{
  gdouble scale;
  gdouble angle;
} DeepDreamPosition;

/**
 * deep_dream_camera_between:
 * @from: where the camera is.
 * @to: where it goes.
 *
 * Returns: the movement that takes what is seen at @from to where it is seen at
 *   @to.
 */
DeepDreamPosition deep_dream_camera_between (DeepDreamPosition from,
                                             DeepDreamPosition to);

/**
 * deep_dream_camera_get_cover:
 * @angle: by how many degrees a picture is turned.
 * @width: its width.
 * @height: its height.
 *
 * Returns: the least scale at which nothing beyond the picture is seen.
 */
gdouble deep_dream_camera_get_cover (gdouble angle, gint width, gint height);

/**
 * deep_dream_camera_apply:
 * @movement: what to do.
 * @values: @height x @width x @n_channels, interleaved, of any range.
 * @n_channels: at most 4.
 * @width: columns.
 * @height: rows.
 * @moved: (out caller-allocates): as @values, which it must not be.
 * @threads: compute.
 *
 * Samples with a cubic convolution (Keys 1981, "Cubic Convolution Interpolation
 * for Digital Image Processing", a = -1/2), which keeps what is moved frame
 * after frame from growing soft as bilinear interpolation would.  Beyond its
 * borders the picture is mirrored.  What does not move stays as it is to the
 * bit.
 */
void deep_dream_camera_apply (DeepDreamPosition movement,
                              const gfloat     *values,
                              gint              n_channels,
                              gint              width,
                              gint              height,
                              gfloat           *moved,
                              DreamThreads     *threads);

G_END_DECLS
