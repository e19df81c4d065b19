/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every host calls: finds the network, cuts out what it has to see,
 * dreams on a worker thread and puts the dream together with the source.
 */

#include <glib/gi18n-lib.h>

#include "dream-thread.h"
#include "engine/objective/objective.h"
#include "plugin/core/catalog/loaded-network.h"
#include "plugin/core/pixels/context-margin.h"
#include "plugin/core/pixels/guide.h"
#include "plugin/core/pixels/pixels.h"
#include "render-network.h"
#include "render.h"

static gboolean find_area (GeglBuffer          *source,
                           const GeglRectangle *wanted,
                           GeglRectangle       *area,
                           GError             **error);
static gboolean find_seen (DreamNetwork        *network,
                           const DreamNames    *names,
                           DreamRecipe         *recipe,
                           GeglBuffer          *source,
                           const GeglRectangle *area,
                           GeglRectangle       *seen,
                           GError             **error);
static gboolean read_guide (const gchar   *path,
                            const gchar   *problem,
                            DreamPicture **picture,
                            GError       **error);
static gboolean read_mask (const DeepDreamMask *mask,
                           const GeglRectangle *seen,
                           gfloat             **places,
                           GError             **error);

GeglBuffer *
deep_dream_render (DreamRecipe          *recipe,
                   GeglBuffer           *source,
                   const GeglRectangle  *area,
                   const DeepDreamMask  *mask,
                   const DreamResources *resources,
                   DeepDreamProgress     progress,
                   gpointer              user_data,
                   GError              **error)
{
  g_autoptr (DeepDreamLoadedNetwork) loaded   = NULL;
  g_autoptr (DreamRecipe)            complete = NULL;

  loaded = deep_dream_loaded_network_new (recipe->network, error);
  if (! loaded || ! deep_dream_loaded_network_name (loaded, recipe, error))
    return NULL;

  complete = deep_dream_loaded_network_complete (loaded, recipe);

  return deep_dream_render_network (loaded->network, &loaded->names, complete,
                                    source, area, mask, resources, progress,
                                    user_data, error);
}

GeglBuffer *
deep_dream_render_network (DreamNetwork         *network,
                           const DreamNames     *names,
                           DreamRecipe          *recipe,
                           GeglBuffer           *source,
                           const GeglRectangle  *area,
                           const DeepDreamMask  *mask,
                           const DreamResources *resources,
                           DeepDreamProgress     progress,
                           gpointer              user_data,
                           GError              **error)
{
  g_autoptr (DreamPicture) before    = NULL;
  g_autoptr (DreamPicture) after     = NULL;
  g_autoptr (DreamPicture) guide     = NULL;
  g_autoptr (DreamPicture) style     = NULL;
  g_autofree gfloat       *places    = NULL;
  DreamMaterials           materials = { 0 };
  GeglRectangle            inside;
  GeglRectangle            seen;
  GeglRectangle            shown;

  if (! find_area (source, area, &inside, error) ||
      ! find_seen (network, names, recipe, source, &inside, &seen, error) ||
      ! read_guide (recipe->guide, _ ("The guide cannot be used. "), &guide,
                    error) ||
      ! read_guide (recipe->style, _ ("The style cannot be used. "), &style,
                    error) ||
      ! read_mask (mask, &seen, &places, error))
    return NULL;

  before = deep_dream_pixels_read (source, &seen, error);
  if (! before)
    return NULL;

  if (names)
    materials.names = *names;
  materials.guide = guide;
  materials.style = style;
  materials.mask  = places;

  shown = inside;
  shown.x -= seen.x;
  shown.y -= seen.y;
  after = deep_dream_thread_run (network, recipe, before, &materials, resources,
                                 &shown, progress, user_data, error);
  if (! after)
    return NULL;

  return deep_dream_pixels_change (source, &inside, &seen, before, after,
                                   mask && mask->cuts_out ? places : NULL);
}

static gboolean
find_area (GeglBuffer          *source,
           const GeglRectangle *wanted,
           GeglRectangle       *area,
           GError             **error)
{
  const GeglRectangle *extent = gegl_buffer_get_extent (source);

  *area = *extent;
  if (wanted)
    gegl_rectangle_intersect (area, extent, wanted);

  if (area->width < 1 || area->height < 1)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ ("There are no pixels to dream of: the area is "
                              "empty or lies outside of the picture."));
      return FALSE;
    }

  return TRUE;
}

/* What is tileable continues on its own other side. */
static gboolean
find_seen (DreamNetwork        *network,
           const DreamNames    *names,
           DreamRecipe         *recipe,
           GeglBuffer          *source,
           const GeglRectangle *area,
           GeglRectangle       *seen,
           GError             **error)
{
  g_autoptr (DreamObjective) objective = NULL;

  objective = dream_objective_new (network, recipe, names, error);
  if (! objective)
    return FALSE;

  *seen = *area;
  if (! recipe->tileable)
    deep_dream_context_margin_add (seen, objective->receptive_field,
                                   gegl_buffer_get_extent (source));

  return TRUE;
}

static gboolean
read_guide (const gchar   *path,
            const gchar   *problem,
            DreamPicture **picture,
            GError       **error)
{
  if (! *path)
    return TRUE;

  *picture = deep_dream_guide_read (path, error);
  if (! *picture)
    g_prefix_error (error, "%s", problem);

  return *picture != NULL;
}

static gboolean
read_mask (const DeepDreamMask *mask,
           const GeglRectangle *seen,
           gfloat             **places,
           GError             **error)
{
  GeglRectangle area = *seen;

  if (! mask)
    return TRUE;

  area.x += mask->x;
  area.y += mask->y;
  *places = deep_dream_pixels_read_mask (mask->pixels, &area, error);

  return *places != NULL;
}
