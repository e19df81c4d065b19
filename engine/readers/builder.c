/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a network, layer by layer, from a file's operations.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "builder-private.h"
#include "engine/luma.h"
#include "engine/network/shapes.h"

/* What the network keeps alive. */
typedef struct
{
  gpointer       data;
  GDestroyNotify free_func;
} Owned;

static DreamBuilderSize size_of (DreamBuilder *self, const DreamLayer *layer);
static gboolean         is_supported (DreamBuilder     *self,
                                      const DreamLayer *layer,
                                      GError          **error);
static gboolean inputs_match (DreamBuilder *self, const DreamLayer *layer);
static void     add_luma (DreamBuilder *self, gboolean bgr);
static gint     compare_names (gconstpointer a,
                               gconstpointer b,
                               gpointer      user_data);
static void     owned_free (gpointer data);
static void     memory_free (gpointer data);

DreamBuilder *
dream_builder_new (void)
{
  DreamBuilder *self = g_new0 (DreamBuilder, 1);

  self->layers = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dream_layer_free);
  self->sizes  = g_array_new (FALSE, FALSE, sizeof (DreamBuilderSize));
  self->values = g_tree_new_full (compare_names, NULL, g_free, g_free);
  self->names  = g_tree_new_full (compare_names, NULL, g_free, NULL);
  self->memory = g_ptr_array_new_with_free_func (owned_free);
  for (gint c = 0; c < 3; c++)
    self->scale[c] = 1;

  return self;
}

void
dream_builder_free (DreamBuilder *self)
{
  if (! self)
    return;

  g_tree_unref (self->names);
  g_tree_unref (self->values);
  g_array_unref (self->sizes);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  g_clear_pointer (&self->memory, g_ptr_array_unref);
  g_clear_error (&self->problem);
  g_free (self);
}

DreamNetwork *
dream_builder_finish (DreamBuilder     *self,
                      const DreamInput *input,
                      GError          **error)
{
  g_autoptr (GBytes) memory = NULL;
  DreamInput         seen   = *input;

  if (self->layers->len < 2)
    {
      if (self->problem)
        g_propagate_error (error, g_steal_pointer (&self->problem));
      else
        dream_builder_damaged (error);
      return NULL;
    }

  if (dream_builder_is_grey (self))
    add_luma (self, input->bgr);

  /* scale' (scale (x - mean)) + shift = scale' scale (x - mean - …) */
  for (gint c = 0; c < 3; c++)
    {
      seen.scale[c] *= self->scale[c];
      seen.mean[c] -= self->shift[c] / seen.scale[c];
    }

  /* The tensors know where their data is; the network only keeps it alive. */
  memory = g_bytes_new_with_free_func ("", 0, memory_free,
                                       g_steal_pointer (&self->memory));

  return dream_network_new (g_steal_pointer (&self->layers), &seen, memory,
                            error);
}

void
dream_builder_own (DreamBuilder *self, gpointer data, GDestroyNotify free_func)
{
  Owned *owned = g_new (Owned, 1);

  *owned = (Owned){ data, free_func };
  g_ptr_array_add (self->memory, owned);
}

gfloat *
dream_builder_floats (DreamBuilder *self, DreamTensor *tensor, gsize n_values)
{
  gfloat *values = g_new0 (gfloat, n_values);

  dream_builder_own (self, values, g_free);
  *tensor = (DreamTensor){ .data     = (const guint8 *) values,
                           .n_values = n_values,
                           .coding   = DREAM_CODING_FLOAT32,
                           .scale    = 1 };

  return values;
}

gboolean
dream_builder_add_picture (DreamBuilder *self,
                           const gchar  *value,
                           const gchar  *name,
                           gint          height,
                           gint          width,
                           gint          channels,
                           GError      **error)
{
  DreamLayer *layer;

  if (height > DREAM_MAX_TRAINED_SIZE || width > DREAM_MAX_TRAINED_SIZE)
    return dream_builder_damaged (error);

  layer           = dream_layer_new (DREAM_OP_INPUT, name, 0);
  layer->channels = 3;
  if (! dream_builder_add (self, layer, value, error))
    return FALSE;

  /* What reads it now is made for so many. */
  layer->channels = channels;

  g_array_index (self->sizes, DreamBuilderSize, 0) = (DreamBuilderSize){
    height > 0 ? height : DREAM_USUAL_SIZE,
    width > 0 ? width : DREAM_USUAL_SIZE,
  };

  return TRUE;
}

void
dream_builder_get_changes (DreamBuilder *self, gfloat *scale, gfloat *shift)
{
  for (gint c = 0; c < 3; c++)
    {
      scale[c] = self->scale[c];
      shift[c] = self->shift[c];
    }
}

