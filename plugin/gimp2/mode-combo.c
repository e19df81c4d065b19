/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Placements know modes by their names, GIMP's widget by their numbers.
 */

#include "mode-combo.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "mode.h"

/* Where a combo box keeps the name of the property that it sets. */
#define PROPERTY_KEY "deep-dream-property"

static GimpLayerMode get_mode (GObject *object, const gchar *property);
static void          append_mode (GimpIntComboBox *combo, GimpLayerMode mode);
static void          on_chosen (GimpIntComboBox *combo, GObject *object);
static void          on_set (GObject         *object,
                             GParamSpec      *parameter,
                             GimpIntComboBox *combo);

GtkWidget *
deep_dream_mode_combo_new (GObject *object, const gchar *property)
{
  const GimpLayerMode  current  = get_mode (object, property);
  guint                n_modes  = 0;
  const GimpLayerMode *modes    = deep_dream_mode_list_usual (&n_modes);
  gboolean             is_usual = FALSE;
  g_autofree gchar    *notify   = g_strconcat ("notify::", property, NULL);
  GtkWidget           *widget   = g_object_new (GIMP_TYPE_INT_COMBO_BOX, NULL);
  GimpIntComboBox     *combo    = GIMP_INT_COMBO_BOX (widget);

  for (guint i = 0; i < n_modes; i++)
    {
      append_mode (combo, modes[i]);
      is_usual |= modes[i] == current;
    }
  if (! is_usual)
    append_mode (combo, current);

  gimp_int_combo_box_set_active (combo, (gint) current);
  g_object_set_data_full (G_OBJECT (combo), PROPERTY_KEY, g_strdup (property),
                          g_free);

  g_signal_connect_object (combo, "changed", G_CALLBACK (on_chosen), object, 0);
  g_signal_connect_object (object, notify, G_CALLBACK (on_set), combo, 0);
  gtk_widget_show (widget);

  return widget;
}

/* Last values may have any name. */
static GimpLayerMode
get_mode (GObject *object, const gchar *property)
{
  GimpLayerMode     mode = GIMP_LAYER_MODE_NORMAL;
  g_autofree gchar *name = NULL;

  g_object_get (object, property, &name, NULL);
  deep_dream_mode_find (name, &mode, NULL);

  return mode;
}

static void
append_mode (GimpIntComboBox *combo, GimpLayerMode mode)
{
  gimp_int_combo_box_append (combo, GIMP_INT_STORE_VALUE, (gint) mode,
                             GIMP_INT_STORE_LABEL,
                             deep_dream_mode_get_title (mode), -1);
}

static void
on_chosen (GimpIntComboBox *combo, GObject *object)
{
  const gchar *property = g_object_get_data (G_OBJECT (combo), PROPERTY_KEY);
  gint         mode;

  if (gimp_int_combo_box_get_active (combo, &mode) &&
      mode != (gint) get_mode (object, property))
    g_object_set (object, property,
                  deep_dream_mode_get_name ((GimpLayerMode) mode), NULL);
}

static void
on_set (GObject *object, GParamSpec *parameter, GimpIntComboBox *combo)
{
  gimp_int_combo_box_set_active (combo,
                                 (gint) get_mode (object, parameter->name));
}
