/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a network expects of a picture, as people write it: in a description's
 * group [Input] and on the command line.
 */

#pragma once

#include <glib.h>

#include "engine/error.h"
#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * deep_dream_preprocessing_probe:
 * @path: a network's file.
 * @input: (out): what a picture becomes before it is handed to the network, if
 *   nobody says otherwise.
 * @error: return location for an error.
 *
 * Some networks change the picture themselves before their first layer, which
 * dream_network_get_input() has in it.  @input has not: given to
 * dream_network_read() it gives the same network.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with an error of
 *   dream_network_read().
 */
DreamNetwork *deep_dream_preprocessing_probe (const gchar *path,
                                              DreamInput  *input,
                                              GError     **error);

/**
 * deep_dream_preprocessing_change:
 * @input: the input to change.
 * @order: (nullable): "rgb" or "bgr".
 * @mean: (nullable): one number, or three between "," or ";", in the order of
 *   the network's channels and 0..255.
 * @scale: (nullable): likewise; none of them 0.
 * @error: return location for an error.
 *
 * What is %NULL stays as it is.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK, the message being a sentence
 *   without its full stop; @input may then be changed in part.
 */
gboolean deep_dream_preprocessing_change (DreamInput  *input,
                                          const gchar *order,
                                          const gchar *mean,
                                          const gchar *scale,
                                          GError     **error);

/**
 * deep_dream_preprocessing_list:
 * @values: three numbers: a scale or a mean.
 * @separator: what to put between them.
 *
 * Returns: (transfer full): @values as deep_dream_preprocessing_change() reads them.
 */
gchar *deep_dream_preprocessing_list (const gfloat *values,
                                      const gchar  *separator);

G_END_DECLS
