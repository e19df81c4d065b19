/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding what a target needs, and packing weights for the kernels.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "error.h"
#include "packed.h"

#define ALIGNMENT 64

typedef struct
{
  DreamPacked *packed;
  gint         failed; /* atomic: memory ran out */
} Packing;

/* A convolution's filters as one of its passes sees them. */
typedef struct
{
  const DreamPacked      *packed;
  const DreamLayer       *layer;
  const gfloat           *weights; /* as the layer has them */
  const DreamPackedLayer *from;    /* what the pass reads … */
  const DreamPackedLayer *to;      /* … and writes */
  gint                    n_from;  /* channels */
  gint                    n_to;
  gint                    taps_h;
  gint                    taps_w;
  gboolean                backward;
  gint                    phase_h;
  gint                    phase_w;
  gboolean                floats; /* not bfloat16 */
} Filters;

/* The group of output blocks that holds a channel. */
typedef struct
{
  gsize first_lane;
  gint  n_lanes;
  gint  lane; /* of the channel, in the group */
} Group;

static void     find_needed (DreamPacked *packed);
static gboolean check_kernels (DreamPacked *packed, GError **error);
static void     place_channels (DreamPacked *packed);
static void     place_concat (DreamPacked *packed, guint index);
static void     choose_forms (DreamPacked *packed);
static void     pack_layer (gint index, gpointer data);
static gboolean pack_weights (DreamPacked  *packed,
                              guint         index,
                              const gfloat *weights);
static gpointer pack_direct (const Filters *filters);
static gpointer pack_winograd (const Filters *filters);
static void     transform_filter (const Filters *filters,
                                  gint           to,
                                  gint           from,
                                  gdouble       *points);
static Group    group_of (const Filters *filters, gint to);
static gfloat  *pack_stem (const DreamPacked *packed,
                           guint              index,
                           const gfloat      *weights);
static guint16  bfloat16 (gfloat value);
static gfloat  *new_floats (gsize n_values);
static gint     taps_of_phase (gint kernel, gint stride, gint phase);

DreamPacked *
dream_packed_new (DreamNetwork       *network,
                  guint               target,
                  const DreamKernels *kernels,
                  DreamThreads       *threads,
                  GError            **error)
{
  g_autoptr (DreamPacked) packed  = g_new0 (DreamPacked, 1);
  Packing                 packing = { packed, FALSE };

  packed->network = dream_network_ref (network);
  packed->target  = target;
  packed->kernels = kernels;
  packed->layers  = g_new0 (DreamPackedLayer, target + 1);

  find_needed (packed);
  if (! check_kernels (packed, error))
    return NULL;

  place_channels (packed);
  choose_forms (packed);
  dream_threads_run (threads, target + 1, pack_layer, &packing);
  if (packing.failed)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _("There is not enough memory for the network's "
                             "weights. Close other programs or choose a lower "
                             "layer."));
      return NULL;
    }

  return g_steal_pointer (&packed);
}

void
dream_packed_free (DreamPacked *packed)
{
  if (! packed)
    return;

  for (guint i = 0; i <= packed->target; i++)
    {
      DreamPackedLayer *layer = &packed->layers[i];

      g_free (layer->lanes);
      g_aligned_free (layer->forward);
      g_aligned_free (layer->bias);
      for (guint n = 0; layer->backward && layer->backward[n]; n++)
        g_aligned_free (layer->backward[n]);
      g_free (layer->backward);
    }

  g_free (packed->layers);
  dream_network_unref (packed->network);
  g_free (packed);
}

static void
find_needed (DreamPacked *packed)
{
  packed->layers[packed->target].needed = TRUE;

  for (guint i = packed->target; i > 0; i--)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);

      if (! packed->layers[i].needed)
        continue;

      for (guint n = 0; n < layer->n_inputs; n++)
        {
          DreamPackedLayer *input = &packed->layers[layer->inputs[n]];

          input->needed         = TRUE;
          input->first_consumer = i;
          if (input->last_consumer == 0)
            input->last_consumer = i;
        }
    }
}

