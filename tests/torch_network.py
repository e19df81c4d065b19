# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks in PyTorch, read by code that shares nothing with the engine.

Used by make-vectors and by the benchmark.
"""
import struct

import numpy as np
import torch
import torch.nn.functional as F

# TFLite's builtin operators.
AVERAGE_POOL, CONCAT, CONVOLUTION, MAX_POOL = 1, 2, 3, 17
OPERATORS = {AVERAGE_POOL: 'mean-pool', CONCAT: 'concat',
             CONVOLUTION: 'conv', MAX_POOL: 'max-pool'}


class Table:
    """A table of a flatbuffer."""

    def __init__(self, data, at):
        self.data, self.at = data, at

    @staticmethod
    def root(data):
        return Table(data, struct.unpack_from('<I', data)[0])

    def place(self, field):
        vtable = self.at - struct.unpack_from('<i', self.data, self.at)[0]
        length = struct.unpack_from('<H', self.data, vtable)[0]
        if 4 + 2 * field >= length:
            return None
        offset = struct.unpack_from('<H', self.data, vtable + 4 + 2 * field)[0]
        return self.at + offset if offset else None

    def scalar(self, field, kind, default=0):
        at = self.place(field)
        return default if at is None else struct.unpack_from(
            '<' + kind, self.data, at)[0]

    def follow(self, field):
        at = self.place(field)
        return None if at is None else at + struct.unpack_from(
            '<I', self.data, at)[0]

    def child(self, field):
        at = self.follow(field)
        return None if at is None else Table(self.data, at)

    def array(self, field, kind):
        at = self.follow(field)
        if at is None:
            return np.zeros(0, kind)
        count = struct.unpack_from('<I', self.data, at)[0]
        return np.frombuffer(self.data, '<' + kind, count, at + 4)

    def children(self, field):
        at = self.follow(field)
        count = struct.unpack_from('<I', self.data, at)[0]
        for i in range(count):
            entry = at + 4 + 4 * i
            yield Table(self.data,
                        entry + struct.unpack_from('<I', self.data, entry)[0])


class Layer:
    def __init__(self, op, name, inputs):
        self.op, self.name, self.inputs = op, name, inputs
        self.kernel = self.stride = (1, 1)
        self.same = self.relu = False
        self.weight = self.bias = None          # O x I x H x W, O
        self.lrn = None                         # size, alpha, beta, bias


class TFLite:
    """An 8-bit TFLite file, decoded."""

    def __init__(self, path):
        with open(path, 'rb') as file:
            model = Table.root(file.read())
        codes = [max(c.scalar(0, 'b'), c.scalar(3, 'i'))
                 for c in model.children(1)]
        graph = next(model.children(2))
        self.tensors = list(graph.children(0))
        self.buffers = list(model.children(4))
        source = int(graph.array(1, 'i4')[0])
        self.scale, self.offset = self.quantisation(source)
        self.layers = [Layer('input', self.name(source), [])]
        blobs = {source: 0}
        for operation in graph.children(3):
            code = codes[operation.scalar(0, 'I')]
            if code not in OPERATORS:
                break
            blobs[int(operation.array(2, 'i4')[0])] = len(self.layers)
            self.layers.append(self.layer(operation, OPERATORS[code], blobs))

    def name(self, index):
        return self.tensors[index].array(3, 'u1').tobytes().decode()

    def quantisation(self, index):
        table = self.tensors[index].child(4)
        return float(table.array(2, 'f4')[0]), int(table.array(3, 'i8')[0])

    def real(self, index, kind):
        tensor = self.tensors[index]
        scale, zero = self.quantisation(index)
        raw = self.buffers[tensor.scalar(2, 'I')].array(0, 'u1').view(kind)
        values = (raw.astype(np.float32) - zero) * np.float32(scale)
        return torch.from_numpy(values.reshape(tuple(tensor.array(0, 'i4'))))

    def layer(self, operation, op, blobs):
        inputs = [int(i) for i in operation.array(1, 'i4')]
        output = int(operation.array(2, 'i4')[0])
        options = operation.child(4)
        layer = Layer(op, self.name(output),
                      [blobs[i] for i in inputs if i in blobs])
        if op == 'concat':
            return layer
        layer.same = options.scalar(0, 'b') == 0
        layer.stride = options.scalar(2, 'i'), options.scalar(1, 'i')
        if op == 'conv':
            layer.weight = self.real(inputs[1], '<u1').permute(
                0, 3, 1, 2).contiguous()
            layer.bias = self.real(inputs[2], '<i4')
            layer.kernel = tuple(layer.weight.shape[2:])
            # The file folds a ReLU into the range of the output.
            layer.relu = self.quantisation(output)[1] == 0
        else:
            layer.kernel = options.scalar(4, 'i'), options.scalar(3, 'i')
        return layer


class Dump:
    """What the benchmark's "dump" writes, see tests/bench/dump.c."""

    def __init__(self, path):
        with open(path, 'rb') as file:
            head, _, raw = file.read().partition(b'\n\n')
        values = torch.from_numpy(np.frombuffer(raw, '<f4').copy())
        first, *lines = head.decode().split('\n')
        self.scale, self.offset = map(float, first.split())
        self.layers = []
        at = 0
        for line in lines:
            (op, name, inputs, channels, kernel_h, kernel_w, stride_h,
             stride_w, same, relu, *lrn) = line.split()
            layer = Layer(op, name, [int(i) for i in inputs.split(',') if i])
            layer.kernel = int(kernel_h), int(kernel_w)
            layer.stride = int(stride_h), int(stride_w)
            layer.same, layer.relu = same == '1', relu == '1'
            if op == 'lrn':
                layer.lrn = int(lrn[0]), *map(float, lrn[1:])
            layer.channels = int(channels)
            if op == 'conv':
                shape = (layer.channels, *layer.kernel,
                         self.layers[layer.inputs[0]].channels)
                size = int(np.prod(shape))
                layer.weight = values[at:at + size].reshape(shape).permute(
                    0, 3, 1, 2).contiguous()
                layer.bias = values[at + size:at + size + layer.channels]
                at += size + layer.channels
            self.layers.append(layer)


