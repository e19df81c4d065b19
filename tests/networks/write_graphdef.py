#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes networks as TensorFlow's frozen graphs (GraphDef).

    write_graphdef.py TOPOLOGY FILE

The nodes are those of inception5h's published file: a convolution NAME is the
Conv2D NAME/conv and the BiasAdd NAME, a dense layer the MatMul NAME/matmul
and the BiasAdd NAME behind a Reshape, a concatenation takes its axis first.
Constants come before all else, with their values as bytes, small ones as lists
of numbers.
"""
import struct
import sys

import numpy as np

import graph as networks

FLOAT, INT32 = 1, 3

# The nodes of a graph of another version read differently.
PRODUCER = 21


# --- Protocol buffers --------------------------------------------------------

def varint(value):
    value &= (1 << 64) - 1
    result = bytearray()
    while value >= 0x80:
        result.append(value & 0x7f | 0x80)
        value >>= 7
    result.append(value)
    return bytes(result)


def number(field, value):
    return varint(field << 3) + varint(value)


def real(field, value):
    return varint(field << 3 | 5) + struct.pack('<f', value)


def data(field, value):
    if isinstance(value, str):
        value = value.encode()
    return varint(field << 3 | 2) + varint(len(value)) + value


# --- Attributes --------------------------------------------------------------

# Pairs of a kind and a value, so that they can be written otherwise too.

def integers(values):
    return 'integers', list(values)


def integer(value):
    return 'integer', value


def text(value):
    return 'text', value


def floating(value):
    return 'floating', float(value)


def truth(value):
    return 'truth', bool(value)


def kind(value):
    return 'kind', value


def shape(sizes):
    return 'shape', list(sizes)


def encode(attribute):
    """As an AttrValue."""
    name, value = attribute
    return {
        'integers': lambda: data(1, data(3, b''.join(map(varint, value)))),
        'integer': lambda: number(3, value),
        'text': lambda: data(2, value),
        'floating': lambda: real(4, value),
        'truth': lambda: number(5, value),
        'kind': lambda: number(6, value),
        'shape': lambda: data(7, encode_shape(value)),
        'tensor': lambda: data(8, encode_tensor(value)),
    }[name]()


def encode_shape(sizes):
    return b''.join(data(2, number(1, size)) for size in sizes)


def encode_tensor(values):
    code = INT32 if values.dtype == np.int32 else FLOAT
    message = number(1, code) + data(2, encode_shape(values.shape))
    if values.size > 1:
        return message + data(4, values.tobytes())
    if code == FLOAT:
        return message + data(5, values.tobytes())
    return message + data(7, b''.join(map(varint, values.ravel().tolist())))


# --- Nodes -------------------------------------------------------------------

class Writer:
    def __init__(self, graph):
        self.graph = graph
        self.shapes = networks.shapes(graph)
        self.constants = []
        self.nodes = []

    def node(self, name, op, inputs, **attributes):
        message = data(1, name) + data(2, op)
        for value in inputs:
            message += data(3, value)
        attributes.setdefault('T', kind(FLOAT))
        for key, value in sorted(attributes.items()):
            message += data(5, data(1, key) + data(2, encode(value)))
        (self.constants if op == 'Const' else self.nodes).append(
            data(1, message))
        return name

    def constant(self, name, values):
        values = np.ascontiguousarray(values).reshape(np.shape(values))
        values = values.astype(np.int32 if values.dtype.kind == 'i'
                               else np.float32)
        return self.node(name, 'Const', [], T=kind(
            INT32 if values.dtype == np.int32 else FLOAT),
            value=('tensor', values))

    def write(self, path):
        self.write_nodes()
        with open(path, 'wb') as file:
            file.writelines(self.constants + self.nodes)
            file.write(data(4, number(1, PRODUCER)))

    def write_nodes(self):
        for node in self.graph.nodes:
            method = getattr(self, 'write_' + node.op, None)
            if not method:
                raise ValueError('TensorFlow has no ' + node.op)
            method(node, *node.inputs)

    def write_input(self, node):
        self.node(node.name, 'Placeholder', [], dtype=kind(FLOAT),
                  shape=shape([-1, node.height, node.width, 3]))

    def write_conv(self, node, source):
        inputs, depth = self.shapes[source][0], node.weights.shape[1]
        weights = node.weights.transpose(2, 3, 1, 0)
        operation = 'Conv2D'
        if node.groups == inputs > 1:
            operation = 'DepthwiseConv2dNative'
            weights = weights.reshape(*weights.shape[:2], inputs, -1)
        assert depth * node.groups == inputs
        name = node.name if node.bias is None else node.name + '/conv'
        self.node(name, operation,
                  [source, self.constant(node.name + '_w', weights)],
                  strides=integers([1, node.stride, node.stride, 1]),
                  dilations=integers([1, node.dilation, node.dilation, 1]),
                  data_format=text('NHWC'), **self.padding(node))
        self.add_bias(node, name)

    def add_bias(self, node, product):
        if node.bias is not None:
            self.node(node.name, 'BiasAdd',
                      [product, self.constant(node.name + '_b', node.bias)],
                      data_format=text('NHWC'))

    def padding(self, node):
        if node.pads == 'same':
            return {'padding': text('SAME')}
        if not any(node.pads):
            return {'padding': text('VALID')}
        top, left, bottom, right = node.pads
        return {'padding': text('EXPLICIT'), 'explicit_paddings': integers(
            [0, 0, top, bottom, left, right, 0, 0])}

    def write_pool(self, node, source, operation):
        if node.attrs['ceil']:
            raise ValueError('TensorFlow rounds the sizes of pools down')
        self.node(node.name, operation, [source],
                  ksize=integers([1, node.kernel, node.kernel, 1]),
                  strides=integers([1, node.stride, node.stride, 1]),
                  data_format=text('NHWC'), **self.padding(node))

    def write_max_pool(self, node, source):
        self.write_pool(node, source, 'MaxPool')

    def write_avg_pool(self, node, source):
        if node.pads != 'same' and any(node.pads):
            raise ValueError('TensorFlow pads no mean explicitly')
        self.write_pool(node, source, 'AvgPool')

    def write_global_avg_pool(self, node, source):
        self.node(node.name, 'Mean',
                  [source, self.constant(node.name + '/axes', [1, 2])],
                  keep_dims=truth(True), Tidx=kind(INT32))

    def write_dense(self, node, source):
        channels, height, width = self.shapes[source]
        weights = node.weights.reshape(-1, channels, height, width)
        weights = weights.transpose(2, 3, 1, 0).reshape(-1, len(weights))
        flat = self.node(source + '/reshape', 'Reshape',
                         [source, self.constant(source + '/reshape/shape',
                                                [-1, len(weights)])],
                         Tshape=kind(INT32))
        name = node.name if node.bias is None else node.name + '/matmul'
        self.node(name, 'MatMul',
                  [flat, self.constant(node.name + '_w', weights)],
                  transpose_a=truth(False), transpose_b=truth(False))
        self.add_bias(node, name)

    def write_simple(self, node, operation):
        self.node(node.name, operation, node.inputs)

    def write_relu(self, node, _):
        self.write_simple(node, 'Relu')

    def write_relu6(self, node, _):
        self.write_simple(node, 'Relu6')

    def write_sigmoid(self, node, _):
        self.write_simple(node, 'Sigmoid')

    def write_softmax(self, node, _):
        self.write_simple(node, 'Softmax')

    def write_dropout(self, node, _):
        self.write_simple(node, 'Identity')

    def write_leaky(self, node, source):
        self.node(node.name, 'LeakyRelu', [source], alpha=floating(node.slope))

    def write_hswish(self, node, source):
        """x relu6 (x + 3) / 6, as TensorFlow computes it."""
        three = self.constant(node.name + '/three', 3.)
        sixth = self.constant(node.name + '/sixth', 1 / 6)
        name = self.node(node.name + '/add', 'AddV2', [source, three])
        name = self.node(node.name + '/Relu6', 'Relu6', [name])
        name = self.node(node.name + '/mul', 'Mul', [name, sixth])
        self.node(node.name, 'Mul', [source, name])

    def write_lrn(self, node, source):
        self.node(node.name, 'LRN', [source],
                  depth_radius=integer((node.size - 1) // 2),
                  alpha=floating(node.alpha), beta=floating(node.beta),
                  bias=floating(node.bias))

    def write_concat(self, node, *sources):
        axis = self.constant(node.name + '/concat_dim', np.int32(3))
        self.node(node.name, 'Concat', [axis, *sources],
                  N=integer(len(sources)))

    def write_chain(self, node, operation):
        name = node.inputs[0]
        for i, source in enumerate(node.inputs[1:], 2):
            last = i == len(node.inputs)
            name = self.node(node.name if last else
                             '%s/%d' % (node.name, i - 1),
                             operation, [name, source])

    def write_add(self, node, *_):
        self.write_chain(node, 'Add')

    def write_mul(self, node, *_):
        self.write_chain(node, 'Mul')

    def write_batch_norm(self, node, source):
        numbers = [self.constant('%s/%s' % (node.name, name), values)
                   for name, values in (('gamma', node.gamma),
                                        ('beta', node.beta),
                                        ('moving_mean', node.mean),
                                        ('moving_variance', node.var))]
        self.node(node.name, 'FusedBatchNorm', [source, *numbers],
                  epsilon=floating(node.eps), is_training=truth(False),
                  data_format=text('NHWC'))

    def write_affine(self, node, source):
        scale = self.constant(node.name + '/scale', node.attrs['scale'])
        shift = self.constant(node.name + '/shift', node.shift)
        product = self.node(node.name + '/mul', 'Mul', [source, scale])
        self.node(node.name, 'Add', [product, shift])

    def write_pad(self, node, source):
        top, left, bottom, right = node.pads
        sides = self.constant(node.name + '/paddings', np.array(
            [[0, 0], [top, bottom], [left, right], [0, 0]]))
        self.node(node.name, 'Pad', [source, sides], Tpaddings=kind(INT32))


def write(graph, path):
    Writer(graph).write(path)


if __name__ == '__main__':
    if len(sys.argv) != 3 or sys.argv[1] not in networks.TOPOLOGIES:
        sys.exit('Usage: write_graphdef.py %s FILE'
                 % '|'.join(networks.TOPOLOGIES))
    write(networks.TOPOLOGIES[sys.argv[1]](), sys.argv[2])
