/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills a new image with the frames of an animation as they are made.
 */

#include "film.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "appearance.h"
#include "arguments.h"
#include "plugin/core/animation/animate.h"
#include "plugin/core/pixels/pixels.h"
#include "plugin/gimp/parasite.h"
#include "source.h"

typedef struct
{
  GimpImage          *image;
  DeepDreamAnimation *animation;
  gboolean            has_alpha;
  DeepDreamProgress   progress;
  gpointer            user_data;
} Film;

static GeglBuffer   *read_layer (GimpDrawable *drawable, GError **error);
static GimpImage    *make_image (GimpImage *like, GeglBuffer *pixels);
static void          attach_recipe (GimpImage *image, DreamRecipe *recipe);
static gboolean      on_frame (gint        index,
                               GeglBuffer *frame,
                               gpointer    user_data,
                               GError    **error);
static GimpImageType choose_type (const Film *film);
static void          fill (GimpDrawable *drawable, GeglBuffer *pixels);
static DreamVerdict  on_progress (gdouble             fraction,
                                  gdouble             seconds_left,
                                  const DreamPicture *view,
                                  gpointer            user_data);

GimpImage *
deep_dream_film_run (GimpImage           *image,
                     GimpDrawable        *drawable,
                     GimpProcedureConfig *config,
                     DeepDreamProgress    progress,
                     gpointer             user_data,
                     GError             **error)
{
  const DreamResources resources = { .n_threads = gimp_get_num_processors () };
  g_autoptr (DreamRecipe)        recipe    = NULL;
  g_autoptr (DeepDreamAnimation) animation = NULL;
  g_autoptr (GeglBuffer)         pixels    = NULL;
  Film                           film      = { 0 };

  recipe    = deep_dream_arguments_read (config, error);
  animation = recipe ? deep_dream_arguments_read_animation (config, error)
                     : NULL;
  if (! animation || ! deep_dream_source_check (image, drawable, error))
    return NULL;

  pixels = read_layer (drawable, error);
  if (! pixels)
    return NULL;

  film.image     = make_image (image, pixels);
  film.animation = animation;
  film.has_alpha = ! deep_dream_pixels_is_opaque (pixels);
  film.progress  = progress;
  film.user_data = user_data;

  if (! deep_dream_animate (animation, recipe, pixels, &resources, on_frame,
                            on_progress, &film, error))
    {
      gimp_image_delete (film.image);
      return NULL;
    }

  attach_recipe (film.image, recipe);
  gimp_image_undo_enable (film.image);

  return film.image;
}

static GeglBuffer *
read_layer (GimpDrawable *drawable, GError **error)
{
  GeglBuffer *pixels;
  gint        x, y;

  pixels = deep_dream_appearance_read (GIMP_LAYER (drawable), &x, &y);
  if (! pixels)
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                         _ ("The layer's filters cannot be applied. Merge "
                            "them into the layer, or remove them, and try "
                            "again."));
  return pixels;
}

static GimpImage *
make_image (GimpImage *like, GeglBuffer *pixels)
{
  g_autoptr (GimpColorProfile) profile = gimp_image_get_color_profile (like);
  GimpImage                   *image;
  gdouble                      x, y;

  image = gimp_image_new_with_precision (gegl_buffer_get_width (pixels),
                                         gegl_buffer_get_height (pixels),
                                         gimp_image_get_base_type (like),
                                         gimp_image_get_precision (like));
  gimp_image_undo_disable (image);

  if (profile)
    gimp_image_set_color_profile (image, profile);
  if (gimp_image_get_resolution (like, &x, &y))
    gimp_image_set_resolution (image, x, y);

  return image;
}

static void
attach_recipe (GimpImage *image, DreamRecipe *recipe)
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
  GimpLayer        *layer;

  name  = deep_dream_animation_name_frame (film->animation, index,
                                           film->has_alpha);
  layer = gimp_layer_new (film->image, name, gegl_buffer_get_width (frame),
                          gegl_buffer_get_height (frame), choose_type (film),
                          100.0, GIMP_LAYER_MODE_NORMAL);

  if (! layer || ! gimp_image_insert_layer (film->image, layer, NULL, 0))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("The animation's frames cannot be made: %s"),
                   gimp_pdb_get_last_error (gimp_get_pdb ()));
      return FALSE;
    }

  fill (GIMP_DRAWABLE (layer), frame);
  return TRUE;
}

static GimpImageType
choose_type (const Film *film)
{
  if (gimp_image_get_base_type (film->image) == GIMP_GRAY)
    return film->has_alpha ? GIMP_GRAYA_IMAGE : GIMP_GRAY_IMAGE;

  return film->has_alpha ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE;
}

static void
fill (GimpDrawable *drawable, GeglBuffer *pixels)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (drawable);

  gegl_buffer_copy (pixels, NULL, GEGL_ABYSS_NONE, buffer,
                    GEGL_RECTANGLE (0, 0, 0, 0));
  gegl_buffer_flush (buffer);

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
