/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What GIMP's preferences let a dream use of the machine.
 */

#include "resources.h"

#include <libgimp/gimp.h>

#define MAX_THREADS 1024

/* GIMP 2.10 has no function for it, but tells a preference by its name. */
DreamResources
deep_dream_resources_get (void)
{
  DreamResources    resources = { 0 };
  g_autofree gchar *text      = gimp_gimprc_query ("num-processors");
  guint64           number;

  if (text &&
      g_ascii_string_to_unsigned (text, 10, 1, MAX_THREADS, &number, NULL))
    resources.n_threads = number;

  return resources;
}
