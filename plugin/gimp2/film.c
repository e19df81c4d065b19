/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills a new image with the frames of an animation as they are made.
 */

#include "film.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugin/core/animation/animate.h"
#include "plugin/core/pixels/pixels.h"
#include "plugin/gimp/parasite.h"
#include "resources.h"
#include "source.h"

typedef struct
{
  gint32              image;
  DeepDreamAnimation *animation;
  gboolean            has_alpha;
  DeepDreamProgress   progress;
  gpointer            user_data;
} Film;

static gint32        make_image (gint32 like, GeglBuffer *pixels);
static void          attach_recipe (gint32 image, DreamRecipe *recipe);
static gboolean      on_frame (gint        index,
                               GeglBuffer *frame,
                               gpointer    user_data,
                               GError    **error);
static GimpImageType choose_type (const Film *film);
static void          fill (gint32 drawable, GeglBuffer *pixels);
static DreamVerdict  on_progress (gdouble             fraction,
                                  gdouble             seconds_left,
                                  const DreamPicture *view,
                                  gpointer            user_data);

gint32
deep_dream_film_run (gint32              image,
                     gint32              drawable,
                     DreamRecipe        *recipe,
                     DeepDreamAnimation *animation,
                     DeepDreamProgress   progress,
                     gpointer            user_data,
                     GError            **error)
{
  const DreamResources resources = deep_dream_resources_get ();
  g_autoptr (GObject)  buffer    = NULL;
  g_autoptr (GObject)  pixels    = NULL;
  Film                 film      = { .animation = animation,
                                     .progress  = progress,
                                     .user_data = user_data };

  if (! deep_dream_source_check (image, drawable, error))
    return -1;

  /* A copy, as people go on working on the image. */
  buffer = G_OBJECT (gimp_drawable_get_buffer (drawable));
  pixels = G_OBJECT (gegl_buffer_dup (GEGL_BUFFER (buffer)));

  film.image     = make_image (image, GEGL_BUFFER (pixels));
  film.has_alpha = ! deep_dream_pixels_is_opaque (GEGL_BUFFER (pixels));

  if (! deep_dream_animate (animation, recipe, GEGL_BUFFER (pixels), &resources,
                            on_frame, on_progress, &film, error))
    {
      gimp_image_delete (film.image);
      return -1;
    }

  attach_recipe (film.image, recipe);
  gimp_image_undo_enable (film.image);

  return film.image;
}

static gint32
make_image (gint32 like, GeglBuffer *pixels)
{
  g_autoptr (GObject) profile = NULL;
  gint32              image;
  gdouble             x, y;

  profile = (GObject *) gimp_image_get_color_profile (like);
  image   = gimp_image_new_with_precision (gegl_buffer_get_width (pixels),
                                           gegl_buffer_get_height (pixels),
                                           gimp_image_base_type (like),
                                           gimp_image_get_precision (like));
  gimp_image_undo_disable (image);

  if (profile)
    gimp_image_set_color_profile (image, GIMP_COLOR_PROFILE (profile));
  if (gimp_image_get_resolution (like, &x, &y))
    gimp_image_set_resolution (image, x, y);

  return image;
}

static void
attach_recipe (gint32 image, DreamRecipe *recipe)
{
  g_autofree gchar *text     = dream_recipe_to_string (recipe);
  GimpParasite     *parasite = gimp_parasite_new (DEEP_DREAM_PARASITE,
                                                  GIMP_PARASITE_PERSISTENT,
                                                  strlen (text), text);

  gimp_image_attach_parasite (image, parasite);
  gimp_parasite_free (parasite);
}

static gboolean
on_frame (gint index, GeglBuffer *frame, gpointer user_data, GError **error)
{
  Film             *film = user_data;
  g_autofree gchar *name = NULL;
  gint32            layer;

  name  = deep_dream_animation_name_frame (film->animation, index,
                                           film->has_alpha);
  layer = gimp_layer_new (film->image, name, gegl_buffer_get_width (frame),
                          gegl_buffer_get_height (frame), choose_type (film),
                          100.0, GIMP_LAYER_MODE_NORMAL);

  if (layer == -1 || ! gimp_image_insert_layer (film->image, layer, -1, 0))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("The animation's frames cannot be made: %s"),
                   gimp_get_pdb_error ());
      return FALSE;
    }

  fill (layer, frame);
  return TRUE;
}

static GimpImageType
choose_type (const Film *film)
{
  if (gimp_image_base_type (film->image) == GIMP_GRAY)
    return film->has_alpha ? GIMP_GRAYA_IMAGE : GIMP_GRAY_IMAGE;

  return film->has_alpha ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE;
}

static void
fill (gint32 drawable, GeglBuffer *pixels)
{
  g_autoptr (GObject) buffer = G_OBJECT (gimp_drawable_get_buffer (drawable));

  gegl_buffer_copy (pixels, NULL, GEGL_ABYSS_NONE, GEGL_BUFFER (buffer),
                    GEGL_RECTANGLE (0, 0, 0, 0));
  gegl_buffer_flush (GEGL_BUFFER (buffer));

  gimp_drawable_update (drawable, 0, 0, gegl_buffer_get_width (pixels),
                        gegl_buffer_get_height (pixels));
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left,
             const DreamPicture *view,
             gpointer            user_data)
{
  Film *film = user_data;

  return film->progress (fraction, seconds_left, view, film->user_data);
}
