/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Models of TensorFlow.js for tests, written as text.
 */

#include <string.h>

#include "engine/readers/tfjs/tfjs.h"

#include "tfjs-text.h"

typedef struct
{
  gsize at;
  gsize size;
} Shards;

static void    append_weights (GString *text, const gchar *weights);
static GBytes *load_counting (const gchar *name,
                              gsize        n_missing,
                              gpointer     user_data,
                              GError     **error);

GBytes *
tfjs_json (const gchar *text)
{
  gchar *json = g_strdelimit (g_strdup (text), "'", '"');

  return g_bytes_new_take (json, strlen (json));
}

gchar *
tfjs_repeat (const gchar *piece, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);

  return g_string_free (text, FALSE);
}

GBytes *
tfjs_text (const gchar *topology, const gchar *weights, const gchar *paths)
{
  g_autoptr (GString) text  = g_string_new (NULL);
  g_auto (GStrv)      names = g_strsplit (paths, " ", -1);
  g_autofree gchar   *list  = g_strjoinv ("','", names);

  g_string_append_printf (text,
                          "{'format':'layers-model','modelTopology':%s,"
                          "'weightsManifest':[{'paths':['%s'],'weights':[",
                          topology, list);
  append_weights (text, weights);
  g_string_append (text, "]}]}");

  return tfjs_json (text->str);
}

gchar *
tfjs_row (const gchar *layers)
{
  GString       *text  = g_string_new ("{'class_name':'Sequential','config':"
                                              "{'name':'row','layers':[");
  g_auto (GStrv) lines = g_strsplit (layers, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);

      g_string_append_printf (
        text, "%s{'class_name':'%s','config':{%s'name':'%s'%s%s}}",
        i > 0 ? "," : "", words[0],
        i > 0 ? "" : "'batch_input_shape':[null,16,16,3],", words[1],
        words[2] ? "," : "", words[2] ? words[2] : "");
    }

  g_string_append (text, "]}}");

  return g_string_free (text, FALSE);
}

gchar *
tfjs_graph (const gchar *layers)
{
  GString *text = g_string_new (
    "{'model_config':{'class_name':'Model','config':{'layers':["
    "{'name':'picture','class_name':'InputLayer','config':"
    "{'batch_input_shape':[null,16,16,3]},'inbound_nodes':[]}");
  g_auto (GStrv) lines = g_strsplit (layers, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) halves = g_strsplit (lines[i], " | ", 2);
      g_auto (GStrv) words  = g_strsplit (halves[0], " ", -1);

      g_string_append_printf (text,
                              ",{'class_name':'%s','name':'%s','config':{%s},"
                              "'inbound_nodes':[[",
                              words[0], words[1], halves[1] ? halves[1] : "");
      for (guint k = 3; words[k]; k++)
        g_string_append_printf (text, "%s['%s',0,0,{}]", k > 3 ? "," : "",
                                words[k]);
      g_string_append (text, "]]}");
    }

  g_string_append (text, "]}}}");

  return g_string_free (text, FALSE);
}

DreamNetwork *
tfjs_read (GBytes *file, gsize shard_size, GError **error)
{
  Shards        shards  = { .size = shard_size };
  DreamNetwork *network = dream_read_tfjs_from (file, load_counting, &shards,
                                                NULL, error);

  g_bytes_unref (file);

  return network;
}

static void
append_weights (GString *text, const gchar *weights)
{
  g_auto (GStrv) list = g_strsplit (weights ? weights : "", "; ", -1);

  for (guint i = 0; list[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (list[i], "!", 2);
      g_auto (GStrv) words = g_strsplit (parts[0], " ", 2);

      g_strdelimit (words[1], "x", ',');
      g_string_append_printf (text,
                              "%s{'name':'%s','shape':[%s],'dtype':'float32'",
                              i > 0 ? "," : "", words[0], words[1]);
      if (parts[1])
        g_string_append_printf (text,
                                ",'quantization':{'dtype':'%s','scale':0.5,"
                                "'min':-1}",
                                parts[1]);
      g_string_append (text, "}");
    }
}

static GBytes *
load_counting (const gchar *name G_GNUC_UNUSED,
               gsize        n_missing G_GNUC_UNUSED,
               gpointer     user_data,
               GError     **error G_GNUC_UNUSED)
{
  Shards *shards = user_data;
  guint8 *data   = g_malloc (shards->size);

  for (gsize i = 0; i < shards->size; i++, shards->at++)
    {
      const gfloat value = shards->at / sizeof (gfloat);
      guint32      bits;

      memcpy (&bits, &value, sizeof bits);
      data[i] = bits >> 8 * (shards->at % sizeof bits);
    }

  return g_bytes_new_take (data, shards->size);
}
