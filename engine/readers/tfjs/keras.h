/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the layers of Keras do (https://keras.io/api/layers), as far as the
 * engine can do it.  Knows how a layer is described, not how layers are
 * connected.
 */

#pragma once

#include "model.h"

G_BEGIN_DECLS

/**
 * DreamKeras:
 * @model: has the weights.
 * @builder: makes the network.
 * @n_spare: bytes that may still be allocated for numbers that do not lie in
 *   the file as they are needed.  A layer may be used many times.
 * @scales_picture: the network itself brings the picture's values, 0..255, to
 *   the range that it was trained on.
 */
typedef struct
{
  DreamTfjsModel *model;
  DreamBuilder   *builder;
  gsize           n_spare;
  gboolean        scales_picture;
} DreamKeras;

/**
 * DreamKerasCall:
 * @name: the layer's.
 * @class_name: what it is.
 * @config: (nullable): its options.
 * @inputs: (array length=n_inputs): values that it is applied to.
 * @n_inputs: at least 1.
 * @output: the value that it makes.
 *
 * One use of a layer.
 */
typedef struct
{
  const gchar        *name;
  const gchar        *class_name;
  JsonNode           *config;
  const gchar *const *inputs;
  guint               n_inputs;
  const gchar        *output;
} DreamKerasCall;

/**
 * dream_keras_add:
 *
 * Adds what a layer does to the network.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK or
 *   %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
gboolean dream_keras_add (DreamKeras           *self,
                          const DreamKerasCall *call,
                          GError              **error);

/* --- For the files keras-….c --------------------------------------------- */

/* What each of the layers does to the network, as dream_keras_add(). */

/* tfjs/keras-convolution.c */
gboolean dream_keras_convolution (DreamKeras           *self,
                                  const DreamKerasCall *call,
                                  GError              **error);
gboolean dream_keras_depthwise (DreamKeras           *self,
                                const DreamKerasCall *call,
                                GError              **error);
gboolean dream_keras_separable (DreamKeras           *self,
                                const DreamKerasCall *call,
                                GError              **error);
gboolean dream_keras_dense (DreamKeras           *self,
                            const DreamKerasCall *call,
                            GError              **error);

/* tfjs/keras-pooling.c */
gboolean dream_keras_pool (DreamKeras           *self,
                           const DreamKerasCall *call,
                           GError              **error);
gboolean dream_keras_global_pool (DreamKeras           *self,
                                  const DreamKerasCall *call,
                                  GError              **error);

/* tfjs/keras-padding.c */
gboolean dream_keras_pad (DreamKeras           *self,
                          const DreamKerasCall *call,
                          GError              **error);

/* tfjs/keras-normalisation.c */
gboolean dream_keras_batch_norm (DreamKeras           *self,
                                 const DreamKerasCall *call,
                                 GError              **error);
gboolean dream_keras_normalization (DreamKeras           *self,
                                    const DreamKerasCall *call,
                                    GError              **error);
gboolean dream_keras_rescaling (DreamKeras           *self,
                                const DreamKerasCall *call,
                                GError              **error);

/* tfjs/keras-activations.c */
gboolean dream_keras_activation (DreamKeras           *self,
                                 const DreamKerasCall *call,
                                 GError              **error);
gboolean dream_keras_relu (DreamKeras           *self,
                           const DreamKerasCall *call,
                           GError              **error);
gboolean dream_keras_leaky (DreamKeras           *self,
                            const DreamKerasCall *call,
                            GError              **error);
gboolean dream_keras_prelu (DreamKeras           *self,
                            const DreamKerasCall *call,
                            GError              **error);

/* tfjs/keras-arithmetic.c */
gboolean dream_keras_join (DreamKeras           *self,
                           const DreamKerasCall *call,
                           GError              **error);
gboolean dream_keras_subtract (DreamKeras           *self,
                               const DreamKerasCall *call,
                               GError              **error);

/* tfjs/keras-shapes.c */
gboolean dream_keras_flatten (DreamKeras           *self,
                              const DreamKerasCall *call,
                              GError              **error);
gboolean dream_keras_reshape (DreamKeras           *self,
                              const DreamKerasCall *call,
                              GError              **error);
gboolean dream_keras_pass (DreamKeras           *self,
                           const DreamKerasCall *call,
                           GError              **error);
gboolean dream_keras_concatenate (DreamKeras           *self,
                                  const DreamKerasCall *call,
                                  GError              **error);

/**
 * dream_keras_activate:
 * @activation: (nullable): what Keras calls it; %NULL for none.
 * @from: a value.
 * @to: what becomes of it.
 */
gboolean dream_keras_activate (DreamKeras  *self,
                               const gchar *activation,
                               const gchar *name,
                               const gchar *from,
                               const gchar *to,
                               GError     **error);

/**
 * dream_keras_is_linear:
 *
 * Returns: whether @activation leaves values as they are, or is one that is
 *   left away: what one dreams of a class is what goes into a softmax.
 */
gboolean dream_keras_is_linear (const gchar *activation);

/* Returns: (transfer none) (nullable): an option of the layer. */
JsonNode *dream_keras_option (const DreamKerasCall *call, const gchar *name);

/**
 * dream_keras_pair:
 * @name: of an option: one number, or one for rows and one for columns.
 * @a: (inout): the first; left as it is if the option is not there.
 * @b: (inout): the second.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK.
 */
gboolean dream_keras_pair (const DreamKerasCall *call,
                           const gchar          *name,
                           gint                 *a,
                           gint                 *b,
                           GError              **error);

/* Returns: whether channels come last, as the layer's weights have them;
 *   otherwise %DREAM_ERROR_UNSUPPORTED_LAYER. */
gboolean dream_keras_has_usual_format (const DreamKerasCall *call,
                                       GError              **error);

/**
 * dream_keras_window:
 * @layer: a convolution or pool, its kernel known.
 *
 * Reads strides, @layer's own if there are none, and padding.
 */
gboolean dream_keras_window (const DreamKerasCall *call,
                             DreamLayer           *layer,
                             GError              **error);

/**
 * dream_keras_input:
 *
 * Returns: (transfer none) (nullable): the layer that the call is applied to;
 *   %NULL with %DREAM_ERROR_UNSUPPORTED_LAYER if it was left out.
 */
const DreamLayer *dream_keras_input (DreamKeras           *self,
                                     const DreamKerasCall *call,
                                     GError              **error);

/**
 * dream_keras_is_channels:
 * @axis: counted from the batch's, or from behind.
 *
 * Returns: whether @axis is that of the channels.
 */
gboolean dream_keras_is_channels (DreamKeras           *self,
                                  const DreamKerasCall *call,
                                  gint                  axis);

/**
 * dream_keras_find_weight:
 * @name: which of the layer's weights; these are called after their layer:
 *   "conv1/kernel".
 * @n_dimensions: how many it is to have, or 0 for any number.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): %NULL with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER if there is none, or with
 *   %DREAM_ERROR_BAD_NETWORK.
 */
const DreamTfjsWeight *dream_keras_find_weight (DreamKeras           *self,
                                                const DreamKerasCall *call,
                                                const gchar          *name,
                                                guint    n_dimensions,
                                                GError **error);

/**
 * dream_keras_spend:
 * @n_values: floats that are about to be allocated.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK if that is too much.
 */
gboolean dream_keras_spend (DreamKeras *self, gsize n_values, GError **error);

G_END_DECLS
