/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How precisely the network computes.
 */

#pragma once

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
