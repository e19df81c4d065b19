/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes the frames of an animation as PNG files, for compare.
 */

#include <stdlib.h>

#include "plugin/core/animation/animate.h"
#include "plugin/core/pixels/photo.h"
#include "plugin/core/pixels/png.h"

static gboolean
save_frame (gint index, GeglBuffer *frame, gpointer folder, GError **error)
{
  g_autofree gchar *name = g_strdup_printf ("%d.png", index);
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  return deep_dream_png_save (frame, path, error);
}

static gboolean
write_frames (const gchar        *photo_path,
              const gchar        *recipe_path,
              DeepDreamAnimation *animation,
              gchar              *folder,
              GError            **error)
{
  g_autoptr (DeepDreamPhoto) photo  = NULL;
  g_autoptr (DreamRecipe)    recipe = NULL;

  photo = deep_dream_photo_load (photo_path, FALSE, error);
  if (! photo)
    return FALSE;
  recipe = dream_recipe_new ();
  if (! dream_recipe_load (recipe, recipe_path, error))
    return FALSE;

  return deep_dream_animate (animation, recipe, photo->pixels, NULL, save_frame,
                             NULL, folder, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (DeepDreamAnimation) animation = NULL;
  g_autoptr (GError)             error     = NULL;
  gboolean                       written;

  if (argc != 5)
    {
      g_printerr ("Usage: frames PHOTO RECIPE MOVEMENT FOLDER\n"
                  "MOVEMENT is 0 to 3, in the order of DeepDreamMovement.\n");
      return 2;
    }

  gegl_init (NULL, NULL);
  animation = g_object_new (DEEP_DREAM_TYPE_ANIMATION, "frames", 3, "movement",
                            atoi (argv[3]), "amount", 5.0, NULL);
  written   = write_frames (argv[1], argv[2], animation, argv[4], &error);
  if (! written)
    g_printerr ("frames: %s\n", error->message);
  gegl_exit ();

  return written ? 0 : 1;
}
