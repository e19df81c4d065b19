/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every kind of term, alone and mixed: the gradient that the engine computes
 * against finite differences of the formulas in objective.h, evaluated in
 * double precision.
 */

#include <math.h>
#include <string.h>

#include "engine/error.h"
#include "engine/gradient/gradient.h"
#include "engine/network/shapes.h"
#include "tests/unit/naive.h"
#include "tests/unit/tiny-classifier.h"
#include "tests/unit/tiny-network.h"

#define WIDTH        33
#define HEIGHT       29
#define GUIDE_SIDE   24
#define N_PROBES     50
#define STEP         1e-6
#define MAX_ERROR    2e-3
#define LEAST_COSINE 0.02
#define N_VALUES     (WIDTH * HEIGHT * 3)

typedef struct
{
  DreamNetwork   *network;
  DreamRecipe    *recipe;
  DreamPicture   *picture;
  DreamPicture   *guide;
  DreamPicture   *style;
  DreamObjective *objective;
  gdouble        *pixels;
  gdouble        *factors;    /* of the terms, from the picture as it is */
  gdouble        *thresholds; /* likewise */
} Fixture;

static const gchar *const labels[TINY_CLASSES + 1] = {
  "tench, Tinca tinca", "goldfish", "castle",        "golden retriever",
  "Labrador retriever", "geyser",   "reading, lamp", NULL
};
static const gchar *const pets[] = { "castle", "goldfish", "geyser" };
static DreamNames         names  = { .labels = labels };

static Fixture *fixture_new (DreamNetwork *network, const gchar *recipe);
static void     fixture_free (Fixture *self);
static gdouble  evaluate (const Fixture *self, const gdouble *pixels);
static gdouble *look (const Fixture      *self,
                      guint               layer,
                      const DreamPicture *picture,
                      gint               *n_places);
static gint     count_places (const Fixture *self,
                              guint          layer,
                              gint           width,
                              gint           height);
static gint     get_size (const Fixture *self,
                          guint          index,
                          gint           size,
                          gboolean       vertical);
static gboolean is_among_strongest (const gdouble *values,
                                    gint           channels,
                                    gint           n_places,
                                    gint           channel,
                                    guint          n_strongest);
static void     find_constants (Fixture *self);
static gdouble  term_value (const Fixture   *self,
                            const DreamTerm *term,
                            const gdouble   *values,
                            gint             n_places,
                            gdouble          threshold,
                            gdouble         *length);

static void
compute (const Fixture      *self,
         const DreamTiling  *tiling,
         const DreamKernels *kernels,
         const gfloat       *mask,
         DreamPicture       *result)
{
  g_autoptr (DreamThreads)  threads  = dream_threads_new (2);
  g_autoptr (DreamCompiled) compiled = NULL;
  g_autoptr (DreamSeeder)   seeder   = NULL;
  g_autoptr (DreamGradient) gradient = NULL;
  g_autoptr (GError)        error    = NULL;

  compiled = dream_compiled_new (self->network,
                                 (const guint *) (gpointer)
                                   self->objective->targets->data,
                                 self->objective->targets->len, kernels,
                                 threads, &error);
  g_assert_no_error (error);
  seeder = dream_seeder_new (self->objective, compiled, threads, self->guide,
                             self->style, &error);
  g_assert_no_error (error);
  gradient = dream_gradient_new (compiled, threads, WIDTH, HEIGHT, tiling,
                                 &error);
  g_assert_no_error (error);

  dream_gradient_aim (gradient, seeder);
  dream_gradient_set_mask (gradient, mask);
  g_assert_true (
    dream_gradient_compute (gradient, self->picture, 0, 0, result, NULL, NULL));
}

