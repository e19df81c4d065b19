/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each operation of ONNX becomes.
 */

#pragma once

#include "graph.h"

G_BEGIN_DECLS

/**
 * DreamOnnxReadFunc:
 * @graph: knows @node's inputs; its output is set.
 * @node: an operation with an output.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_UNSUPPORTED_LAYER, then the value is to be
 *   left out, or with %DREAM_ERROR_BAD_NETWORK.
 */
typedef gboolean (*DreamOnnxReadFunc) (DreamOnnxGraph      *graph,
                                       const DreamOnnxNode *node,
                                       GError             **error);

/**
 * dream_onnx_operation:
 *
 * See #DreamOnnxReadFunc; @node may be any operation.
 */
gboolean dream_onnx_operation (DreamOnnxGraph      *graph,
                               const DreamOnnxNode *node,
                               GError             **error);

/* See #DreamOnnxReadFunc.  What the operations do on layers: */

/* onnx/convolution.c */
gboolean dream_onnx_convolution (DreamOnnxGraph      *graph,
                                 const DreamOnnxNode *node,
                                 GError             **error);
gboolean dream_onnx_gemm (DreamOnnxGraph      *graph,
                          const DreamOnnxNode *node,
                          GError             **error);
gboolean dream_onnx_mat_mul (DreamOnnxGraph      *graph,
                             const DreamOnnxNode *node,
                             GError             **error);

/* onnx/pooling.c */
gboolean dream_onnx_max_pool (DreamOnnxGraph      *graph,
                              const DreamOnnxNode *node,
                              GError             **error);
gboolean dream_onnx_average_pool (DreamOnnxGraph      *graph,
                                  const DreamOnnxNode *node,
                                  GError             **error);
gboolean dream_onnx_global_max_pool (DreamOnnxGraph      *graph,
                                     const DreamOnnxNode *node,
                                     GError             **error);
gboolean dream_onnx_global_average_pool (DreamOnnxGraph      *graph,
                                         const DreamOnnxNode *node,
                                         GError             **error);
gboolean dream_onnx_reduce_max (DreamOnnxGraph      *graph,
                                const DreamOnnxNode *node,
                                GError             **error);
gboolean dream_onnx_reduce_mean (DreamOnnxGraph      *graph,
                                 const DreamOnnxNode *node,
                                 GError             **error);

/* onnx/padding.c */
gboolean dream_onnx_pad (DreamOnnxGraph      *graph,
                         const DreamOnnxNode *node,
                         GError             **error);

/* onnx/normalisation.c */
gboolean dream_onnx_lrn (DreamOnnxGraph      *graph,
                         const DreamOnnxNode *node,
                         GError             **error);
gboolean dream_onnx_batch_norm (DreamOnnxGraph      *graph,
                                const DreamOnnxNode *node,
                                GError             **error);

/* onnx/activations.c */
gboolean dream_onnx_activation (DreamOnnxGraph      *graph,
                                const DreamOnnxNode *node,
                                GError             **error);
gboolean dream_onnx_clip (DreamOnnxGraph      *graph,
                          const DreamOnnxNode *node,
                          GError             **error);
gboolean dream_onnx_hard_sigmoid (DreamOnnxGraph      *graph,
                                  const DreamOnnxNode *node,
                                  GError             **error);
gboolean dream_onnx_leaky_relu (DreamOnnxGraph      *graph,
                                const DreamOnnxNode *node,
                                GError             **error);
gboolean dream_onnx_prelu (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           GError             **error);

/* onnx/arithmetic.c: of layers with layers, with constants, or of channels of
 * the picture. */
gboolean dream_onnx_arithmetic (DreamOnnxGraph      *graph,
                                const DreamOnnxNode *node,
                                GError             **error);
gboolean dream_onnx_join (DreamOnnxGraph      *graph,
                          const DreamOnnxNode *node,
                          GError             **error);

/* onnx/shapes.c: of layers or constants of any size. */
gboolean dream_onnx_identity (DreamOnnxGraph      *graph,
                              const DreamOnnxNode *node,
                              GError             **error);
gboolean dream_onnx_flatten (DreamOnnxGraph      *graph,
                             const DreamOnnxNode *node,
                             GError             **error);
gboolean dream_onnx_reshape (DreamOnnxGraph      *graph,
                             const DreamOnnxNode *node,
                             GError             **error);
gboolean dream_onnx_squeeze (DreamOnnxGraph      *graph,
                             const DreamOnnxNode *node,
                             GError             **error);
gboolean dream_onnx_unsqueeze (DreamOnnxGraph      *graph,
                               const DreamOnnxNode *node,
                               GError             **error);
gboolean dream_onnx_transpose (DreamOnnxGraph      *graph,
                               const DreamOnnxNode *node,
                               GError             **error);
gboolean dream_onnx_concat (DreamOnnxGraph      *graph,
                            const DreamOnnxNode *node,
                            GError             **error);

/* onnx/constants.c: what they are without layers. */
gboolean dream_onnx_constant (DreamOnnxGraph      *graph,
                              const DreamOnnxNode *node,
                              GError             **error);
gboolean dream_onnx_shape (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           GError             **error);
gboolean dream_onnx_cast (DreamOnnxGraph      *graph,
                          const DreamOnnxNode *node,
                          GError             **error);
gboolean dream_onnx_fold_arithmetic (DreamOnnxGraph      *graph,
                                     const DreamOnnxNode *node,
                                     GError             **error);
gboolean dream_onnx_fold_concat (DreamOnnxGraph      *graph,
                                 const DreamOnnxNode *node,
                                 GError             **error);
gboolean dream_onnx_fold_constant_of_shape (DreamOnnxGraph      *graph,
                                            const DreamOnnxNode *node,
                                            GError             **error);
gboolean dream_onnx_fold_gather (DreamOnnxGraph      *graph,
                                 const DreamOnnxNode *node,
                                 GError             **error);
gboolean dream_onnx_fold_slice (DreamOnnxGraph      *graph,
                                const DreamOnnxNode *node,
                                GError             **error);
gboolean dream_onnx_fold_transpose (DreamOnnxGraph      *graph,
                                    const DreamOnnxNode *node,
                                    GError             **error);

/* onnx/input.c: channels of the picture. */
gboolean dream_onnx_gather (DreamOnnxGraph      *graph,
                            const DreamOnnxNode *node,
                            GError             **error);
gboolean dream_onnx_concat_channels (DreamOnnxGraph      *graph,
                                     const DreamOnnxNode *node,
                                     GError             **error);

/* --- What convolutions and pools have in common, onnx/padding.c ---------- */

/* Rows and columns. */
#define DREAM_ONNX_SIDES 2

/**
 * dream_onnx_read_window:
 * @layer: a convolution or pool whose kernel is known.
 *
 * Reads strides, dilation and padding.
 *
 * Returns: %FALSE with %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
gboolean dream_onnx_read_window (const DreamOnnxNode *node,
                                 DreamLayer          *layer,
                                 GError             **error);

/**
 * dream_onnx_read_sizes:
 * @attribute: a list of integers.
 * @least: none of them is smaller;
 * @most: none is larger.
 * @n_sizes: how many there are.
 * @sizes: (inout): stay as they are if there is no such attribute.
 *
 * Returns: %FALSE with %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
gboolean dream_onnx_read_sizes (const DreamOnnxNode *node,
                                const gchar         *attribute,
                                gint                 least,
                                gint                 most,
                                guint                n_sizes,
                                gint                *sizes,
                                GError             **error);

G_END_DECLS
