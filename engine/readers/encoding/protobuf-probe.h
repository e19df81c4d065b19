/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telling protocol buffers of one kind from others and from files of any other
 * format: they begin with no mark, but each kind has fields of its own.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamProtobufField DreamProtobufField;

typedef enum
{
  DREAM_FIELD_NUMBER,  /* an integer, truth value or enumerated value */
  DREAM_FIELD_TEXT,    /* a string without control characters */
  DREAM_FIELD_MESSAGE, /* a message, its first field sound */
  DREAM_FIELD_ANY
} DreamFieldKind;

/**
 * DreamProtobufField:
 * @number: the field's in the outermost message.
 * @kind: what it must be.
 * @is_repeated: whether it can be there more than once.
 * @is_telling: no file is of that kind without one of these.
 */
struct _DreamProtobufField
{
  guint32        number;
  DreamFieldKind kind;
  gboolean       is_repeated;
  gboolean       is_telling;
};

/**
 * dream_protobuf_looks_like:
 * @file: a file's bytes.
 * @fields: (array length=n_fields): the fields of a kind of file.
 * @n_fields: how many.
 *
 * Walks over the outermost message, without looking at the whole of what is in
 * it.  Fields that are not among @fields play no part: formats grow.  A file
 * that is cut short is recognised by what there is, so that people hear what is
 * wrong with it.
 *
 * Returns: whether @file consists of sound fields to its end, @fields are as
 *   they must be, and at least one of the telling ones is there.
 */
gboolean dream_protobuf_looks_like (GBytes                   *file,
                                    const DreamProtobufField *fields,
                                    guint                     n_fields);

G_END_DECLS
