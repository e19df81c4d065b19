/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocol buffers as they lie in a file: fields one after another, each a
 * number, a type and a value (protobuf.dev, "Encoding").  For looking into
 * files and for finding weights where they lie; what is small can be unpacked
 * with protobuf-c, which copies.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamWire      DreamWire;
typedef struct _DreamWireField DreamWireField;

typedef enum
{
  DREAM_WIRE_VARINT  = 0,
  DREAM_WIRE_FIXED64 = 1,
  DREAM_WIRE_BYTES   = 2, /* also strings, messages and packed numbers */
  DREAM_WIRE_FIXED32 = 5
} DreamWireType;

/* The highest number that a field can have. */
#define DREAM_WIRE_MAX_FIELD ((1 << 29) - 1)

/**
 * DreamWire:
 * @at: where the next field begins.
 * @end: where the message ends.
 * @is_damaged: what follows is no field.
 * @is_cut: likewise, because the message ends before the field does.
 */
struct _DreamWire
{
  const guint8 *at;
  const guint8 *end;
  gboolean      is_damaged;
  gboolean      is_cut;
};

/**
 * DreamWireField:
 * @start: its first byte, that of its tag.
 * @value: numbers: the number, or the bits of one of fixed size.
 * @data: (nullable): bytes, or the number as it lies in the message.
 * @size: how many bytes; for bytes what the message says, which may be more
 *   than there are if @is_cut.
 */
struct _DreamWireField
{
  guint32       number;
  DreamWireType type;
  const guint8 *start;
  guint64       value;
  const guint8 *data;
  guint64       size;
};

/**
 * dream_wire_start:
 * @data: (nullable): a message; it must outlive the #DreamWire.
 *
 * Returns: a place before the first field.
 */
DreamWire dream_wire_start (const guint8 *data, gsize size);

/**
 * dream_wire_next:
 * @field: (out): the next field.
 *
 * Returns: %FALSE at the end, or if @wire is damaged from there on.
 */
gboolean dream_wire_next (DreamWire *wire, DreamWireField *field);

/**
 * dream_wire_next_packed:
 * @wire: numbers of one type, one after another, as dream_wire_start() begins
 *   with the data of a field that holds them.
 * @type: theirs; not %DREAM_WIRE_BYTES.
 * @value: (out): the next number, or its bits.
 *
 * Returns: %FALSE at the end, or if @wire is damaged from there on.
 */
gboolean dream_wire_next_packed (DreamWire    *wire,
                                 DreamWireType type,
                                 guint64      *value);

G_END_DECLS
