/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Short names for layers, and layers for what people type.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "edit-distance.h"
#include "engine/error.h"
#include "names.h"

/* In bytes. */
#define MAX_NAME  4096
#define MAX_SHOWN 5

typedef struct
{
  DreamLayer *layer;
  gsize       length;
} Name;

typedef struct
{
  guint index;
  guint distance;
} Suggestion;

static gint compare_ends (gconstpointer a, gconstpointer b, gpointer user_data);
static gsize  common_end (const Name *a, const Name *b);
static gchar  byte_from_end (const Name *name, gsize i);
static void   shorten (const Name *name, gsize common);
static void   find_ends (GPtrArray *layers, const gchar *end, GArray *found);
static void   find_last_below (GPtrArray   *layers,
                               const gchar *component,
                               GArray      *found);
static gsize  length_through (const gchar *name, const gchar *component);
static gchar *list_layers (GPtrArray   *layers,
                           const guint *indices,
                           guint        n_indices);
static gchar *list_near (GPtrArray *layers, const gchar *name);
static guint  nearest_component (const gchar *wanted,
                                 const gchar *name,
                                 GHashTable  *seen);
static gint   compare_suggestions (gconstpointer a, gconstpointer b);

gboolean
dream_layer_names_check (const gchar *name, GError **error)
{
  if (name && *name && strlen (name) <= MAX_NAME &&
      g_utf8_validate (name, -1, NULL))
    return TRUE;

  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                       _ ("A layer of the network has no name that can be "
                          "read. Install the network again."));
  return FALSE;
}

/* Names sorted by their ends have the one that shares the longest end with a
 * name next to it.
 */
gboolean
dream_layer_names_shorten (GPtrArray *layers, GError **error)
{
  g_autofree Name *sorted = g_new (Name, layers->len);
  gsize            before = 0;
  guint            i;

  for (i = 0; i < layers->len; i++)
    {
      sorted[i].layer  = g_ptr_array_index (layers, i);
      sorted[i].length = strlen (sorted[i].layer->name);
    }

  g_qsort_with_data (sorted, layers->len, sizeof (Name), compare_ends, NULL);

  for (i = 0; i < layers->len; i++)
    {
      gsize after = 0;

      if (i + 1 < layers->len)
        {
          after = common_end (&sorted[i], &sorted[i + 1]);

          if (compare_ends (&sorted[i], &sorted[i + 1], NULL) == 0)
            {
              g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                           _ ("Two layers of the network are called “%s”. "
                              "Install the network again."),
                           sorted[i].layer->name);
              return FALSE;
            }
        }

      shorten (&sorted[i], MAX (before, after));
      before = after;
    }

  return TRUE;
}

gboolean
dream_layer_names_find (GPtrArray   *layers,
                        const gchar *name,
                        guint       *index,
                        GError     **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gchar  *shown = g_utf8_make_valid (name, -1);
  g_autofree gchar  *list  = NULL;

  find_ends (layers, name, found);
  if (found->len == 0)
    find_last_below (layers, name, found);

  if (found->len == 1)
    {
      *index = g_array_index (found, guint, 0);
      return TRUE;
    }

  if (found->len == 0)
    {
      list = list_near (layers, name);
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_NO_LAYER,
                   _ ("The network has no layer “%s”. Choose one that it has; "
                      "the nearest names are: %s."),
                   shown, list);
    }
  else
    {
      list = list_layers (layers, (const guint *) (gpointer) found->data,
                          found->len);
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_NO_LAYER,
                   _ ("“%s” may mean several layers of the network. Give more "
                      "of the name: %s."),
                   shown, list);
    }

  return FALSE;
}

static gint
compare_ends (gconstpointer a,
              gconstpointer b,
              gpointer      user_data G_GNUC_UNUSED)
{
  const Name *first  = a;
  const Name *second = b;
  gsize       common = common_end (first, second);

  if (common > first->length || common > second->length)
    return (first->length > second->length) - (first->length < second->length);

  return (guchar) byte_from_end (first, common) -
         (guchar) byte_from_end (second, common);
}

/* Returns: how many bytes at their ends two names share, counting the slash
 *   that one can think before each, so that a shared whole name counts one
 *   more than its length.
 */
static gsize
common_end (const Name *a, const Name *b)
{
  const gsize shorter = MIN (a->length, b->length);
  gsize       i;

  for (i = 0; i <= shorter; i++)
    {
      if (byte_from_end (a, i) != byte_from_end (b, i))
        break;
    }

  return i;
}

static gchar
byte_from_end (const Name *name, gsize i)
{
  return i < name->length ? name->layer->name[name->length - 1 - i] : '/';
}