/* The error of a gradient at some pixels, relative to it. */
static gdouble
compare_differences (const Fixture *self, const DreamPicture *result)
{
  g_autoptr (GRand) random     = g_rand_new_with_seed (3);
  gdouble           difference = 0;
  gdouble           norm       = 0;

  for (gint n = 0; n < N_PROBES; n++)
    {
      const gint    at    = g_rand_int_range (random, 0, N_VALUES);
      const gdouble value = self->pixels[at];
      gdouble       slope;

      self->pixels[at] = value + STEP;
      slope            = evaluate (self, self->pixels);
      self->pixels[at] = value - STEP;
      slope -= evaluate (self, self->pixels);
      slope /= 2 * STEP;
      self->pixels[at] = value;

      difference += pow (slope - result->pixels[at], 2);
      norm += pow (slope, 2);
    }

  g_assert_cmpfloat (norm, >, 0);

  return sqrt (difference / norm);
}

static gdouble
relative_difference (const DreamPicture *a, const DreamPicture *b)
{
  gdouble difference = 0;
  gdouble norm       = 0;

  for (gint i = 0; i < N_VALUES; i++)
    {
      difference += pow (a->pixels[i] - b->pixels[i], 2);
      norm += pow (a->pixels[i], 2);
    }

  return sqrt (difference / norm);
}

/* On each instruction set, and in tiles, which must make no difference. */
static void
check (DreamNetwork *network, const gchar *text)
{
  const DreamTiling        whole  = { G_MAXSIZE, 100, FALSE };
  const DreamTiling        tiled  = { 1, 100, FALSE };
  Fixture                 *self   = fixture_new (network, text);
  g_autoptr (DreamPicture) result = dream_picture_new (WIDTH, HEIGHT, NULL);
  g_autoptr (DreamPicture) tiles  = dream_picture_new (WIDTH, HEIGHT, NULL);
  const gchar *const      *names  = dream_kernels_names ();

  for (gint i = 0; names[i]; i++)
    {
      const DreamKernels *kernels = dream_kernels_choose (names[i]);
      gdouble             apart;

      if (! kernels)
        continue;

      compute (self, &whole, kernels, NULL, result);
      apart = compare_differences (self, result);
      g_test_message ("%s on %s: %.2g", text, names[i], apart);
      g_assert_cmpfloat (apart, <, MAX_ERROR);

      compute (self, &tiled, kernels, NULL, tiles);
      g_assert_cmpfloat (relative_difference (result, tiles), <, 1e-4);
    }

  fixture_free (self);
}

static void
check_tiny (gconstpointer data)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);

  check (network, data);
}

static void
check_classifier (gconstpointer data)
{
  g_autoptr (DreamNetwork) network = tiny_classifier_new ();

  check (network, data);
}

/* Half of the mask: as far from it as the layer sees, nothing is seeded. */
static void
test_mask (void)
{
  const DreamTiling        whole   = { G_MAXSIZE, 100, FALSE };
  const DreamTiling        tiled   = { 1, 100, FALSE };
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  Fixture *self = fixture_new (network, "layer=body/3x3, stem:0.5");
  g_autoptr (DreamPicture) all   = dream_picture_new (WIDTH, HEIGHT, NULL);
  g_autoptr (DreamPicture) half  = dream_picture_new (WIDTH, HEIGHT, NULL);
  g_autoptr (DreamPicture) other = dream_picture_new (WIDTH, HEIGHT, NULL);
  g_autofree gfloat       *mask  = g_new (gfloat, WIDTH * HEIGHT);
  const gint               sees  = self->objective->receptive_field;

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    mask[i] = i % WIDTH < WIDTH / 2;

  compute (self, &whole, dream_kernels_choose (NULL), NULL, all);
  compute (self, &whole, dream_kernels_choose (NULL), mask, half);
  compute (self, &tiled, dream_kernels_choose (NULL), mask, other);
  g_assert_cmpfloat (relative_difference (half, other), <, 1e-4);

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    {
      const gint x = i % WIDTH;

      if (x > WIDTH / 2 + sees)
        g_assert_cmpfloat (half->pixels[i * 3], ==, 0);
      else if (x < WIDTH / 2 - sees - 2)
        g_assert_cmpfloat (half->pixels[i * 3], ==, all->pixels[i * 3]);
    }

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    mask[i] = 1 - mask[i];
  compute (self, &whole, dream_kernels_choose (NULL), mask, other);
  for (gint i = 0; i < N_VALUES; i++)
    other->pixels[i] += half->pixels[i];
  g_assert_cmpfloat (relative_difference (all, other), <, 1e-5);

  fixture_free (self);
}

