/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A preset is chosen as long as nothing else is changed.
 */

#include "preset-chooser.h"

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "plugin/core/catalog/presets.h"

#define SPACING 6

/* Where a combo box keeps the list of its presets, and, while it sets them,
 * itself.
 */
#define PRESETS_KEY "deep-dream-presets"
#define SETTING_KEY "deep-dream-setting"

static void on_chosen (GtkComboBox *combo, GimpProcedureConfig *config);
static void on_changed (GObject     *config,
                        GParamSpec  *parameter,
                        GtkComboBox *combo);

GtkWidget *
deep_dream_preset_chooser_new (GimpProcedureConfig *config)
{
  GtkWidget *box     = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label   = gtk_label_new_with_mnemonic (_ ("Preset"));
  GtkWidget *combo   = gtk_combo_box_text_new ();
  GPtrArray *presets = deep_dream_presets_list ();

  /* Translators: no preset. */
  gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo), _ ("None"));
  for (guint i = 0; i < presets->len; i++)
    {
      const DeepDreamPreset *preset = presets->pdata[i];

      gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo),
                                      preset->title);
    }
  gtk_combo_box_set_active (GTK_COMBO_BOX (combo), 0);
  g_object_set_data_full (G_OBJECT (combo), PRESETS_KEY, presets,
                          (GDestroyNotify) g_ptr_array_unref);

  g_signal_connect_object (combo, "changed", G_CALLBACK (on_chosen), config, 0);
  g_signal_connect_object (config, "notify", G_CALLBACK (on_changed), combo, 0);

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), combo);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
  gtk_widget_show (label);
  gtk_box_pack_start (GTK_BOX (box), combo, TRUE, TRUE, 0);
  gtk_widget_show (combo);

  return box;
}

static void
on_chosen (GtkComboBox *combo, GimpProcedureConfig *config)
{
  const GPtrArray *presets = g_object_get_data (G_OBJECT (combo), PRESETS_KEY);
  gint             active  = gtk_combo_box_get_active (combo);
  g_autoptr (DreamRecipe) recipe = NULL;
  g_autoptr (GError)      error  = NULL;

  if (active <= 0)
    return;

  recipe = deep_dream_preset_read (presets->pdata[active - 1], &error);
  if (! recipe)
    {
      g_warning ("%s", error->message);
      return;
    }

  g_object_set_data (G_OBJECT (combo), SETTING_KEY, combo);
  deep_dream_arguments_write (config, recipe);
  g_object_set_data (G_OBJECT (combo), SETTING_KEY, NULL);
}

static void
on_changed (GObject     *config G_GNUC_UNUSED,
            GParamSpec  *parameter G_GNUC_UNUSED,
            GtkComboBox *combo)
{
  if (! g_object_get_data (G_OBJECT (combo), SETTING_KEY))
    gtk_combo_box_set_active (combo, 0);
}
