/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory of a plan.  A value lives until its last reader has run, its sign (a
 * bit) and a maximum's place until the backward pass has used them, a target's
 * value until its seed has been made of it, a gradient from its first writer to
 * its last reader; what does not live at the same
 * time may lie in the same place.
 */

#include "operations.h"
#include "plan-memory.h"
#include "run-winograd.h"

/* Moments of an iteration: 0 the picture, i the forward pass of layer i, then
 * the backward passes from the last target's down; a target's seed is made in
 * its own turn. */
typedef struct
{
  gsize  size;
  guint  start;
  guint  end;
  gsize *at;
} Piece;

static guint    backward_of (DreamPlan *plan, guint index);
static gboolean list_pieces (DreamPlan *plan, GArray *pieces);
static void     find_lifetimes (DreamPlan *plan,
                                guint      root,
                                Piece     *value,
                                Piece     *gradient);
static gboolean add_piece (GArray *pieces,
                           Piece   piece,
                           gsize   n_rows,
                           gsize   n_columns,
                           gsize   size);
static gint     by_size (gconstpointer a, gconstpointer b);
static gsize    free_place (GArray *pieces, guint index);

gboolean
dream_plan_assign_memory (DreamPlan *plan)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  plan->memory = 0;
  if (! list_pieces (plan, pieces))
    return FALSE;

  /* The largest first, each in the lowest free place. */
  g_array_sort (pieces, by_size);
  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);

      *piece->at = free_place (pieces, i);
      if (piece->size > G_MAXSSIZE - *piece->at)
        return FALSE;

      plan->memory = MAX (plan->memory, *piece->at + piece->size);
    }

  return TRUE;
}

static guint
backward_of (DreamPlan *plan, guint index)
{
  return 2 * (plan->compiled->target + 1) - index;
}

static gboolean
list_pieces (DreamPlan *plan, GArray *pieces)
{
  DreamCompiled      *compiled = plan->compiled;
  const DreamKernels *kernels  = compiled->kernels;

  for (guint i = 0; i <= compiled->target; i++)
    {
      const DreamLayer         *layer = &compiled->layers[i].layer;
      const DreamCompiledLayer *place = &compiled->layers[i];
      DreamSlot                *slot  = &plan->slots[i];
      const gsize lanes    = (gsize) place->n_blocks * kernels->block;
      Piece       value    = { .at = &slot->value_at };
      Piece       gradient = { .at = &slot->gradient_at };
      Piece       bits     = { .at = &slot->bits_at };
      Piece       argmax   = { .at = &slot->argmax_at };
      gsize       rows, columns;

      if (! place->needed)
        continue;

      if (layer->op == DREAM_OP_MAX_POOL)
        {
          argmax.start = i;
          argmax.end   = backward_of (plan, i);
          if (! add_piece (pieces, argmax, slot->height, slot->width, lanes))
            return FALSE;
        }

      if (slot->root != i)
        continue;

      rows    = (gsize) slot->top + slot->height + slot->bottom;
      columns = (gsize) slot->left + slot->width + slot->right;

      if (i == 0)
        {
          /* The picture; its gradient is the caller's. */
          value.end = place->last_consumer;
          if (! add_piece (pieces, value, rows, columns, 3 * sizeof (gfloat)))
            return FALSE;
          continue;
        }

      find_lifetimes (plan, i, &value, &gradient);
      bits.start = value.start;
      bits.end   = gradient.end;
      if (! add_piece (pieces, value, rows, columns,
                       lanes * kernels->value_size) ||
          ! add_piece (pieces, gradient, rows, columns,
                       lanes * kernels->value_size) ||
          (slot->has_bits &&
           ! add_piece (pieces, bits, slot->height, slot->width,
                        (gsize) place->n_blocks * kernels->mask_size)))
        return FALSE;
    }

  plan->scratch_size = dream_winograd_scratch_size (plan);

  return add_piece (pieces,
                    (Piece){ .end = backward_of (plan, 0),
                             .at  = &plan->scratch_at },
                    1, dream_threads_count (plan->threads), plan->scratch_size);
}

/* Of the buffers that a root and the layers within it share. */
static void
find_lifetimes (DreamPlan *plan, guint root, Piece *value, Piece *gradient)
{
  DreamCompiled *compiled = plan->compiled;
  const guint    target   = compiled->target;
  const guint    last     = compiled->layers[root].last_consumer;
  guint          lowest   = root;

  /* What nothing reads is a target, whose seed begins its gradient. */
  gradient->start = backward_of (plan, last != 0 ? last : root);

  for (guint i = 1; i <= target; i++)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;

      if (! compiled->layers[i].needed)
        continue;

      if (plan->slots[i].root == root)
        {
          lowest     = MIN (lowest, compiled->layers[i].leader);
          value->end = MAX (value->end, compiled->layers[i].last_consumer);
          if (compiled->layers[i].is_target)
            value->end = MAX (value->end, backward_of (plan, i));
        }

      for (guint n = 0; n < layer->n_inputs; n++)
        if (plan->slots[layer->inputs[n]].root == root &&
            dream_operation_needs_values (&compiled->layers[i].layer))
          value->end = MAX (value->end, backward_of (plan, i));
    }

  value->start  = lowest;
  gradient->end = backward_of (plan, lowest);
}

static gboolean
add_piece (GArray *pieces,
           Piece   piece,
           gsize   n_rows,
           gsize   n_columns,
           gsize   size)
{
  if (! g_size_checked_mul (&size, size, n_rows) ||
      ! g_size_checked_mul (&size, size, n_columns) ||
      size > G_MAXSSIZE - DREAM_PLAN_ALIGNMENT)
    return FALSE;

  piece.size = (size + DREAM_PLAN_ALIGNMENT - 1) / DREAM_PLAN_ALIGNMENT *
               DREAM_PLAN_ALIGNMENT;
  if (piece.size > 0)
    g_array_append_val (pieces, piece);

  return TRUE;
}

static gint
by_size (gconstpointer a, gconstpointer b)
{
  const Piece *first  = a;
  const Piece *second = b;

  if (first->size != second->size)
    return first->size > second->size ? -1 : 1;

  return first->start < second->start ? -1 : first->start > second->start;
}

/* Among the pieces before it that live while it does. */
static gsize
free_place (GArray *pieces, guint index)
{
  const Piece *piece = &g_array_index (pieces, Piece, index);
  gsize        place = 0;
  gboolean     moved = TRUE;

  while (moved)
    {
      moved = FALSE;
      for (guint i = 0; i < index; i++)
        {
          const Piece *other = &g_array_index (pieces, Piece, i);

          if (other->end < piece->start || piece->end < other->start ||
              place + piece->size <= *other->at ||
              *other->at + other->size <= place)
            continue;

          place = *other->at + other->size;
          moved = TRUE;
        }
    }

  return place;
}
