/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The recipe of the second dream.  Its numbers were chosen by looking at
 * dreams of four networks on photos of 6 megapixels.
 */

#include <math.h>

#include "fine-detail.h"

#define AS_MEANT 50

/* Less is not seen. */
#define LEAST_FACTOR 1.2

/* Of what the targets see, what the layer may see. */
#define FIELD_SHARE 0.3

#define OCTAVE_SCALE 2.0
#define ITERATIONS   4
#define STEP         1.2

/* Without these, lower layers draw coloured ripples. */
#define LAPLACIAN_LEVELS 2

/* A strength above this would take more steps. */
#define MAX_STRENGTH 50

static guint find_layer (DreamNetwork         *network,
                         const DreamObjective *objective);

DreamRecipe *
dream_fine_detail_new (DreamRecipe          *recipe,
                       DreamNetwork         *network,
                       const DreamObjective *objective,
                       const DreamOctave    *largest,
                       gint                  width,
                       gint                  height)
{
  const gdouble factor = MIN ((gdouble) width / largest->width,
                              (gdouble) height / largest->height);
  const guint   layer  = find_layer (network, objective);
  DreamRecipe  *fine;

  if (recipe->fine_detail == 0 || factor < LEAST_FACTOR || layer == 0)
    return NULL;

  fine = dream_recipe_new ();
  g_object_set (fine, "layer", dream_network_get_layer (network, layer)->name,
                "octaves", (gint) MAX (rint (log2 (factor)), 1), "octave-scale",
                OCTAVE_SCALE, "iterations", ITERATIONS, "step",
                STEP * dream_fine_detail_get_amount (recipe), "laplacian",
                LAPLACIAN_LEVELS, "decorrelate", TRUE, "strength",
                MIN (recipe->strength, MAX_STRENGTH), "jitter", recipe->jitter,
                "tileable", recipe->tileable, "halo", recipe->halo, "precision",
                recipe->precision, "color", recipe->color, NULL);

  return fine;
}

gdouble
dream_fine_detail_get_amount (const DreamRecipe *recipe)
{
  return (gdouble) recipe->fine_detail / AS_MEANT;
}

/* Returns: 0 for none. */
static guint
find_layer (DreamNetwork *network, const DreamObjective *objective)
{
  g_autofree gboolean *needed = dream_objective_find_needed (objective,
                                                             network);
  const gdouble        most   = FIELD_SHARE * objective->receptive_field;
  gint                 field  = 1;
  guint                found  = 0;

  for (guint i = 1; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      if (needed[i] && layer->receptive_field <= most &&
          layer->receptive_field >= MAX (field, 2))
        {
          field = layer->receptive_field;
          found = i;
        }
    }

  return found;
}
