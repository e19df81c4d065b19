/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which layers of an unknown network are worth offering, and which to dream if
 * none is named: from the shape of its graph alone.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * cli_choose_layers:
 * @network: a network.
 * @standard: (out): the layer to dream if none is named.
 *
 * Offers the outputs of blocks: layers through which everything passes that is
 * computed further up, without pools and a classifier's head, no more than
 * some twenty.  The default is in the middle of those of stride 16, which draw
 * parts of things.
 *
 * Returns: (transfer full) (element-type guint): indices of layers, at least
 *   one.
 */
GArray *cli_choose_layers (DreamNetwork *network, guint *standard);

G_END_DECLS
