/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Weaker dreams take smaller steps, as fewer would leave some things unfinished
 * and others not begun; stronger ones more steps, as larger ones alone grow
 * noise.
 */

#include <math.h>

#include "effort.h"

#define AS_IT_IS 50

/* What is added at full strength, in parts of what the recipe says. */
#define MORE_ITERATIONS 2.0
#define MORE_STEP       0.5

DreamEffort
dream_recipe_get_effort (DreamRecipe *recipe)
{
  const gdouble more   = (recipe->strength - AS_IT_IS) / (gdouble) AS_IT_IS;
  DreamEffort   effort = { recipe->iterations, recipe->step };

  if (more < 0)
    {
      effort.step *= 1 + more;
    }
  else if (more > 0)
    {
      effort.iterations = rint (recipe->iterations *
                                (1 + MORE_ITERATIONS * more));
      effort.step *= 1 + MORE_STEP * more;
    }

  return effort;
}
