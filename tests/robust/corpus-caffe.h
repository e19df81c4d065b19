/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small networks of Caffe's.  See corpus.h.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint   corpus_caffe_n_files (void);
GBytes *corpus_caffe_make (guint index);

/* The text of a .prototxt, a zero, and its .caffemodel. */
guint   corpus_caffe_text_n_files (void);
GBytes *corpus_caffe_text_make (guint index);

G_END_DECLS