/* Weights of octaves: the first from the smallest up, the last for the rest. */
static void
test_octaves (void)
{
  const DreamTiling        whole   = { G_MAXSIZE, 100, FALSE };
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamThreads) threads = dream_threads_new (1);
  Fixture *self = fixture_new (network, "layer=mix/concat:1/-2");
  g_autoptr (DreamCompiled) compiled = NULL;
  g_autoptr (DreamSeeder)   seeder   = NULL;
  g_autoptr (DreamGradient) gradient = NULL;
  g_autoptr (DreamPicture)  first    = dream_picture_new (WIDTH, HEIGHT, NULL);
  g_autoptr (DreamPicture)  later    = dream_picture_new (WIDTH, HEIGHT, NULL);

  compiled = dream_compiled_new (network,
                                 (const guint *) (gpointer)
                                   self->objective->targets->data,
                                 1, dream_kernels_choose (NULL), threads, NULL);
  seeder   = dream_seeder_new (self->objective, compiled, threads, NULL, NULL,
                               NULL);
  gradient = dream_gradient_new (compiled, threads, WIDTH, HEIGHT, &whole,
                                 NULL);
  dream_gradient_aim (gradient, seeder);

  dream_gradient_compute (gradient, self->picture, 0, 0, first, NULL, NULL);
  for (guint octave = 1; octave < 4; octave++)
    {
      dream_seeder_begin (seeder, octave);
      dream_gradient_compute (gradient, self->picture, 0, 0, later, NULL, NULL);
      for (gint i = 0; i < N_VALUES; i++)
        later->pixels[i] /= -2;
      g_assert_cmpfloat (relative_difference (first, later), <, 1e-6);
    }

  fixture_free (self);
}

static void
test_refused (void)
{
  static const struct
  {
    const gchar *name;
    const gchar *value;
    gint         code;
    const gchar *says;
  } cases[] = {
    { "layer", "mix/concat, nothing", DREAM_ERROR_NO_LAYER, "nothing" },
    { "layer", "mix/concat:", DREAM_ERROR_BAD_RECIPE, "weights" },
    { "layer", "mix/concat:1/x", DREAM_ERROR_BAD_RECIPE, "weights" },
    { "layer", "mix/concat[99]", DREAM_ERROR_BAD_RECIPE, "99" },
    { "layer", "mix/concat[1", DREAM_ERROR_NO_LAYER, "mix/concat[1" },
    { "layer", "guide mix/concat", DREAM_ERROR_BAD_RECIPE, "guide" },
    { "layer", "style mix/concat", DREAM_ERROR_BAD_RECIPE, "style" },
    { "layer", ",", DREAM_ERROR_NO_LAYER, "" },
    { "subject", "gold fish", DREAM_ERROR_BAD_RECIPE, "goldfish" },
    { "subject", "castle,", DREAM_ERROR_BAD_RECIPE, "" },
  };
  g_autoptr (DreamNetwork) network = tiny_network_new (7);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
      g_autoptr (GError)      error  = NULL;

      g_object_set (recipe, cases[i].name, cases[i].value, NULL);
      g_assert_null (dream_objective_new (network, recipe, &names, &error));
      g_assert_error (error, DREAM_ERROR, cases[i].code);
      if (! strstr (error->message, cases[i].says))
        g_error ("%s does not say %s", error->message, cases[i].says);
    }
}

static GHashTable *
groups_new (void)
{
  GHashTable *groups  = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                               (GDestroyNotify)
                                                 g_ptr_array_unref);
  GPtrArray  *members = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pets); i++)
    g_ptr_array_add (members, (gpointer) pets[i]);
  g_hash_table_insert (groups, (gpointer) "pet", members);

  return groups;
}

