/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep-dream look: what a network sees in a photo, so that people can ask for
 * more or less of it.
 */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "commands.h"
#include "engine/inspect.h"
#include "engine/objective/channel-list.h"
#include "engine/objective/subject-names.h"
#include "engine/readers/read.h"
#include "engine/recipe/recipe.h"
#include "plugin/core/catalog/groups.h"
#include "plugin/core/catalog/library.h"
#include "plugin/core/pixels/guide.h"
#include "plugin/core/pixels/photo.h"
#include "plugin/core/pixels/pixels.h"

/* How many of the best are shown. */
#define N_CLASSES  5
#define N_CHANNELS 8

/* A place is a disc of so many percent of the photo's shorter side, of its
 * radius, but of no less than so many pixels: a single value of a layer would
 * be much noise.
 */
#define DISC_PERCENT 4.0
#define DISC_MINIMUM 8.0

typedef struct
{
  gchar *network;
  gchar *at;
  gchar *mask;
  gchar *layer;
  gchar *class;
  gchar **files;
} Options;

typedef struct
{
  const Options      *options;
  DeepDreamInstalled *installed;
  DreamNetwork       *network;
  gchar             **labels;
  DreamPicture       *photo;
  gfloat             *mask;
} Look;

static CliStatus    look (const Options *options);
static gboolean     open_network (Look *self, GError **error);
static gboolean     open_photo (Look *self, GError **error);
static gboolean     read_mask (Look *self, GError **error);
static gboolean     make_disc (Look *self, GError **error);
static gboolean     show_one_class (const Look *self, GError **error);
static gdouble      add_up (const GArray *sightings, const GArray *classes);
static gboolean     show_classes (const Look *self, GError **error);
static gboolean     show_channels (const Look *self, GError **error);
static gboolean     choose_layers (const Look *self,
                                   GArray     *layers,
                                   GError    **error);
static void         show_layer (const Look   *self,
                                guint         layer,
                                const GArray *answers,
                                gint          name_width);
static const gchar *find_title (const Look *self, guint layer, gint channel);
static void         close_all (Look *self);

CliStatus
cli_command_look (gint argc, gchar **argv)
{
  g_autoptr (GOptionContext) context   = NULL;
  g_autoptr (GError)         error     = NULL;
  Options                    options   = { 0 };
  CliStatus                  status    = CLI_OK;
  const GOptionEntry         entries[] = {
            { "network", 0, 0, G_OPTION_ARG_STRING, &options.network,
              N_ ("The installed network that looks"), N_ ("NAME") },
            { "at", 0, 0, G_OPTION_ARG_STRING, &options.at,
              N_ ("Look at the channels around a pixel, instead of everywhere"),
              "X,Y" },
            { "mask", 0, 0, G_OPTION_ARG_FILENAME, &options.mask,
              N_ ("Look where a grey picture of PHOTO's size is white"), N_ ("FILE") },
            { "layer", 0, 0, G_OPTION_ARG_STRING, &options.layer,
              N_ ("Show this layer's channels alone"), N_ ("NAME") },
            { "class", 0, 0, G_OPTION_ARG_STRING, &options.class,
              N_ ("Print nothing but how likely the photo shows this, 0 to 1"),
              N_ ("NAME") },
            { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files,
              NULL, N_ ("PHOTO") },
            { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL }
  };

  context = g_option_context_new (_ ("- show what a network sees in a photo"));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (! g_option_context_parse (context, &argc, &argv, &error))
    status = cli_complain_usage (error->message);
  else if (! options.files || options.files[1])
    status = cli_complain_usage (_ ("Name one photo."));
  else if (options.at && options.mask)
    status = cli_complain_usage (_ ("Give a place or a mask, not both."));
  else
    status = look (&options);

  g_free (options.network);
  g_free (options.at);
  g_free (options.mask);
  g_free (options.layer);
  g_free (options.class);
  g_strfreev (options.files);

  return status;
}

static CliStatus
look (const Options *options)
{
  Look               self   = { .options = options };
  g_autoptr (GError) error  = NULL;
  gboolean           worked = FALSE;

  if (open_network (&self, &error) && open_photo (&self, &error))
    worked = options->class ? show_one_class (&self, &error)
                            : show_classes (&self, &error) &&
                                show_channels (&self, &error);

  if (! worked)
    cli_complain (error->message);
  close_all (&self);

  if (g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE))
    return CLI_USAGE;

  return worked ? CLI_OK : CLI_FAILED;
}

