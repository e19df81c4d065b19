/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recipe says WHAT to dream.  It is the one description of a dream: dialog,
 * Script-Fu, command line, last values and files all hold the same thing.
 *
 * DreamRecipe is a GObject whose properties are the table of parameters: name,
 * type, range, default, label (nick) and explanation (blurb) come from
 * g_object_class_list_properties(), so no host keeps a table of its own.
 * Every property is a gint, gdouble, gboolean, string or enum.  An enum's value
 * is written as its value_nick and shown as its (untranslated) value_name.
 *
 *   network       string           which installed network looks; empty: for
 *                                  the host to choose
 *   layer         string           which of its layers is strengthened; empty:
 *                                  the network's own default
 *   octaves       int     1..10    sizes dreamed at, small to large
 *   octave-scale  double  1.1..3   size ratio between neighbouring octaves
 *   iterations    int     1..1000  gradient steps in each octave
 *   step          double  0.01..50 mean change per step, in 1/255
 *   jitter        int     0..512   largest random shift before a step, pixels
 *   seed          int     0..2^31-1  starts the random numbers of the jitter
 *   tileable      boolean          the picture wraps: its right side continues
 *                                  on its left, its bottom on its top
 *   halo          int     0..100   how much tiles overlap, in percent of what
 *                                  makes their joins exact
 *   precision     enum             DreamPrecision: auto, full or fast
 *   channels      string           which channels of the layer are
 *                                  strengthened, see channel-list.h; empty: all
 *   subject       string           classes by their labels, see subject.h
 *   one-subject   boolean          at the best place instead of all over
 *   guide         string           a picture's file (see DreamMaterials)
 *   guide-match   enum             DreamGuideMatch: strongest or closest
 *   style         string           a picture's file, likewise
 *   style-weight  double  0..100   how much it counts
 *   threshold     double  0..10    only activations so many standard deviations
 *                                  above the mean; 0: all
 *   strength      int     0..100   50: iterations and step as they are
 *   size          double  0..100   the largest things, percent of the shorter
 *                                  side; 0: octaves from the picture down
 *   color         enum             DreamColor: full, luma or original
 *   chroma        double  0..4     factor of what is dreamed of chroma
 *   decorrelate   boolean          steps in the colours in which photos vary
 *   smoothing     double  0..10    blur of the gradient
 *   laplacian     int     0..8     levels of a normalised pyramid of it; 0:
 *   none variation     double  0..10    total variation, as a share of the step
 *   pull          double  0..10    back to the original, likewise
 *   rotation      double  0..45    degrees
 *   flip          boolean          before half of the steps
 *   final-step    double  1..100   the last step in percent of the first
 *   ascent        enum             DreamAscent: normalized or adam
 *   fine-detail   int     0..100   how much is drawn into an enlarged dream at
 *                                  the picture's own pixels; 0: none
 */

#pragma once

#include <glib-object.h>

#include "enums.h"

G_BEGIN_DECLS

/**
 * DREAM_RECIPE_ADVANCED:
 *
 * A flag of the parameters that a painter needs not know: dialogs put them
 * apart.
 */
#define DREAM_RECIPE_ADVANCED (1 << G_PARAM_USER_SHIFT)

/**
 * DREAM_RECIPE_FILE:
 *
 * A flag of the strings that are the path of a picture's file.
 */
#define DREAM_RECIPE_FILE (1 << (G_PARAM_USER_SHIFT + 1))

#define DREAM_TYPE_RECIPE (dream_recipe_get_type ())
G_DECLARE_FINAL_TYPE (DreamRecipe, dream_recipe, DREAM, RECIPE, GObject)

struct _DreamRecipe
{
  GObject parent_instance;

  gchar  *network;
  gchar  *layer;
  gint    octaves;
  gdouble octave_scale;
  gint    iterations;
  gdouble step;
  gint    jitter;
  gint    seed;

  gboolean       tileable;
  gint           halo;
  DreamPrecision precision;
  gchar         *channels;

  gchar          *subject;
  gboolean        one_subject;
  gchar          *guide;
  DreamGuideMatch guide_match;
  gchar          *style;
  gdouble         style_weight;
  gdouble         threshold;
  gint            strength;
  gdouble         size;
  DreamColor      color;
  gdouble         chroma;
  gboolean        decorrelate;
  gdouble         smoothing;
  gint            laplacian;
  gdouble         variation;
  gdouble         pull;
  gdouble         rotation;
  gboolean        flip;
  gdouble         final_step;
  DreamAscent     ascent;
  gint            fine_detail;
};

/**
 * dream_recipe_new:
 *
 * Returns: (transfer full): a recipe with every parameter at its default, which
 *   is the published algorithm's (4 octaves of 1.4, 10 steps of 1.5, jitter
 *   32).
 */
DreamRecipe *dream_recipe_new (void);

/**
 * dream_recipe_list_parameters:
 * @n_parameters: (out): how many there are.
 *
 * Returns: (transfer container): the parameters in the order in which a host
 *   shows them and takes positional arguments; free with g_free().
 */
GParamSpec **dream_recipe_list_parameters (guint *n_parameters);

/**
 * dream_recipe_load:
 * @recipe: the recipe to change.
 * @path: a keyfile with a group [Recipe]; its keys are parameter names.
 * @error: return location for an error.
 *
 * Sets the parameters that the file names and leaves the others.  A picture's
 * path that is not absolute is taken from the folder of the recipe's file.  On
 * error @recipe is unchanged.
 *
 * Returns: %FALSE with a #GFileError, #GKeyFileError, or
 *   %DREAM_ERROR_BAD_RECIPE for an unknown key, a value of the wrong type, a
 *   number out of range or an unknown word.
 */
gboolean dream_recipe_load (DreamRecipe *recipe,
                            const gchar *path,
                            GError     **error);

/**
 * dream_recipe_load_from_data:
 * @recipe: the recipe to change.
 * @data: what a file would hold, such as dream_recipe_to_string() returns.
 * @length: of it, bytes.
 * @error: return location for an error.
 *
 * As dream_recipe_load(), but pictures' paths stay as they are.
 *
 * Returns: %FALSE with an error of dream_recipe_load().
 */
gboolean dream_recipe_load_from_data (DreamRecipe *recipe,
                                      const gchar *data,
                                      gsize        length,
                                      GError     **error);

/**
 * dream_recipe_set_from_string:
 * @recipe: the recipe to change.
 * @name: a parameter's name.
 * @value: its value as written in a keyfile or on a command line; numbers in
 *   the C locale.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE; @recipe is then unchanged.
 */
gboolean dream_recipe_set_from_string (DreamRecipe *recipe,
                                       const gchar *name,
                                       const gchar *value,
                                       GError     **error);

/**
 * dream_recipe_to_string:
 *
 * Returns: (transfer full): the whole recipe as a keyfile that
 *   dream_recipe_load() reads.
 */
gchar *dream_recipe_to_string (DreamRecipe *recipe);

/**
 * dream_recipe_copy:
 *
 * Returns: (transfer full): another recipe of the same values.
 */
DreamRecipe *dream_recipe_copy (DreamRecipe *recipe);

G_END_DECLS
