/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small ONNX graphs, in the manner of real ones.
 */

#include "tiny-onnx-graphs.h"
#include "tiny-onnx.h"

/* @version: of the operations. */
typedef struct
{
  void (*fill) (GByteArray *graph);
  guint version;
} Graph;

static void classify (GByteArray *graph);
static void classify_later (GByteArray *graph);
static void compute_shapes (GByteArray *graph);
static void compute_pads (GByteArray *graph);
static void join (GByteArray *graph);
static void activate (GByteArray *graph);
static void put_channels_last (GByteArray *graph);
static void take_picture_apart (GByteArray *graph);
static void code_numbers (GByteArray *graph);

static const Graph graphs[] = {
  { classify, 9 },
  { classify_later, 18 },
  { compute_shapes, 11 },
  { join, 8 },
  { activate, 14 },
  { put_channels_last, 13 },
  { take_picture_apart, 12 },
  { code_numbers, 7 },
  { compute_pads, 11 },
};

guint
tiny_onnx_graphs_n (void)
{
  return G_N_ELEMENTS (graphs);
}

GBytes *
tiny_onnx_graphs_make (guint index)
{
  GByteArray *graph = g_byte_array_new ();

  graphs[index].fill (graph);

  return tiny_onnx_finish (graph, graphs[index].version);
}

/* With limits, axes and pads as attributes. */
static void
classify (GByteArray *graph)
{
  tiny_onnx_add_stem (graph);
  tiny_onnx_add_floats (graph, "n", "4", NULL);
  tiny_onnx_add (graph, "norm", "BatchNormalization", "conv n n n n",
                 "epsilon=f0.001");
  tiny_onnx_add (graph, "relu6", "Clip", "norm", "min=f0 max=f6");
  tiny_onnx_add (graph, "lrn", "LRN", "relu6",
                 "size=i5 alpha=f0.0001 beta=f0.75 bias=f1");
  tiny_onnx_add (graph, "pad", "Pad", "lrn",
                 "mode=sconstant pads=l0,0,0,0,0,0,1,1 value=f0");
  tiny_onnx_add (graph, "pool", "MaxPool", "pad",
                 "kernel_shape=l3,3 strides=l2,2 ceil_mode=i0");
  tiny_onnx_add (graph, "mean", "AveragePool", "pool",
                 "kernel_shape=l3,3 pads=l1,1,1,1 count_include_pad=i1");
  tiny_onnx_add (graph, "mixed", "Concat", "pool mean", "axis=i1");
  tiny_onnx_add (graph, "drop", "Dropout", "mixed", "ratio=f0.5");
  tiny_onnx_add (graph, "flat", "Flatten", "drop", "axis=i1");
  tiny_onnx_add_floats (graph, "matrix", "5,128", NULL);
  tiny_onnx_add_floats (graph, "biases", "5", NULL);
  tiny_onnx_add (graph, "logits", "Gemm", "flat matrix biases",
                 "alpha=f2 beta=f0.5 transB=i1");
  tiny_onnx_add (graph, "softmax", "Softmax", "logits", "axis=i1");
}

/* With the same as inputs. */
static void
classify_later (GByteArray *graph)
{
  tiny_onnx_add_stem (graph);
  tiny_onnx_add_floats (graph, "low", "", (const gfloat[]){ 0 });
  tiny_onnx_add (graph, "high", "Constant", "", "value_float=f6");
  tiny_onnx_add (graph, "relu6", "Clip", "conv low high", "");
  tiny_onnx_add_ints (graph, "pads", "4", "1,1,1,1");
  tiny_onnx_add (graph, "axes", "Constant", "", "value_ints=l2,-1");
  tiny_onnx_add (graph, "pad", "Pad", "relu6 pads low axes", "mode=sconstant");
  tiny_onnx_add_floats (graph, "dw", "4,1,3,3", NULL);
  tiny_onnx_add (graph, "deep", "Conv", "pad dw",
                 "group=i4 dilations=l2,2 auto_pad=sSAME_UPPER");
  tiny_onnx_add (graph, "pooled", "ReduceMean", "deep axes", "keepdims=i1");
  tiny_onnx_add (graph, "squeezed", "Squeeze", "pooled axes", "");
  tiny_onnx_add (graph, "again", "Unsqueeze", "squeezed axes", "");
  tiny_onnx_add (graph, "flat", "Flatten", "again", "");
  tiny_onnx_add_floats (graph, "matrix", "4,5", NULL);
  tiny_onnx_add (graph, "product", "MatMul", "flat matrix", "");
  tiny_onnx_add_floats (graph, "biases", "5", NULL);
  tiny_onnx_add (graph, "logits", "Add", "product biases", "");
  tiny_onnx_add (graph, "log", "LogSoftmax", "logits", "");
}

