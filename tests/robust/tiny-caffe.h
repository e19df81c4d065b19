/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A .caffemodel that is as small as one can be and still goes through most of
 * the reader.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TINY_CAFFE_MAX_LAYERS 24
#define TINY_CAFFE_MAX_FIELDS 8

/* A field of a layer's parameters, unless its number is 0. */
typedef struct
{
  guint   number;
  guint64 value;
} TinyCaffeField;

/**
 * TinyCaffeLayer:
 * @v1_type: its type in the older form, which lacks the later operations.
 * @bottoms: what it reads, with blanks between.
 * @parameter: the field that holds its parameters, 0 for none.
 * @v1_parameter: likewise, in the older form.
 * @blobs: how many values each thing has that it has learned; up to the first
 *   0.
 */
typedef struct
{
  const gchar   *name;
  const gchar   *type;
  guint          v1_type;
  const gchar   *bottoms;
  const gchar   *top;
  guint          parameter;
  guint          v1_parameter;
  TinyCaffeField fields[TINY_CAFFE_MAX_FIELDS];
  gsize          blobs[6];
} TinyCaffeLayer;

typedef enum
{
  TINY_CAFFE_PACKED,  /* as Caffe writes weights */
  TINY_CAFFE_SINGLY,  /* one field a value */
  TINY_CAFFE_DOUBLES, /* in double precision */
} TinyCaffeWeights;

/**
 * TinyCaffe:
 * @layers: up to the first without a name.
 * @is_v1: layers are in the older form.
 * @has_structure: the file says what the layers do.
 */
typedef struct
{
  TinyCaffeLayer   layers[TINY_CAFFE_MAX_LAYERS];
  gboolean         is_v1;
  gboolean         has_structure;
  TinyCaffeWeights weights;
} TinyCaffe;

/**
 * tiny_caffe:
 *
 * Returns: a network for pictures of 16 x 16, with what both forms have.
 */
TinyCaffe tiny_caffe (void);

/**
 * tiny_caffe_find:
 *
 * Returns: (transfer none): the layer @name of @network.
 */
TinyCaffeLayer *tiny_caffe_find (TinyCaffe *network, const gchar *name);

/**
 * tiny_caffe_write:
 *
 * Returns: (transfer full): @network's file.
 */
GBytes *tiny_caffe_write (const TinyCaffe *network);

/**
 * tiny_caffe_value:
 *
 * Returns: value number @index of everything that has been learned.
 */
gfloat tiny_caffe_value (gsize index);

/**
 * tiny_caffe_describe:
 *
 * Returns: the .prototxt of tiny_caffe().
 */
const gchar *tiny_caffe_describe (void);

G_END_DECLS
