/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep_dream_render() after the network has been found and read; apart so
 * that it can be tested with a network that is not installed.
 */

#pragma once

#include "render.h"

G_BEGIN_DECLS

/**
 * deep_dream_render_network:
 * @network: the network that looks.
 * @names: (nullable): what its classes and channels are called.
 * @recipe: what to dream; it names layers of @network or a subject, and it is
 *   not changed until this function returns.
 *
 * All else is as deep_dream_render() says.
 *
 * Returns: (transfer full) (nullable): as deep_dream_render().
 */
GeglBuffer *deep_dream_render_network (DreamNetwork         *network,
                                       const DreamNames     *names,
                                       DreamRecipe          *recipe,
                                       GeglBuffer           *source,
                                       const GeglRectangle  *area,
                                       const DeepDreamMask  *mask,
                                       const DreamResources *resources,
                                       DeepDreamProgress     progress,
                                       gpointer              user_data,
                                       GError              **error);

G_END_DECLS
