/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numeric kernels: each source compiled once for each instruction set,
 * picked when the program runs.
 *
 * Layout: channels in blocks of `block` (4, 8 or 16: one vector), innermost:
 * n_blocks x rows x columns x block values, around each plane a border of
 * zeros as wide as the direct convolutions that read it need, so that these
 * test for no edges.  A concatenation costs nothing: each branch writes its
 * own blocks.  Values are 32-bit floats, or bfloat16 in the sets that say so;
 * all sums are 32-bit.  Strides are in bytes.
 *
 * Of a value that was clipped (a ReLU) the backward pass only needs to know
 * whether it lay within: one bit, `mask_size` bytes for a pixel's block.
 *
 * Kernels compute a part of their output (some rows, some blocks), so that
 * threads can share the work; a value does not depend on how it is shared.
 */

#pragma once

#include <glib.h>

#include "winograd-form.h"

G_BEGIN_DECLS

typedef struct _DreamView          DreamView;
typedef struct _DreamSourceBlock   DreamSourceBlock;
typedef struct _DreamTargetBlock   DreamTargetBlock;
typedef struct _DreamConvolution   DreamConvolution;
typedef struct _DreamWinograd      DreamWinograd;
typedef struct _DreamStem          DreamStem;
typedef struct _DreamPooling       DreamPooling;
typedef struct _DreamDepthwise     DreamDepthwise;
typedef struct _DreamElementwise   DreamElementwise;
typedef struct _DreamNormalisation DreamNormalisation;
typedef struct _DreamSeeding       DreamSeeding;
typedef struct _DreamSums          DreamSums;
typedef struct _DreamMatching      DreamMatching;
typedef struct _DreamGram          DreamGram;
typedef struct _DreamMixing        DreamMixing;
typedef struct _DreamKernels       DreamKernels;

typedef enum
{
  DREAM_ELEMENTWISE_ADD,
  DREAM_ELEMENTWISE_MULTIPLY,
  DREAM_ELEMENTWISE_MAXIMUM,
  DREAM_ELEMENTWISE_PASS, /* itself, to be clipped */
  DREAM_ELEMENTWISE_CLIP, /* keeping no bits */
  DREAM_ELEMENTWISE_LEAKY,
  DREAM_ELEMENTWISE_SIGMOID,
  DREAM_ELEMENTWISE_TANH,
  DREAM_ELEMENTWISE_SWISH,
  DREAM_ELEMENTWISE_HARD_SIGMOID,
  DREAM_ELEMENTWISE_HARD_SWISH,
  DREAM_ELEMENTWISE_POWER,
  DREAM_ELEMENTWISE_WIDEN /* the input has fewer blocks, or lanes in use */
} DreamElementwiseOp;

/* How many output blocks a convolution computes together, and so the unit in
 * which its weights are packed. */
#define DREAM_GROUP_BLOCKS 2

/* A pooling window's positions must be told apart in one byte. */
#define DREAM_MAX_POOL_WINDOW 255

/* Channels across which a normalisation sums at most. */
#define DREAM_MAX_LRN_WINDOW 16

/**
 * DreamView:
 * @data: the first pixel within the border of the first block.
 * @block: bytes between blocks.
 * @row: bytes between rows.
 * @bits: (nullable): whether a gradient passes the values, without border.
 * @bits_block: bytes between blocks of @bits.
 * @bits_row: bytes between its rows.
 *
 * Blocks of a blocked buffer.
 */
struct _DreamView
{
  guint8 *data;
  gsize   block;
  gsize   row;
  guint8 *bits;
  gsize   bits_block;
  gsize   bits_row;
  gint    n_blocks;
  gint    height;
  gint    width;
};

/**
 * DreamSourceBlock:
 * @data: what the first tap of the first output pixel reads.
 * @row: bytes between rows.
 * @channels: channels used of the block.
 */
struct _DreamSourceBlock
{
  const guint8 *data;
  gsize         row;
  gint          channels;
};

/**
 * DreamTargetBlock:
 * @data: the first output pixel.
 * @row: bytes between rows of the output.
 * @bits: (nullable): of the first output pixel; see #DreamConvolution.
 * @bits_row: bytes between its rows.
 * @clip: outputs become at least 0 and at most @ceiling.
 * @ceiling: INFINITY for a plain ReLU.
 */
struct _DreamTargetBlock
{
  guint8  *data;
  gsize    row;
  guint8  *bits;
  gsize    bits_row;
  gboolean clip;
  gfloat   ceiling;
};

