/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a recipe's parameters choose from.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DreamPrecision:
 * @DREAM_PRECISION_AUTO: the engine's choice.
 * @DREAM_PRECISION_FULL: 32-bit floats everywhere.
 * @DREAM_PRECISION_FAST: 16-bit floats (bfloat16) where the processor computes
 *   with them, else as @DREAM_PRECISION_FULL.
 */
typedef enum
{
  DREAM_PRECISION_AUTO,
  DREAM_PRECISION_FULL,
  DREAM_PRECISION_FAST
} DreamPrecision;

/**
 * DreamGuideMatch:
 * @DREAM_GUIDE_STRONGEST: by the dot product, as google/deepdream's guided
 *   dreams: what is strong in the guide is preferred.
 * @DREAM_GUIDE_CLOSEST: by the cosine: each of the guide's features counts
 *   alike.
 */
typedef enum
{
  DREAM_GUIDE_STRONGEST,
  DREAM_GUIDE_CLOSEST
} DreamGuideMatch;

/**
 * DreamColor:
 * @DREAM_COLOR_FULL: the dream changes colours freely.
 * @DREAM_COLOR_LUMA: it changes all three values of a pixel alike.
 * @DREAM_COLOR_ORIGINAL: it is dreamed in full colour; of the result the luma
 *   is kept, with the picture's own chroma.
 */
typedef enum
{
  DREAM_COLOR_FULL,
  DREAM_COLOR_LUMA,
  DREAM_COLOR_ORIGINAL
} DreamColor;

/**
 * DreamAscent:
 * @DREAM_ASCENT_NORMALIZED: the gradient over its mean magnitude, as published.
 * @DREAM_ASCENT_ADAM: Kingma and Ba 2015.
 */
typedef enum
{
  DREAM_ASCENT_NORMALIZED,
  DREAM_ASCENT_ADAM
} DreamAscent;

GType dream_precision_get_type (void);
GType dream_guide_match_get_type (void);
GType dream_color_get_type (void);
GType dream_ascent_get_type (void);

G_END_DECLS
