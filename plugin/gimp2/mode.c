/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names are the nicks of GIMP's enumeration.  Titles are in the catalog of GIMP
 * itself, which plug-ins do not read by themselves.
 */

#include "mode.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"

/* Of GIMP's own texts. */
#define GIMP_DOMAIN  "gimp20"
#define GIMP_CONTEXT "layer-mode"

static GEnumClass *get_modes (void);

const GimpLayerMode *
deep_dream_mode_list_usual (guint *n_modes)
{
  static const GimpLayerMode modes[] = {
    GIMP_LAYER_MODE_NORMAL,       GIMP_LAYER_MODE_OVERLAY,
    GIMP_LAYER_MODE_SOFTLIGHT,    GIMP_LAYER_MODE_HARDLIGHT,
    GIMP_LAYER_MODE_SCREEN,       GIMP_LAYER_MODE_MULTIPLY,
    GIMP_LAYER_MODE_LIGHTEN_ONLY, GIMP_LAYER_MODE_DARKEN_ONLY,
    GIMP_LAYER_MODE_DIFFERENCE,   GIMP_LAYER_MODE_GRAIN_MERGE,
    GIMP_LAYER_MODE_HSL_COLOR,    GIMP_LAYER_MODE_LUMINANCE
  };

  *n_modes = G_N_ELEMENTS (modes);

  return modes;
}

const gchar *
deep_dream_mode_get_name (GimpLayerMode mode)
{
  return g_enum_get_value (get_modes (), (gint) mode)->value_nick;
}

const gchar *
deep_dream_mode_get_title (GimpLayerMode mode)
{
  static const struct
  {
    GimpLayerMode mode;
    const gchar  *title;
  } titles[] = { { GIMP_LAYER_MODE_NORMAL, "Normal" },
                 { GIMP_LAYER_MODE_OVERLAY, "Overlay" },
                 { GIMP_LAYER_MODE_SOFTLIGHT, "Soft light" },
                 { GIMP_LAYER_MODE_HARDLIGHT, "Hard light" },
                 { GIMP_LAYER_MODE_SCREEN, "Screen" },
                 { GIMP_LAYER_MODE_MULTIPLY, "Multiply" },
                 { GIMP_LAYER_MODE_LIGHTEN_ONLY, "Lighten only" },
                 { GIMP_LAYER_MODE_DARKEN_ONLY, "Darken only" },
                 { GIMP_LAYER_MODE_DIFFERENCE, "Difference" },
                 { GIMP_LAYER_MODE_GRAIN_MERGE, "Grain merge" },
                 { GIMP_LAYER_MODE_HSL_COLOR, "HSL Color" },
                 { GIMP_LAYER_MODE_LUMINANCE, "Luminance" } };

  bindtextdomain (GIMP_DOMAIN, gimp_locale_directory ());
  bind_textdomain_codeset (GIMP_DOMAIN, "UTF-8");

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (titles[i].mode == mode)
      return g_dpgettext2 (GIMP_DOMAIN, GIMP_CONTEXT, titles[i].title);

  return deep_dream_mode_get_name (mode);
}

gboolean
deep_dream_mode_find (const gchar *name, GimpLayerMode *mode, GError **error)
{
  const GEnumValue *value = NULL;

  if (name)
    value = g_enum_get_value_by_nick (get_modes (), name);

  /* Only groups of layers let what is in them pass through. */
  if (value && value->value != GIMP_LAYER_MODE_PASS_THROUGH)
    {
      *mode = (GimpLayerMode) value->value;
      return TRUE;
    }

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
               _ ("GIMP has no layer mode \"%s\"; it has normal, overlay, "
                  "softlight, hardlight, screen, multiply, luminance and "
                  "others."),
               name ? name : "");
  return FALSE;
}

/* Stays as long as the process, as its names do. */
static GEnumClass *
get_modes (void)
{
  return g_type_class_ref (GIMP_TYPE_LAYER_MODE);
}