static Fixture *
fixture_new (DreamNetwork *network, const gchar *recipe)
{
  Fixture           *self  = g_new0 (Fixture, 1);
  g_auto (GStrv)     lines = g_strsplit (recipe, "\n", -1);
  g_autoptr (GError) error = NULL;

  self->network = network;
  self->recipe  = dream_recipe_new ();
  for (gint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "=", 2);

      dream_recipe_set_from_string (self->recipe, parts[0], parts[1], &error);
      g_assert_no_error (error);
    }

  self->objective = dream_objective_new (network, self->recipe, &names, &error);
  g_assert_no_error (error);

  self->picture = random_picture (WIDTH, HEIGHT, 2);
  self->guide   = random_picture (GUIDE_SIDE, GUIDE_SIDE + 1, 11);
  self->style   = random_picture (GUIDE_SIDE + 5, GUIDE_SIDE, 12);
  self->pixels  = g_new (gdouble, N_VALUES);
  for (gint i = 0; i < N_VALUES; i++)
    self->pixels[i] = self->picture->pixels[i];

  find_constants (self);

  return self;
}

static void
fixture_free (Fixture *self)
{
  dream_objective_free (self->objective);
  dream_picture_free (self->picture);
  dream_picture_free (self->guide);
  dream_picture_free (self->style);
  g_object_unref (self->recipe);
  g_free (self->pixels);
  g_free (self->factors);
  g_free (self->thresholds);
  g_free (self);
}

/* The terms' values, with the factors that they have at the picture. */
static gdouble
evaluate (const Fixture *self, const gdouble *pixels)
{
  gdouble sum = 0;

  for (guint i = 0; i < self->objective->terms->len; i++)
    {
      const DreamTerm    *term   = self->objective->terms->pdata[i];
      g_autofree gdouble *values = NULL;
      gdouble             length;
      gint                n_places;

      naive_objective (self->network, term->layer, pixels, WIDTH, HEIGHT,
                       &values);
      n_places = count_places (self, term->layer, WIDTH, HEIGHT);
      sum += self->factors[i] * term_value (self, term, values, n_places,
                                            self->thresholds[i], &length);
    }

  return sum;
}

static gdouble *
look (const Fixture      *self,
      guint               layer,
      const DreamPicture *picture,
      gint               *n_places)
{
  const gsize         n      = dream_picture_n_values (picture);
  g_autofree gdouble *pixels = g_new (gdouble, n);
  gint                width  = picture->width;
  gint                height = picture->height;
  gdouble            *values;

  for (gsize i = 0; i < n; i++)
    pixels[i] = picture->pixels[i];

  naive_objective (self->network, layer, pixels, width, height, &values);
  *n_places = count_places (self, layer, width, height);

  return values;
}

static gint
count_places (const Fixture *self, guint layer, gint width, gint height)
{
  return get_size (self, layer, height, TRUE) *
         get_size (self, layer, width, FALSE);
}

static gint
get_size (const Fixture *self, guint index, gint size, gboolean vertical)
{
  const DreamLayer *layer = dream_network_get_layer (self->network, index);

  if (index == 0)
    return size;

  return dream_layer_output_size (layer,
                                  get_size (self, layer->inputs[0], size,
                                            vertical),
                                  vertical, NULL);
}

/* Whether fewer channels than so many find more. */
static gboolean
is_among_strongest (const gdouble *values,
                    gint           channels,
                    gint           n_places,
                    gint           channel,
                    guint          n_strongest)
{
  g_autofree gdouble *squares    = g_new0 (gdouble, channels);
  guint               n_stronger = 0;

  for (gint v = 0; v < channels * n_places; v++)
    squares[v / n_places] += values[v] * values[v];
  for (gint c = 0; c < channels; c++)
    n_stronger += squares[c] > squares[channel];

  return n_stronger < n_strongest;
}

static void
find_constants (Fixture *self)
{
  const guint n = self->objective->terms->len;

  self->factors    = g_new (gdouble, n);
  self->thresholds = g_new (gdouble, n);

  for (guint i = 0; i < n; i++)
    {
      const DreamTerm *term = self->objective->terms->pdata[i];
      const gint channels = dream_network_get_layer (self->network, term->layer)
                              ->channels;
      gint                n_places;
      g_autofree gdouble *values = look (self, term->layer, self->picture,
                                         &n_places);
      gdouble             sum = 0, squares = 0, length, mean;

      for (gint v = 0; v < channels * n_places; v++)
        {
          sum += values[v];
          squares += values[v] * values[v];
        }

      mean                = sum / (channels * n_places);
      self->thresholds[i] = term->threshold > 0
                              ? mean + term->threshold *
                                         sqrt (squares / (channels * n_places) -
                                               mean * mean)
                              : -INFINITY;

      /* A threshold does not shorten what is taken for the length. */
      term_value (self, term, values, n_places, -INFINITY, &length);
      self->factors[i] = g_array_index (term->weights, gdouble, 0) /
                         (n > 1 ? length : 1);
    }
}