static gboolean
check_kernels (DreamPacked *packed, GError **error)
{
  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);

      if (! packed->layers[i].needed)
        continue;

      if (layer->op == DREAM_OP_MAX_POOL &&
          layer->kernel_h * layer->kernel_w > DREAM_MAX_POOL_WINDOW)
        {
          g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                       _("The layer \"%s\" takes the maximum of a window of "
                         "%d × %d, which is more than can be dreamed through. "
                         "Choose a layer below it."),
                          layer->short_name, layer->kernel_w, layer->kernel_h);
          return FALSE;
        }

      if (layer->op == DREAM_OP_LRN && layer->lrn_size > DREAM_MAX_LRN_WINDOW)
        {
          g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                       _("The layer \"%s\" normalises across %d channels, "
                         "which is more than can be dreamed through. Choose a "
                         "layer below it."),
                          layer->short_name, layer->lrn_size);
          return FALSE;
        }

      for (guint n = 0; n < layer->n_inputs; n++)
        if (layer->inputs[n] == 0 && layer->op != DREAM_OP_CONVOLUTION)
          {
            g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                         _("The layer \"%s\" reads the picture itself, but "
                           "only convolutions can."),
                            layer->short_name);
            return FALSE;
          }
    }

  if (packed->target == 0)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                           _("The network's input is the picture itself. "
                             "Choose a layer above it."));
      return FALSE;
    }

  return TRUE;
}

static void
place_channels (DreamPacked *packed)
{
  const gint block = packed->kernels->block;

  for (guint i = 0; i <= packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);
      DreamPackedLayer *place = &packed->layers[i];

      if (! place->needed)
        continue;

      place->lanes = g_new (gint, layer->channels);

      switch (layer->op)
        {
        case DREAM_OP_CONCAT:
          place_concat (packed, i);
          break;

        case DREAM_OP_MAX_POOL:
        case DREAM_OP_AVERAGE_POOL:
        case DREAM_OP_LRN:
          {
            const DreamPackedLayer *input = &packed->layers[layer->inputs[0]];

            memcpy (place->lanes, input->lanes,
                    layer->channels * sizeof (gint));
            place->n_blocks    = input->n_blocks;
            place->last        = input->last;
            place->nonnegative = input->nonnegative;
          }
          break;

        case DREAM_OP_INPUT:
        case DREAM_OP_CONVOLUTION:
          for (gint c = 0; c < layer->channels; c++)
            place->lanes[c] = c;
          place->n_blocks    = (layer->channels + block - 1) / block;
          place->last        = layer->channels - (place->n_blocks - 1) * block;
          place->nonnegative = layer->relu;
          break;
        }
    }
}

/* A layer that only this concatenation reads, and only once, writes straight
 * into it; any other is copied. */
static void
place_concat (DreamPacked *packed, guint index)
{
  const DreamLayer *layer   = dream_network_get_layer (packed->network, index);
  DreamPackedLayer *place   = &packed->layers[index];
  const gint        block   = packed->kernels->block;
  gint              channel = 0;

  place->nonnegative = TRUE;

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint       from   = layer->inputs[n];
      const DreamLayer *source = dream_network_get_layer (packed->network,
                                                          from);
      DreamPackedLayer *input  = &packed->layers[from];
      gboolean          once   = TRUE;

      for (gint c = 0; c < source->channels; c++)
        place->lanes[channel++] = place->n_blocks * block + input->lanes[c];

      for (guint m = 0; m < layer->n_inputs; m++)
        once = once && (m == n || layer->inputs[m] != from);

      if (once && input->first_consumer == index &&
          input->last_consumer == index)
        {
          input->parent       = index;
          input->parent_block = place->n_blocks;
        }

      place->n_blocks += input->n_blocks;
      place->last        = input->last;
      place->nonnegative = place->nonnegative && input->nonnegative;
    }
}

/* Winograd's filtering wins wherever there is a form of it.  In two dimensions
 * only 6 x 6 points are worth their transforms.  The sides of its tiles divide
 * 4, and all strides divide the target's. */
static void
choose_forms (DreamPacked *packed)
{
  gboolean known[DREAM_WINOGRAD_MAX_TAPS + 1];

  for (gint taps = 1; taps <= DREAM_WINOGRAD_MAX_TAPS; taps++)
    known[taps] = dream_winograd_form_init (&packed->forms[0][taps], taps, 2) &&
                  dream_winograd_form_init (&packed->forms[1][taps], taps,
                                            DREAM_WINOGRAD_MAX_OUTPUTS);

  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);
      const gint        taps  = MAX (layer->kernel_h, layer->kernel_w);
      const gint        other = MIN (layer->kernel_h, layer->kernel_w);

      packed->layers[i].winograd = packed->layers[i].needed &&
                                   layer->op == DREAM_OP_CONVOLUTION &&
                                   layer->inputs[0] != 0 &&
                                   layer->stride_h * layer->stride_w == 1 &&
                                   taps > 1 &&
                                   taps <= DREAM_WINOGRAD_MAX_TAPS &&
                                   known[taps] &&
                                   (other == 1 || (other == taps && taps < 7));
    }

  packed->grid = 4 * dream_network_get_layer (packed->network, packed->target)
                       ->stride;
}

