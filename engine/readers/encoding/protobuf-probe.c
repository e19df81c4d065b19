/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recognising files of protocol buffers.
 */

#include "protobuf-probe.h"
#include "protobuf-wire.h"

static const DreamProtobufField *find_field (const DreamProtobufField *fields,
                                             guint                     n_fields,
                                             guint32                   number);
static gboolean                  is_kind (const DreamWireField *field,
                                          DreamFieldKind        kind,
                                          gsize                 size);
static gboolean                  is_text (const guint8 *text, gsize size);
static gboolean                  is_message (const guint8 *message, gsize size);

gboolean
dream_protobuf_looks_like (GBytes                   *file,
                           const DreamProtobufField *fields,
                           guint                     n_fields)
{
  gsize                size;
  const guint8        *data = g_bytes_get_data (file, &size);
  DreamWire            wire = dream_wire_start (data, size);
  DreamWireField       field;
  g_autofree gboolean *seen  = g_new0 (gboolean, n_fields);
  gboolean             tells = FALSE;

  while (wire.at != wire.end && ! wire.is_damaged)
    {
      const gboolean            is_whole = dream_wire_next (&wire, &field);
      const DreamProtobufField *expected;

      /* Of what is cut there is at least the beginning of the data. */
      if (! is_whole && (! wire.is_cut || ! field.data))
        break;

      expected = find_field (fields, n_fields, field.number);
      if (! expected)
        continue;

      if (! is_kind (&field, expected->kind,
                     is_whole ? field.size : (gsize) (wire.end - field.data)) ||
          (seen[expected - fields] && ! expected->is_repeated))
        return FALSE;

      seen[expected - fields] = TRUE;
      tells                   = tells || expected->is_telling;
    }

  return tells && (! wire.is_damaged || wire.is_cut);
}

static const DreamProtobufField *
find_field (const DreamProtobufField *fields, guint n_fields, guint32 number)
{
  for (guint i = 0; i < n_fields; i++)
    if (fields[i].number == number)
      return &fields[i];

  return NULL;
}

static gboolean
is_kind (const DreamWireField *field, DreamFieldKind kind, gsize size)
{
  switch (kind)
    {
    case DREAM_FIELD_NUMBER:
      return field->type == DREAM_WIRE_VARINT;

    case DREAM_FIELD_TEXT:
      return field->type == DREAM_WIRE_BYTES && is_text (field->data, size);

    case DREAM_FIELD_MESSAGE:
      return field->type == DREAM_WIRE_BYTES && is_message (field->data, size);

    default:
      return TRUE;
    }
}

static gboolean
is_text (const guint8 *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (g_ascii_iscntrl (text[i]))
      return FALSE;

  return TRUE;
}

static gboolean
is_message (const guint8 *message, gsize size)
{
  DreamWire      wire = dream_wire_start (message, size);
  DreamWireField field;

  return dream_wire_next (&wire, &field) || ! wire.is_damaged || wire.is_cut;
}
