/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GEGL's loaders and savers tell of problems by warnings alone.  This catches
 * what is printed while they work.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DeepDreamLog DeepDreamLog;

/**
 * deep_dream_log_start:
 *
 * Until deep_dream_log_end(), warnings are kept instead of printed; those of
 * colour profiles that cannot be used are dropped.
 *
 * Returns: (transfer full): the log.
 */
DeepDreamLog *deep_dream_log_start (void);

/**
 * deep_dream_log_end:
 * @log: (transfer full): the log.
 *
 * Returns: (transfer full) (nullable): what was said, or %NULL if nothing was.
 */
gchar *deep_dream_log_end (DeepDreamLog *log);

G_END_DECLS
