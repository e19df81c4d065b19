/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field for the path of a picture.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * deep_dream_picture_entry_new:
 * @object: whose property it is.
 * @property: a property with the path of a picture, empty for none.
 * @title: of the windows in which people choose.
 *
 * Returns: (transfer floating): an entry for the path, and buttons to choose a
 *   file, or a layer of any open image, of which a file is kept.
 */
GtkWidget *deep_dream_picture_entry_new (GObject     *object,
                                         const gchar *property,
                                         const gchar *title);

G_END_DECLS
