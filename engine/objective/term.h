/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A term of an objective on its compiled layer, with what must be known of the
 * whole picture.  Called by seeder.c alone.
 */

#pragma once

#include "engine/compute/compiled.h"
#include "engine/compute/feature-maps.h"
#include "objective.h"
#include "statistics.h"

G_BEGIN_DECLS

typedef struct _DreamTermState DreamTermState;

/* A term on its layer; arrays have a value for each lane (the place of a
 * channel in the layer's blocks), 0 where there is no channel. */
struct _DreamTermState
{
  const DreamTerm          *term;
  const DreamCompiledLayer *place;
  gsize                     n_lanes;
  gdouble                   weight; /* in this octave */

  gfloat  *lanes;     /* weights of channels, or a single class's direction */
  gfloat  *factors;   /* those of the seed */
  gfloat  *channels;  /* 1 for each channel */
  gfloat   threshold; /* below it nothing is strengthened */
  gboolean is_chosen; /* the strongest channels have been found */

  gfloat *vectors; /* the guide's, or a group's, one after another */
  guint   n_vectors;
  gdouble length; /* root of their mean square */

  gdouble *wanted; /* the style's Gram matrix */
  gfloat  *matrix; /* what makes the seed of the values */
  gdouble  reach; /* how long that seed was at first in this octave; 0 before */
  gdouble  scale; /* of the seed at each place, where no array has it */

  DreamStatistics *seen;     /* in the pass before */
  DreamStatistics *counting; /* in this one */
};

/**
 * dream_term_state_new:
 * @compiled: must outlive the state.
 * @term: likewise.
 */
DreamTermState *dream_term_state_new (DreamCompiled   *compiled,
                                      const DreamTerm *term);

/* Takes a gpointer for g_ptr_array_new_with_free_func(). */
void dream_term_state_free (gpointer data);

/**
 * dream_term_state_take_guide:
 * @features: what the network finds in the guide.
 */
void dream_term_state_take_guide (DreamTermState   *state,
                                  DreamFeatureMaps *features);

/**
 * dream_term_state_take_style:
 * @features: what the network finds in the style.
 */
void dream_term_state_take_style (DreamTermState     *state,
                                  DreamThreads       *threads,
                                  const DreamKernels *kernels,
                                  DreamFeatureMaps   *features);

/**
 * dream_term_state_update:
 * @is_alone: whether it is the objective's only term, which is not scaled.
 *
 * Works out everything that follows from the weight and what was seen.
 */
void dream_term_state_update (DreamTermState *state, gboolean is_alone);

G_END_DECLS
