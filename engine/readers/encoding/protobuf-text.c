/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turning text into protocol buffers.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/error.h"
#include "protobuf-text.h"
#include "protobuf-write.h"

/* Messages within messages. */
#define MAX_DEPTH 32

typedef ProtobufCMessageDescriptor Message;
typedef ProtobufCFieldDescriptor   Field;

typedef enum
{
  TOKEN_END,
  TOKEN_WORD,   /* a name or a number */
  TOKEN_STRING, /* between quotes */
  TOKEN_MARK    /* any other character */
} TokenKind;

/* A token is @length bytes from @start. */
typedef struct
{
  const gchar *begin;
  const gchar *next;
  TokenKind    kind;
  const gchar *start;
  gsize        length;
} Parser;

static gboolean     parse_fields (Parser        *parser,
                                  const Message *type,
                                  gchar          closing,
                                  guint          depth,
                                  GByteArray    *message);
static gboolean     parse_field (Parser        *parser,
                                 const Message *type,
                                 guint          depth,
                                 GByteArray    *message);
static const Field *find_field (const Parser *parser, const Message *type);
static gboolean     parse_list (Parser      *parser,
                                const Field *field,
                                guint        depth,
                                GByteArray  *message);
static gboolean     parse_value (Parser      *parser,
                                 const Field *field,
                                 guint        depth,
                                 GByteArray  *message);
static gboolean     parse_message (Parser      *parser,
                                   const Field *field,
                                   guint        depth,
                                   GByteArray  *message);
static gboolean     parse_string (Parser      *parser,
                                  const Field *field,
                                  GByteArray  *message);
static gboolean     parse_word (Parser      *parser,
                                const Field *field,
                                GByteArray  *message);
static gboolean     parse_integer (const gchar *word,
                                   const Field *field,
                                   GByteArray  *message);
static gboolean     parse_float (gchar       *word,
                                 const Field *field,
                                 GByteArray  *message);
static gboolean     parse_enumerated (const gchar *word,
                                      const Field *field,
                                      GByteArray  *message);
static void         advance (Parser *parser);
static void         skip_blanks (Parser *parser);
static gsize        measure_string (const gchar *start);
static gboolean     is_word (gchar c);
static gboolean     is_mark (const Parser *parser, gchar mark);
static gboolean     skip_mark (Parser *parser, gchar mark);
static void         bad_line (const Parser *parser, GError **error);

GBytes *
dream_protobuf_from_text (const gchar                      *text,
                          gsize                             size,
                          const ProtobufCMessageDescriptor *descriptor,
                          GError                          **error)
{
  g_autofree gchar      *copy    = NULL;
  g_autoptr (GByteArray) message = g_byte_array_new ();
  Parser                 parser  = { 0 };

  if (size > DREAM_PROTOBUF_MAX_TEXT)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                           _ ("The text is too long for the description of a "
                              "network."));
      return NULL;
    }

  /* Numbers are read up to the zero behind the last. */
  copy         = g_strndup (size > 0 ? text : "", size);
  parser.begin = parser.next = copy;
  advance (&parser);
  if (! parse_fields (&parser, descriptor, '\0', 0, message))
    {
      bad_line (&parser, error);
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&message));
}

/* Up to the @closing mark, or to the end if there is none.
 * @type: %NULL for a message that is passed over; likewise fields.
 */
static gboolean
parse_fields (Parser        *parser,
              const Message *type,
              gchar          closing,
              guint          depth,
              GByteArray    *message)
{
  while (parser->kind == TOKEN_WORD)
    {
      if (! parse_field (parser, type, depth, message))
        return FALSE;

      if (! skip_mark (parser, ','))
        skip_mark (parser, ';');
    }

  return closing ? skip_mark (parser, closing) : parser->kind == TOKEN_END;
}

static gboolean
parse_field (Parser        *parser,
             const Message *type,
             guint          depth,
             GByteArray    *message)
{
  const Field *field = find_field (parser, type);

  advance (parser);
  skip_mark (parser, ':');

  return is_mark (parser, '[') ? parse_list (parser, field, depth, message)
                               : parse_value (parser, field, depth, message);
}

static const Field *
find_field (const Parser *parser, const Message *type)
{
  g_autofree gchar *name = g_strndup (parser->start, parser->length);

  return type ? protobuf_c_message_descriptor_get_field_by_name (type, name)
              : NULL;
}

static gboolean
parse_list (Parser      *parser,
            const Field *field,
            guint        depth,
            GByteArray  *message)
{
  advance (parser);
  if (skip_mark (parser, ']'))
    return TRUE;

  do
    {
      if (! parse_value (parser, field, depth, message))
        return FALSE;
    }
  while (skip_mark (parser, ','));

  return skip_mark (parser, ']');
}

static gboolean
parse_value (Parser      *parser,
             const Field *field,
             guint        depth,
             GByteArray  *message)
{
  switch (parser->kind)
    {
    case TOKEN_WORD:
      return parse_word (parser, field, message);

    case TOKEN_STRING:
      return parse_string (parser, field, message);

    case TOKEN_MARK:
      return parse_message (parser, field, depth, message);

    default:
      return FALSE;
    }
}

