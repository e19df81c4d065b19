/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From buffer to buffer: formats, areas, masks, progress, stop and cancel, with
 * a small network that is not installed; then the looking up of installed ones.
 */

#include <locale.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "plugin/core/catalog/library.h"
#include "plugin/core/pixels/pixels.h"
#include "plugin/core/render/render-network.h"

#include "tests/unit/tiny-network.h"

#define SIDE  40
#define LAYER "head/concat"

/* Steps that take longer than any test waits. */
#define ENDLESS 1000

typedef struct
{
  DreamVerdict verdict;
  GThread     *thread;
  gdouble      last_fraction;
  gint         calls;
} Watcher;

/* In full precision, for formats that round a picture differently to give the
 * same dream. */
static DreamRecipe *
recipe_new (gint iterations)
{
  return g_object_new (DREAM_TYPE_RECIPE, "layer", LAYER, "octaves", 2,
                       "iterations", iterations, "jitter", 3, "precision",
                       DREAM_PRECISION_FULL, NULL);
}

/* Noise of the given format; components are in 0..1, alpha too. */
static GeglBuffer *
source_new (const Babl *format, gint x, gint y, gint width, gint height)
{
  GeglRectangle      extent = { x, y, width, height };
  GeglBuffer        *source = gegl_buffer_new (&extent, format);
  gsize              n      = (gsize) width * height * 4;
  g_autofree gfloat *values = g_new (gfloat, n);
  g_autoptr (GRand)  random = g_rand_new_with_seed (7);

  for (gsize i = 0; i < n; i++)
    values[i] = (gfloat) g_rand_double (random);

  gegl_buffer_set (source, &extent, 0,
                   babl_format_with_space ("R'G'B'A float", format), values,
                   GEGL_AUTO_ROWSTRIDE);

  return source;
}

/* All of a buffer, in another encoding of its own space. */
static gfloat *
values_of (GeglBuffer *buffer, const gchar *encoding)
{
  const Babl          *given  = gegl_buffer_get_format (buffer);
  const Babl          *format = babl_format_with_space (encoding, given);
  const GeglRectangle *extent = gegl_buffer_get_extent (buffer);
  gfloat              *values;

  values = g_new (gfloat, (gsize) extent->width * extent->height *
                            babl_format_get_n_components (format));
  gegl_buffer_get (buffer, extent, 1.0, format, values, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);

  return values;
}

/* What the engine makes of a whole buffer's pixels. */
static DreamPicture *
dream_of (DreamNetwork *network, DreamRecipe *recipe, GeglBuffer *source)
{
  const GeglRectangle     *extent  = gegl_buffer_get_extent (source);
  g_autofree gfloat       *values  = values_of (source, "R'G'B'A float");
  g_autoptr (DreamPicture) picture = NULL;
  DreamPicture            *dream;
  GError                  *error = NULL;

  picture = dream_picture_new (extent->width, extent->height, &error);
  g_assert_no_error (error);

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    {
      gfloat value = values[i / 3 * 4 + i % 3];

      picture->pixels[i] = isfinite (value) ? CLAMP (value, 0, 1) : 0;
    }

  dream = dream_run (network, recipe, picture, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return dream;
}

static GeglBuffer *
render (DreamNetwork        *network,
        DreamRecipe         *recipe,
        GeglBuffer          *source,
        const GeglRectangle *area)
{
  GError     *error  = NULL;
  GeglBuffer *result = deep_dream_render_network (network, NULL, recipe, source,
                                                  area, NULL, NULL, NULL, NULL,
                                                  &error);

  g_assert_no_error (error);

  return result;
}

/* The dream is the engine's, the alpha the source's, the space too. */
static void
check_format (const Babl *format)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (2);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   result  = NULL;
  g_autoptr (DreamPicture) dream   = NULL;
  g_autofree gfloat       *was     = NULL;
  g_autofree gfloat       *is      = NULL;
  gdouble                  change  = 0.0;

  source = source_new (format, -5, 9, SIDE, SIDE + 3);
  was    = values_of (source, "R'G'B'A float");
  result = render (network, recipe, source, NULL);
  dream  = dream_of (network, recipe, source);

  g_assert_true (gegl_rectangle_equal (gegl_buffer_get_extent (result),
                                       gegl_buffer_get_extent (source)));
  g_assert_true (gegl_buffer_get_format (result) ==
                 babl_format_with_space ("R'G'B'A float", format));

  is = values_of (result, "R'G'B'A float");
  for (gsize i = 0; i < SIDE * (SIDE + 3); i++)
    {
      for (gint c = 0; c < 3; c++)
        {
          g_assert_cmpfloat_with_epsilon (is[4 * i + c],
                                          dream->pixels[3 * i + c], 1e-4);
          change += fabsf (is[4 * i + c] - was[4 * i + c]);
        }
      g_assert_cmpfloat (is[4 * i + 3], ==, was[4 * i + 3]);
    }
  g_assert_cmpfloat (change / (3 * SIDE * SIDE), >, 1e-3);
}

