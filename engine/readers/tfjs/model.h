/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The container of TensorFlow.js: a description in JSON, model.json, that lists
 * weights, and the files beside it ("shards") that hold them, one after
 * another: https://github.com/tensorflow/tfjs, "weightsManifest".
 */

#pragma once

#include "engine/readers/builder.h"
#include "engine/readers/encoding/json-file.h"

G_BEGIN_DECLS

#define DREAM_TFJS_MAX_DIMENSIONS 8

/* Longer names have no place in messages. */
#define DREAM_TFJS_MAX_NAME 512

typedef struct _DreamTfjsModel DreamTfjsModel;

/**
 * DreamTfjsWeight:
 * @tensor: its values.
 * @n_bytes: that they take.
 * @shape: sizes along the dimensions, the slowest first, at least 0.
 * @n_dimensions: how many; 0 for a single value.
 */
typedef struct
{
  DreamTensor tensor;
  gsize       n_bytes;
  gint        shape[DREAM_TFJS_MAX_DIMENSIONS];
  guint       n_dimensions;
} DreamTfjsWeight;

/**
 * DreamTfjsLoad:
 * @name: of a shard, relative to where model.json lies; not outside of there.
 * @n_missing: how many bytes are still to be found in this shard and those
 *   after it.
 * @user_data: what dream_tfjs_model_new() was given.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the shard.
 */
typedef GBytes *(*DreamTfjsLoad) (const gchar *name,
                                  gsize        n_missing,
                                  gpointer     user_data,
                                  GError     **error);

/**
 * dream_tfjs_load_beside:
 * @user_data: (type filename) (nullable): where model.json is.
 *
 * A #DreamTfjsLoad that maps files.
 */
GBytes *dream_tfjs_load_beside (const gchar *name,
                                gsize        n_missing,
                                gpointer     user_data,
                                GError     **error);

/**
 * dream_tfjs_model_new:
 * @file: model.json's bytes, untrusted.
 * @load: finds the shards.
 * @user_data: for @load.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): %NULL with a #GFileError or
 *   %DREAM_ERROR_BAD_NETWORK, _UNSUPPORTED_LAYER or _NO_MEMORY.
 */
DreamTfjsModel *dream_tfjs_model_new (GBytes       *file,
                                      DreamTfjsLoad load,
                                      gpointer      user_data,
                                      GError      **error);
void            dream_tfjs_model_free (DreamTfjsModel *self);

/**
 * dream_tfjs_model_get_topology:
 *
 * Returns: (transfer none) (nullable): the description of the layers.
 */
JsonNode *dream_tfjs_model_get_topology (DreamTfjsModel *self);

/**
 * dream_tfjs_model_find:
 *
 * Returns: (transfer none) (nullable): the weight of this name.
 */
const DreamTfjsWeight *dream_tfjs_model_find (DreamTfjsModel *self,
                                              const gchar    *name);

/**
 * dream_tfjs_model_get_size:
 *
 * Returns: bytes of all files together: a measure for what may be allocated.
 */
gsize dream_tfjs_model_get_size (DreamTfjsModel *self);

/**
 * dream_tfjs_model_keep:
 *
 * Has the builder's network keep the weights that dream_tfjs_model_find()
 * finds; @self itself can be freed before.
 */
void dream_tfjs_model_keep (DreamTfjsModel *self, DreamBuilder *builder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamTfjsModel, dream_tfjs_model_free)

G_END_DECLS
