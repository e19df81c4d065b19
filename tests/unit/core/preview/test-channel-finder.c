/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protects "more of this": what the network sees at one place of a picture is
 * not what it sees at another, and can be dreamed.
 */

#include "engine/error.h"
#include "plugin/core/catalog/loaded-network.h"
#include "plugin/core/preview/channel-finder.h"

#define WIDTH  240
#define HEIGHT 120
#define LAYER  "Mixed_5b/concat"

/* Stripes on the left, a fine board on the right. */
static GeglBuffer *
make_pixels (void)
{
  const Babl        *format = babl_format ("R'G'B' float");
  g_autofree gfloat *values = g_new (gfloat, 3 * WIDTH * HEIGHT);
  GeglBuffer        *pixels;

  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      for (gint c = 0; c < 3; c++)
        values[3 * (y * WIDTH + x) + c] = x < WIDTH / 2 ? (x / 6) % 2
                                                        : (x / 3 + y / 3) % 2;

  pixels = gegl_buffer_new (GEGL_RECTANGLE (0, 0, WIDTH, HEIGHT), format);
  gegl_buffer_set (pixels, NULL, 0, format, values, GEGL_AUTO_ROWSTRIDE);

  return pixels;
}

/* Of a third of the picture from @x on. */
static GeglBuffer *
make_mask (gint x)
{
  GeglBuffer *mask = gegl_buffer_new (GEGL_RECTANGLE (x, 0, WIDTH / 3, HEIGHT),
                                      babl_format ("Y float"));
  g_autofree gfloat *values = g_new (gfloat, WIDTH / 3 * HEIGHT);

  for (gint i = 0; i < WIDTH / 3 * HEIGHT; i++)
    values[i] = 1;
  gegl_buffer_set (mask, NULL, 0, babl_format ("Y float"), values,
                   GEGL_AUTO_ROWSTRIDE);

  return mask;
}

static DeepDreamChannelFinder *
look (const gchar *layer, GeglBuffer *mask, GError **error)
{
  g_autoptr (GeglBuffer)          pixels = make_pixels ();
  const GeglRectangle            *extent = gegl_buffer_get_extent (pixels);
  g_autoptr (DreamRecipe)         recipe = dream_recipe_new ();
  g_autoptr (DeepDreamPreviewJob) sketch = NULL;

  g_object_set (recipe, "layer", layer, NULL);
  sketch = deep_dream_preview_job_new (recipe, pixels, extent, mask, 0, 0,
                                       extent, WIDTH, NULL);

  return deep_dream_channel_finder_new (sketch, NULL, error);
}

static void
test_places (void)
{
  g_autoptr (GeglBuffer)             left  = make_mask (0);
  g_autoptr (GeglBuffer)             right = make_mask (WIDTH * 2 / 3);
  g_autoptr (DeepDreamChannelFinder) one   = look (LAYER, left, NULL);
  g_autoptr (DeepDreamChannelFinder) again = look (LAYER, left, NULL);
  g_autoptr (DeepDreamChannelFinder) other = look (LAYER, right, NULL);
  g_auto (GStrv) parts = g_strsplit (one->channels, ", ", -1);

  g_assert_cmpstr (one->layer, ==, LAYER);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_cmpstr (one->channels, ==, again->channels);
  g_assert_cmpstr (one->channels, !=, other->channels);
}

/* A recipe takes it. */
static void
test_recipe (void)
{
  g_autoptr (GeglBuffer)             mask  = make_mask (0);
  g_autoptr (DeepDreamChannelFinder) sight = look ("Mixed_5b, Mixed_5c:2", mask,
                                                   NULL);
  g_autoptr (DeepDreamLoadedNetwork) loaded =
    deep_dream_loaded_network_new ("inception-v3", NULL);
  g_autoptr (DreamRecipe)    recipe    = dream_recipe_new ();
  g_autoptr (DreamObjective) objective = NULL;
  g_autoptr (GError)         error     = NULL;

  g_assert_cmpstr (sight->layer, ==, loaded->installed->default_layer);
  g_object_set (recipe, "layer", sight->layer, "channels", sight->channels,
                NULL);
  objective = dream_objective_new (loaded->network, recipe, &loaded->names,
                                   &error);
  g_assert_no_error (error);
}

static void
test_nowhere (void)
{
  g_autoptr (GeglBuffer)             beside = make_mask (2 * WIDTH);
  g_autoptr (DeepDreamChannelFinder) sight  = NULL;
  g_autoptr (GError)                 error  = NULL;

  sight = look (LAYER, NULL, &error);
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
  g_assert_null (sight);

  g_clear_error (&error);
  sight = look (LAYER, beside, &error);
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
  g_assert_null (sight);
}

int
main (int argc, char **argv)
{
  int result;

  gegl_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sight/places", test_places);
  g_test_add_func ("/sight/recipe", test_recipe);
  g_test_add_func ("/sight/nowhere", test_nowhere);

  result = g_test_run ();
  gegl_exit ();

  return result;
}
