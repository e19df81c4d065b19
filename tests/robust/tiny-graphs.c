/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small TensorFlow graphs, in the manner of real ones.
 */

#include "tiny-graphdef.h"
#include "tiny-graphs.h"

typedef void (*Fill) (GByteArray *graph);

static void classify (GByteArray *graph);
static void normalise (GByteArray *graph);
static void join (GByteArray *graph);
static void fuse (GByteArray *graph);
static void decode (GByteArray *graph);
static void name_backwards (GByteArray *graph);
static void quantise (GByteArray *graph);

static const Fill fills[] = { classify, normalise,      join,    fuse,
                              decode,   name_backwards, quantise };

guint
tiny_graphs_n (void)
{
  return G_N_ELEMENTS (fills);
}

GBytes *
tiny_graphs_make (guint index)
{
  GByteArray *graph = g_byte_array_new ();

  fills[index](graph);

  return g_byte_array_free_to_bytes (graph);
}

/* In the manner of inception5h. */
static void
classify (GByteArray *graph)
{
  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);
  tiny_graph_add_floats (graph, "b", "4", NULL);
  tiny_graph_add (graph, "pre_relu", "BiasAdd", "conv b", "");
  tiny_graph_add (graph, "relu", "Relu", "pre_relu", "");
  tiny_graph_add (graph, "pool", "MaxPool", "relu",
                  "ksize=l1,3,3,1 strides=l1,2,2,1 padding=sSAME");
  tiny_graph_add (graph, "lrn", "LRN", "pool",
                  "depth_radius=i1 alpha=f0.0001 bias=f2 beta=f0.5");
  tiny_graph_add (graph, "mean", "AvgPool", "lrn",
                  "ksize=l1,3,3,1 strides=l1,1,1,1 padding=sSAME");
  tiny_graph_add_integers (graph, "mixed/dim", "", "3");
  tiny_graph_add (graph, "mixed", "Concat", "mixed/dim lrn mean", "N=i2");
  tiny_graph_add_integers (graph, "shape", "2", "-1,128");
  tiny_graph_add (graph, "flat", "Reshape", "mixed shape", "");
  tiny_graph_add_floats (graph, "matrix", "128,5", NULL);
  tiny_graph_add (graph, "logits", "MatMul", "flat matrix",
                  "transpose_a=b0 transpose_b=b0");
  tiny_graph_add (graph, "softmax", "Softmax", "logits", "");
}

/* All kinds of normalisations, the last one computed from numbers. */
static void
normalise (GByteArray *graph)
{
  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);
  tiny_graph_add_floats (graph, "n", "4", NULL);
  tiny_graph_add_floats (graph, "small", "", (const gfloat[]){ .001f });
  tiny_graph_add (graph, "norm", "FusedBatchNormV3", "conv n n n n",
                  "is_training=b0 epsilon=f0.001");
  tiny_graph_add (graph, "old", "BatchNormWithGlobalNormalization",
                  "norm n n n n",
                  "variance_epsilon=f0.001 scale_after_normalization=b1");
  tiny_graph_add (graph, "n/read", "Identity", "n", "");
  tiny_graph_add (graph, "sum", "AddV2", "n/read small", "");
  tiny_graph_add (graph, "rsqrt", "Rsqrt", "sum", "");
  tiny_graph_add_integers (graph, "wide/shape", "4", "1,1,1,-1");
  tiny_graph_add (graph, "wide", "Reshape", "n wide/shape", "");
  tiny_graph_add (graph, "factor", "Mul", "rsqrt wide", "");
  tiny_graph_add (graph, "shifted", "Mul", "n factor", "");
  tiny_graph_add (graph, "shift", "Sub", "n shifted", "");
  tiny_graph_add (graph, "mul", "Mul", "old factor", "");
  tiny_graph_add (graph, "add", "Add", "mul shift", "");
  tiny_graph_add (graph, "root", "Sqrt", "n", "");
  tiny_graph_add (graph, "square", "Square", "root", "");
  tiny_graph_add (graph, "minus", "Neg", "square", "");
  tiny_graph_add (graph, "less", "Sub", "minus add", "");
  tiny_graph_add (graph, "half", "RealDiv", "less small", "");
}

static void
join (GByteArray *graph)
{
  tiny_graph_add_picture (graph, 0);
  tiny_graph_add_stem (graph);
  tiny_graph_add (graph, "tanh", "Tanh", "conv", "");
  tiny_graph_add (graph, "sigmoid", "Sigmoid", "conv", "");
  tiny_graph_add (graph, "leaky", "LeakyRelu", "conv", "alpha=f0.1");
  tiny_graph_add (graph, "sum", "AddN", "tanh sigmoid leaky", "N=i3");
  tiny_graph_add (graph, "product", "Mul", "sum sigmoid", "");
  tiny_graph_add (graph, "difference", "Sub", "product sum", "");
  tiny_graph_add (graph, "larger", "Maximum", "difference leaky", "");
  tiny_graph_add_floats (graph, "limit", "", (const gfloat[]){ 3 });
  tiny_graph_add (graph, "clipped", "Minimum", "larger limit", "");
  tiny_graph_add_floats (graph, "slopes", "4", NULL);
  tiny_graph_add (graph, "prelu", "Prelu", "clipped slopes", "");
  tiny_graph_add_integers (graph, "dim", "", "-1");
  tiny_graph_add (graph, "mixed", "ConcatV2", "prelu tanh:0 dim", "N=i2");
  tiny_graph_add (graph, "square", "Square", "mixed", "");
  tiny_graph_add (graph, "minus", "Neg", "square ^conv", "");
}

