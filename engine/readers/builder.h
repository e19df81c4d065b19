/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all readers have in common: layers are made one after another, in the
 * file's order, from values that earlier layers made; each value has a name in
 * the file.  What the engine lacks, and all that depends on it, is left out.
 * Knows network.h and shapes.h.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

typedef struct _DreamBuilder DreamBuilder;

/* Side of the pictures that a network was trained on, if its file is silent:
 * what nearly all classifiers of ImageNet use. */
#define DREAM_USUAL_SIZE 224

/* Larger pictures are not what a network was trained on; it keeps sums and
 * products from overflowing. */
#define DREAM_MAX_TRAINED_SIZE 65536

/**
 * dream_builder_new:
 *
 * Returns: (transfer full): a network without layers.
 */
DreamBuilder *dream_builder_new (void);
void          dream_builder_free (DreamBuilder *self);

/**
 * dream_builder_finish:
 * @input: what the network expects of a picture.
 * @error: return location for an error.
 *
 * Makes the network.  @self can only be freed then.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_BAD_NETWORK or,
 *   if nothing but the picture is left, %DREAM_ERROR_UNSUPPORTED_LAYER, the
 *   first that dream_builder_leave_out() was told.
 */
DreamNetwork *dream_builder_finish (DreamBuilder     *self,
                                    const DreamInput *input,
                                    GError          **error);

/* --- Memory -------------------------------------------------------------- */

/**
 * dream_builder_own:
 * @data: (transfer full): what tensors point into.
 * @free_func: frees it with the network.
 */
void dream_builder_own (DreamBuilder  *self,
                        gpointer       data,
                        GDestroyNotify free_func);

/**
 * dream_builder_floats:
 * @tensor: (out): becomes a tensor of as many 32-bit floats.
 * @n_values: how many; the caller has made sure that the file holds about as
 *   many.
 *
 * Returns: (transfer none): the values, owned by the network, to be filled in
 *   host byte order (which the engine takes to be little endian).
 */
gfloat *dream_builder_floats (DreamBuilder *self,
                              DreamTensor  *tensor,
                              gsize         n_values);

/* --- Values -------------------------------------------------------------- */

/**
 * dream_builder_add_picture:
 * @value: the name by which others read the picture.
 * @name: the layer's.
 * @height: rows of the pictures that the network was trained on, 0 if the file
 *   does not say: %DREAM_USUAL_SIZE.
 * @width: columns.
 * @channels: 3, or 1 for a network that takes brightness alone.  That one is
 *   given the picture's luma (luma.h), by a layer of its own that comes last.
 * @error: return location for an error.
 *
 * Must come before all other layers.  The sizes matter where a file speaks of
 * whole pictures: a global pool becomes the pool of as many values as the
 * trained picture has there, stride 1, and a dense layer behind a flattened one
 * a convolution of that size, so that the network takes any larger picture.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK.
 */
gboolean dream_builder_add_picture (DreamBuilder *self,
                                    const gchar  *value,
                                    const gchar  *name,
                                    gint          height,
                                    gint          width,
                                    gint          channels,
                                    GError      **error);

/**
 * dream_builder_get_changes:
 * @scale: (out caller-allocates): three values, one a channel of the picture.
 * @shift: (out caller-allocates): likewise.
 *
 * What the file's operations have done to the picture so far (see
 * dream_builder_add_affine()): what layers read is @scale x + @shift.
 */
void dream_builder_get_changes (DreamBuilder *self,
                                gfloat       *scale,
                                gfloat       *shift);

/**
 * dream_builder_has:
 *
 * Returns: whether a layer made @value (and was not left out).
 */
gboolean dream_builder_has (DreamBuilder *self, const gchar *value);

/**
 * dream_builder_get_layer:
 *
 * Returns: (transfer none) (nullable): the layer that made @value.
 */
const DreamLayer *dream_builder_get_layer (DreamBuilder *self,
                                           const gchar  *value);

/**
 * dream_builder_get_nth:
 *
 * Returns: (transfer none) (nullable): the layer of that number, from 0, which
 *   is the picture; %NULL if there are not so many.
 */
const DreamLayer *dream_builder_get_nth (DreamBuilder *self, guint n);

/**
 * dream_builder_get_size:
 * @value: a value that a layer made.
 * @height: (out): its rows for a picture as trained on.
 * @width: (out): its columns.
 */
void dream_builder_get_size (DreamBuilder *self,
                             const gchar  *value,
                             gint         *height,
                             gint         *width);

/**
 * dream_builder_alias:
 * @from: a value.
 * @to: from now on the same (dropout, identity, a softmax, squeezing).  May be
 *   the same name.
 */
