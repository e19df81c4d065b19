/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking from a message of protocol buffers the fields that are to be unpacked
 * with protobuf-c: it copies all that it is given, and takes many times the
 * room of small fields.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dream_protobuf_gather:
 * @data: (nullable): a message, untrusted.
 * @numbers: (array length=n_numbers): the fields to be taken.
 * @n_numbers: how many.
 * @limit: how many bytes may be taken.
 *
 * Returns: (transfer full) (nullable): a message of those fields alone, or
 *   %NULL if @data is damaged or holds more of them than @limit.
 */
GByteArray *dream_protobuf_gather (const guint8  *data,
                                   gsize          size,
                                   const guint32 *numbers,
                                   guint          n_numbers,
                                   gsize          limit);

G_END_DECLS
