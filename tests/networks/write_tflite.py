#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a Graph (see graph.py) as TensorFlow's converter writes networks.

  write_tflite.py [--kind KIND] TOPOLOGY FILE

KIND is one of

  float   floats of 32 bits
  half    weights of 16 bits, behind operators that make floats of them
  uint8   all tensors of bytes, one scale each; a ReLU is only the range of
          what it makes
  int8    all tensors of bytes with a sign, one scale for each channel of
          weights

Batch norms behind convolutions become part of these, activations part of what
they follow, and what pads is an operator of its own unless it is TensorFlow's
own padding.  The numbers of fields and operations are those of TensorFlow's
lite/schema/schema.fbs.
"""
import argparse

import numpy as np
import torch

import flatbuffer as fb
import graph as networks

KINDS = ('float', 'half', 'uint8', 'int8')

FLOAT32, FLOAT16, INT32, UINT8, INT8 = 0, 1, 2, 3, 9
NUMPY = {FLOAT32: 'f4', FLOAT16: 'f2', INT32: 'i4', UINT8: 'u1', INT8: 'i1'}
SAME, VALID = 0, 1
NONE, RELU, RELU6 = 0, 1, 3

# Of operations: code, and type of the options.
ADD, CONCATENATION, CONV_2D, DEPTHWISE = (0, 11), (2, 10), (3, 1), (4, 2)
AVERAGE_POOL, MAX_POOL, FULLY_CONNECTED = (1, 5), (17, 5), (9, 8)
DEQUANTIZE, LRN, LOGISTIC, MUL = (6, 38), (13, 13), (14, 0), (18, 21)
RELU_OP, RELU6_OP, RESHAPE, SOFTMAX = (19, 0), (21, 0), (22, 17), (25, 9)
PAD, MEAN, PRELU, LEAKY_RELU = (34, 22), (40, 27), (54, 0), (98, 75)
HARD_SWISH = (117, 0)

FUSES = ('conv', 'dense', 'add', 'mul', 'concat', 'max_pool', 'avg_pool')


def write(graph, path, kind='float'):
    """Returns the Graph that the file holds: the same function (but for
    rounded weights), with fewer layers.  What its activations are part of has
    the activation's name in the file."""
    graph = round_weights(fold(graph), kind)
    Writer(graph, kind).write(path)
    return graph


# --- The same network with fewer layers --------------------------------------

def fold(graph):
    """Without dropouts, and without batch norms that follow a convolution."""
    nodes, now, readers = {}, {}, count_readers(graph)
    for node in graph.nodes:
        inputs = [now.get(name, name) for name in node.inputs]
        if node.op == 'dropout':
            now[node.name] = inputs[0]
            continue
        below = nodes.get(inputs[0]) if inputs else None
        if node.op == 'batch_norm':
            scale = node.gamma / np.sqrt(node.var.astype(float) + node.eps)
            shift = node.beta - node.mean * scale
            if below.op == 'conv' and readers[below.name] == 1:
                attrs = dict(below.attrs)
                attrs['weights'] = below.weights * scale[:, None, None, None]
                attrs['bias'] = shift + (
                    0 if below.bias is None else below.bias * scale)
                node = networks.Node(node.name, 'conv', below.inputs, **attrs)
                del nodes[below.name]
            else:
                node = networks.Node(node.name, 'affine', inputs, scale=scale,
                                     shift=shift)
            nodes[node.name] = node
            continue
        nodes[node.name] = networks.Node(node.name, node.op, inputs,
                                         **node.attrs)
    return networks.Graph(graph.name, list(nodes.values()), graph.size,
                          graph.mean, graph.scale, graph.order)


def count_readers(graph):
    readers = {node.name: 0 for node in graph.nodes}
    for node in graph.nodes:
        for name in node.inputs:
            readers[name] += 1
    return readers


