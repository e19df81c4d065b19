/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Damages bytes and repairs them.
 */

#include <string.h>

#include "damage.h"

static guint32 trap (GRand *random, guint32 before);

Damage
damage_inflict (GRand *random, guint8 *data, gsize first, gsize last)
{
  Damage  damage;
  guint32 word;

  damage.n_bytes = DAMAGE_MAX_BYTES;
  damage.at      = first +
              g_rand_int (random) % (last - first - DAMAGE_MAX_BYTES + 1);
  memcpy (damage.before, data + damage.at, damage.n_bytes);
  memcpy (&word, data + damage.at, sizeof word);

  switch (g_rand_int_range (random, 0, 3))
    {
    case 0:
      data[damage.at] ^= 1 << g_rand_int_range (random, 0, 8);
      break;

    case 1:
      data[damage.at] = g_rand_int_range (random, 0, 256);
      break;

    default:
      word = GUINT32_TO_LE (trap (random, GUINT32_FROM_LE (word)));
      memcpy (data + damage.at, &word, sizeof word);
      break;
    }

  return damage;
}

void
damage_repair (const Damage *damage, guint8 *data)
{
  memcpy (data + damage->at, damage->before, damage->n_bytes);
}

/* Words at the edges of ranges, words near the one before, and any. */
static guint32
trap (GRand *random, guint32 before)
{
  static const guint32 edges[] = {
    0,          1,          3,          0x7f,       0x80,      0xff,
    0x7fff,     0x8000,     0xffff,     0x10000,    0x10001,   0x7ffffffc,
    0x7fffffff, 0x80000000, 0x80000001, 0xfffffff8, 0xffffffff
  };

  switch (g_rand_int_range (random, 0, 3))
    {
    case 0:
      return edges[g_rand_int_range (random, 0, G_N_ELEMENTS (edges))];

    case 1:
      return before + g_rand_int_range (random, -64, 65);

    default:
      return g_rand_int (random);
    }
}
