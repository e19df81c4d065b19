#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has PyTorch itself export networks to ONNX, and compares.

    export_onnx.py --program LAYERS

The networks are small ones in the manner of torchvision's.  The exporter folds
batch norms, drops what does nothing, names layers after modules and writes
down how shapes are computed, for each version of ONNX's operations in its own
way.  The engine's values behind every ReLU and at the end are compared with
those of the modules.  Exits with 77 where PyTorch is missing.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import warnings

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError as error:
    print('PyTorch or NumPy is missing (%s): install python3-torch.' % error)
    sys.exit(77)

MAX_ERROR = 1e-4
VERSIONS = (7, 9, 11, 13, 16)
SIZE = 64

# What x = scale (255 pixel - mean) is to be, and the exporter never says.
MEAN, SCALE = (120., 110., 100.), (1 / 60., 1 / 58., 1 / 57.)


def conv(inputs, outputs, kernel=1, stride=1, groups=1, act=nn.ReLU):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2,
                        groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, act()) if act else nn.Sequential(*layers)


class Bottleneck(nn.Module):
    def __init__(self, inputs, inner, stride):
        super().__init__()
        self.inner = nn.Sequential(conv(inputs, inner),
                                   conv(inner, inner, 3, stride),
                                   conv(inner, 4 * inner, act=None))
        self.shortcut = conv(inputs, 4 * inner, 1, stride, act=None)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        return self.relu(self.inner(x) + self.shortcut(x))


class Residual(nn.Module):
    """In the manner of ResNet-50."""

    def __init__(self):
        super().__init__()
        self.stem = conv(3, 16, 7, 2)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.blocks = nn.Sequential(Bottleneck(16, 8, 1), Bottleneck(32, 16, 2))
        self.mean = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = self.blocks(self.pool(self.stem(x)))
        return self.fc(torch.flatten(self.mean(x), 1))


class Inverted(nn.Module):
    """In the manner of MobileNet v2."""

    def __init__(self):
        super().__init__()
        self.stem = conv(3, 8, 3, 2, act=nn.ReLU6)
        self.block = nn.Sequential(conv(8, 48, act=nn.ReLU6),
                                   conv(48, 48, 3, groups=48, act=nn.ReLU6),
                                   conv(48, 8, act=None))
        self.last = conv(8, 32, act=nn.ReLU6)
        self.classifier = nn.Sequential(nn.Dropout(), nn.Linear(32, 10))

    def forward(self, x):
        x = self.stem(x)
        x = self.last(x + self.block(x))
        return self.classifier(x.mean([2, 3]))


class Inception(nn.Module):
    """In the manner of Inception v3, with the channels taken apart."""

    def __init__(self):
        super().__init__()
        self.stem = conv(3, 16, 3, 2)
        self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.branches = nn.ModuleList([conv(16, 8), conv(16, 8, 3),
                                       conv(16, 8, 5)])
        self.last = nn.Sequential(nn.Conv2d(24, 4, 1), nn.ReLU())
        self.fc = nn.Linear(4 * 8 * 8, 10)

    def forward(self, x):
        channels = [torch.unsqueeze(x[:, c], 1) * scale + shift
                    for c, scale, shift in ((0, .458, -.03), (1, .448, -.088),
                                            (2, .45, -.188))]
        x = self.pool(self.stem(torch.cat(channels, 1)))
        means = F.avg_pool2d(x, 3, 1, 1)
        x = torch.cat([branch(means if i == 0 else x)
                       for i, branch in enumerate(self.branches)], 1)
        x = self.last(F.avg_pool2d(x, 3, 2, 1, count_include_pad=False))
        return self.fc(x.view(x.size(0), -1))


