/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames that belong together, with a small network that is not installed.
 */

#include <math.h>
#include <string.h>

#include "plugin/core/animation/animate.h"
#include "plugin/core/animation/camera-source.h"
#include "plugin/core/pixels/pixels.h"
#include "plugin/core/render/render-network.h"

#include "tests/unit/tiny-network.h"

#define WIDTH  60
#define HEIGHT 48
#define LAYER  "head/concat"

/* Where pictures that move are compared: away from their borders. */
#define MARGIN 10

typedef struct
{
  GPtrArray   *frames; /* of GeglBuffer */
  gint         expected;
  gint         verdict_after; /* frames */
  DreamVerdict verdict;
  gdouble      fraction;
  gint         bad_frame;
} Film;

static DreamRecipe *
recipe_new (gint seed)
{
  return g_object_new (DREAM_TYPE_RECIPE, "layer", LAYER, "octaves", 2,
                       "iterations", 10, "jitter", 3, "seed", seed, "precision",
                       DREAM_PRECISION_FULL, NULL);
}

static DeepDreamAnimation *
animation_new (DeepDreamMovement movement, gint n_frames, gdouble amount)
{
  return g_object_new (DEEP_DREAM_TYPE_ANIMATION, "movement", movement,
                       "frames", n_frames, "amount", amount, NULL);
}

/* Soft waves, as a dream is to be added to something that can be moved. */
static GeglBuffer *
source_new (const gchar *encoding)
{
  const GeglRectangle extent = { 3, -2, WIDTH, HEIGHT };
  GeglBuffer *source = gegl_buffer_new (&extent, babl_format (encoding));
  gfloat      values[HEIGHT][WIDTH][4];

  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      {
        values[y][x][0] = 0.5f + 0.2f * sinf (0.31f * x + 0.1f * y);
        values[y][x][1] = 0.5f + 0.2f * sinf (0.23f * y);
        values[y][x][2] = 0.5f + 0.2f * cosf (0.17f * x - 0.2f * y);
        values[y][x][3] = x < WIDTH / 2 ? 1.0f : 0.0f;
      }
  gegl_buffer_set (source, &extent, 0, babl_format ("R'G'B'A float"), values,
                   GEGL_AUTO_ROWSTRIDE);

  return source;
}

static gboolean
on_frame (gint index, GeglBuffer *frame, gpointer data, GError **error)
{
  Film *film = data;

  g_assert_cmpint (index, ==, film->frames->len);
  g_ptr_array_add (film->frames, g_object_ref (frame));

  if (index + 1 == film->bad_frame)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE, "bad");
      return FALSE;
    }

  return TRUE;
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left G_GNUC_UNUSED,
             const DreamPicture *view G_GNUC_UNUSED,
             gpointer            data)
{
  Film *film = data;

  g_assert_cmpfloat (fraction, >=, film->fraction - 1e-9);
  g_assert_cmpfloat (fraction, <=, 1 + 1e-9);
  film->fraction = fraction;

  return (gint) film->frames->len >= film->verdict_after ? film->verdict
                                                         : DREAM_CONTINUE;
}

static void
film_init (Film *film)
{
  memset (film, 0, sizeof (*film));
  film->frames = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
shoot (Film               *film,
       DeepDreamAnimation *animation,
       DreamRecipe        *recipe,
       GeglBuffer         *source,
       GError            **error)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (1);

  return deep_dream_animate_network (animation, network, NULL, recipe, source,
                                     NULL, on_frame, on_progress, film, error);
}

static DreamPicture *
read_frame (GeglBuffer *frame)
{
  GError       *error   = NULL;
  DreamPicture *picture = deep_dream_pixels_read (frame,
                                                  gegl_buffer_get_extent (
                                                    frame),
                                                  &error);

  g_assert_no_error (error);

  return picture;
}

/* The frames of an animation that goes well, as pictures. */
static GPtrArray *
make_pictures (DeepDreamAnimation *animation,
               DreamRecipe        *recipe,
               GeglBuffer         *source)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dream_picture_free);
  GError *error = NULL;
  Film    film;

  film_init (&film);
  shoot (&film, animation, recipe, source, &error);
  g_assert_no_error (error);
  g_assert_cmpint (film.frames->len, ==, animation->n_frames);

  for (guint i = 0; i < film.frames->len; i++)
    {
      GeglBuffer *frame = film.frames->pdata[i];

      g_assert_true (gegl_rectangle_equal (gegl_buffer_get_extent (frame),
                                           gegl_buffer_get_extent (source)));
      g_ptr_array_add (pictures, read_frame (frame));
    }
  g_ptr_array_unref (film.frames);

  return pictures;
}

