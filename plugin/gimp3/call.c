/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all procedures do when they are called and when they fail.
 */

#include "call.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "source.h"

gboolean
deep_dream_call_check (GimpImage     *image,
                       GimpDrawable **drawables,
                       GError       **error)
{
  if (gimp_core_object_array_get_length ((GObject **) drawables) != 1)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ ("Deep Dream works on one layer at a time. Select "
                              "a single layer and try again."));
      return FALSE;
    }

  return deep_dream_source_check (image, drawables[0], error);
}

GimpPDBStatusType
deep_dream_call_get_status (const GError *error)
{
  if (g_error_matches (error, DREAM_ERROR, DREAM_ERROR_CANCELLED))
    return GIMP_PDB_CANCEL;

  if (g_error_matches (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE))
    return GIMP_PDB_CALLING_ERROR;

  return GIMP_PDB_EXECUTION_ERROR;
}
