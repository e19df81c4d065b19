/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The libFuzzer target of the TensorFlow.js reader:
 *
 *   CC=clang meson setup build-fuzz -Dfuzz=true
 *   ninja -C build-fuzz tests/robust/fuzz-tfjs tests/robust/make-corpus
 *   build-fuzz/tests/robust/make-corpus tfjs corpus
 *   build-fuzz/tests/robust/fuzz-tfjs corpus
 */

#include <stddef.h>
#include <stdint.h>

#include "probe.h"
#include "zeros.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  probe (read_tfjs_of_zeros, data, size);

  return 0;
}
