/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory and calls.
 */

#include <string.h>

#include "onednn-calls.h"

#define ALIGNMENT 64

static void free_memory (gpointer memory);
static void free_primitive (gpointer primitive);

Onednn *
onednn_new (void)
{
  Onednn *self = g_new0 (Onednn, 1);

  self->buffers    = g_ptr_array_new_with_free_func (g_aligned_free);
  self->memories   = g_ptr_array_new_with_free_func (free_memory);
  self->primitives = g_ptr_array_new_with_free_func (free_primitive);

  self->block   = 8;
  self->blocked = dnnl_nChw8c;
  if ((dnnl_get_effective_cpu_isa () & dnnl_cpu_isa_avx512_core) ==
      dnnl_cpu_isa_avx512_core)
    {
      self->block   = 16;
      self->blocked = dnnl_nChw16c;
    }

  onednn_check (dnnl_engine_create (&self->engine, dnnl_cpu, 0), "engine");
  onednn_check (dnnl_stream_create (&self->stream, self->engine,
                                    dnnl_stream_default_flags),
                "stream");

  return self;
}

void
onednn_free (Onednn *self)
{
  g_ptr_array_unref (self->primitives);
  g_ptr_array_unref (self->memories);
  g_ptr_array_unref (self->buffers);
  dnnl_stream_destroy (self->stream);
  dnnl_engine_destroy (self->engine);
  g_free (self);
}

void
onednn_check (dnnl_status_t status, const gchar *what)
{
  if (status != dnnl_success)
    g_error ("oneDNN: %s: status %d", what, status);
}

dnnl_memory_desc_t
onednn_describe (gint channels, gint height, gint width, dnnl_format_tag_t tag)
{
  const dnnl_dims_t  dims = { 1, channels, height, width };
  dnnl_memory_desc_t description;

  onednn_check (dnnl_memory_desc_init_by_tag (&description, 4, dims, dnnl_f32,
                                              tag),
                "memory description");

  return description;
}

gpointer
onednn_allocate (Onednn *self, const dnnl_memory_desc_t *description)
{
  const gsize size = MAX (dnnl_memory_desc_get_size (description), ALIGNMENT);
  gpointer    data = g_aligned_alloc (1, size, ALIGNMENT);

  memset (data, 0, size);
  g_ptr_array_add (self->buffers, data);

  return data;
}

dnnl_memory_t
onednn_memory (Onednn                   *self,
               const dnnl_memory_desc_t *description,
               gpointer                  data)
{
  dnnl_memory_t memory;

  onednn_check (dnnl_memory_create (&memory, description, self->engine, data),
                "memory");
  g_ptr_array_add (self->memories, memory);

  return memory;
}

dnnl_primitive_desc_t
onednn_prepare (Onednn                     *self,
                const_dnnl_op_desc_t        operation,
                const_dnnl_primitive_desc_t hint,
                const_dnnl_primitive_attr_t attributes)
{
  dnnl_primitive_desc_t description = NULL;

  if (dnnl_primitive_desc_create (&description, operation, attributes,
                                  self->engine, hint) != dnnl_success)
    return NULL;

  return description;
}

OnednnCall
onednn_call_new (Onednn *self, const_dnnl_primitive_desc_t description)
{
  OnednnCall call = { 0 };

  onednn_check (dnnl_primitive_create (&call.primitive, description),
                "primitive");
  g_ptr_array_add (self->primitives, call.primitive);

  return call;
}

void
onednn_call_add (OnednnCall *call, gint argument, dnnl_memory_t memory)
{
  g_assert (call->n_args < ONEDNN_MAX_ARGS);

  call->args[call->n_args].arg    = argument;
  call->args[call->n_args].memory = memory;
  call->n_args++;
}

void
onednn_call_run (Onednn *self, const OnednnCall *call)
{
  onednn_check (dnnl_primitive_execute (call->primitive, self->stream,
                                        call->n_args, call->args),
                "execution");
  onednn_check (dnnl_stream_wait (self->stream), "waiting");
}

OnednnCall
onednn_copy (Onednn                   *self,
             const dnnl_memory_desc_t *from_description,
             gpointer                  from,
             const dnnl_memory_desc_t *to_description,
             gpointer                  to)
{
  dnnl_primitive_desc_t description;
  OnednnCall            call;

  onednn_check (dnnl_reorder_primitive_desc_create (&description,
                                                    from_description,
                                                    self->engine,
                                                    to_description,
                                                    self->engine, NULL),
                "copy");
  call = onednn_call_new (self, description);
  dnnl_primitive_desc_destroy (description);
  onednn_call_add (&call, DNNL_ARG_FROM,
                   onednn_memory (self, from_description, from));
  onednn_call_add (&call, DNNL_ARG_TO,
                   onednn_memory (self, to_description, to));

  return call;
}

static void
free_memory (gpointer memory)
{
  dnnl_memory_destroy (memory);
}

static void
free_primitive (gpointer primitive)
{
  dnnl_primitive_destroy (primitive);
}