/**
 * DreamConvolution:
 * @sources: the input's blocks.
 * @source_pixel: bytes between the source's pixels.
 * @stride_h: rows of the source between rows of the output; likewise
 *   @stride_w.
 * @dilation_h: rows of the source between taps; likewise @dilation_w.
 * @weights: group, source block, row, column, source channel, output channels
 *   of the group's blocks.  bfloat16: source channels in pairs, the two next
 *   to each other for each output channel.
 * @targets: the output's blocks.  With clip, their bits are written where they
 *   are given; without, the output becomes 0 where a bit is not set (the
 *   gradient of the ReLU that set it).
 * @target_pixel: bytes between the output's pixels; more than a pixel has
 *   where the gradient of a strided convolution fills one phase.
 * @bits_pixel: likewise.
 * @bias: (nullable): one value an output channel.
 * @from_picture: for dream_kernels.convolve_picture: source and weights are
 *   32-bit floats, a pixel has three channels.
 * @accumulate: add to the output instead of setting it.
 *
 * Direct convolution.  The gradient towards a convolution's input is one too,
 * with flipped and transposed weights.
 */
struct _DreamConvolution
{
  const DreamSourceBlock *sources;
  gint                    n_sources;
  gsize                   source_pixel;
  gint                    kernel_h;
  gint                    kernel_w;
  gint                    stride_h;
  gint                    stride_w;
  gint                    dilation_h;
  gint                    dilation_w;
  const void             *weights;
  const DreamTargetBlock *targets;
  gint                    n_targets;
  gsize                   target_pixel;
  gsize                   bits_pixel;
  gint                    height;
  gint                    width;
  const gfloat           *bias;
  gboolean                from_picture;
  gboolean                accumulate;
};

/**
 * DreamWinograd:
 * @sources: the input's blocks, data at their first pixel.
 * @source_height: rows of the input; beyond them are zeros.
 * @pad_top: rows of zeros before the input; likewise @pad_left.
 * @form_h: how columns of the picture are transformed; likewise @form_w.
 * @weights: group, point, source block, source channel, output channels of the
 *   group's blocks; bfloat16 in pairs, as in #DreamConvolution.
 * @targets: as in #DreamConvolution, likewise @bias and @accumulate.
 * @height: rows of the output.
 * @n_tiles: how many tiles a call computes at most.
 *
 * Convolution of stride 1 by Winograd's minimal filtering: tiles of
 * form_h.outputs x form_w.outputs, counted in rows from the output's first
 * pixel.
 */
struct _DreamWinograd
{
  const DreamSourceBlock  *sources;
  gint                     n_sources;
  gint                     source_height;
  gint                     source_width;
  gint                     pad_top;
  gint                     pad_left;
  const DreamWinogradForm *form_h;
  const DreamWinogradForm *form_w;
  const gfloat            *weights;
  const DreamTargetBlock  *targets;
  gint                     n_targets;
  gint                     height;
  gint                     width;
  const gfloat            *bias;
  gboolean                 accumulate;
  gint                     n_tiles;
};

/**
 * DreamStem:
 * @gradient: of the first convolution's output.
 * @weights: row, column, picture channel, output channel; 32-bit floats.
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
 * @input: values of the input, or, for a gradient kernel, its gradient (out),
 *   which becomes 0 where the bits, if given, are not set.
 * @output: values of the output (out) and, if given, their bits (out), or its
 *   gradient.
 * @argmax: max pooling: which position of its window each output came from;
 *   n_blocks x rows x columns x block bytes, without border.
 * @relu: negative outputs become 0.
 * @count_padding: average pooling: the padding's zeros count.
 * @accumulate: gradient kernels: add to @input.
 */
struct _DreamPooling
{
  DreamView input;
  DreamView output;
  guint8   *argmax;
  gint      kernel_h;
  gint      kernel_w;
  gint      stride_h;
  gint      stride_w;
  gint      pad_top;
  gint      pad_left;
  gint      pad_bottom;
  gint      pad_right;
  gboolean  relu;
  gboolean  count_padding;
  gboolean  accumulate;
};

/**
 * DreamDepthwise:
 * @input: values of the input, or, for the gradient kernel, its gradient (out),
 *   which becomes 0 where the bits, if given, are not set.
 * @output: values of the output (out) and, if it clips, their bits (out), or
 *   its gradient.
 * @weights: block, row, column, channel; 32-bit floats.
 * @bias: one value a channel.
 * @clip: see #DreamTargetBlock, likewise @ceiling.
 * @accumulate: gradient kernel: add to @input.
 *
 * Each channel's own convolution.  Not both strided and dilated.
 */
struct _DreamDepthwise
{
  DreamView     input;
  DreamView     output;
  const gfloat *weights;
  const gfloat *bias;
  gint          kernel_h;
  gint          kernel_w;
  gint          stride_h;
  gint          stride_w;
  gint          dilation_h;
  gint          dilation_w;
  gint          pad_top;
  gint          pad_left;
  gboolean      clip;
  gfloat        ceiling;
  gboolean      accumulate;
};

