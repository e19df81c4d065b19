/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked access to a flatbuffer.
 *
 * A table begins with the distance back to its vtable; the vtable holds its
 * own size, the table's size, and for each field its distance from the table's
 * beginning, or 0 for an absent field.  Strings, vectors and tables are
 * referred to by their distance from the reference.  All is little endian.
 */

#include <string.h>

#include "flatbuffer.h"

#define VTABLE_HEADER 4

static gsize    find_field (DreamFlatbuffer *buffer,
                            DreamFlatTable   table,
                            guint            field);
static gsize    follow (DreamFlatbuffer *buffer, gsize at);
static gboolean holds (DreamFlatbuffer *buffer, gsize at, gsize n_bytes);
static gsize    element (DreamFlatbuffer *buffer,
                         DreamFlatVector  vector,
                         gsize            index,
                         gsize            element_size);
static guint16  load16 (DreamFlatbuffer *buffer, gsize at);
static guint32  load32 (DreamFlatbuffer *buffer, gsize at);
static gfloat   load_float (DreamFlatbuffer *buffer, gsize at);

void
dream_flatbuffer_init (DreamFlatbuffer *buffer, GBytes *bytes)
{
  buffer->data    = g_bytes_get_data (bytes, &buffer->size);
  buffer->copies  = buffer->size;
  buffer->damaged = FALSE;
}

DreamFlatTable
dream_flatbuffer_root (DreamFlatbuffer *buffer)
{
  return follow (buffer, 0);
}

gint32
dream_flatbuffer_byte (DreamFlatbuffer *buffer,
                       DreamFlatTable   table,
                       guint            field,
                       gint8            absent)
{
  gsize at = find_field (buffer, table, field);

  return at && holds (buffer, at, 1) ? (gint8) buffer->data[at] : absent;
}

gint32
dream_flatbuffer_int (DreamFlatbuffer *buffer,
                      DreamFlatTable   table,
                      guint            field,
                      gint32           absent)
{
  gsize at = find_field (buffer, table, field);

  return at ? (gint32) load32 (buffer, at) : absent;
}

gfloat
dream_flatbuffer_float (DreamFlatbuffer *buffer,
                        DreamFlatTable   table,
                        guint            field,
                        gfloat           absent)
{
  gsize at = find_field (buffer, table, field);

  return at ? load_float (buffer, at) : absent;
}

DreamFlatTable
dream_flatbuffer_table (DreamFlatbuffer *buffer,
                        DreamFlatTable   table,
                        guint            field)
{
  gsize at = find_field (buffer, table, field);

  return at ? follow (buffer, at) : 0;
}

DreamFlatVector
dream_flatbuffer_vector (DreamFlatbuffer *buffer,
                         DreamFlatTable   table,
                         guint            field,
                         gsize            element_size)
{
  DreamFlatVector vector = { 0, 0 };
  gsize           at     = dream_flatbuffer_table (buffer, table, field);
  gsize           n      = at ? load32 (buffer, at) : 0;
  gsize           n_bytes;

  if (n == 0)
    return vector;

  if (! g_size_checked_mul (&n_bytes, n, element_size))
    n_bytes = G_MAXSIZE;

  if (holds (buffer, at + sizeof (guint32), n_bytes))
    {
      vector.at = at + sizeof (guint32);
      vector.n  = n;
    }

  return vector;
}

gchar *
dream_flatbuffer_string (DreamFlatbuffer *buffer,
                         DreamFlatTable   table,
                         guint            field)
{
  DreamFlatVector vector = dream_flatbuffer_vector (buffer, table, field, 1);

  if (vector.n == 0 || memchr (buffer->data + vector.at, 0, vector.n) ||
      ! dream_flatbuffer_may_copy (buffer, vector.n))
    return g_strdup ("");

  return g_strndup ((const gchar *) buffer->data + vector.at, vector.n);
}