static void
test_format (gconstpointer encoding)
{
  check_format (babl_format (encoding));
}

static void
test_space (gconstpointer space)
{
  check_format (babl_format_with_space ("R'G'B'A u16", babl_space (space)));
}

static void
put (guint8 *at, const gchar *signature, guint32 number)
{
  number = GUINT32_TO_BE (number);
  memcpy (at, signature ? (gconstpointer) signature : &number, 4);
}

/* The least that makes an ICC profile of gray with a gamma of 2.2. */
static const Babl *
gray_space (void)
{
  guint8       profile[184] = { 0 };
  const gchar *problem      = NULL;
  const Babl  *space;

  put (profile, NULL, sizeof (profile));
  put (profile + 8, NULL, 0x02100000);
  put (profile + 12, "mntr", 0);
  put (profile + 16, "GRAY", 0);
  put (profile + 20, "XYZ ", 0);
  put (profile + 36, "acsp", 0);

  put (profile + 128, NULL, 2);
  put (profile + 132, "wtpt", 0);
  put (profile + 136, NULL, 164 - 8);
  put (profile + 140, NULL, 20);
  put (profile + 144, "kTRC", 0);
  put (profile + 148, NULL, 164 + 4);
  put (profile + 152, NULL, 14);

  put (profile + 156, "XYZ ", 0);
  put (profile + 168, "curv", 0);
  put (profile + 176, NULL, 1);
  put (profile + 180, NULL, 0x02330000);

  space = babl_space_from_icc ((gchar *) profile, sizeof (profile),
                               BABL_ICC_INTENT_RELATIVE_COLORIMETRIC, &problem);
  g_assert_cmpstr (problem, ==, NULL);
  g_assert_true (babl_space_is_gray (space));

  return space;
}

/* A space made of a grayscale profile cannot hold the dream's colours. */
static void
test_gray_space (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (1);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   result  = NULL;
  g_autofree gfloat       *is      = NULL;
  gdouble                  mean    = 0.0;
  GeglRectangle            extent  = { 0, 0, SIDE, SIDE };
  guint8                   light   = 200;

  source = gegl_buffer_new (&extent,
                            babl_format_with_space ("Y' u8", gray_space ()));
  gegl_buffer_set_color_from_pixel (source, &extent, &light,
                                    gegl_buffer_get_format (source));
  result = render (network, recipe, source, NULL);
  g_assert_true (gegl_buffer_get_format (result) ==
                 babl_format ("R'G'B'A float"));

  is = values_of (result, "R'G'B' float");
  for (gsize i = 0; i < 3 * SIDE * SIDE; i++)
    mean += is[i] / (3 * SIDE * SIDE);
  g_assert_cmpfloat_with_epsilon (mean, 200.0 / 255.0, 0.03);
}

/* Values out of range keep their distance from it. */
static void
test_high_range (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (2);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   result  = NULL;
  g_autoptr (DreamPicture) dream   = NULL;
  g_autofree gfloat       *was     = NULL;
  g_autofree gfloat       *is      = NULL;
  GeglRectangle            bright  = { 10, 10, 9, 9 };
  gfloat                   color[] = { 3.0f, -0.5f, 0.25f, 1.0f };

  source = source_new (babl_format ("R'G'B'A float"), 0, 0, SIDE, SIDE);
  gegl_buffer_set_color_from_pixel (source, &bright, color,
                                    babl_format ("R'G'B'A float"));
  was    = values_of (source, "R'G'B'A float");
  result = render (network, recipe, source, NULL);
  is     = values_of (result, "R'G'B'A float");
  dream  = dream_of (network, recipe, source);

  for (gint y = bright.y; y < bright.y + bright.height; y++)
    for (gint x = bright.x; x < bright.x + bright.width; x++)
      {
        gsize         i    = (gsize) y * SIDE + x;
        const gfloat *seen = dream->pixels + 3 * i;

        g_assert_cmpfloat (was[4 * i], ==, 3.0f);
        g_assert_cmpfloat_with_epsilon (is[4 * i], 3.0f + (seen[0] - 1.0f),
                                        1e-6);
        g_assert_cmpfloat_with_epsilon (is[4 * i + 1], -0.5f + seen[1], 1e-6);
      }
}

