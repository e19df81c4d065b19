/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a network is said to see, against a plain evaluation of it.
 */

#include <math.h>

#include "engine/error.h"
#include "engine/inspect.h"
#include "engine/network/shapes.h"
#include "naive.h"
#include "tiny-classifier.h"
#include "tiny-network.h"

#define WIDTH  40
#define HEIGHT 32

static gdouble *
evaluate (DreamNetwork *network, guint layer, const DreamPicture *picture)
{
  const gsize         n      = dream_picture_n_values (picture);
  g_autofree gdouble *pixels = g_new (gdouble, n);
  gdouble            *values;

  for (gsize i = 0; i < n; i++)
    pixels[i] = picture->pixels[i];
  naive_objective (network, layer, pixels, picture->width, picture->height,
                   &values);

  return values;
}

static void
test_classes (void)
{
  g_autoptr (DreamNetwork) network = tiny_classifier_new ();
  g_autoptr (DreamPicture) picture = random_picture (TINY_SIDE, TINY_SIDE, 4);
  g_autoptr (GError)       error   = NULL;
  g_autoptr (GArray)       seen    = NULL;
  g_autofree gdouble      *logits  = evaluate (network, 3, picture);
  gdouble                  total   = 0;
  gdouble                  before  = 1;
  gdouble                  sum     = 0;

  seen = dream_inspect_classes (network, TINY_CLASSES, picture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, TINY_CLASSES);

  for (gint c = 0; c < TINY_CLASSES; c++)
    total += exp (logits[c]);

  for (gint i = 0; i < TINY_CLASSES; i++)
    {
      const DreamSighting *s = &g_array_index (seen, DreamSighting, i);

      g_assert_cmpfloat_with_epsilon (s->probability,
                                      exp (logits[s->class_index]) / total,
                                      1e-5);
      g_assert_cmpfloat (s->probability, <=, before);
      before = s->probability;
      sum += s->probability;
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
}

/* Scaled to the square that the network expects, flat stays flat. */
static void
test_any_size (void)
{
  g_autoptr (DreamNetwork) network = tiny_classifier_new ();
  g_autoptr (DreamPicture) small   = random_picture (TINY_SIDE, TINY_SIDE, 4);
  g_autoptr (DreamPicture) large   = random_picture (70, 50, 4);
  g_autoptr (DreamPicture) flat    = random_picture (5, 300, 4);
  g_autoptr (GArray)       sight   = NULL;

  for (gsize i = 0; i < dream_picture_n_values (small); i++)
    small->pixels[i] = 0.25f;
  for (gsize i = 0; i < dream_picture_n_values (large); i++)
    large->pixels[i] = 0.25f;
  for (gsize i = 0; i < dream_picture_n_values (flat); i++)
    flat->pixels[i] = 0.25f;

  sight = dream_inspect_classes (network, TINY_CLASSES, small, NULL, NULL);
  for (gint n = 0; n < 2; n++)
    {
      g_autoptr (GArray) other = NULL;

      other = dream_inspect_classes (network, TINY_CLASSES, n ? large : flat,
                                     NULL, NULL);
      for (gint i = 0; i < TINY_CLASSES; i++)
        g_assert_cmpfloat_with_epsilon (
          g_array_index (sight, DreamSighting, i).probability,
          g_array_index (other, DreamSighting, i).probability, 1e-5);
    }
}

static gint
get_size (DreamNetwork *network, guint index, gint size)
{
  const DreamLayer *layer = dream_network_get_layer (network, index);

  if (index == 0)
    return size;

  return dream_layer_output_size (layer,
                                  get_size (network, layer->inputs[0], size),
                                  TRUE, NULL);
}

static void
test_channels (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamPicture) picture = random_picture (WIDTH, HEIGHT, 3);
  g_autofree gfloat       *mask    = g_new0 (gfloat, WIDTH * HEIGHT);
  g_autoptr (GPtrArray)    answers = NULL;
  guint                    layers[2];

  dream_network_find_layer (network, "stem", &layers[0], NULL);
  dream_network_find_layer (network, "mix/concat", &layers[1], NULL);

  /* The upper left quarter. */
  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    mask[i] = i % WIDTH < WIDTH / 2 && i / WIDTH < HEIGHT / 2;

  answers = dream_inspect_channels (network, layers, 2, picture, mask, NULL,
                                    NULL);
  g_assert_cmpuint (answers->len, ==, 2);

  for (gint l = 0; l < 2; l++)
    {
      const DreamLayer   *layer  = dream_network_get_layer (network, layers[l]);
      g_autofree gdouble *values = evaluate (network, layers[l], picture);
      const gint          width  = get_size (network, layers[l], WIDTH);
      const gint          n    = width * get_size (network, layers[l], HEIGHT);
      const GArray       *list = answers->pdata[l];
      gdouble             before = INFINITY;

      g_assert_cmpuint (list->len, ==, layer->channels);
      for (guint i = 0; i < list->len; i++)
        {
          const DreamAnswer *answer = &g_array_index (list, DreamAnswer, i);
          gdouble            here = 0, all = 0, squares = 0, n_here = 0;

          /* The strides divide the mask's sides. */
          for (gint p = 0; p < n; p++)
            {
              const gdouble  value  = values[answer->channel * n + p];
              const gboolean inside = p % width * layer->stride < WIDTH / 2 &&
                                      p / width * layer->stride < HEIGHT / 2;

              n_here += inside;
              here += inside * value;
              all += value / n;
              squares += value * value / n;
            }
          here /= n_here;

          g_assert_cmpfloat_with_epsilon (answer->mean, here, 1e-4);
          if (squares > all * all)
            g_assert_cmpfloat_with_epsilon (answer->contrast,
                                            (here - all) /
                                              sqrt (squares - all * all),
                                            1e-3);
          g_assert_cmpfloat (answer->contrast, <=, before);
          before = answer->contrast;
        }
    }
}

static void
test_refused (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamPicture) picture = random_picture (WIDTH, HEIGHT, 3);
  g_autoptr (GError)       error   = NULL;

  g_assert_null (dream_inspect_classes (network, 9999, picture, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/look/classes", test_classes);
  g_test_add_func ("/look/any-size", test_any_size);
  g_test_add_func ("/look/channels", test_channels);
  g_test_add_func ("/look/refused", test_refused);

  return g_test_run ();
}
