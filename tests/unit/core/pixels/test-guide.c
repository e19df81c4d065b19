/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures that a recipe names: how they are read from files, and that a dream
 * is guided by them; masks from files.
 */

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "plugin/core/pixels/guide.h"
#include "plugin/core/render/render-network.h"

#include "tests/unit/tiny-network.h"

#define SIDE 40

static gchar *folder = NULL;

/* Saves a buffer as a PNG file. */
static gchar *
save (GeglBuffer *buffer, const gchar *name)
{
  gchar               *path  = g_build_filename (folder, name, NULL);
  g_autoptr (GeglNode) graph = gegl_node_new ();
  GeglNode            *source;
  GeglNode            *sink;

  source = gegl_node_new_child (graph, "operation", "gegl:buffer-source",
                                "buffer", buffer, NULL);
  sink = gegl_node_new_child (graph, "operation", "gegl:png-save", "path", path,
                              "bitdepth", 8, NULL);
  gegl_node_link (source, sink);
  gegl_node_process (sink);

  return path;
}

/* The left half of one colour, the right of another. */
static gchar *
save_halves (const gchar  *name,
             const gchar  *encoding,
             gint          width,
             gint          height,
             const gfloat *left,
             const gfloat *right)
{
  g_autoptr (GeglBuffer) buffer = NULL;
  const Babl            *format = babl_format ("R'G'B'A float");
  GeglRectangle          part   = { 0, 0, width / 2, height };

  buffer = gegl_buffer_new (GEGL_RECTANGLE (0, 0, width, height),
                            babl_format (encoding));
  gegl_buffer_set_color_from_pixel (buffer, &part, left, format);
  part.x += part.width;
  gegl_buffer_set_color_from_pixel (buffer, &part, right, format);

  return save (buffer, name);
}

static const gfloat red[]   = { 1.0f, 0.0f, 0.0f, 1.0f };
static const gfloat faint[] = { 0.0f, 0.0f, 1.0f, 0.2f };
static const gfloat gray[]  = { 0.4f, 0.4f, 0.4f, 1.0f };
static const gfloat white[] = { 1.0f, 1.0f, 1.0f, 1.0f };
static const gfloat black[] = { 0.0f, 0.0f, 0.0f, 1.0f };

static void
assert_pixel (const DreamPicture *picture,
              gint                x,
              gint                y,
              gfloat              r,
              gfloat              g,
              gfloat              b)
{
  const gfloat *pixel = dream_picture_get_row (picture, y) + 3 * x;

  g_assert_cmpfloat_with_epsilon (pixel[0], r, 0.01);
  g_assert_cmpfloat_with_epsilon (pixel[1], g, 0.01);
  g_assert_cmpfloat_with_epsilon (pixel[2], b, 0.01);
}

static void
test_read (void)
{
  g_autofree gchar        *path    = NULL;
  g_autoptr (DreamPicture) picture = NULL;
  GError                  *error   = NULL;

  path    = save_halves ("small.png", "R'G'B'A u8", 20, 10, red, faint);
  picture = deep_dream_guide_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (picture->width, ==, 20);
  g_assert_cmpint (picture->height, ==, 10);
  assert_pixel (picture, 9, 0, 1.0f, 0.0f, 0.0f);
  assert_pixel (picture, 10, 9, 0.8f, 0.8f, 1.0f);
}

static void
test_scaled_down (void)
{
  g_autofree gchar        *path    = NULL;
  g_autoptr (DreamPicture) picture = NULL;
  GError                  *error   = NULL;

  path    = save_halves ("large.png", "Y' u8", 3000, 1001, gray, white);
  picture = deep_dream_guide_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (picture->width, ==, 1024);
  g_assert_cmpint (picture->height, ==, 342);
  assert_pixel (picture, 0, 0, 0.4f, 0.4f, 0.4f);
  assert_pixel (picture, 1023, 341, 1.0f, 1.0f, 1.0f);
  assert_pixel (picture, 500, 341, 0.4f, 0.4f, 0.4f);
  assert_pixel (picture, 524, 0, 1.0f, 1.0f, 1.0f);
}

