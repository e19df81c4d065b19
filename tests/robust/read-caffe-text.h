/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two files of a network of Caffe's in one, for those who have but one.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * read_caffe_text:
 * @file: the text of a .prototxt, a zero, and its .caffemodel.
 *
 * See #DreamReadFunc.
 */
DreamNetwork *read_caffe_text (GBytes           *file,
                               const gchar      *path,
                               const DreamInput *input,
                               GError          **error);

G_END_DECLS
