/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of a TensorFlow.js network that is a graph of TensorFlow's, written
 * as protocol buffers are in JSON: 64-bit integers and bytes are strings.
 */

#include <string.h>

#include "engine/readers/tensorflow/walk.h"
#include "tfjs.h"

static gboolean read_node (DreamTfGraph *graph, JsonNode *node, GError **error);
static gboolean get_attribute (gpointer          model,
                               gconstpointer     node,
                               const gchar      *name,
                               DreamTfAttribute *attribute);
static gboolean get_constant (gpointer         model,
                              gconstpointer    node,
                              DreamTfGraph    *graph,
                              DreamTfConstant *constant,
                              GError         **error);
static void     read_value (JsonNode *value, DreamTfAttribute *attribute);
static void     read_shape (JsonNode *shape, DreamTfAttribute *attribute);
static void     read_text (JsonNode *text, DreamTfAttribute *attribute);
static gint64   read_integer (JsonNode *integer);
static const char *text_of (JsonNode *node, const gchar *member);

gboolean
dream_tfjs_read_graph (DreamTfjsModel *model,
                       DreamBuilder   *builder,
                       DreamInput     *guess,
                       GError        **error)
{
  static const DreamTfSource source = { get_attribute, get_constant };
  JsonNode *nodes = dream_json_member (dream_tfjs_model_get_topology (model),
                                       "node");
  g_autoptr (DreamTfGraph) graph = NULL;

  graph = dream_tf_graph_new (&source, model, dream_tfjs_model_get_size (model),
                              builder);
  for (guint i = 0; i < dream_json_length (nodes); i++)
    if (! read_node (graph, dream_json_element (nodes, i), error))
      return FALSE;

  return dream_tf_graph_read (graph, guess, error);
}

static gboolean
read_node (DreamTfGraph *graph, JsonNode *node, GError **error)
{
  const gchar *name   = text_of (node, "name");
  const gchar *op     = text_of (node, "op");
  JsonNode    *inputs = dream_json_member (node, "input");

  if (! dream_tf_graph_add (graph, name, strlen (name), op, strlen (op), node,
                            error))
    return FALSE;

  for (guint i = 0; i < dream_json_length (inputs); i++)
    {
      const gchar *input = dream_json_string (dream_json_element (inputs, i));

      if (! input)
        return dream_builder_damaged (error);

      if (! dream_tf_graph_add_input (graph, input, strlen (input), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
get_attribute (gpointer          model G_GNUC_UNUSED,
               gconstpointer     node,
               const gchar      *name,
               DreamTfAttribute *attribute)
{
  JsonNode *value = dream_json_member (dream_json_member ((JsonNode *) node,
                                                          "attr"),
                                       name);

  if (! value)
    return FALSE;

  read_value (value, attribute);

  return TRUE;
}

/* Numbers lie with the weights, whatever the graph says. */
static gboolean
get_constant (gpointer         model,
              gconstpointer    node,
              DreamTfGraph    *graph G_GNUC_UNUSED,
              DreamTfConstant *constant,
              GError         **error G_GNUC_UNUSED)
{
  const DreamTfjsWeight *weight =
    dream_tfjs_model_find (model, text_of ((JsonNode *) node, "name"));

  if (! weight)
    return TRUE;

  constant->tensor       = weight->tensor;
  constant->n_dimensions = weight->n_dimensions;
  for (guint i = 0; i < weight->n_dimensions; i++)
    constant->shape[i] = weight->shape[i];

  return TRUE;
}

static void
read_value (JsonNode *value, DreamTfAttribute *attribute)
{
  JsonNode *list     = dream_json_member (value, "list");
  JsonNode *integers = dream_json_member (list, "i");
  JsonNode *texts    = dream_json_member (list, "s");
  JsonNode *integer  = dream_json_member (value, "i");
  JsonNode *truth    = dream_json_member (value, "b");

  for (guint i = 0; i < dream_json_length (integers); i++)
    dream_tf_attribute_add_integer (attribute,
                                    read_integer (
                                      dream_json_element (integers, i)));

  for (guint i = 0; i < dream_json_length (texts); i++)
    read_text (dream_json_element (texts, i), attribute);

  if (integer)
    dream_tf_attribute_add_integer (attribute, read_integer (integer));

  if (truth)
    dream_tf_attribute_add_integer (attribute,
                                    dream_json_boolean (truth, FALSE));

  read_text (dream_json_member (value, "s"), attribute);
  read_shape (dream_json_member (value, "shape"), attribute);
  attribute->number = dream_json_double (dream_json_member (value, "f"), 0);
}

static void
read_shape (JsonNode *shape, DreamTfAttribute *attribute)
{
  JsonNode *sizes = dream_json_member (shape, "dim");

  for (guint i = 0; i < dream_json_length (sizes); i++)
    dream_tf_attribute_add_integer (
      attribute,
      read_integer (dream_json_member (dream_json_element (sizes, i), "size")));
}

/* Bytes are in base 64. */
static void
read_text (JsonNode *text, DreamTfAttribute *attribute)
{
  const gchar      *coded = dream_json_string (text);
  g_autofree gchar *plain = NULL;
  gsize             size;

  if (! coded)
    return;

  plain = (gchar *) g_base64_decode (coded, &size);
  dream_tf_attribute_add_text (attribute, plain, size);
}

static gint64
read_integer (JsonNode *integer)
{
  const gchar *text  = dream_json_string (integer);
  gint64       value = 0;

  if (! text)
    return dream_json_int (integer, 0);

  g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL);

  return value;
}

/* Returns: the text, "" if there is none. */
static const char *
text_of (JsonNode *node, const gchar *member)
{
  const gchar *text = dream_json_string (dream_json_member (node, member));

  return text ? text : "";
}
