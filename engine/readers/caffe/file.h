/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A network as Caffe describes it: layers with their parameters, and their
 * weights where they lie in the file.
 */

#pragma once

#include "caffe.pb-c.h"
#include "engine/readers/builder.h"

G_BEGIN_DECLS

/* More than any layer has. */
#define DREAM_CAFFE_MAX_BLOBS 8

typedef struct _DreamCaffeNet   DreamCaffeNet;
typedef struct _DreamCaffeBlobs DreamCaffeBlobs;

/**
 * DreamCaffeNet:
 * @parameter: the layers, all in the newer form, without weights; names and
 *   types are valid UTF-8.
 * @blobs: of layers' names to #DreamCaffeBlobs.
 */
struct _DreamCaffeNet
{
  Caffe__NetParameter *parameter;
  GHashTable          *blobs;
};

/**
 * DreamCaffeBlobs:
 * @tensors: what a layer has learned; without data what the file lacks.
 */
struct _DreamCaffeBlobs
{
  guint       n;
  DreamTensor tensors[DREAM_CAFFE_MAX_BLOBS];
};

/**
 * dream_caffe_net_new:
 * @file: the bytes of a .caffemodel, or of a description turned into one.
 * @builder: owns weights that do not lie in the file as they are used; the
 *   others point into @file, which must outlive the network.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_BAD_NETWORK.
 */
DreamCaffeNet *dream_caffe_net_new (GBytes       *file,
                                    DreamBuilder *builder,
                                    GError      **error);
void           dream_caffe_net_free (DreamCaffeNet *net);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamCaffeNet, dream_caffe_net_free)

G_END_DECLS
