/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a network's weights tell about the pictures that it was trained on, for
 * files that say nothing.
 */

#pragma once

#include "builder.h"

G_BEGIN_DECLS

/**
 * dream_guess_range:
 * @builder: holds all layers.
 * @guess: (inout): what such networks mostly expect of a picture, around 0;
 *   changed if the weights say that pictures are 0..1 or 0..255.
 *
 * Where batch normalisation (Ioffe and Szegedy, 2015) has become a part of the
 * first convolution (w, b), b_c = beta_c - mean (x) sum w_c: a line through the
 * channels' biases over the sums of their weights falls by the mean of the
 * training pictures.  That is about 0 for -1..1, and half of the range for the
 * others.
 *
 * A wrong guess shows in dreams: what is darker than a middle grey gives values
 * that no training picture had, and patches of it grow beyond all others.
 */
void dream_guess_range (DreamBuilder *builder, DreamInput *guess);

G_END_DECLS
