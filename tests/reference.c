/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compares the engine with vectors made by another framework.
 *
 *   reference DIR [INSTRUCTION-SET…]
 *
 * DIR holds case directories (or is one), see tests/make-vectors.  Each case
 * runs on every instruction set that this processor has (or those named):
 * the activation of its layer, the gradient, and with the best set the dream.
 */

#include <math.h>
#include <stdio.h>

#include "engine/dream.h"
#include "engine/error.h"
#include "engine/readers/read.h"
#include "passes.h"
#include "plugin/core/catalog/library.h"

#define MAX_ACTIVATION_ERROR 1e-4
#define MIN_GRADIENT_COSINE  0.9999
#define MIN_DREAM_PSNR       40.0

typedef struct
{
  gchar        *name;
  GKeyFile     *ini;
  DreamNetwork *network;
  gchar        *layer;
  Npy          *image;
  Npy          *activation;
  Npy          *gradient;
  Npy          *dream; /* NULL: this case has none */
} Case;

static gint     run_directory (const gchar *path, gchar **sets, gint *n_cases);
static Case    *case_read (const gchar *path, GError **error);
static void     case_free (Case *self);
static gboolean compare_case (Case               *self,
                              const DreamKernels *kernels,
                              GError            **error);
static gboolean compare_dream (Case *self, GError **error);
static gdouble  relative_l2 (const gfloat *values, const Npy *reference);
static gdouble  cosine (const gfloat *values, const Npy *reference);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Case, case_free)

int
main (int argc, char **argv)
{
  gint n_cases = 0;
  gint failed;

  if (argc < 2)
    {
      fprintf (stderr, "usage: %s DIR [INSTRUCTION-SET…]\n", argv[0]);
      return 2;
    }

  failed = run_directory (argv[1], argv + 2, &n_cases);
  if (n_cases == 0)
    {
      fprintf (stderr, "There is no case (a folder with a case.ini) in %s.\n",
               argv[1]);
      return 2;
    }

  printf ("%d passed, %d failed\n", n_cases - failed, failed);

  return failed ? 1 : 0;
}

static gint
run_directory (const gchar *path, gchar **sets, gint *n_cases)
{
  g_autofree gchar     *ini   = g_build_filename (path, "case.ini", NULL);
  g_autoptr (GDir)      dir   = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const gchar          *name;
  gint                  failed = 0;

  if (g_file_test (ini, G_FILE_TEST_EXISTS))
    {
      g_autoptr (GError) error  = NULL;
      g_autoptr (Case)   self   = case_read (path, &error);
      gboolean           passed = self != NULL;

      for (const gchar *const *set = dream_kernels_names (); passed && *set;
           set++)
        {
          const DreamKernels *kernels = dream_kernels_choose (*set);

          if (*sets && ! g_strv_contains ((const gchar *const *) sets, *set))
            continue;

          if (kernels)
            passed = compare_case (self, kernels, &error) && passed;
          else
            printf ("%s: this processor has no %s\n", self->name, *set);
        }

      if (passed && self->dream)
        passed = compare_dream (self, &error);

      if (error)
        printf ("%s: %s\n", path, error->message);
      printf ("%s: %s\n", path, passed ? "ok" : "FAILED");
      fflush (stdout);
      (*n_cases)++;

      return passed ? 0 : 1;
    }

  dir = g_dir_open (path, 0, NULL);
  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, (GCompareFunc) (void (*) (void)) g_strcmp0);

  for (guint i = 0; i < names->len; i++)
    failed += run_directory (g_ptr_array_index (names, i), sets, n_cases);

  return failed;
}

static Case *
case_read (const gchar *path, GError **error)
{
  g_autoptr (Case)               self       = g_new0 (Case, 1);
  g_autoptr (DeepDreamInstalled) installed  = NULL;
  g_autofree gchar              *ini        = NULL;
  g_autofree gchar              *image      = NULL;
  g_autofree gchar              *activation = NULL;
  g_autofree gchar              *gradient   = NULL;
  g_autofree gchar              *dream      = NULL;
  g_autofree gchar              *network    = NULL;

  ini        = g_build_filename (path, "case.ini", NULL);
  image      = g_build_filename (path, "image.npy", NULL);
  activation = g_build_filename (path, "activation.npy", NULL);
  gradient   = g_build_filename (path, "gradient.npy", NULL);
  dream      = g_build_filename (path, "dream.npy", NULL);

  self->name = g_path_get_basename (path);
  self->ini  = g_key_file_new ();
  if (! g_key_file_load_from_file (self->ini, ini, G_KEY_FILE_NONE, error) ||
      ! (network = g_key_file_get_string (self->ini, "case", "network",
                                          error)) ||
      ! (self->layer = g_key_file_get_string (self->ini, "case", "layer",
                                              error)) ||
      ! (installed = deep_dream_library_find (network, error)) ||
      ! (self->network = dream_network_read (installed->path, installed->input,
                                             error)) ||
      ! (self->image = npy_read (image, error)) ||
      ! (self->activation = npy_read (activation, error)) ||
      ! (self->gradient = npy_read (gradient, error)))
    return NULL;

  if (g_file_test (dream, G_FILE_TEST_EXISTS) &&
      ! (self->dream = npy_read (dream, error)))
    return NULL;

  return g_steal_pointer (&self);
}

