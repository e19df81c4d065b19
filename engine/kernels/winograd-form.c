/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The coefficients of Winograd's filtering, from its points.
 */

#include <math.h>

#include "winograd-form.h"

typedef struct
{
  gint    taps;
  gint    outputs; /* 1, 2 or 4, for a grid to fit: see compiled.h */
  gint    n_pairs;
  gdouble points[DREAM_WINOGRAD_MAX_PAIRS];
} Points;

static const Points known[] = {
  { 1, 1, 0, { 0 } },         { 3, 2, 1, { 1 } },
  { 3, 4, 2, { 0.75, 1.5 } }, { 5, 2, 2, { 0.75, 1.5 } },
  { 7, 2, 3, { 0.5, 1, 2 } }, { 7, 4, 4, { 0.5, 0.75, 1.25, 2 } },
};

static void multiply (gdouble *polynomial, gint degree, gdouble root);

gboolean
dream_winograd_form_init (DreamWinogradForm *form, gint taps, gint max_outputs)
{
  const Points *points                              = NULL;
  gdouble       whole[DREAM_WINOGRAD_MAX_PAIRS + 1] = { 1 };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].taps == taps && known[i].outputs <= max_outputs)
      points = &known[i];

  if (! points)
    return FALSE;

  *form         = (DreamWinogradForm){ 0 };
  form->taps    = taps;
  form->outputs = points->outputs;
  form->points  = taps + points->outputs - 1;
  form->n_pairs = points->n_pairs;

  if (taps == 1)
    {
      form->filter[0][0] = 1;
      return TRUE;
    }

  for (gint j = 0; j < form->n_pairs; j++)
    multiply (whole, j, points->points[j] * points->points[j]);

  for (gint t = 0; t <= form->n_pairs; t++)
    form->whole[t] = whole[t];

  for (gint i = 0; i < taps; i++)
    form->filter[0][i] = i == 0 ? 1 / whole[0] : 0;
  form->filter[form->points - 1][taps - 1] = 1;

  for (gint j = 0; j < form->n_pairs; j++)
    {
      const gdouble p                                 = points->points[j];
      gdouble       scale                             = 2 * p * p;
      gint          degree                            = 0;
      gdouble       without[DREAM_WINOGRAD_MAX_PAIRS] = { 1 };

      for (gint k = 0; k < form->n_pairs; k++)
        if (k != j)
          {
            multiply (without, degree++, points->points[k] * points->points[k]);
            scale *= p * p - points->points[k] * points->points[k];
          }

      for (gint t = 0; t < form->n_pairs; t++)
        form->without[j][t] = without[t];

      for (gint i = 0; i < form->outputs; i++)
        form->powers[j][i] = pow (p, i);

      for (gint i = 0; i < taps; i++)
        {
          form->filter[2 * j + 1][i] = pow (p, i) / scale;
          form->filter[2 * j + 2][i] = pow (-p, i) / scale;
        }
    }

  return TRUE;
}

/* polynomial *= x - root */
static void
multiply (gdouble *polynomial, gint degree, gdouble root)
{
  polynomial[degree + 1] = polynomial[degree];
  for (gint t = degree; t > 0; t--)
    polynomial[t] = polynomial[t - 1] - root * polynomial[t];
  polynomial[0] *= -root;
}
