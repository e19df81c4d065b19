/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where in an image a dream takes place, and what becomes of it there: what a
 * host asks for beside the recipe.
 *
 * DeepDreamPlacement is a GObject whose properties are parameters, as those of
 * a recipe (engine/recipe/recipe.h): hosts make arguments and widgets of them.
 *
 *   output        enum             DeepDreamOutput: a new layer or the layer
 *   mode          string           the new layer's mode: the nick of a value of
 *                                  GIMP's GimpLayerMode
 *   opacity       double  0..100   the new layer's, percent
 *   selection-as  enum             DeepDreamLimit: alpha or mask
 *   point-x       int              a point of the image to dream around, pixels
 *   point-y       int              likewise
 *   radius        int              how far around, pixels; 0: no point
 */

#pragma once

#include <gegl.h>

G_BEGIN_DECLS

/**
 * DeepDreamOutput:
 * @DEEP_DREAM_OUTPUT_NEW_LAYER: above the layer that is dreamed of.
 * @DEEP_DREAM_OUTPUT_LAYER: into that layer's own pixels.
 */
typedef enum
{
  DEEP_DREAM_OUTPUT_NEW_LAYER,
  DEEP_DREAM_OUTPUT_LAYER
} DeepDreamOutput;

/**
 * DeepDreamLimit:
 * @DEEP_DREAM_LIMIT_ALPHA: the dream fades at the selection's border, and
 *   beyond it the new layer is transparent.
 * @DEEP_DREAM_LIMIT_MASK: the rectangle around the selection is dreamed, and
 *   the new layer has the selection as its mask, on which people can paint.
 */
typedef enum
{
  DEEP_DREAM_LIMIT_ALPHA,
  DEEP_DREAM_LIMIT_MASK
} DeepDreamLimit;

GType deep_dream_output_get_type (void);
GType deep_dream_limit_get_type (void);

#define DEEP_DREAM_TYPE_PLACEMENT (deep_dream_placement_get_type ())
G_DECLARE_FINAL_TYPE (DeepDreamPlacement,
                      deep_dream_placement,
                      DEEP_DREAM,
                      PLACEMENT,
                      GObject)

struct _DeepDreamPlacement
{
  GObject parent_instance;

  DeepDreamOutput output;
  gchar          *mode;
  gdouble         opacity;
  DeepDreamLimit  selection_as;
  gint            point_x;
  gint            point_y;
  gint            radius;
};

/**
 * deep_dream_placement_new:
 *
 * Returns: (transfer full): a new layer of normal mode, opaque, with the
 *   selection as its alpha, and no point.
 */
DeepDreamPlacement *deep_dream_placement_new (void);

/**
 * deep_dream_placement_list_parameters:
 * @n_parameters: (out): how many there are.
 *
 * Returns: (transfer container): the parameters in the order in which a host
 *   shows them and takes positional arguments; free with g_free().
 */
GParamSpec **deep_dream_placement_list_parameters (guint *n_parameters);

/**
 * deep_dream_placement_make_mask:
 * @self: a placement with a radius.
 * @limits: what of the image matters; the mask goes no farther.
 * @bounds: (out): what the mask can touch, in the image's coordinates.
 *
 * Returns: (transfer full): a mask, "Y float", in the image's coordinates: 1 at
 *   the point, falling to 0 at the radius r as (1 - d^2 / r^2)^2 does.
 */
GeglBuffer *deep_dream_placement_make_mask (DeepDreamPlacement  *self,
                                            const GeglRectangle *limits,
                                            GeglRectangle       *bounds);

G_END_DECLS
