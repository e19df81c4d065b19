#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what the engine makes of a network file with PyTorch and OpenCV.

Writes one of graph.py's networks into a file of the format, as other software
writes it.  The engine reads it and computes, at odd sizes of pictures, every
layer's values and some layers' gradients; PyTorch computes the same in 64 bits
from the graph, never from the file.  OpenCV, where it knows the format, computes it
from the file, for a picture of the size that the network is trained on.  What is compared:

  - every operation has its layer, by the file's name for it,
  - the values: the relative L2 distance,
  - the gradient of half the sum of squares: its cosine with autograd's, its
    relative L2 distance, and how the sum itself changes along some directions;
    all for the same decisions at kinks, see decisions.py.

Exits with 77 where PyTorch is missing.  Needs Debian's python3-torch,
python3-numpy and, for a second opinion, python3-opencv.
"""
import argparse
import importlib
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import torch
    import graph as graphs
    from decisions import NEAR, Decisions, needed
except ImportError as error:
    print('PyTorch or NumPy is missing (%s): install python3-torch.' % error)
    sys.exit(77)
try:
    import second_opinion
except ImportError as error:
    print('OpenCV is missing (%s): install python3-opencv.' % error)
    sys.exit(77)

MAX_ERROR = 1e-4
MIN_COSINE = 0.9999
MAX_GRADIENT_ERROR = 1e-3
# Of a difference quotient, as a share of the gradient's length.
MAX_SLOPE_ERROR = 1e-3
DIRECTIONS = 4

# The first is for every layer and the gradients of some, the others for the
# outputs of blocks, large enough for heads, and the gradient of the last layer.
SIZES = '71x93,227x241'

# What no format's reader makes a layer of, and what some do not.
NEVER_LAYERS = {'softmax', 'dropout', 'pad'}


class Format:
    def __init__(self, writer, file_name, fused=(), pads=graphs.KERAS,
                 **variant):
        self.writer = 'write_' + writer
        self.file_name = file_name
        self.absent = NEVER_LAYERS | set(fused)
        self.pads = pads                # of MobileNets
        self.variant = variant          # what the writer is told

    def make(self, topology, **parameters):
        if topology.startswith('mobilenet'):
            parameters['pads'] = self.pads
        return graphs.TOPOLOGIES[topology](**parameters)


FORMATS = {
    'caffe': Format('caffe', 'network.caffemodel', pads=graphs.SAME1),
    'caffe-v1': Format('caffe', 'network.caffemodel', pads=graphs.SAME1,
                       form='v1'),
    'caffe-prototxt': Format('caffe', 'network.caffemodel', pads=graphs.SAME1,
                             description=True),
    'onnx': Format('onnx', 'network.onnx'),
    'onnx-7': Format('onnx', 'network.onnx', version=7),
    'onnx-11': Format('onnx', 'network.onnx', version=11),
    'onnx-18': Format('onnx', 'network.onnx', pads=graphs.SAME1, version=18),
    'graphdef': Format('graphdef', 'network.pb'),
    'tfjs': Format('tfjs', 'model.json'),
    'tfjs-graph': Format('tfjs_graph', 'model.json', fused=['conv']),
    'tflite': Format('tflite', 'network.tflite', fused=['conv']),
    'tflite-half': Format('tflite', 'network.tflite', fused=['conv'],
                          kind='half'),
    'tflite-uint8': Format('tflite', 'network.tflite', fused=['conv'],
                           kind='uint8'),
    'tflite-int8': Format('tflite', 'network.tflite', fused=['conv'],
                          kind='int8'),
}


class Comparison:
    """One network in one format."""

    def __init__(self, program, graph, path, kernels):
        self.command = [program]
        if kernels:
            self.command += ['--kernels', kernels]
        self.graph = graph
        self.path = path
        self.failures = 0
        self.worst = {}
        self.measured = {}      # of the picture at hand, by layer
        self.names = [line.split('\t')[0] for line in self.run([path])
                      .splitlines()]

    def run(self, arguments):
        done = subprocess.run(self.command + arguments, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode:
            sys.exit('The engine failed (%d): %s'
                     % (done.returncode, done.stderr.strip()))
        return done.stdout

    def check(self, what, value, passed, better=max):
        self.worst[what] = better(self.worst.get(what, value), value)
        if not passed:
            self.failures += 1
        return '' if passed else '   FAILED'

    def check_names(self, absent):
        for node in self.graph.nodes[1:]:
            if node.name not in self.names and node.op not in absent:
                self.failures += 1
                print('FAILED: no layer is called %s (%s)'
                      % (node.name, node.op))

    def measure(self, picture, layers, gradient, folder):
        """The values, and with gradient the gradient, of each layer."""
        path = os.path.join(folder, 'picture.npy')
        np.save(path, picture)
        options = ['--order', self.graph.order,
                   '--mean', ','.join(map(repr, self.graph.mean)),
                   '--scale', repr(self.graph.scale)]
        self.run(options + gradient * ['--gradient']
                 + [self.path, path, folder] + layers)
        for i in range(len(layers)):
            yield [np.load(os.path.join(folder, '%d%s.npy' % (i, ending)))
                   .astype(np.float64) for ending in
                   ('', '-gradient')[:1 + gradient]]

    def evaluate(self, picture, layers):
        """The values of those of the layers that the picture is large enough
        for and the file knows."""
        with torch.no_grad():
            values = graphs.evaluate(self.graph, graphs.preprocess(
                self.graph, torch_picture(picture)), torch.float64)
        return {name: values[name][0].numpy() for name in layers
                if name in values and name in self.names}

    def compare_values(self, picture, values, folder):
        layers = list(values)
        self.measured = {}
        for name, (mine,) in zip(layers, self.measure(picture, layers, False,
                                                      folder)):
            self.measured[name] = mine
            true = values[name]
            error = distance(mine, true)
            line = '  %-36s %.2e' % (name, error)
            line += self.check('values', error, error <= MAX_ERROR)
            print(line)

    def ask_another(self, picture, values):
        """Whether the file holds what PyTorch computes, for another reader."""
        theirs = second_opinion.values(self.path, self.graph, picture,
                                       list(values))
        for name, their in theirs.items():
            error = distance(their, values[name])
            print('  %-36s %.2e%s' % (name, error, self.check(
                'OpenCV', error, error <= MAX_ERROR)))

    def compare_gradients(self, picture, layers, folder, slopes):
        measured = list(self.measure(picture, layers, True, folder))
        for name, (_, mine) in zip(layers, measured):
            decisions = self.decide(picture, name, folder)
            true = self.autograd(picture, name, decisions)
            changed = decisions.changed
            cosine = (mine * true).sum() / (norm(mine) * norm(true))
            error = distance(mine, true)
            line = '  %-36s cosine %.7f' % (name, cosine)
            line += self.check('cosine', cosine, cosine >= MIN_COSINE, min)
            line += ', %.2e' % error
            line += self.check('gradient', error, error <= MAX_GRADIENT_ERROR)
            line += ', %d decisions' % changed
            line += self.check('kinks', decisions.farthest,
                               decisions.farthest <= NEAR)
            if slopes:
                slope = self.slope_error(picture, name, mine, decisions)
                line += ', along directions %.2e' % slope
                line += self.check('slope', slope, slope <= MAX_SLOPE_ERROR)
            print(line)

    def decide(self, picture, name, folder):
        layers = [layer for layer in needed(self.graph, name)
                  if layer in self.names]
        missing = [layer for layer in layers if layer not in self.measured]
        for layer, (values,) in zip(missing, self.measure(
                picture, missing, False, folder)):
            self.measured[layer] = values
        return Decisions(self.graph, {layer: self.measured[layer]
                                      for layer in layers})

    def half_sum_of_squares(self, picture, name, decisions):
        """Of a picture of 64-bit values: a PyTorch scalar."""
        return graphs.evaluate(
            self.graph, graphs.preprocess(self.graph, picture),
            torch.float64, name, decisions.compute)[name].square().sum() / 2

    def autograd(self, picture, name, decisions):
        x = torch_picture(picture).requires_grad_(True)
        gradient, = torch.autograd.grad(
            self.half_sum_of_squares(x, name, decisions), x)
        return gradient[0].permute(1, 2, 0).numpy()

    def slope_error(self, picture, name, gradient, decisions):
        """How far the sum's difference quotients are from what the gradient
        says, along itself and along random directions."""
        random = np.random.RandomState(1)
        step = 1e-6
        worst = 0
        for i in range(DIRECTIONS):
            direction = random.standard_normal(picture.shape)
            if i == 0:
                direction = gradient / norm(gradient)
            ends = []
            with torch.no_grad():
                for sign in (1, -1):
                    ends.append(self.half_sum_of_squares(torch_picture(
                        picture + sign * step * direction), name,
                        decisions).item())
            quotient = (ends[0] - ends[1]) / (2 * step)
            worst = max(worst, abs(quotient - (gradient * direction).sum())
                        / norm(gradient))
        return worst


def draw(height, width):
    """A picture, H x W x 3, R, G and B in 0..255.  Slanted waves of several
    lengths with noise and no whole numbers: no two values of a pooling window are
    the same, and no sum of rounded weights is 0 but for rounding, so that PyTorch
    and the engine agree on where gradients go."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    random = np.random.RandomState(height * 1000 + width)
    picture = np.full((height, width, 3), 127.5)
    for length in (47, 19, 8, 3.7):
        for c in range(3):
            angle, phase = random.uniform(0, 6.28, 2)
            picture[..., c] += 30 * np.sin(
                (x * np.cos(angle) + y * np.sin(angle)) / length * 6.28
                + phase)
    picture += random.normal(0, 6, picture.shape)
    return picture.clip(0, 255).astype(np.float32)


