/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of a dream's parameters.
 */

#include <glib/gi18n-lib.h>

#include "enums.h"
#include "parameters.h"
#include "recipe.h"

/* New ones go to the end: positional arguments keep their order. */
const DreamParameter dream_parameters[] = {
  { "network", N_ ("_Network"),
    N_ ("The trained network that looks at the picture. Empty: the one that "
        "suits best."),
    G_TYPE_STRING, 0, 0, 0, "", G_STRUCT_OFFSET (DreamRecipe, network), 0,
    NULL },
  { "layer", N_ ("La_yer"),
    N_ ("The layer of the network whose findings are strengthened: low layers "
        "draw lines and textures, high layers eyes and animals. Empty: the "
        "network's own favourite."),
    G_TYPE_STRING, 0, 0, 0, "", G_STRUCT_OFFSET (DreamRecipe, layer), 0, NULL },
  { "octaves", N_ ("Oc_taves"),
    N_ ("At how many sizes the network looks at the picture: more octaves make "
        "larger things"),
    G_TYPE_INT, 1, 10, 4, NULL, G_STRUCT_OFFSET (DreamRecipe, octaves), 0,
    NULL },
  { "octave-scale", N_ ("Octave sc_ale"),
    N_ ("How much larger each octave is than the one before"), G_TYPE_DOUBLE,
    1.1, 3.0, 1.4, NULL, G_STRUCT_OFFSET (DreamRecipe, octave_scale), 0, NULL },
  { "iterations", N_ ("_Iterations"),
    N_ ("Steps in each octave: more make the dream stronger and take longer"),
    G_TYPE_INT, 1, 1000, 10, NULL, G_STRUCT_OFFSET (DreamRecipe, iterations), 0,
    NULL },
  { "step", N_ ("Ste_p size"),
    N_ ("How much one step changes the picture, on average, in 1/255 of the "
        "full range"),
    G_TYPE_DOUBLE, 0.01, 50.0, 1.5, NULL, G_STRUCT_OFFSET (DreamRecipe, step),
    0, NULL },
  { "jitter", N_ ("_Jitter"),
    N_ ("By how many pixels the picture is shifted at random before each step, "
        "so that no pattern sticks to a grid"),
    G_TYPE_INT, 0, 512, 32, NULL, G_STRUCT_OFFSET (DreamRecipe, jitter), 0,
    NULL },
  { "seed", N_ ("Random s_eed"),
    N_ (
      "Another seed gives another dream of the same kind; the same seed gives "
      "the same dream again"),
    G_TYPE_INT, 0, G_MAXINT, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, seed), 0,
    NULL },
  { "tileable", N_ ("Tilea_ble"),
    N_ ("A texture that can be laid side by side without a seam stays so: what "
        "is dreamed on the right continues on the left, and below on top"),
    G_TYPE_BOOLEAN, 0, 1, FALSE, NULL, G_STRUCT_OFFSET (DreamRecipe, tileable),
    DREAM_RECIPE_ADVANCED, NULL },
  { "halo", N_ ("Tile o_verlap"),
    N_ ("A picture too large for the memory is dreamed in tiles. How much they "
        "overlap, in percent of what the layer sees: less is faster, 100 is "
        "exact."),
    G_TYPE_INT, 0, 100, 35, NULL, G_STRUCT_OFFSET (DreamRecipe, halo),
    DREAM_RECIPE_ADVANCED, NULL },
  { "precision", N_ ("Nu_merical precision"),
    N_ ("How precisely the network computes: full is 32-bit everywhere, fast "
        "is 16-bit (bfloat16) where the processor has it, auto whichever "
        "suits"),
    G_TYPE_ENUM, 0, 0, DREAM_PRECISION_AUTO, NULL,
    G_STRUCT_OFFSET (DreamRecipe, precision), DREAM_RECIPE_ADVANCED,
    dream_precision_get_type },
  { "channels", N_ ("Channel n_umbers"),
    N_ ("Each channel of a layer finds something else. The numbers of those to "
        "strengthen, such as 12, 40-47; a weight may follow a colon, and a "
        "negative one weakens: 12:2, 30:-1. Empty: all."),
    G_TYPE_STRING, 0, 0, 0, "", G_STRUCT_OFFSET (DreamRecipe, channels),
    DREAM_RECIPE_ADVANCED, NULL },
  { "subject", N_ ("Subject"),
    N_ (
      "What is to appear, of the things whose names the network knows: golden "
      "retriever. Several with commas between; a weight may follow a colon, "
      "and a negative one drives away: castle, fountain:-0.5"),
    G_TYPE_STRING, 0, 0, 0, "", G_STRUCT_OFFSET (DreamRecipe, subject), 0,
    NULL },
  { "one-subject", N_ ("One big subject"),
    N_ ("The subject appears once, where the picture suits it best, instead of "
        "all over"),
    G_TYPE_BOOLEAN, 0, 1, FALSE, NULL,
    G_STRUCT_OFFSET (DreamRecipe, one_subject), 0, NULL },
  { "guide", N_ ("_Guide picture"),
    N_ ("The file of a picture whose things are to appear: each place of the "
        "layer is drawn towards what resembles it most there"),
    G_TYPE_STRING, 0, 0, 0, "", G_STRUCT_OFFSET (DreamRecipe, guide),
    DREAM_RECIPE_FILE, NULL },
  { "guide-match", N_ ("Guide's resemblance"),
    N_ ("How resemblance to the guide is judged: strongest prefers what the "
        "guide shows most clearly, closest what is most alike"),
    G_TYPE_ENUM, 0, 0, DREAM_GUIDE_STRONGEST, NULL,
    G_STRUCT_OFFSET (DreamRecipe, guide_match), DREAM_RECIPE_ADVANCED,
    dream_guide_match_get_type },
  { "style", N_ ("Style picture"),
    N_ ("The file of a painting whose strokes and colours the picture is to "
        "take on"),
    G_TYPE_STRING, 0, 0, 0, "", G_STRUCT_OFFSET (DreamRecipe, style),
    DREAM_RECIPE_FILE, NULL },
  { "style-weight", N_ ("Style's weight"),
    N_ ("How much the style counts beside what else is dreamed"), G_TYPE_DOUBLE,
    0, 100, 1, NULL, G_STRUCT_OFFSET (DreamRecipe, style_weight),
    DREAM_RECIPE_ADVANCED, NULL },
  { "threshold", N_ ("Only the strongest"),
    N_ ("Only what the layer finds more clearly than most is strengthened: by "
        "so many standard deviations above the mean; 0 for all"),
    G_TYPE_DOUBLE, 0, 10, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, threshold),
    DREAM_RECIPE_ADVANCED, NULL },
  { "strength", N_ ("Strength"),
    N_ ("How strong the dream is: 0 leaves the picture as it is, 50 is as the "
        "other settings say, 100 is wild"),
    G_TYPE_INT, 0, 100, 50, NULL, G_STRUCT_OFFSET (DreamRecipe, strength), 0,
    NULL },
  { "size", N_ ("Si_ze of things"),
    N_ ("How large the largest dreamed things are, in percent of the picture's "
        "shorter side, whatever its size; 0 for as many pixels as the octaves "
        "say"),
    G_TYPE_DOUBLE, 0, 100, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, size), 0,
    NULL },
  { "color", N_ ("Colour"),
    N_ ("What the dream does to the colours: full changes them freely, luma "
        "dreams in light and dark alone, original dreams in colour and keeps "
        "the picture's own in the end"),
    G_TYPE_ENUM, 0, 0, DREAM_COLOR_FULL, NULL,
    G_STRUCT_OFFSET (DreamRecipe, color), 0, dream_color_get_type },
  { "chroma", N_ ("Strength of colours"),
    N_ ("How colourful what is dreamed is: 0 is grey, 1 as dreamed"),
    G_TYPE_DOUBLE, 0, 4, 1, NULL, G_STRUCT_OFFSET (DreamRecipe, chroma), 0,
    NULL },
  { "decorrelate", N_ ("Natural colours"),
    N_ ("Dreams in the colours in which photos vary: softer hues, less of a "
        "rainbow"),
    G_TYPE_BOOLEAN, 0, 1, FALSE, NULL,
    G_STRUCT_OFFSET (DreamRecipe, decorrelate), DREAM_RECIPE_ADVANCED, NULL },
  { "smoothing", N_ ("Smoothing"),
    N_ ("How much each step is blurred: smooth, painted forms instead of fine "
        "grain; 0 for none"),
    G_TYPE_DOUBLE, 0, 10, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, smoothing),
    DREAM_RECIPE_ADVANCED, NULL },
  { "laplacian", N_ ("Laplacian levels"),
    N_ (
      "Balances coarse and fine detail in each step over so many sizes: even, "
      "soft dreams; 0 for none"),
    G_TYPE_INT, 0, 8, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, laplacian),
    DREAM_RECIPE_ADVANCED, NULL },
  { "variation", N_ ("Against noise"),
    N_ ("How strongly differences between neighbouring pixels are kept down "
        "(total variation)"),
    G_TYPE_DOUBLE, 0, 10, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, variation),
    DREAM_RECIPE_ADVANCED, NULL },
  { "pull", N_ ("Pull to the original"),
    N_ ("How strongly the picture is drawn back to what it was"), G_TYPE_DOUBLE,
    0, 10, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, pull), DREAM_RECIPE_ADVANCED,
    NULL },
  { "rotation", N_ ("Random rotation"),
    N_ ("By up to how many degrees the picture is turned before each step, so "
        "that things stand less upright and look less noisy"),
    G_TYPE_DOUBLE, 0, 45, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, rotation),
    DREAM_RECIPE_ADVANCED, NULL },
  { "flip", N_ ("Random flip"),
    N_ ("Before half of the steps the picture is mirrored, so that things look "
        "to both sides"),
    G_TYPE_BOOLEAN, 0, 1, FALSE, NULL, G_STRUCT_OFFSET (DreamRecipe, flip),
    DREAM_RECIPE_ADVANCED, NULL },
  { "final-step", N_ ("Last step"),
    N_ ("The last step of an octave, in percent of the first: less than 100 "
        "settles the dream down"),
    G_TYPE_DOUBLE, 1, 100, 100, NULL, G_STRUCT_OFFSET (DreamRecipe, final_step),
    DREAM_RECIPE_ADVANCED, NULL },
  { "ascent", N_ ("Way of climbing"),
    N_ (
      "How a gradient becomes a step: normalized as published, adam lets each "
      "pixel find its own pace"),
    G_TYPE_ENUM, 0, 0, DREAM_ASCENT_NORMALIZED, NULL,
    G_STRUCT_OFFSET (DreamRecipe, ascent), DREAM_RECIPE_ADVANCED,
    dream_ascent_get_type },
  { "fine-detail", N_ ("Fine detail"),
    N_ ("Draws fine detail into a dream that was enlarged to the size of the "
        "picture; 0 for none"),
    G_TYPE_INT, 0, 100, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, fine_detail),
    DREAM_RECIPE_ADVANCED, NULL },
};

const guint dream_n_parameters = G_N_ELEMENTS (dream_parameters);
