/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layer modes by GIMP's own names.
 */

#include "mode.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"

gboolean
deep_dream_mode_parse (const gchar *name, GimpLayerMode *mode, GError **error)
{
  GEnumClass       *modes = g_type_class_ref (GIMP_TYPE_LAYER_MODE);
  const GEnumValue *value = g_enum_get_value_by_nick (modes, name);

  if (value && mode)
    *mode = (GimpLayerMode) value->value;
  if (! value)
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                 _ ("GIMP has no layer mode \"%s\"; it has normal, overlay, "
                    "softlight, hardlight, screen, multiply, luminance and "
                    "others."),
                 name);

  g_type_class_unref (modes);

  return value != NULL;
}

const gchar *
deep_dream_mode_get_name (GimpLayerMode mode)
{
  GEnumClass  *modes = g_type_class_ref (GIMP_TYPE_LAYER_MODE);
  const gchar *name  = g_enum_get_value (modes, (gint) mode)->value_nick;

  g_type_class_unref (modes);

  return name;
}