/* What was dreamed: frames less those of the same animation without a dream. */
static GPtrArray *
make_differences (DeepDreamAnimation *animation, gint seed)
{
  g_autoptr (GeglBuffer)   source  = source_new ("R'G'B' float");
  g_autoptr (DreamRecipe)  recipe  = recipe_new (seed);
  g_autoptr (DreamRecipe)  nothing = recipe_new (seed);
  g_autoptr (GPtrArray)    plain   = NULL;
  g_autoptr (DreamThreads) threads = dream_threads_new (1);
  GPtrArray               *frames;

  g_object_set (nothing, "strength", 0, NULL);
  frames = make_pictures (animation, recipe, source);
  plain  = make_pictures (animation, nothing, source);

  for (guint i = 0; i < frames->len; i++)
    dream_picture_add (frames->pdata[i], plain->pdata[i], -1, threads);

  return frames;
}

/* Mean magnitude of one picture, or of two's difference, away from the borders
 * if they have moved.
 */
static gdouble
distance (const DreamPicture *one, const DreamPicture *other, gint margin)
{
  gdouble sum = 0;
  gint    n   = 0;

  for (gint y = margin; y < one->height - margin; y++)
    for (gint x = 3 * margin; x < 3 * (one->width - margin); x++, n++)
      sum += fabsf (dream_picture_get_row (one, y)[x] -
                    (other ? dream_picture_get_row (other, y)[x] : 0));

  return sum / n;
}

static DreamPicture *
moved (const DreamPicture *picture, DeepDreamPosition movement)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (1);
  DreamPicture *result = dream_picture_new (picture->width, picture->height,
                                            NULL);

  deep_dream_camera_apply (movement, picture->pixels, 3, picture->width,
                           picture->height, result->pixels, threads);

  return result;
}

static void
test_still_camera (void)
{
  g_autoptr (DreamPicture) noise = random_picture (31, 20, 3);
  g_autoptr (DreamPicture) same  = moved (noise, (DeepDreamPosition){ 1, 0 });

  g_assert_cmpmem (noise->pixels, sizeof (gfloat) * 3 * 31 * 20, same->pixels,
                   sizeof (gfloat) * 3 * 31 * 20);
}

/* A quarter of a turn, clockwise: what was above is to the right. */
static void
test_quarter_turn (void)
{
  g_autoptr (DreamPicture) noise = random_picture (25, 25, 3);
  g_autoptr (DreamPicture) turn  = moved (noise, (DeepDreamPosition){ 1, 90 });

  for (gint y = 0; y < 25; y++)
    for (gint x = 0; x < 25; x++)
      g_assert_cmpfloat_with_epsilon (dream_picture_get_row (turn,
                                                             x)[3 * (24 - y)],
                                      dream_picture_get_row (noise, y)[3 * x],
                                      1e-5);
}

/* Twice as large: each second pixel lies between those of the middle. */
static void
test_enlargement (void)
{
  g_autoptr (DreamPicture) noise = random_picture (25, 25, 3);
  g_autoptr (DreamPicture) large = moved (noise, (DeepDreamPosition){ 2, 0 });

  for (gint y = 0; y < 25; y += 2)
    for (gint x = 0; x < 25; x += 2)
      g_assert_cmpfloat_with_epsilon (
        dream_picture_get_row (large, y)[3 * x],
        dream_picture_get_row (noise, 6 + y / 2)[3 * (6 + x / 2)], 1e-6);
}

/* At its cover's scale a turned picture has its corners inside of itself, and
 * one at least on its border.
 */
static void
test_cover (void)
{
  const gdouble half_width = 80, half_height = 45;

  for (gdouble angle = -200; angle <= 200; angle += 7.3)
    {
      const gdouble scale = deep_dream_camera_get_cover (angle, 160, 90);
      const gdouble turn  = angle * G_PI / 180;
      gdouble       reach = 0;

      for (gint corner = -1; corner <= 1; corner += 2)
        {
          const gdouble x = half_width / scale,
                        y = corner * half_height / scale;

          reach = MAX (reach,
                       fabs (cos (turn) * x + sin (turn) * y) / half_width);
          reach = MAX (reach,
                       fabs (cos (turn) * y - sin (turn) * x) / half_height);
        }
      g_assert_cmpfloat_with_epsilon (reach, 1, 1e-9);
    }
}

