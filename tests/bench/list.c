/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this processor can compute with: "set NAME" and "precision NAME", a
 * line each.
 */

#include <stdio.h>

#include "engine/kernels/kernels.h"
#include "modes.h"

gboolean
bench_list (const BenchOptions *options G_GNUC_UNUSED,
            GError            **error G_GNUC_UNUSED)
{
  for (const gchar *const *set = dream_kernels_names (); *set; set++)
    if (dream_kernels_choose (*set))
      printf ("set %s\n", *set);

  printf ("precision full\n");
  if (dream_kernels_get_fast ())
    printf ("precision fast\n");

  return TRUE;
}
