/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layer is a waist if no other value is handed on past it: the output of an
 * inception module, of a residual block, or any layer of a plain chain.
 */

#include "layer-choice.h"

#define MAX_OFFERED 20

/* Parts of animals and things; lower layers draw textures, higher ones what
 * needs large pictures. */
#define FAVOURITE_STRIDE 16

/* A window this large, this high up, gathers the whole picture. */
#define HEAD_KERNEL 5
#define HEAD_STRIDE 16

static gboolean *find_head (DreamNetwork *network);
static gboolean  begins_head (DreamNetwork *network, const DreamLayer *layer);
static gboolean  is_padded (const DreamLayer *layer);
static gboolean *find_waists (DreamNetwork *network, const gboolean *is_head);
static GArray   *list_candidates (DreamNetwork   *network,
                                  const gboolean *is_waist,
                                  const gboolean *is_head);
static gboolean  is_offered (DreamNetwork *network, guint index);
static gboolean  is_refined (DreamNetwork   *network,
                             const gboolean *is_waist,
                             guint           index);
static gboolean  refines (const DreamLayer *layer);
static void      prefer_joins (DreamNetwork *network, GArray *candidates);
static gboolean  is_join (DreamNetwork *network, guint index);
static guint     choose_standard (DreamNetwork *network, GArray *candidates);
static GArray   *thin_out (GArray *candidates, guint standard);

GArray *
cli_choose_layers (DreamNetwork *network, guint *standard)
{
  g_autofree gboolean *is_head    = find_head (network);
  g_autofree gboolean *is_waist   = find_waists (network, is_head);
  g_autoptr (GArray)   candidates = NULL;

  candidates = list_candidates (network, is_waist, is_head);
  prefer_joins (network, candidates);
  *standard = choose_standard (network, candidates);

  return thin_out (candidates, *standard);
}

/* What gathers the whole picture, and all that is made of it. */
static gboolean *
find_head (DreamNetwork *network)
{
  guint     n       = dream_network_n_layers (network);
  gboolean *is_head = g_new0 (gboolean, n);

  for (guint i = 1; i < n; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      is_head[i] = begins_head (network, layer);
      for (guint j = 0; j < layer->n_inputs; j++)
        is_head[i] = is_head[i] || is_head[layer->inputs[j]];
    }

  return is_head;
}

/* A convolution that keeps its input's size is no head, however large. */
static gboolean
begins_head (DreamNetwork *network, const DreamLayer *layer)
{
  const DreamLayer *input = dream_network_get_layer (network, layer->inputs[0]);

  if (input->stride < HEAD_STRIDE ||
      MIN (layer->kernel_h, layer->kernel_w) < HEAD_KERNEL)
    return FALSE;

  return layer->op == DREAM_OP_AVERAGE_POOL || layer->op == DREAM_OP_MAX_POOL ||
         (layer->op == DREAM_OP_CONVOLUTION && ! is_padded (layer));
}

static gboolean
is_padded (const DreamLayer *layer)
{
  return layer->padding == DREAM_PADDING_SAME || layer->pad_top ||
         layer->pad_left || layer->pad_bottom || layer->pad_right;
}

/* What a head takes, the last one or one half-way up, does not count. */
static gboolean *
find_waists (DreamNetwork *network, const gboolean *is_head)
{
  guint             n         = dream_network_n_layers (network);
  gboolean         *is_waist  = g_new0 (gboolean, n);
  g_autofree guint *last_user = g_new0 (guint, n);
  guint             farthest  = 0;

  for (guint i = 0; i < n; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      for (guint j = 0; ! is_head[i] && j < layer->n_inputs; j++)
        last_user[layer->inputs[j]] = i;
    }

  for (guint i = 0; i < n; i++)
    {
      is_waist[i] = farthest <= i;
      farthest    = MAX (farthest, last_user[i]);
    }

  return is_waist;
}

