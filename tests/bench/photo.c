/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The benchmark's picture as a file (PPM, 8 bits), for the command line.
 */

#include <stdio.h>

#include "case.h"
#include "modes.h"

gboolean
bench_photo (const BenchOptions *options, GError **error)
{
  g_autoptr (DreamPicture) picture = bench_picture_new (options->width,
                                                        options->height, error);
  FILE                    *file;

  if (! picture || ! (file = bench_open_output (options, error)))
    return FALSE;

  fprintf (file, "P6\n%d %d\n255\n", picture->width, picture->height);
  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    fputc (255 * CLAMP (picture->pixels[i], 0, 1), file);

  return fclose (file) == 0;
}
