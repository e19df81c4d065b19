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

/* What the layer may see, of what the targets see, and in pixels: what sees
 * more draws things of its own. */
#define FIELD_SHARE 0.3
#define MAX_FIELD   48

#define OCTAVE_SCALE     2.0
#define ITERATIONS       2
#define STEP             2.2
#define LAPLACIAN_LEVELS 2

/* A strength above this would take more steps. */
#define MAX_STRENGTH 50

static guint  find_layer (DreamNetwork         *network,
                          const DreamObjective *objective);
static guint *find_ends (DreamNetwork *network, const gboolean *needed);

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

/* Of those through which all goes that the targets see, as branches find one
 * kind of thing alone.
 *
 * Returns: 0 for none. */
static guint
find_layer (DreamNetwork *network, const DreamObjective *objective)
{
  g_autofree gboolean *needed = dream_objective_find_needed (objective,
                                                             network);
  g_autofree guint    *ends   = find_ends (network, needed);
  const gdouble        most   = MIN (FIELD_SHARE * objective->receptive_field,
                                     MAX_FIELD);
  guint                end    = 0; /* of what the layers before are read by */
  guint                found  = 0;

  for (guint i = 0; i < dream_network_n_layers (network); i++)
    {
      const gint field = dream_network_get_layer (network, i)->receptive_field;

      if (! needed[i])
        continue;

      if (end <= i && i > 0 && field <= most)
        found = i;

      end = MAX (end, ends[i]);
    }

  return found;
}

/* Returns: (transfer full): for each layer, the last needed one that reads
 * it. */
static guint *
find_ends (DreamNetwork *network, const gboolean *needed)
{
  const guint n_layers = dream_network_n_layers (network);
  guint      *ends     = g_new0 (guint, n_layers);

  for (guint i = 0; i < n_layers; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      for (guint j = 0; needed[i] && j < layer->n_inputs; j++)
        ends[layer->inputs[j]] = i;
    }

  return ends;
}
