/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a network, layer by layer, from a file's operations.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "builder.h"
#include "engine/error.h"
#include "engine/image/luma.h"
#include "engine/network/shapes.h"

/* Numbers that affine layers may take altogether: a small file can ask for many
 * of wide layers.  Networks have some ten thousands. */
#define MAX_AFFINE_VALUES (1 << 24)

/* What a name in the file stands for. */
typedef struct
{
  guint    layer;
  gboolean is_flat;
} Value;

/* For a picture as trained on. */
typedef struct
{
  gint height;
  gint width;
} Size;

/* Trees, since a file can choose its names so that any hash is the same. */
struct _DreamBuilder
{
  GPtrArray *layers;
  GArray    *sizes;  /* by layer */
  GTree     *values; /* of names to Value; left out: none */
  GTree     *names;  /* of layers, to the number last appended to each */
  GPtrArray *memory; /* Owned */
  GError    *problem;
  gsize      n_affine_values;

  /* What is done to the picture before the first layer. */
  gfloat scale[3];
  gfloat shift[3];
};

typedef struct
{
  gpointer       data;
  GDestroyNotify free_func;
} Owned;

static const Value *find_value (DreamBuilder *self,
                                const gchar  *value,
                                const gchar  *reader,
                                GError      **error);
static void         set_value (DreamBuilder *self,
                               const gchar  *value,
                               guint         layer,
                               gboolean      is_flat);
static void         make_unique (DreamBuilder *self, DreamLayer *layer);
static Size         size_of (DreamBuilder *self, const DreamLayer *layer);
static gboolean     add_zeros (DreamBuilder *self,
                               const gchar  *name,
                               const gchar  *from,
                               const gchar  *to,
                               gint          channels,
                               GError      **error);
static gboolean     is_supported (DreamBuilder     *self,
                                  const DreamLayer *layer,
                                  GError          **error);
static gboolean     inputs_match (DreamBuilder *self, const DreamLayer *layer);
static gboolean     see_picture (DreamBuilder *self,
                                 const gchar  *name,
                                 const gchar  *from,
                                 const gchar  *to,
                                 const gfloat *scale,
                                 const gfloat *shift,
                                 GError      **error);
static gboolean     is_grey (DreamBuilder *self);
static void         add_luma (DreamBuilder *self, gboolean bgr);
static gint         compare_names (gconstpointer a,
                                   gconstpointer b,
                                   gpointer      user_data);
static void         owned_free (gpointer data);
static void         memory_free (gpointer data);

