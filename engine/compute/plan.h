/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A compiled network laid out for one tile size: geometry, memory, forward pass
 * and backward pass to the picture.  Layers above the target do not exist
 * here, and no gradient of a weight is ever computed.
 */

#pragma once

#include "compiled.h"
#include "engine/progress.h"

G_BEGIN_DECLS

typedef struct _DreamPlan DreamPlan;

/**
 * dream_plan_new:
 * @compiled: the network; must outlive the plan.
 * @threads: compute; must outlive the plan.
 * @picture_width: of the whole picture: "same" padding depends on it.
 * @picture_height: likewise.
 * @width: of the tile.
 * @height: of the tile.
 * @error: return location for an error.
 *
 * Lays everything out but has no memory yet: see dream_plan_bind().
 *
 * Returns: (transfer full) (nullable): the plan, or %NULL with
 *   %DREAM_ERROR_TOO_SMALL, or %DREAM_ERROR_NO_MEMORY if sizes overflow.
 */
DreamPlan *dream_plan_new (DreamCompiled *compiled,
                           DreamThreads  *threads,
                           gint           picture_width,
                           gint           picture_height,
                           gint           width,
                           gint           height,
                           GError       **error);
void       dream_plan_free (DreamPlan *plan);

/**
 * dream_plan_get_memory:
 *
 * Returns: how many bytes dream_plan_bind() takes.
 */
gsize dream_plan_get_memory (DreamPlan *plan);

/**
 * dream_plan_bind:
 * @memory: dream_plan_get_memory() bytes, aligned to 64; must outlive the
 *   plan's use.  What it held is lost.
 */
void dream_plan_bind (DreamPlan *plan, gpointer memory);

/**
 * dream_plan_get_input:
 * @row: (out): floats between rows.
 *
 * Returns: (transfer none): where to write the network's input, height rows of
 *   width x 3 floats, before each dream_plan_forward(), which leaves other
 *   things there.
 */
gfloat *dream_plan_get_input (DreamPlan *plan, gsize *row);

/**
 * dream_plan_forward:
 * @tick: (nullable): called after each layer.
 *
 * Returns: %FALSE if @tick broke off.
 */
gboolean dream_plan_forward (DreamPlan *plan,
                             DreamTick  tick,
                             gpointer   user_data);

/**
 * dream_plan_get_value:
 * @target: index of a target.
 *
 * Returns: the target's values, from dream_plan_forward() until
 *   dream_plan_backward().
 */
DreamView dream_plan_get_value (DreamPlan *plan, guint target);

/**
 * DreamSeedFunc:
 * @target: index of a target.
 * @activation: its values.
 * @gradient: (inout): the gradient towards them, same geometry: of what lies
 *   above if @accumulate, else still to be written, all of it.
 * @accumulate: whether to add to @gradient.
 * @user_data: as given to dream_plan_backward().
 *
 * Adds the objective's own gradient towards a target, whether a ReLU lets it
 * pass or not.
 */
typedef void (*DreamSeedFunc) (guint            target,
                               const DreamView *activation,
                               const DreamView *gradient,
                               gboolean         accumulate,
                               gpointer         user_data);

/**
 * dream_plan_backward:
 * @seeder: called for each target, from the last down.
 * @seeder_data: for @seeder.
 * @input_gradient: (out): height x width x 3 floats: the gradient towards the
 *   network's input.
 * @tick: (nullable): called after each layer.
 *
 * Returns: %FALSE if @tick broke off.
 */
gboolean dream_plan_backward (DreamPlan    *plan,
                              DreamSeedFunc seeder,
                              gpointer      seeder_data,
                              gfloat       *input_gradient,
                              DreamTick     tick,
                              gpointer      user_data);

/**
 * dream_plan_read_activation:
 * @target: index of a target.
 * @channels: (out): the target's channels.
 * @height: (out): its rows.
 * @width: (out): its columns.
 *
 * Returns: (transfer full): the target's values after dream_plan_forward(),
 *   channels x height x width.
 */
gfloat *dream_plan_read_activation (DreamPlan *plan,
                                    guint      target,
                                    gint      *channels,
                                    gint      *height,
                                    gint      *width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamPlan, dream_plan_free)

G_END_DECLS