static gboolean
open_network (Look *self, GError **error)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (GError)      reason = NULL;
  const gchar            *name   = self->options->network;

  self->installed = deep_dream_library_find (name ? name : recipe->network,
                                             error);
  if (! self->installed)
    return FALSE;

  self->network = dream_network_read (self->installed->path,
                                      self->installed->input, error);
  if (! self->network)
    return FALSE;

  self->labels = deep_dream_library_read_labels (self->installed, &reason);
  if (! reason)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
open_photo (Look *self, GError **error)
{
  g_autoptr (DeepDreamPhoto) photo = NULL;

  photo = deep_dream_photo_load (self->options->files[0], FALSE, error);
  if (! photo)
    return FALSE;

  self->photo = deep_dream_pixels_read (photo->pixels,
                                        gegl_buffer_get_extent (photo->pixels),
                                        error);
  if (! self->photo)
    return FALSE;

  if (self->options->at)
    return make_disc (self, error);

  return ! self->options->mask || read_mask (self, error);
}

static gboolean
read_mask (Look *self, GError **error)
{
  g_autoptr (GeglBuffer) mask = NULL;

  mask = deep_dream_guide_read_mask (self->options->mask, self->photo->width,
                                     self->photo->height, error);
  if (! mask)
    return FALSE;

  self->mask = deep_dream_pixels_read_mask (mask, gegl_buffer_get_extent (mask),
                                            error);
  if (! self->mask)
    return FALSE;

  for (gsize i = 0; i < (gsize) self->photo->width * self->photo->height; i++)
    if (self->mask[i] > 0.0f)
      return TRUE;

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
               _ ("The mask \"%s\" is black everywhere: there is nowhere to "
                  "look."),
               self->options->mask);
  return FALSE;
}

static gboolean
make_disc (Look *self, GError **error)
{
  const gint     width  = self->photo->width;
  const gint     height = self->photo->height;
  const gdouble  radius = MAX (DISC_MINIMUM,
                               DISC_PERCENT / 100.0 * MIN (width, height));
  g_auto (GStrv) parts  = g_strsplit (self->options->at, ",", -1);
  gint64         place[2];

  if (g_strv_length (parts) != 2 ||
      ! g_ascii_string_to_signed (parts[0], 10, 0, width - 1, &place[0],
                                  NULL) ||
      ! g_ascii_string_to_signed (parts[1], 10, 0, height - 1, &place[1], NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ (
                     "\"%s\" is no place in the photo: give two numbers with a "
                     "comma between, from 0,0 to %d,%d."),
                   self->options->at, width - 1, height - 1);
      return FALSE;
    }

  self->mask = g_new0 (gfloat, (gsize) width * height);
  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      if (hypot ((gdouble) (x - place[0]), (gdouble) (y - place[1])) <= radius)
        self->mask[(gsize) y * width + x] = 1.0f;

  return TRUE;
}

/* For scripts. */
static gboolean
show_one_class (const Look *self, GError **error)
{
  g_autoptr (GHashTable) groups   = deep_dream_groups_read ();
  g_autoptr (GArray)     subjects = NULL;
  g_autoptr (GArray)     classes  = NULL;

  if (! self->labels)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   _ ("It is not known what the classes of the network \"%s\" "
                      "are called."),
                   self->installed->name);
      return FALSE;
    }

  subjects = dream_subjects_parse (self->options->class,
                                   (const gchar *const *) self->labels, groups,
                                   error);
  if (! subjects)
    return FALSE;

  classes = dream_inspect_classes (self->network, g_strv_length (self->labels),
                                   self->photo, NULL, error);

  for (guint s = 0; classes && s < subjects->len; s++)
    {
      const DreamSubject *subject = &g_array_index (subjects, DreamSubject, s);
      gchar               number[G_ASCII_DTOSTR_BUF_SIZE];

      g_print ("%s\n", g_ascii_formatd (number, sizeof (number), "%.6f",
                                        add_up (classes, subject->classes)));
    }

  return classes != NULL;
}

/* How likely it is that the photo shows any of some classes. */
static gdouble
add_up (const GArray *sightings, const GArray *classes)
{
  gdouble sum = 0;

  for (guint i = 0; i < sightings->len; i++)
    {
      const DreamSighting *found = &g_array_index (sightings, DreamSighting, i);

      for (guint n = 0; n < classes->len; n++)
        if (g_array_index (classes, guint, n) == found->class_index)
          sum += found->probability;
    }

  return sum;
}

