/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A still picture that a camera moves over.  For the main thread.
 */

#pragma once

#include <gegl.h>

#include "camera.h"

G_BEGIN_DECLS

typedef struct _DeepDreamCameraSource DeepDreamCameraSource;

/**
 * deep_dream_camera_source_new:
 * @source: a buffer of any format and colour space.
 * @threads: compute; must outlive the scene.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the scene, or %NULL with
 *   %DREAM_ERROR_NO_MEMORY.
 */
DeepDreamCameraSource *deep_dream_camera_source_new (GeglBuffer   *source,
                                                     DreamThreads *threads,
                                                     GError      **error);
void deep_dream_camera_source_free (DeepDreamCameraSource *scene);

/**
 * deep_dream_camera_source_show:
 * @position: where the camera is.
 *
 * Returns: (transfer full): what it sees, always sampled from the source
 *   itself: a buffer of the source's extent, "R'G'B'A float" in its space, or
 *   in sRGB if that is no RGB space.
 */
GeglBuffer *deep_dream_camera_source_show (DeepDreamCameraSource *scene,
                                           DeepDreamPosition      position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamCameraSource,
                               deep_dream_camera_source_free)

G_END_DECLS