static void
test_unreadable (void)
{
  g_autofree gchar  *path  = g_build_filename (folder, "text.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  g_assert_null (deep_dream_guide_read (path, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE);
  g_clear_error (&error);

  g_assert_null (deep_dream_guide_read ("/nowhere/guide.png", &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE);
  g_assert_nonnull (strstr (error->message, "/nowhere/guide.png"));
}

/* Luma times alpha. */
static void
test_mask (void)
{
  g_autofree gchar      *path  = NULL;
  g_autoptr (GeglBuffer) mask  = NULL;
  GError                *error = NULL;
  gfloat                 row[20];

  path = save_halves ("mask.png", "R'G'B'A u8", 20, 10, red, faint);
  mask = deep_dream_guide_read_mask (path, 20, 10, &error);
  g_assert_no_error (error);
  gegl_buffer_get (mask, GEGL_RECTANGLE (0, 5, 20, 1), 1.0,
                   babl_format ("Y float"), row, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  g_assert_cmpfloat_with_epsilon (row[9], 0.2126, 1e-3);
  g_assert_cmpfloat_with_epsilon (row[10], 0.2 * 0.0722, 1e-3);
}

static void
test_gray_mask (void)
{
  g_autofree gchar      *path  = NULL;
  g_autoptr (GeglBuffer) mask  = NULL;
  GError                *error = NULL;
  gfloat                 row[20];

  path = save_halves ("gray.png", "Y' u8", 20, 10, white, gray);
  mask = deep_dream_guide_read_mask (path, 20, 10, &error);
  g_assert_no_error (error);
  gegl_buffer_get (mask, GEGL_RECTANGLE (0, 5, 20, 1), 1.0,
                   babl_format ("Y float"), row, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  g_assert_cmpfloat_with_epsilon (row[0], 1.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (row[19], 0.4, 1e-3);
}

static void
test_mask_of_other_size (void)
{
  g_autofree gchar  *path  = NULL;
  g_autoptr (GError) error = NULL;

  path = save_halves ("other.png", "Y' u8", 20, 10, white, black);
  g_assert_null (deep_dream_guide_read_mask (path, 10, 20, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE);
  g_assert_nonnull (strstr (error->message, "20 x 10"));
}

static GeglBuffer *
render (DreamNetwork *network, DreamRecipe *recipe, GError **error)
{
  g_autoptr (GeglBuffer)   source  = NULL;
  g_autoptr (DreamPicture) picture = random_picture (SIDE, SIDE, 3);
  const Babl              *format  = babl_format ("R'G'B' float");

  source = gegl_buffer_new (GEGL_RECTANGLE (0, 0, SIDE, SIDE), format);
  gegl_buffer_set (source, NULL, 0, format, picture->pixels,
                   GEGL_AUTO_ROWSTRIDE);

  return deep_dream_render_network (network, NULL, recipe, source, NULL, NULL,
                                    NULL, NULL, NULL, error);
}

static gdouble
difference (GeglBuffer *a, GeglBuffer *b)
{
  g_autofree gfloat *one   = g_new (gfloat, 3 * SIDE * SIDE);
  g_autofree gfloat *other = g_new (gfloat, 3 * SIDE * SIDE);
  gdouble            sum   = 0;

  gegl_buffer_get (a, NULL, 1.0, babl_format ("R'G'B' float"), one,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  gegl_buffer_get (b, NULL, 1.0, babl_format ("R'G'B' float"), other,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  for (gint i = 0; i < 3 * SIDE * SIDE; i++)
    sum += fabsf (one[i] - other[i]);

  return sum / (3 * SIDE * SIDE);
}

/* @parameter: "guide" or "style". */
static void
test_dream (gconstpointer parameter)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = NULL;
  g_autofree gchar        *first   = NULL;
  g_autofree gchar        *second  = NULL;
  g_autoptr (GeglBuffer)   plain   = NULL;
  g_autoptr (GeglBuffer)   one     = NULL;
  g_autoptr (GeglBuffer)   other   = NULL;
  GError                  *error   = NULL;

  first  = save_halves ("first.png", "R'G'B' u8", 64, 64, red, gray);
  second = save_halves ("second.png", "R'G'B' u8", 64, 64, white, black);
  recipe = g_object_new (DREAM_TYPE_RECIPE, "layer", "head/concat", "octaves",
                         1, "iterations", 2, "jitter", 0, NULL);

  plain = render (network, recipe, &error);
  g_assert_no_error (error);
  g_object_set (recipe, parameter, first, NULL);
  one = render (network, recipe, &error);
  g_assert_no_error (error);
  g_object_set (recipe, parameter, second, NULL);
  other = render (network, recipe, &error);
  g_assert_no_error (error);

  g_assert_cmpfloat (difference (plain, one), >, 1e-4);
  g_assert_cmpfloat (difference (plain, other), >, 1e-4);
  g_assert_cmpfloat (difference (one, other), >, 1e-4);
}

static void
test_no_dream (gconstpointer parameter)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (DreamRecipe)  recipe  = NULL;
  g_autoptr (GError)       error   = NULL;

  recipe = g_object_new (DREAM_TYPE_RECIPE, "layer", "head/concat", parameter,
                         "/nowhere.png", NULL);
  g_assert_null (render (network, recipe, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE);
  g_assert_nonnull (strstr (error->message, parameter));
  g_assert_nonnull (strstr (error->message, "/nowhere.png"));
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar     *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }

  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char *argv[])
{
  gint result;

  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  gegl_init (NULL, NULL);
  folder = g_dir_make_tmp ("deep-dream-XXXXXX", NULL);

  g_test_add_func ("/guide/read", test_read);
  g_test_add_func ("/guide/scaled-down", test_scaled_down);
  g_test_add_func ("/guide/unreadable", test_unreadable);
  g_test_add_func ("/guide/mask", test_mask);
  g_test_add_func ("/guide/gray-mask", test_gray_mask);
  g_test_add_func ("/guide/mask-of-other-size", test_mask_of_other_size);
  g_test_add_data_func ("/guide/dream/guide", "guide", test_dream);
  g_test_add_data_func ("/guide/dream/style", "style", test_dream);
  g_test_add_data_func ("/guide/no-dream/guide", "guide", test_no_dream);
  g_test_add_data_func ("/guide/no-dream/style", "style", test_no_dream);

  result = g_test_run ();

  gegl_exit ();
  remove_folder ();

  return result;
}
