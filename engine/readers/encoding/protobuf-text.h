/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocol buffers that were written down as text (protobuf.dev, "Text Format
 * Language Specification"), as people edit them.
 */

#pragma once

#include <glib.h>
#include <protobuf-c/protobuf-c.h>

G_BEGIN_DECLS

/* Longer texts than this describe no network. */
#define DREAM_PROTOBUF_MAX_TEXT (1 << 22)

/* What becomes of an enumerated value whose name the description lacks. */
#define DREAM_PROTOBUF_UNKNOWN (-1)

/**
 * dream_protobuf_from_text:
 * @text: (nullable): the text.
 * @size: its length in bytes.
 * @descriptor: what it describes.
 * @error: return location for an error.
 *
 * Fields that @descriptor lacks are passed over.
 *
 * Returns: (transfer full) (nullable): the same message as it would lie in a
 *   binary file, or %NULL with %DREAM_ERROR_BAD_NETWORK, the message naming the
 *   line.
 */
GBytes *dream_protobuf_from_text (const gchar                      *text,
                                  gsize                             size,
                                  const ProtobufCMessageDescriptor *descriptor,
                                  GError                          **error);

G_END_DECLS
