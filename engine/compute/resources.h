/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dream may use of the machine.  It says nothing about what is dreamed:
 * that is the recipe's.
 */

#pragma once

#include "engine/kernels/kernels.h"
#include "engine/recipe/enums.h"

G_BEGIN_DECLS

typedef struct _DreamResources DreamResources;

/**
 * DreamResources:
 * @n_threads: how many threads compute; 0: one for each processor.
 * @memory: bytes that the network's values and gradients may take, beside the
 *   pictures (see dream_run()) and the network's own weights; 0: a quarter of
 *   the machine's memory, at most 2 GiB.
 * @kernels: (nullable): the instruction set to compute with, one of
 *   dream_kernels_names(); %NULL: the best that this processor has.
 *
 * All zeros are the defaults.
 */
struct _DreamResources
{
  guint        n_threads;
  gsize        memory;
  const gchar *kernels;
};

/**
 * dream_resources_get_memory:
 * @resources: (nullable): %NULL for the defaults.
 *
 * Returns: the bytes that @resources allow, the default worked out.
 */
gsize dream_resources_get_memory (const DreamResources *resources);

/**
 * dream_resources_get_kernels:
 * @resources: (nullable): %NULL for the defaults.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): the kernels to compute with, or %NULL
 *   with %DREAM_ERROR_NO_KERNELS, the message naming those there are.
 */
const DreamKernels *dream_resources_get_kernels (
  const DreamResources *resources,
  GError              **error);

/**
 * dream_resources_choose_kernels:
 * @resources: (nullable): %NULL for the defaults.
 * @precision: the recipe's.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): likewise, but bfloat16 where the
 *   processor has it, @resources name no other and @precision allows it.
 */
const DreamKernels *dream_resources_choose_kernels (
  const DreamResources *resources,
  DreamPrecision        precision,
  GError              **error);

G_END_DECLS
