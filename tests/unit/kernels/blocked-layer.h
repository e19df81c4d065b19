/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layers as the kernels have them, in blocks and with borders, for tests of
 * single kernels; and sums in double precision to compare with.
 */

#pragma once

#include "engine/kernels/kernels.h"

typedef struct
{
  gint n_blocks;
  gint height;
  gint width;
} BlockedSize;

/* What is not a value is not a number. */
typedef struct
{
  const DreamKernels *kernels;
  DreamView           view;
  guint8             *memory;
  gsize               size;
  gint                n_lanes; /* channels of all blocks */
} BlockedLayer;

/* What a sum is, and that of its terms' magnitudes, for its tolerance. */
typedef struct
{
  gdouble value;
  gdouble magnitude;
} Sum;

typedef void (*KernelsCheck) (const DreamKernels *kernels);

/* Fill no tile of any kernel, less than one, and several of all. */
#define BLOCKED_N_SIZES 5
extern const BlockedSize blocked_sizes[BLOCKED_N_SIZES];

BlockedLayer blocked_layer_new (const DreamKernels *kernels,
                                const BlockedSize  *size);
BlockedLayer blocked_layer_copy (const BlockedLayer *layer);
void         blocked_layer_clear (BlockedLayer *layer);
gdouble      blocked_layer_get (const BlockedLayer *layer,
                                gint                lane,
                                gint                y,
                                gint                x);

/* Takes of the value what bfloat16 can hold; what fill draws is such. */
void blocked_layer_set (const BlockedLayer *layer,
                        gint                lane,
                        gint                y,
                        gint                x,
                        gfloat              value);
void blocked_layer_fill (const BlockedLayer *layer, GRand *random);

/* Nothing but values has been written. */
void blocked_layer_assert_borders_left (const BlockedLayer *layer);

/* From -1 to 1; the first are aligned as kernels want it, for
 * g_aligned_free(). */
gfloat  *draw_floats (gsize n, GRand *random);
gdouble *draw_doubles (gsize n, GRand *random);

void add_product (Sum *sum, gdouble a, gdouble b);
void assert_sum (gdouble value, Sum expected);

/* As @seed stores it, rounded once. */
void assert_stored (const BlockedLayer *seed, gdouble value, Sum expected);

/* Calls a #KernelsCheck, to which @check points, with each set that this
 * processor has. */
void check_all_kernels (gconstpointer check);
