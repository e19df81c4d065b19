/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every host calls: finds the network, cuts out what it has to see,
 * dreams on a worker thread and puts the dream together with the source.
 */

#include <glib/gi18n-lib.h>

#include "library.h"
#include "pixels.h"
#include "render-network.h"
#include "render.h"
#include "worker.h"

static DreamRecipe *complete_recipe (DreamRecipe              *recipe,
                                     const DeepDreamInstalled *installed);
static gboolean     find_area (GeglBuffer          *source,
                               const GeglRectangle *wanted,
                               GeglRectangle       *area,
                               GError             **error);
static void         add_surroundings (GeglRectangle       *rectangle,
                                      gint                 margin,
                                      const GeglRectangle *limits);

GeglBuffer *
deep_dream_render (DreamRecipe          *recipe,
                   GeglBuffer           *source,
                   const GeglRectangle  *area,
                   GeglBuffer           *mask,
                   gint                  mask_x,
                   gint                  mask_y,
                   const DreamResources *resources,
                   DeepDreamProgress     progress,
                   gpointer              user_data,
                   GError              **error)
{
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_autoptr (DreamNetwork)       network   = NULL;
  g_autoptr (DreamRecipe)        complete  = NULL;

  installed = deep_dream_library_find (recipe->network, error);
  if (! installed)
    return NULL;

  network = dream_network_read (installed->path, installed->input, error);
  if (! network)
    return NULL;

  complete = complete_recipe (recipe, installed);

  return deep_dream_render_network (network, complete, source, area, mask,
                                    mask_x, mask_y, resources, progress,
                                    user_data, error);
}

GeglBuffer *
deep_dream_render_network (DreamNetwork         *network,
                           DreamRecipe          *recipe,
                           GeglBuffer           *source,
                           const GeglRectangle  *area,
                           GeglBuffer           *mask,
                           gint                  mask_x,
                           gint                  mask_y,
                           const DreamResources *resources,
                           DeepDreamProgress     progress,
                           gpointer              user_data,
                           GError              **error)
{
  g_autoptr (DreamPicture) before = NULL;
  g_autoptr (DreamPicture) after  = NULL;
  GeglRectangle            inside;
  GeglRectangle            seen;
  guint                    layer;

  if (! dream_network_find_layer (network, recipe->layer, &layer, error) ||
      ! find_area (source, area, &inside, error))
    return NULL;

  /* What is tileable continues on its own other side. */
  seen = inside;
  if (! recipe->tileable)
    add_surroundings (&seen,
                      dream_network_get_layer (network, layer)->receptive_field,
                      gegl_buffer_get_extent (source));

  before = deep_dream_pixels_read (source, &seen, error);
  if (! before)
    return NULL;

  after = deep_dream_worker_run (network, recipe, before, resources, progress,
                                 user_data, error);
  if (! after)
    return NULL;

  return deep_dream_pixels_change (source, &inside, &seen, before, after, mask,
                                   mask_x, mask_y);
}

/* A copy, because the worker reads it while the caller's windows, which may
 * show the caller's recipe, stay alive.
 */
static DreamRecipe *
complete_recipe (DreamRecipe *recipe, const DeepDreamInstalled *installed)
{
  DreamRecipe            *copy       = dream_recipe_new ();
  g_autofree GParamSpec **parameters = NULL;
  guint                   n_parameters;

  parameters = dream_recipe_list_parameters (&n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_value_init (&value, parameters[i]->value_type);
      g_object_get_property (G_OBJECT (recipe), parameters[i]->name, &value);
      g_object_set_property (G_OBJECT (copy), parameters[i]->name, &value);
    }

  if (! copy->layer || ! *copy->layer)
    g_object_set (copy, "layer", installed->default_layer, NULL);

  return copy;
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
                           _("There are no pixels to dream of: the area is "
                             "empty or lies outside of the picture."));
      return FALSE;
    }

  return TRUE;
}

static void
add_surroundings (GeglRectangle       *rectangle,
                  gint                 margin,
                  const GeglRectangle *limits)
{
  gint left   = MIN (margin, rectangle->x - limits->x);
  gint top    = MIN (margin, rectangle->y - limits->y);
  gint right  = MIN (margin, limits->x + limits->width -
                               (rectangle->x + rectangle->width));
  gint bottom = MIN (margin, limits->y + limits->height -
                               (rectangle->y + rectangle->height));

  rectangle->x -= left;
  rectangle->y -= top;
  rectangle->width += left + right;
  rectangle->height += top + bottom;
}
