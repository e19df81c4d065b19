/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where an enlarged dream has edges, and that these alone become sharper.
 */

#include <math.h>
#include <string.h>

#include "engine/image/edges.h"
#include "engine/image/mask.h"
#include "tests/unit/tiny-network.h"

/* Of the detail of a dream, and how much larger the picture is. */
#define SIDE   40
#define FACTOR 4

static gboolean
go_on (gdouble work, gpointer data)
{
  return work == 0 && ! data;
}

static DreamPicture *
new_picture (gint width, gint height)
{
  DreamPicture *picture = random_picture (width, height, 1);

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    picture->pixels[i] = 0.4f + picture->pixels[i] / 5;

  return picture;
}

static gboolean
are_same (const DreamPicture *a, const DreamPicture *b)
{
  return memcmp (a->pixels, b->pixels,
                 dream_picture_n_values (a) * sizeof (gfloat)) == 0;
}

/* A disc in the left half. */
static DreamPicture *
new_disc (gint x_shift)
{
  DreamPicture *detail = dream_picture_new (SIDE * 2, SIDE, NULL);

  for (gint y = 0; y < SIDE; y++)
    for (gint x = 0; x < SIDE * 2; x++)
      {
        const gdouble r  = hypot (x - SIDE / 2, y - SIDE / 2);
        const gint    to = (x + x_shift) % (SIDE * 2);

        for (gint c = 0; c < 3; c++)
          dream_picture_get_row (detail, y)[to * 3 + c] = r < SIDE / 4 ? 0.3
                                                                       : 0;
      }

  return detail;
}

/* Returns: (transfer full): the places of the edges. */
static gfloat *
sharpen (const DreamPicture *detail,
         gboolean            wrap,
         const gfloat       *mask,
         DreamPicture       *picture,
         DreamPicture      **enlarged,
         DreamPicture      **sharpened)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamEdges)   edges   = NULL;
  gfloat *places = dream_mask_new (picture->width, picture->height, NULL);

  *enlarged = dream_picture_resample (detail, picture->width, picture->height,
                                      wrap, threads, NULL);
  dream_picture_add (*enlarged, picture, 1, threads);
  *sharpened = dream_picture_copy (*enlarged, NULL);

  edges = dream_edges_new (detail->width, detail->height, wrap, threads, NULL);
  g_assert_true (dream_edges_find (edges, detail, 1, go_on, NULL));
  dream_edges_sharpen (edges, picture, mask, *sharpened, places);

  return places;
}

static void
test_flat_stays (void)
{
  g_autoptr (DreamPicture) detail      = new_disc (0);
  g_autoptr (DreamPicture) picture     = new_picture (SIDE * 2 * FACTOR,
                                                      SIDE * FACTOR);
  g_autoptr (DreamPicture) enlarged    = NULL;
  g_autoptr (DreamPicture) sharp       = NULL;
  g_autofree gfloat       *places      = NULL;
  const gint               middle      = SIDE / 2 * FACTOR;
  const gint               rim         = middle + SIDE / 4 * FACTOR;
  gdouble                  steepest[2] = { 0, 0 };

  places = sharpen (detail, FALSE, NULL, picture, &enlarged, &sharp);

  /* The right half, and the disc's own middle. */
  for (gint i = 0; i < picture->width * picture->height; i++)
    if (i % picture->width >= picture->width / 2)
      {
        g_assert_cmpfloat (places[i], ==, 0);
        g_assert_cmpmem (sharp->pixels + i * 3, 3 * sizeof (gfloat),
                         enlarged->pixels + i * 3, 3 * sizeof (gfloat));
      }
  g_assert_cmpfloat (places[middle * picture->width + middle], ==, 0);
  g_assert_cmpfloat (places[middle * picture->width + rim], ==, 1);

  /* A steeper slope at the rim. */
  for (gint x = rim - 2 * FACTOR; x < rim + 2 * FACTOR; x++)
    for (gint k = 0; k < 2; k++)
      {
        const DreamPicture *seen = k ? sharp : enlarged;
        const gfloat       *row  = dream_picture_get_row (seen, middle) + 3 * x;
        const gfloat *below = dream_picture_get_row (picture, middle) + 3 * x;

        steepest[k] = MAX (steepest[k],
                           (row[0] - below[0]) - (row[3] - below[3]));
      }
  g_assert_cmpfloat (steepest[1], >, 1.2 * steepest[0]);
}

