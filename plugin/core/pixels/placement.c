/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where in an image a dream takes place, and what becomes of it there.
 */

#include "placement.h"

#include <glib/gi18n-lib.h>

/* As large as GIMP's images can be, pixels. */
#define MAX_COORDINATE 524288

enum
{
  PROPERTY_OUTPUT = 1,
  PROPERTY_MODE,
  PROPERTY_OPACITY,
  PROPERTY_SELECTION_AS,
  PROPERTY_POINT_X,
  PROPERTY_POINT_Y,
  PROPERTY_RADIUS,
  N_PROPERTIES
};

static void  deep_dream_placement_finalize (GObject *object);
static void  deep_dream_placement_get_property (GObject    *object,
                                                guint       id,
                                                GValue     *value,
                                                GParamSpec *pspec);
static void  deep_dream_placement_set_property (GObject      *object,
                                                guint         id,
                                                const GValue *value,
                                                GParamSpec   *pspec);
static void  install_coordinate (GObjectClass *klass,
                                 guint         id,
                                 const gchar  *name,
                                 const gchar  *nick,
                                 const gchar  *blurb,
                                 gint          minimum);
static GType register_once (gsize            *type,
                            const gchar      *name,
                            const GEnumValue *choices);

G_DEFINE_FINAL_TYPE (DeepDreamPlacement, deep_dream_placement, G_TYPE_OBJECT)

GType
deep_dream_output_get_type (void)
{
  static const GEnumValue choices[] = {
    { DEEP_DREAM_OUTPUT_NEW_LAYER, N_ ("A new layer"), "new-layer" },
    { DEEP_DREAM_OUTPUT_LAYER, N_ ("The layer itself"), "layer" },
    { 0, NULL, NULL }
  };
  static gsize type = 0;

  return register_once (&type, "DeepDreamOutput", choices);
}

GType
deep_dream_limit_get_type (void)
{
  static const GEnumValue choices[] = {
    { DEEP_DREAM_LIMIT_ALPHA, N_ ("Transparency"), "alpha" },
    { DEEP_DREAM_LIMIT_MASK, N_ ("A layer mask"), "mask" },
    { 0, NULL, NULL }
  };
  static gsize type = 0;

  return register_once (&type, "DeepDreamLimit", choices);
}

DeepDreamPlacement *
deep_dream_placement_new (void)
{
  return g_object_new (DEEP_DREAM_TYPE_PLACEMENT, NULL);
}

GParamSpec **
deep_dream_placement_list_parameters (guint *n_parameters)
{
  GObjectClass *klass      = g_type_class_ref (DEEP_DREAM_TYPE_PLACEMENT);
  GParamSpec  **parameters = g_object_class_list_properties (klass,
                                                             n_parameters);

  g_type_class_unref (klass);

  return parameters;
}

GeglBuffer *
deep_dream_placement_make_mask (DeepDreamPlacement  *self,
                                const GeglRectangle *limits,
                                GeglRectangle       *bounds)
{
  const gint          size   = 2 * self->radius + 1;
  const gdouble       area   = (gdouble) self->radius * self->radius;
  const Babl         *format = babl_format ("Y float");
  const GeglRectangle circle = { self->point_x - self->radius,
                                 self->point_y - self->radius, size, size };
  g_autofree gfloat  *row    = NULL;
  GeglBuffer         *mask;

  /* Of one that is elsewhere a corner, which is 0, will do. */
  if (! gegl_rectangle_intersect (bounds, &circle, limits))
    *bounds = *GEGL_RECTANGLE (circle.x, circle.y, 1, 1);

  mask = gegl_buffer_new (bounds, format);
  row  = g_new (gfloat, bounds->width);
  for (gint y = bounds->y; y < bounds->y + bounds->height; y++)
    {
      const gdouble dy = y - self->point_y;

      for (gint x = 0; x < bounds->width; x++)
        {
          const gdouble dx   = bounds->x + x - self->point_x;
          const gdouble rest = MAX (0, 1 - (dx * dx + dy * dy) / area);

          row[x] = (gfloat) (rest * rest);
        }
      gegl_buffer_set (mask, GEGL_RECTANGLE (bounds->x, y, bounds->width, 1), 0,
                       format, row, GEGL_AUTO_ROWSTRIDE);
    }

  return mask;
}

