/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the other side of a comparison reads (tests/torch_network.py): a network
 * of the benchmark's own, and the engine's gradient of its picture.
 */

#include <stdio.h>

#include "case.h"
#include "modes.h"

static void     describe_network (const DreamNetwork *network, FILE *file);
static gboolean write_tensor (const DreamTensor *tensor, FILE *file);

/* "SCALE OFFSET", then a line a layer, an empty line, and each convolution's
 * weights (channels x rows x columns x input channels) and biases as floats.
 * Names hold no spaces. */
gboolean
bench_dump (const BenchOptions *options, GError **error)
{
  g_autoptr (DreamNetwork) network = bench_network_read (options, error);
  FILE    *file    = network ? bench_open_output (options, error) : NULL;
  gboolean written = TRUE;

  if (! file)
    return FALSE;

  describe_network (network, file);
  for (guint i = 1; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      if (layer->op == DREAM_OP_CONVOLUTION)
        written = written && write_tensor (&layer->weights, file) &&
                  write_tensor (&layer->bias, file);
    }

  return fclose (file) == 0 && written;
}

/* The picture's values in 0..255 and the gradient, each height x width x 3. */
gboolean
bench_gradient (const BenchOptions *options, GError **error)
{
  g_autoptr (BenchCase)     self     = bench_case_new (options, error);
  g_autoptr (DreamGradient) gradient = NULL;
  g_autoptr (DreamPicture)  result   = NULL;
  gsize                     n_values;
  FILE                     *file;

  if (! self || ! (gradient = bench_case_gradient (self, options, error)) ||
      ! (result = dream_picture_new (options->width, options->height, error)) ||
      ! (file = bench_open_output (options, error)))
    return FALSE;

  dream_gradient_compute (gradient, self->picture, 0, 0, result, NULL, NULL);

  n_values = dream_picture_n_values (result);
  for (gsize i = 0; i < n_values; i++)
    self->picture->pixels[i] *= 255;
  fwrite (self->picture->pixels, sizeof (gfloat), n_values, file);
  fwrite (result->pixels, sizeof (gfloat), n_values, file);

  return fclose (file) == 0;
}

static void
describe_network (const DreamNetwork *network, FILE *file)
{
  static const gchar *const ops[] = {
    [DREAM_OP_INPUT] = "input",       [DREAM_OP_CONVOLUTION] = "conv",
    [DREAM_OP_MAX_POOL] = "max-pool", [DREAM_OP_AVERAGE_POOL] = "mean-pool",
    [DREAM_OP_LRN] = "lrn",           [DREAM_OP_CONCAT] = "concat",
  };

  const DreamInput *input = dream_network_get_input (network);

  fprintf (file, "%.9g %.9g", input->scale[0], input->mean[0]);

  for (guint i = 0; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      fprintf (file, "\n%s %s ", ops[layer->op], layer->name);
      for (guint n = 0; n < layer->n_inputs; n++)
        fprintf (file, "%u,", layer->inputs[n]);
      if (layer->n_inputs == 0)
        fputc (',', file);
      fprintf (file, " %d %d %d %d %d %d %d %d %.9g %.9g %.9g", layer->channels,
               layer->kernel_h, layer->kernel_w, layer->stride_h,
               layer->stride_w, layer->padding == DREAM_PADDING_SAME,
               layer->activation == DREAM_ACTIVATION_CLIP, layer->lrn_size,
               layer->lrn_alpha, layer->lrn_beta, layer->lrn_bias);
    }

  fputs ("\n\n", file);
}

static gboolean
write_tensor (const DreamTensor *tensor, FILE *file)
{
  g_autofree gfloat *values = g_new (gfloat, tensor->n_values);

  dream_tensor_decode (tensor, values);

  return fwrite (values, sizeof (gfloat), tensor->n_values, file) ==
         tensor->n_values;
}
