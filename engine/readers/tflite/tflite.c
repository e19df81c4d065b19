/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow Lite files: one operator after another becomes
 * layers.  The numbers of fields are those of TensorFlow's
 * lite/schema/schema.fbs.
 */

#include <string.h>

#include "engine/readers/formats.h"
#include "engine/readers/guess-range.h"
#include "metadata.h"
#include "operations.h"

#define IDENTIFIER    "TFL3"
#define IDENTIFIER_AT 4

/* What networks of floats usually expect of a pixel: -1..1. */
#define USUAL_MEAN  127.5f
#define USUAL_SCALE (1 / USUAL_MEAN)

enum
{
  OPERATOR_INPUTS       = 1,
  OPERATOR_OUTPUTS      = 2,
  OPERATOR_OPTIONS_TYPE = 3,
  OPERATOR_OPTIONS      = 4
};

static gboolean read_graph (DreamTfliteReader *reader, GError **error);
static gboolean read_picture (DreamTfliteReader *reader, GError **error);
static gboolean takes_picture (DreamTfliteReader *reader,
                               gint32             tensor,
                               gint              *height,
                               gint              *width,
                               gint              *channels);
static gboolean read_or_leave (DreamTfliteReader *reader,
                               gsize              index,
                               GError           **error);
static gboolean read_operator (DreamTfliteReader *reader,
                               DreamFlatTable     table,
                               gint               code,
                               DreamTfliteNode   *node,
                               GError           **error);
static gchar   *name_operation (gint code);

gboolean
dream_is_tflite (GBytes *file)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (file, &size);

  return size >= IDENTIFIER_AT + strlen (IDENTIFIER) &&
         memcmp (data + IDENTIFIER_AT, IDENTIFIER, strlen (IDENTIFIER)) == 0;
}

DreamNetwork *
dream_read_tflite (GBytes           *file,
                   const gchar      *path G_GNUC_UNUSED,
                   const DreamInput *input,
                   GError          **error)
{
  g_autoptr (DreamBuilder) builder   = dream_builder_new ();
  g_autofree guint8       *is_made   = NULL;
  g_autofree guint32      *constants = NULL;
  DreamTfliteReader        reader    = {
              .builder  = builder,
              .input    = { .scale = { USUAL_SCALE, USUAL_SCALE, USUAL_SCALE },
                            .mean  = { USUAL_MEAN, USUAL_MEAN, USUAL_MEAN } },
              .is_guess = TRUE,
  };

  dream_builder_own (builder, g_bytes_ref (file),
                     (GDestroyNotify) g_bytes_unref);
  if (! dream_tflite_open (&reader.model, file, error))
    return NULL;

  reader.is_made = is_made = g_new0 (guint8, reader.model.tensors.n);
  reader.constants = constants = g_new0 (guint32, reader.model.tensors.n);
  if (! read_graph (&reader, error))
    return NULL;

  if (reader.is_guess)
    dream_guess_range (builder, &reader.input);

  return dream_builder_finish (builder, input ? input : &reader.input, error);
}

