/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mask in the sizes of octaves, and the picture's own pixels outside it.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "mask.h"
#include "shrink.h"

typedef struct
{
  const gfloat       *mask;
  const DreamPicture *picture;
  DreamPicture       *dreamt;
} Restoration;

static void restore_row (gint item, gpointer data);

gfloat *
dream_mask_new (gint width, gint height, GError **error)
{
  gfloat *mask = g_try_new (gfloat, (gsize) width * height);

  if (! mask)
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                 _ ("There is not enough memory for a mask of %d × %d pixels. "
                    "Scale the picture down or dream a selection of it."),
                 width, height);

  return mask;
}

gfloat *
dream_mask_resample (const gfloat *mask,
                     gint          width,
                     gint          height,
                     gint          new_width,
                     gint          new_height,
                     gboolean      wrap,
                     DreamThreads *threads,
                     GError      **error)
{
  gfloat *scaled = dream_mask_new (new_width, new_height, error);

  if (scaled)
    dream_shrink (mask, 1, width, height, scaled, new_width, new_height, wrap,
                  threads);

  return scaled;
}

void
dream_mask_get_range (const gfloat *mask,
                      gint          width,
                      gint          height,
                      gfloat       *lowest,
                      gfloat       *highest)
{
  const gsize n = (gsize) width * height;

  *lowest  = mask[0];
  *highest = mask[0];
  for (gsize i = 1; i < n; i++)
    {
      *lowest  = MIN (*lowest, mask[i]);
      *highest = MAX (*highest, mask[i]);
    }
}

void
dream_mask_restore (const gfloat       *mask,
                    const DreamPicture *picture,
                    DreamPicture       *dreamt,
                    DreamThreads       *threads)
{
  Restoration restoration = { mask, picture, dreamt };

  dream_threads_run (threads, picture->height, restore_row, &restoration);
}

static void
restore_row (gint item, gpointer data)
{
  const Restoration *self  = data;
  const gint         width = self->picture->width;
  const gfloat      *mask  = self->mask + (gsize) item * width;
  const gfloat      *from  = dream_picture_get_row (self->picture, item);
  gfloat            *to    = dream_picture_get_row (self->dreamt, item);

  for (gint x = 0; x < width; x++)
    if (! (mask[x] > 0))
      memcpy (to + (gsize) x * DREAM_PICTURE_CHANNELS,
              from + (gsize) x * DREAM_PICTURE_CHANNELS,
              DREAM_PICTURE_CHANNELS * sizeof (gfloat));
}
