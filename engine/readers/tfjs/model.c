/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The container of TensorFlow.js: weights by name, in the files beside
 * model.json.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/error.h"
#include "engine/readers/encoding/map-file.h"
#include "model.h"

struct _DreamTfjsModel
{
  JsonNode  *root;
  GTree     *weights; /* names to DreamTfjsWeight */
  GTree     *loaded;  /* names of shards */
  GPtrArray *memory;  /* GBytes */
  gsize      size;
};

/* One piece of memory that a group's shards make, end to end. */
typedef struct
{
  GPtrArray *shards; /* GBytes */
  guint      shard;
  gsize      at; /* in the shard */
} Stream;

typedef struct
{
  const gchar *name;
  gsize        n_bytes;
  DreamCoding  coding;
} Type;

static gboolean      read_group (DreamTfjsModel *self,
                                 JsonNode       *group,
                                 DreamTfjsLoad   load,
                                 gpointer        user_data,
                                 GError        **error);
static gboolean      describe_weights (DreamTfjsModel *self,
                                       JsonNode       *list,
                                       GPtrArray      *weights,
                                       gsize          *n_bytes,
                                       GError        **error);
static gboolean      describe_weight (JsonNode        *node,
                                      const gchar     *name,
                                      DreamTfjsWeight *weight,
                                      GError         **error);
static gboolean      read_quantization (JsonNode    *node,
                                        DreamTensor *tensor,
                                        GError     **error);
static const Type   *find_type (const gchar *name);
static gboolean      load_shards (DreamTfjsModel *self,
                                  JsonNode       *paths,
                                  gsize           n_bytes,
                                  DreamTfjsLoad   load,
                                  gpointer        user_data,
                                  GPtrArray      *shards,
                                  GError        **error);
static gboolean      stays_inside (const gchar *path);
static const guint8 *take (DreamTfjsModel *self,
                           Stream         *stream,
                           gsize           n_bytes,
                           GError        **error);
static gsize take_piece (Stream *stream, gsize n_bytes, const guint8 **piece);
static gint  compare_names (gconstpointer a, gconstpointer b, gpointer data);
static void  memory_free (gpointer data);

GBytes *
dream_tfjs_load_beside (const gchar *name,
                        gsize        n_missing G_GNUC_UNUSED,
                        gpointer     user_data,
                        GError     **error)
{
  g_autofree gchar *folder = NULL;
  g_autofree gchar *path   = NULL;

  if (! user_data)
    {
      dream_builder_damaged (error);
      return NULL;
    }

  folder = g_path_get_dirname (user_data);
  path   = g_build_filename (folder, name, NULL);

  return dream_map_file (path, error);
}

DreamTfjsModel *
dream_tfjs_model_new (GBytes       *file,
                      DreamTfjsLoad load,
                      gpointer      user_data,
                      GError      **error)
{
  g_autoptr (DreamTfjsModel) self = g_new0 (DreamTfjsModel, 1);
  JsonNode                  *groups;

  /* Balanced trees, as names that share one hash would slow a table down. */
  self->weights = g_tree_new_full (compare_names, NULL, g_free, g_free);
  self->loaded  = g_tree_new_full (compare_names, NULL, g_free, NULL);
  self->memory  = g_ptr_array_new_with_free_func (
     (GDestroyNotify) g_bytes_unref);
  self->size = g_bytes_get_size (file);
  self->root = dream_json_parse (file, error);
  if (! self->root)
    return NULL;

  groups = dream_json_member (self->root, "weightsManifest");
  for (guint i = 0; i < dream_json_length (groups); i++)
    if (! read_group (self, dream_json_element (groups, i), load, user_data,
                      error))
      return NULL;

  return g_steal_pointer (&self);
}

void
dream_tfjs_model_free (DreamTfjsModel *self)
{
  if (! self)
    return;

  g_clear_pointer (&self->root, json_node_unref);
  g_tree_unref (self->weights);
  g_tree_unref (self->loaded);
  g_ptr_array_unref (self->memory);
  g_free (self);
}

JsonNode *
dream_tfjs_model_get_topology (DreamTfjsModel *self)
{
  return dream_json_member (self->root, "modelTopology");
}

const DreamTfjsWeight *
dream_tfjs_model_find (DreamTfjsModel *self, const gchar *name)
{
  return g_tree_lookup (self->weights, name);
}

