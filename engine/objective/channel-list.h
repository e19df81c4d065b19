/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which channels of a layer are strengthened, and how much, as a recipe says
 * it: "12, 40-47, 30:-1", "Waves, Ammonites:2", or "strongest 5".
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamChannelTitle DreamChannelTitle;

/**
 * DreamChannelTitle:
 * @channel: a channel's number.
 * @title: what people call what it finds.
 */
struct _DreamChannelTitle
{
  gint         channel;
  const gchar *title;
};

/**
 * dream_channels_parse:
 * @text: (nullable): numbers and ranges of channels, from 0, with commas
 *   between; each may have a weight behind a colon, 1 otherwise, negative to
 *   weaken.  A title stands for its number, its case does not matter.  Spaces
 *   may stand anywhere.  Or the word "strongest" and how many of the channels
 *   that find most in the picture.  %NULL or blank: all.
 * @n_channels: how many the layer has.
 * @titles: (nullable) (element-type DreamChannelTitle): titles of some.
 * @weights: (out) (transfer full) (nullable): @n_channels weights, 0 for those
 *   not named, or %NULL for all alike.
 * @n_strongest: (out): how many of the strongest channels, 0 if @weights say
 *   which.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE if @text is not such a list or
 *   names a channel that the layer has not.
 */
gboolean dream_channels_parse (const gchar  *text,
                               gint          n_channels,
                               const GArray *titles,
                               gfloat      **weights,
                               guint        *n_strongest,
                               GError      **error);

G_END_DECLS
