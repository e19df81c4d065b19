#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes networks as TensorFlow.js's layers models: Keras's layers.

    write_tfjs.py TOPOLOGY FOLDER/model.json

The weights go into shards of 4 MiB beside it, as those of the published files
do: most large weights begin in one and end in another.
"""
import json
import os
import sys

import numpy as np

import graph as networks

SHARD_SIZE = 4 << 20


class Writer:
    def __init__(self, graph):
        self.graph = graph
        self.shapes = networks.shapes(graph)
        self.layers = []
        self.weights = []
        self.values = []
        self.flat = set()       # values without rows and columns

    # --- The container -------------------------------------------------------

    def write(self, path):
        for node in self.graph.nodes:
            method = getattr(self, 'write_' + node.op, None)
            if not method:
                raise ValueError('Keras has no ' + node.op)
            method(node, *node.inputs)
        paths = self.write_shards(os.path.dirname(path))
        names = [self.graph.nodes[0].name, self.layers[-1]['name']]
        with open(path, 'w') as file:
            json.dump({
                'format': 'layers-model',
                'generatedBy': 'keras v2.2.4-tf',
                'convertedBy': None,
                'modelTopology': {
                    'keras_version': '2.2.4-tf',
                    'backend': 'tensorflow',
                    'model_config': {'class_name': 'Model', 'config': {
                        'name': self.graph.name,
                        'layers': self.layers,
                        'input_layers': [[names[0], 0, 0]],
                        'output_layers': [[names[1], 0, 0]]}}},
                'weightsManifest': [{'paths': paths,
                                     'weights': self.weights}]}, file)

    def write_shards(self, folder):
        data = b''.join(self.values)
        count = -(-len(data) // SHARD_SIZE)
        paths = ['group1-shard%dof%d.bin' % (i + 1, count)
                 for i in range(count)]
        for i, path in enumerate(paths):
            with open(os.path.join(folder, path), 'wb') as file:
                file.write(data[i * SHARD_SIZE:(i + 1) * SHARD_SIZE])
        return paths

    def layer(self, name, class_name, inputs, **config):
        self.layers.append({
            'name': name,
            'class_name': class_name,
            'config': {'name': name, 'trainable': True, 'dtype': 'float32',
                       **config},
            'inbound_nodes': [[[source, 0, 0, {}] for source in inputs]]
                             if inputs else []})
        if inputs and set(inputs) <= self.flat:
            self.flat.add(name)
        return name

    def weight(self, name, values):
        self.weights.append({'name': name, 'shape': list(values.shape),
                             'dtype': 'float32'})
        self.values.append(np.ascontiguousarray(values, '<f4').tobytes())

    # --- Layers --------------------------------------------------------------

    def write_input(self, node):
        self.layer(node.name, 'InputLayer', [], sparse=False,
                   batch_input_shape=[None, node.height, node.width, 3])

    def write_conv(self, node, source):
        inputs = self.shapes[source][0]
        weights = node.weights.transpose(2, 3, 1, 0)
        if source in self.flat:
            source = self.layer(node.name + '_reshape', 'Reshape', [source],
                                target_shape=[1, 1, inputs])
            self.flat.discard(source)
        source, padding = self.padding(node, source, [
            (k - 1) * node.dilation + 1 for k in weights.shape[:2]])
        config = {'kernel_size': weights.shape[:2],
                  'strides': [node.stride] * 2, 'padding': padding,
                  'data_format': 'channels_last',
                  'dilation_rate': [node.dilation] * 2, 'activation': 'linear',
                  'use_bias': node.bias is not None}
        if node.groups == inputs > 1:
            weights = weights.reshape(*weights.shape[:2], inputs, -1)
            self.layer(node.name, 'DepthwiseConv2D', [source],
                       depth_multiplier=weights.shape[3], **config)
            self.weight(node.name + '/depthwise_kernel', weights)
        else:
            if node.groups > 1:
                config['groups'] = node.groups
            self.layer(node.name, 'Conv2D', [source],
                       filters=weights.shape[3], **config)
            self.weight(node.name + '/kernel', weights)
        if node.bias is not None:
            self.weight(node.name + '/bias', node.bias)

    def padding(self, node, source, extent):
        """What to read, and how Keras calls the padding; a layer of its own
        where there is no word for it."""
        if node.pads == 'same':
            return source, 'same'
        top, left, bottom, right = node.pads
        around = [(k - 1) / 2 for k in extent]
        if node.stride == 1 and [top, left] == [bottom, right] == around:
            return source, 'same'
        if any(node.pads):
            source = self.layer(node.name + '_pad', 'ZeroPadding2D', [source],
                                padding=[[top, bottom], [left, right]],
                                data_format='channels_last')
        return source, 'valid'

    def write_pool(self, node, source, class_name, zeros_matter):
        if node.attrs['ceil']:
            raise ValueError('Keras rounds the sizes of pools down')
        read, padding = self.padding(node, source, [node.kernel] * 2)
        if (read != source) != (zeros_matter and padding == 'valid'
                                and any(node.pads)):
            raise ValueError('Keras has no pool like ' + node.name)
        self.layer(node.name, class_name, [read], padding=padding,
                   pool_size=[node.kernel] * 2, strides=[node.stride] * 2,
                   data_format='channels_last')

    def write_max_pool(self, node, source):
        self.write_pool(node, source, 'MaxPooling2D', False)

    def write_avg_pool(self, node, source):
        self.write_pool(node, source, 'AveragePooling2D', node.count_pad)

    def write_global_avg_pool(self, node, source):
        self.layer(node.name, 'GlobalAveragePooling2D', [source],
                   data_format='channels_last')
        self.flat.add(node.name)

    def write_dense(self, node, source):
        channels, height, width = self.shapes[source]
        weights = node.weights.reshape(-1, channels, height, width)
        weights = weights.transpose(2, 3, 1, 0).reshape(-1, len(weights))
        if source not in self.flat:
            source = self.layer(node.name + '_flatten', 'Flatten', [source],
                                data_format='channels_last')
            self.flat.add(source)
        self.layer(node.name, 'Dense', [source], units=weights.shape[1],
                   activation='linear', use_bias=node.bias is not None)
        self.weight(node.name + '/kernel', weights)
        if node.bias is not None:
            self.weight(node.name + '/bias', node.bias)

    def write_activation(self, node, activation):
        self.layer(node.name, 'Activation', node.inputs, activation=activation)

    def write_relu(self, node, _):
        self.write_activation(node, 'relu')

    def write_sigmoid(self, node, _):
        self.write_activation(node, 'sigmoid')

    def write_hswish(self, node, _):
        self.write_activation(node, 'hard_swish')

    def write_softmax(self, node, _):
        self.write_activation(node, 'softmax')

    def write_relu6(self, node, source):
        self.layer(node.name, 'ReLU', [source], max_value=6.,
                   negative_slope=0., threshold=0.)

    def write_leaky(self, node, source):
        self.layer(node.name, 'LeakyReLU', [source], alpha=float(node.slope))

    def write_prelu(self, node, source):
        self.layer(node.name, 'PReLU', [source], shared_axes=[1, 2])
        self.weight(node.name + '/alpha', node.slopes.reshape(1, 1, -1))

    def write_dropout(self, node, source):
        self.layer(node.name, 'Dropout', [source], rate=0.001)

    def write_concat(self, node, *sources):
        self.layer(node.name, 'Concatenate', sources, axis=-1)

    def write_add(self, node, *sources):
        self.layer(node.name, 'Add', sources)

    def write_mul(self, node, *sources):
        self.layer(node.name, 'Multiply', sources)

    def write_norm(self, node, source, eps, gamma, beta, mean, var):
        self.layer(node.name, 'BatchNormalization', [source], axis=[3],
                   momentum=0.99, epsilon=eps, center=True, scale=True)
        self.weight(node.name + '/gamma', gamma)
        self.weight(node.name + '/beta', beta)
        self.weight(node.name + '/moving_mean', mean)
        self.weight(node.name + '/moving_variance', var)

    def write_batch_norm(self, node, source):
        self.write_norm(node, source, float(node.eps), node.gamma, node.beta,
                        node.mean, node.var)

    def write_affine(self, node, source):
        scale = node.attrs['scale']
        self.write_norm(node, source, 0., scale, node.shift,
                        np.zeros_like(scale), np.ones_like(scale))

    def write_pad(self, node, source):
        top, left, bottom, right = node.pads
        self.layer(node.name, 'ZeroPadding2D', [source],
                   padding=[[top, bottom], [left, right]],
                   data_format='channels_last')


def write(graph, path):
    Writer(graph).write(path)


if __name__ == '__main__':
    if len(sys.argv) != 3 or sys.argv[1] not in networks.TOPOLOGIES:
        sys.exit('Usage: write_tfjs.py %s FILE'
                 % '|'.join(networks.TOPOLOGIES))
    write(networks.TOPOLOGIES[sys.argv[1]](), sys.argv[2])