static gboolean
parse_message (Parser      *parser,
               const Field *field,
               guint        depth,
               GByteArray  *message)
{
  g_autoptr (GByteArray) inner   = NULL;
  const gchar            closing = is_mark (parser, '{') ? '}' : '>';

  if (depth == MAX_DEPTH ||
      (! is_mark (parser, '{') && ! is_mark (parser, '<')))
    return FALSE;

  if (field && field->type != PROTOBUF_C_TYPE_MESSAGE)
    return FALSE;

  inner = g_byte_array_new ();
  advance (parser);
  if (! parse_fields (parser, field ? field->descriptor : NULL, closing,
                      depth + 1, inner))
    return FALSE;

  if (field)
    dream_wire_add_bytes (message, field->id, inner->data, inner->len);

  return TRUE;
}

/* Strings one after another are one string. */
static gboolean
parse_string (Parser *parser, const Field *field, GByteArray *message)
{
  g_autoptr (GString) whole = g_string_new (NULL);

  if (field && field->type != PROTOBUF_C_TYPE_STRING)
    return FALSE;

  for (; parser->kind == TOKEN_STRING; advance (parser))
    {
      g_autofree gchar *quoted = g_strndup (parser->start, parser->length);
      g_autofree gchar *string = g_strcompress (quoted);

      g_string_append (whole, string);
    }

  if (field)
    dream_wire_add_bytes (message, field->id, (const guint8 *) whole->str,
                          whole->len);

  return TRUE;
}

static gboolean
parse_word (Parser *parser, const Field *field, GByteArray *message)
{
  g_autofree gchar *word  = g_strndup (parser->start, parser->length);
  gboolean          sound = TRUE;

  if (field)
    switch (field->type)
      {
      case PROTOBUF_C_TYPE_FLOAT:
        sound = parse_float (word, field, message);
        break;

      case PROTOBUF_C_TYPE_BOOL:
      case PROTOBUF_C_TYPE_ENUM:
        sound = parse_enumerated (word, field, message);
        break;

      case PROTOBUF_C_TYPE_STRING:
      case PROTOBUF_C_TYPE_MESSAGE:
        sound = FALSE;
        break;

      default:
        sound = parse_integer (word, field, message);
        break;
      }

  if (sound)
    advance (parser);

  return sound;
}

static gboolean
parse_integer (const gchar *word, const Field *field, GByteArray *message)
{
  gchar       *end;
  const gint64 value = g_ascii_strtoll (word, &end, 0);

  if (*end)
    return FALSE;

  dream_wire_add_number (message, field->id, value);

  return TRUE;
}

/* An f may stand behind it, as in C. */
static gboolean
parse_float (gchar *word, const Field *field, GByteArray *message)
{
  gchar  *end;
  gdouble value = g_ascii_strtod (word, &end);

  if (end == word || (*end && strcmp (end, "f") != 0))
    return FALSE;

  dream_wire_add_float (message, field->id, value);

  return TRUE;
}

static gboolean
parse_enumerated (const gchar *word, const Field *field, GByteArray *message)
{
  const ProtobufCEnumValue *value;

  if (g_ascii_isdigit (*word))
    return parse_integer (word, field, message);

  if (field->type == PROTOBUF_C_TYPE_BOOL)
    {
      dream_wire_add_number (message, field->id,
                             g_ascii_tolower (*word) == 't');
      return TRUE;
    }

  value = protobuf_c_enum_descriptor_get_value_by_name (field->descriptor,
                                                        word);
  dream_wire_add_number (message, field->id,
                         value ? value->value : DREAM_PROTOBUF_UNKNOWN);

  return TRUE;
}

static void
advance (Parser *parser)
{
  gsize string;

  skip_blanks (parser);
  parser->start = parser->next;

  if (*parser->start == '\0')
    {
      parser->kind   = TOKEN_END;
      parser->length = 0;
    }
  else if (is_word (*parser->start))
    {
      parser->kind = TOKEN_WORD;
      while (is_word (*parser->next))
        parser->next++;
      parser->length = parser->next - parser->start;
    }
  else if ((string = measure_string (parser->start)) > 0)
    {
      parser->kind = TOKEN_STRING;
      parser->next += string;
      parser->start++;
      parser->length = string - 2;
    }
  else
    {
      parser->kind   = TOKEN_MARK;
      parser->length = 1;
      parser->next++;
    }
}

/* A comment goes to the end of its line. */
static void
skip_blanks (Parser *parser)
{
  while (g_ascii_isspace (*parser->next) || *parser->next == '#')
    {
      if (*parser->next == '#')
        parser->next += strcspn (parser->next, "\n");
      else
        parser->next++;
    }
}

/* Returns: its length with both quotes, 0 if there is no string. */
static gsize
measure_string (const gchar *start)
{
  gsize i;

  if (*start != '"' && *start != '\'')
    return 0;

  for (i = 1; start[i] != *start; i++)
    {
      if (start[i] == '\\')
        i++;
      if (start[i] == '\0' || start[i] == '\n')
        return 0;
    }

  return i + 1;
}

static gboolean
is_word (gchar c)
{
  return g_ascii_isalnum (c) || (c && strchr ("_.+-", c));
}

static gboolean
is_mark (const Parser *parser, gchar mark)
{
  return parser->kind == TOKEN_MARK && *parser->start == mark;
}

static gboolean
skip_mark (Parser *parser, gchar mark)
{
  if (! is_mark (parser, mark))
    return FALSE;

  advance (parser);

  return TRUE;
}

static void
bad_line (const Parser *parser, GError **error)
{
  guint line = 1;

  for (const gchar *c = parser->begin; c < parser->start; c++)
    line += *c == '\n';

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
               _ ("Line %u of the description of the network cannot be read. "
                  "Download it again."),
               line);
}
