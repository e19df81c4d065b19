/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Masks in smaller sizes, the means that they are made of, and steps and dreams
 * within them.
 */

#include <math.h>
#include <string.h>

#include "engine/ascent/step.h"
#include "engine/dream.h"
#include "engine/image/mask.h"
#include "engine/image/shrink.h"
#include "tests/unit/tiny-network.h"

#define WIDTH  90
#define HEIGHT 70

static gfloat *
new_plane (gint width, gint height, gfloat value)
{
  gfloat *plane = g_new (gfloat, (gsize) width * height);

  for (gsize i = 0; i < (gsize) width * height; i++)
    plane[i] = value;

  return plane;
}

/* Nothing at the left, all at the right, a slope between. */
static gfloat *
new_mask (void)
{
  gfloat *mask = g_new (gfloat, WIDTH * HEIGHT);

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    mask[i] = CLAMP ((i % WIDTH - 30) / 10.0, 0, 1);

  return mask;
}

static gfloat *
reduce (const gfloat *plane,
        gint          width,
        gint          height,
        gint          new_width,
        gint          new_height,
        gboolean      wrap)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);

  return dream_mask_resample (plane, width, height, new_width, new_height, wrap,
                              threads, NULL);
}

static void
test_ones_stay_ones (void)
{
  g_autofree gfloat *ones = new_plane (97, 61, 1);

  for (gint width = 97; width > 0; width -= 12)
    for (gint wrap = 0; wrap < 2; wrap++)
      {
        const gint         height = MIN (width, 61);
        g_autofree gfloat *less   = reduce (ones, 97, 61, width, height, wrap);

        for (gint i = 0; i < width * height; i++)
          g_assert_cmpfloat (less[i], ==, 1);
      }
}

static void
test_same_size_same_bits (void)
{
  g_autoptr (DreamPicture) noise  = random_picture (31, 9, 3);
  g_autofree gfloat       *same   = reduce (noise->pixels, 93, 9, 93, 9, FALSE);
  g_autofree gfloat       *around = reduce (noise->pixels, 93, 9, 93, 9, TRUE);

  g_assert_cmpmem (same, 837 * sizeof (gfloat), noise->pixels,
                   837 * sizeof (gfloat));
  g_assert_cmpmem (around, 837 * sizeof (gfloat), noise->pixels,
                   837 * sizeof (gfloat));
}

