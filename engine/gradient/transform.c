/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a turned picture's pixels come from, and where a picture's go.
 */

#include <math.h>
#include <string.h>

#include "transform.h"

typedef struct
{
  const DreamTransform *turn;
  const gfloat         *from;
  gfloat               *to;
  gint                  n_channels;
} Pass;

static void     forth_row (gint item, gpointer data);
static void     back_row (gint item, gpointer data);
static gboolean find_in_turned (const DreamTransform *turn,
                                gdouble               from_x,
                                gdouble               from_y,
                                gdouble              *x,
                                gdouble              *y);
static void     interpolate (const DreamTransform *turn,
                             const gfloat         *values,
                             gint                  n_channels,
                             gdouble               x,
                             gdouble               y,
                             gfloat               *out);

gboolean
dream_transform_is_wanted (DreamRecipe *recipe)
{
  return recipe->rotation > 0 || recipe->flip;
}

gboolean
dream_transform_draw (DreamTransform *turn,
                      DreamRecipe    *recipe,
                      GRand          *random,
                      gint            width,
                      gint            height)
{
  gdouble angle = 0;

  memset (turn, 0, sizeof (DreamTransform));
  turn->width    = width;
  turn->height   = height;
  turn->center_x = (width - 1) / 2.0;
  turn->center_y = (height - 1) / 2.0;
  turn->wrap     = recipe->tileable;

  if (recipe->rotation > 0)
    {
      angle = g_rand_double_range (random, -recipe->rotation, recipe->rotation);
      if (turn->wrap)
        {
          turn->center_x = g_rand_double_range (random, 0, width);
          turn->center_y = g_rand_double_range (random, 0, height);
        }
    }

  if (recipe->flip)
    turn->flip = g_rand_boolean (random);

  turn->cosine = cos (angle * G_PI / 180);
  turn->sine   = sin (angle * G_PI / 180);

  return angle != 0 || turn->flip;
}

void
dream_transform_forth (const DreamTransform *turn,
                       const gfloat         *values,
                       gint                  n_channels,
                       gfloat               *turned,
                       DreamThreads         *threads)
{
  Pass pass = { turn, values, turned, n_channels };

  dream_threads_run (threads, turn->height, forth_row, &pass);
}

void
dream_transform_back (const DreamTransform *turn,
                      const DreamPicture   *gradient,
                      DreamPicture         *back,
                      DreamThreads         *threads)
{
  Pass pass = { turn, gradient->pixels, back->pixels, DREAM_PICTURE_CHANNELS };

  dream_threads_run (threads, turn->height, back_row, &pass);
}

static void
forth_row (gint item, gpointer data)
{
  const Pass           *pass = data;
  const DreamTransform *turn = pass->turn;
  gfloat *out = pass->to + (gsize) item * turn->width * pass->n_channels;

  for (gint column = 0; column < turn->width; column++, out += pass->n_channels)
    {
      const gdouble x = (column - (turn->width - 1) / 2.0) *
                        (turn->flip ? -1 : 1);
      const gdouble y = item - (turn->height - 1) / 2.0;

      interpolate (turn, pass->from, pass->n_channels,
                   turn->center_x + turn->cosine * x - turn->sine * y,
                   turn->center_y + turn->sine * x + turn->cosine * y, out);
    }
}

static void
back_row (gint item, gpointer data)
{
  const Pass           *pass = data;
  const DreamTransform *turn = pass->turn;
  gfloat *out = pass->to + (gsize) item * turn->width * pass->n_channels;

  for (gint column = 0; column < turn->width; column++, out += pass->n_channels)
    {
      gdouble x = 0;
      gdouble y = 0;

      if (find_in_turned (turn, column, item, &x, &y))
        interpolate (turn, pass->from, pass->n_channels, x, y, out);
      else
        memset (out, 0, pass->n_channels * sizeof (gfloat));
    }
}

/* Where the picture wraps, each of its pixels lies at many places of the plane,
 * of which the turned picture shows one as a rule, or none or several. */
static gboolean
find_in_turned (const DreamTransform *turn,
                gdouble               from_x,
                gdouble               from_y,
                gdouble              *x,
                gdouble              *y)
{
  const gint    reach   = turn->wrap ? 1 : 0;
  const gdouble right   = turn->width - 1;
  const gdouble bottom  = turn->height - 1;
  gdouble       off_x   = from_x - turn->center_x;
  gdouble       off_y   = from_y - turn->center_y;
  gdouble       nearest = G_MAXDOUBLE;

  if (turn->wrap)
    {
      off_x -= turn->width * rint (off_x / turn->width);
      off_y -= turn->height * rint (off_y / turn->height);
    }

  for (gint j = -reach; j <= reach; j++)
    for (gint i = -reach; i <= reach; i++)
      {
        const gdouble u    = off_x + i * turn->width;
        const gdouble v    = off_y + j * turn->height;
        const gdouble at_x = (turn->cosine * u + turn->sine * v) *
                             (turn->flip ? -1 : 1);
        const gdouble at_y   = turn->cosine * v - turn->sine * u;
        const gdouble square = at_x * at_x + at_y * at_y;

        /* The outermost pixels reach half of one further. */
        if (fabs (at_x) > turn->width / 2.0 ||
            fabs (at_y) > turn->height / 2.0 || square >= nearest)
          continue;

        nearest = square;
        *x      = CLAMP (at_x + right / 2, 0, right);
        *y      = CLAMP (at_y + bottom / 2, 0, bottom);
      }

  return nearest < G_MAXDOUBLE;
}

static void
interpolate (const DreamTransform *turn,
             const gfloat         *values,
             gint                  n_channels,
             gdouble               x,
             gdouble               y,
             gfloat               *out)
{
  const gint   left       = floor (x);
  const gint   top        = floor (y);
  const gfloat across     = x - left;
  const gfloat down       = y - top;
  const gsize  row        = (gsize) turn->width * n_channels;
  const gint   columns[2] = {
      dream_picture_continue (left, turn->width, turn->wrap) * n_channels,
      dream_picture_continue (left + 1, turn->width, turn->wrap) * n_channels
  };
  const gfloat *above = values + row * dream_picture_continue (top,
                                                               turn->height,
                                                               turn->wrap);
  const gfloat *below = values + row * dream_picture_continue (top + 1,
                                                               turn->height,
                                                               turn->wrap);

  for (gint c = 0; c < n_channels; c++)
    {
      const gfloat upper = (1 - across) * above[columns[0] + c] +
                           across * above[columns[1] + c];
      const gfloat lower = (1 - across) * below[columns[0] + c] +
                           across * below[columns[1] + c];

      out[c] = (1 - down) * upper + down * lower;
    }
}