/* Without a dream, there is no edge, however faint all is. */
static void
test_nothing_found (void)
{
  g_autoptr (DreamPicture) detail  = random_picture (SIDE, SIDE, 2);
  g_autoptr (DreamPicture) picture = new_picture (SIDE * FACTOR, SIDE * FACTOR);
  g_autoptr (DreamPicture) enlarged = NULL;
  g_autoptr (DreamPicture) sharp    = NULL;
  g_autofree gfloat       *places   = NULL;

  for (gsize i = 0; i < dream_picture_n_values (detail); i++)
    detail->pixels[i] *= 0.1f / 255;

  places = sharpen (detail, FALSE, NULL, picture, &enlarged, &sharp);
  g_assert_true (are_same (enlarged, sharp));
}

/* Half as much where the mask is half. */
static void
test_mask (void)
{
  g_autoptr (DreamPicture) detail   = new_disc (0);
  g_autoptr (DreamPicture) picture  = new_picture (SIDE * 2 * FACTOR,
                                                   SIDE * FACTOR);
  const gsize              n        = (gsize) picture->width * picture->height;
  g_autofree gfloat       *half     = g_new (gfloat, n);
  g_autoptr (DreamPicture) enlarged = NULL;
  g_autoptr (DreamPicture) again    = NULL;
  g_autoptr (DreamPicture) whole    = NULL;
  g_autoptr (DreamPicture) less     = NULL;
  g_autofree gfloat       *places   = NULL;
  g_autofree gfloat       *fewer    = NULL;

  for (gsize i = 0; i < n; i++)
    half[i] = 0.5;
  places = sharpen (detail, FALSE, NULL, picture, &enlarged, &whole);
  fewer  = sharpen (detail, FALSE, half, picture, &again, &less);

  for (gsize i = 0; i < n; i++)
    {
      const gfloat before = enlarged->pixels[i * 3];

      g_assert_cmpfloat_with_epsilon (fewer[i], places[i] / 2, 1e-6);
      g_assert_cmpfloat_with_epsilon (less->pixels[i * 3] - before,
                                      (whole->pixels[i * 3] - before) / 2,
                                      1e-5);
    }
}

/* A disc that lies across the border is found and sharpened as any other. */
static void
test_wraps (void)
{
  const gint               shift    = SIDE * 3 / 2;
  g_autoptr (DreamPicture) detail   = new_disc (0);
  g_autoptr (DreamPicture) around   = new_disc (shift);
  g_autoptr (DreamPicture) picture  = dream_picture_new (SIDE * 2 * FACTOR,
                                                         SIDE * FACTOR, NULL);
  g_autoptr (DreamPicture) enlarged = NULL;
  g_autoptr (DreamPicture) sharp    = NULL;
  g_autoptr (DreamPicture) other    = NULL;
  g_autoptr (DreamPicture) rolled   = NULL;
  g_autofree gfloat       *places   = NULL;
  g_autofree gfloat       *moved    = NULL;

  places = sharpen (detail, TRUE, NULL, picture, &enlarged, &sharp);
  moved  = sharpen (around, TRUE, NULL, picture, &other, &rolled);

  for (gint y = 0; y < picture->height; y++)
    for (gint x = 0; x < picture->width; x++)
      {
        const gint row = y * picture->width;
        const gint to  = row + (x + shift * FACTOR) % picture->width;

        g_assert_cmpfloat_with_epsilon (places[row + x], moved[to], 1e-4);
        g_assert_cmpfloat_with_epsilon (sharp->pixels[(row + x) * 3],
                                        rolled->pixels[to * 3], 1e-4);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/edges/flat-stays", test_flat_stays);
  g_test_add_func ("/edges/mask", test_mask);
  g_test_add_func ("/edges/nothing-found", test_nothing_found);
  g_test_add_func ("/edges/wraps", test_wraps);

  return g_test_run ();
}