gsize
dream_tfjs_model_get_size (DreamTfjsModel *self)
{
  return self->size;
}

void
dream_tfjs_model_keep (DreamTfjsModel *self, DreamBuilder *builder)
{
  dream_builder_own (builder, g_ptr_array_ref (self->memory), memory_free);
}

static gboolean
read_group (DreamTfjsModel *self,
            JsonNode       *group,
            DreamTfjsLoad   load,
            gpointer        user_data,
            GError        **error)
{
  g_autoptr (GPtrArray) weights = g_ptr_array_new ();
  g_autoptr (GPtrArray) shards  = g_ptr_array_new_with_free_func (
     (GDestroyNotify) g_bytes_unref);
  Stream stream  = { .shards = shards };
  gsize  n_bytes = 0;

  if (! describe_weights (self, dream_json_member (group, "weights"), weights,
                          &n_bytes, error) ||
      ! load_shards (self, dream_json_member (group, "paths"), n_bytes, load,
                     user_data, shards, error))
    return FALSE;

  for (guint i = 0; i < weights->len; i++)
    {
      DreamTfjsWeight *weight = g_ptr_array_index (weights, i);

      weight->tensor.data = take (self, &stream, weight->n_bytes, error);
      if (! weight->tensor.data)
        return FALSE;
    }

  return TRUE;
}

/* Puts the group's weights into @weights too, in the order of their values. */
static gboolean
describe_weights (DreamTfjsModel *self,
                  JsonNode       *list,
                  GPtrArray      *weights,
                  gsize          *n_bytes,
                  GError        **error)
{
  for (guint i = 0; i < dream_json_length (list); i++)
    {
      JsonNode    *node = dream_json_element (list, i);
      const gchar *name = dream_json_string (dream_json_member (node, "name"));
      g_autofree DreamTfjsWeight *weight = g_new0 (DreamTfjsWeight, 1);

      if (! name || strlen (name) > DREAM_TFJS_MAX_NAME ||
          dream_tfjs_model_find (self, name))
        return dream_builder_damaged (error);

      if (! describe_weight (node, name, weight, error))
        return FALSE;

      if (! g_size_checked_add (n_bytes, *n_bytes, weight->n_bytes))
        return dream_builder_damaged (error);

      g_ptr_array_add (weights, weight);
      g_tree_insert (self->weights, g_strdup (name), g_steal_pointer (&weight));
    }

  return TRUE;
}

static gboolean
describe_weight (JsonNode        *node,
                 const gchar     *name,
                 DreamTfjsWeight *weight,
                 GError         **error)
{
  JsonNode *shape    = dream_json_member (node, "shape");
  JsonNode *quanta   = dream_json_member (node, "quantization");
  gsize     n_values = 1;

  /* What lies in the file is what the quantisation made of it. */
  const gchar *type_name = dream_json_string (
    dream_json_member (quanta ? quanta : node, "dtype"));
  const Type *type = find_type (type_name ? type_name : "");

  if (! type_name || ! dream_json_is_array (shape) ||
      dream_json_length (shape) > DREAM_TFJS_MAX_DIMENSIONS)
    return dream_builder_damaged (error);

  if (! type)
    return dream_builder_unsupported (name,
                                      _ (
                                        "Its numbers are of a kind that is not "
                                        "supported."),
                                      error);

  weight->n_dimensions = dream_json_length (shape);
  for (guint i = 0; i < weight->n_dimensions; i++)
    {
      weight->shape[i] = dream_json_int (dream_json_element (shape, i), -1);
      if (weight->shape[i] < 0 ||
          ! g_size_checked_mul (&n_values, n_values, weight->shape[i]))
        return dream_builder_damaged (error);
    }

  if (! g_size_checked_mul (&weight->n_bytes, n_values, type->n_bytes))
    return dream_builder_damaged (error);

  weight->tensor = (DreamTensor){
    .n_values = n_values,
    .coding   = type->coding,
    .order    = DREAM_ORDER_HWIO,
    .scale    = 1,
  };

  return ! quanta || read_quantization (quanta, &weight->tensor, error);
}

/* real = scale stored + min */
static gboolean
read_quantization (JsonNode *node, DreamTensor *tensor, GError **error)
{
  const gdouble scale = dream_json_double (dream_json_member (node, "scale"),
                                           NAN);
  const gdouble min = dream_json_double (dream_json_member (node, "min"), NAN);

  if (tensor->coding != DREAM_CODING_UINT8 &&
      tensor->coding != DREAM_CODING_UINT16)
    return TRUE;

  tensor->scale      = scale;
  tensor->zero_point = -min / scale;

  return (isfinite (tensor->scale) && tensor->scale > 0 &&
          isfinite (tensor->zero_point)) ||
         dream_builder_damaged (error);
}