DreamLayer *
dream_builder_start (DreamBuilder       *self,
                     DreamOp             op,
                     const gchar        *name,
                     const gchar *const *values,
                     guint               n_values,
                     GError            **error)
{
  g_autoptr (DreamLayer) layer    = dream_layer_new (op, name, n_values);
  gint64                 channels = 0;

  for (guint i = 0; i < n_values; i++)
    {
      const DreamBuilderValue *value = dream_builder_find_value (self,
                                                                 values[i],
                                                                 name, error);
      const DreamLayer        *input;

      if (! value)
        return NULL;

      if (dream_builder_is_flat (self, values[i]))
        {
          dream_builder_unsupported (name,
                                     _ ("It reads a picture whose rows and "
                                        "columns have become channels."),
                                     error);
          return NULL;
        }

      input            = g_ptr_array_index (self->layers, value->layer);
      layer->inputs[i] = value->layer;
      channels         = op == DREAM_OP_CONCAT ? channels + input->channels
                                               : input->channels;
    }

  layer->channels = MIN (channels, G_MAXINT);

  return g_steal_pointer (&layer);
}

gboolean
dream_builder_add (DreamBuilder *self,
                   DreamLayer   *layer,
                   const gchar  *value,
                   GError      **error)
{
  g_autoptr (DreamLayer) owned = layer;
  const guint            index = self->layers->len;
  DreamBuilderSize       size;

  if (self->layers->len >= DREAM_MAX_LAYERS)
    return dream_builder_damaged (error);

  dream_builder_make_unique (self, layer);
  if (! is_supported (self, layer, error) ||
      ! dream_shapes_derive (self->layers, layer, error))
    return FALSE;

  size = size_of (self, layer);
  if (index > 0 && (size.height < 1 || size.width < 1))
    return dream_builder_unsupported (layer->name,
                                      _ (
                                        "Pictures of the size that the network "
                                        "is made for are too small for it."),
                                      error);

  g_array_append_val (self->sizes, size);
  g_tree_insert (self->names, g_strdup (layer->name), GUINT_TO_POINTER (1));
  g_ptr_array_add (self->layers, g_steal_pointer (&owned));
  dream_builder_set_value (self, value, index, FALSE);

  return TRUE;
}

static DreamBuilderSize
size_of (DreamBuilder *self, const DreamLayer *layer)
{
  DreamBuilderSize size = { 1, 1 };

  if (layer->n_inputs > 0)
    {
      const DreamBuilderSize *input = &g_array_index (self->sizes,
                                                      DreamBuilderSize,
                                                      layer->inputs[0]);

      size.height = dream_layer_output_size (layer, input->height, TRUE, NULL);
      size.width  = dream_layer_output_size (layer, input->width, FALSE, NULL);
    }

  return size;
}

/* What makes sense in a file, but not to the engine. */
static gboolean
is_supported (DreamBuilder *self, const DreamLayer *layer, GError **error)
{
  if (layer->stride_h != layer->stride_w)
    return dream_builder_unsupported (layer->name,
                                      _ ("Its strides along rows and columns "
                                         "differ."),
                                      error);

  if (layer->kernel_h > DREAM_MAX_KERNEL || layer->kernel_w > DREAM_MAX_KERNEL)
    return dream_builder_unsupported (layer->name,
                                      _ ("Its kernel or window is too large."),
                                      error);

  if (! inputs_match (self, layer))
    return dream_builder_refuse (layer->name, DREAM_REASON_SIZES, error);

  return TRUE;
}

static gboolean
inputs_match (DreamBuilder *self, const DreamLayer *layer)
{
  const DreamLayer *first;

  if (layer->n_inputs < 2)
    return TRUE;

  first = g_ptr_array_index (self->layers, layer->inputs[0]);
  for (guint i = 1; i < layer->n_inputs; i++)
    {
      const DreamLayer *input = g_ptr_array_index (self->layers,
                                                   layer->inputs[i]);

      if (input->stride != first->stride ||
          input->offset_h != first->offset_h ||
          input->offset_w != first->offset_w ||
          (layer->op != DREAM_OP_CONCAT && input->channels != first->channels))
        return FALSE;
    }

  return TRUE;
}

gboolean
dream_builder_is_grey (DreamBuilder *self)
{
  return ((DreamLayer *) g_ptr_array_index (self->layers, 0))->channels == 1;
}

/* Between the picture and what reads it. */
static void
add_luma (DreamBuilder *self, gboolean bgr)
{
  DreamLayer       *picture = g_ptr_array_index (self->layers, 0);
  g_autofree gchar *name    = g_strconcat (picture->name, "/luma", NULL);
  DreamLayer       *luma    = dream_layer_new (DREAM_OP_CONVOLUTION, name, 1);
  gfloat           *weights = dream_builder_floats (self, &luma->weights, 3);

  for (guint i = 1; i < self->layers->len; i++)
    {
      DreamLayer *layer = g_ptr_array_index (self->layers, i);

      for (guint n = 0; n < layer->n_inputs; n++)
        layer->inputs[n]++;
    }

  weights[bgr ? 2 : 0] = DREAM_LUMA_RED;
  weights[1]           = DREAM_LUMA_GREEN;
  weights[bgr ? 0 : 2] = DREAM_LUMA_BLUE;
  luma->channels       = 1;
  picture->channels    = 3;
  dream_builder_make_unique (self, luma);
  g_ptr_array_insert (self->layers, 1, luma);
}

static gint
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data G_GNUC_UNUSED)
{
  return strcmp (a, b);
}

static void
owned_free (gpointer data)
{
  Owned *owned = data;

  owned->free_func (owned->data);
  g_free (owned);
}

static void
memory_free (gpointer data)
{
  g_ptr_array_unref (data);
}
