/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subjects: what a recipe calls by the names of a network's classes, and where
 * in the network a class is to be strengthened.
 */

#pragma once

#include "network.h"

G_BEGIN_DECLS

typedef struct _DreamSubject DreamSubject;

/**
 * DreamSubject:
 * @class_index: the class, counted from 0.
 * @weight: negative to drive it away.
 */
struct _DreamSubject
{
  guint   class_index;
  gdouble weight;
};

/**
 * dream_subjects_parse:
 * @text: names of classes with commas between; each may have a weight behind a
 *   colon, 1 otherwise.  Case does not matter.  A name may be a whole label, one
 *   of the names in a label that has several between commas, or a part that no
 *   other label has: "labrador".
 * @labels: (array zero-terminated=1): the classes' labels.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (element-type DreamSubject) (nullable): the
 *   subjects, one for each name, or %NULL with %DREAM_ERROR_BAD_RECIPE, the
 *   message naming near labels.
 */
GArray *dream_subjects_parse (const gchar        *text,
                              const gchar *const *labels,
                              GError            **error);

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
 * @class_index: which of them.
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
 * Returns: (transfer full) (nullable): the direction, one value for each
 *   channel of @layer, or %NULL with %DREAM_ERROR_BAD_RECIPE if no layer has
 *   @n_classes channels.
 */
gfloat *dream_subject_find_layer (DreamNetwork *network,
                                  guint         n_classes,
                                  guint         class_index,
                                  guint        *layer,
                                  GError      **error);

G_END_DECLS