def torch_picture(picture):
    return torch.from_numpy(picture.astype(np.float64).transpose(2, 0, 1)[None]
                            .copy())


def norm(values):
    return np.sqrt(np.square(values).sum())


def distance(values, reference):
    """Relative L2; infinite if the shapes differ."""
    if values.shape != reference.shape:
        return np.inf
    return norm(values - reference) / norm(reference)


def trunk(graph):
    """What all that comes later depends on: the outputs of blocks; and the
    ends of heads."""
    end = next(node for node in reversed(graph.nodes)
               if node.op not in NEVER_LAYERS)
    needed = graphs.ancestors(graph, end.name)
    used_by = {}
    for node in graph.nodes:
        for name in node.inputs:
            if node.name in needed:
                used_by.setdefault(name, []).append(node)
    result, waiting = [], set()
    for node in graph.nodes:
        if node.name not in needed:
            continue
        waiting = {(source, user) for source, user in waiting
                   if user != node.name}
        followers = used_by.get(node.name, [])
        waiting.update((node.name, user.name) for user in followers)
        alone = all(source == node.name for source, _ in waiting)
        unfinished = (len(followers) == 1 and followers[0].op in
                      ('batch_norm', 'relu', 'relu6', 'pad', 'dropout'))
        if alone and not unfinished and node.op not in ('input', 'pad',
                                                        'dropout'):
            result.append(node.name)
    heads = [node.name for node in graph.nodes if node.op == 'dense'
             and node.name not in result]
    return result + heads


