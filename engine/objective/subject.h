/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where in a network its classes are to be strengthened.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * dream_subject_find_logits:
 * @network: a classifier.
 * @n_classes: how many classes it tells apart.
 * @layer: (out): the last layer with so many channels.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE if no layer has as many.
 */
gboolean dream_subject_find_logits (DreamNetwork *network,
                                    guint         n_classes,
                                    guint        *layer,
                                    GError      **error);

/**
 * dream_subject_find_layer:
 * @network: a classifier.
 * @n_classes: how many labels it has.
 * @classes: (element-type guint): which of them, counted from 0; at least one.
 * @layer: (out): the layer to strengthen.
 * @error: return location for an error.
 *
 * A class is strengthened through its logit, less the mean of all logits, which
 * softmax does not see either.  It is linear in what lies below the classifier:
 * the mean over the picture of what all windows have is, but for the windows at
 * the borders, the mean of the same linear function of each place below the
 * pool.  So the objective is taken there, where a picture of any size has
 * values: a direction in the channels of @layer, its dot product with a place's
 * values being that difference.  Networks without such a pool have the channels
 * of the logits themselves.
 *
 * Returns: (transfer full) (nullable): the direction of each of @classes, one
 *   after another, one value for each channel of @layer, or %NULL with
 *   %DREAM_ERROR_BAD_RECIPE if no layer has @n_classes channels.
 */
gfloat *dream_subject_find_layer (DreamNetwork *network,
                                  guint         n_classes,
                                  const GArray *classes,
                                  guint        *layer,
                                  GError      **error);

G_END_DECLS
