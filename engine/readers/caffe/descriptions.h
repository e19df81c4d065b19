/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The descriptions that lie beside a .caffemodel.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dream_caffe_list_descriptions:
 * @path: a .caffemodel's.
 *
 * Returns: (transfer full): the paths that its description may have, the
 *   likeliest first, whether there is one or not.
 */
GStrv dream_caffe_list_descriptions (const gchar *path);

/**
 * dream_caffe_is_description:
 * @file: a file's bytes.
 *
 * Returns: whether @file looks like a .prototxt of Caffe's.
 */
gboolean dream_caffe_is_description (GBytes *file);

G_END_DECLS
