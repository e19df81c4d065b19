/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What plan.c (running) and plan-layout.c (geometry and memory) share.
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
 * @value_at: bytes into the memory; roots.
 * @gradient_at: likewise.
 * @argmax_at: max pools.
 * @open: the layer whose backward pass first writes the root's gradient.
 * @close: the last layer whose backward pass reads it.
 * @masked: the root's gradient has passed the ReLUs when its own layers see
 *   it.
 * @work: of the layer's forward pass, as a share of one whole iteration.
 */
struct _DreamSlot
{
  gint height;
  gint width;
  gint picture_height;
  gint picture_width;
  gint pad_top;
  gint pad_left;

  guint root;
  gint  root_block;
  gint  top;
  gint  left;
  gint  bottom;
  gint  right;

  gsize    value_at;
  gsize    gradient_at;
  gsize    argmax_at;
  guint    open;
  guint    close;
  gboolean masked;
  gdouble  work;

  DreamView value;
  DreamView gradient;
  guint8   *argmax;
};

struct _DreamPlan
{
  DreamPacked  *packed;
  DreamThreads *threads;
  DreamSlot    *slots; /* one for each layer up to the target */
  gsize         memory;
  gboolean     *opened; /* roots whose gradient has been begun */
};

/**
 * dream_phase:
 * @position: of the first row (or column) of a phase: 0..stride-1.
 * @pad: the layer's padding before.
 * @kernel: of the layer.
 * @stride: of the layer.
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
                  gint *taps,
                  gint *index);

gboolean dream_plan_layout (DreamPlan *plan,
                            gint       picture_width,
                            gint       picture_height,
                            gint       width,
                            gint       height,
                            GError   **error);

G_END_DECLS
