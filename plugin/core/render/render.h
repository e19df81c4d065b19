/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GeglBuffer in, a dreamed GeglBuffer out: what every host calls.
 */

#pragma once

#include <gegl.h>

#include "engine/dream.h"
#include "engine/error.h"

G_BEGIN_DECLS

/**
 * DeepDreamProgress:
 * @fraction: how much is done, 0..1.
 * @seconds_left: an estimate, or negative while there is none.
 * @view: (nullable): how the area that is dreamed looks by now, if that is
 *   news: R'G'B', of no particular size, see view.h; valid during the call.
 * @user_data: as given to deep_dream_render().
 *
 * Called some ten times a second on the thread that called
 * deep_dream_render(), so it may use GTK, GIMP and GEGL.
 *
 * Returns: whether to go on, to stop and keep the dream so far, or to cancel.
 */
typedef DreamVerdict (*DeepDreamProgress) (gdouble             fraction,
                                           gdouble             seconds_left,
                                           const DreamPicture *view,
                                           gpointer            user_data);

/**
 * DeepDreamMask:
 * @pixels: how much is dreamed where, 0..1, "Y float", e.g. the selection;
 *   beyond its extent is 0.
 * @x: its x for the source's x = 0.
 * @y: its y for the source's y = 0.
 * @cuts_out: whether what is not dreamed at all is transparent in the result,
 *   as in a layer above the source, or stays.
 */
typedef struct
{
  GeglBuffer *pixels;
  gint        x;
  gint        y;
  gboolean    cuts_out;
} DeepDreamMask;

/**
 * deep_dream_render:
 * @recipe: what to dream; its network and layer are looked up in the library,
 *   its guide and style are files.
 * @source: the pixels, of any babl format and colour space.
 * @area: (nullable): the part of @source to dream, in its coordinates; %NULL
 *   for all of it.  What of it lies outside of @source is left out.  The
 *   network sees the surroundings of @area as far as its layer's receptive
 *   field reaches, nothing beyond is computed; if @recipe is tileable, @area
 *   is what is tiled, and its surroundings play no part.
 * @mask: (nullable): where to dream, see #DeepDreamMask; %NULL for everywhere.
 * @resources: (nullable): what to use of the machine; %NULL for the defaults.
 * @progress: (nullable): see #DeepDreamProgress.
 * @user_data: for @progress.
 * @error: return location for an error.
 *
 * The dream is computed on a worker thread, while this function, on the main
 * thread, runs the default main context so that windows stay alive.  The
 * difference that the dream makes (in R'G'B' of @source's own colour space) is
 * added to @source's pixels, so that values out of 0..1 and high bit depths
 * keep their precision; alpha is @source's, but for what @mask cuts out.  The
 * dream itself grows as @mask lets it, so that nothing need be faded.  Values
 * that are not finite stay so; the dream takes them for 0.
 *
 * Returns: (transfer full) (nullable): a buffer with @area's extent (in
 *   @source's coordinates), "R'G'B'A float" in @source's space, or in sRGB if
 *   that is no RGB space; or %NULL with a #DreamError, or a #GFileError if the
 *   network's file cannot be opened; @source is never changed.
 */
GeglBuffer *deep_dream_render (DreamRecipe          *recipe,
                               GeglBuffer           *source,
                               const GeglRectangle  *area,
                               const DeepDreamMask  *mask,
                               const DreamResources *resources,
                               DeepDreamProgress     progress,
                               gpointer              user_data,
                               GError              **error);

G_END_DECLS