static gboolean
show_classes (const Look *self, GError **error)
{
  g_autoptr (GArray) classes = NULL;

  if (! self->labels)
    return TRUE;

  classes = dream_inspect_classes (self->network, g_strv_length (self->labels),
                                   self->photo, NULL, error);
  if (! classes)
    return FALSE;

  g_print (_ ("What the photo shows, most likely:\n"));
  for (guint i = 0; i < MIN (N_CLASSES, classes->len); i++)
    {
      const DreamSighting *found = &g_array_index (classes, DreamSighting, i);

      /* Translators: a probability in percent, and what it is of. */
      g_print (_ ("%6.2f %%  %s\n"), 100.0 * found->probability,
               self->labels[found->class_index]);
    }
  g_print ("\n");

  return TRUE;
}

static gboolean
show_channels (const Look *self, GError **error)
{
  g_autoptr (GArray)    layers     = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) answers    = NULL;
  gint                  name_width = 0;

  if (! choose_layers (self, layers, error))
    return FALSE;

  answers = dream_inspect_channels (self->network, (const guint *) layers->data,
                                    layers->len, self->photo, self->mask, NULL,
                                    error);
  if (! answers)
    return FALSE;

  for (guint i = 0; i < layers->len; i++)
    name_width = MAX (name_width,
                      (gint) g_utf8_strlen (dream_network_get_layer (
                                              self->network,
                                              g_array_index (layers, guint, i))
                                              ->short_name,
                                            -1));

  g_print (self->mask
             ? _ ("The channels that answer there more than elsewhere, for "
                  "--channels:\n")
             : _ ("The channels that answer most, for --channels:\n"));
  for (guint i = 0; i < layers->len; i++)
    show_layer (self, g_array_index (layers, guint, i), answers->pdata[i],
                name_width);

  return TRUE;
}

/* Those that the network's description offers, or the one that is asked for. */
static gboolean
choose_layers (const Look *self, GArray *layers, GError **error)
{
  const gchar *name = self->options->layer;
  guint        layer;

  for (gint i = 0; ! name && self->installed->layer_names[i]; i++)
    if (dream_network_find_layer (self->network,
                                  self->installed->layer_names[i], &layer,
                                  NULL))
      g_array_append_val (layers, layer);

  if (layers->len > 0)
    return TRUE;

  if (! dream_network_find_layer (self->network,
                                  name ? name : self->installed->default_layer,
                                  &layer, error))
    return FALSE;

  g_array_append_val (layers, layer);
  return TRUE;
}

static void
show_layer (const Look   *self,
            guint         layer,
            const GArray *answers,
            gint          name_width)
{
  const gchar *name = dream_network_get_layer (self->network, layer)
                        ->short_name;
  g_autoptr (GString) numbers = g_string_new (NULL);
  g_autoptr (GString) titles  = g_string_new (NULL);

  for (guint i = 0; i < MIN (N_CHANNELS, answers->len); i++)
    {
      const gint   channel = g_array_index (answers, DreamAnswer, i).channel;
      const gchar *title   = find_title (self, layer, channel);

      g_string_append_printf (numbers, i ? ",%d" : "%d", channel);
      if (title)
        g_string_append_printf (titles, titles->len ? ", %d %s" : "%d %s",
                                channel, title);
    }

  g_print ("  %-*s  %s%s%s\n", name_width, name, numbers->str,
           titles->len ? "  " : "", titles->str);
}

static const gchar *
find_title (const Look *self, guint layer, gint channel)
{
  GHashTableIter iter;
  gpointer       name;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->installed->channels);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const GArray *titles = value;
      guint         found;

      if (! dream_network_find_layer (self->network, name, &found, NULL) ||
          found != layer)
        continue;

      for (guint i = 0; i < titles->len; i++)
        {
          const DreamChannelTitle *title = &g_array_index (titles,
                                                           DreamChannelTitle,
                                                           i);

          if (title->channel == channel)
            return title->title;
        }
    }

  return NULL;
}

static void
close_all (Look *self)
{
  g_clear_pointer (&self->installed, deep_dream_installed_free);
  g_clear_pointer (&self->network, dream_network_unref);
  g_clear_pointer (&self->labels, g_strfreev);
  g_clear_pointer (&self->photo, dream_picture_free);
  g_clear_pointer (&self->mask, g_free);
}