static void
test_positions (void)
{
  g_autoptr (DeepDreamAnimation) zoom = animation_new (DEEP_DREAM_MOVEMENT_ZOOM,
                                                       10, 3);
  g_autoptr (DeepDreamAnimation) back = animation_new (DEEP_DREAM_MOVEMENT_ZOOM,
                                                       10, -3);
  g_autoptr (DeepDreamAnimation) swing =
    animation_new (DEEP_DREAM_MOVEMENT_ROTATION, 12, 2);
  g_autoptr (DeepDreamAnimation) turn =
    animation_new (DEEP_DREAM_MOVEMENT_ROTATION, 24, 15);

  for (gint i = 0; i < 10; i++)
    {
      g_assert_cmpfloat_with_epsilon (
        deep_dream_animation_get_position (zoom, i, 60, 48).scale,
        pow (1.03, i), 1e-9);
      g_assert_cmpfloat_with_epsilon (
        deep_dream_animation_get_position (back, i, 60, 48).scale,
        pow (1.03, 9 - i), 1e-9);
    }

  for (gint i = 0; i < 24; i++)
    {
      DeepDreamPosition one = deep_dream_animation_get_position (turn, i, 60,
                                                                 48);

      g_assert_cmpfloat_with_epsilon (one.angle, 15 * i, 1e-9);
      g_assert_cmpfloat (one.scale, ==,
                         deep_dream_animation_get_position (turn, 0, 60, 48)
                           .scale);
    }

  /* Frame 12 would be frame 0 again. */
  for (gint i = 0; i <= 12; i++)
    {
      DeepDreamPosition here = deep_dream_animation_get_position (swing, i, 60,
                                                                  48);
      DeepDreamPosition next = deep_dream_animation_get_position (swing, i + 1,
                                                                  60, 48);

      g_assert_cmpfloat (fabs (next.angle - here.angle), <=, 2);
      g_assert_cmpfloat (here.scale, >=,
                         deep_dream_camera_get_cover (here.angle, 60, 48));
    }
  g_assert_cmpfloat_with_epsilon (
    deep_dream_animation_get_position (swing, 12, 60, 48).angle, 0, 1e-9);
}

static void
test_names (void)
{
  g_autoptr (DeepDreamAnimation) animation =
    animation_new (DEEP_DREAM_MOVEMENT_ZOOM, 24, 2);
  g_autofree gchar *first = NULL;
  g_autofree gchar *clear = NULL;

  first = deep_dream_animation_name_frame (animation, 0, FALSE);
  clear = deep_dream_animation_name_frame (animation, 11, TRUE);

  g_assert_cmpstr (first, ==, "Frame 1 (80ms)");
  g_assert_cmpstr (clear, ==, "Frame 12 (80ms) (replace)");
}

/* Without a dream, a frame is the source where the camera is, to the bit. */
static void
test_pure_movement (gconstpointer kind)
{
  g_autoptr (DeepDreamAnimation)    animation = animation_new (GPOINTER_TO_INT (
                                                                 kind),
                                                               5, 4);
  g_autoptr (GeglBuffer)            source    = source_new ("R'G'B' u8");
  g_autoptr (DreamRecipe)           recipe    = recipe_new (0);
  g_autoptr (GPtrArray)             pictures  = NULL;
  g_autoptr (DreamThreads)          threads   = dream_threads_new (1);
  g_autoptr (DeepDreamCameraSource) scene     = NULL;

  g_object_set (recipe, "strength", 0, NULL);
  pictures = make_pictures (animation, recipe, source);
  scene    = deep_dream_camera_source_new (source, threads, NULL);

  for (gint i = 0; i < 5; i++)
    {
      g_autoptr (GeglBuffer)   seen     = NULL;
      g_autoptr (DreamPicture) expected = NULL;

      seen = deep_dream_camera_source_show (
        scene, deep_dream_animation_get_position (animation, i, WIDTH, HEIGHT));
      expected = read_frame (seen);
      g_assert_cmpfloat (distance (pictures->pdata[i], expected, 0), ==, 0);
      if (i > 0)
        g_assert_cmpint (distance (pictures->pdata[i], pictures->pdata[i - 1],
                                   0) > 0.001,
                         ==,
                         animation->movement <= DEEP_DREAM_MOVEMENT_ROTATION);
    }
}