/* One pixel that is no number stays alone with that. */
static void
test_not_finite (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (2);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   result  = NULL;
  g_autofree gfloat       *is      = NULL;
  GeglRectangle            spot    = { 20, 20, 1, 1 };
  gfloat                   color[] = { NAN, INFINITY, -INFINITY, 1.0f };
  gsize                    at      = 4 * (20 * SIDE + 20);

  source = source_new (babl_format ("R'G'B'A float"), 0, 0, SIDE, SIDE);
  gegl_buffer_set (source, &spot, 0, babl_format ("R'G'B'A float"), color,
                   GEGL_AUTO_ROWSTRIDE);
  result = render (network, recipe, source, NULL);
  is     = values_of (result, "R'G'B'A float");

  g_assert_true (isnan (is[at]));
  g_assert_cmpfloat (is[at + 1], ==, INFINITY);
  g_assert_cmpfloat (is[at + 2], ==, -INFINITY);

  for (gsize i = 0; i < 4 * SIDE * SIDE; i++)
    g_assert_true (isfinite (is[i]) || (i >= at && i < at + 3));
}

/* The mask as the engine has it, over all of the source. */
static DreamPicture *
dream_in_mask (DreamNetwork *network,
               DreamRecipe  *recipe,
               GeglBuffer   *source,
               const gfloat *mask)
{
  const GeglRectangle     *extent    = gegl_buffer_get_extent (source);
  DreamMaterials           materials = { .mask = mask };
  g_autoptr (DreamPicture) picture   = NULL;
  DreamPicture            *dream;
  GError                  *error = NULL;

  picture = deep_dream_pixels_read (source, extent, &error);
  g_assert_no_error (error);
  dream = dream_run (network, recipe, picture, &materials, NULL, NULL, NULL,
                     &error);
  g_assert_no_error (error);

  return dream;
}

/* The mask lies elsewhere than the source and ends before it does; the dream is
 * the engine's in that mask, faded once and not twice, and what is not dreamed
 * is cut out or kept.
 */
static void
test_mask (gconstpointer cuts_out)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (2);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   result  = NULL;
  g_autoptr (DreamPicture) dream   = NULL;
  g_autofree gfloat       *was     = NULL;
  g_autofree gfloat       *is      = NULL;
  g_autofree gfloat       *places  = g_new0 (gfloat, SIDE * SIDE);
  GeglRectangle            extent  = { 0, 0, 3 * SIDE, 3 * SIDE };
  GeglRectangle            part    = { 0, 0, 10, 3 * SIDE };
  GeglRectangle            strong  = { 0, 0, 7, 3 * SIDE };
  gfloat                   quarter = 0.25f;
  gfloat                   one     = 1.0f;
  gdouble                  change  = 0.0;
  DeepDreamMask            mask    = { NULL, -96, 3 * SIDE - 30 - 50, FALSE };
  GError                  *error   = NULL;

  /* The source's x = 100 is the mask's x = 4; left of 7 the mask is 1, left of
   * 10 a quarter, right of that 0, and below its end nothing.
   */
  source      = source_new (babl_format ("R'G'B'A float"), 100, 50, SIDE, SIDE);
  was         = values_of (source, "R'G'B'A float");
  mask.pixels = gegl_buffer_new (&extent, babl_format ("Y float"));
  gegl_buffer_set_color_from_pixel (mask.pixels, &part, &quarter,
                                    babl_format ("Y float"));
  gegl_buffer_set_color_from_pixel (mask.pixels, &strong, &one,
                                    babl_format ("Y float"));
  mask.cuts_out = cuts_out != NULL;

  for (gint y = 0; y < 30; y++)
    for (gint x = 0; x < 6; x++)
      places[y * SIDE + x] = x < 3 ? one : quarter;

  result = deep_dream_render_network (network, NULL, recipe, source, NULL,
                                      &mask, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  is    = values_of (result, "R'G'B'A float");
  dream = dream_in_mask (network, recipe, source, places);

  for (gsize i = 0; i < SIDE * SIDE; i++)
    {
      for (gint c = 0; c < 3; c++)
        {
          g_assert_cmpfloat_with_epsilon (is[4 * i + c],
                                          dream->pixels[3 * i + c], 1e-6);
          change += fabsf (is[4 * i + c] - was[4 * i + c]);
          if (places[i] <= 0.0f)
            g_assert_cmpfloat (is[4 * i + c], ==, was[4 * i + c]);
        }
      g_assert_cmpfloat (is[4 * i + 3], ==,
                         places[i] > 0.0f || ! mask.cuts_out ? was[4 * i + 3]
                                                             : 0.0f);
    }
  g_assert_cmpfloat (change, >, 0.1);

  g_object_unref (mask.pixels);
}

