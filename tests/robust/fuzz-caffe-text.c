/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The libFuzzer target of the reader of .prototxt files: the text up to the
 * first zero, the .caffemodel behind it.  See fuzz-caffe.c; here the
 * corpus is of the format caffe-text.
 */

#include <stddef.h>
#include <stdint.h>

#include "probe.h"
#include "read-caffe-text.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  probe (read_caffe_text, data, size);

  return 0;
}