/**
 * DreamElementwise:
 * @op: %DREAM_ELEMENTWISE_ADD and so on.
 * @input: values of the input; of two inputs the first.
 * @other: of two inputs the second, in the same geometry.
 * @output: values of the output (out) and, if it clips, their bits (out).
 * @clip: see #DreamTargetBlock, likewise @ceiling.
 * @gradient: gradient kernel: of the output.
 * @input_gradient: gradient kernel: of @input (out), which becomes 0 where the
 *   bits, if given, are not set.  That of @other is computed with both
 *   exchanged.
 * @is_second: gradient kernel: they are exchanged.
 * @accumulate: gradient kernel: add to @input_gradient.
 * @low: of a clip that keeps no bits, likewise @high.
 * @scale: of %DREAM_ELEMENTWISE_HARD_SIGMOID and %DREAM_ELEMENTWISE_POWER,
 *   likewise @shift and @power.
 * @slopes: of %DREAM_ELEMENTWISE_LEAKY: one value a channel, in blocks; of
 *   %DREAM_ELEMENTWISE_WIDEN: 1 for the input's channels, 0 for those to be 0.
 *
 * What is done to each value on its own; DreamActivation has the formulas.
 */
struct _DreamElementwise
{
  DreamElementwiseOp op;
  DreamView          input;
  DreamView          other;
  DreamView          output;
  gboolean           clip;
  gfloat             ceiling;
  DreamView          gradient;
  DreamView          input_gradient;
  gboolean           is_second;
  gboolean           accumulate;
  gfloat             low;
  gfloat             high;
  gfloat             scale;
  gfloat             shift;
  gfloat             power;
  const gfloat      *slopes;
};

/**
 * DreamNormalisation:
 * @input: values of the input.
 * @output: values of the output (out) and, if given, their bits (out).
 * @output_gradient: gradient kernel: of the output.
 * @input_gradient: gradient kernel: of the input (out); 0 where its bits, if
 *   given, are not set.
 * @accumulate: gradient kernel: add to @input_gradient.
 *
 * Local response normalisation across channels,
 * y = x (bias + alpha sum x^2)^-beta, the sum over the `size` channels around
 * each (Krizhevsky et al. 2012, section 3.3).  Only without gaps between
 * channels.
 */
struct _DreamNormalisation
{
  DreamView input;
  DreamView output;
  DreamView output_gradient;
  DreamView input_gradient;
  gint      size;
  gfloat    alpha;
  gfloat    beta;
  gfloat    bias;
  gboolean  accumulate;
};

/**
 * DreamSeeding:
 * @activation: values of the layer.
 * @seed: their gradient (out), in the same geometry; its bits are not looked
 *   at.
 * @weights: (nullable): adds the values above @threshold times their channel's
 *   weight.
 * @threshold: -INFINITY for all.
 * @constants: (nullable): adds one value a channel.
 * @vectors: (nullable): adds, at each place, the vector that @nearest gives.
 * @nearest: with @vectors: their numbers, height x width.
 * @places: (nullable): the factor of all that is added at a place, height x
 *   width.
 * @accumulate: add to what @seed holds.
 *
 * What one term of the objective adds to the gradient of its layer.  Weights,
 * constants and each vector have one value for each channel of all blocks; here
 * and in what follows they are aligned to a block of floats.
 */
struct _DreamSeeding
{
  DreamView     activation;
  DreamView     seed;
  const gfloat *weights;
  gfloat        threshold;
  const gfloat *constants;
  const gfloat *vectors;
  const guint  *nearest;
  const gfloat *places;
  gboolean      accumulate;
};

/**
 * DreamSums:
 * @activation: values of a layer.
 * @first_row: the window, likewise @end_row (not included), @first_column and
 *   @end_column.
 * @threshold: squares are those of the values above it; -INFINITY for all.
 * @values: adds the sum of all values; one for each channel of all blocks.
 * @squares: likewise the sum of the squares.
 *
 * Sums over a window of a layer: of at most a row in 32-bit floats, of these in
 * doubles.
 */
struct _DreamSums
{
  DreamView activation;
  gint      first_row;
  gint      end_row;
  gint      first_column;
  gint      end_column;
  gfloat    threshold;
  gdouble  *values;
  gdouble  *squares;
};

/**
 * DreamMatching:
 * @activation: values of a layer.
 * @vectors: @n_vectors x channels of all blocks.
 * @n_vectors: at least 1.
 * @nearest: (out): height x width.
 *
 * For each place the vector whose dot product with the layer's values there is
 * greatest; of equal ones the first, of none that is a number 0.
 */
struct _DreamMatching
{
  DreamView     activation;
  const gfloat *vectors;
  guint         n_vectors;
  guint        *nearest;
};

