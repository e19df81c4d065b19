/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forward and backward over one tile that is the whole picture.
 */

#include "passes.h"

/* Of the pictures in arrays. */
#define WHITE 255

/* No tile but the whole picture is exact everywhere. */
static const DreamTiling whole = { G_MAXSIZE, 100, FALSE };

DreamPicture *
passes_picture (const Npy *image, GError **error)
{
  DreamPicture *picture;

  if (image->size[2] != 3)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                   "The picture has %d values a pixel instead of 3.",
                   image->size[2]);
      return NULL;
    }

  picture = dream_picture_new (image->size[1], image->size[0], error);
  for (gsize i = 0; picture && i < image->n_values; i++)
    picture->pixels[i] = image->values[i] / WHITE;

  return picture;
}

gfloat *
passes_forward (DreamCompiled      *compiled,
                DreamThreads       *threads,
                const DreamPicture *picture,
                gint               *channels,
                gint               *height,
                gint               *width,
                GError            **error)
{
  const DreamInput     *expected = dream_network_get_input (compiled->network);
  g_autoptr (DreamPlan) plan     = NULL;
  gpointer              memory;
  gfloat               *input;
  gfloat               *values;
  gsize                 row;

  plan = dream_plan_new (compiled, threads, picture->width, picture->height,
                         picture->width, picture->height, error);
  if (! plan)
    return NULL;

  memory = g_aligned_alloc (1, dream_plan_get_memory (plan), 64);
  dream_plan_bind (plan, memory);
  input = dream_plan_get_input (plan, &row);
  for (gint y = 0; y < picture->height; y++)
    for (gint x = 0; x < picture->width; x++)
      dream_input_from_pixel (expected,
                              picture->pixels +
                                ((gsize) y * picture->width + x) * 3,
                              input + y * row + 3 * x);

  dream_plan_forward (plan, NULL, NULL);
  values = dream_plan_read_activation (plan, compiled->target, channels, height,
                                       width);
  g_aligned_free (memory);

  return values;
}

DreamPicture *
passes_gradient (DreamCompiled      *compiled,
                 DreamThreads       *threads,
                 const DreamPicture *picture,
                 GError            **error)
{
  g_autoptr (DreamGradient) gradients = NULL;
  g_autoptr (DreamPicture)  gradient  = NULL;

  if (! (gradients = dream_gradient_new (compiled, threads, picture->width,
                                         picture->height, &whole, error)) ||
      ! (gradient = dream_picture_new (picture->width, picture->height, error)))
    return NULL;

  dream_gradient_compute (gradients, picture, 0, 0, gradient, NULL, NULL);
  for (gsize i = 0; i < dream_picture_n_values (gradient); i++)
    gradient->pixels[i] /= WHITE;

  return g_steal_pointer (&gradient);
}
