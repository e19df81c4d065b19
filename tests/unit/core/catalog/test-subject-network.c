/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for several classes, and which of the installed networks a subject goes
 * to.
 */

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "engine/error.h"
#include "plugin/core/catalog/groups.h"
#include "plugin/core/catalog/library.h"
#include "plugin/core/catalog/subject-network.h"

typedef struct
{
  const gchar *name;
  const gchar *more; /* in its description */
  const gchar *labels;
} Network;

static const Network photos = {
  "photos", "Classes=ImageNet\nSubjectRank=40\n",
  "background\ngolden retriever\ncastle\nmoth, Chihuahua\nowl\nfountain\n"
};
static const Network birds = {
  "birds", "Classes=birds\nSubjectRank=70\n",
  "Tyto alba (Barn Owl)\nSterna hirundo (Common Tern)\n"
};
static const Network plain = { "a-plain", "", "castle\ntower\n" };

static void remove_all (const gchar *path);

/* Writes a file into one of the folders of data. */
static void
put (const gchar *folder, const gchar *name, const gchar *contents)
{
  g_autofree gchar *full = g_build_filename (g_get_user_data_dir (),
                                             "deep-dream", folder, NULL);
  g_autofree gchar *path = g_build_filename (full, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (full, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
describe (const gchar *folder, const Network *network)
{
  g_autofree gchar *name = g_strconcat (network->name, ".network", NULL);
  g_autofree gchar *text = g_strdup_printf (
    "[Network]\nTitle=The %s\nFile=%s.bin\nSize=1\nDefaultLayer=l\n%s%s%s%s",
    network->name, network->name, network->labels ? "Labels=" : "",
    network->labels ? network->name : "", network->labels ? ".txt\n" : "",
    network->more);

  put (folder, name, text);
}

static void
install (const Network *network)
{
  g_autofree gchar *file   = g_strconcat (network->name, ".bin", NULL);
  g_autofree gchar *labels = g_strconcat (network->name, ".txt", NULL);

  describe ("networks", network);
  put ("networks", file, "1");
  if (network->labels)
    put ("networks", labels, network->labels);
}

static void
start (void)
{
  g_autofree gchar *ours = g_build_filename (g_get_user_data_dir (),
                                             "deep-dream", NULL);

  remove_all (ours);
  put ("models", "groups.ini",
       "[Groups]\ndog, hound=golden retriever;Chihuahua;pug\n");
}

static DeepDreamSubjectNetwork *
choose (const gchar *subject, GError **error)
{
  g_autoptr (GPtrArray) library = deep_dream_library_list ();

  return deep_dream_subject_network_choose (subject, library, error);
}

static void
assert_chosen (const gchar *subject, const gchar *name, const gchar *better)
{
  g_autoptr (GError)                  error  = NULL;
  g_autoptr (DeepDreamSubjectNetwork) chosen = choose (subject, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (chosen->name, ==, name);
  g_assert_cmpstr (chosen->better ? chosen->better->name : NULL, ==, better);
}

static void
assert_better (const gchar *subject, const gchar *network, const gchar *name)
{
  g_autoptr (GPtrArray)          library = deep_dream_library_list ();
  g_autoptr (DeepDreamInstalled) better  = NULL;

  better = deep_dream_subject_network_find_better (subject, network, library);
  g_assert_cmpstr (better ? better->name : NULL, ==, name);
}

static void
assert_refused (const gchar *subject, gint code, const gchar *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (choose (subject, &error));
  g_assert_error (error, DREAM_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_groups (void)
{
  g_autoptr (GHashTable) groups = NULL;
  GPtrArray             *dogs;

  start ();
  groups = deep_dream_groups_read ();
  g_assert_cmpuint (g_hash_table_size (groups), ==, 2);
  dogs = g_hash_table_lookup (groups, "hound");
  g_assert_true (dogs == g_hash_table_lookup (groups, "dog"));
  g_assert_cmpuint (dogs->len, ==, 3);
  g_assert_cmpstr (dogs->pdata[1], ==, "chihuahua");
}

/* Dreams go on without words. */
static void
test_damaged_groups (void)
{
  g_autoptr (GHashTable) groups = NULL;

  start ();
  put ("models", "groups.ini", "no keyfile\n");
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "*groups.ini*");
  groups = deep_dream_groups_read ();
  g_test_assert_expected_messages ();
  g_assert_cmpuint (g_hash_table_size (groups), ==, 0);
}

static void
test_highest (void)
{
  const Network nameless = { "nameless", "SubjectRank=99\n", NULL };

  start ();
  install (&photos);
  install (&birds);
  install (&plain);
  install (&nameless);

  assert_chosen ("owl", "birds", NULL);
  assert_chosen ("tern", "birds", NULL);
  assert_chosen ("castle", "photos", NULL);
  assert_chosen ("tower", "a-plain", NULL);
  assert_chosen ("dogs:2", "photos", NULL);
  /* All of them, not only the first. */
  assert_chosen ("owl, castle:-0.5", "photos", NULL);
}

/* What a dialog offers while somebody types. */
static void
test_names (void)
{
  g_autoptr (GPtrArray) library = NULL;
  g_autoptr (GPtrArray) none    = g_ptr_array_new ();
  g_autoptr (GPtrArray) names   = NULL;
  guint                 owls    = 0;

  start ();
  names = deep_dream_subject_network_list_names (none);
  g_assert_cmpuint (names->len, ==, 0);
  g_clear_pointer (&names, g_ptr_array_unref);

  install (&photos);
  install (&birds);
  library = deep_dream_library_list ();
  names   = deep_dream_subject_network_list_names (library);
  g_assert_cmpstr (names->pdata[0], ==, "dog");
  g_assert_true (
    g_ptr_array_find_with_equal_func (names, "castle", g_str_equal, NULL));
  for (guint i = 0; i < names->len; i++)
    owls += g_str_equal (names->pdata[i], "owl");
  g_assert_cmpuint (owls, <=, 1);
}

/* Of the same rank, the first of the list. */
static void
test_equal (void)
{
  const Network same = { "z-plain", "", "castle\ngate\n" };

  start ();
  install (&same);
  install (&plain);

  assert_chosen ("castle", "a-plain", NULL);
  assert_chosen ("gate", "z-plain", NULL);
}

static void
test_better (void)
{
  const Network best  = { "best", "Classes=ImageNet\nSubjectRank=80\n", "" };
  const Network worse = { "worse", "Classes=ImageNet\nSubjectRank=20\n", "" };
  const Network other = { "other", "Classes=places\nSubjectRank=90\n", "" };
  const Network none  = { "none", "Classes=ImageNet\nSubjectRank=95\n", NULL };
  g_autoptr (DeepDreamSubjectNetwork) chosen = NULL;

  start ();
  install (&photos);
  install (&plain);
  describe ("models", &photos);
  describe ("models", &worse);
  describe ("models", &other);
  describe ("models", &none);
  assert_chosen ("castle", "photos", NULL);

  describe ("models", &best);
  assert_chosen ("castle", "photos", "best");
  /* Nobody knows what the classes of this one are. */
  assert_chosen ("tower", "a-plain", NULL);
  chosen = choose ("castle", NULL);
  g_assert_cmpstr (chosen->better->title, ==, "The best");

  assert_better ("castle", "photos", "best");
  /* Who has chosen another network by hand is content with it. */
  assert_better ("castle", "a-plain", NULL);
  assert_better ("nobody", "photos", NULL);

  install (&(Network){ "best", best.more, "castle\n" });
  assert_chosen ("castle", "best", NULL);
  assert_better ("castle", "photos", NULL);
}

/* Its installed description is older than ranks are. */
static void
test_adopted (void)
{
  const Network old = { "z-old", "", "castle\n" };
  const Network new = { "z-old", "Classes=ImageNet\nSubjectRank=50\n",
                        "castle\n" };

  start ();
  install (&old);
  install (&plain);
  assert_chosen ("castle", "a-plain", NULL);

  describe ("models", &new);
  assert_chosen ("castle", "z-old", NULL);
}

static void
test_unknown (void)
{
  start ();
  install (&photos);
  install (&birds);

  assert_refused ("castel", DREAM_ERROR_BAD_RECIPE, "castle");
  assert_refused ("Common Turn", DREAM_ERROR_BAD_RECIPE, "Common Tern");
  assert_refused ("dgo", DREAM_ERROR_BAD_RECIPE, "dog");

  /* Two networks know it, but it is one name. */
  install (&plain);
  assert_refused ("cast", DREAM_ERROR_BAD_RECIPE, "Nothing is called");
  assert_refused ("castle, tern", DREAM_ERROR_BAD_RECIPE, "castle, tern");
}

static void
test_no_network (void)
{
  const Network better = { "better", "SubjectRank=80\n", "" };

  start ();
  assert_refused ("castle", DREAM_ERROR_NO_NETWORK, "install mobilenet-v1");

  install (&(Network){ "nameless", "", NULL });
  describe ("models", &photos);
  describe ("models", &better);
  describe ("models", &birds);
  assert_refused ("castle", DREAM_ERROR_NO_NETWORK, "install better");
  assert_better ("castle", "nameless", "better");
}

static void
test_bad_rank (void)
{
  g_autoptr (GError) error = NULL;

  start ();
  install (&(Network){ "bad", "SubjectRank=high\n", NULL });
  g_assert_null (deep_dream_library_find ("bad", &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

/* A network whose labels are gone is no reason not to ask the others. */
static void
test_no_labels (void)
{
  g_autofree gchar *labels = NULL;

  start ();
  install (&photos);
  install (&plain);
  labels = g_build_filename (g_get_user_data_dir (), "deep-dream", "networks",
                             "photos.txt", NULL);
  g_assert_cmpint (g_remove (labels), ==, 0);

  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "*install photos*");
  assert_chosen ("castle", "a-plain", NULL);
  g_test_assert_expected_messages ();
}

static void
remove_all (const gchar *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const gchar     *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree gchar *inner = g_build_filename (path, name, NULL);

      remove_all (inner);
    }

  g_remove (path);
}

int
main (int argc, char *argv[])
{
  g_autofree gchar *folder = g_dir_make_tmp ("deep-dream-XXXXXX", NULL);
  gint              result;

  /* Before GLib looks at the environment. */
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_DIRS", "/nowhere", TRUE);
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/groups/words", test_groups);
  g_test_add_func ("/groups/damaged", test_damaged_groups);
  g_test_add_func ("/subject-network/highest", test_highest);
  g_test_add_func ("/subject-network/names", test_names);
  g_test_add_func ("/subject-network/equal", test_equal);
  g_test_add_func ("/subject-network/better", test_better);
  g_test_add_func ("/subject-network/adopted", test_adopted);
  g_test_add_func ("/subject-network/unknown", test_unknown);
  g_test_add_func ("/subject-network/no-network", test_no_network);
  g_test_add_func ("/subject-network/bad-rank", test_bad_rank);
  g_test_add_func ("/subject-network/no-labels", test_no_labels);

  result = g_test_run ();
  remove_all (folder);

  return result;
}
