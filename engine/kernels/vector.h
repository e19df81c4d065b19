/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the kernels of one instruction set are written with.  The build
 * compiles each of their sources several times, with
 *   DREAM_SET         the set's name as a word,
 *   DREAM_BLOCK       channels in a block: the floats of one vector,
 *   DREAM_PIXELS      how many output pixels a convolution computes at once,
 *                     so that DREAM_PIXELS x DREAM_GROUP_BLOCKS sums stay in
 *                     registers,
 *   DREAM_VALUE_SIZE  bytes of a stored value: 4, or 2 for bfloat16.
 */

#pragma once

#include "kernels.h"

#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define DREAM_PASTE_AGAIN(a, b) a##b
#define DREAM_PASTE(a, b)       DREAM_PASTE_AGAIN (a, b)

/* The name of a set's function outside of its source. */
#define KERNEL(name) DREAM_PASTE (dream_##name##_, DREAM_SET)

#define INLINE static inline __attribute__ ((always_inline))

#define PIXEL_SIZE ((gsize) DREAM_BLOCK * DREAM_VALUE_SIZE)

typedef gfloat Vector
  __attribute__ ((vector_size (DREAM_BLOCK * 4), may_alias));
typedef gint32 Integers
  __attribute__ ((vector_size (DREAM_BLOCK * 4), may_alias));
typedef guint8 Bytes __attribute__ ((vector_size (DREAM_BLOCK), may_alias));

/* One bit for each channel of a block. */
#if DREAM_BLOCK == 16
typedef guint16 Bits;
#else
typedef guint8 Bits;
#endif

INLINE Vector
splat (gfloat x)
{
  return x - (Vector){ 0 };
}

INLINE Vector
choose (Integers condition, Vector yes, Vector no)
{
  return (Vector) (((Integers) yes & condition) | ((Integers) no & ~condition));
}

INLINE Vector
load (const guint8 *from)
{
#if DREAM_VALUE_SIZE == 4
  return *(const Vector *) (gconstpointer) from;
#else
  /* A bfloat16 is the upper half of a float. */
  return (Vector) _mm512_slli_epi32 (_mm512_cvtepu16_epi32 (_mm256_loadu_si256 (
                                       (const __m256i *) (gconstpointer) from)),
                                     16);
#endif
}

/* One value for all channels. */
INLINE Vector
load_splat (const guint8 *from)
{
#if DREAM_VALUE_SIZE == 4
  return splat (*(const gfloat *) (gconstpointer) from);
#else
  return (Vector) _mm512_slli_epi32 (_mm512_set1_epi16 (
                                       *(const gint16 *) (gconstpointer) from),
                                     16);
#endif
}

INLINE void
store (guint8 *to, Vector value)
{
#if DREAM_VALUE_SIZE == 4
  *(Vector *) (gpointer) to = value;
#else
  _mm256_storeu_si256 ((__m256i *) (gpointer) to,
                       (__m256i) _mm512_cvtneps_pbh ((__m512) value));
#endif
}

/* The bits of the positive ones. */
INLINE Bits
positive (Vector value)
{
#if defined(__AVX512F__)
  return _mm512_cmp_ps_mask ((__m512) value, _mm512_setzero_ps (), _CMP_GT_OQ);
#elif defined(__AVX2__)
  return _mm256_movemask_ps ((__m256) (value > (Vector){ 0 }));
#elif defined(__SSE2__)
  return _mm_movemask_ps ((__m128) (value > (Vector){ 0 }));
#elif defined(__aarch64__)
  const uint32x4_t lanes = { 1, 2, 4, 8 };

  return vaddvq_u32 (vandq_u32 ((uint32x4_t) (value > (Vector){ 0 }), lanes));
#else
  Bits bits = 0;

  for (gint i = 0; i < DREAM_BLOCK; i++)
    bits |= (Bits) (value[i] > 0) << i;

  return bits;
#endif
}

INLINE Vector
keep (Vector value, Bits bits)
{
#if defined(__AVX512F__)
  return (Vector) _mm512_maskz_mov_ps (bits, (__m512) value);
#else
#if DREAM_BLOCK == 8
  const Integers lanes = { 1, 2, 4, 8, 16, 32, 64, 128 };
#else
  const Integers lanes = { 1, 2, 4, 8 };
#endif
  const Integers all   = (Integers){ 0 } + bits;

  return (Vector) ((Integers) value & ((all & lanes) == lanes));
#endif
}

INLINE Vector
keep_if (Vector value, Integers condition)
{
  return (Vector) ((Integers) value & condition);
}

INLINE gfloat
sum_of_lanes (Vector value)
{
#if defined(__AVX512F__)
  return _mm512_reduce_add_ps ((__m512) value);
#elif defined(__SSE2__)
#if DREAM_BLOCK == 8
  __m128 four = _mm_add_ps (_mm256_castps256_ps128 ((__m256) value),
                            _mm256_extractf128_ps ((__m256) value, 1));
#else
  __m128         four  = (__m128) value;
#endif
  __m128 two  = _mm_add_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_add_ss (two, _mm_shuffle_ps (two, two, 1)));
#elif defined(__aarch64__)
  return vaddvq_f32 ((float32x4_t) value);
#else
  gfloat sum = 0;

  for (gint i = 0; i < DREAM_BLOCK; i++)
    sum += value[i];

  return sum;
