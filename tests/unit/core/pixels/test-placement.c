/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protects where a dream is placed: the defaults, the keyfile in which a host
 * keeps it, and the mask around a point.
 */

#include "engine/recipe/keyfile.h"
#include "plugin/core/pixels/placement.h"

static gfloat
get_value (GeglBuffer *mask, gint x, gint y)
{
  gfloat value;

  gegl_buffer_get (mask, GEGL_RECTANGLE (x, y, 1, 1), 1.0,
                   babl_format ("Y float"), &value, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  return value;
}

/* Positional arguments depend on the order. */
static void
test_order (void)
{
  static const gchar *const names[] = { "output",       "mode",    "opacity",
                                        "selection-as", "point-x", "point-y",
                                        "radius" };
  guint                     n_parameters;
  g_autofree GParamSpec   **parameters = NULL;

  parameters = deep_dream_placement_list_parameters (&n_parameters);
  g_assert_cmpuint (n_parameters, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < n_parameters; i++)
    g_assert_cmpstr (parameters[i]->name, ==, names[i]);
}

static void
test_keyfile (void)
{
  g_autoptr (DeepDreamPlacement) placement = deep_dream_placement_new ();
  g_autoptr (DeepDreamPlacement) copy      = deep_dream_placement_new ();
  g_autoptr (GKeyFile)           file      = g_key_file_new ();
  g_autoptr (GError)             error     = NULL;

  g_assert_cmpint (placement->output, ==, DEEP_DREAM_OUTPUT_NEW_LAYER);
  g_assert_cmpstr (placement->mode, ==, "normal");
  g_assert_cmpfloat (placement->opacity, ==, 100);
  g_assert_cmpint (placement->radius, ==, 0);

  g_object_set (placement, "output", DEEP_DREAM_OUTPUT_LAYER, "mode", "overlay",
                "opacity", 12.5, "selection-as", DEEP_DREAM_LIMIT_MASK,
                "point-x", -7, "point-y", 8, "radius", 9, NULL);
  dream_keyfile_write (G_OBJECT (placement), file, "Placement");
  g_assert_true (
    dream_keyfile_read (G_OBJECT (copy), file, "Placement", NULL, &error));
  g_assert_no_error (error);

  g_assert_cmpint (copy->output, ==, DEEP_DREAM_OUTPUT_LAYER);
  g_assert_cmpstr (copy->mode, ==, "overlay");
  g_assert_cmpfloat (copy->opacity, ==, 12.5);
  g_assert_cmpint (copy->selection_as, ==, DEEP_DREAM_LIMIT_MASK);
  g_assert_cmpint (copy->point_x, ==, -7);
  g_assert_cmpint (copy->point_y, ==, 8);
  g_assert_cmpint (copy->radius, ==, 9);
}

/* Round, fading, and nowhere but within the radius. */
static void
test_mask (void)
{
  g_autoptr (DeepDreamPlacement) placement = deep_dream_placement_new ();
  g_autoptr (GeglBuffer)         mask      = NULL;
  g_autoptr (GeglBuffer)         part      = NULL;
  g_autoptr (GeglBuffer)         beside    = NULL;
  GeglRectangle                  bounds;

  g_object_set (placement, "point-x", 40, "point-y", -3, "radius", 20, NULL);
  mask = deep_dream_placement_make_mask (placement,
                                         GEGL_RECTANGLE (-99, -99, 400, 300),
                                         &bounds);

  g_assert_true (gegl_rectangle_equal_coords (&bounds, 20, -23, 41, 41));
  g_assert_true (gegl_rectangle_equal (gegl_buffer_get_extent (mask), &bounds));
  g_assert_cmpfloat (get_value (mask, 40, -3), ==, 1);
  g_assert_cmpfloat_with_epsilon (get_value (mask, 50, -3), 0.5625, 1e-6);
  g_assert_cmpfloat (get_value (mask, 40, 7), ==, get_value (mask, 30, -3));
  g_assert_cmpfloat (get_value (mask, 60, -3), ==, 0);
  g_assert_cmpfloat (get_value (mask, 55, 13), ==, 0);

  /* Of a huge circle only what is asked for. */
  g_object_set (placement, "radius", 300000, NULL);
  part = deep_dream_placement_make_mask (placement,
                                         GEGL_RECTANGLE (0, 0, 30, 20),
                                         &bounds);
  g_assert_true (gegl_rectangle_equal_coords (&bounds, 0, 0, 30, 20));
  g_assert_cmpfloat_with_epsilon (get_value (part, 0, 0), 1, 1e-6);

  g_object_set (placement, "radius", 5, NULL);
  beside = deep_dream_placement_make_mask (placement,
                                           GEGL_RECTANGLE (0, 0, 30, 20),
                                           &bounds);
  g_assert_false (
    gegl_rectangle_intersect (&bounds, &bounds, GEGL_RECTANGLE (0, 0, 30, 20)));
  g_assert_cmpfloat (get_value (beside, 35, -8), ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  gegl_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/placement/order", test_order);
  g_test_add_func ("/placement/keyfile", test_keyfile);
  g_test_add_func ("/placement/mask", test_mask);

  result = g_test_run ();
  gegl_exit ();

  return result;
}
