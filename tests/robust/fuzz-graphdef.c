/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The libFuzzer target of the reader of TensorFlow graphs:
 *
 *   CC=clang meson setup build-fuzz -Dfuzz=true
 *   ninja -C build-fuzz tests/robust/fuzz-graphdef tests/robust/make-corpus
 *   build-fuzz/tests/robust/make-corpus graphdef corpus
 *   build-fuzz/tests/robust/fuzz-graphdef corpus
 */

#include <stddef.h>
#include <stdint.h>

#include "probe.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  probe (dream_read_graphdef, data, size);

  return 0;
}
