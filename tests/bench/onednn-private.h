/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What onednn.c (the graph) and onednn-convolution.c share.
 */

#pragma once

#include "onednn-calls.h"
#include "onednn.h"
#include "shapes.h"

G_BEGIN_DECLS

typedef struct _OnednnPlace OnednnPlace;

/**
 * OnednnPlace:
 * @description: of the value.
 * @gradient_description: the same, but for the picture: oneDNN reads it as
 *   planes, but has fast kernels only for a gradient in blocks, and only if
 *   every row and column of it is reached by a window.
 * @placed: the layer is part of a concatenation and lies in its buffers:
 *   blocked channels of one picture follow one another.
 * @begun: the backward pass has written to the gradient.
 * @forward: (nullable): of a layer whose backward pass asks for it.
 * @workspace: (nullable): likewise.
 */
struct _OnednnPlace
{
  dnnl_memory_desc_t    description;
  dnnl_memory_desc_t    gradient_description;
  gfloat               *value;
  gfloat               *gradient;
  gboolean              placed;
  gboolean              begun;
  dnnl_primitive_desc_t forward;
  dnnl_memory_t         workspace;
};

/**
 * OnednnNetwork:
 * @places: of layers 0..@target.
 * @spare: room for any gradient, until it is added to what is there.
 * @forward: (element-type OnednnCall): what is called, in this order.
 * @backward: (element-type OnednnCall): likewise.
 */
struct _OnednnNetwork
{
  const DreamNetwork *network;
  guint               target;
  BenchShape         *shapes;
  Onednn             *onednn;
  OnednnPlace        *places;
  gfloat             *spare;
  GArray             *forward;
  GArray             *backward;
};

/* Append the calls of one layer. */
void onednn_convolution_forward (OnednnNetwork *self, guint index);
void onednn_convolution_backward (OnednnNetwork *self, guint index);

dnnl_memory_t onednn_value (OnednnNetwork *self, const OnednnPlace *place);
dnnl_memory_t onednn_gradient (OnednnNetwork *self, const OnednnPlace *place);

/**
 * onednn_destination:
 *
 * Returns: where a gradient goes that cannot be added while it is computed:
 *   @place, or if that has been begun the spare, see onednn_add_spare().
 */
dnnl_memory_t onednn_destination (OnednnNetwork     *self,
                                  const OnednnPlace *place);

/**
 * onednn_add_spare:
 *
 * Returns: a call that adds the spare to @place's gradient.
 */
OnednnCall onednn_add_spare (OnednnNetwork *self, const OnednnPlace *place);

/**
 * onednn_padding_after:
 * @layer: a layer.
 * @in: its input's shape.
 * @out: its own.
 * @after: (out): rows and columns of padding after the input; negative where
 *   it ends in some that no window reaches.
 */
void onednn_padding_after (const DreamLayer *layer,
                           const BenchShape *in,
                           const BenchShape *out,
                           dnnl_dims_t       after);

G_END_DECLS
