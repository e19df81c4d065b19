/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dreamed layer carries, in any version of GIMP, so that the dream can
 * be looked up and repeated.
 */

#pragma once

/* The name of the layer's parasite; its data is the recipe as
 * dream_recipe_to_string() writes it, without a 0 at its end. */
#define DEEP_DREAM_PARASITE "deep-dream-recipe"

/* Of another, with the tattoo of the layer that was dreamed of, as a decimal
 * number, likewise; it is found by it even after layers have been moved. */
#define DEEP_DREAM_SOURCE_PARASITE "deep-dream-source"