static void
shorten (const Name *name, gsize common)
{
  const gchar *whole = name->layer->name;
  gsize        start = name->length - CLAMP (common, 1, name->length);

  while (start > 0 && whole[start - 1] != '/')
    start--;

  name->layer->short_name = whole + start;
}

static void
find_ends (GPtrArray *layers, const gchar *end, GArray *found)
{
  const gsize length = strlen (end);
  guint       i;

  for (i = 0; i < layers->len; i++)
    {
      const DreamLayer *layer = g_ptr_array_index (layers, i);
      gsize             whole = strlen (layer->name);

      if (length == 0 || length > whole ||
          strcmp (layer->name + whole - length, end) != 0)
        continue;

      /* The whole name is that layer's alone, whatever others end in. */
      if (length == whole)
        g_array_set_size (found, 0);

      if (length == whole || layer->name[whole - length - 1] == '/')
        g_array_append_val (found, i);

      if (length == whole)
        return;
    }
}

/* Finds, for each path that leads to @component, the last layer below it. */
static void
find_last_below (GPtrArray *layers, const gchar *component, GArray *found)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash,
                                                         g_str_equal, g_free,
                                                         NULL);
  guint                  i;

  for (i = 0; i < layers->len; i++)
    {
      const DreamLayer *layer  = g_ptr_array_index (layers, i);
      gsize             length = length_through (layer->name, component);
      g_autofree gchar *path   = g_strndup (layer->name, length);
      gpointer          place;

      if (length == 0)
        continue;

      if (g_hash_table_lookup_extended (places, path, NULL, &place))
        {
          g_array_index (found, guint, GPOINTER_TO_UINT (place)) = i;
        }
      else
        {
          g_hash_table_insert (places, g_steal_pointer (&path),
                               GUINT_TO_POINTER (found->len));
          g_array_append_val (found, i);
        }
    }
}

/* Returns: the length of the shortest start of @name that ends in @component
 *   and has more path after it, or 0.
 */
static gsize
length_through (const gchar *name, const gchar *component)
{
  const gsize  length = strlen (component);
  const gchar *at     = name;

  if (length == 0)
    return 0;

  while ((at = strstr (at, component)))
    {
      if ((at == name || at[-1] == '/') && at[length] == '/')
        return at + length - name;

      at++;
    }

  return 0;
}

static gchar *
list_layers (GPtrArray *layers, const guint *indices, guint n_indices)
{
  GString *list = g_string_new (NULL);
  guint    i;

  for (i = 0; i < MIN (n_indices, MAX_SHOWN); i++)
    {
      const DreamLayer *layer = g_ptr_array_index (layers, indices[i]);

      if (i > 0)
        g_string_append (list, ", ");
      g_string_append (list, layer->short_name);
    }

  if (n_indices > MAX_SHOWN)
    g_string_append (list, ", …");

  return g_string_free (list, FALSE);
}

/* A layer is as near as its short name, or as any component above its last one
 * that no later layer has: "Mixd_5d" is near the block's end, not all of its
 * layers, and near none because that ends in "Relu".
 */
static gchar *
list_near (GPtrArray *layers, const gchar *name)
{
  g_autofree Suggestion *near = g_new (Suggestion, layers->len);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal,
                                                       g_free, NULL);
  guint                  shown[MAX_SHOWN];
  guint                  n_shown = MIN (layers->len, MAX_SHOWN);
  guint                  i;

  for (i = layers->len; i-- > 0;)
    {
      const DreamLayer *layer = g_ptr_array_index (layers, i);
      guint             whole = dream_edit_distance (name, layer->short_name);
      guint             part  = nearest_component (name, layer->name, seen);

      near[i].index    = i;
      near[i].distance = MIN (whole, part);
    }

  qsort (near, layers->len, sizeof (Suggestion), compare_suggestions);

  for (i = 0; i < n_shown; i++)
    shown[i] = near[i].index;

  return list_layers (layers, shown, n_shown);
}

static guint
nearest_component (const gchar *wanted, const gchar *name, GHashTable *seen)
{
  g_auto (GStrv) components = g_strsplit (name, "/", -1);
  guint          nearest    = G_MAXUINT;
  guint          i;

  for (i = 0; components[i] && components[i + 1]; i++)
    {
      if (! g_hash_table_contains (seen, components[i]))
        {
          guint distance = dream_edit_distance (wanted, components[i]);

          nearest = MIN (nearest, distance);
          g_hash_table_add (seen, g_strdup (components[i]));
        }
    }

  return nearest;
}

static gint
compare_suggestions (gconstpointer a, gconstpointer b)
{
  const Suggestion *first  = a;
  const Suggestion *second = b;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;

  return first->index < second->index ? -1 : first->index > second->index;
}