def some(layers):
    """An early, a middle and a late one."""
    return [layers[i * (len(layers) - 1) // 6] for i in (1, 3, 5)]


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('format', choices=FORMATS)
    parser.add_argument('topology', choices=graphs.TOPOLOGIES)
    parser.add_argument('--program', required=True,
                        help='what layers.c was compiled to')
    parser.add_argument('--sizes', default=SIZES,
                        help='rows x columns, …; default: ' + SIZES)
    parser.add_argument('--without-head', action='store_true',
                        help='leave out the classifier')
    parser.add_argument('--kernels', help='an instruction set')
    return parser.parse_args()


def main():
    options = arguments()
    kind = FORMATS[options.format]
    writer = importlib.import_module(kind.writer)
    graph = kind.make(options.topology, head=not options.without_head)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, kind.file_name)
        # Some formats hold fewer layers than the graph, or rounded weights.
        graph = writer.write(graph, path, **kind.variant) or graph
        comparison = Comparison(os.path.abspath(options.program), graph, path,
                                options.kernels)
        comparison.check_names(kind.absent)
        for i, size in enumerate(options.sizes.split(',')):
            print('%s, %s, %s:' % (options.format, options.topology, size))
            picture = draw(*map(int, size.split('x')))
            blocks = comparison.evaluate(picture, trunk(graph))
            comparison.compare_values(
                picture, blocks if i else comparison.evaluate(
                    picture, [node.name for node in graph.nodes[1:]
                              if node.op not in NEVER_LAYERS]), folder)
            comparison.compare_gradients(
                picture, list(blocks)[-1:] if i else some(list(blocks)),
                folder, slopes=not i)
        if second_opinion.knows(path):
            print('%s, %s, OpenCV:' % (options.format, options.topology))
            picture = draw(graph.size, graph.size)
            blocks = comparison.evaluate(picture, trunk(graph))
            comparison.ask_another(picture, blocks)
    print('%s, %s: %s' % (options.format, options.topology, ', '.join(
        '%s %.3g' % (what, value) if what != 'cosine' else 'cosine %.7f' % value
        for what, value in comparison.worst.items())))
    sys.exit('%d comparisons failed' % comparison.failures
             if comparison.failures else 0)


main()
