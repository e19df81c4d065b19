/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What readers say of a file that cannot be read, or of a layer of it.
 */

#include <glib/gi18n-lib.h>

#include "builder.h"
#include "engine/error.h"

gboolean
dream_builder_unsupported (const gchar *layer,
                           const gchar *reason,
                           GError     **error)
{
  /* Translators: a layer's name, then a sentence. */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
               _ ("The layer “%s” cannot be used: %s Choose another network."),
               layer, reason);
  return FALSE;
}

gboolean
dream_builder_refuse (const gchar *layer, DreamReason reason, GError **error)
{
  static const gchar *const reasons[DREAM_N_REASONS] = {
    [DREAM_REASON_ACTIVATION] = N_ ("Its activation is not supported."),
    [DREAM_REASON_AXIS]       = N_ ("It joins something else than channels."),
    [DREAM_REASON_SIZES]      = N_ ("The sizes of its inputs differ."),
    [DREAM_REASON_INPUT]      = N_ (
           "It depends on something that is not supported."),
    [DREAM_REASON_PICTURE] = N_ (
      "It does not take one picture, in colour or grey."),
  };

  return dream_builder_unsupported (layer, _ (reasons[reason]), error);
}

gboolean
dream_builder_unknown (const gchar *layer,
                       const gchar *operation,
                       GError     **error)
{
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
               _ ("The layer “%s” needs the operation %s, which is not "
                  "supported. Choose another network."),
               layer, operation);
  return FALSE;
}

gboolean
dream_builder_damaged (GError **error)
{
  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                       _ ("The network file is damaged or cut short. Install "
                          "the network again."));
  return FALSE;
}

gboolean
dream_builder_can_leave_out (GError **problem, GError **error)
{
  if (g_error_matches (*problem, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (problem));

  return FALSE;
}