/* With the movement undone, the dreams of neighbouring frames have far more in
 * common than dreams that do not know of each other; and they do not fade away
 * or grow out of hand.
 */
static void
test_flicker (gconstpointer kind)
{
  g_autoptr (DeepDreamAnimation) animation = animation_new (GPOINTER_TO_INT (
                                                              kind),
                                                            9, 8);
  g_autoptr (GPtrArray)          dreams    = make_differences (animation, 1);
  g_autoptr (GPtrArray)          others    = make_differences (animation, 5000);
  const gdouble strength = distance (dreams->pdata[0], NULL, MARGIN);

  for (gint i = 1; i < 9; i++)
    {
      DeepDreamPosition old = deep_dream_animation_get_position (animation,
                                                                 i - 1, WIDTH,
                                                                 HEIGHT);
      DeepDreamPosition now = deep_dream_animation_get_position (animation, i,
                                                                 WIDTH, HEIGHT);
      g_autoptr (DreamPicture) before = NULL;
      gdouble                  near, far;

      before = moved (dreams->pdata[i - 1],
                      deep_dream_camera_between (old, now));
      near   = distance (dreams->pdata[i], before, MARGIN);
      far    = distance (dreams->pdata[i], others->pdata[i], MARGIN);
      g_test_message ("frame %d: %g from the last, %g from others, %g in all",
                      i, near, far, distance (dreams->pdata[i], NULL, MARGIN));

      g_assert_cmpfloat (near, <, 0.4 * far);
      g_assert_cmpfloat (near, >, 0);
      g_assert_cmpfloat (distance (dreams->pdata[i], NULL, MARGIN), >,
                         0.6 * strength);
      g_assert_cmpfloat (distance (dreams->pdata[i], NULL, MARGIN), <,
                         1.6 * strength);
    }
}

/* The last frame, moved on once more, is near the first. */
static void
test_loop (gconstpointer amount)
{
  g_autoptr (DeepDreamAnimation) animation =
    animation_new (DEEP_DREAM_MOVEMENT_ROTATION, 24, GPOINTER_TO_INT (amount));
  g_autoptr (GPtrArray)    dreams = make_differences (animation, 1);
  g_autoptr (DreamPicture) end    = NULL;
  g_autoptr (DreamPicture) middle = NULL;
  DeepDreamPosition first = deep_dream_animation_get_position (animation, 0,
                                                               WIDTH, HEIGHT);

  end    = moved (dreams->pdata[23],
                  deep_dream_camera_between (deep_dream_animation_get_position (
                                               animation, 23, WIDTH, HEIGHT),
                                             first));
  middle = moved (dreams->pdata[12],
                  deep_dream_camera_between (deep_dream_animation_get_position (
                                               animation, 12, WIDTH, HEIGHT),
                                             first));
  g_test_message ("%g at the end, %g in the middle",
                  distance (end, dreams->pdata[0], MARGIN),
                  distance (middle, dreams->pdata[0], MARGIN));
  g_assert_cmpfloat (distance (end, dreams->pdata[0], MARGIN), <,
                     0.6 * distance (middle, dreams->pdata[0], MARGIN));
}

/* From the picture itself, ever farther away, to as far as one dream goes. */
static void
test_growth (gconstpointer kind)
{
  g_autoptr (DeepDreamAnimation) animation = animation_new (GPOINTER_TO_INT (
                                                              kind),
                                                            8, 0);
  g_autoptr (GeglBuffer)         source    = source_new ("R'G'B' float");
  g_autoptr (DreamRecipe)        recipe    = recipe_new (1);
  g_autoptr (GPtrArray)          frames    = NULL;
  g_autoptr (DreamPicture)       picture   = read_frame (source);
  g_autoptr (DreamNetwork)       network   = tiny_network_new (1);
  g_autoptr (GeglBuffer)         dream     = NULL;
  g_autoptr (DreamPicture)       dreamt    = NULL;
  gdouble                        last      = 0;
  gdouble                        whole;

  frames = make_pictures (animation, recipe, source);
  dream  = deep_dream_render_network (network, NULL, recipe, source, NULL, NULL,
                                      NULL, NULL, NULL, NULL);
  dreamt = read_frame (dream);
  whole  = distance (picture, dreamt, 0);

  g_assert_cmpfloat (distance (picture, frames->pdata[0], 0), ==, 0);
  for (gint i = 1; i < 8; i++)
    {
      const gdouble now = distance (picture, frames->pdata[i], 0);

      g_test_message ("frame %d: %g of %g", i, now, whole);
      g_assert_cmpfloat (now, >, last);
      g_assert_cmpfloat (distance (frames->pdata[i], frames->pdata[i - 1], 0),
                         <, 0.5 * whole);
      last = now;
    }

  if (animation->movement == DEEP_DREAM_MOVEMENT_OCTAVES)
    g_assert_cmpfloat (distance (dreamt, frames->pdata[7], 0), <, 1e-6);
  else
    g_assert_cmpfloat (fabs (last - whole), <, 0.4 * whole);
}