static const Type *
find_type (const gchar *name)
{
  static const Type types[] = {
    { "float32", 4, DREAM_CODING_FLOAT32 },
    { "float16", 2, DREAM_CODING_FLOAT16 },
    { "int32", 4, DREAM_CODING_INT32 },
    { "uint8", 1, DREAM_CODING_UINT8 },
    { "uint16", 2, DREAM_CODING_UINT16 },
    { "bool", 1, DREAM_CODING_UINT8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, name))
      return &types[i];

  return NULL;
}

/* Only as many as hold @n_bytes.  None may come twice: what is copied out of
 * them would be more than there is.
 */
static gboolean
load_shards (DreamTfjsModel *self,
             JsonNode       *paths,
             gsize           n_bytes,
             DreamTfjsLoad   load,
             gpointer        user_data,
             GPtrArray      *shards,
             GError        **error)
{
  for (guint i = 0; n_bytes > 0 && i < dream_json_length (paths); i++)
    {
      const gchar *path = dream_json_string (dream_json_element (paths, i));
      GBytes      *shard;

      if (! path || ! stays_inside (path) ||
          g_tree_lookup_extended (self->loaded, path, NULL, NULL))
        return dream_builder_damaged (error);

      shard = load (path, n_bytes, user_data, error);
      if (! shard)
        return FALSE;

      g_tree_insert (self->loaded, g_strdup (path), NULL);
      g_ptr_array_add (shards, shard);
      g_ptr_array_add (self->memory, g_bytes_ref (shard));
      self->size += g_bytes_get_size (shard);
      n_bytes -= MIN (n_bytes, g_bytes_get_size (shard));
    }

  return n_bytes == 0 || dream_builder_damaged (error);
}

/* Drives and streams of Windows have a colon. */
static gboolean
stays_inside (const gchar *path)
{
  g_auto (GStrv) parts = NULL;

  if (strlen (path) > DREAM_TFJS_MAX_NAME || strpbrk (path, "\\:") ||
      g_path_is_absolute (path))
    return FALSE;

  parts = g_strsplit (path, "/", -1);
  for (guint i = 0; parts[i]; i++)
    if (g_str_equal (parts[i], "") || g_str_equal (parts[i], ".") ||
        g_str_equal (parts[i], ".."))
      return FALSE;

  return parts[0] != NULL;
}

/* Copies only what goes from one shard to another.
 *
 * Returns: (transfer none) (nullable): @n_bytes that the model keeps.
 */
static const guint8 *
take (DreamTfjsModel *self, Stream *stream, gsize n_bytes, GError **error)
{
  const guint8 *piece;
  gsize         size = take_piece (stream, n_bytes, &piece);
  guint8       *copy;

  if (size == n_bytes)
    return piece;

  copy = g_try_malloc (n_bytes);
  if (! copy)
    {
      g_set_error_literal (
        error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
        _ ("There is not enough memory for the network. Close "
           "other programs or choose another network."));
      return NULL;
    }

  g_ptr_array_add (self->memory, g_bytes_new_take (copy, n_bytes));
  for (gsize done = 0; done < n_bytes;
       size       = take_piece (stream, n_bytes - done, &piece))
    {
            memcpy (copy + done, piece, size);
            done += size;
    }

  return copy;
}

/* Returns: how many of @n_bytes the first shard that has any left, has. */
static gsize
take_piece (Stream *stream, gsize n_bytes, const guint8 **piece)
{
  gsize         size = 0;
  const guint8 *data;

  *piece = (const guint8 *) "";
  if (n_bytes == 0)
    return 0;

  for (;;)
    {
      data = g_bytes_get_data (g_ptr_array_index (stream->shards,
                                                  stream->shard),
                               &size);
      if (stream->at < size)
        break;
      stream->shard++;
      stream->at = 0;
    }

  *piece = data + stream->at;
  size   = MIN (n_bytes, size - stream->at);
  stream->at += size;

  return size;
}

static gint
compare_names (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  return strcmp (a, b);
}

static void
memory_free (gpointer data)
{
  g_ptr_array_unref (data);
}
