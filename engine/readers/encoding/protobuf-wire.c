/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walking over the fields of a message of protocol buffers.
 */

#include "protobuf-wire.h"

#define TYPE_BITS       3
#define VARINT_BITS     7
#define MAX_VARINT_SIZE 10

static gboolean read_value (DreamWire *wire, DreamWireField *field);
static gboolean read_varint (DreamWire *wire, guint64 *value);
static gboolean read_fixed (DreamWire *wire, DreamWireField *field, gsize size);
static gboolean read_bytes (DreamWire *wire, DreamWireField *field);
static gboolean cut (DreamWire *wire);
static gboolean damaged (DreamWire *wire);

DreamWire
dream_wire_start (const guint8 *data, gsize size)
{
  return (DreamWire){ .at = data, .end = size ? data + size : data };
}

gboolean
dream_wire_next (DreamWire *wire, DreamWireField *field)
{
  guint64 tag;

  *field = (DreamWireField){ .start = wire->at };
  if (wire->is_damaged || wire->at == wire->end || ! read_varint (wire, &tag))
    return FALSE;

  if (tag >> TYPE_BITS < 1 || tag >> TYPE_BITS > DREAM_WIRE_MAX_FIELD)
    return damaged (wire);

  field->number = tag >> TYPE_BITS;
  field->type   = tag & ((1 << TYPE_BITS) - 1);

  return read_value (wire, field);
}

gboolean
dream_wire_next_packed (DreamWire *wire, DreamWireType type, guint64 *value)
{
  DreamWireField field = { .type = type };

  if (wire->is_damaged || wire->at == wire->end || ! read_value (wire, &field))
    return FALSE;

  *value = field.value;

  return TRUE;
}

static gboolean
read_value (DreamWire *wire, DreamWireField *field)
{
  switch (field->type)
    {
    case DREAM_WIRE_VARINT:
      field->data = wire->at;
      if (! read_varint (wire, &field->value))
        return FALSE;
      field->size = wire->at - field->data;
      return TRUE;

    case DREAM_WIRE_FIXED64:
      return read_fixed (wire, field, sizeof (guint64));

    case DREAM_WIRE_FIXED32:
      return read_fixed (wire, field, sizeof (guint32));

    case DREAM_WIRE_BYTES:
      return read_bytes (wire, field);

    default:
      /* Groups, which no format that is read here uses, or nothing at all. */
      return damaged (wire);
    }
}

/* Seven bits a byte, the lowest first; the last byte has no high bit. */
static gboolean
read_varint (DreamWire *wire, guint64 *value)
{
  *value = 0;

  for (guint i = 0; i < MAX_VARINT_SIZE; i++)
    {
      guint8 byte;

      if (wire->at == wire->end)
        return cut (wire);

      byte = *wire->at++;
      *value |= (guint64) (byte & 0x7f) << (i * VARINT_BITS);
      if (byte < 0x80)
        return TRUE;
    }

  return damaged (wire);
}

static gboolean
read_fixed (DreamWire *wire, DreamWireField *field, gsize size)
{
  if ((gsize) (wire->end - wire->at) < size)
    return cut (wire);

  field->data = wire->at;
  field->size = size;
  for (gsize i = 0; i < size; i++)
    field->value |= (guint64) wire->at[i] << (8 * i);
  wire->at += size;

  return TRUE;
}

static gboolean
read_bytes (DreamWire *wire, DreamWireField *field)
{
  if (! read_varint (wire, &field->size))
    return FALSE;

  field->data = wire->at;
  if ((guint64) (wire->end - wire->at) < field->size)
    return cut (wire);

  wire->at += field->size;

  return TRUE;
}

/* Returns: %FALSE, for the callers to return; likewise the next. */
static gboolean
cut (DreamWire *wire)
{
  wire->is_cut = TRUE;

  return damaged (wire);
}

static gboolean
damaged (DreamWire *wire)
{
  wire->is_damaged = TRUE;

  return FALSE;
}