void dream_builder_alias (DreamBuilder *self,
                          const gchar  *from,
                          const gchar  *to);

/**
 * dream_builder_flatten:
 *
 * As dream_builder_alias(), but all positions have become channels, which only
 * dream_builder_add_dense() can read, unless there is but one position.
 */
void dream_builder_flatten (DreamBuilder *self,
                            const gchar  *from,
                            const gchar  *to);

/**
 * dream_builder_is_flat:
 *
 * Returns: whether @value has been flattened and has several positions.
 */
gboolean dream_builder_is_flat (DreamBuilder *self, const gchar *value);

/**
 * dream_builder_leave_out:
 * @value: what an operation would have made; nothing can read it.
 * @problem: (transfer full): why, with %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
void dream_builder_leave_out (DreamBuilder *self,
                              const gchar  *value,
                              GError       *problem);

/* --- Layers -------------------------------------------------------------- */

/**
 * dream_builder_start:
 * @op: what the layer does.
 * @name: what the file calls it.
 * @values: (array length=n_values): what it reads.
 * @n_values: how many.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): a layer with its inputs and, as far as
 *   they follow from these, its channels; %NULL with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER if one of @values was left out, is unknown
 *   or has been flattened.
 */
DreamLayer *dream_builder_start (DreamBuilder       *self,
                                 DreamOp             op,
                                 const gchar        *name,
                                 const gchar *const *values,
                                 guint               n_values,
                                 GError            **error);

/**
 * dream_builder_add:
 * @layer: (transfer full): what dream_builder_start() returned, completed.
 * @value: what it makes; a value of that name is replaced (in-place layers).
 * @error: return location for an error.
 *
 * If the name is taken, a number is appended.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK, or with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER for what makes sense but not to the engine.
 */
gboolean dream_builder_add (DreamBuilder *self,
                            DreamLayer   *layer,
                            const gchar  *value,
                            GError      **error);

/* The following do both; @from is what they read, @to what they make, both may
 * be the same. */

/**
 * dream_builder_add_activation:
 * @activation: which.
 * @low: see #DreamActivation; for the activations without numbers any.
 * @high: likewise.
 */
gboolean dream_builder_add_activation (DreamBuilder   *self,
                                       const gchar    *name,
                                       const gchar    *from,
                                       const gchar    *to,
                                       DreamActivation activation,
                                       gfloat          low,
                                       gfloat          high,
                                       GError        **error);

/**
 * dream_builder_add_leaky:
 * @slopes: one value, or one a channel.
 */
gboolean dream_builder_add_leaky (DreamBuilder      *self,
                                  const gchar       *name,
                                  const gchar       *from,
                                  const gchar       *to,
                                  const DreamTensor *slopes,
                                  GError           **error);

/**
 * dream_builder_add_prelu:
 * @slopes: (nullable): likewise, not yet counted; %NULL if there are none,
 *   which is %DREAM_ERROR_UNSUPPORTED_LAYER, as is any other number of them.
 */
gboolean dream_builder_add_prelu (DreamBuilder      *self,
                                  const gchar       *name,
                                  const gchar       *from,
                                  const gchar       *to,
                                  const DreamTensor *slopes,
                                  GError           **error);

/**
 * dream_builder_add_scaled:
 * @activation: %DREAM_ACTIVATION_POWER or %DREAM_ACTIVATION_HARD_SIGMOID.
 */
gboolean dream_builder_add_scaled (DreamBuilder   *self,
                                   const gchar    *name,
                                   const gchar    *from,
                                   const gchar    *to,
                                   DreamActivation activation,
                                   gfloat          scale,
                                   gfloat          shift,
                                   gfloat          power,
                                   GError        **error);

/**
 * dream_builder_add_join:
 * @op: an operation on two values: %DREAM_OP_ADD and the like.
 * @first: what it reads,
 * @second: and this.
 */
gboolean dream_builder_add_join (DreamBuilder *self,
                                 DreamOp       op,
                                 const gchar  *name,
                                 const gchar  *first,
                                 const gchar  *second,
                                 const gchar  *to,
                                 GError      **error);

/**
 * dream_builder_add_concat:
 * @values: (array length=n_values): what it reads.
 * @n_values: how many.
 */
gboolean dream_builder_add_concat (DreamBuilder       *self,
                                   const gchar        *name,
                                   const gchar *const *values,
                                   guint               n_values,
                                   const gchar        *to,
                                   GError            **error);