static void
deep_dream_placement_class_init (DeepDreamPlacementClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT |
                            G_PARAM_STATIC_NAME;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize     = deep_dream_placement_finalize;
  object_class->get_property = deep_dream_placement_get_property;
  object_class->set_property = deep_dream_placement_set_property;

  g_object_class_install_property (
    object_class, PROPERTY_OUTPUT,
    g_param_spec_enum ("output", _ ("Result"),
                       _ ("Where the dream goes: into a new layer above the "
                          "layer, which then stays as it is, or into the layer "
                          "itself"),
                       deep_dream_output_get_type (),
                       DEEP_DREAM_OUTPUT_NEW_LAYER, flags));
  g_object_class_install_property (
    object_class, PROPERTY_MODE,
    g_param_spec_string ("mode", _ ("Layer mode"),
                         _ ("How the new layer is blended with what is below "
                            "it: normal, overlay, softlight, hardlight, "
                            "screen, multiply and other names of GIMP's layer "
                            "modes"),
                         "normal", flags));
  g_object_class_install_property (
    object_class, PROPERTY_OPACITY,
    g_param_spec_double ("opacity", _ ("Opacity"),
                         _ ("How opaque the new layer is, in percent"), 0, 100,
                         100, flags));
  g_object_class_install_property (
    object_class, PROPERTY_SELECTION_AS,
    g_param_spec_enum ("selection-as", _ ("Selection becomes"),
                       _ (
                         "What limits the new layer to the selection: its own "
                         "transparency, or a layer mask on which you can paint "
                         "more of the dream in or out"),
                       deep_dream_limit_get_type (), DEEP_DREAM_LIMIT_ALPHA,
                       flags));
  install_coordinate (object_class, PROPERTY_POINT_X, "point-x", _ ("Point X"),
                      _ ("The column of a point of the image to dream around, "
                         "in pixels"),
                      -MAX_COORDINATE);
  install_coordinate (object_class, PROPERTY_POINT_Y, "point-y", _ ("Point Y"),
                      _ ("The row of a point of the image to dream around, in "
                         "pixels"),
                      -MAX_COORDINATE);
  install_coordinate (object_class, PROPERTY_RADIUS, "radius", _ ("Radius"),
                      _ ("How far around the point is dreamed, in pixels, "
                         "fading towards there; 0 dreams everywhere, or in the "
                         "selection"),
                      0);
}

static void
install_coordinate (GObjectClass *klass,
                    guint         id,
                    const gchar  *name,
                    const gchar  *nick,
                    const gchar  *blurb,
                    gint          minimum)
{
  g_object_class_install_property (klass, id,
                                   g_param_spec_int (name, nick, blurb, minimum,
                                                     MAX_COORDINATE, 0,
                                                     G_PARAM_READWRITE |
                                                       G_PARAM_CONSTRUCT |
                                                       G_PARAM_STATIC_NAME));
}

static void
deep_dream_placement_init (DeepDreamPlacement *self G_GNUC_UNUSED)
{
}

static void
deep_dream_placement_finalize (GObject *object)
{
  g_free (DEEP_DREAM_PLACEMENT (object)->mode);

  G_OBJECT_CLASS (deep_dream_placement_parent_class)->finalize (object);
}

static void
deep_dream_placement_get_property (GObject    *object,
                                   guint       id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  DeepDreamPlacement *self = DEEP_DREAM_PLACEMENT (object);

  switch (id)
    {
    case PROPERTY_OUTPUT:
      g_value_set_enum (value, self->output);
      break;
    case PROPERTY_MODE:
      g_value_set_string (value, self->mode);
      break;
    case PROPERTY_OPACITY:
      g_value_set_double (value, self->opacity);
      break;
    case PROPERTY_SELECTION_AS:
      g_value_set_enum (value, self->selection_as);
      break;
    case PROPERTY_POINT_X:
      g_value_set_int (value, self->point_x);
      break;
    case PROPERTY_POINT_Y:
      g_value_set_int (value, self->point_y);
      break;
    case PROPERTY_RADIUS:
      g_value_set_int (value, self->radius);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
deep_dream_placement_set_property (GObject      *object,
                                   guint         id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  DeepDreamPlacement *self = DEEP_DREAM_PLACEMENT (object);

  switch (id)
    {
    case PROPERTY_OUTPUT:
      self->output = g_value_get_enum (value);
      break;
    case PROPERTY_MODE:
      g_free (self->mode);
      self->mode = g_value_dup_string (value);
      break;
    case PROPERTY_OPACITY:
      self->opacity = g_value_get_double (value);
      break;
    case PROPERTY_SELECTION_AS:
      self->selection_as = g_value_get_enum (value);
      break;
    case PROPERTY_POINT_X:
      self->point_x = g_value_get_int (value);
      break;
    case PROPERTY_POINT_Y:
      self->point_y = g_value_get_int (value);
      break;
    case PROPERTY_RADIUS:
      self->radius = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static GType
register_once (gsize *type, const gchar *name, const GEnumValue *choices)
{
  if (g_once_init_enter (type))
    g_once_init_leave (type, g_enum_register_static (name, choices));

  return *type;
}
