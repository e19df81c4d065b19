/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which kernels this processor can run.
 */

#include "kernels.h"

extern const DreamKernels dream_kernels_baseline;
#ifdef DREAM_X86
extern const DreamKernels dream_kernels_avx2;
extern const DreamKernels dream_kernels_avx512;
extern const DreamKernels dream_kernels_avx512bf16;
#endif

static gboolean runs_here (const DreamKernels *kernels);

static const DreamKernels *const compiled[] = {
  &dream_kernels_baseline,
#ifdef DREAM_X86
  &dream_kernels_avx2,
  &dream_kernels_avx512,
#endif
};

const DreamKernels *
dream_kernels_choose (const gchar *name)
{
  for (gint i = G_N_ELEMENTS (compiled) - 1; i >= 0; i--)
    {
      if (name && g_strcmp0 (name, compiled[i]->name) != 0)
        continue;

      if (runs_here (compiled[i]))
        return compiled[i];
    }

  return NULL;
}

const gchar *const *
dream_kernels_names (void)
{
  static const gchar *const names[] = { "baseline",
#ifdef DREAM_X86
                                        "avx2", "avx512",
#endif
                                        NULL };

  return names;
}

const DreamKernels *
dream_kernels_get_fast (void)
{
#ifdef DREAM_X86
  if (runs_here (&dream_kernels_avx512) &&
      __builtin_cpu_supports ("avx512bf16"))
    return &dream_kernels_avx512bf16;
#endif

  return NULL;
}

static gboolean
runs_here (const DreamKernels *kernels)
{
#ifdef DREAM_X86
  if (kernels == &dream_kernels_avx512)
    return __builtin_cpu_supports ("avx512f") &&
           __builtin_cpu_supports ("avx512bw") &&
           __builtin_cpu_supports ("avx512vl") &&
           __builtin_cpu_supports ("avx512dq");

  if (kernels == &dream_kernels_avx2)
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#endif

  return kernels == &dream_kernels_baseline;
}
