/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Damages bytes as disks, networks and ill will do, the same way every time,
 * and repairs them again.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DAMAGE_MAX_BYTES 4

/**
 * Damage:
 * @at: the first byte that was changed.
 * @before: what was there.
 */
typedef struct
{
  gsize  at;
  gsize  n_bytes;
  guint8 before[DAMAGE_MAX_BYTES];
} Damage;

/**
 * damage_inflict:
 * @random: decides what happens.
 * @data: the bytes.
 * @first: the first byte that may be changed.
 * @last: one more than the last byte that may be changed; at least
 *   %DAMAGE_MAX_BYTES more than @first.
 *
 * Flips a bit, overwrites a byte, or overwrites a word with one that readers
 * are likely to trip over.
 *
 * Returns: what damage_repair() needs.
 */
Damage damage_inflict (GRand *random, guint8 *data, gsize first, gsize last);

void damage_repair (const Damage *damage, guint8 *data);

G_END_DECLS
