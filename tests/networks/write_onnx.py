#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes networks as ONNX files.

    write_onnx.py [--version N] TOPOLOGY FILE

The nodes are those of PyTorch's exporter for that version of ONNX's
operations: a node goes by the layer's name, its value by another.  Until
version 10 limits, pads and axes are attributes and all weights among the
inputs, with their values in lists of floats; from 11 on limits and pads are
inputs, and the shape that a dense layer's input is flattened to is computed;
from 13 on axes, from 14 on HardSwish, from 18 on pads of some axes.
"""
import argparse

import numpy as np

import graph as networks
from write_graphdef import data, number, real, varint

FLOAT, INT64 = 1, 7
VERSIONS = (7, 9, 11, 13, 14, 18)

# Of an attribute: of its value, and of what kind it is.
ATTRIBUTES = {float: (2, 1), int: (3, 2), str: (4, 3)}
TENSOR, INTEGERS = (5, 4), (8, 7)


def floats(values):
    return np.ascontiguousarray(values, '<f4')


def tensor(name, values, as_list=False):
    values = np.asarray(values)
    is_float = values.dtype.kind == 'f'
    message = b''.join(number(1, size) for size in values.shape)
    message += number(2, FLOAT if is_float else INT64)
    if is_float and as_list:
        message += data(4, floats(values).tobytes())
    elif as_list:
        message += data(7, b''.join(map(varint, values.ravel().tolist())))
    message += data(8, name)
    if not as_list:
        message += data(9, floats(values).tobytes() if is_float
                        else values.astype('<i8').tobytes())
    return message


def attribute(name, value):
    if isinstance(value, np.ndarray):
        (field, kind), value = TENSOR, data(TENSOR[0], tensor('', value))
    elif isinstance(value, (list, tuple)):
        field, kind = INTEGERS
        value = b''.join(number(field, item) for item in value)
    else:
        field, kind = ATTRIBUTES[type(value)]
        value = (real(field, value) if isinstance(value, float) else
                 number(field, value) if isinstance(value, int) else
                 data(field, value))
    return data(1, name) + value + number(20, kind)


def value_info(name, shape):
    """Of floats; a dimension that is a text is open."""
    dims = b''.join(data(1, data(2, size) if isinstance(size, str)
                         else number(1, size)) for size in shape)
    return data(1, name) + data(2, data(1, number(1, FLOAT) + data(2, dims)))


def value(name):
    return name + '_output_0'


class Writer:
    def __init__(self, graph, version):
        self.version = version
        self.shapes = networks.shapes(graph)
        self.nodes, self.initializers, self.inputs = [], [], []
        self.values = {graph.nodes[0].name: graph.nodes[0].name}
        for node in graph.nodes:
            method = getattr(self, 'write_' + node.op)
            method(node, *(self.values[name] for name in node.inputs))
        last = graph.nodes[-1]
        shape = self.shapes[last.name]
        if 'dense' in (last.op, graph.node(last.inputs[0]).op):
            shape = shape[:1]
        self.outputs = [value_info(self.values[last.name], ['N', *shape])]

    def file(self):
        graph = b''.join(data(1, node) for node in self.nodes)
        graph += data(2, 'torch_jit')
        graph += b''.join(data(5, message) for message in self.initializers)
        graph += b''.join(data(11, message) for message in self.inputs)
        graph += b''.join(data(12, message) for message in self.outputs)
        return (number(1, 3 if self.version < 9 else 7)
                + data(2, 'pytorch') + data(3, '1.13.1') + data(7, graph)
                + data(8, data(1, '') + number(2, self.version)))

    def node(self, name, operation, inputs, **attributes):
        """Returns the name of its value."""
        self.values[name] = value(name)
        self.nodes.append(
            b''.join(data(1, source) for source in inputs)
            + data(2, value(name)) + data(3, name) + data(4, operation)
            + b''.join(data(5, attribute(*item))
                       for item in attributes.items()))
        return value(name)

    def weights(self, name, values):
        values = np.asarray(values)
        self.initializers.append(tensor(name, values, self.version < 10))
        if self.version < 9:
            self.inputs.append(value_info(name, values.shape))
        return name

    def constant(self, name, values):
        return self.node(name, 'Constant', [], value=np.asarray(values))

    def padding(self, node):
        if node.pads == 'same':
            return {'auto_pad': 'SAME_UPPER'}
        return {'pads': list(node.pads)}

    # --- Operations ----------------------------------------------------------

    def write_input(self, node):
        self.inputs.append(value_info(
            node.name, ['N', node.channels, node.height, node.width]))

    def write_conv(self, node, source):
        inputs = [source, self.weights(node.name + '.weight', node.weights)]
        if node.bias is not None:
            inputs.append(self.weights(node.name + '.bias', node.bias))
        self.node(node.name, 'Conv', inputs, dilations=[node.dilation] * 2,
                  group=node.groups,
                  kernel_shape=list(node.weights.shape[2:]),
                  strides=[node.stride] * 2, **self.padding(node))

    def write_pool(self, node, source, operation, **attributes):
        if node.ceil:
            if self.version < 10:
                raise ValueError('ONNX rounds the sizes of pools down')
            attributes['ceil_mode'] = 1
        self.node(node.name, operation, [source],
                  kernel_shape=[node.kernel] * 2, strides=[node.stride] * 2,
                  **self.padding(node), **attributes)

    def write_max_pool(self, node, source):
        self.write_pool(node, source, 'MaxPool')

    def write_avg_pool(self, node, source):
        self.write_pool(node, source, 'AveragePool',
                        count_include_pad=int(node.count_pad))

    def write_global_avg_pool(self, node, source):
        if self.version < 18:
            self.node(node.name, 'GlobalAveragePool', [source])
        else:
            axes = self.constant(node.name + '/axes', [2, 3])
            self.node(node.name, 'ReduceMean', [source, axes], keepdims=1)

    def write_dense(self, node, source):
        """A Gemm from version 9 on; before a MatMul and a sum."""
        name = node.name
        if self.version in (11, 12):
            flat = self.flatten(name, source)
        else:
            flat = self.node(name + '/Flatten', 'Flatten', [source], axis=1)
        if self.version >= 9:
            inputs = [flat, self.weights(name + '.weight', node.weights)]
            if node.bias is not None:
                inputs.append(self.weights(name + '.bias', node.bias))
            self.node(name, 'Gemm', inputs, alpha=1., beta=1., transB=1)
            return
        matrix = self.weights(name + '.weight', node.weights.T)
        if node.bias is None:
            self.node(name, 'MatMul', [flat, matrix])
        else:
            product = self.node(name + '/MatMul', 'MatMul', [flat, matrix])
            self.node(name, 'Add',
                      [product, self.weights(name + '.bias', node.bias)])

    def flatten(self, name, source):
        """x.view(x.size(0), -1)"""
        shape = self.node(name + '/Shape', 'Shape', [source])
        size = self.node(name + '/Gather', 'Gather', [
            shape, self.constant(name + '/Constant', np.int64(0))], axis=0)
        size = self.node(name + '/Unsqueeze', 'Unsqueeze', [size], axes=[0])
        target = self.node(name + '/Concat', 'Concat', [
            size, self.constant(name + '/Constant_1', [-1])], axis=0)
        return self.node(name + '/Reshape', 'Reshape', [source, target])

    def write_relu(self, node, source):
        self.node(node.name, 'Relu', [source])

    def write_relu6(self, node, source):
        if self.version < 11:
            self.node(node.name, 'Clip', [source], min=0., max=6.)
        else:
            self.node(node.name, 'Clip', [
                source, self.constant(node.name + '/Constant', np.float32(0)),
                self.constant(node.name + '/Constant_1', np.float32(6))])

    def write_hswish(self, node, source):
        if self.version < 14:
            factor = self.node(node.name + '/HardSigmoid', 'HardSigmoid',
                               [source], alpha=1 / 6, beta=.5)
            self.node(node.name, 'Mul', [source, factor])
        else:
            self.node(node.name, 'HardSwish', [source])

    def write_sigmoid(self, node, source):
        self.node(node.name, 'Sigmoid', [source])

    def write_softmax(self, node, source):
        self.node(node.name, 'Softmax', [source], axis=1)

    def write_dropout(self, node, source):
        if self.version < 12:
            self.node(node.name, 'Dropout', [source], ratio=.5)
        else:
            self.node(node.name, 'Dropout', [
                source, self.constant(node.name + '/ratio', np.float32(.5))])

    def write_leaky(self, node, source):
        self.node(node.name, 'LeakyRelu', [source], alpha=float(node.slope))

    def write_prelu(self, node, source):
        slopes = np.reshape(node.slopes, (-1, 1, 1))
        self.node(node.name, 'PRelu',
                  [source, self.weights(node.name + '.weight', slopes)])

    def write_lrn(self, node, source):
        self.node(node.name, 'LRN', [source], alpha=node.alpha * node.size,
                  beta=float(node.beta), bias=float(node.bias),
                  size=node.size)

    def write_concat(self, node, *sources):
        self.node(node.name, 'Concat', sources, axis=1)

    def write_add(self, node, *sources):
        self.node(node.name, 'Add' if len(sources) == 2 else 'Sum', sources)

    def write_mul(self, node, *sources):
        product = sources[0]
        for i, source in enumerate(sources[1:-1], 1):
            product = self.node('%s/%d' % (node.name, i), 'Mul',
                                [product, source])
        self.node(node.name, 'Mul', [product, sources[-1]])

    def write_batch_norm(self, node, source):
        self.node(node.name, 'BatchNormalization', [source] + [
            self.weights('%s.%s' % (node.name, part), node.attrs[part])
            for part in ('gamma', 'beta', 'mean', 'var')],
                  epsilon=float(node.eps))

    def write_affine(self, node, source):
        scale, shift = (np.reshape(node.attrs[part], (-1, 1, 1))
                        for part in ('scale', 'shift'))
        product = self.node(node.name + '/Mul', 'Mul', [
            source, self.weights(node.name + '.scale', scale)])
        self.node(node.name, 'Add',
                  [product, self.weights(node.name + '.shift', shift)])

    def write_pad(self, node, source):
        top, left, bottom, right = node.pads
        pads = [0, 0, top, left, 0, 0, bottom, right]
        if self.version < 11:
            self.node(node.name, 'Pad', [source], mode='constant', pads=pads,
                      value=0.)
        elif self.version < 18:
            self.node(node.name, 'Pad', [
                source, self.constant(node.name + '/pads', pads)],
                      mode='constant')
        else:
            self.node(node.name, 'Pad', [
                source, self.constant(node.name + '/pads', list(node.pads)),
                '', self.constant(node.name + '/axes', [2, 3])],
                      mode='constant')


def write(graph, path, version=13):
    with open(path, 'wb') as file:
        file.write(Writer(graph, version).file())


def main():
    parser = argparse.ArgumentParser(
        description='Writes a network with made-up weights as an ONNX file.')
    parser.add_argument('--version', type=int, choices=VERSIONS, default=13,
                        help="of ONNX's operations; default: 13")
    parser.add_argument('topology', choices=networks.TOPOLOGIES)
    parser.add_argument('file')
    options = parser.parse_args()
    write(networks.TOPOLOGIES[options.topology](), options.file,
          options.version)


if __name__ == '__main__':
    main()
