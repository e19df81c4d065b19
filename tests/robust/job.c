/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of small dreams.
 */

#include <string.h>

#include <glib/gstdio.h>

#include "corpus.h"
#include "damage.h"
#include "engine/dream.h"
#include "engine/error.h"
#include "engine/readers/read.h"
#include "job.h"
#include "tests/unit/tiny-network.h"

#define LAYER       "head/concat"
#define WIDTH       41
#define HEIGHT      33
#define MAX_DAMAGES 4

typedef struct
{
  const gchar *name;
  void (*run) (GRand *random);
} Kind;

/* Gives its verdict when it has been asked so often. */
typedef struct
{
  DreamVerdict verdict;
  guint        at;
  guint        n_calls;
} Watch;

static void          finish (GRand *random);
static void          stop (GRand *random);
static void          cancel (GRand *random);
static void          miss_layer (GRand *random);
static void          be_too_small (GRand *random);
static void          spoil_recipe (GRand *random);
static void          damage_network (GRand *random);
static DreamPicture *dream (GRand       *random,
                            const gchar *layer,
                            gint         height,
                            Watch       *watch,
                            GError     **error);
static DreamVerdict  observe (gdouble             fraction,
                              const DreamPicture *picture,
                              gpointer            data);
static guint         pick_call (GRand *random);
static gchar        *write_file (gconstpointer data, gsize size);

static const Kind kinds[] = {
  { "finished", finish },
  { "stopped", stop },
  { "cancelled", cancel },
  { "no-layer", miss_layer },
  { "too-small", be_too_small },
  { "bad-recipe", spoil_recipe },
  { "damaged-network", damage_network },
};

guint
job_n_kinds (void)
{
  return G_N_ELEMENTS (kinds);
}

const gchar *
job_name (guint kind)
{
  return kinds[kind].name;
}

void
job_run (guint kind, GRand *random)
{
  kinds[kind].run (random);
}

static void
finish (GRand *random)
{
  g_autoptr (GError)       error  = NULL;
  Watch                    watch  = { DREAM_CONTINUE, 0, 0 };
  g_autoptr (DreamPicture) dreamt = NULL;

  dreamt = dream (random, LAYER, HEIGHT, &watch, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dreamt);
}

static void
stop (GRand *random)
{
  g_autoptr (GError)       error  = NULL;
  Watch                    watch  = { DREAM_STOP, pick_call (random), 0 };
  g_autoptr (DreamPicture) dreamt = NULL;

  dreamt = dream (random, LAYER, HEIGHT, &watch, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dreamt);
}

static void
cancel (GRand *random)
{
  g_autoptr (GError) error = NULL;
  Watch              watch = { DREAM_CANCEL, pick_call (random), 0 };

  g_assert_null (dream (random, LAYER, HEIGHT, &watch, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_CANCELLED);
  g_assert_cmpuint (watch.n_calls, ==, watch.at);
}

static void
miss_layer (GRand *random)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dream (random, "head/cancot", HEIGHT, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_LAYER);
}

static void
be_too_small (GRand *random)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dream (random, LAYER, 1, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL);
}

/* A file whose first lines are good, so that there is something to undo. */
static void
spoil_recipe (GRand *random)
{
  static const gchar *const texts[] = {
    "[Recipe]\nlayer=stem\noctaves=3\nno-such-key=1\n",
    "[Recipe]\nlayer=stem\noctaves=three\n",
    "[Recipe]\nlayer=stem\niterations=0\n",
    "[Recipe]\nlayer=stem\nstep=nan\n",
    "layer=stem\n",
  };
  const guint n = g_rand_int_range (random, 0, G_N_ELEMENTS (texts));
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autofree gchar       *path   = write_file (texts[n], strlen (texts[n]));
  g_autoptr (GError)      error  = NULL;

  g_assert_false (dream_recipe_load (recipe, path, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (recipe->layer, ==, "");
  g_unlink (path);
}

/* Where the damage only changes weights, the network dreams nevertheless. */
static void
damage_network (GRand *random)
{
  gsize              size;
  g_autoptr (GBytes) bytes = corpus_make ("tflite",
                                          g_rand_int_range (random, 0,
                                                            corpus_n_files (
                                                              "tflite")));
  g_autofree guint8 *data  = g_bytes_unref_to_data (g_steal_pointer (&bytes),
                                                    &size);
  const guint        n     = g_rand_int_range (random, 0, MAX_DAMAGES);
  g_autofree gchar  *path  = NULL;
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GError)       error   = NULL;

  for (guint i = 0; i < n; i++)
    damage_inflict (random, data, 0, size);
  if (n == 0)
    size = g_rand_int_range (random, 0, size);

  path    = write_file (data, size);
  network = dream_network_read (path, NULL, &error);
  g_assert_true ((network == NULL) == (error != NULL));

  if (network)
    {
      const guint              last    = dream_network_n_layers (network) - 1;
      g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
      g_autoptr (DreamPicture) picture = random_picture (WIDTH, HEIGHT, 1);
      g_autoptr (DreamPicture) dreamt  = NULL;

      g_object_set (recipe, "layer",
                    dream_network_get_layer (network, last)->name, "iterations",
                    1, NULL);
      dreamt = dream_run (network, recipe, picture, NULL, NULL, NULL, NULL,
                          &error);
      g_assert_true ((dreamt == NULL) == (error != NULL));
    }

  g_unlink (path);
}

static DreamPicture *
dream (GRand       *random,
       const gchar *layer,
       gint         height,
       Watch       *watch,
       GError     **error)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) picture = random_picture (WIDTH, height, 1);

  g_object_set (recipe, "layer", layer, "octaves", 2, "iterations", 2, "seed",
                g_rand_int_range (random, 0, G_MAXINT), NULL);

  return dream_run (network, recipe, picture, NULL, NULL,
                    watch ? observe : NULL, watch, error);
}

static DreamVerdict
observe (gdouble             fraction G_GNUC_UNUSED,
         const DreamPicture *picture G_GNUC_UNUSED,
         gpointer            data)
{
  Watch *watch = data;

  return ++watch->n_calls == watch->at ? watch->verdict : DREAM_CONTINUE;
}

/* One of the calls that a dream makes if it runs to its end. */
static guint
pick_call (GRand *random)
{
  Watch watch = { DREAM_CONTINUE, 0, 0 };

  dream_picture_free (dream (random, LAYER, HEIGHT, &watch, NULL));

  return g_rand_int_range (random, 1, watch.n_calls + 1);
}

/* Returns: (transfer full): the path of a new file. */
static gchar *
write_file (gconstpointer data, gsize size)
{
  gchar             *path  = NULL;
  g_autoptr (GError) error = NULL;
  const gint         file = g_file_open_tmp ("dream-job-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (file, &error);
  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);

  return path;
}