def round_weights(graph, kind):
    for node in graph.nodes:
        if node.op in ('conv', 'dense'):
            numbers = Numbers.of_weights(node.weights, kind)
            node.attrs['weights'] = numbers.real().astype(np.float32)
            node.attrs['numbers'] = numbers
    return graph


class Numbers:
    """Values as they are stored: real = scale (stored - zero), the scale one
    number or one for each of the first axis."""

    def __init__(self, kind, stored, scale=None, zero=0):
        self.type = kind
        self.stored = stored
        self.scale = scale
        self.zero = zero

    @classmethod
    def of_weights(cls, values, kind):
        values = np.asarray(values, float)
        if kind == 'float':
            return cls(FLOAT32, values.astype('f4'))
        if kind == 'half':
            return cls(FLOAT16, values.astype('f2'))
        if kind == 'uint8':
            scale, zero = scale_of(values.min(), values.max(), 0)
            return cls(UINT8, np.clip(np.round(values / scale) + zero, 0, 255),
                       scale, zero)
        rest = tuple(range(1, values.ndim))
        scale = np.maximum(abs(values).max(rest), 1e-6).astype('f4') / 127
        return cls(INT8, np.round(values / along(scale, values)), scale)

    def real(self):
        if self.scale is None:
            return self.stored.astype(float)
        return (self.stored - self.zero) * along(self.scale, self.stored)


def along(scale, values):
    if np.ndim(scale) == 0:
        return float(scale)
    return np.asarray(scale, float).reshape((-1,) + (1,) * (values.ndim - 1))


def scale_of(low, high, first):
    """Scale and zero point of a range, which must hold 0."""
    low, high = min(low, 0), max(high, 0, low + 1e-6)
    scale = float(np.float32((high - low) / 255))
    return scale, first + int(np.round(-low / scale))


# --- The file ----------------------------------------------------------------

