/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dream once more.
 */

#include "again.h"

#include "job.h"
#include "memory.h"
#include "mode.h"
#include "progress.h"

static gboolean    select_where (DeepDreamSource    *source,
                                 GimpDrawable       *dream,
                                 DeepDreamPlacement *placement,
                                 GError            **error);
static GeglBuffer *read_alpha (GimpDrawable *drawable, GeglRectangle *bounds);

GimpLayer *
deep_dream_again_run (GimpImage *image, GimpDrawable *drawable, GError **error)
{
  g_autoptr (DreamRecipe)        recipe    = NULL;
  g_autoptr (DeepDreamPlacement) placement = deep_dream_placement_new ();
  g_autoptr (DeepDreamSource)    source    = NULL;
  GimpLayer                     *dream     = GIMP_LAYER (drawable);
  GimpLayer                     *original;

  recipe   = deep_dream_memory_read (GIMP_ITEM (drawable), error);
  original = recipe ? deep_dream_memory_find_original (dream, error) : NULL;
  if (! original)
    return NULL;

  g_object_set (placement, "mode",
                deep_dream_mode_get_name (gimp_layer_get_mode (dream)),
                "opacity", gimp_layer_get_opacity (dream), NULL);

  source = deep_dream_source_new (image, GIMP_DRAWABLE (original), placement,
                                  error);
  if (! source || ! select_where (source, drawable, placement, error))
    return NULL;

  return deep_dream_progress_dream (source, recipe, placement, dream, error);
}

static gboolean
select_where (DeepDreamSource    *source,
              GimpDrawable       *dream,
              DeepDreamPlacement *placement,
              GError            **error)
{
  GeglBuffer   *alpha;
  GeglRectangle bounds;

  if (! gimp_selection_is_empty (source->image))
    return deep_dream_source_select (source, NULL, placement, error);

  if (! gimp_drawable_has_alpha (dream))
    return TRUE;

  alpha = read_alpha (dream, &bounds);

  return deep_dream_source_limit (source, alpha, &bounds, error);
}

/* Where the dream is not transparent, all of it counts, for it has faded by
 * itself.
 */
static GeglBuffer *
read_alpha (GimpDrawable *drawable, GeglRectangle *bounds)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (drawable);
  const gint             width  = gegl_buffer_get_width (buffer);
  const gint             height = gegl_buffer_get_height (buffer);
  const Babl            *format = babl_format ("Y float");
  g_autofree gfloat     *pixels = g_new (gfloat, 2 * width);
  g_autofree gfloat     *row    = g_new (gfloat, width);
  GeglBuffer            *alpha;
  gint                   x, y;

  gimp_drawable_get_offsets (drawable, &x, &y);
  *bounds = *GEGL_RECTANGLE (x, y, width, height);
  alpha   = gegl_buffer_new (bounds, format);

  for (gint i = 0; i < height; i++)
    {
      gegl_buffer_get (buffer, GEGL_RECTANGLE (0, i, width, 1), 1.0,
                       babl_format ("YA float"), pixels, GEGL_AUTO_ROWSTRIDE,
                       GEGL_ABYSS_NONE);
      for (gint j = 0; j < width; j++)
        row[j] = pixels[2 * j + 1] > 0.0f;
      gegl_buffer_set (alpha, GEGL_RECTANGLE (x, y + i, width, 1), 0, format,
                       row, GEGL_AUTO_ROWSTRIDE);
    }

  return alpha;
}
