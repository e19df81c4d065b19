/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What passes for JSON, and what is refused before it is parsed.
 */

#include <locale.h>

#include "engine/error.h"
#include "engine/readers/encoding/json-file.h"

#include "tfjs-text.h"

static void test_bad_json (void);
static void test_strings (void);

static gchar   *nest (const gchar *begin, const gchar *end);
static gboolean parses (const gchar *json);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-file/bad-json", test_bad_json);
  g_test_add_func ("/json-file/strings", test_strings);

  return g_test_run ();
}

static void
test_bad_json (void)
{
  g_autofree gchar *deep   = nest ("[", "]");
  g_autofree gchar *object = nest ("{'a':[", "]}");
  g_autofree gchar *wide   = tfjs_repeat ("0,", 1 << 20);
  g_autofree gchar *list   = g_strdup_printf ("[%s0]", wide);
  g_autofree gchar *empty  = tfjs_repeat ("[],", 1 << 17);
  g_autofree gchar *lists  = g_strdup_printf ("[%s0]", empty);
  g_autofree gchar *pairs  = tfjs_repeat ("'a':0,", 1000);
  g_autofree gchar *many   = g_strdup_printf ("{%s'a':0}", pairs);

  g_assert_true (parses ("{'a':[1,2.5,-3e2,true,null,'x',{}]}"));
  g_assert_true (parses ("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"));

  g_assert_false (parses (""));
  g_assert_false (parses ("{'a':1"));
  g_assert_false (parses ("{'a':1}}"));
  g_assert_false (parses ("{'a':1]"));
  g_assert_false (parses ("{'a'}"));
  g_assert_false (parses ("{\"a\":'"));
  g_assert_false (parses ("\xff"));
  g_assert_false (parses (deep));
  g_assert_false (parses (object));
  g_assert_false (parses (list));
  g_assert_false (parses (lists));
  g_assert_false (parses (many));
}

/* Where the parser would see another end of a string than who looks for nesting
 * before it. */
static void
test_strings (void)
{
  g_autofree gchar *deep    = nest ("[", "]");
  g_autofree gchar *comment = g_strdup_printf ("/* ' */ %s /* ' */", deep);
  g_autofree gchar *line    = g_strdup_printf ("// '\n%s // '\n", deep);
  g_autofree gchar *digits  = g_strdup_printf ("['\\u1', ' %s ',0]", deep);
  g_autofree gchar *pair    = g_strdup_printf ("['\\ud800', ' %s ',0]", deep);

  g_assert_true (parses ("['\\u00e9\\n\\\\\\'[[[']"));
  g_assert_true (parses ("['\\ud83d\\ude00']"));

  g_assert_false (parses (comment));
  g_assert_false (parses (line));
  g_assert_false (parses (digits));
  g_assert_false (parses (pair));
  g_assert_false (parses ("['\\ud800\\n']"));
  g_assert_false (parses ("['\\u0000']"));
  g_assert_false (parses ("['\\u12g4']"));
  g_assert_false (parses ("['\\x']"));
  g_assert_false (parses ("['\n']"));
  g_assert_false (parses ("['\\"));
  g_assert_false (parses ("var a = []"));
}

/* Deeper than a stack is. */
static gchar *
nest (const gchar *begin, const gchar *end)
{
  g_autofree gchar *down = tfjs_repeat (begin, 200000);
  g_autofree gchar *up   = tfjs_repeat (end, 200000);

  return g_strconcat (down, up, NULL);
}

static gboolean
parses (const gchar *json)
{
  g_autoptr (GBytes)   file  = tfjs_json (json);
  g_autoptr (GError)   error = NULL;
  g_autoptr (JsonNode) root  = dream_json_parse (file, &error);

  if (! root)
    g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);

  return root != NULL;
}