/* Corners on corners: 7 pixels in 3 are boxes of 7/3 around 0, 3 and 6. */
static void
test_means_of_boxes (void)
{
  const gfloat       row[7] = { 1, 2, 4, 8, 16, 32, 64 };
  const gdouble      part   = 2.0 / 3; /* of the pixel next to the middle */
  g_autofree gfloat *three  = reduce (row, 7, 1, 3, 1, FALSE);
  const gdouble      expected[3] = {
         (1 + part * 2) / (1 + part),
         (part * 4 + 8 + part * 16) / (1 + 2 * part),
         (part * 32 + 64) / (1 + part),
  };

  for (gint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (three[i], expected[i], 1e-5);
}

/* Where it wraps, every pixel counts as much as another, and a shift by a box
 * shifts the means. */
static void
test_means_wrap (void)
{
  g_autoptr (DreamPicture) noise   = random_picture (20, 15, 3);
  g_autofree gfloat       *shifted = g_new (gfloat, 900);
  g_autofree gfloat       *some    = NULL;
  g_autofree gfloat       *others  = NULL;
  gdouble                  sum     = 0;
  gdouble                  less    = 0;

  for (gint i = 0; i < 900; i++)
    {
      shifted[i / 60 * 60 + (i + 5) % 60] = noise->pixels[i];
      sum += noise->pixels[i];
    }

  some   = reduce (noise->pixels, 60, 15, 12, 4, TRUE);
  others = reduce (shifted, 60, 15, 12, 4, TRUE);
  for (gint i = 0; i < 48; i++)
    {
      less += some[i];
      g_assert_cmpfloat_with_epsilon (some[i],
                                      others[i / 12 * 12 + (i + 1) % 12], 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (sum / 900, less / 48, 1e-6);
}

static gboolean
go_on (gdouble work, gpointer data)
{
  return work == 0 && ! data;
}

/* In proportion to the mask, and as large on average within it as without. */
static void
test_step (void)
{
  g_autoptr (DreamThreads) threads  = dream_threads_new (2);
  g_autoptr (DreamRecipe)  recipe   = dream_recipe_new ();
  g_autoptr (DreamPicture) picture  = random_picture (WIDTH, HEIGHT, 1);
  g_autoptr (DreamPicture) gradient = random_picture (WIDTH, HEIGHT, 2);
  g_autoptr (DreamPicture) moved    = NULL;
  g_autofree gfloat       *mask     = new_mask ();
  g_autoptr (DreamStep)    step     = NULL;
  const DreamEffort        effort   = { 10, 2.55 };
  const DreamPlace         place    = { WIDTH, HEIGHT, NULL, mask, NULL };
  gdouble                  changes  = 0;
  gdouble                  weights  = 0;

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    {
      picture->pixels[i] = 0.25f + picture->pixels[i] / 2;
      gradient->pixels[i] -= 0.5f;
    }

  moved = dream_picture_copy (picture, NULL);
  step  = dream_step_new (recipe, &effort, &place, threads, NULL);
  dream_step_take (step, 0, moved, gradient, go_on, NULL);

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    {
      const gdouble change = moved->pixels[i] - picture->pixels[i];

      g_assert_true (change * gradient->pixels[i] >= 0);
      if (! (mask[i / 3] > 0))
        g_assert_cmpfloat (change, ==, 0);
      changes += fabs (change);
      weights += mask[i / 3];
    }
  g_assert_cmpfloat_with_epsilon (changes / weights, 0.01, 1e-6);
}

static DreamPicture *
dream (const gfloat *mask, gdouble size, gdouble tileable)
{
  g_autoptr (DreamNetwork) network   = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe    = dream_recipe_new ();
  g_autoptr (DreamPicture) picture   = random_picture (WIDTH, HEIGHT, 1);
  g_autoptr (GError)       error     = NULL;
  const DreamMaterials     materials = { .mask = mask };
  DreamPicture            *dreamt;

  g_object_set (recipe, "layer", "head/concat", "octaves", 3, "iterations", 4,
                "size", size, "tileable", tileable != 0, NULL);
  dreamt = dream_run (network, recipe, picture, &materials, NULL, NULL, NULL,
                      &error);
  g_assert_no_error (error);

  return dreamt;
}

/* Whether octaves begin at the picture's size or end below it. */
static void
test_nothing_outside (void)
{
  g_autofree gfloat       *mask    = new_mask ();
  g_autoptr (DreamPicture) picture = random_picture (WIDTH, HEIGHT, 1);

  for (gint i = 0; i < 4; i++)
    {
      g_autoptr (DreamPicture) dreamt = dream (mask, i / 2 ? 60 : 0, i % 2);
      gint                     n      = 0;

      for (gint k = 0; k < WIDTH * HEIGHT; k++)
        {
          const gboolean same = memcmp (dreamt->pixels + 3 * k,
                                        picture->pixels + 3 * k,
                                        3 * sizeof (gfloat)) == 0;

          if (! (mask[k] > 0))
            g_assert_true (same);
          else
            n += ! same;
        }
      g_assert_cmpint (n, >, 0.9 * (WIDTH - 31) * HEIGHT);
    }
}

static void
test_all_and_nothing (void)
{
  g_autofree gfloat       *ones    = new_plane (WIDTH, HEIGHT, 1);
  g_autofree gfloat       *zeros   = new_plane (WIDTH, HEIGHT, 0);
  g_autoptr (DreamPicture) picture = random_picture (WIDTH, HEIGHT, 1);
  g_autoptr (DreamPicture) without = dream (NULL, 0, FALSE);
  g_autoptr (DreamPicture) all     = dream (ones, 0, FALSE);
  g_autoptr (DreamPicture) nothing = dream (zeros, 0, FALSE);
  const gsize size = dream_picture_n_values (picture) * sizeof (gfloat);

  g_assert_cmpmem (all->pixels, size, without->pixels, size);
  g_assert_cmpmem (nothing->pixels, size, picture->pixels, size);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mask/ones-stay-ones", test_ones_stay_ones);
  g_test_add_func ("/mask/same-size-same-bits", test_same_size_same_bits);
  g_test_add_func ("/mask/means-of-boxes", test_means_of_boxes);
  g_test_add_func ("/mask/means-wrap", test_means_wrap);
  g_test_add_func ("/mask/step", test_step);
  g_test_add_func ("/mask/nothing-outside", test_nothing_outside);
  g_test_add_func ("/mask/all-and-nothing", test_all_and_nothing);

  return g_test_run ();
}
