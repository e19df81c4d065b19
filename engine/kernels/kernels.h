/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numeric kernels: one source (kernels.c), compiled once for each
 * instruction set, picked when the program runs.
 *
 * Layout: channels in blocks of `block` (4, 8 or 16: one vector), innermost:
 * n_blocks x rows x columns x block floats, around each plane a border of
 * zeros as wide as its readers need, so that no kernel tests for edges.
 * A concatenation costs nothing: each branch writes its own blocks.
 *
 * Kernels compute a part of their output (some rows, some blocks), so that
 * threads can share the work; a value does not depend on how it is shared.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamView        DreamView;
typedef struct _DreamConvolution DreamConvolution;
typedef struct _DreamStem        DreamStem;
typedef struct _DreamPooling     DreamPooling;
typedef struct _DreamKernels     DreamKernels;

/* How many output blocks a convolution computes together, and so the unit in
 * which its weights are packed. */
#define DREAM_GROUP_BLOCKS 2

/* A pooling window's positions must be told apart in one byte. */
#define DREAM_MAX_POOL_WINDOW 255

/**
 * DreamView:
 * @data: the first pixel within the border of the first block.
 * @block: floats between blocks.
 * @row: floats between rows.
 *
 * Blocks of a blocked buffer.
 */
struct _DreamView
{
  gfloat *data;
  gsize   block;
  gsize   row;
  gint    n_blocks;
  gint    height;
  gint    width;
};

/**
 * DreamConvolution:
 * @source: what the first tap of the first output pixel reads.
 * @source_pixel: floats between the source's pixels: `block`, or 3 for the
 *   picture itself.
 * @source_last: channels used of the source's last block.
 * @stride_h: rows of the source between rows of the output; likewise
 *   @stride_w.
 * @weights: group, source block, row, column, source channel, output channels
 *   of the group's blocks.
 * @destination_pixel: floats between the output's pixels; more than `block`
 *   where the gradient of a strided convolution fills one phase.
 * @bias: (nullable): one value an output channel.
 * @mask: (nullable): values with @destination's geometry; where they are not
 *   positive, the output is 0 (the gradient of the ReLU that made them).
 * @accumulate: add to the output instead of setting it.
 *
 * Direct convolution.  The gradient towards a convolution's input is one too,
 * with flipped and transposed weights.
 */
struct _DreamConvolution
{
  const gfloat *source;
  gsize         source_block;
  gsize         source_row;
  gsize         source_pixel;
  gint          source_blocks;
  gint          source_last;
  gint          kernel_h;
  gint          kernel_w;
  gint          stride_h;
  gint          stride_w;
  const gfloat *weights;
  gfloat       *destination;
  gsize         destination_block;
  gsize         destination_row;
  gsize         destination_pixel;
  gint          destination_blocks;
  gint          height;
  gint          width;
  const gfloat *bias;
  const gfloat *mask;
  gboolean      relu;
  gboolean      accumulate;
};

/**
 * DreamStem:
 * @gradient: of the first convolution's output.
 * @weights: row, column, picture channel, output channel.
 * @picture: (out): gradient of the picture, @height x @width x 3.
 *
 * The gradient towards the picture, whose three channels would waste most of
 * a vector.
 */
struct _DreamStem
{
  DreamView     gradient;
  const gfloat *weights;
  gint          kernel_h;
  gint          kernel_w;
  gint          stride_h;
  gint          stride_w;
  gint          pad_top;
  gint          pad_left;
  gfloat       *picture;
  gint          height;
  gint          width;
  gboolean      accumulate;
};

/**
 * DreamPooling:
 * @input: values of the input, or, for a gradient kernel, its gradient (out).
 * @output: values of the output (out), or its gradient.
 * @argmax: max pooling: which position of its window each output came from;
 *   n_blocks x rows x columns x block bytes, without border.
 * @mask: (nullable): gradient kernels only, geometry of @input, see
 *   #DreamConvolution.
 */
struct _DreamPooling
{
  DreamView     input;
  DreamView     output;
  guint8       *argmax;
  gint          kernel_h;
  gint          kernel_w;
  gint          stride_h;
  gint          stride_w;
  gint          pad_top;
  gint          pad_left;
  const gfloat *mask;
  gboolean      accumulate;
};

struct _DreamKernels
{
  const gchar *name;
  gint         block;

  void (*convolve) (const DreamConvolution *convolution,
                    gint                    group,
                    gint                    first_row,
                    gint                    n_rows);
  void (*stem_gradient) (const DreamStem *stem, gint first_row, gint n_rows);
  void (*max_pool) (const DreamPooling *pooling, gint block, gint row);
  void (*max_pool_gradient) (const DreamPooling *pooling, gint block, gint row);
  void (*average_pool) (const DreamPooling *pooling, gint block, gint row);
  void (*average_pool_gradient) (const DreamPooling *pooling,
                                 gint                block,
                                 gint                row);
};

/**
 * dream_kernels_choose:
 * @name: (nullable): an instruction set's name ("baseline", "avx2",
 *   "avx512"), or %NULL for the best that this processor has.
 *
 * Returns: (transfer none) (nullable): the kernels, %NULL if @name is unknown
 *   or this processor lacks it.
 */
const DreamKernels *dream_kernels_choose (const gchar *name);

/**
 * dream_kernels_names:
 *
 * Returns: (array zero-terminated=1): every name that was compiled in, the
 *   best last.
 */
const gchar *const *dream_kernels_names (void);

G_END_DECLS