static gboolean
read_graph (DreamTfliteReader *reader, GError **error)
{
  const gsize n = reader->model.operators.n;

  if (n >= DREAM_MAX_LAYERS)
    return dream_builder_damaged (error);

  if (! read_picture (reader, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    if (! read_or_leave (reader, i, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_picture (DreamTfliteReader *reader, GError **error)
{
  DreamTfliteModel *model = &reader->model;
  gint32 tensor = dream_flatbuffer_int_at (&model->file, model->inputs, 0);
  g_autofree gchar *name = dream_tflite_get_name (model, tensor);
  gchar             key[DREAM_TFLITE_KEY];
  DreamTensor       range;
  gint              height;
  gint              width;
  gint              channels;

  if (dream_tflite_is_damaged (model, error))
    return FALSE;

  if (! *name)
    {
      g_free (name);
      name = g_strdup ("input");
    }

  if (model->inputs.n != 1 ||
      ! takes_picture (reader, tensor, &height, &width, &channels))
    return dream_builder_refuse (name, DREAM_REASON_PICTURE, error);

  if (! dream_tflite_read_range (model, tensor, name, &range, error))
    return FALSE;

  if (range.coding != DREAM_CODING_FLOAT32)
    dream_tflite_set_input (reader, &range);
  else if (dream_tflite_read_metadata (model, &reader->input))
    reader->is_guess = FALSE;

  dream_tflite_key (tensor, key);
  reader->is_made[tensor] = TRUE;

  return dream_builder_add_picture (reader->builder, key, name, height, width,
                                    channels, error);
}

/* Batch x height x width x channels.  Height and width are those that the
 * network was trained at, if the file says so; any will do.
 */
static gboolean
takes_picture (DreamTfliteReader *reader,
               gint32             tensor,
               gint              *height,
               gint              *width,
               gint              *channels)
{
  DreamFlatbuffer *file  = &reader->model.file;
  DreamFlatVector  shape = dream_tflite_get_shape (&reader->model, tensor);
  gint32           batch;

  if (shape.n != DREAM_TFLITE_DIMENSIONS)
    return FALSE;

  batch     = dream_flatbuffer_int_at (file, shape, 0);
  *height   = dream_flatbuffer_int_at (file, shape, 1);
  *width    = dream_flatbuffer_int_at (file, shape, 2);
  *channels = dream_flatbuffer_int_at (file, shape, 3);

  if (*height < 2 || *height > DREAM_MAX_TRAINED_SIZE || *width < 2 ||
      *width > DREAM_MAX_TRAINED_SIZE)
    *height = *width = 0;

  return (batch == 1 || batch == -1) && (*channels == 1 || *channels == 3);
}

/* Operators that the engine does not have, and those that depend on them, are
 * left out: mostly a classifier's head, which no dream needs.
 */
static gboolean
read_or_leave (DreamTfliteReader *reader, gsize index, GError **error)
{
  DreamTfliteModel *model   = &reader->model;
  DreamFlatbuffer  *file    = &model->file;
  DreamFlatTable    table   = dream_flatbuffer_table_at (file, model->operators,
                                                         index);
  DreamFlatVector   outputs = dream_flatbuffer_vector (file, table,
                                                       OPERATOR_OUTPUTS,
                                                       sizeof (gint32));
  gint32            output  = dream_flatbuffer_int_at (file, outputs, 0);
  gint              code    = dream_tflite_get_code (model, table);
  DreamTfliteNode   node    = { .output = output };
  GError           *problem = NULL;
  gboolean          is_read;

  node.name = dream_tflite_get_name (model, output);
  if (! *node.name)
    {
      g_autofree gchar *operation = name_operation (code);

      g_free (node.name);
      node.name = g_strdup_printf ("%s_%u", operation, (guint) index);
    }

  is_read = read_operator (reader, table, code, &node, &problem);
  g_free (node.name);
  g_free (node.inner);

  if (model->file.damaged)
    {
      g_clear_error (&problem);
      return dream_builder_damaged (error);
    }

  if (is_read)
    return TRUE;

  if (! dream_builder_can_leave_out (&problem, error))
    return FALSE;

  dream_builder_leave_out (reader->builder, node.to, problem);

  return TRUE;
}

static gboolean
read_operator (DreamTfliteReader *reader,
               DreamFlatTable     table,
               gint               code,
               DreamTfliteNode   *node,
               GError           **error)
{
  DreamFlatbuffer            *file      = &reader->model.file;
  const DreamTfliteOperation *operation = dream_tflite_find_operation (code);
  const gint32 type = dream_flatbuffer_byte (file, table, OPERATOR_OPTIONS_TYPE,
                                             0);

  if (dream_tflite_is_damaged (&reader->model, error))
    return FALSE;

  dream_tflite_key (node->output, node->to);
  if (reader->is_made[node->output])
    return dream_builder_damaged (error);

  reader->is_made[node->output] = TRUE;
  if (! operation || ! operation->read)
    {
      g_autofree gchar *missing = name_operation (code);

      return dream_builder_unknown (node->name, missing, error);
    }

  node->inputs  = dream_flatbuffer_vector (file, table, OPERATOR_INPUTS,
                                           sizeof (gint32));
  node->options = dream_flatbuffer_table (file, table, OPERATOR_OPTIONS);

  /* None at all means that each has the value that it has if left out. */
  if (operation->options != 0 && type != 0 && type != operation->options)
    return dream_builder_damaged (error);

  dream_tflite_key (dream_tflite_get_input (reader, node, 0), node->from);

  return ! dream_tflite_is_damaged (&reader->model, error) &&
         operation->read (reader, node, error);
}

static gchar *
name_operation (gint code)
{
  const DreamTfliteOperation *operation = dream_tflite_find_operation (code);

  return operation ? g_strdup (operation->name) : g_strdup_printf ("%d", code);
}
