/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thumbnail that has not been drawn yet, or is older than what it shows, is
 * not shown: the preview draws it when somebody wants to see the preset.
 */

#include "thumbnail.h"

#include "plugin/core/preview/thumbnails.h"

#define SPACING 6

/* Half of what the file has: the dialog is to fit small screens. */
#define WIDTH  (DEEP_DREAM_THUMBNAIL_WIDTH / 2)
#define HEIGHT (DEEP_DREAM_THUMBNAIL_HEIGHT / 2)

/* In which a comment is broken into lines, in characters. */
#define COMMENT_WIDTH 24

struct _DeepDreamThumbnail
{
  const DeepDreamPreset *preset;
  GtkWidget             *widget;
  GtkWidget             *image;
  GtkWidget             *comment;
};

DeepDreamThumbnail *
deep_dream_thumbnail_new (void)
{
  DeepDreamThumbnail *self = g_new0 (DeepDreamThumbnail, 1);

  self->widget = gtk_hbox_new (FALSE, SPACING);

  self->image = gtk_image_new ();
  gtk_widget_set_size_request (self->image, WIDTH, HEIGHT);
  gtk_box_pack_start (GTK_BOX (self->widget), self->image, FALSE, FALSE, 0);
  gtk_widget_show (self->image);

  self->comment = gtk_label_new (NULL);
  gtk_label_set_line_wrap (GTK_LABEL (self->comment), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->comment), COMMENT_WIDTH);
  gtk_misc_set_alignment (GTK_MISC (self->comment), 0.0, 0.5);
  gtk_box_pack_start (GTK_BOX (self->widget), self->comment, TRUE, TRUE, 0);
  gtk_widget_show (self->comment);

  return self;
}

void
deep_dream_thumbnail_free (DeepDreamThumbnail *self)
{
  g_free (self);
}

GtkWidget *
deep_dream_thumbnail_get_widget (DeepDreamThumbnail *self)
{
  return self->widget;
}

void
deep_dream_thumbnail_set (DeepDreamThumbnail    *self,
                          const DeepDreamPreset *preset)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autofree gchar     *path   = NULL;

  self->preset = preset;
  gtk_label_set_text (GTK_LABEL (self->comment), preset ? preset->comment : "");

  if (preset && deep_dream_thumbnails_is_current (NULL, preset))
    {
      path   = deep_dream_thumbnails_get_path (NULL, preset);
      pixbuf = gdk_pixbuf_new_from_file_at_size (path, WIDTH, HEIGHT, NULL);
    }
  gtk_image_set_from_pixbuf (GTK_IMAGE (self->image), pixbuf);
  gtk_widget_set_visible (self->image, pixbuf != NULL);
}

const DeepDreamPreset *
deep_dream_thumbnail_get (DeepDreamThumbnail *self)
{
  return self->preset;
}
