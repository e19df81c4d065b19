/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked access to a flatbuffer (https://flatbuffers.dev/internals), for the
 * readers of formats that are coded in one.  Knows no format.
 *
 * Nothing is read outside the buffer.  The first thing that would lie there
 * sets @damaged; from then on everything reads as absent, 0 or empty, so that
 * a reader can ask for what it needs and look at @damaged once at the end of
 * a step.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DreamFlatbuffer:
 * @data: the buffer.
 * @size: its bytes.
 * @copies: how many more bytes a reader may copy out of the buffer.  Tables
 *   may share what they point to, so that a small file could ask for endless
 *   copies.
 * @damaged: something points outside the buffer.
 */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         copies;
  gboolean      damaged;
} DreamFlatbuffer;

/**
 * DreamFlatTable:
 *
 * A table's place in the buffer; 0 for a table that is not there.
 */
typedef gsize DreamFlatTable;

/**
 * DreamFlatVector:
 * @at: the place of its first element.
 * @n: how many elements it has, all inside the buffer; 0 if it is not there.
 */
typedef struct
{
  gsize at;
  gsize n;
} DreamFlatVector;

void dream_flatbuffer_init (DreamFlatbuffer *buffer, GBytes *bytes);

DreamFlatTable dream_flatbuffer_root (DreamFlatbuffer *buffer);

/* Fields of a table, by their numbers in the schema.  What the file leaves
 * out, or @table itself being 0, gives @absent, 0 or an empty vector.
 */
gint32          dream_flatbuffer_byte (DreamFlatbuffer *buffer,
                                       DreamFlatTable   table,
                                       guint            field,
                                       gint8            absent);
gint32          dream_flatbuffer_int (DreamFlatbuffer *buffer,
                                      DreamFlatTable   table,
                                      guint            field,
                                      gint32           absent);
gfloat          dream_flatbuffer_float (DreamFlatbuffer *buffer,
                                        DreamFlatTable   table,
                                        guint            field,
                                        gfloat           absent);
DreamFlatTable  dream_flatbuffer_table (DreamFlatbuffer *buffer,
                                        DreamFlatTable   table,
                                        guint            field);
DreamFlatVector dream_flatbuffer_vector (DreamFlatbuffer *buffer,
                                         DreamFlatTable   table,
                                         guint            field,
                                         gsize            element_size);

/**
 * dream_flatbuffer_string:
 *
 * Returns: (transfer full): a copy, in no particular coding; empty if the
 *   string is not there, holds a zero, or @copies is used up.
 */
gchar *dream_flatbuffer_string (DreamFlatbuffer *buffer,
                                DreamFlatTable   table,
                                guint            field);

/* Elements of a vector; one that it does not have sets @damaged. */
gint32         dream_flatbuffer_int_at (DreamFlatbuffer *buffer,
                                        DreamFlatVector  vector,
                                        gsize            index);
gint64         dream_flatbuffer_long_at (DreamFlatbuffer *buffer,
                                         DreamFlatVector  vector,
                                         gsize            index);
gfloat         dream_flatbuffer_float_at (DreamFlatbuffer *buffer,
                                          DreamFlatVector  vector,
                                          gsize            index);
DreamFlatTable dream_flatbuffer_table_at (DreamFlatbuffer *buffer,
                                          DreamFlatVector  vector,
                                          gsize            index);

/**
 * dream_flatbuffer_may_copy:
 * @n_bytes: what the caller wants to allocate for things in the buffer.
 *
 * Takes @n_bytes from @copies.
 *
 * Returns: whether that many were left; otherwise sets @damaged.
 */
gboolean dream_flatbuffer_may_copy (DreamFlatbuffer *buffer, gsize n_bytes);

G_END_DECLS
