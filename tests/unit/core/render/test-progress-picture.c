/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protects what people see of a dream that grows: the part of it that they are
 * to see, in a size for a window, in the colours of the end.
 */

#include "plugin/core/render/progress-picture.h"

/* Red grows to the right and green to the bottom. */
static DreamPicture *
make_picture (gint width, gint height, gfloat blue)
{
  DreamPicture *picture = dream_picture_new (width, height, NULL);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gfloat *pixel = picture->pixels + 3 * ((gsize) y * width + x);

        pixel[0] = (x + 0.5f) / width;
        pixel[1] = (y + 0.5f) / height;
        pixel[2] = blue;
      }

  return picture;
}

static void
assert_pixel (const DreamPicture *picture,
              gint                x,
              gint                y,
              gfloat              red,
              gfloat              green,
              gfloat              blue)
{
  const gfloat *pixel = picture->pixels + 3 * ((gsize) y * picture->width + x);

  g_assert_cmpfloat_with_epsilon (pixel[0], red, 0.01);
  g_assert_cmpfloat_with_epsilon (pixel[1], green, 0.01);
  g_assert_cmpfloat_with_epsilon (pixel[2], blue, 0.01);
}

static void
test_part (void)
{
  g_autoptr (DreamRecipe)  recipe             = dream_recipe_new ();
  g_autoptr (DreamPicture) original           = make_picture (2000, 1000, 0.2f);
  g_autoptr (DreamPicture) large              = make_picture (2000, 1000, 0.6f);
  g_autoptr (DreamPicture) small              = make_picture (100, 50, 0.6f);
  g_autoptr (DeepDreamProgressPicture) view   = NULL;
  g_autoptr (DreamPicture)             first  = NULL;
  g_autoptr (DreamPicture)             second = NULL;

  view = deep_dream_progress_picture_new (original,
                                          GEGL_RECTANGLE (500, 500, 1000, 250),
                                          recipe);
  g_assert_null (deep_dream_progress_picture_take (view));

  deep_dream_progress_picture_offer (view, large);
  first = deep_dream_progress_picture_take (view);
  g_assert_cmpint (first->width, ==, 320);
  g_assert_cmpint (first->height, ==, 80);
  assert_pixel (first, 0, 0, 0.25f, 0.5f, 0.6f);
  assert_pixel (first, 319, 79, 0.75f, 0.75f, 0.6f);

  /* Of an octave. */
  deep_dream_progress_picture_offer (view, small);
  second = deep_dream_progress_picture_take (view);
  g_assert_cmpint (second->width, ==, 50);
  g_assert_null (deep_dream_progress_picture_take (view));
}

static void
test_colors (void)
{
  g_autoptr (DreamRecipe)              recipe   = dream_recipe_new ();
  g_autoptr (DreamPicture)             original = make_picture (80, 60, 0.2f);
  g_autoptr (DreamPicture)             picture  = make_picture (80, 60, 0.6f);
  g_autoptr (DeepDreamProgressPicture) view     = NULL;
  g_autoptr (DreamPicture)             shown    = NULL;
  const gfloat                         luma     = 0.0722f * 0.4f;

  g_object_set (recipe, "color", DREAM_COLOR_ORIGINAL, NULL);
  view = deep_dream_progress_picture_new (original, NULL, recipe);
  deep_dream_progress_picture_offer (view, picture);
  shown = deep_dream_progress_picture_take (view);
  assert_pixel (shown, 40, 30, 40.5f / 80 + luma, 30.5f / 60 + luma,
                0.2f + luma);
}

/* What nobody takes is not made again and again. */
static void
test_offers (void)
{
  g_autoptr (DreamRecipe)              recipe = dream_recipe_new ();
  g_autoptr (DreamPicture)             one    = make_picture (80, 60, 0.2f);
  g_autoptr (DreamPicture)             other  = make_picture (80, 60, 0.6f);
  g_autoptr (DeepDreamProgressPicture) view =
    deep_dream_progress_picture_new (one, NULL, recipe);
  g_autoptr (DreamPicture) shown = NULL;

  deep_dream_progress_picture_offer (view, one);
  deep_dream_progress_picture_offer (view, other);
  shown = deep_dream_progress_picture_take (view);
  assert_pixel (shown, 40, 30, 40.5f / 80, 30.5f / 60, 0.2f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/view/part", test_part);
  g_test_add_func ("/view/colors", test_colors);
  g_test_add_func ("/view/offers", test_offers);

  return g_test_run ();
}
