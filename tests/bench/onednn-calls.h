/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The little of oneDNN 2.x that the benchmark needs: memory, and primitives
 * with their arguments, to be called one after another.  A failure ends the
 * program; there is nothing to measure then.
 */

#pragma once

#include <glib.h>
#include <oneapi/dnnl/dnnl.h>

G_BEGIN_DECLS

#define ONEDNN_MAX_ARGS 6

typedef struct _Onednn     Onednn;
typedef struct _OnednnCall OnednnCall;

/**
 * Onednn:
 * @blocked: the layout of values: 16 or 8 channels innermost.
 * @block: how many.
 * @owned: (element-type void): what is freed with it.
 */
struct _Onednn
{
  dnnl_engine_t     engine;
  dnnl_stream_t     stream;
  dnnl_format_tag_t blocked;
  gint              block;
  GPtrArray        *buffers;
  GPtrArray        *memories;
  GPtrArray        *primitives;
};

struct _OnednnCall
{
  dnnl_primitive_t primitive;
  dnnl_exec_arg_t  args[ONEDNN_MAX_ARGS];
  gint             n_args;
};

Onednn *onednn_new (void);
void    onednn_free (Onednn *self);

/* Says what failed and ends the program, if @status is no success. */
void onednn_check (dnnl_status_t status, const gchar *what);

/**
 * onednn_describe:
 *
 * Returns: how 1 x @channels x @height x @width floats lie in memory.
 */
dnnl_memory_desc_t onednn_describe (gint              channels,
                                    gint              height,
                                    gint              width,
                                    dnnl_format_tag_t tag);

/**
 * onednn_allocate:
 *
 * Returns: (transfer none): zeros for @description.
 */
gpointer onednn_allocate (Onednn *self, const dnnl_memory_desc_t *description);

/**
 * onednn_memory:
 * @data: at least as large as @description says.
 *
 * Returns: (transfer none): a handle.
 */
dnnl_memory_t onednn_memory (Onednn                   *self,
                             const dnnl_memory_desc_t *description,
                             gpointer                  data);

/**
 * onednn_prepare:
 * @operation: a descriptor of oneDNN's.
 * @hint: (nullable): of the forward pass.
 * @attributes: (nullable): what is fused.
 *
 * Returns: (transfer full) (nullable): the primitive's descriptor, %NULL if
 *   oneDNN has none.
 */
dnnl_primitive_desc_t onednn_prepare (Onednn                     *self,
                                      const_dnnl_op_desc_t        operation,
                                      const_dnnl_primitive_desc_t hint,
                                      const_dnnl_primitive_attr_t attributes);

/**
 * onednn_call_new:
 * @description: of the primitive; not kept.
 *
 * Returns: a call without arguments.
 */
OnednnCall onednn_call_new (Onednn                     *self,
                            const_dnnl_primitive_desc_t description);
void onednn_call_add (OnednnCall *call, gint argument, dnnl_memory_t memory);
void onednn_call_run (Onednn *self, const OnednnCall *call);

/**
 * onednn_copy:
 *
 * Returns: a call that copies, changing the layout where it differs.
 */
OnednnCall onednn_copy (Onednn                   *self,
                        const dnnl_memory_desc_t *from_description,
                        gpointer                  from,
                        const dnnl_memory_desc_t *to_description,
                        gpointer                  to);

G_END_DECLS
