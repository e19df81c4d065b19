/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Defaults of what a dream may use of the machine.
 */

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "resources.h"

#define MAX_DEFAULT_MEMORY (2048.0 * 1024 * 1024)

/* A quarter of the machine's memory, but no more than helps: time per pixel
 * does not fall with larger tiles, only the overlap does. */
gsize
dream_resources_get_memory (const DreamResources *resources)
{
  const gdouble machine = (gdouble) sysconf (_SC_PHYS_PAGES) *
                          sysconf (_SC_PAGE_SIZE);

  if (resources && resources->memory > 0)
    return resources->memory;

  return MIN (machine / 4, MAX_DEFAULT_MEMORY);
}

const DreamKernels *
dream_resources_get_kernels (const DreamResources *resources, GError **error)
{
  const gchar        *name    = resources ? resources->kernels : NULL;
  const DreamKernels *kernels = dream_kernels_choose (name);
  g_autoptr (GString) known   = g_string_new (NULL);

  if (kernels)
    return kernels;

  for (const gchar *const *other = dream_kernels_names (); *other; other++)
    if (dream_kernels_choose (*other))
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "",
                              *other);

  /* Translators: names of instruction sets, such as "avx2". */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_NO_KERNELS,
               _ ("This computer cannot compute with \"%s\". It has: %s."),
               name, known->str);

  return NULL;
}

/* bfloat16 halves the time.  It changes the dream by as much as noise far below
 * one grey level in the picture would, and finds as much, so it is the choice
 * where the processor has it and nobody asks for the exact dream. */
const DreamKernels *
dream_resources_choose_kernels (const DreamResources *resources,
                                DreamPrecision        precision,
                                GError              **error)
{
  const gboolean free_choice = ! resources || ! resources->kernels;

  if (precision != DREAM_PRECISION_FULL && free_choice &&
      dream_kernels_get_fast ())
    return dream_kernels_get_fast ();

  return dream_resources_get_kernels (resources, error);
}