static void
pack_layer (gint index, gpointer data)
{
  Packing           *packing = data;
  DreamPacked       *packed  = packing->packed;
  const DreamLayer  *layer   = dream_network_get_layer (packed->network, index);
  DreamPackedLayer  *place   = &packed->layers[index];
  g_autofree gfloat *weights = NULL;

  if (! place->needed || layer->op != DREAM_OP_CONVOLUTION)
    return;

  weights = g_try_new (gfloat, layer->weights.n_values);
  if (weights)
    dream_tensor_decode (&layer->weights, weights);

  if (! weights || ! pack_weights (packed, index, weights))
    g_atomic_int_set (&packing->failed, TRUE);
}

static gboolean
pack_weights (DreamPacked *packed, guint index, const gfloat *weights)
{
  const DreamLayer *layer    = dream_network_get_layer (packed->network, index);
  DreamPackedLayer *place    = &packed->layers[index];
  const gboolean    stem     = layer->inputs[0] == 0;
  const guint       n_phases = stem ? 1 : layer->stride_h * layer->stride_w;
  Filters filters = { .packed = packed, .layer = layer, .weights = weights };

  place->bias = new_floats ((gsize) place->n_blocks * packed->kernels->block);
  if (! place->bias)
    return FALSE;
  if (layer->bias.data)
    dream_tensor_decode (&layer->bias, place->bias);

  filters.from   = &packed->layers[layer->inputs[0]];
  filters.n_from = dream_network_get_layer (packed->network, layer->inputs[0])
                     ->channels;
  filters.to     = place;
  filters.n_to   = layer->channels;
  filters.taps_h = layer->kernel_h;
  filters.taps_w = layer->kernel_w;
  filters.floats = stem || packed->kernels->value_size == sizeof (gfloat);

  place->forward  = place->winograd ? pack_winograd (&filters)
                                    : pack_direct (&filters);
  place->backward = g_new0 (gpointer, n_phases + 1);
  if (stem)
    {
      place->backward[0] = pack_stem (packed, index, weights);
      return place->forward && place->backward[0];
    }

  filters.backward = TRUE;
  filters.to       = filters.from;
  filters.n_to     = filters.n_from;
  filters.from     = place;
  filters.n_from   = layer->channels;
  for (guint n = 0; n < n_phases; n++)
    {
      filters.phase_h = n / layer->stride_w;
      filters.phase_w = n % layer->stride_w;
      filters.taps_h  = taps_of_phase (layer->kernel_h, layer->stride_h,
                                       filters.phase_h);
      filters.taps_w  = taps_of_phase (layer->kernel_w, layer->stride_w,
                                       filters.phase_w);

      place->backward[n] = place->winograd ? pack_winograd (&filters)
                                           : pack_direct (&filters);
      if (! place->backward[n])
        return FALSE;
    }

  return place->forward != NULL;
}

/* What a tap multiplies the channel `from` with towards the channel `to`. */
static inline gfloat
weight_at (const Filters *f, gint to, gint from, gint ty, gint tx)
{
  const DreamLayer *layer  = f->layer;
  gsize             row    = to;
  gint              column = from;

  if (f->backward)
    {
      ty     = f->phase_h + (f->taps_h - 1 - ty) * layer->stride_h;
      tx     = f->phase_w + (f->taps_w - 1 - tx) * layer->stride_w;
      row    = from;
      column = to;
    }

  return f->weights[((row * layer->kernel_h + ty) * layer->kernel_w + tx) *
                      (f->backward ? f->n_to : f->n_from) +
                    column];
}

static gpointer
pack_direct (const Filters *f)
{
  const gint  block = f->packed->kernels->block;
  const gsize area  = (gsize) f->taps_h * f->taps_w;
  const gint  both  = f->floats ? 1 : 2; /* channels in a row of weights */
  const gsize rows  = ((f->from->n_blocks - 1) * block + f->from->last + both -
                      1) /
                     both;
  gfloat  *packs  = new_floats (f->to->n_blocks * block * rows * area);
  guint16 *halves = (guint16 *) packs;

  if (! packs)
    return NULL;

  for (gint to = 0; to < f->n_to; to++)
    {
      const Group group = group_of (f, to);
      const gsize start = group.first_lane * rows * area + group.lane;

      for (gint from = 0; from < f->n_from; from++)
        {
          const gint  b    = f->from->lanes[from] / block;
          const gint  lane = f->from->lanes[from] % block;
          const gsize used = b == f->from->n_blocks - 1 ? f->from->last : block;

          for (gsize tap = 0; tap < area; tap++)
            {
              const gfloat weight = weight_at (f, to, from, tap / f->taps_w,
                                               tap % f->taps_w);
              const gsize  row    = (b * block * area +
                                 tap * ((used + both - 1) / both * both) +
                                 lane) /
                                both;
              const gsize at = start + row * group.n_lanes;

              if (f->floats)
                packs[at] = weight;
              else
                halves[2 * at + lane % 2] = bfloat16 (weight);
            }
        }
    }

  return packs;
}