static GArray *
list_candidates (DreamNetwork   *network,
                 const gboolean *is_waist,
                 const gboolean *is_head)
{
  guint   n          = dream_network_n_layers (network);
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 1; i < n; i++)
    {
      if (is_waist[i] && ! is_head[i] && is_offered (network, i) &&
          ! is_refined (network, is_waist, i))
        g_array_append_val (candidates, i);
    }

  /* However odd the network, something can be dreamed. */
  for (guint i = 1; i < n && ! candidates->len; i++)
    {
      if (is_waist[i])
        g_array_append_val (candidates, i);
    }

  return candidates;
}

/* A pool shows what the layer below it shows, as do channels of zeros, and what
 * filters each channel by itself little more; one channel of the picture is its
 * brightness.
 */
static gboolean
is_offered (DreamNetwork *network, guint index)
{
  const DreamLayer *layer = dream_network_get_layer (network, index);

  while (refines (layer))
    layer = dream_network_get_layer (network, layer->inputs[0]);

  return layer->op != DREAM_OP_INPUT && layer->op != DREAM_OP_MAX_POOL &&
         layer->op != DREAM_OP_AVERAGE_POOL && layer->op != DREAM_OP_LRN &&
         layer->op != DREAM_OP_WIDEN &&
         ! (layer->inputs[0] == 0 && layer->channels == 1) &&
         ! dream_layer_is_depthwise (layer);
}

/* Whether the next layer is a better choice. */
static gboolean
is_refined (DreamNetwork *network, const gboolean *is_waist, guint index)
{
  return index + 1 < dream_network_n_layers (network) && is_waist[index + 1] &&
         refines (dream_network_get_layer (network, index + 1));
}

/* Whether it is an activation, or scales and shifts channels. */
static gboolean
refines (const DreamLayer *layer)
{
  return layer->op == DREAM_OP_ACTIVATION ||
         (dream_layer_is_depthwise (layer) && layer->kernel_h == 1 &&
          layer->kernel_w == 1 && layer->stride_h == 1 &&
          (layer->padding == DREAM_PADDING_SAME || ! is_padded (layer)));
}

/* Where blocks end in joins, what lies within the blocks is left out. */
static void
prefer_joins (DreamNetwork *network, GArray *candidates)
{
  guint first = candidates->len;
  guint last  = 0;

  for (guint i = 0; i < candidates->len; i++)
    {
      if (is_join (network, g_array_index (candidates, guint, i)))
        {
          first = MIN (first, i);
          last  = i;
        }
    }

  for (guint i = last; i > first; i--)
    {
      if (! is_join (network, g_array_index (candidates, guint, i)))
        g_array_remove_index (candidates, i);
    }
}

static gboolean
is_join (DreamNetwork *network, guint index)
{
  const DreamLayer *layer = dream_network_get_layer (network, index);

  while (refines (layer))
    layer = dream_network_get_layer (network, layer->inputs[0]);

  return layer->n_inputs > 1;
}

static guint
choose_standard (DreamNetwork *network, GArray *candidates)
{
  g_autoptr (GArray) best   = g_array_new (FALSE, FALSE, sizeof (guint));
  gint               stride = 0;

  for (guint i = 0; i < candidates->len; i++)
    {
      guint index = g_array_index (candidates, guint, i);
      gint  found = dream_network_get_layer (network, index)->stride;

      /* The favourite, or the nearest below it. */
      if (found > stride && (found <= FAVOURITE_STRIDE || stride == 0))
        {
          stride = found;
          g_array_set_size (best, 0);
        }
      if (found == stride)
        g_array_append_val (best, index);
    }

  return g_array_index (best, guint, best->len / 2);
}

/* Every n-th, counted from the default one. */
static GArray *
thin_out (GArray *candidates, guint standard)
{
  GArray *offered = g_array_new (FALSE, FALSE, sizeof (guint));
  guint   step    = (candidates->len + MAX_OFFERED - 1) / MAX_OFFERED;
  guint   middle  = 0;

  while (g_array_index (candidates, guint, middle) != standard)
    middle++;

  for (guint i = middle % step; i < candidates->len; i += step)
    g_array_append_val (offered, g_array_index (candidates, guint, i));

  return offered;
}
