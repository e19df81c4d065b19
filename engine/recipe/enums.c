/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a recipe's parameters choose from, with the words that files and people
 * use.
 */

#include <glib/gi18n-lib.h>

#include "enums.h"

static GType register_once (gsize            *type,
                            const gchar      *name,
                            const GEnumValue *choices);

GType
dream_precision_get_type (void)
{
  static const GEnumValue choices[] = {
    { DREAM_PRECISION_AUTO, N_ ("Automatic"), "auto" },
    { DREAM_PRECISION_FULL, N_ ("Full (32-bit)"), "full" },
    { DREAM_PRECISION_FAST, N_ ("Fast (16-bit)"), "fast" },
    { 0, NULL, NULL }
  };
  static gsize type = 0;

  return register_once (&type, "DreamPrecision", choices);
}

GType
dream_guide_match_get_type (void)
{
  static const GEnumValue choices[] = {
    { DREAM_GUIDE_STRONGEST, N_ ("The strongest"), "strongest" },
    { DREAM_GUIDE_CLOSEST, N_ ("The closest"), "closest" },
    { 0, NULL, NULL }
  };
  static gsize type = 0;

  return register_once (&type, "DreamGuideMatch", choices);
}

GType
dream_color_get_type (void)
{
  static const GEnumValue choices[] = {
    { DREAM_COLOR_FULL, N_ ("Dreamed colours"), "full" },
    { DREAM_COLOR_LUMA, N_ ("Light and dark alone"), "luma" },
    { DREAM_COLOR_ORIGINAL, N_ ("The picture's own"), "original" },
    { 0, NULL, NULL }
  };
  static gsize type = 0;

  return register_once (&type, "DreamColor", choices);
}

GType
dream_ascent_get_type (void)
{
  static const GEnumValue choices[] = {
    { DREAM_ASCENT_NORMALIZED, N_ ("Normalized steps"), "normalized" },
    { DREAM_ASCENT_ADAM, N_ ("Adam"), "adam" },
    { 0, NULL, NULL }
  };
  static gsize type = 0;

  return register_once (&type, "DreamAscent", choices);
}

static GType
register_once (gsize *type, const gchar *name, const GEnumValue *choices)
{
  if (g_once_init_enter (type))
    g_once_init_leave (type, g_enum_register_static (name, choices));

  return *type;
}
