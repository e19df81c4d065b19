/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Octaves counted down from the picture, or up from what is to be drawn.
 */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "octaves.h"

/* What a layer draws is smaller than what it sees, most of which counts little:
 * what counts grows as the root of the depth, and so of the field (Luo et al.
 * 2016, "Understanding the Effective Receptive Field in Deep Convolutional
 * Neural Networks").  The factor was measured with a ruler on what Inception v3
 * draws: 25, 40, 60 and 80 pixels where it sees 63, 127, 351 and 543. */
#define THINGS_PER_ROOT 3.5

static void count_down (GArray               *octaves,
                        DreamRecipe          *recipe,
                        DreamOctave           octave,
                        const DreamObjective *objective);
static void count_up (GArray               *octaves,
                      DreamRecipe          *recipe,
                      DreamOctave           picture,
                      const DreamObjective *objective);
static gint scale_side (gint side, gdouble factor);

GArray *
dream_octaves_new (DreamRecipe          *recipe,
                   gint                  width,
                   gint                  height,
                   const DreamObjective *objective,
                   GError              **error)
{
  const DreamOctave picture = { width, height };
  GArray           *octaves;

  if (MIN (width, height) < objective->minimum_size)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL,
                   _ ("%d × %d pixels are too small for the network's layer, "
                      "which needs at least %d × %d. Scale the picture up or "
                      "choose a lower layer."),
                   width, height, objective->minimum_size,
                   objective->minimum_size);
      return NULL;
    }

  octaves = g_array_new (FALSE, FALSE, sizeof (DreamOctave));
  if (recipe->size > 0)
    count_up (octaves, recipe, picture, objective);
  else
    count_down (octaves, recipe, picture, objective);

  return octaves;
}

const DreamOctave *
dream_octaves_get (GArray *octaves, guint index)
{
  return &g_array_index (octaves, DreamOctave, index);
}

gdouble
dream_octaves_get_things (const DreamObjective *objective)
{
  return MIN (THINGS_PER_ROOT * sqrt (objective->receptive_field),
              objective->receptive_field);
}

/* All sizes in which the layer finds room.  They are rounded half to even, as
 * the published algorithm's Python does. */
static void
count_down (GArray               *octaves,
            DreamRecipe          *recipe,
            DreamOctave           octave,
            const DreamObjective *objective)
{
  while (octaves->len < (guint) recipe->octaves &&
         MIN (octave.width, octave.height) >= objective->minimum_size)
    {
      g_array_append_val (octaves, octave);
      octave.width  = rint (octave.width / recipe->octave_scale);
      octave.height = rint (octave.height / recipe->octave_scale);
    }
}

/* By the factor of the picture's size, so that the sides keep their ratio. */
static void
count_up (GArray               *octaves,
          DreamRecipe          *recipe,
          DreamOctave           picture,
          const DreamObjective *objective)
{
  const gdouble shorter  = MIN (picture.width, picture.height);
  const gdouble smallest = MAX (dream_octaves_get_things (objective) * 100 /
                                  recipe->size,
                                objective->minimum_size);
  gdouble       factor   = smallest / shorter;

  while (octaves->len < (guint) recipe->octaves)
    {
      const DreamOctave octave = { scale_side (picture.width, factor),
                                   scale_side (picture.height, factor) };

      /* The picture itself may be larger by less than a pixel. */
      if (octaves->len == 0 ||
          octave.height > dream_octaves_get (octaves, 0)->height ||
          octave.width > dream_octaves_get (octaves, 0)->width)
        g_array_prepend_val (octaves, octave);

      if (factor >= 1)
        break;

      factor *= recipe->octave_scale;
    }
}

static gint
scale_side (gint side, gdouble factor)
{
  return MAX (rint (side * MIN (factor, 1)), 1);
}
