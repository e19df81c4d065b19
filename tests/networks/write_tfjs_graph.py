#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes networks as TensorFlow.js's graphs: model.json and weights beside it.

    write_tfjs_graph.py TOPOLOGY FILE

The nodes are those of write_graphdef.py, written as protocol buffers are in
JSON, but a convolution is one node with its bias and its activation, as
TensorFlow.js's converter makes it; the activation's name is the node's.
"""
import base64
import json
import os
import sys

import numpy as np

import graph as networks
import write_graphdef
from write_graphdef import floating, integer, integers, text

# What the converter makes of large networks.
SHARD = 4 << 20

TYPES = {write_graphdef.FLOAT: 'DT_FLOAT', write_graphdef.INT32: 'DT_INT32'}


def plain(value):
    return base64.b64encode(value.encode()).decode()


def encode(attribute):
    """As an AttrValue in JSON, where integers of 64 bits are strings."""
    name, value = attribute
    return {
        'integers': lambda: {'list': {'i': [str(i) for i in value]}},
        'texts': lambda: {'list': {'s': [plain(i) for i in value]}},
        'integer': lambda: {'i': str(value)},
        'text': lambda: {'s': plain(value)},
        'floating': lambda: {'f': value},
        'truth': lambda: {'b': value},
        'kind': lambda: {'type': TYPES[value]},
        'shape': lambda: {'shape': {'dim': [{'size': str(i)}
                                            for i in value]}},
        'tensor': lambda: {'tensor': {
            'dtype': 'DT_INT32' if value.dtype == np.int32 else 'DT_FLOAT',
            'tensorShape': {'dim': [{'size': str(i)} for i in value.shape]}}},
    }[name]()


class Writer(write_graphdef.Writer):
    def __init__(self, graph):
        super().__init__(graph)
        self.weights = []
        self.readers = {}
        for node in graph.nodes:
            for name in node.inputs:
                self.readers.setdefault(name, []).append(node)

    def node(self, name, op, inputs, **attributes):
        attributes.setdefault('T', write_graphdef.kind(write_graphdef.FLOAT))
        node = {'name': name, 'op': op,
                'attr': {key: encode(value)
                         for key, value in attributes.items()}}
        if inputs:
            node['input'] = list(inputs)
        if op == 'Const':
            self.constants.append(node)
            self.weights.append((name, attributes['value'][1]))
        else:
            self.nodes.append(node)
        return name

    def fused(self, node):
        """The activation that alone reads the node, or None."""
        readers = self.readers.get(node.name, [])
        return (readers[0] if len(readers) == 1 and node.bias is not None
                and readers[0].op in ('relu', 'relu6') else None)

    def write_conv(self, node, source):
        if node.bias is None:
            super().write_conv(node, source)
            return
        inputs = self.shapes[source][0]
        weights = node.weights.transpose(2, 3, 1, 0)
        operation = '_FusedConv2D'
        if node.groups == inputs > 1:
            operation = 'FusedDepthwiseConv2dNative'
            weights = weights.reshape(*weights.shape[:2], inputs, -1)
        activation = self.fused(node)
        steps = ['BiasAdd']
        if activation:
            steps.append({'relu': 'Relu', 'relu6': 'Relu6'}[activation.op])
        self.node(activation.name if activation else node.name, operation,
                  [source, self.constant(node.name + '/weights', weights),
                   self.constant(node.name + '/bias', node.bias)],
                  strides=integers([1, node.stride, node.stride, 1]),
                  dilations=integers([1, node.dilation, node.dilation, 1]),
                  data_format=text('NHWC'), num_args=integer(1),
                  epsilon=floating(0), fused_ops=('texts', steps),
                  **self.padding(node))

    def write_activation(self, node, operation):
        source = next(other for other in self.graph.nodes
                      if other.name == node.inputs[0])
        if source.op != 'conv' or self.fused(source) is not node:
            self.write_simple(node, operation)

    def write_relu(self, node, _):
        self.write_activation(node, 'Relu')

    def write_relu6(self, node, _):
        self.write_activation(node, 'Relu6')

    def write(self, path):
        self.write_nodes()
        data = b''.join(values.tobytes() for _, values in self.weights)
        count = max(1, -(-len(data) // SHARD))
        names = ['group1-shard%dof%d.bin' % (i + 1, count)
                 for i in range(count)]
        for i, name in enumerate(names):
            with open(os.path.join(os.path.dirname(path), name), 'wb') as file:
                file.write(data[i * SHARD:(i + 1) * SHARD])
        with open(path, 'w') as file:
            json.dump({
                'format': 'graph-model',
                'modelTopology': {'node': self.constants + self.nodes,
                                  'library': {},
                                  'versions': {
                                      'producer': write_graphdef.PRODUCER}},
                'weightsManifest': [{
                    'paths': names,
                    'weights': [{'name': name, 'shape': list(values.shape),
                                 'dtype': str(values.dtype)}
                                for name, values in self.weights]}],
            }, file)


def write(graph, path):
    Writer(graph).write(path)


if __name__ == '__main__':
    if len(sys.argv) != 3 or sys.argv[1] not in networks.TOPOLOGIES:
        sys.exit('Usage: write_tfjs_graph.py %s FILE'
                 % '|'.join(networks.TOPOLOGIES))
    write(networks.TOPOLOGIES[sys.argv[1]](), sys.argv[2])
