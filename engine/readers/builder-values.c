/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the names in a file stand for: of values, and of layers.
 */

#include "builder-private.h"

gboolean
dream_builder_has (DreamBuilder *self, const gchar *value)
{
  return g_tree_lookup (self->values, value) != NULL;
}

const DreamLayer *
dream_builder_get_layer (DreamBuilder *self, const gchar *value)
{
  const DreamBuilderValue *found = g_tree_lookup (self->values, value);

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
  const DreamBuilderValue *found = g_tree_lookup (self->values, value);
  const DreamBuilderSize  *size;

  g_return_if_fail (found);

  size    = &g_array_index (self->sizes, DreamBuilderSize, found->layer);
  *height = size->height;
  *width  = size->width;
}

void
dream_builder_alias (DreamBuilder *self, const gchar *from, const gchar *to)
{
  const DreamBuilderValue *value = g_tree_lookup (self->values, from);

  if (value)
    dream_builder_set_value (self, to, value->layer, value->is_flat);
  else
    g_tree_remove (self->values, to);
}

void
dream_builder_flatten (DreamBuilder *self, const gchar *from, const gchar *to)
{
  const DreamBuilderValue *value = g_tree_lookup (self->values, from);

  if (value)
    dream_builder_set_value (self, to, value->layer, TRUE);
  else
    g_tree_remove (self->values, to);
}

gboolean
dream_builder_is_flat (DreamBuilder *self, const gchar *value)
{
  const DreamBuilderValue *found = g_tree_lookup (self->values, value);
  const DreamBuilderSize  *size;

  if (! found || ! found->is_flat)
    return FALSE;

  size = &g_array_index (self->sizes, DreamBuilderSize, found->layer);

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

const DreamBuilderValue *
dream_builder_find_value (DreamBuilder *self,
                          const gchar  *value,
                          const gchar  *reader,
                          GError      **error)
{
  const DreamBuilderValue *found = g_tree_lookup (self->values, value);

  if (! found)
    dream_builder_refuse (reader, DREAM_REASON_INPUT, error);

  return found;
}

void
dream_builder_set_value (DreamBuilder *self,
                         const gchar  *value,
                         guint         layer,
                         gboolean      is_flat)
{
  DreamBuilderValue *new_value = g_new (DreamBuilderValue, 1);

  *new_value = (DreamBuilderValue){ layer, is_flat };
  g_tree_replace (self->values, g_strdup (value), new_value);
}

void
dream_builder_make_unique (DreamBuilder *self, DreamLayer *layer)
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
