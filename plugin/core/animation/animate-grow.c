/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One dream, shown while it grows octave by octave.
 */

#include <math.h>

#include "animate-grow.h"
#include "engine/ascent/octaves.h"

typedef struct
{
  DeepDreamFrameMaker *maker;
  const DreamPicture  *picture;
  GArray              *octaves; /* of DreamOctave, largest first */
  gdouble              total;   /* work */
  DreamPicture        *states[2];
  gint                 which[2]; /* after so many octaves */
} Growth;

static const DreamPicture *get_state (Growth *growth, gint n, GError **error);
static DreamPicture       *make_state (Growth *growth, gint n, GError **error);
static gdouble             count_work (GArray *octaves, gint n);

/* The frames lie evenly between the dreams of no octave, of the largest things
 * alone, and so on to all.
 */
gboolean
deep_dream_animate_grow (DeepDreamFrameMaker *self, GError **error)
{
  const gint                 n_frames  = self->animation->n_frames;
  g_autoptr (GeglBuffer)     frame     = NULL;
  g_autoptr (DreamPicture)   before    = deep_dream_frame_maker_show (self, 0,
                                                                      &frame, error);
  g_autoptr (DreamObjective) objective = NULL;
  g_autoptr (GArray)         octaves   = NULL;
  Growth                     growth    = { .maker = self };
  gboolean                   is_done   = TRUE;

  objective = dream_objective_new (self->network, self->recipe, self->names,
                                   error);
  octaves   = objective ? dream_octaves_new (self->recipe, self->width,
                                             self->height, objective, error)
                        : NULL;
  if (! before || ! octaves)
    return FALSE;

  growth.picture = before;
  growth.octaves = octaves;
  for (guint k = 1; k <= octaves->len; k++)
    growth.total += count_work (octaves, (gint) k);

  for (gint i = 0; i < n_frames && is_done && ! self->is_stopped; i++)
    {
      const gdouble       place = (gdouble) octaves->len * i / (n_frames - 1);
      const gint          n     = (gint) floor (place);
      const gint          next  = MIN (n + 1, (gint) octaves->len);
      const DreamPicture *low   = get_state (&growth, n, error);
      const DreamPicture *high  = low && place > n
                                    ? get_state (&growth, next, error)
                                    : low;
      g_autoptr (DreamPicture) after = NULL;

      if (high)
        after = dream_picture_copy (before, error);
      if (after)
        {
          dream_picture_add (after, low, (gfloat) (1 - (place - n)),
                             self->threads);
          dream_picture_add (after, high, (gfloat) (place - n), self->threads);
        }
      is_done = after && deep_dream_frame_maker_deliver (self, frame, before,
                                                         after, error);
    }

  dream_picture_free (growth.states[0]);
  dream_picture_free (growth.states[1]);

  return is_done;
}

/* The difference after the @n coarsest octaves.  Two of them are kept, the even
 * and the odd.
 */
static const DreamPicture *
get_state (Growth *growth, gint n, GError **error)
{
  DreamPicture **state = &growth->states[n % 2];

  if (! *state || growth->which[n % 2] != n)
    {
      g_clear_pointer (state, dream_picture_free);
      *state               = make_state (growth, n, error);
      growth->which[n % 2] = n;
    }

  return *state;
}

/* Octaves that are counted down from the picture are counted from a smaller one
 * instead; those that are counted up just end earlier.
 */
static DreamPicture *
make_state (Growth *growth, gint n, GError **error)
{
  DeepDreamFrameMaker     *self       = growth->maker;
  const DreamPicture      *picture    = growth->picture;
  g_autoptr (DreamRecipe)  recipe     = dream_recipe_copy (self->recipe);
  g_autoptr (DreamPicture) small      = NULL;
  g_autoptr (DreamPicture) difference = NULL;

  if (n == 0)
    return dream_picture_new (picture->width, picture->height, error);

  recipe->octaves = n;

  if (recipe->size <= 0)
    {
      const DreamOctave *octave = dream_octaves_get (growth->octaves,
                                                     growth->octaves->len -
                                                       (guint) n);

      small   = dream_picture_resample (picture, octave->width, octave->height,
                                        recipe->tileable, self->threads, error);
      picture = small;
      if (! picture)
        return NULL;
    }

  difference = deep_dream_frame_maker_dream (self, recipe, picture,
                                             count_work (growth->octaves, n) /
                                               growth->total,
                                             error);
  if (! difference)
    return NULL;

  dream_picture_add (difference, picture, -1, self->threads);

  return dream_picture_resample (difference, growth->picture->width,
                                 growth->picture->height, recipe->tileable,
                                 self->threads, error);
}

/* In pixels of the @n coarsest octaves. */
static gdouble
count_work (GArray *octaves, gint n)
{
  gdouble work = 0;

  for (guint i = octaves->len - (guint) n; i < octaves->len; i++)
    {
      const DreamOctave *octave = dream_octaves_get (octaves, i);

      work += (gdouble) octave->width * octave->height;
    }

  return work;
}
