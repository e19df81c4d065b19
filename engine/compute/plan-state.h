/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan from within: where each layer's values lie, and what every operation
 * asks of that.  Private to compute.
 */

#pragma once

#include "plan.h"

G_BEGIN_DECLS

#define DREAM_PLAN_ALIGNMENT 64

typedef struct _DreamSlot DreamSlot;

/**
 * DreamSlot:
 * @height: rows of the layer's output in this tile.
 * @picture_height: rows of its output for the whole picture.
 * @pad_top: rows of zeros before the layer's input; likewise @pad_left.
 * @root: the layer whose buffer this one's lies in (itself, or the outermost
 *   concatenation).
 * @top: rows of zeros kept around the buffer; likewise the others.  Set for
 *   roots.
 * @has_bits: roots: whether the signs of the values are kept.
 * @masked: roots: the gradient has passed the ReLUs when its own layers see
 *   it.
 * @value_at: bytes into the memory; roots.
 * @gradient_at: likewise.
 * @bits_at: likewise.
 * @argmax_at: max pools.
 * @work: of the layer's forward pass, as a share of one whole iteration.
 * @value: with bits, where the root has them.
 * @gradient: without bits.
 */
struct _DreamSlot
{
  gint height;
  gint width;
  gint picture_height;
  gint picture_width;
  gint pad_top;
  gint pad_left;

  guint    root;
  gint     root_block;
  gint     top;
  gint     left;
  gint     bottom;
  gint     right;
  gboolean has_bits;
  gboolean masked;

  gsize   value_at;
  gsize   gradient_at;
  gsize   bits_at;
  gsize   argmax_at;
  gdouble work;

  DreamView value;
  DreamView gradient;
  guint8   *argmax;
};

struct _DreamPlan
{
  DreamCompiled *compiled;
  DreamThreads  *threads;
  DreamSlot     *slots; /* one for each layer up to the target */
  gsize          memory;
  gsize          scratch_at;
  gsize          scratch_size; /* bytes, for each thread */
  guint8        *scratch;
  gboolean      *opened; /* roots whose value or gradient has been begun */
  gfloat        *input_gradient; /* while the backward pass runs */
};

/**
 * dream_phase:
 * @position: of the first row (or column) of a phase: 0..stride-1.
 * @pad: the layer's padding before.
 * @kernel: of the layer.
 * @stride: of the layer.
 * @dilation: of the layer; 1 if it is strided.
 * @taps: (out): how many taps of the kernel reach the phase.
 * @index: (out): the phase's index among the packed weights.
 *
 * In the gradient of a strided convolution, rows position, position + stride,
 * … of the input form a phase that the same taps reach.
 *
 * Returns: the row of the output's gradient that the first tap reads for the
 *   phase's first row; may be negative (in the border).
 */
gint dream_phase (gint  position,
                  gint  pad,
                  gint  kernel,
                  gint  stride,
                  gint  dilation,
                  gint *taps,
                  gint *index);

/* Whether the layer's gradient adds to what its input's gradient already
 * holds: the backward pass meets a layer's consumers from the last to the
 * first. */
gboolean dream_plan_accumulates (DreamPlan *plan, guint index, guint input);

/* Whether the layer has its nth input at an earlier place too. */
gboolean dream_plan_read_before (const DreamLayer *layer, guint nth_input);

/* The gradient of a layer's input, with the bits that are to mask it. */
DreamView dream_plan_input_gradient (DreamPlan *plan, guint index, guint input);

G_END_DECLS
