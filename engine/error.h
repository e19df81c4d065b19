/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine's one error domain.  A host decides by the code what to offer
 * the user (install a network, choose another layer, …); the message is a
 * complete sentence that says what is wrong and what to do.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DREAM_ERROR (dream_error_quark ())

/**
 * DreamError:
 * @DREAM_ERROR_NO_NETWORK: the network that was asked for is not installed.
 * @DREAM_ERROR_BAD_NETWORK: a network file cannot be read, is truncated,
 *   damaged, or no network at all.
 * @DREAM_ERROR_UNSUPPORTED_LAYER: the network needs an operation that the
 *   engine does not have; the message names the layer.
 * @DREAM_ERROR_NO_LAYER: no layer has that name, or several have; the message
 *   lists near names.
 * @DREAM_ERROR_TOO_SMALL: the picture is smaller than the layer can see.
 * @DREAM_ERROR_BAD_RECIPE: a recipe holds an unknown key, a value that is no
 *   number, or a number out of range.
 * @DREAM_ERROR_BAD_PICTURE: a picture cannot be read or has no pixels.
 * @DREAM_ERROR_NO_MEMORY: the memory that the work needs cannot be had.
 * @DREAM_ERROR_CANCELLED: the observer asked to cancel; nothing was made.
 * @DREAM_ERROR_NO_KERNELS: the instruction set that was asked for is unknown,
 *   or this processor lacks it.
 */
typedef enum
{
  DREAM_ERROR_NO_NETWORK,
  DREAM_ERROR_BAD_NETWORK,
  DREAM_ERROR_UNSUPPORTED_LAYER,
  DREAM_ERROR_NO_LAYER,
  DREAM_ERROR_TOO_SMALL,
  DREAM_ERROR_BAD_RECIPE,
  DREAM_ERROR_BAD_PICTURE,
  DREAM_ERROR_NO_MEMORY,
  DREAM_ERROR_CANCELLED,
  DREAM_ERROR_NO_KERNELS
} DreamError;

GQuark dream_error_quark (void);

G_END_DECLS
