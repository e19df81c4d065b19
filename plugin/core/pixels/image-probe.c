/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has to be known of a picture's file before GEGL reads it.
 *
 * Sources: ITU-T T.81 annex B (JPEG), the PNG specification section 5, the
 * WebP container specification, TIFF 6.0 sections 2 and 8, EXIF 2.3.
 */

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "image-probe.h"

typedef struct
{
  const guint8 *data;
  gsize         size;
} Bytes;

typedef gboolean (*WalkFunc) (Bytes file, Bytes *exif);

typedef struct
{
  const gchar *magic;
  gsize        magic_size;
  gsize        magic_offset;
  const gchar *loader;
  WalkFunc     walk;
} Kind;

static const Kind *find_kind (Bytes file);
static gboolean    is_other_picture (const gchar *path, Bytes file);
static gboolean    walk_jpeg (Bytes file, Bytes *exif);
static gsize       skip_jpeg_scan (Bytes file, gsize at);
static gboolean    is_readable (guint8 marker, Bytes segment);
static gboolean    walk_png (Bytes file, Bytes *exif);
static gboolean    walk_webp (Bytes file, Bytes *exif);
static gboolean    walk_tiff (Bytes file, Bytes *exif);
static gint        find_orientation (Bytes exif);
static Bytes       part (Bytes whole, gsize at, gsize size);
static Bytes       without_signature (Bytes exif);
static guint32 number (Bytes bytes, gsize at, gsize size, gboolean big_endian);

static const Kind kinds[] = {
  { "\xff\xd8\xff", 3, 0, "gegl:jpg-load", walk_jpeg },
  { "\x89PNG\r\n\x1a\n", 8, 0, "gegl:png-load", walk_png },
  { "WEBP", 4, 8, "gegl:webp-load", walk_webp },
  { "II*\0", 4, 0, "gegl:tiff-load", walk_tiff },
  { "MM\0*", 4, 0, "gegl:tiff-load", walk_tiff }
};

gboolean
deep_dream_image_probe (const gchar         *path,
                        DeepDreamImageProbe *container,
                        GError             **error)
{
  g_autoptr (GMappedFile) map    = NULL;
  g_autoptr (GError)      reason = NULL;
  const Kind             *kind;
  Bytes                   file;
  Bytes                   exif = { NULL, 0 };

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("\"%s\" is a folder, not a picture."), path);
      return FALSE;
    }

  map = g_mapped_file_new (path, FALSE, &reason);
  if (! map)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("The picture cannot be read: %s."), reason->message);
      return FALSE;
    }

  file.data = (const guint8 *) g_mapped_file_get_contents (map);
  file.size = g_mapped_file_get_length (map);
  kind      = find_kind (file);

  if (! kind && ! is_other_picture (path, file))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("\"%s\" is no picture, or its name has the wrong "
                      "ending."),
                   path);
      return FALSE;
    }

  if (kind && ! kind->walk (file, &exif))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("The picture \"%s\" is damaged or not complete."), path);
      return FALSE;
    }

  container->loader      = kind ? kind->loader : NULL;
  container->orientation = find_orientation (exif);

  return TRUE;
}

static const Kind *
find_kind (Bytes file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Bytes start = part (file, kinds[i].magic_offset, kinds[i].magic_size);

      if (start.size == kinds[i].magic_size &&
          memcmp (start.data, kinds[i].magic, start.size) == 0)
        return &kinds[i];
    }

  return NULL;
}

/* "gegl:load" believes the name, so it may see only what name and content
 * agree on.
 */
static gboolean
is_other_picture (const gchar *path, Bytes file)
{
  g_autofree gchar *by_content = g_content_type_guess (NULL, file.data,
                                                       file.size, NULL);
  g_autofree gchar *by_name    = g_content_type_guess (path, NULL, 0, NULL);

  return g_str_has_prefix (by_content, "image/") &&
         g_content_type_equals (by_content, by_name);
}

static gboolean
walk_jpeg (Bytes file, Bytes *exif)
{
  enum
  {
    START_OF_SCAN = 0xda,
    END_OF_IMAGE  = 0xd9,
    APP1          = 0xe1
  };

  gsize at = 2;

  while (at + 4 <= file.size)
    {
      guint8 marker = file.data[at + 1];
      Bytes  segment;

      /* Filling, as libjpeg skips it. */
      if (file.data[at] != 0xff || marker == 0xff || marker == 0x00)
        {
          at++;
          continue;
        }

      if (marker == END_OF_IMAGE)
        return TRUE;

      segment = part (file, at + 4, number (file, at + 2, 2, TRUE) - 2);
      if (! segment.data || ! is_readable (marker, segment))
        return FALSE;

      if (marker == APP1 && segment.size > 6 &&
          memcmp (segment.data, "Exif\0\0", 6) == 0)
        *exif = without_signature (segment);

      at += 4 + segment.size;
      if (marker == START_OF_SCAN)
        at = skip_jpeg_scan (file, at);
    }

  /* The last marker has no length. */
  return at + 2 <= file.size && file.data[at] == 0xff &&
         file.data[at + 1] == END_OF_IMAGE;
}

