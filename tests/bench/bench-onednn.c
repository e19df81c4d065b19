/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * oneDNN as a worker of tests/bench/run, and whether it computes the same.
 */

#include <locale.h>
#include <math.h>
#include <stdio.h>

#include "case.h"
#include "onednn.h"
#include "serve.h"

static void     fill_input (const BenchCase *self, gfloat *input);
static gboolean iterate (gpointer data);
static gboolean verify (const BenchCase    *self,
                        const BenchOptions *options,
                        OnednnNetwork      *network,
                        GError            **error);

int
main (int argc, char **argv)
{
  g_autoptr (GError)        error   = NULL;
  g_autoptr (BenchOptions)  options = NULL;
  g_autoptr (BenchCase)     self    = NULL;
  g_autoptr (OnednnNetwork) network = NULL;
  gboolean                  done;

  setlocale (LC_CTYPE, "");

  options = bench_options_parse (
    "Measures oneDNN.  OMP_NUM_THREADS says how many threads.\n\n"
    "Modes:\n  serve     time iterations for a script, see serve.h\n"
    "  verify    print the cosine with the engine's gradient",
    &argc, &argv, &error);
  if (! options || argc != 2 || ! (self = bench_case_new (options, &error)))
    {
      fprintf (stderr, "%s: %s\n", argv[0],
               error ? error->message : "One mode, please; see --help.");
      return 2;
    }

  network = onednn_network_new (self->network, self->target, options->width,
                                options->height);
  fill_input (self, onednn_network_get_input (network));

  if (g_str_equal (argv[1], "verify"))
    done = verify (self, options, network, &error);
  else
    done = bench_serve (2e-9 * bench_shapes_flop (self->shapes, self->target),
                        1e-6 * options->width * options->height, iterate,
                        network);

  if (error)
    fprintf (stderr, "%s: %s\n", argv[0], error->message);

  return done ? 0 : 1;
}

static void
fill_input (const BenchCase *self, gfloat *input)
{
  const gsize n_pixels = (gsize) self->picture->width * self->picture->height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      gfloat values[3];

      dream_input_from_pixel (dream_network_get_input (self->network),
                              self->picture->pixels + i * 3, values);
      for (gint c = 0; c < 3; c++)
        input[c * n_pixels + i] = values[c];
    }
}

static gboolean
iterate (gpointer data)
{
  onednn_network_iterate (data);

  return TRUE;
}

static gboolean
verify (const BenchCase    *self,
        const BenchOptions *options,
        OnednnNetwork      *network,
        GError            **error)
{
  const gsize               n_pixels = (gsize) options->width * options->height;
  g_autoptr (DreamGradient) gradient = bench_case_gradient (self, options,
                                                            error);
  g_autoptr (DreamPicture)  ours     = dream_picture_new (options->width,
                                                          options->height, error);
  g_autofree gfloat        *theirs   = g_new (gfloat, 3 * n_pixels);
  gdouble                   product = 0, a = 0, b = 0;

  if (! gradient || ! ours)
    return FALSE;

  dream_gradient_compute (gradient, self->picture, 0, 0, ours, NULL, NULL);
  onednn_network_iterate (network);
  onednn_network_read_gradient (network, theirs);

  for (gsize i = 0; i < n_pixels; i++)
    for (gint c = 0; c < 3; c++)
      {
        const gdouble x = ours->pixels[i * 3 + c];
        const gdouble y = theirs[c * n_pixels + i];

        product += x * y;
        a += x * x;
        b += y * y;
      }

  printf ("%.6f\n", product / sqrt (a * b));

  return TRUE;
}
