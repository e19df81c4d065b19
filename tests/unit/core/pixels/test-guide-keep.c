/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guides that are no files, and are made some.
 */

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "plugin/core/pixels/guide.h"

static const gfloat orange[] = { 1.0f, 0.6f, 0.2f, 1.0f };
static const gfloat faint[]  = { 0.0f, 0.0f, 1.0f, 0.2f };

static GeglBuffer *
make_pixels (const gchar *encoding, const gfloat *color)
{
  GeglBuffer *pixels = gegl_buffer_new (GEGL_RECTANGLE (-3, 5, 20, 10),
                                        babl_format (encoding));

  gegl_buffer_set_color_from_pixel (pixels, NULL, color,
                                    babl_format ("R'G'B'A float"));
  return pixels;
}

static void
assert_kept (const gchar *path, gfloat r, gfloat g, gfloat b)
{
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamPicture) picture = deep_dream_guide_read (path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (picture->width, ==, 20);
  g_assert_cmpint (picture->height, ==, 10);
  for (gsize i = 0; i < dream_picture_n_values (picture); i += 3)
    {
      g_assert_cmpfloat_with_epsilon (picture->pixels[i], r, 0.003);
      g_assert_cmpfloat_with_epsilon (picture->pixels[i + 1], g, 0.003);
      g_assert_cmpfloat_with_epsilon (picture->pixels[i + 2], b, 0.003);
    }
}

static void
test_read_back (void)
{
  g_autoptr (GError)     error       = NULL;
  g_autoptr (GeglBuffer) opaque      = make_pixels ("R'G'B' u8", orange);
  g_autoptr (GeglBuffer) see_through = make_pixels ("RGBA float", faint);
  g_autofree gchar      *first       = deep_dream_guide_keep (opaque, &error);
  g_autofree gchar      *second      = NULL;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (first, g_get_user_data_dir ()));
  assert_kept (first, 1, 0.6f, 0.2f);

  /* Over white. */
  second = deep_dream_guide_keep (see_through, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, !=, second);
  assert_kept (second, 0.8f, 0.8f, 1);
}

/* However they are stored, the same pixels are one file, which is not written
 * again.
 */
static void
test_same_pixels (void)
{
  g_autoptr (GError)     error  = NULL;
  g_autoptr (GeglBuffer) one    = make_pixels ("R'G'B' u8", orange);
  g_autoptr (GeglBuffer) other  = make_pixels ("R'G'B'A float", orange);
  g_autofree gchar      *first  = deep_dream_guide_keep (one, &error);
  g_autofree gchar      *second = NULL;
  GStatBuf               before, after;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (first, &before), ==, 0);
  second = deep_dream_guide_keep (other, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (second, &after), ==, 0);

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
}

/* A file is where the folder belongs. */
static void
test_unwritable (void)
{
  g_autoptr (GError)     error  = NULL;
  g_autoptr (GeglBuffer) pixels = make_pixels ("R'G'B' u8", orange);
  g_autofree gchar      *folder = g_build_filename (g_get_user_data_dir (),
                                                    "deep-dream", NULL);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", -1, NULL));

  g_assert_null (deep_dream_guide_keep (pixels, &error));
  g_assert_true (error->domain == G_FILE_ERROR);
}

int
main (int argc, char *argv[])
{
  gint result;

  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gegl_init (NULL, NULL);

  g_test_add_func ("/guide-keep/read-back", test_read_back);
  g_test_add_func ("/guide-keep/same-pixels", test_same_pixels);
  g_test_add_func ("/guide-keep/unwritable", test_unwritable);

  result = g_test_run ();
  gegl_exit ();

  return result;
}