/* Octaves that are counted up end in the same dream. */
static void
test_counted_up (void)
{
  g_autoptr (DeepDreamAnimation) animation =
    animation_new (DEEP_DREAM_MOVEMENT_OCTAVES, 4, 0);
  g_autoptr (GeglBuffer)   source  = source_new ("R'G'B' float");
  g_autoptr (DreamRecipe)  recipe  = recipe_new (1);
  g_autoptr (GPtrArray)    frames  = NULL;
  g_autoptr (DreamNetwork) network = tiny_network_new (1);
  g_autoptr (GeglBuffer)   dream   = NULL;
  g_autoptr (DreamPicture) dreamt  = NULL;

  g_object_set (recipe, "size", 70.0, "octaves", 3, NULL);
  frames = make_pictures (animation, recipe, source);
  dream  = deep_dream_render_network (network, NULL, recipe, source, NULL, NULL,
                                      NULL, NULL, NULL, NULL);
  dreamt = read_frame (dream);

  g_assert_cmpfloat (distance (dreamt, frames->pdata[3], 0), <, 1e-6);
  g_assert_cmpfloat (distance (dreamt, frames->pdata[2], 0), >, 1e-4);
}

/* The right half is transparent; its colours stay where they are. */
static void
test_alpha (void)
{
  g_autoptr (DeepDreamAnimation) animation =
    animation_new (DEEP_DREAM_MOVEMENT_ZOOM, 3, 10);
  g_autoptr (GeglBuffer)  source = source_new ("R'G'B'A float");
  g_autoptr (DreamRecipe) recipe = recipe_new (1);
  GError                 *error  = NULL;
  Film                    film;

  film_init (&film);
  shoot (&film, animation, recipe, source, &error);
  g_assert_no_error (error);

  for (gint i = 0; i < 3; i++)
    {
      gfloat values[HEIGHT][WIDTH][4];

      gegl_buffer_get (film.frames->pdata[i], NULL, 1.0,
                       babl_format ("R'G'B'A float"), values,
                       GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      for (gint y = 0; y < HEIGHT; y++)
        {
          g_assert_cmpfloat_with_epsilon (values[y][0][3], 1, 1e-5);
          g_assert_cmpfloat_with_epsilon (values[y][WIDTH / 2 - 4][3], 1, 1e-5);
          g_assert_cmpfloat_with_epsilon (values[y][WIDTH / 2 + 4][3], 0, 1e-5);
        }
    }
  g_ptr_array_unref (film.frames);
}

static void
test_opaque (void)
{
  g_autoptr (GeglBuffer) none   = source_new ("R'G'B' u8");
  g_autoptr (GeglBuffer) half   = source_new ("R'G'B'A u8");
  g_autoptr (GeglBuffer) filled = source_new ("Y'A u16");
  gfloat                 last[] = { 0.5f, 0.5f, 0.5f, 0.99f };

  g_assert_true (deep_dream_pixels_is_opaque (none));
  g_assert_false (deep_dream_pixels_is_opaque (half));

  last[3] = 1.0f;
  gegl_buffer_set_color_from_pixel (filled, NULL, last,
                                    babl_format ("R'G'B'A float"));
  g_assert_true (deep_dream_pixels_is_opaque (filled));

  last[3] = 0.99f;
  gegl_buffer_set_color_from_pixel (filled,
                                    GEGL_RECTANGLE (3 + WIDTH - 1, HEIGHT - 3,
                                                    1, 1),
                                    last, babl_format ("R'G'B'A float"));
  g_assert_false (deep_dream_pixels_is_opaque (filled));
}

static void
test_cancel (gconstpointer kind)
{
  g_autoptr (DeepDreamAnimation) animation = animation_new (GPOINTER_TO_INT (
                                                              kind),
                                                            6, 2);
  g_autoptr (GeglBuffer)         source    = source_new ("R'G'B' u8");
  g_autoptr (DreamRecipe)        recipe    = recipe_new (1);
  g_autoptr (GError)             error     = NULL;
  Film                           film;

  film_init (&film);
  film.verdict       = DREAM_CANCEL;
  film.verdict_after = 2;

  g_assert_false (shoot (&film, animation, recipe, source, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_CANCELLED);
  g_assert_cmpint (film.frames->len, <, 6);
  g_ptr_array_unref (film.frames);
}

static void
test_stop (gconstpointer kind)
{
  g_autoptr (DeepDreamAnimation) animation = animation_new (GPOINTER_TO_INT (
                                                              kind),
                                                            6, 2);
  g_autoptr (GeglBuffer)         source    = source_new ("R'G'B' u8");
  g_autoptr (DreamRecipe)        recipe    = recipe_new (1);
  GError                        *error     = NULL;

  for (gint after = 0; after < 3; after++)
    {
      Film film;

      film_init (&film);
      film.verdict       = DREAM_STOP;
      film.verdict_after = after;

      g_assert_true (shoot (&film, animation, recipe, source, &error));
      g_assert_no_error (error);
      g_assert_cmpint (film.frames->len, >=, MAX (after, 1));
      g_assert_cmpint (film.frames->len, <, 6);
      g_ptr_array_unref (film.frames);
    }
}

static void
test_refused_frame (void)
{
  g_autoptr (DeepDreamAnimation) animation =
    animation_new (DEEP_DREAM_MOVEMENT_ZOOM, 6, 2);
  g_autoptr (GeglBuffer)  source = source_new ("R'G'B' u8");
  g_autoptr (DreamRecipe) recipe = recipe_new (1);
  g_autoptr (GError)      error  = NULL;
  Film                    film;

  film_init (&film);
  film.bad_frame = 3;

  g_assert_false (shoot (&film, animation, recipe, source, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE);
  g_assert_cmpint (film.frames->len, ==, 3);
  g_ptr_array_unref (film.frames);
}

static void
add_of_kind (const gchar *name, DeepDreamMovement kind, GTestDataFunc test)
{
  GEnumClass       *words = g_type_class_ref (deep_dream_movement_get_type ());
  g_autofree gchar *path  = NULL;

  path = g_strdup_printf ("/animation/%s/%s", name,
                          g_enum_get_value (words, kind)->value_nick);
  g_test_add_data_func (path, GINT_TO_POINTER (kind), test);
  g_type_class_unref (words);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  gegl_init (NULL, NULL);

  g_test_add_func ("/camera/still", test_still_camera);
  g_test_add_func ("/camera/quarter-turn", test_quarter_turn);
  g_test_add_func ("/camera/enlargement", test_enlargement);
  g_test_add_func ("/camera/cover", test_cover);
  g_test_add_func ("/animation/positions", test_positions);
  g_test_add_func ("/animation/names", test_names);
  for (gint kind = 0; kind <= DEEP_DREAM_MOVEMENT_OCTAVES; kind++)
    {
      add_of_kind ("pure-movement", kind, test_pure_movement);
      add_of_kind ("cancel", kind, test_cancel);
      add_of_kind ("stop", kind, test_stop);
    }
  add_of_kind ("flicker", DEEP_DREAM_MOVEMENT_ZOOM, test_flicker);
  add_of_kind ("flicker", DEEP_DREAM_MOVEMENT_ROTATION, test_flicker);
  g_test_add_data_func ("/animation/loop/swing", GINT_TO_POINTER (3),
                        test_loop);
  g_test_add_data_func ("/animation/loop/turn", GINT_TO_POINTER (15),
                        test_loop);
  add_of_kind ("growth", DEEP_DREAM_MOVEMENT_STRENGTH, test_growth);
  add_of_kind ("growth", DEEP_DREAM_MOVEMENT_OCTAVES, test_growth);
  g_test_add_func ("/animation/counted-up", test_counted_up);
  g_test_add_func ("/animation/alpha", test_alpha);
  g_test_add_func ("/animation/opaque", test_opaque);
  g_test_add_func ("/animation/refused-frame", test_refused_frame);

  status = g_test_run ();
  gegl_exit ();

  return status;
}