class Writer:
    def __init__(self, graph, kind):
        self.kind = kind
        self.shapes = networks.shapes(graph)
        self.readers = count_readers(graph)
        self.nodes = {node.name: node for node in graph.nodes}
        self.codes = []
        self.tensors = fb.Tables()
        self.buffers = fb.Tables([fb.Table()])
        self.operators = fb.Tables()
        self.values = {}  # tensors by the names of nodes
        self.scales = {}  # by tensor
        self.ranges = {} if kind in ('float', 'half') else find_ranges(graph)
        # Activations that are part of the node before.
        self.fused = {}
        for node in graph.nodes:
            if node.op not in ('relu', 'relu6'):
                continue
            below = self.nodes[node.inputs[0]]
            if below.op in FUSES and self.readers[below.name] == 1:
                self.fused[below.name] = node
        for node in graph.nodes:
            self.add(node)

    # Tensors

    def tensor(self, name, shape, kind, buffer=0, scale=None, zero=0, axis=0):
        quantization = None
        if scale is not None:
            scales = np.atleast_1d(scale)
            quantization = fb.Table({
                2: fb.Vector('f4', scales),
                3: fb.Vector('i8', np.full(scales.shape, zero)),
                6: fb.integer(axis) if axis else None})
        self.tensors.append(fb.Table({
            0: fb.Vector('i4', shape), 1: fb.byte(kind),
            2: fb.Scalar('I', buffer), 3: name, 4: quantization}))
        return len(self.tensors) - 1

    def computed(self, name, shape=None, like=None):
        """The tensor of a node: one of the picture's size, or of its own
        shape; with the range of another if it is not a node's."""
        if shape is None:
            channels, height, width = self.shapes[name]
            shape = 1, height, width, channels
        if not self.ranges:
            return self.tensor(name, shape, FLOAT32)
        signed = self.kind == 'int8'
        if like is not None:
            scale, zero = self.scales[like]
        else:
            scale, zero = scale_of(*self.ranges[name], -128 if signed else 0)
        index = self.tensor(name, shape, INT8 if signed else UINT8, 0, scale,
                            zero)
        self.scales[index] = scale, zero
        return index

    def constant(self, name, values, kind=FLOAT32, **range_):
        array = np.asarray(values)
        self.buffers.append(fb.Table({0: fb.Vector(
            'u1', np.frombuffer(array.astype(NUMPY[kind]).tobytes(), 'u1'),
            16)}))
        return self.tensor(name, array.shape, kind, len(self.buffers) - 1,
                           **range_)

    def constants(self, node, attr, shape=(-1,)):
        """One of a node's attributes in whatever the network computes with;
        the node gets it as rounded."""
        name = '%s/%s' % (node.name, attr)
        values = np.reshape(node.attrs[attr], shape)
        if not self.ranges:
            return self.constant(name, values)
        kind = INT8 if self.kind == 'int8' else UINT8
        first = -128 if self.kind == 'int8' else 0
        scale, zero = scale_of(float(values.min()), float(values.max()), first)
        stored = np.clip(np.round(values / scale) + zero, first, first + 255)
        node.attrs[attr] = ((stored - zero) * scale).ravel()
        return self.constant(name, stored, kind, scale=scale, zero=zero)

    def weights(self, node, axes, shape, axis=0, final=None):
        """axes: the order in which the file has them; final: its shape."""
        numbers = node.numbers
        stored = numbers.stored.reshape(shape).transpose(axes)
        stored = stored.reshape(final or stored.shape)
        name = node.name + '/weights'
        if numbers.type == FLOAT16:
            half = self.constant(name + '/half', stored, FLOAT16)
            full = self.tensor(name, stored.shape, FLOAT32)
            self.operator(DEQUANTIZE, [half], full)
            return full
        if numbers.scale is None:
            return self.constant(name, stored)
        return self.constant(name, stored, numbers.type, scale=numbers.scale,
                             zero=numbers.zero, axis=axis)

    def bias(self, node, source):
        if node.bias is None:
            return -1
        name = node.name + '/bias'
        if not self.ranges:
            return self.constant(name, node.bias)
        scale = np.float32(self.scales[source][0]) * np.asarray(
            node.numbers.scale, 'f4')
        stored = np.round(node.bias / np.asarray(scale, float))
        node.attrs['bias'] = (stored * scale).astype('f4')
        return self.constant(name, stored, INT32, scale=scale)

    # Operators

    def operator(self, operation, inputs, output, options=None):
        code, kind = operation
        if code not in self.codes:
            self.codes.append(code)
        self.operators.append(fb.Table({
            0: fb.Scalar('I', self.codes.index(code)),
            1: fb.Vector('i4', inputs), 2: fb.Vector('i4', [output]),
            3: fb.Scalar('B', kind) if kind else None,
            4: fb.Table(options or {}) if kind else None}))

    def finish(self, node, operation, inputs, options=None, activation=None):
        """activation: the number of the options' field that names one."""
        options = dict(options or {})
        top = self.fused.get(node.name, node)
        if top is not node:
            code = RELU if top.op == 'relu' else RELU6
            # A quantised ReLU can be just a range.
            options[activation] = fb.byte(NONE if self.kind == 'uint8'
                                          and node.op in ('conv', 'add',
                                                          'dense') else code)
        output = self.computed(top.name)
        self.operator(operation, inputs, output, options)
        self.values[top.name] = self.values[node.name] = output

    def padded(self, node, extent, source):
        """What a convolution or pool reads, and its padding in the file."""
        if node.pads == 'same':
            return source, SAME
        pads = tuple(node.pads)
        stride, ceil = node.stride, node.attrs.get('ceil', False)
        if stride == 1 and all(pad * 2 == extent - 1 for pad in pads) or (
                ceil and extent == 2 == stride and not any(pads)):
            return source, SAME
        if ceil and stride > 1:
            raise ValueError('%s: TensorFlow does not round up.' % node.name)
        if not any(pads):
            return source, VALID
        source = self.pad(node.name + '/pad', node.inputs[0], source, pads)
        return source, VALID

    def pad(self, name, source_name, source, pads):
        top, left, bottom, right = pads
        channels, height, width = self.shapes[source_name]
        rows = self.constant(name + '/paddings',
                             [[0, 0], [top, bottom], [left, right], [0, 0]],
                             INT32)
        output = self.computed(name, (1, height + top + bottom,
                                      width + left + right, channels),
                               like=source)
        self.operator(PAD, [source, rows], output)
        return output

    def add(self, node):
        if node in self.fused.values():
            return
        sources = [self.values[name] for name in node.inputs]
        getattr(self, 'add_' + node.op)(node, *sources)

    def add_input(self, node):
        self.values[node.name] = self.computed(node.name)

    def add_conv(self, node, source):
        outputs, group, height, width = shape = node.weights.shape
        inputs = self.shapes[node.inputs[0]][0]
        source, padding = self.padded(node, (height - 1) * node.dilation + 1,
                                      source)
        stride, dilation = fb.integer(node.stride), fb.integer(node.dilation)
        if group == 1 < inputs:
            weights = self.weights(node, (1, 2, 3, 0), shape, 3)
            options = {0: fb.byte(padding), 1: stride, 2: stride,
                       3: fb.integer(outputs // inputs), 5: dilation,
                       6: dilation}
            self.finish(node, DEPTHWISE, [source, weights,
                                          self.bias(node, source)], options, 4)
            return
        weights = self.weights(node, (0, 2, 3, 1), shape)
        options = {0: fb.byte(padding), 1: stride, 2: stride, 4: dilation,
                   5: dilation}
        self.finish(node, CONV_2D, [source, weights, self.bias(node, source)],
                    options, 3)

    def add_dense(self, node, source):
        channels, height, width = self.shapes[node.inputs[0]]
        outputs, inputs = node.weights.shape
        flat = self.computed(node.name + '/flat', (1, inputs), like=source)
        shape = self.constant(node.name + '/shape', [-1, inputs], INT32)
        self.operator(RESHAPE, [source, shape], flat)
        weights = self.weights(node, (0, 2, 3, 1),
                               (outputs, channels, height, width),
                               final=(outputs, inputs))
        self.finish(node, FULLY_CONNECTED, [flat, weights,
                                            self.bias(node, flat)], {}, 0)

    def add_pool(self, node, source, operation):
        source, padding = self.padded(node, node.kernel, source)
        stride, kernel = fb.integer(node.stride), fb.integer(node.kernel)
        self.finish(node, operation, [source],
                    {0: fb.byte(padding), 1: stride, 2: stride, 3: kernel,
                     4: kernel}, 5)

    def add_max_pool(self, node, source):
        self.add_pool(node, source, MAX_POOL)

    def add_avg_pool(self, node, source):
        self.add_pool(node, source, AVERAGE_POOL)

    def add_global_avg_pool(self, node, source):
        axes = self.constant(node.name + '/axes', [1, 2], INT32)
        self.finish(node, MEAN, [source, axes], {0: fb.byte(1)})

    def add_concat(self, node, *sources):
        self.finish(node, CONCATENATION, sources, {0: fb.integer(3)}, 1)

    def join(self, node, sources, operation):
        for i, source in enumerate(sources[1:-1], 1):
            name = '%s/%d' % (node.name, i)
            # Any range that holds negative values.
            self.ranges.update({name: (-16, 16)} if self.ranges else {})
            output = self.computed(name, self.shape_of(node))
            self.operator(operation, [sources[0], source], output)
            sources = [output] + list(sources[1:])
        self.finish(node, operation, [sources[0], sources[-1]], {}, 0)

    def shape_of(self, node):
        channels, height, width = self.shapes[node.name]
        return 1, height, width, channels

    def add_add(self, node, *sources):
        self.join(node, sources, ADD)

    def add_mul(self, node, *sources):
        self.join(node, sources, MUL)

    def add_affine(self, node, source):
        factor = self.constants(node, 'scale')
        term = self.constants(node, 'shift')
        scaled = self.computed(node.name + '/scaled', self.shape_of(node),
                               like=source)
        self.operator(MUL, [source, factor], scaled)
        self.finish(node, ADD, [scaled, term])

    add_batch_norm = add_affine

    def add_lrn(self, node, source):
        assert node.size % 2 == 1
        self.finish(node, LRN, [source],
                    {0: fb.integer(node.size // 2),
                     1: fb.real(node.attrs['bias']),
                     2: fb.real(node.alpha), 3: fb.real(node.beta)})

    def add_relu(self, node, source):
        self.finish(node, RELU_OP, [source])

    def add_relu6(self, node, source):
        self.finish(node, RELU6_OP, [source])

    def add_hswish(self, node, source):
        self.finish(node, HARD_SWISH, [source])

    def add_sigmoid(self, node, source):
        self.finish(node, LOGISTIC, [source])

    def add_leaky(self, node, source):
        self.finish(node, LEAKY_RELU, [source], {0: fb.real(node.slope)})

    def add_prelu(self, node, source):
        slopes = self.constants(node, 'slopes', (1, 1, -1))
        self.finish(node, PRELU, [source, slopes])

    def add_softmax(self, node, source):
        self.finish(node, SOFTMAX, [source], {0: fb.real(1)})

    def add_pad(self, node, source):
        self.values[node.name] = self.pad(node.name, node.inputs[0], source,
                                          node.pads)

    def write(self, path):
        codes = fb.Tables(fb.Table({0: fb.byte(min(code, 127)),
                                    2: fb.integer(1), 3: fb.integer(code)})
                          for code in self.codes)
        last = len(self.tensors) - 1
        subgraph = fb.Table({0: self.tensors, 1: fb.Vector('i4', [0]),
                             2: fb.Vector('i4', [last]), 3: self.operators})
        fb.write(path, fb.Table({0: fb.Scalar('I', 3), 1: codes,
                                 2: fb.Tables([subgraph]), 4: self.buffers}),
                 b'TFL3')


def find_ranges(graph):
    """(low, high) of each node for a picture, wide enough on the negative
    side that only what ends at 0 looks as if a ReLU had made it."""
    random = np.random.RandomState(0)
    coarse = torch.from_numpy(random.uniform(0, 255, (1, 3, 12, 12)))
    picture = torch.nn.functional.interpolate(
        coarse.float(), size=(graph.size,) * 2, mode='bicubic',
        align_corners=False).clamp(0, 255)
    with torch.no_grad():
        values = networks.evaluate(graph, networks.preprocess(graph, picture))
    ranges = {}
    for node in graph.nodes:
        low, high = (float(values[node.name].min()),
                     float(values[node.name].max()))
        if node.op == 'input':
            ends = networks.preprocess(graph, torch.tensor([0., 255.]).reshape(
                1, 1, 1, 2).expand(1, 3, 1, 2))
            low, high = float(ends.min()), float(ends.max())
        elif node.op == 'relu6':
            low, high = 0, 6
        elif node.op == 'relu':
            low = 0
        elif low >= 0 and node.op in ('conv', 'dense', 'add', 'affine'):
            low = -high / 16
        ranges[node.name] = low, high
    return ranges


def main():
    parser = argparse.ArgumentParser(
        description='Writes a network with made-up weights as a TensorFlow '
        'Lite file.')
    parser.add_argument('--kind', choices=KINDS, default='float')
    parser.add_argument('topology', choices=networks.TOPOLOGIES)
    parser.add_argument('file')
    options = parser.parse_args()
    write(networks.TOPOLOGIES[options.topology](), options.file, options.kind)


if __name__ == '__main__':
    main()