/* As exporters write down how x.view (x.size (0), -1) comes about. */
static void
compute_shapes (GByteArray *graph)
{
  const gint64 zero = 0;

  tiny_onnx_add_stem (graph);
  tiny_onnx_add (graph, "pool", "GlobalMaxPool", "conv", "");
  tiny_onnx_add (graph, "shape", "Shape", "pool", "");
  tiny_onnx_add_constant (graph, "zero", TINY_ONNX_INT64, "",
                          TINY_ONNX_RAW_DATA, (const guint8 *) &zero,
                          sizeof zero);
  tiny_onnx_add (graph, "batch", "Gather", "shape zero", "axis=i0");
  tiny_onnx_add (graph, "axis", "Unsqueeze", "batch", "axes=l0");
  tiny_onnx_add_ints (graph, "rest", "1", "-1");
  tiny_onnx_add (graph, "target", "Concat", "axis rest", "axis=i0");
  tiny_onnx_add (graph, "cast", "Cast", "target", "to=i7");
  tiny_onnx_add (graph, "flat", "Reshape", "pool cast", "");
  tiny_onnx_add_ints (graph, "one", "1", "1");
  tiny_onnx_add_ints (graph, "two", "1", "2");
  tiny_onnx_add (graph, "channels", "Slice", "shape one two", "");
  tiny_onnx_add (graph, "half", "Div", "channels two", "");
  tiny_onnx_add (graph, "whole", "Mul", "half two", "");
  tiny_onnx_add (graph, "more", "Add", "whole one", "");
  tiny_onnx_add (graph, "same", "Sub", "more one", "");
  tiny_onnx_add (graph, "all", "Concat", "one same one one", "axis=i0");
  tiny_onnx_add (graph, "back", "Reshape", "flat all", "");
  tiny_onnx_add (graph, "turned", "Transpose", "back", "perm=l0,2,3,1");
  tiny_onnx_add (graph, "turned_back", "Transpose", "turned", "perm=l0,3,1,2");
  tiny_onnx_add (graph, "squeezed", "Squeeze", "turned_back", "axes=l2,3");
  tiny_onnx_add_floats (graph, "matrix", "5,4", NULL);
  tiny_onnx_add (graph, "upright", "Transpose", "matrix", "perm=l1,0");
  tiny_onnx_add (graph, "logits", "MatMul", "squeezed upright", "");
}

static void
compute_pads (GByteArray *graph)
{
  tiny_onnx_add_stem (graph);
  tiny_onnx_add_computed_pads (graph);
  tiny_onnx_add (graph, "padded", "Pad", "conv pads -", "mode=sconstant");
}

static void
join (GByteArray *graph)
{
  tiny_onnx_add_stem (graph);
  tiny_onnx_add (graph, "relu", "Relu", "conv", "");
  tiny_onnx_add (graph, "tanh", "Tanh", "conv", "");
  tiny_onnx_add (graph, "sum", "Sum", "relu tanh conv", "");
  tiny_onnx_add (graph, "product", "Mul", "sum tanh", "");
  tiny_onnx_add (graph, "difference", "Sub", "product conv", "");
  tiny_onnx_add (graph, "larger", "Max", "difference relu", "");
  tiny_onnx_add_floats (graph, "limit", "1", (const gfloat[]){ 3 });
  tiny_onnx_add (graph, "clipped", "Min", "larger limit", "");
  tiny_onnx_add_floats (graph, "each", "4,1,1", NULL);
  tiny_onnx_add (graph, "shifted", "Add", "clipped each", "");
  tiny_onnx_add (graph, "negative", "Sub", "each shifted", "");
  tiny_onnx_add (graph, "third", "Div", "negative limit", "");
  tiny_onnx_add (graph, "factor", "Identity", "each", "");
  tiny_onnx_add (graph, "scaled", "Mul", "factor third", "@name=");
  tiny_onnx_add (graph, "same", "Identity", "scaled", "");
  tiny_onnx_add (graph, "pool", "GlobalAveragePool", "same", "");
}

static void
activate (GByteArray *graph)
{
  tiny_onnx_add_stem (graph);
  tiny_onnx_add (graph, "sigmoid", "Sigmoid", "conv", "");
  tiny_onnx_add (graph, "swish", "Mul", "conv sigmoid", "");
  tiny_onnx_add (graph, "hard", "HardSwish", "swish", "");
  tiny_onnx_add (graph, "harder", "HardSigmoid", "hard",
                 "alpha=f0.1666 beta=f0.5");
  tiny_onnx_add (graph, "leaky", "LeakyRelu", "harder", "alpha=f0.1");
  tiny_onnx_add_floats (graph, "slopes", "4,1,1", NULL);
  tiny_onnx_add (graph, "prelu", "PRelu", "leaky slopes", "");
  tiny_onnx_add (graph, "odd", "Elu", "prelu", "alpha=f1");
  tiny_onnx_add (graph, "most", "ReduceMax", "prelu", "axes=l2,3 keepdims=i0");
}

