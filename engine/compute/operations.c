/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of operations.
 */

#include "operations.h"
#include "run-concat.h"
#include "run-convolution.h"
#include "run-elementwise.h"
#include "run-normalisation.h"
#include "run-pooling.h"

static const DreamOperation operations[] = {
  [DREAM_OP_CONVOLUTION] = { dream_run_convolution, dream_run_convolution_back,
                             NULL },
  [DREAM_OP_MAX_POOL] = { dream_run_max_pool, dream_run_max_pool_back, NULL },
  [DREAM_OP_AVERAGE_POOL] = { dream_run_average_pool,
                              dream_run_average_pool_back, NULL },
  [DREAM_OP_LRN] = { dream_run_normalisation, dream_run_normalisation_back,
                     dream_normalisation_needs_values },
  [DREAM_OP_ACTIVATION] = { dream_run_elementwise, dream_run_elementwise_back,
                            dream_elementwise_needs_values },
  [DREAM_OP_ADD]        = { dream_run_elementwise, dream_run_elementwise_back,
                            dream_elementwise_needs_values },
  [DREAM_OP_MULTIPLY]   = { dream_run_elementwise, dream_run_elementwise_back,
                            dream_elementwise_needs_values },
  [DREAM_OP_MAXIMUM]    = { dream_run_elementwise, dream_run_elementwise_back,
                            dream_elementwise_needs_values },
  [DREAM_OP_CONCAT]     = { dream_run_concat, dream_run_concat_back, NULL },
  [DREAM_OP_WIDEN]      = { dream_run_elementwise, dream_run_elementwise_back,
                            dream_elementwise_needs_values },
};

const DreamOperation *
dream_operation_get (DreamOp op)
{
  g_return_val_if_fail (op < G_N_ELEMENTS (operations), NULL);

  return &operations[op];
}

gboolean
dream_operation_needs_values (const DreamLayer *layer)
{
  const DreamOperation *operation = &operations[layer->op];

  return operation->needs_values && operation->needs_values (layer);
}