static void
case_free (Case *self)
{
  if (! self)
    return;

  g_clear_pointer (&self->ini, g_key_file_unref);
  g_clear_pointer (&self->network, dream_network_unref);
  g_free (self->name);
  g_free (self->layer);
  npy_free (self->image);
  npy_free (self->activation);
  npy_free (self->gradient);
  npy_free (self->dream);
  g_free (self);
}

static gboolean
compare_case (Case *self, const DreamKernels *kernels, GError **error)
{
  g_autoptr (DreamThreads)  threads  = dream_threads_new (0);
  g_autoptr (DreamPicture)  picture  = passes_picture (self->image, error);
  g_autoptr (DreamCompiled) compiled = NULL;
  g_autoptr (DreamPicture)  gradient = NULL;
  g_autofree gfloat        *values   = NULL;
  guint                     target;
  gint                      channels, height, width;
  gdouble                   activation_error, gradient_cosine;

  if (! picture ||
      ! dream_network_find_layer (self->network, self->layer, &target, error) ||
      ! (compiled = dream_compiled_new (self->network, &target, 1, kernels,
                                        threads, error)) ||
      ! (values = passes_forward (compiled, threads, picture, &channels,
                                  &height, &width, error)) ||
      ! (gradient = passes_gradient (compiled, threads, picture, error)))
    return FALSE;

  if (channels != self->activation->size[0] ||
      height != self->activation->size[1] || width != self->activation->size[2])
    {
      printf ("%s: the activation is %d x %d x %d, not %d x %d x %d\n",
              self->name, channels, height, width, self->activation->size[0],
              self->activation->size[1], self->activation->size[2]);
      return FALSE;
    }

  activation_error = relative_l2 (values, self->activation);
  gradient_cosine  = cosine (gradient->pixels, self->gradient);

  printf ("%s, %s, %s: activation relative L2 %.3g, gradient cosine %.8f, "
          "relative L2 %.3g\n",
          self->name, self->layer, kernels->name, activation_error,
          gradient_cosine, relative_l2 (gradient->pixels, self->gradient));

  return activation_error <= MAX_ACTIVATION_ERROR &&
         gradient_cosine >= MIN_GRADIENT_COSINE;
}

static gboolean
compare_dream (Case *self, GError **error)
{
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) picture = passes_picture (self->image, error);
  g_autoptr (DreamPicture) dreamt  = NULL;
  gdouble                  sum     = 0;
  gdouble                  psnr;

  if (! picture)
    return FALSE;

  g_object_set (recipe, "layer", self->layer, "jitter", 0, "halo", 100,
                "precision", DREAM_PRECISION_FULL, NULL);
  for (const gchar *const *key =
         (const gchar *const[]){ "octaves", "iterations", "octave-scale",
                                 "step", NULL };
       *key; key++)
    {
      g_autofree gchar *value = g_key_file_get_string (self->ini, "case", *key,
                                                       error);

      if (! value ||
          ! dream_recipe_set_from_string (recipe, *key, value, error))
        return FALSE;
    }

  dreamt = dream_run (self->network, recipe, picture, NULL, NULL, NULL, NULL,
                      error);
  if (! dreamt)
    return FALSE;

  for (gsize i = 0; i < self->dream->n_values; i++)
    sum += pow (255 * (gdouble) dreamt->pixels[i] - self->dream->values[i], 2);
  psnr = 10 * log10 (255 * 255 / (sum / self->dream->n_values));

  printf ("%s, %s: dream PSNR %.1f dB\n", self->name, self->layer, psnr);

  return psnr >= MIN_DREAM_PSNR;
}

static gdouble
relative_l2 (const gfloat *values, const Npy *reference)
{
  gdouble difference = 0;
  gdouble norm       = 0;

  for (gsize i = 0; i < reference->n_values; i++)
    {
      difference += pow ((gdouble) values[i] - reference->values[i], 2);
      norm += pow (reference->values[i], 2);
    }

  return sqrt (difference / norm);
}

static gdouble
cosine (const gfloat *values, const Npy *reference)
{
  gdouble product = 0;
  gdouble a       = 0;
  gdouble b       = 0;

  for (gsize i = 0; i < reference->n_values; i++)
    {
      product += (gdouble) values[i] * reference->values[i];
      a += (gdouble) values[i] * values[i];
      b += (gdouble) reference->values[i] * reference->values[i];
    }

  return product / sqrt (a * b);
}