DreamBuilder *
dream_builder_new (void)
{
  DreamBuilder *self = g_new0 (DreamBuilder, 1);

  self->layers = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dream_layer_free);
  self->sizes  = g_array_new (FALSE, FALSE, sizeof (Size));
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

  if (is_grey (self))
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

  g_array_index (self->sizes, Size, 0) = (Size){
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

gboolean
dream_builder_has (DreamBuilder *self, const gchar *value)
{
  return g_tree_lookup (self->values, value) != NULL;
}

const DreamLayer *
dream_builder_get_layer (DreamBuilder *self, const gchar *value)
{
  const Value *found = g_tree_lookup (self->values, value);

  return found ? g_ptr_array_index (self->layers, found->layer) : NULL;
}

const DreamLayer *
dream_builder_get_nth (DreamBuilder *self, guint n)
{
  return n < self->layers->len ? g_ptr_array_index (self->layers, n) : NULL;
}

void
dream_builder_get_size (DreamBuilder *self,
                        const gchar  *value,
                        gint         *height,
                        gint         *width)
{
  const Value *found = g_tree_lookup (self->values, value);
  const Size  *size;

  g_return_if_fail (found);

  size    = &g_array_index (self->sizes, Size, found->layer);
  *height = size->height;
  *width  = size->width;
}

void
dream_builder_alias (DreamBuilder *self, const gchar *from, const gchar *to)
{
  const Value *value = g_tree_lookup (self->values, from);

  if (value)
    set_value (self, to, value->layer, value->is_flat);
  else
    g_tree_remove (self->values, to);
}

void
dream_builder_flatten (DreamBuilder *self, const gchar *from, const gchar *to)
{
  const Value *value = g_tree_lookup (self->values, from);

  if (value)
    set_value (self, to, value->layer, TRUE);
  else
    g_tree_remove (self->values, to);
}

gboolean
dream_builder_is_flat (DreamBuilder *self, const gchar *value)
{
  const Value *found = g_tree_lookup (self->values, value);
  const Size  *size;

  if (! found || ! found->is_flat)
    return FALSE;

  size = &g_array_index (self->sizes, Size, found->layer);

  return size->height != 1 || size->width != 1;
}

void
dream_builder_leave_out (DreamBuilder *self,
                         const gchar  *value,
                         GError       *problem)
{
  g_tree_remove (self->values, value);

  if (self->problem)
    g_error_free (problem);
  else
    self->problem = problem;
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
      const Value      *value = find_value (self, values[i], name, error);
      const DreamLayer *input;

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
  Size                   size;

  if (self->layers->len >= DREAM_MAX_LAYERS)
    return dream_builder_damaged (error);

  make_unique (self, layer);
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
  set_value (self, value, index, FALSE);

  return TRUE;
}

gboolean
dream_builder_add_activation (DreamBuilder   *self,
                              const gchar    *name,
                              const gchar    *from,
                              const gchar    *to,
                              DreamActivation activation,
                              gfloat          low,
                              gfloat          high,
                              GError        **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_ACTIVATION, name,
                                           &from, 1, error);

  if (! layer)
    return FALSE;

  layer->activation = activation;
  layer->low        = low;
  layer->high       = high;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_leaky (DreamBuilder      *self,
                         const gchar       *name,
                         const gchar       *from,
                         const gchar       *to,
                         const DreamTensor *slopes,
                         GError           **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_ACTIVATION, name,
                                           &from, 1, error);

  if (! layer)
    return FALSE;

  layer->activation = DREAM_ACTIVATION_LEAKY;
  layer->slopes     = *slopes;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_scaled (DreamBuilder   *self,
                          const gchar    *name,
                          const gchar    *from,
                          const gchar    *to,
                          DreamActivation activation,
                          gfloat          scale,
                          gfloat          shift,
                          gfloat          power,
                          GError        **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_ACTIVATION, name,
                                           &from, 1, error);

  if (! layer)
    return FALSE;

  layer->activation = activation;
  layer->scale      = scale;
  layer->shift      = shift;
  layer->power      = power;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_affine (DreamBuilder *self,
                          const gchar  *name,
                          const gchar  *from,
                          const gchar  *to,
                          const gfloat *scale,
                          const gfloat *shift,
                          GError      **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_CONVOLUTION, name,
                                           &from, 1, error);
  gfloat     *weights;
  gfloat     *bias;

  if (! layer)
    return FALSE;

  if (layer->inputs[0] == 0)
    {
      dream_layer_free (layer);
      return see_picture (self, name, from, to, scale, shift, error);
    }

  self->n_affine_values += 2 * layer->channels;
  if (self->n_affine_values > MAX_AFFINE_VALUES)
    {
      dream_layer_free (layer);
      return dream_builder_damaged (error);
    }

  layer->groups = layer->channels;
  weights       = dream_builder_floats (self, &layer->weights, layer->channels);
  bias          = dream_builder_floats (self, &layer->bias, layer->channels);
  for (gint c = 0; c < layer->channels; c++)
    {
      weights[c] = scale ? scale[c] : 1;
      bias[c]    = shift ? shift[c] : 0;
    }

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_batch_norm (DreamBuilder      *self,
                              const gchar       *name,
                              const gchar       *from,
                              const gchar       *to,
                              const DreamTensor *gamma,
                              const DreamTensor *beta,
                              const DreamTensor *mean,
                              const DreamTensor *variance,
                              gfloat             epsilon,
                              GError           **error)
{
  const Value       *value     = find_value (self, from, name, error);
  const DreamTensor *tensors[] = { gamma, beta, mean, variance };
  g_autofree gfloat *numbers   = NULL;
  gfloat            *g, *b, *m, *v;
  gsize              n;

  if (! value)
    return FALSE;

  n = ((DreamLayer *) g_ptr_array_index (self->layers, value->layer))->channels;
  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    if (tensors[i] && (! tensors[i]->data || tensors[i]->n_values != n))
      return dream_builder_damaged (error);

  numbers = g_new0 (gfloat, 4 * n);
  g       = numbers;
  b       = g + n;
  m       = b + n;
  v       = m + n;
  dream_tensor_decode (mean, m);
  dream_tensor_decode (variance, v);
  if (beta)
    dream_tensor_decode (beta, b);
  if (gamma)
    dream_tensor_decode (gamma, g);

  for (gsize c = 0; c < n; c++)
    {
      const gdouble scale = (gamma ? g[c] : 1) /
                            sqrt ((gdouble) v[c] + epsilon);

      g[c] = scale;
      b[c] -= scale * m[c];
    }

  return dream_builder_add_affine (self, name, from, to, g, b, error);
}

gboolean
dream_builder_add_padding (DreamBuilder *self,
                           const gchar  *name,
                           const gchar  *from,
                           const gchar  *to,
                           gint          top,
                           gint          left,
                           gint          bottom,
                           gint          right,
                           gint          channels,
                           GError      **error)
{
  DreamLayer *layer;

  if (channels > 0 && ! add_zeros (self, name, from, to, channels, error))
    return FALSE;

  if (channels > 0 && MAX (MAX (top, bottom), MAX (left, right)) == 0)
    return TRUE;

  layer = dream_builder_start (self, DREAM_OP_AVERAGE_POOL, name,
                               channels > 0 ? &to : &from, 1, error);
  if (! layer)
    return FALSE;

  layer->count_padding = TRUE;
  layer->pad_top       = top;
  layer->pad_left      = left;
  layer->pad_bottom    = bottom;
  layer->pad_right     = right;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_global_pool (DreamBuilder *self,
                               const gchar  *name,
                               const gchar  *from,
                               const gchar  *to,
                               DreamOp       op,
                               GError      **error)
{
  DreamLayer *layer = dream_builder_start (self, op, name, &from, 1, error);
  Size        size;

  if (! layer)
    return FALSE;

  size            = g_array_index (self->sizes, Size, layer->inputs[0]);
  layer->kernel_h = size.height;
  layer->kernel_w = size.width;

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_add_dense (DreamBuilder      *self,
                         const gchar       *name,
                         const gchar       *from,
                         const gchar       *to,
                         const DreamTensor *weights,
                         const DreamTensor *bias,
                         gint               n_outputs,
                         GError           **error)
{
  const Value *value = find_value (self, from, name, error);
  DreamLayer  *layer;

  if (! value)
    return FALSE;

  layer            = dream_layer_new (DREAM_OP_CONVOLUTION, name, 1);
  layer->inputs[0] = value->layer;
  layer->channels  = n_outputs;
  layer->weights   = *weights;
  if (bias)
    layer->bias = *bias;
  if (value->is_flat)
    {
      const Size *size = &g_array_index (self->sizes, Size, value->layer);

      layer->kernel_h = size->height;
      layer->kernel_w = size->width;
    }

  return dream_builder_add (self, layer, to, error);
}

gboolean
dream_builder_unsupported (const gchar *layer,
                           const gchar *reason,
                           GError     **error)
{
  /* Translators: a layer's name, then a sentence. */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
               _ ("The layer “%s” cannot be used: %s Choose another network."),
               layer, reason);
  return FALSE;
}

gboolean
dream_builder_unknown (const gchar *layer,
                       const gchar *operation,
                       GError     **error)
{
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
               _ ("The layer “%s” needs the operation %s, which is not "
                  "supported. Choose another network."),
               layer, operation);
  return FALSE;
}

gboolean
dream_builder_damaged (GError **error)
{
  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                       _ ("The network file is damaged or cut short. Install "
                          "the network again."));
  return FALSE;
}

