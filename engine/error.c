/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The error domain's name.
 */

#include "error.h"

G_DEFINE_QUARK (dream - error - quark, dream_error)