#endif
}

INLINE Bits
load_bits (const guint8 *from)
{
  return *(const Bits *) (gconstpointer) from;
}

INLINE void
store_bits (guint8 *to, Bits bits)
{
  *(Bits *) (gpointer) to = bits;
}

/* Channels whose weights lie in one row: a pair of bfloat16. */
#define IN_A_ROW ((gint) (sizeof (gfloat) / DREAM_VALUE_SIZE))

/* One channel of some neighbouring pixels, `step` bytes apart, times its
 * weights for one or two blocks of output channels.  `n_pixels` and `n_blocks`
 * are constants wherever this is inlined, so that the sums stay in registers.
 */
INLINE void
multiply (Vector        sum[DREAM_PIXELS][DREAM_GROUP_BLOCKS],
          const guint8 *tap,
          const gfloat *weights,
          gsize         step,
          const gint    n_pixels,
          const gint    n_blocks)
{
  Vector w[DREAM_GROUP_BLOCKS];

#pragma GCC unroll 16
  for (gint n = 0; n < n_blocks; n++)
    w[n] = *(const Vector *) (weights + n * DREAM_BLOCK);

#pragma GCC unroll 16
  for (gint p = 0; p < n_pixels; p++)
    {
      const Vector value = splat (
        *(const gfloat *) (gconstpointer) (tap + p * step));

#pragma GCC unroll 16
      for (gint n = 0; n < n_blocks; n++)
        sum[p][n] += w[n] * value;
    }
}

#if DREAM_VALUE_SIZE == 2
/* A pair of channels. */
INLINE void
multiply_row (Vector        sum[DREAM_PIXELS][DREAM_GROUP_BLOCKS],
              const guint8 *tap,
              const gfloat *weights,
              gsize         step,
              const gint    n_pixels,
              const gint    n_blocks)
{
  __m512bh w[DREAM_GROUP_BLOCKS];

#pragma GCC unroll 16
  for (gint n = 0; n < n_blocks; n++)
    w[n] = (__m512bh) _mm512_loadu_si512 (weights + n * DREAM_BLOCK);

#pragma GCC unroll 16
  for (gint p = 0; p < n_pixels; p++)
    {
      const __m512bh pair = (__m512bh) _mm512_set1_epi32 (
        *(const gint32 *) (gconstpointer) (tap + p * step));

#pragma GCC unroll 16
      for (gint n = 0; n < n_blocks; n++)
        sum[p][n] = (Vector) _mm512_dpbf16_ps ((__m512) sum[p][n], pair, w[n]);
    }
}
#else
#define multiply_row multiply
#endif

/* 0..ceiling, and the bits of what lay within. */
INLINE Vector
clip (Vector value, gfloat ceiling, guint8 *bits)
{
  const Integers below = value < splat (ceiling);

  value = keep_if (value, value > (Vector){ 0 });
  if (bits)
    store_bits (bits, positive (keep_if (value, below)));

  return choose (below, value, splat (ceiling));
}

/* What all convolutions do with a sum. */
INLINE void
finish (const DreamTargetBlock *target, guint8 *to, guint8 *bits, Vector sum)
{
  if (target->clip)
    {
      sum = clip (sum, target->ceiling, bits);
    }
  else if (bits)
    {
      sum = keep (sum, load_bits (bits));
    }

  store (to, sum);
}

void KERNEL (convolve) (const DreamConvolution *convolution,
                        gint                    group,
                        gint                    first_row,
                        gint                    n_rows);
void KERNEL (convolve_picture) (const DreamConvolution *convolution,
                                gint                    group,
                                gint                    first_row,
                                gint                    n_rows);
void KERNEL (winograd) (const DreamWinograd *winograd,
                        gint                 first_tile,
                        gint                 n_tiles,
                        gfloat              *scratch);
void KERNEL (stem_gradient) (const DreamStem *stem,
                             gint             first_row,
                             gint             n_rows);
void KERNEL (max_pool) (const DreamPooling *pooling, gint block, gint row);
void KERNEL (max_pool_gradient) (const DreamPooling *pooling,
                                 gint                block,
                                 gint                row);
void KERNEL (average_pool) (const DreamPooling *pooling, gint block, gint row);
void KERNEL (average_pool_gradient) (const DreamPooling *pooling,
                                     gint                block,
                                     gint                row);
void KERNEL (depthwise) (const DreamDepthwise *depthwise, gint block, gint row);
void KERNEL (depthwise_gradient) (const DreamDepthwise *depthwise,
                                  gint                  block,
                                  gint                  row);
void KERNEL (elementwise) (const DreamElementwise *elementwise,
                           gint                    block,
                           gint                    row);
void KERNEL (elementwise_gradient) (const DreamElementwise *elementwise,
                                    gint                    block,
                                    gint                    row);
void KERNEL (normalise) (const DreamNormalisation *normalisation, gint row);
void KERNEL (normalise_gradient) (const DreamNormalisation *normalisation,
                                  gint                      row);
void KERNEL (seed) (const DreamSeeding *seeding, gint block, gint row);
void KERNEL (sum) (const DreamSums *sums, gint block);
void KERNEL (match) (const DreamMatching *matching, gint row);
void KERNEL (gram) (const DreamGram *gram, gint block);
void KERNEL (mix) (const DreamMixing *mixing, gint block, gint row);
