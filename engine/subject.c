/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Classes by name, and the way from a logit down to where it is dreamed.
 */

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "edit-distance.h"
#include "error.h"
#include "subject.h"
#include "weighted-name.h"

#define MAX_SHOWN 5

static gboolean find_class (const gchar        *name,
                            const gchar *const *labels,
                            guint              *class_index,
                            GError            **error);
static gboolean is_called (const gchar *label, const gchar *folded);
static gchar   *list_near (const gchar        *folded,
                           const gchar *const *labels,
                           const GArray       *parts);
static gboolean descend (DreamNetwork *network, DreamOp op, guint *layer);
static gfloat  *get_row (const DreamLayer *layer, guint channel);

GArray *
dream_subjects_parse (const gchar        *text,
                      const gchar *const *labels,
                      GError            **error)
{
  g_auto (GStrv)     names    = g_strsplit (text, ",", -1);
  g_autoptr (GArray) subjects = g_array_new (FALSE, FALSE,
                                             sizeof (DreamSubject));

  for (guint i = 0; names[i]; i++)
    {
      DreamSubject      subject = { 0, 1 };
      g_autofree gchar *name    = dream_weighted_name_split (names[i],
                                                             &subject.weight);

      if (! find_class (name, labels, &subject.class_index, error))
        return NULL;

      g_array_append_val (subjects, subject);
    }

  return g_steal_pointer (&subjects);
}

gboolean
dream_subject_find_logits (DreamNetwork *network,
                           guint         n_classes,
                           guint        *layer,
                           GError      **error)
{
  for (guint i = dream_network_n_layers (network) - 1; i > 0; i--)
    if ((guint) dream_network_get_layer (network, i)->channels == n_classes)
      {
        *layer = i;
        return TRUE;
      }

  g_set_error (
    error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
    _("The network has no layer that tells its %u classes apart, so "
                 "that it cannot see or dream subjects. Choose another network, "
                 "or a layer."),
       n_classes);

  return FALSE;
}

gfloat *
dream_subject_find_layer (DreamNetwork *network,
                          guint         n_classes,
                          guint         class_index,
                          guint        *layer,
                          GError      **error)
{
  const DreamLayer *logits;
  guint             below;
  gfloat           *direction;

  if (! dream_subject_find_logits (network, n_classes, layer, error))
    return NULL;

  /* A pool that follows the logits, and a ReLU that would hide small ones. */
  descend (network, DREAM_OP_AVERAGE_POOL, layer);
  descend (network, DREAM_OP_ACTIVATION, layer);

  logits = dream_network_get_layer (network, *layer);
  below  = logits->inputs[0];
  if (logits->op == DREAM_OP_CONVOLUTION && logits->groups == 1 &&
      logits->kernel_h * logits->kernel_w == 1 &&
      descend (network, DREAM_OP_AVERAGE_POOL, &below))
    {
      *layer = below;
      return get_row (logits, class_index);
    }

  direction = g_new (gfloat, logits->channels);
  for (gint c = 0; c < logits->channels; c++)
    direction[c] = -1.0f / logits->channels;
  direction[class_index] += 1;

  return direction;
}

/* A part of a label will do if it is a part of no other. */
static gboolean
find_class (const gchar        *name,
            const gchar *const *labels,
            guint              *class_index,
            GError            **error)
{
  g_autofree gchar  *folded = g_utf8_casefold (name, -1);
  g_autoptr (GArray) parts  = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gchar  *near   = NULL;

  for (guint i = 0; labels[i]; i++)
    {
      g_autofree gchar *label = g_utf8_casefold (labels[i], -1);

      if (is_called (label, folded))
        {
          *class_index = i;
          return TRUE;
        }

      if (*folded != '\0' && strstr (label, folded))
        g_array_append_val (parts, i);
    }

  if (parts->len == 1)
    {
      *class_index = g_array_index (parts, guint, 0);
      return TRUE;
    }

  near = list_near (folded, labels, parts);
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
               parts->len > 1
               ? _("The network knows several things called “%s”. Choose one "
                     "of them: %s.")
               : _("The network knows nothing called “%s”. Choose something "
                     "it knows; the nearest names are: %s."),
                    name, near);

  return FALSE;
}

static gboolean
is_called (const gchar *label, const gchar *folded)
{
  g_auto (GStrv) names = g_strsplit (label, ",", -1);

  for (guint i = 0; names[i]; i++)
    if (g_str_equal (g_strstrip (names[i]), folded))
      return TRUE;

  return g_str_equal (label, folded);
}

/* Those that hold the name, or else those that are spelled most alike. */
static gchar *
list_near (const gchar *folded, const gchar *const *labels, const GArray *parts)
{
  GString               *list  = g_string_new (NULL);
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);

  for (guint n = 0; n < MAX_SHOWN; n++)
    {
      guint nearest  = G_MAXUINT;
      guint distance = G_MAXUINT;

      for (guint i = 0; labels[i]; i++)
        {
          g_autofree gchar *label = g_utf8_casefold (labels[i], -1);
          guint             apart = dream_edit_distance (folded, label);

          if (apart < distance && (parts->len == 0 || strstr (label, folded)) &&
              ! g_hash_table_contains (shown, GUINT_TO_POINTER (i)))
            {
              nearest  = i;
              distance = apart;
            }
        }

      if (nearest == G_MAXUINT)
        break;

      g_hash_table_add (shown, GUINT_TO_POINTER (nearest));
      g_string_append_printf (list, n == 0 ? "%s" : ", %s", labels[nearest]);
    }

  if (parts->len > MAX_SHOWN)
    g_string_append (list, ", …");

  return g_string_free (list, FALSE);
}

/* Below all layers of one kind. */
static gboolean
descend (DreamNetwork *network, DreamOp op, guint *layer)
{
  gboolean descended = FALSE;

  while (dream_network_get_layer (network, *layer)->op == op)
    {
      *layer    = dream_network_get_layer (network, *layer)->inputs[0];
      descended = TRUE;
    }

  return descended;
}

/* The weights of one class less the mean of all: what all classes like is of no
 * use to one. */
static gfloat *
get_row (const DreamLayer *layer, guint channel)
{
  g_autofree gfloat *weights = g_new (gfloat, layer->weights.n_values);
  const gsize        length  = layer->weights.n_values / layer->channels;
  gfloat            *row     = g_new (gfloat, length);

  dream_layer_decode_weights (layer, weights);

  for (gsize i = 0; i < length; i++)
    {
      gdouble mean = 0;

      for (gint c = 0; c < layer->channels; c++)
        mean += weights[c * length + i] / layer->channels;

      row[i] = weights[channel * length + i] - mean;
    }

  return row;
}