/**
 * DreamGram:
 * @activation: values of a layer.
 * @first_row: the window, see #DreamSums.
 * @products: adds the sum over the window of a_i a_j; row i, column j, channels
 *   of all blocks.
 *
 * A Gram matrix: what channels are found together, wherever that is (Gatys and
 * others, 2015).
 */
struct _DreamGram
{
  DreamView activation;
  gint      first_row;
  gint      end_row;
  gint      first_column;
  gint      end_column;
  gdouble  *products;
};

/**
 * DreamMixing:
 * @activation: values of a layer.
 * @seed: their gradient (out), in the same geometry; its bits are not looked
 *   at.
 * @matrix: row i: what value i adds to each channel j of the seed; channels of
 *   all blocks.
 * @places: (nullable): see #DreamSeeding, likewise @accumulate.
 *
 * Adds, at each place, matrix^T a.
 */
struct _DreamMixing
{
  DreamView     activation;
  DreamView     seed;
  const gfloat *matrix;
  const gfloat *places;
  gboolean      accumulate;
};

/**
 * DreamKernels:
 * @name: of the instruction set.
 * @block: channels in a block.
 * @value_size: bytes of a value: 4, or 2 for bfloat16.
 * @mask_size: bytes of a block's bits at one pixel.
 * @pixels: how many pixels a convolution computes at once; a number of
 *   Winograd's tiles divides into such chunks.
 * @convolve: some rows of one group of output blocks.
 * @convolve_picture: the same from the picture's 32-bit floats and weights.
 * @winograd: some tiles of all output blocks; scratch memory, aligned to 64
 *   bytes, for points x n_tiles x block x (n_sources values +
 *   %DREAM_GROUP_BLOCKS floats).
 * @copy: one row of a block, and its bits where @target has some.
 * @add: adds one row of a block.
 * @mask: one row of a block becomes 0 where @target's bits are not set;
 *   @source is not looked at.
 * @seed: one row of a block.
 * @sum: the sums of one block.
 * @match: one row.
 * @gram: the rows of the matrix that are one block's channels.
 * @mix: one row of a block of the seed.
 * @read: @n_values values from @source into floats.
 */
struct _DreamKernels
{
  const gchar *name;
  gint         block;
  gint         value_size;
  gint         mask_size;
  gint         pixels;

  void (*convolve) (const DreamConvolution *convolution,
                    gint                    group,
                    gint                    first_row,
                    gint                    n_rows);
  void (*convolve_picture) (const DreamConvolution *convolution,
                            gint                    group,
                            gint                    first_row,
                            gint                    n_rows);
  void (*winograd) (const DreamWinograd *winograd,
                    gint                 first_tile,
                    gint                 n_tiles,
                    gfloat              *scratch);
  void (*stem_gradient) (const DreamStem *stem, gint first_row, gint n_rows);
  void (*max_pool) (const DreamPooling *pooling, gint block, gint row);
  void (*max_pool_gradient) (const DreamPooling *pooling, gint block, gint row);
  void (*average_pool) (const DreamPooling *pooling, gint block, gint row);
  void (*average_pool_gradient) (const DreamPooling *pooling,
                                 gint                block,
                                 gint                row);
  void (*depthwise) (const DreamDepthwise *depthwise, gint block, gint row);
  void (*depthwise_gradient) (const DreamDepthwise *depthwise,
                              gint                  block,
                              gint                  row);
  void (*elementwise) (const DreamElementwise *elementwise,
                       gint                    block,
                       gint                    row);
  void (*elementwise_gradient) (const DreamElementwise *elementwise,
                                gint                    block,
                                gint                    row);
  void (*normalise) (const DreamNormalisation *normalisation, gint row);
  void (*normalise_gradient) (const DreamNormalisation *normalisation,
                              gint                      row);
  void (*copy) (const DreamView *target,
                const DreamView *source,
                gint             block,
                gint             row);
  void (*add) (const DreamView *target,
               const DreamView *source,
               gint             block,
               gint             row);
  void (*mask) (const DreamView *target,
                const DreamView *source,
                gint             block,
                gint             row);
  void (*seed) (const DreamSeeding *seeding, gint block, gint row);
  void (*sum) (const DreamSums *sums, gint block);
  void (*match) (const DreamMatching *matching, gint row);
  void (*gram) (const DreamGram *gram, gint block);
  void (*mix) (const DreamMixing *mixing, gint block, gint row);
  void (*read) (gfloat *values, const guint8 *source, gsize n_values);
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

/**
 * dream_kernels_get_fast:
 *
 * Returns: (transfer none) (nullable): the kernels that keep values as
 *   bfloat16, or %NULL if this processor has no instructions for it.
 */
const DreamKernels *dream_kernels_get_fast (void);

G_END_DECLS
