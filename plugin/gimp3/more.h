/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "More of this": what the network sees around a point becomes what is dreamed.
 */

#pragma once

#include <gtk/gtk.h>

#include "plugin/core/preview/channel-finder.h"

G_BEGIN_DECLS

/**
 * DeepDreamMoreFunc:
 * @sight: (nullable): what the network sees, or %NULL.
 * @error: (nullable): why it was not found out.
 * @user_data: as given to deep_dream_more_start().
 */
typedef void (*DeepDreamMoreFunc) (const DeepDreamChannelFinder *sight,
                                   const GError                 *error,
                                   gpointer                      user_data);

/**
 * deep_dream_more_start:
 * @sketch: (transfer full): where to look, see deep_dream_channel_finder_new().
 * @cancellable: when it is cancelled, @func is not called any more.
 * @func: called on the main thread.
 * @user_data: for @func.
 *
 * Looks on a thread of its own.
 */
void deep_dream_more_start (DeepDreamPreviewJob *sketch,
                            GCancellable        *cancellable,
                            DeepDreamMoreFunc    func,
                            gpointer             user_data);

G_END_DECLS
