/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a TensorFlow Lite file says about the picture that it takes: metadata
 * for programs that show a network pictures, in a flatbuffer of their own
 * within the file.  The numbers of fields are those of TensorFlow Lite
 * Support's metadata_schema.fbs.
 */

#include <math.h>
#include <string.h>

#include "metadata.h"

#define NAME "TFLITE_METADATA"

enum
{
  ENTRY_NAME,
  ENTRY_BUFFER
};
enum
{
  METADATA_SUBGRAPHS = 3
};
enum
{
  SUBGRAPH_INPUTS = 2
};
enum
{
  TENSOR_UNITS = 4
};
enum
{
  UNIT_TYPE,
  UNIT_OPTIONS
};
enum
{
  NORMALIZATION_MEAN,
  NORMALIZATION_DEVIATION
};

#define TYPE_NORMALIZATION 1

static DreamFlatVector find_metadata (DreamTfliteModel *model);
static DreamFlatTable  find_normalization (DreamFlatbuffer *metadata);
static DreamFlatTable  first_table (DreamFlatbuffer *buffer,
                                    DreamFlatTable   table,
                                    guint            field);
static gfloat          get_channel (DreamFlatbuffer *buffer,
                                    DreamFlatVector  vector,
                                    gsize            channel);

/* (x - mean) / deviation, of pixels of 0..255. */
gboolean
dream_tflite_read_metadata (DreamTfliteModel *model, DreamInput *input)
{
  const DreamFlatVector data = find_metadata (model);
  DreamFlatbuffer metadata   = { model->file.data + data.at, data.n, 0, FALSE };
  DreamInput      said       = { 0 };
  DreamFlatTable  options;
  DreamFlatVector means;
  DreamFlatVector deviations;

  if (data.n == 0)
    return FALSE;

  options    = find_normalization (&metadata);
  means      = dream_flatbuffer_vector (&metadata, options, NORMALIZATION_MEAN,
                                        sizeof (gfloat));
  deviations = dream_flatbuffer_vector (&metadata, options,
                                        NORMALIZATION_DEVIATION,
                                        sizeof (gfloat));

  for (gint c = 0; c < 3; c++)
    {
      said.mean[c]  = get_channel (&metadata, means, c);
      said.scale[c] = 1 / get_channel (&metadata, deviations, c);

      if (! isfinite (said.mean[c]) || ! isfinite (said.scale[c]) ||
          said.scale[c] == 0)
        return FALSE;
    }

  if (metadata.damaged)
    return FALSE;

  *input = said;

  return TRUE;
}

static DreamFlatVector
find_metadata (DreamTfliteModel *model)
{
  DreamFlatbuffer *file = &model->file;

  for (gsize i = 0; i < model->metadata.n && ! file->damaged; i++)
    {
      const DreamFlatTable entry = dream_flatbuffer_table_at (file,
                                                              model->metadata,
                                                              i);
      g_autofree gchar    *name  = dream_flatbuffer_string (file, entry,
                                                            ENTRY_NAME);

      if (strcmp (name, NAME) == 0)
        return dream_tflite_get_buffer (model,
                                        dream_flatbuffer_int (file, entry,
                                                              ENTRY_BUFFER, 0));
    }

  return (DreamFlatVector){ 0, 0 };
}

/* Of the first input of the first graph. */
static DreamFlatTable
find_normalization (DreamFlatbuffer *metadata)
{
  const DreamFlatTable root  = dream_flatbuffer_root (metadata);
  const DreamFlatTable graph = first_table (metadata, root, METADATA_SUBGRAPHS);
  const DreamFlatTable input = first_table (metadata, graph, SUBGRAPH_INPUTS);
  const DreamFlatVector units = dream_flatbuffer_vector (metadata, input,
                                                         TENSOR_UNITS,
                                                         sizeof (guint32));

  for (gsize i = 0; i < units.n && ! metadata->damaged; i++)
    {
      const DreamFlatTable unit = dream_flatbuffer_table_at (metadata, units,
                                                             i);

      if (dream_flatbuffer_byte (metadata, unit, UNIT_TYPE, 0) ==
          TYPE_NORMALIZATION)
        return dream_flatbuffer_table (metadata, unit, UNIT_OPTIONS);
    }

  return 0;
}

static DreamFlatTable
first_table (DreamFlatbuffer *buffer, DreamFlatTable table, guint field)
{
  const DreamFlatVector vector = dream_flatbuffer_vector (buffer, table, field,
                                                          sizeof (guint32));

  return vector.n > 0 ? dream_flatbuffer_table_at (buffer, vector, 0) : 0;
}

/* One number is for all channels.
 * Returns: NAN if there is none. */
static gfloat
get_channel (DreamFlatbuffer *buffer, DreamFlatVector vector, gsize channel)
{
  if (vector.n != 1 && vector.n != 3)
    return NAN;

  return dream_flatbuffer_float_at (buffer, vector,
                                    vector.n == 1 ? 0 : channel);
}
