/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small pictures that show what a dream of a large one will look like.
 */

#include "preview-job.h"

#include <math.h>

#include "engine/ascent/octaves.h"
#include "plugin/core/pixels/context-margin.h"
#include "plugin/core/pixels/pixels.h"

/* How much is dreamed around what is shown, as a share of its longer side. */
#define MARGIN 0.15

/* What is shown of a small layer is no smaller than this, for networks need
 * some room, pixels. */
#define MIN_SIZE 64

static GeglBuffer *scale_down (GeglBuffer          *buffer,
                               const GeglRectangle *region,
                               gint                 x,
                               gint                 y,
                               GeglAbyssPolicy      abyss,
                               gint                 width,
                               gint                 height);

DeepDreamPreviewJob *
deep_dream_preview_job_new (DreamRecipe         *recipe,
                            GeglBuffer          *pixels,
                            const GeglRectangle *area,
                            GeglBuffer          *mask,
                            gint                 mask_x,
                            gint                 mask_y,
                            const GeglRectangle *shown,
                            gint                 width,
                            GError             **error)
{
  const GeglRectangle            *source = gegl_buffer_get_extent (pixels);
  const gint                      longer = MAX (shown->width, shown->height);
  GeglRectangle                   region = *shown;
  g_autoptr (DeepDreamPreviewJob) self   = g_new0 (DeepDreamPreviewJob, 1);
  g_autoptr (GeglBuffer)          scaled = NULL;
  gint                            out_width, out_height;

  deep_dream_context_margin_add (&region, (gint) ceil (longer * MARGIN),
                                 source);
  deep_dream_context_margin_add (&region,
                                 MAX (0, (MIN_SIZE -
                                          MIN (region.width, region.height)) /
                                           2),
                                 source);

  self->recipe = dream_recipe_copy (recipe);
  self->source = *source;
  self->area   = *area;
  self->scale  = MIN (1.0, (gdouble) width / shown->width);
  out_width    = MAX (1, (gint) rint (region.width * self->scale));
  out_height   = MAX (1, (gint) rint (region.height * self->scale));
  self->shown =
    *GEGL_RECTANGLE ((gint) rint ((shown->x - region.x) * self->scale),
                     (gint) rint ((shown->y - region.y) * self->scale),
                     MAX (1, (gint) rint (shown->width * self->scale)),
                     MAX (1, (gint) rint (shown->height * self->scale)));
  gegl_rectangle_intersect (&self->shown, &self->shown,
                            GEGL_RECTANGLE (0, 0, out_width, out_height));

  /* A rounded edge must not read beyond the picture's. */
  scaled = scale_down (pixels, &region, 0, 0, GEGL_ABYSS_CLAMP, out_width,
                       out_height);
  self->picture = deep_dream_pixels_read (scaled,
                                          gegl_buffer_get_extent (scaled),
                                          error);
  if (! self->picture)
    return NULL;

  if (mask)
    {
      g_autoptr (GeglBuffer) reduced = NULL;

      reduced    = scale_down (mask, &region, mask_x, mask_y, GEGL_ABYSS_NONE,
                               out_width, out_height);
      self->mask = deep_dream_pixels_read_mask (reduced,
                                                gegl_buffer_get_extent (
                                                  reduced),
                                                error);
      if (! self->mask)
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
deep_dream_preview_job_free (DeepDreamPreviewJob *self)
{
  g_clear_object (&self->recipe);
  dream_picture_free (self->picture);
  g_free (self->mask);
  g_free (self);
}

DreamRecipe *
deep_dream_preview_job_adapt (const DeepDreamPreviewJob *self,
                              const DreamObjective      *objective,
                              gboolean                  *is_faithful,
                              GError                   **error)
{
  const gdouble shorter = MIN (self->picture->width, self->picture->height);
  DreamRecipe  *recipe  = self->recipe;
  GeglRectangle seen    = self->area;
  g_autoptr (GArray) octaves = NULL;
  const DreamOctave *smallest;
  gint               n_octaves;
  gdouble            things; /* in the sketch, pixels */
  gdouble            size;
  DreamRecipe       *adapted;

  if (! recipe->tileable)
    deep_dream_context_margin_add (&seen, objective->receptive_field,
                                   &self->source);

  octaves = dream_octaves_new (recipe, seen.width, seen.height, objective,
                               error);
  if (! octaves)
    return NULL;

  n_octaves = (gint) octaves->len;
  smallest  = dream_octaves_get (octaves, octaves->len - 1);
  things    = dream_octaves_get_things (objective) * self->scale * seen.width /
           smallest->width;
  if (is_faithful)
    *is_faithful = things > 0.7 * dream_octaves_get_things (objective);

  for (size = things / shorter * 100; size > 100 && n_octaves > 1; n_octaves--)
    size /= recipe->octave_scale;

  adapted = dream_recipe_copy (recipe);
  g_object_set (adapted, "octaves", n_octaves, "size", CLAMP (size, 0.1, 100),
                NULL);

  /* Those pixels are not the picture's own. */
  if (self->scale < 1)
    g_object_set (adapted, "fine-detail", 0, NULL);

  return adapted;
}

/* @x and @y: the place in @buffer of the region's (0, 0). */
static GeglBuffer *
scale_down (GeglBuffer          *buffer,
            const GeglRectangle *region,
            gint                 x,
            gint                 y,
            GeglAbyssPolicy      abyss,
            gint                 width,
            gint                 height)
{
  const Babl   *format = gegl_buffer_get_format (buffer);
  const gint    bytes  = babl_format_get_bytes_per_pixel (format);
  const gdouble scale  = (gdouble) width / region->width;
  GeglRectangle target = { (gint) floor ((region->x + x) * scale),
                           (gint) floor ((region->y + y) * scale), width,
                           height };
  GeglBuffer   *scaled = gegl_buffer_new (GEGL_RECTANGLE (0, 0, width, height),
                                          format);
  g_autofree gpointer values = g_malloc_n ((gsize) width * height,
                                           (gsize) bytes);

  gegl_buffer_get (buffer, &target, scale, format, values, GEGL_AUTO_ROWSTRIDE,
                   abyss);
  gegl_buffer_set (scaled, NULL, 0, format, values, GEGL_AUTO_ROWSTRIDE);

  return scaled;
}