/**
 * dream_builder_add_affine:
 * @scale: (nullable): one value a channel; %NULL for 1.
 * @shift: (nullable): likewise; %NULL for 0.
 *
 * y = scale x + shift: batch normalisation, or a bias or factor on its own.
 * Becomes a depthwise convolution of one tap, which the engine makes a part of
 * the convolution below it.  Of the picture itself it becomes a part of what
 * the network expects of a picture.
 */
gboolean dream_builder_add_affine (DreamBuilder *self,
                                   const gchar  *name,
                                   const gchar  *from,
                                   const gchar  *to,
                                   const gfloat *scale,
                                   const gfloat *shift,
                                   GError      **error);

/**
 * dream_builder_add_batch_norm:
 * @gamma: (nullable): one value a channel, likewise the next three.
 * @beta: (nullable):
 *
 * y = gamma (x - mean) / sqrt (variance + epsilon) + beta.
 */
gboolean dream_builder_add_batch_norm (DreamBuilder      *self,
                                       const gchar       *name,
                                       const gchar       *from,
                                       const gchar       *to,
                                       const DreamTensor *gamma,
                                       const DreamTensor *beta,
                                       const DreamTensor *mean,
                                       const DreamTensor *variance,
                                       gfloat             epsilon,
                                       GError           **error);

/**
 * dream_builder_add_padding:
 * @channels: how many channels of zeros come behind the others.
 *
 * Rows and columns of zeros around.  They become an average pool of one tap,
 * which the engine makes a part of what reads it, where that is possible.
 */
gboolean dream_builder_add_padding (DreamBuilder *self,
                                    const gchar  *name,
                                    const gchar  *from,
                                    const gchar  *to,
                                    gint          top,
                                    gint          left,
                                    gint          bottom,
                                    gint          right,
                                    gint          channels,
                                    GError      **error);

/**
 * dream_builder_add_global_pool:
 * @op: %DREAM_OP_MAX_POOL or %DREAM_OP_AVERAGE_POOL.
 */
gboolean dream_builder_add_global_pool (DreamBuilder *self,
                                        const gchar  *name,
                                        const gchar  *from,
                                        const gchar  *to,
                                        DreamOp       op,
                                        GError      **error);

/**
 * dream_builder_add_dense:
 * @from: may have been flattened.
 * @weights: outputs x inputs values in the order that the file's way of
 *   flattening gives them; the caller need not have counted them.
 * @bias: (nullable): one value an output.
 * @n_outputs: how many.
 *
 * A fully connected layer, as a convolution of the size that its input has for
 * pictures as trained on.
 */
gboolean dream_builder_add_dense (DreamBuilder      *self,
                                  const gchar       *name,
                                  const gchar       *from,
                                  const gchar       *to,
                                  const DreamTensor *weights,
                                  const DreamTensor *bias,
                                  gint               n_outputs,
                                  GError           **error);

/* --- Errors -------------------------------------------------------------- */

/**
 * DreamReason:
 * @DREAM_REASON_ACTIVATION: its activation is not known.
 * @DREAM_REASON_AXIS: it joins something else than channels.
 * @DREAM_REASON_INPUT: what it reads was left out, or cannot be read.
 * @DREAM_REASON_PICTURE: it does not take one picture.
 * @DREAM_REASON_SIZES: the sizes of its inputs differ.
 *
 * Why a layer cannot be used, as far as several formats have the same reason.
 */
typedef enum
{
  DREAM_REASON_ACTIVATION,
  DREAM_REASON_AXIS,
  DREAM_REASON_INPUT,
  DREAM_REASON_PICTURE,
  DREAM_REASON_SIZES,
  DREAM_N_REASONS
} DreamReason;

/* All set @error and return %FALSE, for the callers to return.
 * @layer: its name, for the message.  @reason: a sentence, or one of those that
 * several formats share. */
gboolean dream_builder_unsupported (const gchar *layer,
                                    const gchar *reason,
                                    GError     **error);
gboolean dream_builder_refuse (const gchar *layer,
                               DreamReason  reason,
                               GError     **error);
gboolean dream_builder_damaged (GError **error);

/* Sets %DREAM_ERROR_UNSUPPORTED_LAYER: the operation @operation is not known.
 */
gboolean dream_builder_unknown (const gchar *layer,
                                const gchar *operation,
                                GError     **error);

/**
 * dream_builder_can_leave_out:
 * @problem: (inout): why something could not be read.
 * @error: return location for an error.
 *
 * Returns: whether the rest can be read without it, as @problem is
 *   %DREAM_ERROR_UNSUPPORTED_LAYER: see dream_builder_leave_out().  Otherwise
 *   %FALSE, and @problem has been moved to @error.
 */
gboolean dream_builder_can_leave_out (GError **problem, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamBuilder, dream_builder_free)

G_END_DECLS
