/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packing of filters, a group of output channels and one input channel at a
 * time.
 */

#include <string.h>

#include "pack-filters.h"

#define ALIGNMENT 64

#define MAX_LANES 32
#define MAX_AREA  (DREAM_MAX_KERNEL * DREAM_MAX_KERNEL)

/* A tap, or a point, of all filters of a group. */
typedef gdouble Lanes[MAX_LANES];

/* Output channels that the kernels compute together. */
typedef struct
{
  const gint *channels; /* of each lane, -1: none */
  gint        n_lanes;
  gsize       first; /* lane */
} Group;

/* Rows of weights, one for each input channel, or pair of them. */
typedef struct
{
  gfloat *packs;
  gint    n_lanes;
  gsize   n_channels; /* in a row: 1, or 2 for bfloat16 */
} Rows;

typedef void (*PackGroup) (const DreamFilters *filters,
                           const Group        *group,
                           gint                from,
                           gpointer            packs);

static gpointer pack (const DreamFilters *f, gsize area, PackGroup pack_group);
static gint     taps_h (const DreamFilters *f);
static gint     taps_w (const DreamFilters *f);
static gboolean are_floats (const DreamFilters *f);
static gsize    n_rows (const DreamFilters *f);
static void     pack_direct (const DreamFilters *f,
                             const Group        *group,
                             gint                from,
                             gpointer            packs);
static void     pack_winograd (const DreamFilters *f,
                               const Group        *group,
                               gint                from,
                               gpointer            packs);
static void     gather (const DreamFilters *f,
                        const Group        *group,
                        gint                from,
                        gint                ty,
                        gint                tx,
                        gdouble            *lanes);
static void     store (const Rows *rows, gsize channel, const gdouble *lanes);
static guint16  bfloat16 (gfloat value);

gpointer
dream_filters_pack_direct (const DreamFilters *filters)
{
  return pack (filters, (gsize) taps_h (filters) * taps_w (filters),
               pack_direct);
}

gpointer
dream_filters_pack_winograd (const DreamFilters *filters)
{
  const DreamLayer *layer = filters->layer;

  return pack (filters,
               (gsize) filters->forms[layer->kernel_h].points *
                 filters->forms[layer->kernel_w].points,
               pack_winograd);
}

gpointer
dream_filters_pack_stem (const DreamFilters *filters)
{
  const DreamLayer *layer = filters->layer;
  const gsize lanes = (gsize) filters->to->n_blocks * filters->kernels->block;
  const gsize taps  = (gsize) layer->kernel_h * layer->kernel_w * 3;
  gfloat     *packs = dream_filters_new_floats (taps * lanes);

  if (! packs)
    return NULL;

  for (gint o = 0; o < layer->channels; o++)
    for (gsize tap = 0; tap < taps; tap++)
      packs[tap * lanes + o] = filters->weights[o * taps + tap];

  return packs;
}

gpointer
dream_filters_pack_depthwise (const DreamFilters *filters)
{
  const DreamLayer *layer = filters->layer;
  const gint        block = filters->kernels->block;
  const gsize       taps  = (gsize) layer->kernel_h * layer->kernel_w;
  gfloat *packs = dream_filters_new_floats ((gsize) filters->to->n_blocks *
                                            block * taps);

  for (gint c = 0; packs && c < layer->channels; c++)
    {
      const gint lane = filters->to->lanes[c];

      for (gsize tap = 0; tap < taps; tap++)
        packs[(lane / block * taps + tap) * block + lane % block] =
          filters->weights[c * taps + tap];
    }

  return packs;
}

gfloat *
dream_filters_new_floats (gsize n_values)
{
  gsize size;

  if (! g_size_checked_mul (&size, MAX (n_values, ALIGNMENT), sizeof (gfloat)))
    return NULL;

  return g_aligned_alloc0 (1, size, ALIGNMENT);
}

/* `area`: taps or points of a filter. */
static gpointer
pack (const DreamFilters *f, gsize area, PackGroup pack_group)
{
  const gsize      n_lanes  = (gsize) f->to->n_blocks * f->kernels->block;
  const gint       step     = DREAM_GROUP_BLOCKS * f->kernels->block;
  g_autofree gint *channels = g_new (gint, n_lanes);
  gfloat *packs = dream_filters_new_floats (n_lanes * n_rows (f) * area);

  if (! packs)
    return NULL;

  for (gsize lane = 0; lane < n_lanes; lane++)
    channels[lane] = -1;
  for (gint to = 0; to < f->n_to; to++)
    channels[f->to->lanes[to]] = to;

  for (gsize first = 0; first < n_lanes; first += step)
    {
      const Group group = { channels + first,
                            MIN ((gsize) step, n_lanes - first), first };

      for (gint from = 0; from < f->n_from; from++)
        pack_group (f, &group, from, packs);
    }

  return packs;
}

static gint
taps_of (gint kernel, gint stride, gint phase)
{
  return phase < kernel ? (kernel - phase + stride - 1) / stride : 0;
}

static gint
taps_h (const DreamFilters *f)
{
  return f->backward
           ? taps_of (f->layer->kernel_h, f->layer->stride_h, f->phase_h)
           : f->layer->kernel_h;
}

