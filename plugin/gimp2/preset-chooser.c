/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A preset is chosen as long as nothing else is changed.
 */

#include "preset-chooser.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "form.h"
#include "plugin/core/catalog/suggestion.h"

#define SPACING 6

/* Where a combo box keeps its Choice. */
#define CHOICE_KEY "deep-dream-choice"

typedef struct
{
  GPtrArray            *presets;
  DeepDreamPresetChosen func;
  gpointer              user_data;
  DreamRecipe          *base; /* before single parameters were changed */
  gboolean              is_setting;
} Choice;

static Choice *choice_new (DreamRecipe          *recipe,
                           DeepDreamPresetChosen func,
                           gpointer              user_data);
static void    choice_free (gpointer choice);
static void    set (Choice *choice, DreamRecipe *recipe, DreamRecipe *values);
static void    follow_subject (Choice *choice, DreamRecipe *recipe);
static void    on_chosen (GtkComboBox *combo, DreamRecipe *recipe);
static void    on_changed (GObject     *recipe,
                           GParamSpec  *parameter,
                           GtkComboBox *combo);

GtkWidget *
deep_dream_preset_chooser_new (DreamRecipe          *recipe,
                               DeepDreamPresetChosen func,
                               gpointer              user_data)
{
  GtkWidget *box    = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *label  = gtk_label_new_with_mnemonic (_ ("Pre_set:"));
  GtkWidget *combo  = gtk_combo_box_text_new ();
  Choice    *choice = choice_new (recipe, func, user_data);

  /* Translators: no preset. */
  gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo), _ ("None"));
  for (guint i = 0; i < choice->presets->len; i++)
    {
      const DeepDreamPreset *preset = choice->presets->pdata[i];

      gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo),
                                      preset->title);
    }
  gtk_combo_box_set_active (GTK_COMBO_BOX (combo), 0);
  gimp_help_set_help_data (combo,
                           _ ("A dream that somebody has found worth keeping"),
                           NULL);
  g_object_set_data_full (G_OBJECT (combo), CHOICE_KEY, choice, choice_free);

  g_signal_connect_object (combo, "changed", G_CALLBACK (on_chosen), recipe, 0);
  g_signal_connect_object (recipe, "notify", G_CALLBACK (on_changed), combo, 0);

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), combo);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
  gtk_widget_show (label);
  gtk_box_pack_start (GTK_BOX (box), combo, TRUE, TRUE, 0);
  gtk_widget_show (combo);

  return box;
}

static Choice *
choice_new (DreamRecipe *recipe, DeepDreamPresetChosen func, gpointer user_data)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->presets   = deep_dream_presets_list ();
  choice->func      = func;
  choice->user_data = user_data;
  choice->base      = dream_recipe_copy (recipe);

  return choice;
}

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_ptr_array_unref (choice->presets);
  g_object_unref (choice->base);
  g_free (choice);
}

static void
on_chosen (GtkComboBox *combo, DreamRecipe *recipe)
{
  Choice    *choice = g_object_get_data (G_OBJECT (combo), CHOICE_KEY);
  const gint active = gtk_combo_box_get_active (combo);
  const DeepDreamPreset  *preset = NULL;
  g_autoptr (DreamRecipe) values = NULL;
  g_autoptr (GError)      error  = NULL;

  if (active > 0)
    {
      preset = choice->presets->pdata[active - 1];
      values = deep_dream_preset_read (preset, &error);
    }
  if (error)
    g_warning ("%s", error->message);

  if (values)
    set (choice, recipe, values);
  if (choice->func)
    choice->func (preset, choice->user_data);
}

static void
set (Choice *choice, DreamRecipe *recipe, DreamRecipe *values)
{
  g_object_unref (choice->base);
  choice->base = dream_recipe_copy (values);

  choice->is_setting = TRUE;
  deep_dream_form_set (G_OBJECT (recipe), G_OBJECT (values));
  choice->is_setting = FALSE;
}

static void
on_changed (GObject *recipe, GParamSpec *parameter, GtkComboBox *combo)
{
  Choice *choice = g_object_get_data (G_OBJECT (combo), CHOICE_KEY);

  if (choice->is_setting)
    return;

  if (g_str_equal (parameter->name, "subject"))
    follow_subject (choice, DREAM_RECIPE (recipe));
  gtk_combo_box_set_active (combo, 0);
}

/* Who types a subject wants to see it, whatever was dreamed before. */
static void
follow_subject (Choice *choice, DreamRecipe *recipe)
{
  g_autoptr (DreamRecipe) values = dream_recipe_copy (recipe);

  if (deep_dream_suggestion_follow_subject (values, choice->base))
    set (choice, recipe, values);
}