class Activations(nn.Module):
    """One behind another."""

    def __init__(self, version):
        super().__init__()
        self.stem = conv(3, 8, 3, 2)
        self.prelu = nn.PReLU(8)
        self.leaky = nn.LeakyReLU(.2)
        self.scale = nn.Parameter(torch.rand(1, 8, 1, 1) + .5)
        self.swish = nn.Hardswish() if version >= 9 else nn.SiLU()
        self.relu = nn.ReLU()

    def forward(self, x):
        x = self.prelu(self.stem(F.pad(x, (1, 2, 0, 1))) - 1) * self.scale
        x = F.silu(self.leaky(x)) + torch.sigmoid(x)
        x = torch.max(self.swish(x), torch.tanh(x)) / 2
        return self.relu(3 * x - 1)


NETWORKS = {'residual': lambda version: Residual(),
            'inverted': lambda version: Inverted(),
            'inception': lambda version: Inception(),
            'activations': Activations}


def draw_weights(module):
    """Batch norms that have seen something."""
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.running_mean.normal_(0, .3)
            part.running_var.uniform_(.5, 1.5)
            nn.init.uniform_(part.weight, .5, 1.5)
            nn.init.normal_(part.bias, 0, .3)


def record(module, x):
    """The values behind ReLUs, in the order in which they come about, and the
    last one."""
    values = []
    hooks = [part.register_forward_hook(
        lambda part, inputs, output: values.append(output.clone()))
             for part in module.modules()
             if isinstance(part, (nn.ReLU, nn.ReLU6))]
    with torch.no_grad():
        values.append(module(x))
    for hook in hooks:
        hook.remove()
    return [value[0].numpy().reshape(value.shape[1:] if value.ndim == 4
                                     else (-1, 1, 1)) for value in values]


def measure(program, path, picture, folder):
    """The same of the engine."""
    listed = run([program, path]).splitlines()
    names = [line.split('\t')[0] for line in listed]
    asked = [name for name in names
             if name.rsplit('/', 1)[-1].startswith(('Relu', 'Clip'))]
    asked.append(names[-1])
    np.save(os.path.join(folder, 'picture.npy'), picture)
    run([program, '--mean', ','.join(map(str, MEAN)),
         '--scale', ','.join(map(str, SCALE)), path,
         os.path.join(folder, 'picture.npy'), folder, *asked])
    return [np.load(os.path.join(folder, '%d.npy' % i))
            for i in range(len(asked))]


def run(command):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    if done.returncode:
        sys.exit('The engine failed (%d): %s'
                 % (done.returncode, done.stderr.strip()))
    return done.stdout


def distance(mine, true):
    """Relative L2; infinite if the shapes differ."""
    if mine.shape != true.shape:
        return np.inf
    return np.linalg.norm(mine - true) / np.linalg.norm(true)


def compare(program, name, version, folder):
    """The largest distance."""
    torch.manual_seed(version)
    module = NETWORKS[name](version).eval()
    draw_weights(module)
    picture = np.random.RandomState(version).uniform(
        0, 255, (SIZE, SIZE, 3)).astype(np.float32)
    x = torch.from_numpy(((picture - np.float32(MEAN)) * np.float32(SCALE))
                         .transpose(2, 0, 1)[None].copy())
    path = os.path.join(folder, 'network.onnx')
    # Every other one without a fixed size of the batch.
    axes = {'input': {0: 'N'}} if version in (9, 13) else None
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        torch.onnx.export(module, x, path, opset_version=version,
                          input_names=['input'], dynamic_axes=axes)
    true = record(module, x)
    mine = measure(program, path, picture, folder)
    if len(mine) != len(true):
        return np.inf
    return max(map(distance, mine, true))


def main():
    parser = argparse.ArgumentParser(
        description='Compares networks that PyTorch exports to ONNX.')
    parser.add_argument('--program', required=True,
                        help='what layers.c was compiled to')
    program = os.path.abspath(parser.parse_args().program)
    failures = 0
    for name in NETWORKS:
        for version in VERSIONS:
            if name == 'inception' and version < 10:
                continue  # Pools cannot round up.
            with tempfile.TemporaryDirectory() as folder:
                error = compare(program, name, version, folder)
            passed = error <= MAX_ERROR
            failures += not passed
            print('%-12s %2d  %.2e%s' % (name, version, error,
                                         '' if passed else '   FAILED'))
    sys.exit('%d comparisons failed' % failures if failures else 0)


main()