class Network:
    """scale (x - offset) is the input, x in 0..255."""

    def __init__(self, path, memory_format=torch.contiguous_format):
        file = (TFLite if path.endswith('.tflite') else Dump)(path)
        self.layers, self.scale, self.offset = (file.layers, file.scale,
                                                file.offset)
        for layer in self.layers:
            if layer.op == 'conv':
                layer.weight = layer.weight.to(memory_format=memory_format)

    def find(self, name):
        """The layer of that name, or the concatenation below it."""
        for i, layer in enumerate(self.layers):
            if ('/' + layer.name).endswith(('/' + name,
                                            '/' + name + '/concat')):
                return i
        raise SystemExit('The network has no layer ' + name)

    def needed(self, target):
        needed = {target}
        for i in range(target, 0, -1):
            if i in needed:
                needed.update(self.layers[i].inputs)
        return sorted(needed)[1:]

    def forward(self, picture, target):
        """1 x 3 x H x W in 0..255; the activation of the layer."""
        blobs = {0: (picture - self.offset) * self.scale}
        for i in self.needed(target):
            layer = self.layers[i]
            blobs[i] = evaluate(layer, [blobs[n] for n in layer.inputs])
        return blobs[target]

    def gradient(self, picture, target):
        """The activation, and the gradient of 1/2 sum activation^2."""
        x = picture.detach().requires_grad_(True)
        activation = self.forward(x, target)
        slope, = torch.autograd.grad(activation, x, activation.detach())
        return activation.detach(), slope


def evaluate(layer, inputs):
    x = inputs[0]
    if layer.op == 'concat':
        return torch.cat(inputs, 1)
    if layer.op == 'lrn':
        size, alpha, beta, bias = layer.lrn
        # PyTorch divides alpha by the size.
        return F.local_response_norm(x, size, alpha * size, beta, bias)
    padding = (0, 0)
    if layer.same:
        padding = symmetric_padding(x, layer)
    if layer.op == 'conv':
        if padding is None:
            x, padding = pad_same(x, layer), 0
        y = F.conv2d(x, layer.weight, layer.bias, layer.stride, padding)
        return F.relu_(y) if layer.relu else y
    if layer.op == 'max-pool':
        if padding is None:
            x, padding = pad_same(x, layer, -1e30), 0
        return F.max_pool2d(x, layer.kernel, layer.stride, padding)
    # The mean excludes the padding.
    if padding is not None:
        return F.avg_pool2d(x, layer.kernel, layer.stride, padding,
                            count_include_pad=False)
    ones = torch.ones_like(x[:1, :1])
    return (F.avg_pool2d(pad_same(x, layer), layer.kernel, layer.stride)
            / F.avg_pool2d(pad_same(ones, layer), layer.kernel, layer.stride))


def surplus(x, layer, axis):
    size, kernel, stride = (x.shape[2 + axis], layer.kernel[axis],
                            layer.stride[axis])
    return max((-(-size // stride) - 1) * stride + kernel - size, 0)


def symmetric_padding(x, layer):
    """What an operation can add by itself; None if it cannot."""
    rows, columns = surplus(x, layer, 0), surplus(x, layer, 1)
    return None if rows % 2 or columns % 2 else (rows // 2, columns // 2)


def pad_same(x, layer, value=0.0):
    pads = []
    for axis in (1, 0):
        need = surplus(x, layer, axis)
        pads += [need // 2, need - need // 2]
    return F.pad(x, pads, value=value)
