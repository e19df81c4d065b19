/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A convolution's filters in the order in which the kernels read them.  Called
 * by compiled.c alone, which decides where channels lie and what computes.
 */

#pragma once

#include "compiled.h"

G_BEGIN_DECLS

typedef struct _DreamFilters DreamFilters;

/**
 * DreamFilters:
 * @layer: the convolution.
 * @weights: its weights, decoded.
 * @kernels: what will read them.
 * @forms: Winograd's filtering, by the taps along an axis.
 * @from: where the channels lie that the pass reads; @n_from of them.
 * @to: where those lie that it writes; @n_to of them.
 * @backward: whether it is the pass towards the layer's input: @from is then
 *   the layer itself, and the filters are flipped.
 * @phase_h: of a strided layer's pass backward, see #DreamCompiledLayer;
 *   likewise @phase_w.
 */
struct _DreamFilters
{
  const DreamLayer         *layer;
  const gfloat             *weights;
  const DreamKernels       *kernels;
  const DreamWinogradForm  *forms;
  const DreamCompiledLayer *from;
  gint                      n_from;
  const DreamCompiledLayer *to;
  gint                      n_to;
  gboolean                  backward;
  gint                      phase_h;
  gint                      phase_w;
};

/**
 * dream_filters_pack_direct:
 *
 * Returns: (transfer full) (nullable): weights as #DreamConvolution has them,
 *   free with g_aligned_free(); %NULL without memory.
 */
gpointer dream_filters_pack_direct (const DreamFilters *filters);

/**
 * dream_filters_pack_winograd:
 *
 * Returns: (transfer full) (nullable): weights as #DreamWinograd has them,
 *   likewise.
 */
gpointer dream_filters_pack_winograd (const DreamFilters *filters);

/**
 * dream_filters_pack_stem:
 *
 * Returns: (transfer full) (nullable): weights as #DreamStem has them,
 *   likewise.
 */
gpointer dream_filters_pack_stem (const DreamFilters *filters);

/**
 * dream_filters_pack_depthwise:
 *
 * Returns: (transfer full) (nullable): weights as #DreamDepthwise has them,
 *   likewise.
 */
gpointer dream_filters_pack_depthwise (const DreamFilters *filters);

/**
 * dream_filters_new_floats:
 *
 * Returns: (transfer full) (nullable): zeros, aligned for vectors, at least
 *   one vector of them; free with g_aligned_free().
 */
gfloat *dream_filters_new_floats (gsize n_values);

G_END_DECLS