/* An area in the middle of the mask: the network sees its surroundings, and
 * they are dreamed as the mask says.
 */
static void
test_mask_around_area (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (2);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   plain   = NULL;
  g_autoptr (GeglBuffer)   masked  = NULL;
  g_autofree gfloat       *a       = NULL;
  g_autofree gfloat       *b       = NULL;
  GeglRectangle            area    = { 10, 11, 12, 13 };
  gfloat                   one     = 1.0f;
  DeepDreamMask            mask    = { NULL, 0, 0, TRUE };
  GError                  *error   = NULL;

  source      = source_new (babl_format ("R'G'B' u8"), 0, 0, SIDE, SIDE);
  mask.pixels = gegl_buffer_new (gegl_buffer_get_extent (source),
                                 babl_format ("Y float"));
  gegl_buffer_set_color_from_pixel (mask.pixels,
                                    gegl_buffer_get_extent (source), &one,
                                    babl_format ("Y float"));

  plain  = render (network, recipe, source, &area);
  masked = deep_dream_render_network (network, NULL, recipe, source, &area,
                                      &mask, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  a = values_of (plain, "R'G'B'A float");
  b = values_of (masked, "R'G'B'A float");
  g_assert_cmpmem (a, sizeof (gfloat) * 4 * area.width * area.height, b,
                   sizeof (gfloat) * 4 * area.width * area.height);

  g_object_unref (mask.pixels);
}

/* The result has the area's extent, and pixels out of the network's sight do
 * not matter.
 */
static void
test_area (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (2);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   first   = NULL;
  g_autoptr (GeglBuffer)   second  = NULL;
  g_autofree gfloat       *a       = NULL;
  g_autofree gfloat       *b       = NULL;
  GeglRectangle            area    = { 3, 5, 21, 17 };
  GeglRectangle            far     = { 0, 0, 10, 100 };
  gfloat                   color[] = { 1.0f, 0.0f, 1.0f };
  guint                    layer;
  GError                  *error = NULL;

  dream_network_find_layer (network, LAYER, &layer, &error);
  g_assert_no_error (error);
  far.x = area.x + area.width +
          dream_network_get_layer (network, layer)->receptive_field;

  source = source_new (babl_format ("R'G'B' u8"), 0, 0, far.x + 10, 100);
  first  = render (network, recipe, source, &area);
  gegl_buffer_set_color_from_pixel (source, &far, color,
                                    babl_format ("R'G'B' float"));
  second = render (network, recipe, source, &area);

  g_assert_true (gegl_rectangle_equal (gegl_buffer_get_extent (first), &area));
  a = values_of (first, "R'G'B'A float");
  b = values_of (second, "R'G'B'A float");
  g_assert_cmpmem (a, sizeof (gfloat) * 4 * area.width * area.height, b,
                   sizeof (gfloat) * 4 * area.width * area.height);
}

/* What lies around the area would break its continuity. */
static void
test_tileable_area (void)
{
  g_autoptr (DreamNetwork) network  = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe   = recipe_new (2);
  g_autoptr (GeglBuffer)   source   = NULL;
  g_autoptr (GeglBuffer)   cut      = NULL;
  g_autoptr (GeglBuffer)   expected = NULL;
  g_autoptr (GeglBuffer)   result   = NULL;
  g_autofree gfloat       *a        = NULL;
  g_autofree gfloat       *b        = NULL;
  GeglRectangle            area     = { 30, 20, 61, 47 };

  g_object_set (recipe, "tileable", TRUE, NULL);
  source = source_new (babl_format ("R'G'B' u8"), 0, 0, 200, 150);
  cut    = gegl_buffer_new (&area, babl_format ("R'G'B' u8"));
  gegl_buffer_copy (source, &area, GEGL_ABYSS_NONE, cut, &area);

  result   = render (network, recipe, source, &area);
  expected = render (network, recipe, cut, NULL);
  a        = values_of (result, "R'G'B'A float");
  b        = values_of (expected, "R'G'B'A float");
  g_assert_cmpmem (a, sizeof (gfloat) * 4 * area.width * area.height, b,
                   sizeof (gfloat) * 4 * area.width * area.height);
}

static void
test_area_outside (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (1);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   result  = NULL;
  GeglRectangle            partly  = { 30, -10, 100, 30 };
  GeglRectangle            rest    = { 30, 0, 10, 20 };
  GeglRectangle            outside = { 0, SIDE, 10, 10 };
  g_autoptr (GError)       error   = NULL;

  source = source_new (babl_format ("R'G'B' u8"), 0, 0, SIDE, SIDE);
  result = render (network, recipe, source, &partly);
  g_assert_true (gegl_rectangle_equal (gegl_buffer_get_extent (result), &rest));

  g_assert_null (deep_dream_render_network (network, NULL, recipe, source,
                                            &outside, NULL, NULL, NULL, NULL,
                                            &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE);
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left,
             const DreamPicture *view G_GNUC_UNUSED,
             gpointer            user_data)
{
  Watcher *watcher = user_data;

  g_assert_true (g_thread_self () == watcher->thread);
  g_assert_cmpfloat (fraction, >=, watcher->last_fraction);
  g_assert_cmpfloat (fraction, <=, 1.0);
  g_assert_true (isfinite (seconds_left));

  watcher->last_fraction = fraction;
  watcher->calls++;

  return watcher->verdict;
}

static gboolean
on_idle (gpointer user_data)
{
  (*(gint *) user_data)++;

  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (ENDLESS);
  g_autoptr (GeglBuffer)   source  = NULL;
  Watcher                  watcher = { DREAM_CANCEL, g_thread_self (), 0, 0 };
  gint                     alive   = 0;
  g_autoptr (GError)       error   = NULL;

  source = source_new (babl_format ("R'G'B' u8"), 0, 0, 12 * SIDE, 12 * SIDE);
  g_idle_add (on_idle, &alive);

  g_assert_null (deep_dream_render_network (network, NULL, recipe, source, NULL,
                                            NULL, NULL, on_progress, &watcher,
                                            &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_CANCELLED);
  g_assert_cmpint (watcher.calls, >=, 1);
  g_assert_cmpfloat (watcher.last_fraction, <, 1.0);
  g_assert_cmpint (alive, ==, 1);
}

static void
test_stop (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (ENDLESS);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GeglBuffer)   result  = NULL;
  Watcher                  watcher = { DREAM_STOP, g_thread_self (), 0, 0 };
  g_autoptr (GError)       error   = NULL;

  source = source_new (babl_format ("R'G'B' u8"), 0, 0, 12 * SIDE, 12 * SIDE);
  result = deep_dream_render_network (network, NULL, recipe, source, NULL, NULL,
                                      NULL, on_progress, &watcher, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (watcher.last_fraction, <, 0.9);
  g_assert_true (gegl_rectangle_equal (gegl_buffer_get_extent (result),
                                       gegl_buffer_get_extent (source)));
}

static void
test_no_layer (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = recipe_new (1);
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (GError)       error   = NULL;

  source = source_new (babl_format ("R'G'B' u8"), 0, 0, SIDE, SIDE);
  g_object_set (recipe, "layer", "nowhere", NULL);

  g_assert_null (deep_dream_render_network (network, NULL, recipe, source, NULL,
                                            NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_LAYER);
}

static void
remove_all (const gchar *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const gchar     *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree gchar *inner = g_build_filename (path, name, NULL);

      remove_all (inner);
    }

  g_remove (path);
}

/* Writes a file into the folder of installed networks of a data folder. */
static void
install (const gchar *data, const gchar *name, const gchar *contents)
{
  g_autofree gchar *folder = g_build_filename (data, "deep-dream", "networks",
                                               NULL);
  g_autofree gchar *path   = g_build_filename (folder, name, NULL);
  GError           *error  = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

static void
test_library_empty (void)
{
  g_autoptr (GPtrArray) list  = deep_dream_library_list ();
  g_autoptr (GError)    error = NULL;

  g_assert_cmpint (list->len, ==, 0);
  g_assert_null (deep_dream_library_find ("someone", &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK);
  g_assert_nonnull (
    strstr (error->message, "deep-dream-networks install someone"));
}

static void
test_library (void)
{
  const gchar *user   = g_get_user_data_dir ();
  const gchar *system = g_get_system_data_dirs ()[0];

  install (system, "b.tflite", "12345");
  install (system, "b.network",
           "[Network]\nTitle=Second\nTitle[de]=Zweites\nFile=b.tflite\nSize=5\n"
           "DefaultLayer=Mixed_5b\n"
           "[Layers]\nx/concat=Eyes\nx/concat[de]=Augen\nw=Fur\n");
  install (system, "a.tflite", "123");
  install (system, "a.network",
           "[Network]\nTitle=Theirs\nFile=a.tflite\nSize=3\nDefaultLayer=l\n");
  install (user, "a.tflite", "1");
  install (user, "a.network",
           "[Network]\nTitle=Mine\nFile=a.tflite\nSize=1\nDefaultLayer=l\n");
  install (user, "missing.network",
           "[Network]\nFile=missing.tflite\nSize=1\nDefaultLayer=l\n");

  {
    g_autoptr (GPtrArray)     list = deep_dream_library_list ();
    const DeepDreamInstalled *first;
    const DeepDreamInstalled *second;

    g_assert_cmpint (list->len, ==, 2);
    first  = list->pdata[0];
    second = list->pdata[1];

    g_assert_cmpstr (first->name, ==, "a");
    g_assert_cmpstr (first->title, ==, "Mine");
    g_assert_true (g_str_has_prefix (first->path, user));
    g_assert_cmpstr (first->layer_names[0], ==, NULL);

    g_assert_cmpstr (second->name, ==, "b");
    g_assert_cmpstr (second->title, ==, "Second");
    g_assert_cmpstr (second->default_layer, ==, "Mixed_5b");
    g_assert_cmpint (g_strv_length (second->layer_names), ==, 2);
    g_assert_cmpstr (second->layer_names[0], ==, "x/concat");
    g_assert_cmpstr (second->layer_titles[0], ==, "Eyes");
    g_assert_cmpstr (second->layer_names[1], ==, "w");
    g_assert_cmpstr (second->layer_titles[1], ==, "Fur");
  }
}

/* Runs after test_library() and sees its networks: the usual one is not among
 * them. */
static void
test_library_default (void)
{
  g_autoptr (GError)             error = NULL;
  g_autoptr (DeepDreamInstalled) first = deep_dream_library_find ("", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (first->name, ==, "a");
}

/* Likewise. */
static void
test_library_not_installed (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (deep_dream_library_find (data, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK);
  g_assert_nonnull (strstr (error->message, "a, b"));
}

static void
test_library_damaged (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  install (g_get_user_data_dir (), "damaged.tflite", "12");
  install (g_get_user_data_dir (), "damaged.network", data);

  g_assert_null (deep_dream_library_find ("damaged", &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_assert_nonnull (
    strstr (error->message, "deep-dream-networks install damaged"));

  /* A damaged one does not hide the others. */
  {
    g_autoptr (GPtrArray) list = NULL;

    g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "*damaged*");
    list = deep_dream_library_list ();
    g_test_assert_expected_messages ();
    g_assert_cmpint (list->len, ==, 2);
  }
}

/* Runs after test_library(); leaves no network behind. */
static void
test_library_folder (void)
{
  g_autofree gchar              *path      = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;
  const gchar                   *user      = g_get_user_data_dir ();
  GError                        *error     = NULL;

  path = g_build_filename (user, "deep-dream", "networks", "many", NULL);
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  install (user, "many/model.json", "1234");
  install (user, "many.network",
           "[Network]\nFile=many/model.json\nSize=4\nDefaultLayer=l\n");

  installed = deep_dream_library_find ("many", &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (installed->path, "/many/model.json"));
  g_assert_null (installed->input);

  remove_all (path);
  g_free (path);
  path = g_build_filename (user, "deep-dream", "networks", "many.network",
                           NULL);
  remove_all (path);
}

static void
check_input (const gchar *group, const gfloat *mean, gfloat scale, gboolean bgr)
{
  g_autofree gchar *text = g_strconcat (
    "[Network]\nFile=input.bin\nSize=1\nDefaultLayer=l\n", group, NULL);
  g_autoptr (DeepDreamInstalled) installed = NULL;
  GError                        *error     = NULL;

  install (g_get_user_data_dir (), "input.bin", "1");
  install (g_get_user_data_dir (), "input.network", text);
  installed = deep_dream_library_find ("input", &error);
  g_assert_no_error (error);

  for (gint c = 0; c < 3; c++)
    {
      g_assert_cmpfloat (installed->input->mean[c], ==, mean[c]);
      g_assert_cmpfloat (installed->input->scale[c], ==, scale);
    }
  g_assert_cmpint (installed->input->bgr, ==, bgr);
}

/* What the description says of the input is what the library says. */
static void
test_library_input (void)
{
  static const gfloat nothing[] = { 0, 0, 0 };
  static const gfloat caffe[]   = { 103.939f, 116.779f, 123.68f };
  static const gfloat gray[]    = { 117, 117, 117 };
  g_autofree gchar   *path      = NULL;

  check_input ("[Input]\n", nothing, 1, FALSE);
  check_input ("[Input]\nOrder=BGR\nMean=103.939;116.779;123.68\n", caffe, 1,
               TRUE);
  check_input ("[Input]\nOrder=rgb\nMean=117\nScale=0.5;0.5;0.5;\n", gray, 0.5f,
               FALSE);

  path = g_build_filename (g_get_user_data_dir (), "deep-dream", "networks",
                           "input.network", NULL);
  remove_all (path);
}

/* The real thing, at the description's own layer. */
static void
test_installed (void)
{
  g_autoptr (DreamRecipe) recipe      = dream_recipe_new ();
  g_autoptr (GeglBuffer)  source      = NULL;
  g_autoptr (GeglBuffer)  result      = NULL;
  g_autofree gchar       *path        = NULL;
  g_autofree gchar       *description = NULL;
  const gchar            *network     = g_getenv ("DEEP_DREAM_NETWORK");
  GStatBuf                found;
  GError                 *error = NULL;

  if (! network || g_stat (network, &found) != 0)
    {
      g_test_skip ("the network is not installed");
      return;
    }

  description = g_strdup_printf ("[Network]\nFile=real.tflite\n"
                                 "Size=%" G_GINT64_FORMAT "\n"
                                 "DefaultLayer=Conv2d_2b_3x3/Relu\n",
                                 (gint64) found.st_size);
  install (g_get_user_data_dir (), "real.network", description);
  path = g_build_filename (g_get_user_data_dir (), "deep-dream", "networks",
                           "real.tflite", NULL);
  g_assert_cmpint (symlink (network, path), ==, 0);

  g_object_set (recipe, "network", "real", "octaves", 1, "iterations", 1, NULL);
  source = source_new (babl_format ("R'G'B' u8"), 0, 0, SIDE, SIDE);
  result = deep_dream_render (recipe, source, NULL, NULL, NULL, NULL, NULL,
                              &error);
  g_assert_no_error (error);
  g_assert_cmpstr (recipe->layer, ==, "");
  g_assert_true (gegl_rectangle_equal (gegl_buffer_get_extent (result),
                                       gegl_buffer_get_extent (source)));
}

/* Has to be done before GLib looks at the environment. */
static gchar *
move_data_folders (void)
{
  gchar            *folder = g_dir_make_tmp ("deep-dream-XXXXXX", NULL);
  g_autofree gchar *user   = g_build_filename (folder, "user", NULL);
  g_autofree gchar *system = g_build_filename (folder, "system", NULL);

  g_setenv ("XDG_DATA_HOME", user, TRUE);
  g_setenv ("XDG_DATA_DIRS", system, TRUE);

  return folder;
}

static void
add_with_data (const gchar  *group,
               const gchar  *name,
               gconstpointer data,
               GTestDataFunc function)
{
  g_autofree gchar *path = g_strconcat (group, name, NULL);

  g_test_add_data_func (path, data, function);
}

static const gchar *const formats[] = {
  "R'G'B' u8", "R'G'B'A u8", "R'G'B'A u16", "R'G'B' u32",       "R'G'B'A half",
  "RGB u16",   "RGBA float", "RGB double",  "R'aG'aB'aA float", "Y' u8",
  "Y'A u16",   "Y float",    "YA double"
};

static const gchar *const spaces[] = { "ProPhoto", "Adobish" };

static const struct
{
  const gchar *name;
  const gchar *network;
} not_installed[] = { { "unknown", "nobody" },
                      { "file-missing", "missing" },
                      { "other-folder", "../networks/a" },
                      { "whole-path", "/tmp/a" } };

#define DAMAGED_INPUT \
  "[Network]\nFile=damaged.tflite\nSize=2\nDefaultLayer=l\n[Input]\n"

static const struct
{
  const gchar *name;
  const gchar *description;
} damaged[] = {
  { "no-keyfile", "no keyfile" },
  { "no-file", "[Network]\nSize=2\nDefaultLayer=l\n" },
  { "no-layer", "[Network]\nFile=damaged.tflite\nSize=2\n" },
  { "no-size", "[Network]\nFile=damaged.tflite\nDefaultLayer=l\n" },
  { "wrong-size", "[Network]\nFile=damaged.tflite\nSize=3\n"
                  "DefaultLayer=l\n" },
  { "other-folder", "[Network]\nFile=../networks/damaged.tflite\nSize=2\n"
                    "DefaultLayer=l\n" },
  { "folder-of-another", "[Network]\nFile=other/damaged.tflite\nSize=2\n"
                         "DefaultLayer=l\n" },
  { "parent", "[Network]\nFile=damaged/..\nSize=2\nDefaultLayer=l\n" },
  { "bad-order", DAMAGED_INPUT "Order=gbr\n" },
  { "two-means", DAMAGED_INPUT "Mean=1;2\n" },
  { "four-means", DAMAGED_INPUT "Mean=1;2;3;4\n" },
  { "mean-is-no-number", DAMAGED_INPUT "Mean=1;2;x\n" },
  { "mean-has-a-unit", DAMAGED_INPUT "Mean=1;2;3px\n" },
  { "empty-mean", DAMAGED_INPUT "Mean=\n" },
  { "endless-mean", DAMAGED_INPUT "Mean=1e99\n" },
  { "no-scale", DAMAGED_INPUT "Scale=1;0;1\n" },
  { "scale-vanishes", DAMAGED_INPUT "Scale=1e-99\n" }
};

int
main (int argc, char *argv[])
{
  g_autofree gchar *folder = move_data_folders ();
  gint              result;

  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  gegl_init (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    add_with_data ("/render/format/", formats[i], formats[i], test_format);
  for (gsize i = 0; i < G_N_ELEMENTS (spaces); i++)
    add_with_data ("/render/space/", spaces[i], spaces[i], test_space);
  g_test_add_func ("/render/gray-space", test_gray_space);
  g_test_add_func ("/render/high-range", test_high_range);
  g_test_add_func ("/render/not-finite", test_not_finite);
  g_test_add_data_func ("/render/mask/keeps", NULL, test_mask);
  g_test_add_data_func ("/render/mask/cuts-out", "", test_mask);
  g_test_add_func ("/render/mask/around-area", test_mask_around_area);
  g_test_add_func ("/render/area", test_area);
  g_test_add_func ("/render/tileable-area", test_tileable_area);
  g_test_add_func ("/render/area-outside", test_area_outside);
  g_test_add_func ("/render/cancel", test_cancel);
  g_test_add_func ("/render/stop", test_stop);
  g_test_add_func ("/render/no-layer", test_no_layer);

  g_test_add_func ("/library/empty", test_library_empty);
  g_test_add_func ("/library/list", test_library);
  g_test_add_func ("/library/default", test_library_default);
  for (gsize i = 0; i < G_N_ELEMENTS (not_installed); i++)
    add_with_data ("/library/not-installed/", not_installed[i].name,
                   not_installed[i].network, test_library_not_installed);
  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    add_with_data ("/library/damaged/", damaged[i].name, damaged[i].description,
                   test_library_damaged);
  g_test_add_func ("/library/folder", test_library_folder);
  g_test_add_func ("/library/input", test_library_input);
  g_test_add_func ("/installed/default-layer", test_installed);

  result = g_test_run ();

  gegl_exit ();
  remove_all (folder);

  return result;
}
