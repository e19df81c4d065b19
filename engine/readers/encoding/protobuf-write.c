/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing protocol buffers, field by field.
 */

#include <string.h>

#include "protobuf-wire.h"
#include "protobuf-write.h"

static void add_tag (GByteArray *message, guint32 field, DreamWireType type);
static void add_varint (GByteArray *message, guint64 value);

void
dream_wire_add_number (GByteArray *message, guint32 field, guint64 value)
{
  add_tag (message, field, DREAM_WIRE_VARINT);
  add_varint (message, value);
}

void
dream_wire_add_float (GByteArray *message, guint32 field, gfloat value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT32_TO_LE (bits);

  add_tag (message, field, DREAM_WIRE_FIXED32);
  g_byte_array_append (message, (const guint8 *) &bits, sizeof bits);
}

void
dream_wire_add_bytes (GByteArray   *message,
                      guint32       field,
                      const guint8 *data,
                      gsize         size)
{
  add_tag (message, field, DREAM_WIRE_BYTES);
  add_varint (message, size);
  if (size > 0)
    g_byte_array_append (message, data, size);
}

static void
add_tag (GByteArray *message, guint32 field, DreamWireType type)
{
  add_varint (message, (guint64) field << 3 | type);
}

static void
add_varint (GByteArray *message, guint64 value)
{
  for (; value >= 0x80; value >>= 7)
    g_byte_array_append (message, &(guint8){ value | 0x80 }, 1);
  g_byte_array_append (message, &(guint8){ value }, 1);
}
