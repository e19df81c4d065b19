/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where thumbnails lie, when they are out of date, and what is in them.
 */

#include <locale.h>
#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "engine/image/picture.h"
#include "plugin/core/pixels/guide.h"
#include "plugin/core/preview/thumbnails.h"

/* Installed networks say how large their files are. */
#define DESCRIPTION "[Network]\nFile=n.bin\nSize=1\nDefaultLayer=l\n"

static gchar *
get_network_path (const gchar *name)
{
  return g_build_filename (g_get_user_data_dir (), "deep-dream", "networks",
                           name, NULL);
}

static void
install_network (void)
{
  g_autofree gchar *file        = get_network_path ("n.bin");
  g_autofree gchar *description = get_network_path ("n.network");
  g_autofree gchar *parent      = g_path_get_dirname (file);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "1", -1, NULL));
  g_assert_true (g_file_set_contents (description, DESCRIPTION, -1, NULL));
}

static void
set_time (const gchar *path, gint64 seconds)
{
  struct utimbuf times = { .actime  = (time_t) seconds,
                           .modtime = (time_t) seconds };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

/* In the cache, apart for each network, and never in a folder of the layer's. */
static void
test_layer_path (void)
{
  g_autofree gchar *path  = NULL;
  g_autofree gchar *other = NULL;
  g_autofree gchar *base  = NULL;

  path  = deep_dream_thumbnails_get_layer_path ("a", "Mixed_5b/concat");
  other = deep_dream_thumbnails_get_layer_path ("b", "Mixed_5b/concat");
  base  = g_path_get_basename (path);

  g_assert_true (g_str_has_prefix (path, g_get_user_cache_dir ()));
  g_assert_cmpstr (base, ==, "Mixed_5b-concat.png");
  g_assert_cmpstr (path, !=, other);
}

static void
test_newer (void)
{
  g_autofree gchar *network   = get_network_path ("n.bin");
  g_autofree gchar *thumbnail = g_build_filename (g_get_user_cache_dir (),
                                                  "thumbnail.png", NULL);

  install_network ();
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_assert_false (deep_dream_thumbnails_is_newer (thumbnail, "n"));

  g_assert_true (g_file_set_contents (thumbnail, "", -1, NULL));
  set_time (network, 1000);
  set_time (thumbnail, 1000);
  g_assert_true (deep_dream_thumbnails_is_newer (thumbnail, "n"));
  set_time (thumbnail, 999);
  g_assert_false (deep_dream_thumbnails_is_newer (thumbnail, "n"));

  set_time (thumbnail, 2000);
  g_assert_false (deep_dream_thumbnails_is_newer (thumbnail, "no-such"));
}

static void
test_sketch_layer (void)
{
  g_autoptr (GError)              error  = NULL;
  g_autoptr (DeepDreamPreviewJob) sketch = NULL;

  sketch = deep_dream_thumbnails_sketch_layer ("n", "l", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sketch->recipe->network, ==, "n");
  g_assert_cmpstr (sketch->recipe->layer, ==, "l");
  g_assert_cmpstr (sketch->recipe->guide, ==, "");
  g_assert_cmpstr (sketch->recipe->subject, ==, "");
  g_assert_null (sketch->mask);

  /* A whole number of thumbnails, all of which is shown. */
  g_assert_cmpint (sketch->picture->width % DEEP_DREAM_THUMBNAIL_WIDTH, ==, 0);
  g_assert_cmpint (sketch->picture->height % DEEP_DREAM_THUMBNAIL_HEIGHT, ==,
                   0);
  g_assert_cmpint (sketch->shown.width, ==, sketch->picture->width);
  g_assert_cmpint (sketch->shown.height, ==, sketch->picture->height);
}

/* The left half red, the right one blue. */
static void
test_save (void)
{
  const gint               width   = 2 * DEEP_DREAM_THUMBNAIL_WIDTH;
  g_autofree gchar        *path    = NULL;
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamPicture) picture = NULL;
  g_autoptr (DreamPicture) saved   = NULL;
  const gfloat            *last;

  picture = dream_picture_new (width, 2 * DEEP_DREAM_THUMBNAIL_HEIGHT, NULL);
  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    {
      const gboolean is_left = i / 3 % width < width / 2;

      picture->pixels[i] = i % 3 == (is_left ? 0 : 2);
    }

  path = deep_dream_thumbnails_get_layer_path ("a-new-folder", "l");
  g_assert_true (deep_dream_thumbnails_save (path, picture, &error));
  g_assert_no_error (error);

  saved = deep_dream_guide_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (saved->width, ==, DEEP_DREAM_THUMBNAIL_WIDTH);
  g_assert_cmpint (saved->height, ==, DEEP_DREAM_THUMBNAIL_HEIGHT);
  last = saved->pixels + dream_picture_n_values (saved) - 3;
  g_assert_cmpfloat (saved->pixels[0], ==, 1);
  g_assert_cmpfloat (saved->pixels[2], ==, 0);
  g_assert_cmpfloat (last[0], ==, 0);
  g_assert_cmpfloat (last[2], ==, 1);
}

/* A file is where the folder belongs. */
static void
test_unwritable (void)
{
  g_autofree gchar        *folder  = NULL;
  g_autofree gchar        *path    = NULL;
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamPicture) picture = dream_picture_new (8, 8, NULL);

  memset (picture->pixels, 0,
          dream_picture_n_values (picture) * sizeof (gfloat));
  folder = g_build_filename (g_get_user_cache_dir (), "file", NULL);
  path   = g_build_filename (folder, "thumbnail.png", NULL);
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", -1, NULL));

  g_assert_false (deep_dream_thumbnails_save (path, picture, &error));
  g_assert_true (error->domain == G_FILE_ERROR);
  g_assert_nonnull (strstr (error->message, "file"));
}

int
main (int argc, char *argv[])
{
  gint result;

  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gegl_init (NULL, NULL);

  g_test_add_func ("/thumbnails/layer-path", test_layer_path);
  g_test_add_func ("/thumbnails/newer", test_newer);
  g_test_add_func ("/thumbnails/sketch-layer", test_sketch_layer);
  g_test_add_func ("/thumbnails/save", test_save);
  g_test_add_func ("/thumbnails/unwritable", test_unwritable);

  result = g_test_run ();
  gegl_exit ();

  return result;
}
