/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the source as floats in memory, its colours multiplied by alpha, so
 * that those of transparent pixels do not bleed.
 */

#include "camera-source.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "plugin/core/pixels/pixels.h"

#define CHANNELS_ALPHA (DREAM_PICTURE_CHANNELS + 1)

struct _DeepDreamCameraSource
{
  GeglRectangle extent;
  const Babl   *format;
  gfloat       *values; /* height x width x 4, premultiplied */
  gfloat       *shown;
  DreamThreads *threads;
};

static GeglBuffer *make_plain (GeglBuffer *source, GError **error);
static void        multiply (gfloat *values, gsize n_pixels);
static void        divide (gfloat *values, gsize n_pixels);

DeepDreamCameraSource *
deep_dream_camera_source_new (GeglBuffer   *source,
                              DreamThreads *threads,
                              GError      **error)
{
  g_autoptr (DeepDreamCameraSource) scene = g_new0 (DeepDreamCameraSource, 1);
  g_autoptr (GeglBuffer)            plain = make_plain (source, error);
  gsize                             n;

  if (! plain)
    return NULL;

  scene->extent  = *gegl_buffer_get_extent (source);
  scene->format  = gegl_buffer_get_format (plain);
  scene->threads = threads;

  n             = (gsize) scene->extent.width * scene->extent.height;
  scene->values = g_try_new (gfloat, n * CHANNELS_ALPHA);
  scene->shown  = g_try_new (gfloat, n * CHANNELS_ALPHA);
  if (! scene->values || ! scene->shown)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _ ("There is not enough memory for the animation."));
      return NULL;
    }

  gegl_buffer_get (plain, NULL, 1.0, scene->format, scene->values,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  multiply (scene->values, n);

  return g_steal_pointer (&scene);
}

void
deep_dream_camera_source_free (DeepDreamCameraSource *scene)
{
  g_free (scene->values);
  g_free (scene->shown);
  g_free (scene);
}

GeglBuffer *
deep_dream_camera_source_show (DeepDreamCameraSource *scene,
                               DeepDreamPosition      position)
{
  GeglBuffer *buffer = gegl_buffer_new (&scene->extent, scene->format);

  deep_dream_camera_apply (position, scene->values, CHANNELS_ALPHA,
                           scene->extent.width, scene->extent.height,
                           scene->shown, scene->threads);
  divide (scene->shown, (gsize) scene->extent.width * scene->extent.height);
  gegl_buffer_set (buffer, NULL, 0, scene->format, scene->shown,
                   GEGL_AUTO_ROWSTRIDE);

  return buffer;
}

/* The source in the format of dreams, changed by nothing. */
static GeglBuffer *
make_plain (GeglBuffer *source, GError **error)
{
  const GeglRectangle     *extent = gegl_buffer_get_extent (source);
  g_autoptr (DreamPicture) seen   = deep_dream_pixels_read (source, extent,
                                                            error);

  if (! seen)
    return NULL;

  return deep_dream_pixels_change (source, extent, extent, seen, seen, NULL);
}

static void
multiply (gfloat *values, gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels; i++, values += CHANNELS_ALPHA)
    for (gint c = 0; c < DREAM_PICTURE_CHANNELS; c++)
      values[c] *= values[DREAM_PICTURE_CHANNELS];
}

/* The sampling can leave alpha a little out of range. */
static void
divide (gfloat *values, gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels; i++, values += CHANNELS_ALPHA)
    {
      gfloat *alpha = &values[DREAM_PICTURE_CHANNELS];

      if (*alpha > 0)
        for (gint c = 0; c < DREAM_PICTURE_CHANNELS; c++)
          values[c] /= *alpha;
      *alpha = CLAMP (*alpha, 0.0f, 1.0f);
    }
}
