/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking fields from a message of protocol buffers.
 */

#include "protobuf-gather.h"
#include "protobuf-wire.h"

static gboolean is_among (guint32        number,
                          const guint32 *numbers,
                          guint          n_numbers);

GByteArray *
dream_protobuf_gather (const guint8  *data,
                       gsize          size,
                       const guint32 *numbers,
                       guint          n_numbers,
                       gsize          limit)
{
  g_autoptr (GByteArray) gathered = g_byte_array_new ();
  DreamWire              wire     = dream_wire_start (data, size);
  DreamWireField         field;

  /* Lengths of arrays are 32-bit numbers. */
  limit = MIN (limit, G_MAXINT32);

  while (dream_wire_next (&wire, &field))
    {
      const gsize n_bytes = wire.at - field.start;

      if (! is_among (field.number, numbers, n_numbers))
        continue;

      if (n_bytes > limit - gathered->len)
        return NULL;

      g_byte_array_append (gathered, field.start, n_bytes);
    }

  return wire.is_damaged ? NULL : g_steal_pointer (&gathered);
}

static gboolean
is_among (guint32 number, const guint32 *numbers, guint n_numbers)
{
  for (guint i = 0; i < n_numbers; i++)
    if (numbers[i] == number)
      return TRUE;

  return FALSE;
}
