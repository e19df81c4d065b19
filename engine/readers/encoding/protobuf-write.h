/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adding fields to a message of protocol buffers.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void dream_wire_add_number (GByteArray *message, guint32 field, guint64 value);
void dream_wire_add_float (GByteArray *message, guint32 field, gfloat value);

/* For strings and messages too.
 * @data: (nullable): @size bytes. */
void dream_wire_add_bytes (GByteArray   *message,
                           guint32       field,
                           const guint8 *data,
                           gsize         size);

G_END_DECLS