/* As converters from TensorFlow do. */
static void
put_channels_last (GByteArray *graph)
{
  tiny_onnx_add_input (graph, "input", TINY_ONNX_UINT8, "?,8,8,3");
  tiny_onnx_add (graph, "cast", "Cast", "input", "to=i1");
  tiny_onnx_add_floats (graph, "grey", "3", (const gfloat[]){ 120, 110, 100 });
  tiny_onnx_add (graph, "sub", "Sub", "cast grey", "");
  tiny_onnx_add (graph, "nchw", "Transpose", "sub", "perm=l0,3,1,2");
  tiny_onnx_add_floats (graph, "w", "4,3,3,3", NULL);
  tiny_onnx_add (graph, "conv", "Conv", "nchw w",
                 "auto_pad=sSAME_LOWER kernel_shape=l3,3");
  tiny_onnx_add (graph, "nhwc", "Transpose", "conv", "perm=l0,2,3,1");
  tiny_onnx_add_floats (graph, "each", "4", NULL);
  tiny_onnx_add (graph, "biased", "Add", "nhwc each", "");
  tiny_onnx_add (graph, "both", "Concat", "nhwc biased", "axis=i-1");
  tiny_onnx_add_floats (graph, "matrix", "8,6", NULL);
  tiny_onnx_add (graph, "point", "MatMul", "both matrix", "");
  tiny_onnx_add_ints (graph, "shape", "2", "-1,384");
  tiny_onnx_add (graph, "flat", "Reshape", "point shape", "");
  tiny_onnx_add_floats (graph, "head", "384,2", NULL);
  tiny_onnx_add (graph, "logits", "MatMul", "flat head", "");
  tiny_onnx_add (graph, "mean", "ReduceMean", "point", "axes=l1,2 keepdims=i0");
}

/* As torchvision's Inception does. */
static void
take_picture_apart (GByteArray *graph)
{
  static const gchar *const channels[] = { "0", "1", "2" };

  tiny_onnx_add_input (graph, "input", TINY_ONNX_FLOAT, "1,3,8,8");
  tiny_onnx_add_floats (graph, "scale", "", (const gfloat[]){ .458f });
  tiny_onnx_add_floats (graph, "shift", "", (const gfloat[]){ -.03f });
  for (guint c = 0; c < G_N_ELEMENTS (channels); c++)
    {
      g_autofree gchar *index    = g_strconcat ("i", channels[c], NULL);
      g_autofree gchar *gathered = g_strconcat ("g", channels[c], NULL);
      g_autofree gchar *inputs   = g_strconcat ("input ", index, NULL);
      g_autofree gchar *axis     = g_strconcat ("u", channels[c], NULL);
      g_autofree gchar *scaled   = g_strconcat ("m", channels[c], NULL);
      g_autofree gchar *factors  = g_strconcat (axis, " scale", NULL);
      g_autofree gchar *shifted  = g_strconcat ("a", channels[c], NULL);
      g_autofree gchar *summands = g_strconcat (scaled, " shift", NULL);

      tiny_onnx_add_ints (graph, index, "", channels[c]);
      tiny_onnx_add (graph, gathered, "Gather", inputs, "axis=i1");
      tiny_onnx_add (graph, axis, "Unsqueeze", gathered, "axes=l1");
      tiny_onnx_add (graph, scaled, "Mul", factors, "");
      tiny_onnx_add (graph, shifted, "Add", summands, "");
    }
  tiny_onnx_add (graph, "whole", "Concat", "a0 a1 a2", "axis=i1");
  tiny_onnx_add_floats (graph, "w", "2,3,1,1", NULL);
  tiny_onnx_add (graph, "conv", "Conv", "whole w", "");
}

/* Weights in all ways in which they can be. */
static void
code_numbers (GByteArray *graph)
{
  const gfloat  floats[6]  = { 0, .5f, 1, 1.5f, 2, 2.5f };
  const gdouble doubles[4] = { 0, 1, 2, 3 };
  const guint8  halves[]   = { 0, 0x80, 0x78, 0x80, 0x80, 0x01, 0x80, 0x78 };

  tiny_onnx_add_input (graph, "input", TINY_ONNX_FLOAT, "1,3,?,?");
  tiny_onnx_add_tensor (graph, "w", TINY_ONNX_FLOAT, "2,3,1,1",
                        TINY_ONNX_FLOAT_DATA, (const guint8 *) floats,
                        sizeof floats);
  tiny_onnx_add (graph, "conv", "Conv", "input w", "");
  tiny_onnx_add_tensor (graph, "w2", TINY_ONNX_DOUBLE, "2,2,1,1",
                        TINY_ONNX_DOUBLE_DATA, (const guint8 *) doubles,
                        sizeof doubles);
  tiny_onnx_add (graph, "conv2", "Conv", "conv w2", "");
  tiny_onnx_add_tensor (graph, "w3", TINY_ONNX_FLOAT16, "2,2,1,1",
                        TINY_ONNX_INT32_DATA, halves, sizeof halves);
  tiny_onnx_add (graph, "conv3", "Conv", "conv2 w3", "");
  tiny_onnx_add_tensor (graph, "w4", TINY_ONNX_FLOAT16, "2,2,1,1",
                        TINY_ONNX_RAW_DATA, halves, sizeof halves);
  tiny_onnx_add (graph, "conv4", "Conv", "conv3 w4", "");
}