/* The value of a term without its factor, and how long its gradient towards
 * its layer is. */
static gdouble
term_value (const Fixture   *self,
            const DreamTerm *term,
            const gdouble   *values,
            gint             n_places,
            gdouble          threshold,
            gdouble         *length)
{
  const gint channels = dream_network_get_layer (self->network, term->layer)
                          ->channels;
  const gboolean      guides   = term->kind == DREAM_TERM_GUIDE;
  gint                n_others = 0;
  g_autofree gdouble *others   = NULL;
  gdouble             value    = 0;
  gdouble             squares  = 0;

  if (guides || term->kind == DREAM_TERM_STYLE)
    others = look (self, term->layer, guides ? self->guide : self->style,
                   &n_others);

  if (term->kind == DREAM_TERM_LAYER)
    {
      for (gint v = 0; v < channels * n_places; v++)
        {
          const gint    c = v / n_places;
          const gdouble w = term->n_strongest > 0
                              ? is_among_strongest (values, channels, n_places,
                                                    c, term->n_strongest)
                            : term->channels ? term->channels[c]
                                             : 1;

          if (values[v] > threshold)
            value += w * values[v] * values[v] / 2;
          squares += w * w * values[v] * values[v];
        }
    }

  if (term->kind == DREAM_TERM_SUBJECT)
    {
      const guint n    = term->n_directions;
      gdouble     odds = 0, odds_squared = 0, direction = 0;

      for (guint i = 0; i < n * channels; i++)
        direction += pow (term->channels[i], 2) / n;

      for (gint p = 0; p < n_places; p++)
        {
          const gfloat *v     = NULL;
          gdouble       score = -INFINITY, length = 0, nearest = 0, cosine;

          for (guint j = 0; j < n; j++)
            {
              gdouble product = 0;

              for (gint c = 0; c < channels; c++)
                product += term->channels[j * channels + c] *
                           values[c * n_places + p];
              if (product > score)
                v = &term->channels[j * channels];
              score = MAX (score, product);
            }

          for (gint c = 0; c < channels; c++)
            {
              nearest += pow (v[c], 2);
              length += pow (values[c * n_places + p], 2);
            }
          cosine = score / sqrt (nearest * length);
          value += score * MAX (cosine, LEAST_COSINE);
          for (gint c = 0; c < channels; c++)
            squares += pow (cosine > LEAST_COSINE
                              ? 2 * cosine * v[c] - cosine * score / length *
                                                      values[c * n_places + p]
                              : LEAST_COSINE * v[c],
                            2);
          odds += exp (score);
          odds_squared += exp (2 * score);
        }

      if (term->once)
        {
          value   = log (odds);
          squares = direction * odds_squared / (odds * odds);
        }
    }

  if (guides)
    {
      const gboolean      unit    = term->match == DREAM_GUIDE_CLOSEST;
      g_autofree gdouble *lengths = g_new0 (gdouble, n_others);

      for (gint j = 0; j < n_others; j++)
        {
          for (gint c = 0; c < channels; c++)
            lengths[j] += pow (others[c * n_others + j], 2);
          lengths[j] = sqrt (lengths[j]);
          squares += unit ? 1 : lengths[j] * lengths[j];
        }
      squares *= (gdouble) n_places / n_others;

      for (gint p = 0; p < n_places; p++)
        {
          gdouble best = -INFINITY;

          for (gint j = 0; j < n_others; j++)
            {
              gdouble product = 0;

              for (gint c = 0; c < channels; c++)
                product += values[c * n_places + p] * others[c * n_others + j];
              best = MAX (best, unit ? product / lengths[j] : product);
            }

          value += best;
        }
    }

  if (term->kind == DREAM_TERM_STYLE)
    {
      g_autofree gdouble *gram = g_new0 (gdouble, channels * channels);

      for (gint i = 0; i < channels; i++)
        for (gint j = 0; j < channels; j++)
          {
            gdouble *g = &gram[i * channels + j];

            for (gint p = 0; p < n_others; p++)
              *g += others[i * n_others + p] * others[j * n_others + p] /
                    n_others;
            for (gint p = 0; p < n_places; p++)
              *g -= values[i * n_places + p] * values[j * n_places + p] /
                    n_places;
            value -= *g * *g / 4;
          }

      for (gint p = 0; p < n_places; p++)
        for (gint i = 0; i < channels; i++)
          {
            gdouble mixed = 0;

            for (gint j = 0; j < channels; j++)
              mixed += gram[i * channels + j] * values[j * n_places + p];
            squares += pow (mixed / n_places, 2);
          }
    }

  *length = sqrt (squares);

  return value;
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const gchar *path;
    const gchar *recipe;
  } tiny[] = {
    { "/objective/layer", "layer=head/concat" },
    { "/objective/channels", "layer=mix/concat\nchannels=3, 20-30:-0.5, 36:2" },
    { "/objective/strongest", "layer=mix/concat\nchannels=strongest 4" },
    { "/objective/threshold", "layer=mix/concat\nthreshold=0.8" },
    { "/objective/layers", "layer=stem:0.3, mix/concat, head/concat:-0.5" },
    /* A target within a concatenation, below a merged one, and a pool. */
    { "/objective/inner-layers",
      "layer=mix/3x1, mix/linear:2, mix/average, body/pool:0.5, mix/lrn" },
    { "/objective/layers-and-branches",
      "layer=mix/inner, mix/concat:-0.7, mix/1x1:0.4, head/pool" },
    { "/objective/tops", "layer=head/3x3, head/1x1 of 2" },
    { "/objective/layers-with-channels",
      "layer=mix/concat[1-20], mix/1x1[strongest 3]:-0.5\nthreshold=0.5" },
    { "/objective/guide", "layer=mix/concat\nguide=x" },
    { "/objective/guide-closest",
      "layer=mix/concat\nguide=x\nguide-match=closest" },
    { "/objective/guides",
      "layer=mix/3x1, head/concat:0.5, dream stem:0.2\nguide=x" },
    { "/objective/style", "layer=mix/concat\nstyle=x" },
    { "/objective/styles", "layer=style body/3x3, style mix/1x1:0.5, dream "
                           "head/concat\nstyle=x\nstyle-weight=2" },
    { "/objective/guide-and-style", "layer=mix/concat\nguide=x\nstyle=x" },
  };
  static const struct
  {
    const gchar *path;
    const gchar *recipe;
  } classes[] = {
    { "/objective/subject", "subject=castle" },
    { "/objective/subject-once", "subject=castle\none-subject=true" },
    { "/objective/subjects", "subject=castle, labrador:-0.5" },
    { "/objective/group", "subject=pet" },
    { "/objective/group-once", "subject=pet\none-subject=true" },
    { "/objective/groups", "subject=pet, retriever:-0.5, lamp:0.3" },
    { "/objective/groups-once",
      "subject=pet, geyser:-0.5\none-subject=true\nlayer=body:0.1" },
    { "/objective/subjects-once",
      "subject=castle, geyser:-0.5\none-subject=true\nlayer=body:0.1" },
  };
  gint result;

  g_test_init (&argc, &argv, NULL);
  names.groups = groups_new ();

  for (guint i = 0; i < G_N_ELEMENTS (tiny); i++)
    g_test_add_data_func (tiny[i].path, tiny[i].recipe, check_tiny);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    g_test_add_data_func (classes[i].path, classes[i].recipe, check_classifier);
  g_test_add_func ("/objective/mask", test_mask);
  g_test_add_func ("/objective/octaves", test_octaves);
  g_test_add_func ("/objective/refused", test_refused);

  result = g_test_run ();
  g_hash_table_unref (names.groups);

  return result;
}
