/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The loop, compiled for one instruction set: BENCH_LOOP is its name,
 * DREAM_BLOCK the floats of its vectors.
 */

#include "peak.h"

/* Enough to hide the latency of two units (2 x 4 or 2 x 5 cycles), few enough
 * for 16 registers. */
#define N_SUMS 12

typedef gfloat Vector __attribute__ ((vector_size (DREAM_BLOCK * 4)));

gdouble
BENCH_LOOP (gint64 n_rounds, gfloat *sink)
{
  /* The sums stay finite: each runs towards addend / (1 - factor); they begin
   * differently, so that no compiler takes them for one. */
  const Vector factor = (Vector){ 0 } + 0.5f + *sink;
  const Vector addend = (Vector){ 0 } + 0.25f + *sink;
  Vector       sums[N_SUMS];

  for (gint i = 0; i < N_SUMS; i++)
    sums[i] = factor * (gfloat) i;

  for (gint64 round = 0; round < n_rounds; round++)
    for (gint i = 0; i < N_SUMS; i++)
      sums[i] = sums[i] * factor + addend;

  for (gint i = 1; i < N_SUMS; i++)
    sums[0] += sums[i];
  *sink = sums[0][0];

  return 2.0 * DREAM_BLOCK * N_SUMS * n_rounds;
}
