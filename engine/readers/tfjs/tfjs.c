/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow.js's model.json and the weights beside it.
 */

#include "engine/readers/formats.h"
#include "engine/readers/guess-range.h"
#include "tfjs.h"

#define MARK "\"modelTopology\""

typedef gboolean (*FormFunc) (DreamTfjsModel *model,
                              DreamBuilder   *builder,
                              DreamInput     *guess,
                              GError        **error);

gboolean
dream_is_tfjs (GBytes *file)
{
  gsize        size;
  const gchar *data = g_bytes_get_data (file, &size);
  gsize        at   = 0;

  while (at < size && g_ascii_isspace (data[at]))
    at++;

  return at < size && data[at] == '{' &&
         g_strstr_len (data + at, size - at, MARK);
}

DreamNetwork *
dream_read_tfjs (GBytes           *file,
                 const gchar      *path,
                 const DreamInput *input,
                 GError          **error)
{
  return dream_read_tfjs_from (file, dream_tfjs_load_beside, (gpointer) path,
                               input, error);
}

DreamNetwork *
dream_read_tfjs_from (GBytes           *file,
                      DreamTfjsLoad     load,
                      gpointer          user_data,
                      const DreamInput *input,
                      GError          **error)
{
  FormFunc                   read;
  g_autoptr (DreamTfjsModel) model   = NULL;
  g_autoptr (DreamBuilder)   builder = dream_builder_new ();

  /* -1..1 is what the networks that TensorFlow's authors trained expect. */
  DreamInput guess = {
    .scale = { 1 / 127.5f, 1 / 127.5f, 1 / 127.5f },
    .mean  = { 127.5f, 127.5f, 127.5f },
  };

  model = dream_tfjs_model_new (file, load, user_data, error);
  if (! model)
    return NULL;

  read = dream_json_is_array (
           dream_json_member (dream_tfjs_model_get_topology (model), "node"))
           ? dream_tfjs_read_graph
           : dream_tfjs_read_layers;
  if (! read (model, builder, &guess, error))
    return NULL;

  dream_tfjs_model_keep (model, builder);
  dream_guess_range (builder, &guess);

  return dream_builder_finish (builder, input ? input : &guess, error);
}
