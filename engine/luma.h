/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How bright red, green and blue are.
 */

#pragma once

/* Of a pixel's channels, sRGB as it is stored; their sum is 1 (ITU-R
 * Recommendation BT.709). */
#define DREAM_LUMA_RED   0.2126
#define DREAM_LUMA_GREEN 0.7152
#define DREAM_LUMA_BLUE  0.0722
