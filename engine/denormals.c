/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The processors' switches for denormal numbers.
 */

#include "denormals.h"

#if defined(__SSE__)
#include <xmmintrin.h>

/* Flush to zero, denormals are zeros. */
#define FLUSH 0x8040

guint64
dream_denormals_flush (void)
{
  const guint32 state = _mm_getcsr ();

  _mm_setcsr (state | FLUSH);

  return state;
}

void
dream_denormals_restore (guint64 state)
{
  _mm_setcsr (state);
}

#elif defined(__aarch64__)

#define FLUSH (1 << 24)

guint64
dream_denormals_flush (void)
{
  guint64 state;

  __asm__ volatile("mrs %0, fpcr" : "=r"(state));
  __asm__ volatile("msr fpcr, %0" : : "r"(state | FLUSH));

  return state;
}

void
dream_denormals_restore (guint64 state)
{
  __asm__ volatile("msr fpcr, %0" : : "r"(state));
}

#else

guint64
dream_denormals_flush (void)
{
  return 0;
}

void
dream_denormals_restore (guint64 state G_GNUC_UNUSED)
{
}

#endif