static const Value *
find_value (DreamBuilder *self,
            const gchar  *value,
            const gchar  *reader,
            GError      **error)
{
  const Value *found = g_tree_lookup (self->values, value);

  if (! found)
    dream_builder_unsupported (reader,
                               _ ("It depends on something that is not "
                                  "supported."),
                               error);

  return found;
}

static void
set_value (DreamBuilder *self,
           const gchar  *value,
           guint         layer,
           gboolean      is_flat)
{
  Value *new_value = g_new (Value, 1);

  *new_value = (Value){ layer, is_flat };
  g_tree_replace (self->values, g_strdup (value), new_value);
}

static void
make_unique (DreamBuilder *self, DreamLayer *layer)
{
  g_autofree gchar *given = g_strdup (layer->name);
  guint             n;

  if (! given || ! g_tree_lookup (self->names, given))
    return;

  n = GPOINTER_TO_UINT (g_tree_lookup (self->names, given));
  while (g_tree_lookup (self->names, layer->name))
    {
      g_free (layer->name);
      layer->name = g_strdup_printf ("%s/%u", given, ++n);
    }

  g_tree_insert (self->names, g_steal_pointer (&given), GUINT_TO_POINTER (n));
}

static Size
size_of (DreamBuilder *self, const DreamLayer *layer)
{
  Size size = { 1, 1 };

  if (layer->n_inputs > 0)
    {
      const Size *input = &g_array_index (self->sizes, Size, layer->inputs[0]);

      size.height = dream_layer_output_size (layer, input->height, TRUE, NULL);
      size.width  = dream_layer_output_size (layer, input->width, FALSE, NULL);
    }

  return size;
}