static const DreamWinogradForm *
form_of (const Filters *f, gint taps)
{
  return &f->packed->forms[f->backward][taps];
}

static gpointer
pack_winograd (const Filters *f)
{
  const gint  block  = f->packed->kernels->block;
  const gint  n_h    = form_of (f, f->layer->kernel_h)->points;
  const gint  n_w    = form_of (f, f->layer->kernel_w)->points;
  const gsize rows   = (f->from->n_blocks - 1) * block + f->from->last;
  const gsize points = (gsize) n_h * n_w;
  gfloat     *packs  = new_floats (f->to->n_blocks * block * rows * points);

  if (! packs)
    return NULL;

  for (gint to = 0; to < f->n_to; to++)
    {
      const Group group = group_of (f, to);
      gfloat     *out   = packs + group.first_lane * rows * points + group.lane;

      for (gint from = 0; from < f->n_from; from++)
        {
          gdouble
            transformed[DREAM_WINOGRAD_MAX_POINTS * DREAM_WINOGRAD_MAX_POINTS];

          transform_filter (f, to, from, transformed);
          for (gsize p = 0; p < points; p++)
            out[(p * rows + f->from->lanes[from]) * group.n_lanes] =
              transformed[p];
        }
    }

  return packs;
}

/* The points of a filter: its rows transformed, then its columns. */
static void
transform_filter (const Filters *f, gint to, gint from, gdouble *points)
{
  const DreamWinogradForm *rows    = form_of (f, f->layer->kernel_h);
  const DreamWinogradForm *columns = form_of (f, f->layer->kernel_w);

  for (gint p = 0; p < rows->points; p++)
    {
      gdouble half[DREAM_WINOGRAD_MAX_TAPS] = { 0 };

      for (gint ty = 0; ty < f->taps_h; ty++)
        for (gint tx = 0; tx < f->taps_w; tx++)
          half[tx] += rows->filter[p][ty] * weight_at (f, to, from, ty, tx);

      for (gint q = 0; q < columns->points; q++)
        {
          gdouble sum = 0;

          for (gint tx = 0; tx < f->taps_w; tx++)
            sum += columns->filter[q][tx] * half[tx];
          points[p * columns->points + q] = sum;
        }
    }
}

static Group
group_of (const Filters *f, gint to)
{
  const gint block = f->packed->kernels->block;
  const gint lane  = f->to->lanes[to];
  const gint first = lane / block / DREAM_GROUP_BLOCKS * DREAM_GROUP_BLOCKS;
  const gint n_in_group = MIN (DREAM_GROUP_BLOCKS, f->to->n_blocks - first);

  return (Group){ first * block, n_in_group * block, lane - first * block };
}

static gfloat *
pack_stem (const DreamPacked *packed, guint index, const gfloat *weights)
{
  const DreamLayer *layer = dream_network_get_layer (packed->network, index);
  const gsize       lanes = (gsize) packed->layers[index].n_blocks *
                      packed->kernels->block;
  const gsize taps  = (gsize) layer->kernel_h * layer->kernel_w * 3;
  gfloat     *packs = new_floats (taps * lanes);

  if (! packs)
    return NULL;

  for (gint o = 0; o < layer->channels; o++)
    for (gsize tap = 0; tap < taps; tap++)
      packs[tap * lanes + o] = weights[o * taps + tap];

  return packs;
}

/* The nearest bfloat16, of two the even one. */
static guint16
bfloat16 (gfloat value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof (bits));

  return (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
}

/* Zeros, aligned for vectors; at least one vector, so that a phase without taps
 * has something to point to. */
static gfloat *
new_floats (gsize n_values)
{
  gsize size;

  if (! g_size_checked_mul (&size, MAX (n_values, ALIGNMENT), sizeof (gfloat)))
    return NULL;

  return g_aligned_alloc0 (1, size, ALIGNMENT);
}

static gint
taps_of_phase (gint kernel, gint stride, gint phase)
{
  return phase < kernel ? (kernel - phase + stride - 1) / stride : 0;
}
