/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the builder share.  For builder*.c alone.
 */

#pragma once

#include "builder.h"

G_BEGIN_DECLS

/* What a name in the file stands for. */
typedef struct
{
  guint    layer;
  gboolean is_flat;
} DreamBuilderValue;

/* For a picture as trained on. */
typedef struct
{
  gint height;
  gint width;
} DreamBuilderSize;

/* Trees, since a file can choose its names so that any hash is the same. */
struct _DreamBuilder
{
  GPtrArray *layers;
  GArray    *sizes;  /* by layer: DreamBuilderSize */
  GTree     *values; /* of names to DreamBuilderValue; left out: none */
  GTree     *names;  /* of layers, to the number last appended to each */
  GPtrArray *memory; /* what the network keeps alive */
  GError    *problem;
  gsize      n_affine_values;

  /* What is done to the picture before the first layer. */
  gfloat scale[3];
  gfloat shift[3];
};

/* Returns: whether the picture is of brightness alone. */
gboolean dream_builder_is_grey (DreamBuilder *self);

/**
 * dream_builder_find_value:
 * @value: a name in the file.
 * @reader: the name of the layer that reads it, for the message.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): what it stands for; %NULL with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER if it was left out or is unknown.
 */
const DreamBuilderValue *dream_builder_find_value (DreamBuilder *self,
                                                   const gchar  *value,
                                                   const gchar  *reader,
                                                   GError      **error);

/* From now on @value is what the layer of that number makes. */
void dream_builder_set_value (DreamBuilder *self,
                              const gchar  *value,
                              guint         layer,
                              gboolean      is_flat);

/* Appends a number to @layer's name if another layer has it. */
void dream_builder_make_unique (DreamBuilder *self, DreamLayer *layer);

G_END_DECLS