/* In a scan's data 0xff is followed by 0, or by a restart marker. */
static gsize
skip_jpeg_scan (Bytes file, gsize at)
{
  for (; at + 2 <= file.size; at++)
    {
      guint8 next = file.data[at + 1];

      if (file.data[at] == 0xff && next != 0x00 && (next < 0xd0 || next > 0xd7))
        break;
    }

  return at;
}

/* Frames that are lossless, hierarchical or of more than 8 bits are rare, and
 * libjpeg does not read them.  Markers below those of frames have no meaning.
 */
static gboolean
is_readable (guint8 marker, Bytes segment)
{
  static const guint8 good[] = { 0xc0, 0xc1, 0xc2, 0xc9, 0xca };
  static const guint8 bad[]  = {
     0xc3, 0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf
  };

  if (memchr (good, marker, sizeof (good)))
    return number (segment, 0, 1, TRUE) == 8 && /* bits */
           number (segment, 1, 2, TRUE) > 0 &&  /* rows */
           number (segment, 3, 2, TRUE) > 0;    /* columns */

  return marker > 0xc0 && ! memchr (bad, marker, sizeof (bad));
}

static gboolean
walk_png (Bytes file, Bytes *exif)
{
  gsize at = 8;

  while (at + 12 <= file.size)
    {
      Bytes chunk = part (file, at + 8, number (file, at, 4, TRUE));

      /* Four bytes of checksum follow. */
      if (! chunk.data || chunk.size + 4 > file.size - (at + 8))
        return FALSE;

      if (memcmp (file.data + at + 4, "eXIf", 4) == 0)
        *exif = chunk;
      else if (memcmp (file.data + at + 4, "IEND", 4) == 0)
        return TRUE;

      at += 12 + chunk.size;
    }

  return FALSE;
}

static gboolean
walk_webp (Bytes file, Bytes *exif)
{
  gsize at  = 12;
  Bytes all = part (file, 8, number (file, 4, 4, FALSE));

  if (memcmp (file.data, "RIFF", 4) != 0 || ! all.data)
    return FALSE;

  while (at + 8 <= file.size)
    {
      Bytes chunk = part (file, at + 8, number (file, at + 4, 4, FALSE));

      if (! chunk.data)
        return FALSE;

      if (memcmp (file.data + at, "EXIF", 4) == 0)
        *exif = without_signature (chunk);

      /* Chunks begin at even offsets. */
      at += 8 + chunk.size + chunk.size % 2;
    }

  return TRUE;
}

/* EXIF's block is a TIFF file, and so the other way round. */
static gboolean
walk_tiff (Bytes file, Bytes *exif)
{
  *exif = file;

  return TRUE;
}

static gint
find_orientation (Bytes exif)
{
  enum
  {
    TAG          = 274,
    ENTRY_SIZE   = 12,
    VALUE_OFFSET = 8
  };

  gboolean big_endian = exif.size && exif.data[0] == 'M';
  gsize    directory  = number (exif, 4, 4, big_endian);
  guint32  n_entries  = number (exif, directory, 2, big_endian);

  for (guint32 i = 0; i < n_entries; i++)
    {
      gsize   entry = directory + 2 + i * ENTRY_SIZE;
      guint32 value = number (exif, entry + VALUE_OFFSET, 2, big_endian);

      if (number (exif, entry, 2, big_endian) == TAG)
        return value >= 1 && value <= 8 ? (gint) value : 1;
    }

  return 1;
}

/* @data is NULL if @whole does not hold all of it. */
static Bytes
part (Bytes whole, gsize at, gsize size)
{
  if (at > whole.size || size > whole.size - at)
    return (Bytes){ NULL, 0 };

  return (Bytes){ whole.data + at, size };
}

static Bytes
without_signature (Bytes exif)
{
  if (exif.size >= 6 && memcmp (exif.data, "Exif\0\0", 6) == 0)
    return part (exif, 6, exif.size - 6);

  return exif;
}

/* A number without a sign; 0 if it is not there. */
static guint32
number (Bytes bytes, gsize at, gsize size, gboolean big_endian)
{
  Bytes   digits = part (bytes, at, size);
  guint32 value  = 0;

  for (gsize i = 0; i < digits.size; i++)
    value = value << 8 | digits.data[big_endian ? i : digits.size - 1 - i];

  return value;
}