static gint
taps_w (const DreamFilters *f)
{
  return f->backward
           ? taps_of (f->layer->kernel_w, f->layer->stride_w, f->phase_w)
           : f->layer->kernel_w;
}

/* The picture is read as floats in any case. */
static gboolean
are_floats (const DreamFilters *f)
{
  return f->kernels->value_size == sizeof (gfloat) ||
         (! f->backward && f->layer->inputs[0] == 0);
}

static gsize
n_rows (const DreamFilters *f)
{
  const gsize channels = (f->from->n_blocks - 1) * f->kernels->block +
                         f->from->last;

  return are_floats (f) ? channels : (channels + 1) / 2;
}

static void
pack_direct (const DreamFilters *f,
             const Group        *group,
             gint                from,
             gpointer            packs)
{
  const gint  block = f->kernels->block;
  const gint  b     = f->from->lanes[from] / block;
  const gint  lane  = f->from->lanes[from] % block;
  const gint  used  = b == f->from->n_blocks - 1 ? f->from->last : block;
  const gint  h     = taps_h (f);
  const gint  w     = taps_w (f);
  Rows        rows  = { packs, group->n_lanes, are_floats (f) ? 1 : 2 };
  const gsize each  = (used + rows.n_channels - 1) / rows.n_channels *
                     rows.n_channels;

  rows.packs += group->first * n_rows (f) * h * w;

  for (gint ty = 0; ty < h; ty++)
    for (gint tx = 0; tx < w; tx++)
      {
        Lanes lanes;

        gather (f, group, from, ty, tx, lanes);
        store (&rows, (gsize) b * block * h * w + (ty * w + tx) * each + lane,
               lanes);
      }
}

/* Columns of the filters are transformed, then their rows. */
static void
pack_winograd (const DreamFilters *f,
               const Group        *group,
               gint                from,
               gpointer            packs)
{
  const DreamWinogradForm *high = &f->forms[f->layer->kernel_h];
  const DreamWinogradForm *wide = &f->forms[f->layer->kernel_w];
  const gsize              n    = n_rows (f);
  Rows  rows = { packs, group->n_lanes, are_floats (f) ? 1 : 2 };
  Lanes taps[DREAM_WINOGRAD_MAX_TAPS];
  Lanes half[DREAM_WINOGRAD_MAX_POINTS][DREAM_WINOGRAD_MAX_TAPS];

  rows.packs += group->first * n * high->points * wide->points;

  for (gint tx = 0; tx < wide->taps; tx++)
    {
      for (gint ty = 0; ty < high->taps; ty++)
        gather (f, group, from, ty, tx, taps[ty]);

      for (gint p = 0; p < high->points; p++)
        for (gint i = 0; i < group->n_lanes; i++)
          {
            gdouble sum = 0;

            for (gint ty = 0; ty < high->taps; ty++)
              sum += high->filter[p][ty] * taps[ty][i];
            half[p][tx][i] = sum;
          }
    }

  for (gint p = 0; p < high->points; p++)
    for (gint q = 0; q < wide->points; q++)
      {
        Lanes lanes = { 0 };

        for (gint tx = 0; tx < wide->taps; tx++)
          for (gint i = 0; i < group->n_lanes; i++)
            lanes[i] += wide->filter[q][tx] * half[p][tx][i];

        store (&rows, f->from->lanes[from], lanes);
        rows.packs += n * group->n_lanes;
      }
}

/* What a tap multiplies the channel `from` with towards each of the group. */
static void
gather (const DreamFilters *f,
        const Group        *group,
        gint                from,
        gint                ty,
        gint                tx,
        gdouble            *lanes)
{
  const DreamLayer *layer = f->layer;
  const gsize       area  = (gsize) layer->kernel_h * layer->kernel_w;
  const gfloat     *weights;
  gsize             step;

  if (f->backward)
    {
      ty = f->phase_h + (taps_h (f) - 1 - ty) * layer->stride_h;
      tx = f->phase_w + (taps_w (f) - 1 - tx) * layer->stride_w;

      weights = f->weights +
                (from * area + ty * layer->kernel_w + tx) * f->n_to;
      step = 1;
    }
  else
    {
      weights = f->weights + (ty * layer->kernel_w + tx) * f->n_from + from;
      step    = area * f->n_from;
    }

  for (gint i = 0; i < group->n_lanes; i++)
    lanes[i] = group->channels[i] < 0 ? 0 : weights[group->channels[i] * step];
}

static void
store (const Rows *rows, gsize channel, const gdouble *lanes)
{
  gfloat  *row    = rows->packs + channel / rows->n_channels * rows->n_lanes;
  guint16 *halves = (guint16 *) row + channel % 2;

  if (rows->n_channels == 1)
    for (gint i = 0; i < rows->n_lanes; i++)
      row[i] = lanes[i];
  else
    for (gint i = 0; i < rows->n_lanes; i++)
      halves[2 * i] = bfloat16 (lanes[i]);
}

/* The nearest bfloat16, of two the even one. */
static guint16
bfloat16 (gfloat value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof (bits));

  return (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
}