static void
fuse (GByteArray *graph)
{
  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_floats (graph, "w", "3,3,3,4", NULL);
  tiny_graph_add_floats (graph, "b", "4", NULL);
  tiny_graph_add (graph, "fused", "_FusedConv2D", "input w b",
                  "fused_ops=tBiasAdd,Relu6 num_args=i1 strides=l1,2,2,1 "
                  "padding=sEXPLICIT explicit_paddings=l0,0,1,1,1,1,0,0");
  tiny_graph_add_floats (graph, "dw", "3,3,4,2", NULL);
  tiny_graph_add (graph, "deep", "DepthwiseConv2dNative", "fused dw",
                  "strides=l1,1,1,1 dilations=l1,2,2,1 padding=sSAME");
  tiny_graph_add_floats (graph, "dw2", "1,1,8,1", NULL);
  tiny_graph_add_floats (graph, "b2", "8", NULL);
  tiny_graph_add (graph, "deeper", "FusedDepthwiseConv2dNative",
                  "deep dw2 b2 b2",
                  "fused_ops=tBiasAdd,Prelu strides=l1,1,1,1 padding=sVALID");
  tiny_graph_add_floats (graph, "w2", "1,1,8,4", NULL);
  tiny_graph_add (graph, "normed", "_FusedConv2D", "deeper w2 b b b b",
                  "fused_ops=tFusedBatchNorm,LeakyRelu strides=l1,1,1,1 "
                  "padding=sVALID epsilon=f0.001 leakyrelu_alpha=f0.3");
  tiny_graph_add_integers (graph, "axes", "2", "1,2");
  tiny_graph_add (graph, "pooled", "Mean", "normed axes", "keep_dims=b1");
  tiny_graph_add (graph, "squeezed", "Squeeze", "pooled", "squeeze_dims=l1,2");
  tiny_graph_add_floats (graph, "m", "5,4", NULL);
  tiny_graph_add_floats (graph, "mb", "5", NULL);
  tiny_graph_add (graph, "logits", "_FusedMatMul", "squeezed m mb",
                  "fused_ops=tBiasAdd transpose_b=b1");
}

/* In the manner of TensorFlow's Inception of 2015. */
static void
decode (GByteArray *graph)
{
  tiny_graph_add (graph, "contents", "Placeholder", "", "");
  tiny_graph_add (graph, "jpeg", "DecodeJpeg", "contents", "channels=i3");
  tiny_graph_add (graph, "cast", "Cast", "jpeg", "");
  tiny_graph_add_integers (graph, "zero", "", "0");
  tiny_graph_add (graph, "batch", "ExpandDims", "cast zero", "");
  tiny_graph_add_integers (graph, "size", "2", "12,10");
  tiny_graph_add (graph, "resize", "ResizeBilinear", "batch size", "");
  tiny_graph_add_floats (graph, "middle", "", (const gfloat[]){ 128 });
  tiny_graph_add (graph, "sub", "Sub", "resize middle", "");
  tiny_graph_add_floats (graph, "factor", "", (const gfloat[]){ 1 / 128.f });
  tiny_graph_add (graph, "input", "Mul", "sub factor", "");
  tiny_graph_add_integers (graph, "sides", "4,2", "0,0,1,1,1,1,0,0");
  tiny_graph_add (graph, "pad", "Pad", "input sides", "");
  tiny_graph_add_floats (graph, "w", "3,3,3,4", NULL);
  tiny_graph_add (graph, "conv", "Conv2D", "pad w",
                  "strides=l1,1,1,1 padding=sVALID");
  tiny_graph_add_integers (graph, "axes", "2", "-3,-2");
  tiny_graph_add (graph, "max", "Max", "conv axes", "");
}

/* Each node comes before those that it reads. */
static void
name_backwards (GByteArray *graph)
{
  tiny_graph_add (graph, "relu", "Relu", "bias", "");
  tiny_graph_add (graph, "bias", "Add", "b conv", "");
  tiny_graph_add (graph, "conv", "Conv2D", "input w/read",
                  "strides=l1,1,1,1 padding=sSAME");
  tiny_graph_add (graph, "w/read", "Identity", "w", "");
  tiny_graph_add_floats (graph, "b", "", (const gfloat[]){ 1 });
  tiny_graph_add_floats (graph, "w", "1,1,3,2", NULL);
  tiny_graph_add_picture (graph, 4);
}

/* Weights of a byte each, and channels of zeros before a join. */
static void
quantise (GByteArray *graph)
{
  static const guint8 stored[] = { 0, 51, 102, 255, 1, 2, 3, 4 };

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);
  tiny_graph_add_tensor (graph, "stored", 12, "1,1,4,2", 4, stored,
                         sizeof stored);
  tiny_graph_add_floats (graph, "low", "", (const gfloat[]){ -1 });
  tiny_graph_add_floats (graph, "high", "", (const gfloat[]){ 4 });
  tiny_graph_add (graph, "real", "Dequantize", "stored low high",
                  "mode=sMIN_FIRST narrow_range=b0 axis=i-1");
  tiny_graph_add (graph, "narrow", "Conv2D", "conv real",
                  "strides=l1,1,1,1 padding=sSAME");
  tiny_graph_add_integers (graph, "sides", "4,2", "0,0,0,0,0,0,0,2");
  tiny_graph_add (graph, "wide", "Pad", "narrow sides", "");
  tiny_graph_add (graph, "sum", "AddV2", "wide conv", "");
}
