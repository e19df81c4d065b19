/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sizes of octaves, and what a recipe's strength makes of its steps.
 */

#include "engine/ascent/octaves.h"
#include "engine/error.h"
#include "engine/recipe/effort.h"

/* Like Inception v3's Mixed_6c, whose things span some 80 pixels. */
static const DreamObjective middle = { .receptive_field = 543,
                                       .minimum_size    = 43 };

static GArray *
get_octaves (gint width, gint height, gint octaves, gdouble scale, gdouble size)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (GError)      error  = NULL;
  GArray                 *sizes;

  g_object_set (recipe, "octaves", octaves, "octave-scale", scale, "size", size,
                NULL);
  sizes = dream_octaves_new (recipe, width, height, &middle, &error);
  g_assert_no_error (error);

  return sizes;
}

static void
assert_size (GArray *octaves, guint index, gint width, gint height)
{
  g_assert_cmpuint (index, <, octaves->len);
  g_assert_cmpint (dream_octaves_get (octaves, index)->width, ==, width);
  g_assert_cmpint (dream_octaves_get (octaves, index)->height, ==, height);
}

/* 365.71 x 260.71, 261.43 x 186.43, from which 186.43 x 132.86. */
static void
test_down_from_the_picture (void)
{
  g_autoptr (GArray) octaves = get_octaves (512, 365, 4, 1.4, 0);
  g_autoptr (GArray) few     = get_octaves (120, 90, 10, 1.4, 0);

  g_assert_cmpuint (octaves->len, ==, 4);
  assert_size (octaves, 0, 512, 365);
  assert_size (octaves, 1, 366, 261);
  assert_size (octaves, 2, 261, 186);
  assert_size (octaves, 3, 186, 133);

  g_assert_cmpuint (few->len, ==, 3);
  assert_size (few, 2, 61, 46);
}

/* What a quarter of the shorter side holds of the smallest octave is what a
 * layer draws; and all sizes but the last, which takes the picture's, are the
 * same for a small picture as for a large one. */
static void
test_up_from_the_things (void)
{
  g_autoptr (GArray) large = get_octaves (6000, 4000, 4, 1.4, 25);
  g_autoptr (GArray) small = get_octaves (900, 600, 4, 1.4, 25);
  g_autoptr (GArray) half  = get_octaves (6000, 4000, 4, 1.4, 12.5);
  const gint         side  = dream_octaves_get (large, 3)->height;

  g_assert_cmpint (side, >=, 4 * 70);
  g_assert_cmpint (side, <=, 4 * 90);
  g_assert_cmpuint (large->len, ==, 4);
  for (guint i = 0; i < 3; i++)
    {
      const DreamOctave *octave = dream_octaves_get (large, i);
      const DreamOctave *next   = dream_octaves_get (large, i + 1);

      g_assert_cmpfloat_with_epsilon (octave->width / (gdouble) octave->height,
                                      1.5, 0.005);
      g_assert_cmpfloat_with_epsilon (octave->width / (gdouble) next->width,
                                      1.4, 0.005);
    }

  g_assert_cmpuint (small->len, ==, 3);
  assert_size (small, 0, 900, 600);
  for (guint i = 1; i < 3; i++)
    assert_size (small, i, dream_octaves_get (large, i + 1)->width,
                 dream_octaves_get (large, i + 1)->height);

  g_assert_cmpfloat_with_epsilon (dream_octaves_get (half, 3)->height,
                                  2.0 * side, 1.5);
}

/* Neither larger than the picture nor too small for the layer. */
static void
test_within_bounds (void)
{
  for (gint size = 1; size <= 100; size += 3)
    for (gint side = 43; side < 3000; side = side * 5 / 4)
      {
        g_autoptr (GArray) octaves = get_octaves (side * 3, side, 10, 1.1,
                                                  size);

        g_assert_cmpuint (octaves->len, >=, 1);
        for (guint i = 0; i < octaves->len; i++)
          {
            const DreamOctave *octave = dream_octaves_get (octaves, i);

            g_assert_cmpint (octave->height, >=, 43);
            g_assert_cmpint (octave->height, <=, side);
            g_assert_cmpint (octave->width, <=, side * 3);
            if (i > 0)
              g_assert_cmpint (octave->width, <,
                               dream_octaves_get (octaves, i - 1)->width);
          }
      }
}

static void
test_too_small (void)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (GError)      error  = NULL;

  g_object_set (recipe, "size", 30.0, NULL);
  g_assert_null (dream_octaves_new (recipe, 300, 42, &middle, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL);
}

static void
test_strength (void)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  DreamEffort             last   = { 0, -1 };

  g_object_set (recipe, "iterations", 7, "step", 1.1, NULL);
  for (gint strength = 0; strength <= 100; strength++)
    {
      DreamEffort effort;

      g_object_set (recipe, "strength", strength, NULL);
      effort = dream_recipe_get_effort (recipe);
      g_assert_cmpfloat (effort.step, >, last.step);
      g_assert_cmpint (effort.iterations, >=, last.iterations);

      if (strength == 0)
        g_assert_cmpfloat (effort.step, ==, 0);
      if (strength <= 50)
        g_assert_cmpint (effort.iterations, ==, 7);
      if (strength == 50)
        g_assert_cmpfloat (effort.step, ==, 1.1);

      last = effort;
    }

  g_assert_cmpint (last.iterations, ==, 21);
  g_assert_cmpfloat_with_epsilon (last.step, 1.65, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/octaves/down-from-the-picture",
                   test_down_from_the_picture);
  g_test_add_func ("/octaves/up-from-the-things", test_up_from_the_things);
  g_test_add_func ("/octaves/within-bounds", test_within_bounds);
  g_test_add_func ("/octaves/too-small", test_too_small);
  g_test_add_func ("/octaves/strength", test_strength);

  return g_test_run ();
}
