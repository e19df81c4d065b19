/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The libFuzzer target of the reader of ONNX files:
 *
 *   CC=clang meson setup build-fuzz -Dfuzz=true
 *   ninja -C build-fuzz tests/robust/fuzz-onnx tests/robust/make-corpus
 *   build-fuzz/tests/robust/make-corpus onnx corpus
 *   build-fuzz/tests/robust/fuzz-onnx corpus
 */

#include <stddef.h>
#include <stdint.h>

#include "probe.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  probe (dream_read_onnx, data, size);

  return 0;
}
