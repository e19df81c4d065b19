/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An objective made ready for a compiled network: turns the values of the
 * target layers into the gradients that begin the backward pass.
 *
 * What a term must know of the whole picture (how long its gradient is, where
 * the threshold lies, the Gram matrix) it takes from the pass over the picture
 * before: tiles are seeded while the others are still to be looked at.  Before
 * an octave's first step a pass is made for that alone.
 *
 * A seeder is used by one thread at a time.
 */

#pragma once

#include "engine/compute/compiled.h"
#include "engine/image/picture.h"
#include "objective.h"
#include "statistics.h"

G_BEGIN_DECLS

typedef struct _DreamSeeder DreamSeeder;

/**
 * dream_seeder_new:
 * @objective: what to strengthen; must outlive the seeder.
 * @compiled: the network up to the objective's targets; must outlive the
 *   seeder.
 * @threads: compute; must outlive the seeder.
 * @guide: (nullable): what terms of guides are about, any size that has room
 *   for the targets.
 * @style: (nullable): likewise, of styles.
 * @error: return location for an error.
 *
 * The network looks at @guide and @style here, as a whole.
 *
 * Returns: (transfer full) (nullable): the seeder, or %NULL with
 *   %DREAM_ERROR_BAD_RECIPE if a term's picture is missing,
 *   %DREAM_ERROR_TOO_SMALL, or %DREAM_ERROR_NO_MEMORY.
 */
DreamSeeder *dream_seeder_new (const DreamObjective *objective,
                               DreamCompiled        *compiled,
                               DreamThreads         *threads,
                               const DreamPicture   *guide,
                               const DreamPicture   *style,
                               GError              **error);
void         dream_seeder_free (DreamSeeder *self);

/**
 * dream_seeder_begin:
 * @octave: which one, the smallest being 0.
 *
 * Takes the weights of the octave and forgets what was measured, but for which
 * channels are the strongest: that is found once, in the first pass of all.
 */
void dream_seeder_begin (DreamSeeder *self, guint octave);

/**
 * dream_seeder_must_measure:
 *
 * Returns: whether a pass has to be measured before the next can be seeded.
 */
gboolean dream_seeder_must_measure (const DreamSeeder *self);

/**
 * dream_seeder_measure:
 * @target: index of a target.
 * @activation: its values in a tile.
 * @window: what of them counts.
 */
void dream_seeder_measure (DreamSeeder       *self,
                           guint              target,
                           const DreamView   *activation,
                           const DreamWindow *window);

/**
 * dream_seeder_end_pass:
 *
 * All tiles have been measured: what was found is used from now on.
 */
void dream_seeder_end_pass (DreamSeeder *self);

/**
 * dream_seeder_seed:
 * @target: index of a target.
 * @activation: its values in a tile.
 * @gradient: (inout): see #DreamSeedFunc.
 * @accumulate: likewise.
 * @places: (nullable): rows x columns of the layer's values: a factor for all
 *   of the objective's gradient at a place.
 */
void dream_seeder_seed (DreamSeeder     *self,
                        guint            target,
                        const DreamView *activation,
                        const DreamView *gradient,
                        gboolean         accumulate,
                        const gfloat    *places);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamSeeder, dream_seeder_free)

G_END_DECLS
