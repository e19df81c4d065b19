/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every host calls: finds the network, cuts out what it has to see,
 * dreams on a worker thread and puts the dream together with the source.
 */

#include <glib/gi18n-lib.h>

#include "engine/objective.h"
#include "guide.h"
#include "library.h"
#include "pixels.h"
#include "render-network.h"
#include "render.h"
#include "worker.h"

static gboolean     read_labels (const DeepDreamInstalled *installed,
                                 DreamRecipe              *recipe,
                                 gchar                  ***labels,
                                 GError                  **error);
static DreamRecipe *complete_recipe (DreamRecipe              *recipe,
                                     const DeepDreamInstalled *installed);
static gboolean     find_area (GeglBuffer          *source,
                               const GeglRectangle *wanted,
                               GeglRectangle       *area,
                               GError             **error);
static gboolean     find_seen (DreamNetwork        *network,
                               const DreamNames    *names,
                               DreamRecipe         *recipe,
                               GeglBuffer          *source,
                               const GeglRectangle *area,
                               GeglRectangle       *seen,
                               GError             **error);
static void         add_surroundings (GeglRectangle       *rectangle,
                                      gint                 margin,
                                      const GeglRectangle *limits);
static gboolean     read_guide (const gchar   *path,
                                const gchar   *problem,
                                DreamPicture **picture,
                                GError       **error);
static gboolean     read_mask (const DeepDreamMask *mask,
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
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_autoptr (DreamNetwork)       network   = NULL;
  g_autoptr (DreamRecipe)        complete  = NULL;
  g_auto (GStrv)                 labels    = NULL;
  DreamNames                     names     = { NULL, NULL };

  installed = deep_dream_library_find (recipe->network, error);
  if (! installed)
    return NULL;

  network = dream_network_read (installed->path, installed->input, error);
  if (! network || ! read_labels (installed, recipe, &labels, error))
    return NULL;

  complete       = complete_recipe (recipe, installed);
  names.labels   = (const gchar *const *) labels;
  names.channels = installed->channels;

  return deep_dream_render_network (network, &names, complete, source, area,
                                    mask, resources, progress, user_data,
                                    error);
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
      ! read_guide (recipe->guide,
                    _("The guide cannot be used. "), &guide, error) ||
                    ! read_guide (recipe->style,
                                  _("The style cannot be used. "), &style,
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
  after = deep_dream_worker_run (network, recipe, before, &materials, resources,
                                 &shown, progress, user_data, error);
  if (! after)
    return NULL;

  return deep_dream_pixels_change (source, &inside, &seen, before, after,
                                   mask && mask->cuts_out ? places : NULL);
}

/* Damaged labels are no reason not to dream of a layer. */
static gboolean
read_labels (const DeepDreamInstalled *installed,
             DreamRecipe              *recipe,
             gchar                  ***labels,
             GError                  **error)
{
  g_autoptr (GError) reason = NULL;

  if (! *recipe->subject)
    return TRUE;

  *labels = deep_dream_library_read_labels (installed, &reason);
  if (! reason)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* A copy, because the worker reads it while the caller's windows, which may
 * show the caller's recipe, stay alive.
 */
static DreamRecipe *
complete_recipe (DreamRecipe *recipe, const DeepDreamInstalled *installed)
{
  DreamRecipe *copy = dream_recipe_copy (recipe);

  /* A subject needs no layer, but what a guide or a style draws on does. */
  if (! *copy->layer && (! *copy->subject || *copy->guide || *copy->style))
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
    add_surroundings (seen, objective->receptive_field,
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
