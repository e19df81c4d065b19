/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What GIMP's preferences let a dream use of the machine.
 */

#pragma once

#include "engine/compute/resources.h"

G_BEGIN_DECLS

/**
 * deep_dream_resources_get:
 *
 * Asks GIMP for the number of processors to use.
 *
 * Returns: the resources; all else in them is the engine's default.
 */
DreamResources deep_dream_resources_get (void);

G_END_DECLS