gint32
dream_flatbuffer_int_at (DreamFlatbuffer *buffer,
                         DreamFlatVector  vector,
                         gsize            index)
{
  gsize at = element (buffer, vector, index, sizeof (gint32));

  return at ? (gint32) load32 (buffer, at) : 0;
}

gint64
dream_flatbuffer_long_at (DreamFlatbuffer *buffer,
                          DreamFlatVector  vector,
                          gsize            index)
{
  gsize   at = element (buffer, vector, index, sizeof (gint64));
  guint64 low;
  guint64 high;

  if (! at)
    return 0;

  low  = load32 (buffer, at);
  high = load32 (buffer, at + sizeof (guint32));

  return (gint64) (high << 32 | low);
}

gfloat
dream_flatbuffer_float_at (DreamFlatbuffer *buffer,
                           DreamFlatVector  vector,
                           gsize            index)
{
  gsize at = element (buffer, vector, index, sizeof (gfloat));

  return at ? load_float (buffer, at) : 0;
}

DreamFlatTable
dream_flatbuffer_table_at (DreamFlatbuffer *buffer,
                           DreamFlatVector  vector,
                           gsize            index)
{
  gsize at = element (buffer, vector, index, sizeof (guint32));

  return at ? follow (buffer, at) : 0;
}

gboolean
dream_flatbuffer_may_copy (DreamFlatbuffer *buffer, gsize n_bytes)
{
  if (n_bytes > buffer->copies)
    {
      buffer->damaged = TRUE;
      return FALSE;
    }

  buffer->copies -= n_bytes;

  return TRUE;
}

/* Returns: the field's place, not checked to be inside the buffer, or 0. */
static gsize
find_field (DreamFlatbuffer *buffer, DreamFlatTable table, guint field)
{
  const gsize entry = VTABLE_HEADER + field * sizeof (guint16);
  gsize       vtable;
  guint16     distance;

  if (! table)
    return 0;

  /* A vtable before the buffer's beginning wraps around to beyond its end. */
  vtable = table - (gint32) load32 (buffer, table);
  if (entry + sizeof (guint16) > load16 (buffer, vtable))
    return 0;

  distance = load16 (buffer, vtable + entry);

  return distance ? table + distance : 0;
}

/* Returns: the place that the reference at @at points to, which is inside the
 *   buffer, or 0.
 */
static gsize
follow (DreamFlatbuffer *buffer, gsize at)
{
  gsize distance = load32 (buffer, at);

  if (! holds (buffer, at, distance) || distance == 0)
    {
      buffer->damaged = TRUE;
      return 0;
    }

  return at + distance;
}

static gboolean
holds (DreamFlatbuffer *buffer, gsize at, gsize n_bytes)
{
  if (at > buffer->size || n_bytes > buffer->size - at)
    buffer->damaged = TRUE;

  return ! buffer->damaged;
}

/* Returns: the element's place, which is inside the buffer, or 0. */
static gsize
element (DreamFlatbuffer *buffer,
         DreamFlatVector  vector,
         gsize            index,
         gsize            element_size)
{
  if (index >= vector.n)
    {
      buffer->damaged = TRUE;
      return 0;
    }

  return vector.at + index * element_size;
}

static guint16
load16 (DreamFlatbuffer *buffer, gsize at)
{
  guint16 value = 0;

  if (holds (buffer, at, sizeof value))
    memcpy (&value, buffer->data + at, sizeof value);

  return GUINT16_FROM_LE (value);
}

static guint32
load32 (DreamFlatbuffer *buffer, gsize at)
{
  guint32 value = 0;

  if (holds (buffer, at, sizeof value))
    memcpy (&value, buffer->data + at, sizeof value);

  return GUINT32_FROM_LE (value);
}

static gfloat
load_float (DreamFlatbuffer *buffer, gsize at)
{
  const guint32 bits = load32 (buffer, at);
  gfloat        value;

  memcpy (&value, &bits, sizeof value);

  return value;
}
