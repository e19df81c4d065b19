#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes networks as Caffe does.

    write_caffe.py [--form new|v1] [--description] TOPOLOGY FILE.caffemodel

--form: layers as since 2014, or as before.
--description: how the layers are connected goes into a .prototxt beside the
file, which then holds weights alone.

What works on each value alone works in place, as in the files that people
publish: its input's name then stands for its output.
"""
import argparse
import struct

import numpy as np

import graph as graphs

# Of each message the fields that are written: number, kind.
FIELDS = {
    'net': {'name': (1, 'text'), 'layers': (2, 'v1'), 'input': (3, 'text'),
            'input_dim': (4, 'int'), 'input_shape': (8, 'shape'),
            'layer': (100, 'layer')},
    'shape': {'dim': (1, 'ints')},
    'blob': {'num': (1, 'int'), 'channels': (2, 'int'), 'height': (3, 'int'),
             'width': (4, 'int'), 'data': (5, 'floats'), 'shape': (7, 'shape')},
    'layer': {'name': (1, 'text'), 'type': (2, 'text'), 'bottom': (3, 'text'),
              'top': (4, 'text'), 'blobs': (7, 'blob'),
              'concat_param': (104, 'empty'),
              'convolution_param': (106, 'convolution'),
              'dropout_param': (108, 'dropout'),
              'eltwise_param': (110, 'eltwise'),
              'inner_product_param': (117, 'inner_product'),
              'lrn_param': (118, 'lrn'), 'pooling_param': (121, 'pooling'),
              'relu_param': (123, 'relu'),
              'batch_norm_param': (139, 'batch_norm'),
              'scale_param': (142, 'scale'), 'input_param': (143, 'input'),
              'clip_param': (148, 'clip')},
    'v1': {'bottom': (2, 'text'), 'top': (3, 'text'), 'name': (4, 'text'),
           'type': (5, 'enum'), 'blobs': (6, 'blob'),
           'concat_param': (9, 'empty'),
           'convolution_param': (10, 'convolution'),
           'dropout_param': (12, 'dropout'),
           'inner_product_param': (17, 'inner_product'),
           'lrn_param': (18, 'lrn'), 'pooling_param': (19, 'pooling'),
           'eltwise_param': (24, 'eltwise'), 'relu_param': (30, 'relu')},
    'empty': {},
    'batch_norm': {'use_global_stats': (1, 'bool'), 'eps': (3, 'float')},
    'clip': {'min': (1, 'float'), 'max': (2, 'float')},
    'convolution': {'num_output': (1, 'int'), 'bias_term': (2, 'bool'),
                    'pad': (3, 'int'), 'kernel_size': (4, 'int'),
                    'group': (5, 'int'), 'stride': (6, 'int'),
                    'pad_h': (9, 'int'), 'pad_w': (10, 'int'),
                    'kernel_h': (11, 'int'), 'kernel_w': (12, 'int'),
                    'dilation': (18, 'int')},
    'dropout': {'dropout_ratio': (1, 'float')},
    'eltwise': {'operation': (1, 'enum')},
    'inner_product': {'num_output': (1, 'int'), 'bias_term': (2, 'bool')},
    'input': {'shape': (1, 'shape')},
    'lrn': {'local_size': (1, 'int'), 'alpha': (2, 'float'),
            'beta': (3, 'float'), 'k': (5, 'float')},
    'pooling': {'pool': (1, 'enum'), 'kernel_size': (2, 'int'),
                'stride': (3, 'int'), 'pad': (4, 'int'),
                'global_pooling': (12, 'bool'), 'round_mode': (13, 'enum')},
    'relu': {'negative_slope': (1, 'float')},
    'scale': {'bias_term': (4, 'bool')},
}

ENUMERATED = {'MAX': 0, 'AVE': 1, 'FLOOR': 1, 'PROD': 0, 'SUM': 1,
              'CONCAT': 3, 'CONVOLUTION': 4, 'DROPOUT': 6, 'INNER_PRODUCT': 14,
              'LRN': 15, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19,
              'SOFTMAX': 20, 'ELTWISE': 25}

V1_TYPES = {'Concat': 'CONCAT', 'Convolution': 'CONVOLUTION',
            'Dropout': 'DROPOUT', 'InnerProduct': 'INNER_PRODUCT',
            'LRN': 'LRN', 'Pooling': 'POOLING', 'ReLU': 'RELU',
            'Sigmoid': 'SIGMOID', 'Softmax': 'SOFTMAX', 'Eltwise': 'ELTWISE'}

IN_PLACE = ('relu', 'relu6', 'leaky', 'prelu', 'sigmoid', 'dropout')


# --- Messages, which are lists of (field, value) ----------------------------

def varint(value):
    value &= (1 << 64) - 1
    result = bytearray()
    while value > 0x7f:
        result.append(value & 0x7f | 0x80)
        value >>= 7
    return bytes(result) + bytes([value])


def encode(kind, message):
    """In binary, a piece at a time."""
    for name, value in message:
        number, field_kind = FIELDS[kind][name]
        if field_kind in ('int', 'bool', 'enum'):
            yield varint(number << 3)
            yield varint(ENUMERATED[value] if field_kind == 'enum'
                         else int(value))
        elif field_kind == 'float':
            yield varint(number << 3 | 5) + struct.pack('<f', value)
        else:
            if field_kind == 'text':
                pieces = [value.encode()]
            elif field_kind == 'ints':
                pieces = [b''.join(varint(v) for v in value)]
            elif field_kind == 'floats':
                pieces = [memoryview(np.ascontiguousarray(value, '<f4'))
                          .cast('B')]
            else:
                pieces = list(encode(field_kind, value))
            yield varint(number << 3 | 2)
            yield varint(sum(len(piece) for piece in pieces))
            yield from pieces


def describe(kind, message, indent=''):
    """As text, a line at a time."""
    for name, value in message:
        _, field_kind = FIELDS[kind][name]
        if field_kind == 'text':
            yield '%s%s: "%s"' % (indent, name, value)
        elif field_kind == 'ints':
            for v in value:
                yield '%s%s: %d' % (indent, name, v)
        elif field_kind == 'bool':
            yield '%s%s: %s' % (indent, name, str(value).lower())
        elif field_kind in ('int', 'float', 'enum'):
            yield '%s%s: %s' % (indent, name, value)
        else:
            yield '%s%s {' % (indent, name)
            yield from describe(field_kind, value, indent + '  ')
            yield indent + '}'


# --- Layers ------------------------------------------------------------------

def symmetric(node, kernel):
    """The padding of rows and of columns."""
    if node.pads == 'same':
        if node.stride != 1 or any(k % 2 == 0 for k in kernel):
            raise ValueError('%s: Caffe does not pad like that' % node.name)
        return [(k - 1) // 2 for k in kernel]
    top, left, bottom, right = node.pads
    if top != bottom or left != right:
        raise ValueError('%s: Caffe pads alike on both sides' % node.name)
    return [top, left]


def convolution(node):
    outputs, _, height, width = node.weights.shape
    extent = [(k - 1) * node.dilation + 1 for k in (height, width)]
    pad_h, pad_w = symmetric(node, extent)
    param = [('num_output', outputs)]
    if node.bias is None:
        param.append(('bias_term', False))
    if pad_h == pad_w:
        param.append(('pad', pad_h))
    else:
        param += [('pad_h', pad_h), ('pad_w', pad_w)]
    if height == width:
        param.append(('kernel_size', height))
    else:
        param += [('kernel_h', height), ('kernel_w', width)]
    param.append(('stride', node.stride))
    if node.groups != 1:
        param.append(('group', node.groups))
    if node.dilation != 1:
        param.append(('dilation', node.dilation))
    return 'Convolution', [('convolution_param', param)]


def pooling(node):
    pad, across = symmetric(node, [node.kernel] * 2)
    if pad != across or (node.op == 'avg_pool' and pad and not node.count_pad):
        raise ValueError('%s: Caffe does not pad like that' % node.name)
    param = [('pool', 'MAX' if node.op == 'max_pool' else 'AVE'),
             ('kernel_size', node.kernel), ('stride', node.stride)]
    if pad:
        param.append(('pad', pad))
    if not node.ceil and node.stride > 1:
        param.append(('round_mode', 'FLOOR'))
    return 'Pooling', [('pooling_param', param)]


def lrn(node):
    return 'LRN', [('lrn_param', [('local_size', node.size),
                                  ('alpha', node.alpha * node.size),
                                  ('beta', node.beta), ('k', node.bias)])]


def dense(node):
    param = [('num_output', node.weights.shape[0])]
    if node.bias is None:
        param.append(('bias_term', False))
    return 'InnerProduct', [('inner_product_param', param)]


LAYERS = {
    'conv': convolution,
    'max_pool': pooling,
    'avg_pool': pooling,
    'global_avg_pool': lambda node: (
        'Pooling', [('pooling_param', [('pool', 'AVE'),
                                       ('global_pooling', True)])]),
    'lrn': lrn,
    'dense': dense,
    'relu': lambda node: ('ReLU', []),
    'leaky': lambda node: (
        'ReLU', [('relu_param', [('negative_slope', node.slope)])]),
    'relu6': lambda node: (
        'Clip', [('clip_param', [('min', 0.), ('max', 6.)])]),
    'prelu': lambda node: ('PReLU', []),
    'sigmoid': lambda node: ('Sigmoid', []),
    'softmax': lambda node: ('Softmax', []),
    'dropout': lambda node: (
        'Dropout', [('dropout_param', [('dropout_ratio', .4)])]),
    'concat': lambda node: ('Concat', []),
    'add': lambda node: ('Eltwise', [('eltwise_param',
                                      [('operation', 'SUM')])]),
    'mul': lambda node: ('Eltwise', [('eltwise_param',
                                      [('operation', 'PROD')])]),
    'batch_norm': lambda node: (
        'BatchNorm', [('batch_norm_param', [('use_global_stats', True),
                                            ('eps', node.eps)])]),
    'affine': lambda node: ('Scale', [('scale_param', [('bias_term', True)])]),
}


def learned(node):
    """The arrays that a layer has learned."""
    if node.op in ('conv', 'dense'):
        return [node.weights] + ([] if node.bias is None else [node.bias])
    if node.op == 'prelu':
        return [node.slopes]
    if node.op == 'affine':
        return [node.attrs['scale'], node.shift]
    if node.op == 'batch_norm':
        # Sums of two batches, as it happens.
        return [2 * node.mean, 2 * node.var, np.float32([2])]
    return []


def split_norms(graph):
    """Caffe normalises in one layer, and scales in the next."""
    nodes = []
    for node in graph.nodes:
        if node.op != 'batch_norm':
            nodes.append(node)
            continue
        name = node.name + '/norm'
        nodes.append(graphs.Node(name, 'batch_norm', node.inputs,
                                 **node.attrs))
        nodes.append(graphs.Node(node.name, 'affine', [name],
                                 scale=node.gamma, shift=node.beta))
    return nodes


def blob(array, form):
    array = np.asarray(array, np.float32)
    if form == 'new':
        shape = [('shape', [('dim', array.shape)])]
    else:
        sizes = (1,) * (4 - array.ndim) + array.shape
        shape = list(zip(('num', 'channels', 'height', 'width'), sizes))
    return shape + [('data', array)]


def layers(graph, form):
    """For each layer: what it is, how it is connected, what it does, and what
    it has learned."""
    nodes = split_norms(graph)
    readers = {}
    for node in nodes:
        for name in node.inputs:
            readers[name] = readers.get(name, 0) + 1
    tops = {nodes[0].name: nodes[0].name}
    for node in nodes[1:]:
        kind, parameters = LAYERS[node.op](node)
        bottoms = [tops[name] for name in node.inputs]
        in_place = node.op in IN_PLACE and readers[node.inputs[0]] == 1
        tops[node.name] = bottoms[0] if in_place else node.name
        yield ([('name', node.name),
                ('type', kind if form == 'new' else V1_TYPES[kind])],
               [('bottom', bottom) for bottom in bottoms]
               + [('top', tops[node.name])],
               parameters,
               [('blobs', blob(array, form)) for array in learned(node)])


def write(graph, path, form='new', description=False):
    graph = graphs.fold_pads(graph)
    field = 'layer' if form == 'new' else 'layers'
    sizes = [1, 3, graph.size, graph.size]
    name = graph.nodes[0].name
    head = [('name', graph.name)]
    if form == 'v1':
        head += [('input', name)] + [('input_dim', size) for size in sizes]
    elif description:
        head += [('input', name), ('input_shape', [('dim', sizes)])]
    else:
        head.append(('layer', [('name', name), ('type', 'Input'),
                               ('top', name),
                               ('input_param',
                                [('shape', [('dim', sizes)])])]))
    text = list(describe('net', head))
    with open(path, 'wb') as file:
        file.writelines(encode('net', head[:1] if description else head))
        for what, connection, parameters, weights in layers(graph, form):
            message = what + weights
            if not description:
                message = what + connection + parameters + weights
            text += describe('net', [(field, what + connection + parameters)])
            file.writelines(encode('net', [(field, message)]))
    if description:
        with open(path.rsplit('.', 1)[0] + '.prototxt', 'w') as file:
            file.write('# Made for a test\n' + '\n'.join(text) + '\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--form', choices=('new', 'v1'), default='new')
    parser.add_argument('--description', action='store_true')
    parser.add_argument('topology', choices=sorted(graphs.TOPOLOGIES))
    parser.add_argument('file')
    options = parser.parse_args()
    write(graphs.TOPOLOGIES[options.topology](), options.file, options.form,
          options.description)


if __name__ == '__main__':
    main()