static gboolean
add_zeros (DreamBuilder *self,
           const gchar  *name,
           const gchar  *from,
           const gchar  *to,
           gint          channels,
           GError      **error)
{
  DreamLayer *layer = dream_builder_start (self, DREAM_OP_WIDEN, name, &from, 1,
                                           error);

  if (! layer)
    return FALSE;

  if (channels > DREAM_MAX_CHANNELS - layer->channels)
    {
      dream_layer_free (layer);
      return dream_builder_damaged (error);
    }

  layer->channels += channels;

  return dream_builder_add (self, layer, to, error);
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
    return dream_builder_unsupported (layer->name,
                                      _ ("The sizes of its inputs differ."),
                                      error);

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

/* Once others have read the picture as it is, it is too late. */
static gboolean
see_picture (DreamBuilder *self,
             const gchar  *name,
             const gchar  *from,
             const gchar  *to,
             const gfloat *scale,
             const gfloat *shift,
             GError      **error)
{
  if (self->layers->len > 1)
    return dream_builder_unsupported (name,
                                      _ ("It reads the picture itself, which "
                                         "only convolutions can."),
                                      error);

  for (gint c = 0; c < 3; c++)
    {
      const gint    given = is_grey (self) ? 0 : c;
      const gdouble by    = scale ? scale[given] : 1;

      self->scale[c] *= by;
      self->shift[c] = self->shift[c] * by + (shift ? shift[given] : 0);
    }

  dream_builder_alias (self, from, to);
  if (g_strcmp0 (from, to) != 0)
    g_tree_remove (self->values, from);

  return TRUE;
}

static gboolean
is_grey (DreamBuilder *self)
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
  make_unique (self, luma);
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
