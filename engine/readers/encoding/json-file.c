/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON from the internet: looked through once before it is parsed.
 */

#include <math.h>
#include <string.h>

#include "engine/readers/builder.h"
#include "json-file.h"

/* Descriptions of networks have some hundred kilobytes; nested networks are
 * some ten levels deep.  A parsed value takes up to a hundred bytes, an object
 * several times that. */
#define MAX_SIZE       (16 << 20)
#define MAX_DEPTH      64
#define MAX_VALUES     (1 << 19)
#define MAX_CONTAINERS (1 << 17)
/* Members are found by a hash that whoever writes a file can defeat. */
#define MAX_MEMBERS 512

#define UNICODE_DIGITS 4

typedef struct
{
  const gchar *at;
  const gchar *end;
  guint        n_values;
  guint        n_containers;
  guint        depth;
  guint        n_members[MAX_DEPTH]; /* by depth; of arrays too */
  gboolean     is_array[MAX_DEPTH];
} Scan;

static gboolean is_harmless (GBytes *file);
static gboolean open_container (Scan *scan, gboolean is_array);
static gboolean count_value (Scan *scan);
static gboolean skip_string (Scan *scan);
static gboolean skip_escape (Scan *scan);
static gboolean skip_unicode (Scan *scan, guint *unit);

JsonNode *
dream_json_parse (GBytes *file, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  gsize                  size;
  const gchar           *data = g_bytes_get_data (file, &size);
  JsonNode              *root;

  if (! is_harmless (file))
    {
      dream_builder_damaged (error);
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (! json_parser_load_from_data (parser, data, size, NULL) ||
      ! (root = json_parser_steal_root (parser)))
    {
      dream_builder_damaged (error);
      return NULL;
    }

  return root;
}

JsonNode *
dream_json_member (JsonNode *node, const gchar *name)
{
  JsonNode *member = NULL;

  if (dream_json_is_object (node))
    member = json_object_get_member (json_node_get_object (node), name);

  return member && ! JSON_NODE_HOLDS_NULL (member) ? member : NULL;
}

guint
dream_json_length (JsonNode *node)
{
  return dream_json_is_array (node)
           ? json_array_get_length (json_node_get_array (node))
           : 0;
}

JsonNode *
dream_json_element (JsonNode *node, guint index)
{
  JsonNode *element = NULL;

  if (index < dream_json_length (node))
    element = json_array_get_element (json_node_get_array (node), index);

  return element && ! JSON_NODE_HOLDS_NULL (element) ? element : NULL;
}

gboolean
dream_json_is_object (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_OBJECT (node);
}

gboolean
dream_json_is_array (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_ARRAY (node);
}

const gchar *
dream_json_string (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node)
                                              : NULL;
}

gint
dream_json_int (JsonNode *node, gint absent)
{
  gdouble value = dream_json_double (node, absent);

  return value >= G_MININT && value <= G_MAXINT && value == floor (value)
           ? (gint) value
           : absent;
}

gdouble
dream_json_double (JsonNode *node, gdouble absent)
{
  GType type = node && JSON_NODE_HOLDS_VALUE (node)
                 ? json_node_get_value_type (node)
                 : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE
           ? json_node_get_double (node)
           : absent;
}

gboolean
dream_json_boolean (JsonNode *node, gboolean absent)
{
  return node && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_BOOLEAN
           ? json_node_get_boolean (node)
           : absent;
}

/* The parser takes more than RFC 8259 allows, such as comments: so that the two
 * agree on where strings end, nothing of that is let through.
 */
static gboolean
is_harmless (GBytes *file)
{
  gsize        size;
  const gchar *data = g_bytes_get_data (file, &size);
  Scan         scan = { .at = data, .end = data + size };
  gboolean     go_on;

  if (size == 0 || size > MAX_SIZE || ! g_utf8_validate (data, size, NULL))
    return FALSE;

  do
    {
      const gchar c = *scan.at++;

      if (c == '"')
        go_on = skip_string (&scan);
      else if (c == '{' || c == '[')
        go_on = open_container (&scan, c == '[');
      else if (c == '}' || c == ']')
        go_on = scan.depth-- > 0;
      else if (c == ',')
        go_on = count_value (&scan);
      else
        go_on = g_ascii_isalnum (c) || strchr (" \t\r\n:+-.", c);
    }
  while (go_on && scan.at < scan.end);

  return go_on && scan.depth == 0;
}

static gboolean
open_container (Scan *scan, gboolean is_array)
{
  if (scan->depth == MAX_DEPTH || scan->n_containers == MAX_CONTAINERS)
    return FALSE;

  scan->n_containers++;
  scan->n_members[scan->depth] = 0;
  scan->is_array[scan->depth]  = is_array;
  scan->depth++;

  return count_value (scan);
}

static gboolean
count_value (Scan *scan)
{
  guint inner = scan->depth - 1;

  if (scan->depth == 0)
    return FALSE;

  scan->n_values++;
  scan->n_members[inner]++;

  return scan->n_values <= MAX_VALUES &&
         (scan->is_array[inner] || scan->n_members[inner] <= MAX_MEMBERS);
}

/* From behind its first quotation mark. */
static gboolean
skip_string (Scan *scan)
{
  while (scan->at < scan->end)
    {
      const guchar c = *scan->at++;

      if (c == '"')
        return TRUE;
      if (c < ' ' || (c == '\\' && ! skip_escape (scan)))
        return FALSE;
    }

  return FALSE;
}

static gboolean
skip_escape (Scan *scan)
{
  guint unit;
  guint other;

  if (scan->at == scan->end)
    return FALSE;

  if (*scan->at != 'u')
    return strchr ("\"\\/bfnrt", *scan->at++) != NULL;

  if (! skip_unicode (scan, &unit) || unit == 0)
    return FALSE;
  if (g_unichar_type (unit) != G_UNICODE_SURROGATE)
    return TRUE;

  /* Of a pair that makes one character. */
  return scan->at < scan->end && *scan->at++ == '\\' &&
         skip_unicode (scan, &other) &&
         g_unichar_type (other) == G_UNICODE_SURROGATE;
}

static gboolean
skip_unicode (Scan *scan, guint *unit)
{
  if (scan->end - scan->at < 1 + UNICODE_DIGITS || *scan->at++ != 'u')
    return FALSE;

  *unit = 0;
  for (guint i = 0; i < UNICODE_DIGITS; i++)
    {
      const gint digit = g_ascii_xdigit_value (*scan->at++);

      if (digit < 0)
        return FALSE;
      *unit = *unit * 16 + digit;
    }

  return TRUE;
}
