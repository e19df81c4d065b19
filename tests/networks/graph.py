# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks for tests: the published structures with made-up weights.

A Graph is a list of Nodes, each after its inputs; the first is the 'input'.
evaluate() computes it with PyTorch and shares nothing with the engine.  The
writers (write_FORMAT.py) put a Graph into the files that other frameworks
write, so that a reader is tested on files of a real network's structure
whose every value is known.

Operations and their attributes:

  input            channels, height, width
  conv             weights (O x I / groups x kh x kw), bias (or None), stride,
                   pads, groups, dilation
  relu relu6 hswish sigmoid softmax dropout
  leaky            slope
  prelu            slopes (C)
  max_pool         kernel, stride, pads, ceil
  avg_pool         likewise, and count_pad: the padding's zeros count
  global_avg_pool
  lrn              size, alpha, beta, bias:
                   x (bias + alpha sum x^2)^-beta, alpha not divided by size
  concat add mul   of two or more inputs
  batch_norm       gamma, beta, mean, var (C each), eps
  affine           scale, shift (C each)
  dense            weights (O x I, I in the order channel, row, column), bias
  pad              pads

pads are (top, left, bottom, right) or 'same', which is TensorFlow's.  A pool
with ceil takes a last window that reaches beyond the padding, if it begins
within the input or the padding before it.
"""
import numpy as np
import torch
import torch.nn.functional as F

# How many pictures of which side scale made-up weights, so that values of all
# layers are of the order of 1.
CALIBRATION_PICTURES = 4
CALIBRATION_SIZE = 65


class Node:
    DEFAULTS = {
        'conv': {'bias': None, 'stride': 1, 'pads': (0, 0, 0, 0),
                 'groups': 1, 'dilation': 1},
        'max_pool': {'stride': 1, 'pads': (0, 0, 0, 0), 'ceil': False},
        'avg_pool': {'stride': 1, 'pads': (0, 0, 0, 0), 'ceil': False,
                     'count_pad': False},
        'dense': {'bias': None},
    }

    def __init__(self, name, op, inputs, **attrs):
        self.name = name
        self.op = op
        self.inputs = list(inputs)
        self.attrs = {**self.DEFAULTS.get(op, {}), **attrs}

    def __getattr__(self, name):
        try:
            return self.__dict__['attrs'][name]
        except KeyError:
            raise AttributeError(name) from None

    def __repr__(self):
        return 'Node(%r, %r, %r)' % (self.name, self.op, self.inputs)


class Graph:
    """size: the side of the pictures that the network is trained on.
    mean (of each channel of the network's input, 0..255), scale, order
    ('rgb' or 'bgr'): input = scale (255 pixel - mean)."""

    def __init__(self, name, nodes, size, mean, scale, order):
        self.name = name
        self.nodes = nodes
        self.size = size
        self.mean = mean
        self.scale = scale
        self.order = order

    def node(self, name):
        return next(node for node in self.nodes if node.name == name)


# --- Evaluation --------------------------------------------------------------

def before_and_after(n, kernel, stride, pads, ceil=False):
    """Rows (or columns) of padding: before, after, and those beyond it that
    only a last window sees."""
    if pads == 'same':
        out = -(-n // stride)
        total = max((out - 1) * stride + kernel - n, 0)
        return total // 2, total - total // 2, 0
    before, after = pads
    if not ceil:
        return before, after, 0
    out = -(-(n + before + after - kernel) // stride) + 1
    if (out - 1) * stride >= n + before:
        out -= 1
    return before, after, max((out - 1) * stride + kernel
                              - n - before - after, 0)


def paddings(x, kernel, node, ceil=False):
    """For F.pad: left, right, top, bottom; and columns and rows beyond."""
    rows = cols = 'same'
    if node.pads != 'same':
        top, left, bottom, right = node.pads
        rows, cols = (top, bottom), (left, right)
    top, bottom, below = before_and_after(x.shape[2], kernel[0], node.stride,
                                          rows, ceil)
    left, right, beyond = before_and_after(x.shape[3], kernel[1], node.stride,
                                           cols, ceil)
    return (left, right, top, bottom), (0, beyond, 0, below)


def convolve(node, x):
    weights = torch.as_tensor(node.weights).to(x)
    bias = None if node.bias is None else torch.as_tensor(node.bias).to(x)
    extent = [(k - 1) * node.dilation + 1 for k in weights.shape[2:]]
    padding, _ = paddings(x, extent, node)
    return F.conv2d(F.pad(x, padding), weights, bias, node.stride, 0,
                    node.dilation, node.groups)


def pool(node, x):
    kernel = (node.kernel, node.kernel)
    padding, beyond = paddings(x, kernel, node, node.ceil)
    if node.op == 'max_pool':
        x = F.pad(F.pad(x, padding, value=-torch.inf), beyond,
                  value=-torch.inf)
        return F.max_pool2d(x, kernel, node.stride)
    counted = torch.ones_like(x[:1, :1].detach())
    counted = F.pad(F.pad(counted, padding, value=float(node.count_pad)),
                    beyond)
    x = F.pad(F.pad(x, padding), beyond)
    return (F.avg_pool2d(x, kernel, node.stride)
            / F.avg_pool2d(counted, kernel, node.stride))


def normalise_response(node, x):
    before = (node.size - 1) // 2
    squares = F.pad(x * x, (0, 0, 0, 0, before, node.size - 1 - before))
    total = sum(squares[:, i:i + x.shape[1]] for i in range(node.size))
    return x * (node.bias + node.alpha * total) ** -node.beta


def per_channel(values, x):
    return torch.as_tensor(np.asarray(values)).to(x).reshape(1, -1, 1, 1)


def normalise_batch(node, x):
    scale = node.gamma.astype(np.float64) / np.sqrt(
        node.var.astype(np.float64) + node.eps)
    return ((x - per_channel(node.mean, x)) * per_channel(scale, x)
            + per_channel(node.beta, x))


def product(values):
    result = values[0]
    for value in values[1:]:
        result = result * value
    return result


def compute(node, values, trained):
    """One node's value; trained: its input's size (rows, columns) for a
    picture as trained on."""
    x = values[0]
    if node.op in ('relu', 'relu6', 'hswish', 'sigmoid'):
        return {'relu': F.relu, 'relu6': F.relu6, 'hswish': F.hardswish,
                'sigmoid': torch.sigmoid}[node.op](x)
    if node.op == 'conv':
        return convolve(node, x)
    if node.op in ('max_pool', 'avg_pool'):
        return pool(node, x)
    if node.op == 'global_avg_pool':
        return F.avg_pool2d(x, trained, 1)
    if node.op == 'dense':
        weights = torch.as_tensor(node.weights).to(x)
        bias = None if node.bias is None else torch.as_tensor(node.bias).to(x)
        return F.conv2d(x, weights.reshape(-1, x.shape[1], *trained), bias)
    if node.op == 'leaky':
        return torch.where(x < 0, node.slope * x, x)
    if node.op == 'prelu':
        return torch.where(x < 0, per_channel(node.slopes, x) * x, x)
    if node.op == 'affine':
        return per_channel(node.attrs['scale'], x) * x + per_channel(
            node.shift, x)
    if node.op == 'pad':
        top, left, bottom, right = node.pads
        return F.pad(x, (left, right, top, bottom))
    if node.op == 'softmax':
        return F.softmax(x, 1)
    if node.op == 'dropout':
        return x
    return {'lrn': lambda: normalise_response(node, x),
            'batch_norm': lambda: normalise_batch(node, x),
            'concat': lambda: torch.cat(values, 1),
            'add': lambda: sum(values[1:], x),
            'mul': lambda: product(values)}[node.op]()


def output_shape(node, shapes):
    """(channels, rows, columns) from those of the inputs."""
    if node.op == 'input':
        return node.channels, node.height, node.width
    channels, height, width = shapes[0]
    if node.op in ('conv', 'max_pool', 'avg_pool'):
        if node.op == 'conv':
            channels = node.weights.shape[0]
            kernel = [(k - 1) * node.dilation + 1
                      for k in node.weights.shape[2:]]
        else:
            kernel = [node.kernel] * 2
        padding, beyond = paddings(np.empty((1, 1, height, width)), kernel,
                                   node, node.attrs.get('ceil', False))
        padded = (height + sum(padding[2:] + beyond[2:]),
                  width + sum(padding[:2] + beyond[:2]))
        return (channels, *((n - k) // node.stride + 1
                            for n, k in zip(padded, kernel)))
    if node.op == 'global_avg_pool':
        return channels, 1, 1
    if node.op == 'dense':
        return node.weights.shape[0], 1, 1
    if node.op == 'concat':
        return sum(shape[0] for shape in shapes), height, width
    if node.op == 'pad':
        top, left, bottom, right = node.pads
        return channels, height + top + bottom, width + left + right
    return shapes[0]


def shapes(graph):
    """(channels, rows, columns) of each node for a picture as trained on."""
    result = {}
    for node in graph.nodes:
        result[node.name] = output_shape(node, [result[name]
                                                for name in node.inputs])
    return result


def evaluate(graph, x, dtype=torch.float32, layer=None, compute=compute):
    """The value, 1 x channels x rows x columns, of each node by its name; of
    layer alone, if given, and what it depends on.  compute: computes a node.

    x: the network's input (see preprocess()).  What speaks of whole pictures
    (global pools, dense layers) slides over larger ones as it was trained.
    What needs a larger picture than x, and all that depends on it, is
    missing.
    """
    trained = shapes(graph)
    needed = ancestors(graph, layer) if layer else set(trained)
    values = {graph.nodes[0].name: x.to(dtype)}
    for node in graph.nodes[1:]:
        inputs = [values.get(name) for name in node.inputs]
        if node.name not in needed or any(value is None for value in inputs):
            continue
        size = trained[node.inputs[0]][1:]
        if is_large_enough(node, inputs, size):
            values[node.name] = compute(node, inputs, size)
    return values


def ancestors(graph, layer):
    """What it depends on, and itself."""
    needed = {layer}
    for node in reversed(graph.nodes):
        if node.name in needed:
            needed.update(node.inputs)
    return needed


def is_large_enough(node, inputs, trained):
    if node.op in ('dense', 'global_avg_pool'):
        return all(n >= least for n, least in zip(inputs[0].shape[2:],
                                                  trained))
    return min(output_shape(node, [x.shape[1:] for x in inputs])) > 0


def preprocess(graph, picture):
    """picture: 1 x 3 x rows x columns, RGB, 0..255."""
    if graph.order == 'bgr':
        picture = picture.flip(1)
    return per_channel(graph.scale, picture) * (
        picture - per_channel(graph.mean, picture))


def fold_pads(graph):
    """The same network, for formats without an operation that pads: the
    convolution or pool behind a pad pads itself.  (A maximum ignores padding,
    which is the same where all values are positive, as they are there.)"""
    pads = {node.name: node for node in graph.nodes if node.op == 'pad'}
    nodes = []
    for node in graph.nodes:
        if node.op == 'pad':
            continue
        pad = pads.get(node.inputs[0]) if node.inputs else None
        if pad:
            assert node.op in ('conv', 'max_pool') and not any(node.pads)
            node = Node(node.name, node.op, pad.inputs,
                        **{**node.attrs, 'pads': pad.pads})
        nodes.append(node)
    return Graph(graph.name, nodes, graph.size, graph.mean, graph.scale,
                 graph.order)


# --- Building ----------------------------------------------------------------

class Builder:
    """Makes nodes with weights, drawn for a seed and scaled so that random
    pictures give values of the order of 1 everywhere."""

    def __init__(self, name, size, mean, scale, order, seed,
                 input_name='data'):
        self.random = np.random.RandomState(seed)
        self.graph = Graph(name, [], size, mean, scale, order)
        self.graph.nodes.append(Node(input_name, 'input', [], channels=3,
                                     height=size, width=size))
        self.last = input_name
        coarse = self.random.uniform(0, 255,
                                     (CALIBRATION_PICTURES, 3, 12, 12))
        picture = F.interpolate(torch.from_numpy(coarse).float(),
                                size=(CALIBRATION_SIZE,) * 2,
                                mode='bicubic', align_corners=False)
        self.values = {input_name: preprocess(self.graph,
                                              picture.clamp(0, 255))}
        self.shapes = {input_name: (3, size, size)}

    def add(self, name, op, inputs=None, **attrs):
        if inputs is None:
            inputs = [self.last]
        elif isinstance(inputs, str):
            inputs = [inputs]
        node = Node(name, op, inputs, **attrs)
        self.graph.nodes.append(node)
        self.shapes[name] = output_shape(node, [self.shapes[i]
                                                for i in inputs])
        self.values[name] = self.try_node(node)
        self.last = name
        return name

    def try_node(self, node):
        """Its value for the random pictures; of what sees whole pictures one
        of the right kind."""
        values = [self.values[name] for name in node.inputs]
        if node.op in ('global_avg_pool', 'dense') or (
                node.op == 'avg_pool' and node.kernel > values[0].shape[2]):
            channels = self.shapes[node.name][0]
            if node.op == 'dense':
                return torch.from_numpy(self.normal(
                    (CALIBRATION_PICTURES, channels, 1, 1), 1))
            return values[0].mean((2, 3), keepdim=True)
        with torch.no_grad():
            return compute(node, values, None)

    def normal(self, shape, deviation):
        return (self.random.standard_normal(shape)
                * deviation).astype(np.float32)

    def conv(self, name, channels, kernel, inputs=None, bias=True, groups=1,
             **attrs):
        source = inputs or self.last
        fan_in = self.shapes[source][0] // groups
        weights = self.normal((channels, fan_in, kernel, kernel),
                              (fan_in * kernel * kernel) ** -.5)
        probe = Node(name, 'conv', [source], weights=weights, groups=groups,
                     **attrs)
        deviation = self.try_node(probe).std().item()
        return self.add(name, 'conv', source, weights=weights
                        / np.float32(deviation),
                        bias=self.normal(channels, .2) if bias else None,
                        groups=groups, **attrs)

    def batch_norm(self, name, eps=1e-3, gain=1):
        value = self.values[self.last]
        channels = value.shape[1]
        mean = value.mean((0, 2, 3)).numpy()
        var = value.var((0, 2, 3), unbiased=False).numpy()
        # Few pixels of few pictures make some channels look constant.
        var += .2 * var.mean()
        return self.add(name, 'batch_norm',
                        gamma=self.random.uniform(.6 * gain, 1.4 * gain,
                                                  channels)
                        .astype(np.float32),
                        beta=self.normal(channels, .3),
                        mean=mean + np.sqrt(var) * self.normal(channels, .1),
                        var=var * np.exp(self.normal(channels, .2)), eps=eps)

    def dense(self, name, outputs):
        """Behind a ReLU, of whose values about half are 0."""
        channels, height, width = self.shapes[self.last]
        fan_in = channels * height * width
        square = self.values[self.last].square().mean().item()
        return self.add(name, 'dense',
                        weights=self.normal((outputs, fan_in),
                                            (fan_in * square) ** -.5),
                        bias=self.normal(outputs, .2))


SAME1 = (1, 1, 1, 1)
KERAS = (0, 0, 1, 1)

# How large what a block adds is, as in trained networks.
ADDED = .4


def googlenet(seed=1, head=True):
    """BVLC's, with Caffe's names."""
    b = Builder('googlenet', 224, (104., 117., 123.), 1., 'bgr', seed)

    def conv(name, channels, kernel, inputs=None, **attrs):
        block, short = name.split('/')
        b.conv(name, channels, kernel, inputs, **attrs)
        return b.add('%s/relu_%s' % (block, short.replace('_s2', '')), 'relu')

    def lrn(name):
        b.add(name, 'lrn', size=5, alpha=1e-4 / 5, beta=.75, bias=1.)

    def halve(name):
        b.add(name, 'max_pool', kernel=3, stride=2, ceil=True)

    conv('conv1/7x7_s2', 64, 7, stride=2, pads=(3, 3, 3, 3))
    halve('pool1/3x3_s2')
    lrn('pool1/norm1')
    conv('conv2/3x3_reduce', 64, 1)
    conv('conv2/3x3', 192, 3, pads=SAME1)
    lrn('conv2/norm2')
    halve('pool2/3x3_s2')
    for name, sizes in (('3a', (64, 96, 128, 16, 32, 32)),
                        ('3b', (128, 128, 192, 32, 96, 64)),
                        ('pool3/3x3_s2', None),
                        ('4a', (192, 96, 208, 16, 48, 64)),
                        ('4b', (160, 112, 224, 24, 64, 64)),
                        ('4c', (128, 128, 256, 24, 64, 64)),
                        ('4d', (112, 144, 288, 32, 64, 64)),
                        ('4e', (256, 160, 320, 32, 128, 128)),
                        ('pool4/3x3_s2', None),
                        ('5a', (256, 160, 320, 32, 128, 128)),
                        ('5b', (384, 192, 384, 48, 128, 128))):
        if not sizes:
            halve(name)
            continue
        block, source = 'inception_' + name, b.last
        one, three_reduce, three, five_reduce, five, proj = sizes
        branches = [conv(block + '/1x1', one, 1, source)]
        conv(block + '/3x3_reduce', three_reduce, 1, source)
        branches.append(conv(block + '/3x3', three, 3, pads=SAME1))
        conv(block + '/5x5_reduce', five_reduce, 1, source)
        branches.append(conv(block + '/5x5', five, 5, pads=(2, 2, 2, 2)))
        b.add(block + '/pool', 'max_pool', source, kernel=3, pads=SAME1,
              ceil=True)
        branches.append(conv(block + '/pool_proj', proj, 1))
        b.add(block + '/output', 'concat', branches)
    b.add('pool5/7x7_s1', 'avg_pool', kernel=7, ceil=True, count_pad=True)
    if head:
        b.add('pool5/drop_7x7_s1', 'dropout')
        b.dense('loss3/classifier', 1000)
        b.add('prob', 'softmax')
    return b.graph


def vgg16(seed=2, head=True):
    """Of the Visual Geometry Group, with Caffe's names."""
    b = Builder('vgg16', 224, (103.939, 116.779, 123.68), 1., 'bgr', seed)
    for block, (channels, count) in enumerate(
            ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)), 1):
        for i in range(1, count + 1):
            b.conv('conv%d_%d' % (block, i), channels, 3, pads=SAME1)
            b.add('relu%d_%d' % (block, i), 'relu')
        b.add('pool%d' % block, 'max_pool', kernel=2, stride=2, ceil=True)
    if head:
        for i in (6, 7):
            b.dense('fc%d' % i, 4096)
            b.add('relu%d' % i, 'relu')
            b.add('drop%d' % i, 'dropout')
        b.dense('fc8', 1000)
        b.add('prob', 'softmax')
    return b.graph


def squeezenet11(seed=3, head=True):
    """SqueezeNet 1.1, with Caffe's names."""
    b = Builder('squeezenet11', 227, (104., 117., 123.), 1., 'bgr', seed)

    def halve(name):
        b.add(name, 'max_pool', kernel=3, stride=2, ceil=True)

    b.conv('conv1', 64, 3, stride=2)
    b.add('relu_conv1', 'relu')
    halve('pool1')
    for i, (squeeze, expand) in enumerate(
            ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192),
             (64, 256), (64, 256)), 2):
        fire = 'fire%d/' % i
        b.conv(fire + 'squeeze1x1', squeeze, 1)
        source = b.add(fire + 'relu_squeeze1x1', 'relu')
        b.conv(fire + 'expand1x1', expand, 1, source)
        one = b.add(fire + 'relu_expand1x1', 'relu')
        b.conv(fire + 'expand3x3', expand, 3, source, pads=SAME1)
        three = b.add(fire + 'relu_expand3x3', 'relu')
        b.add(fire + 'concat', 'concat', [one, three])
        if i in (3, 5):
            halve('pool%d' % i)
    if head:
        b.add('drop9', 'dropout')
        b.conv('conv10', 1000, 1)
        b.add('relu_conv10', 'relu')
        b.add('pool10', 'global_avg_pool')
        b.add('prob', 'softmax')
    return b.graph


def resnet50(seed=4, head=True):
    """With Keras' names, and its biases before batch norms."""
    b = Builder('resnet50', 224, (103.939, 116.779, 123.68), 1., 'bgr', seed,
                'input_1')
    activations = iter(range(1, 50))

    def norm(name, gain=1):
        b.batch_norm(name, gain=gain)

    def relu():
        return b.add('activation_%d' % next(activations), 'relu')

    b.add('conv1_pad', 'pad', pads=(3, 3, 3, 3))
    b.conv('conv1', 64, 7, stride=2)
    norm('bn_conv1')
    relu()
    b.add('pool1_pad', 'pad', pads=SAME1)
    b.add('max_pooling2d_1', 'max_pool', kernel=3, stride=2)
    adds = iter(range(1, 17))
    for stage, (channels, blocks) in enumerate(
            ((64, 'abc'), (128, 'abcd'), (256, 'abcdef'), (512, 'abc')), 2):
        for block in blocks:
            ending = '%d%s_branch' % (stage, block)
            source = shortcut = b.last
            stride = 2 if block == 'a' and stage > 2 else 1
            b.conv('res%s2a' % ending, channels, 1, stride=stride)
            norm('bn%s2a' % ending)
            relu()
            b.conv('res%s2b' % ending, channels, 3, pads='same')
            norm('bn%s2b' % ending)
            relu()
            b.conv('res%s2c' % ending, 4 * channels, 1)
            norm('bn%s2c' % ending, ADDED)
            branch = b.last
            if block == 'a':
                b.conv('res%s1' % ending, 4 * channels, 1, source,
                       stride=stride)
                norm('bn%s1' % ending)
                shortcut = b.last
            b.add('add_%d' % next(adds), 'add', [branch, shortcut])
            relu()
    if head:
        b.add('avg_pool', 'global_avg_pool')
        b.dense('fc1000', 1000)
        b.add('fc1000/softmax', 'softmax')
    return b.graph


def mobilenet_v1(seed=5, alpha=1.0, head=True, pads=KERAS):
    """With Keras' names.  pads: before strided convolutions; elsewhere than in
    Keras the same on all sides, that is, SAME1."""
    b = Builder('mobilenet_v1', 224, (127.5,) * 3, 1 / 127.5, 'rgb', seed,
                'input_1')

    def finish(name):
        b.batch_norm(name + '_bn')
        b.add(name + '_relu', 'relu6')

    b.add('conv1_pad', 'pad', pads=pads)
    b.conv('conv1', int(32 * alpha), 3, stride=2, bias=False)
    finish('conv1')
    for i, (channels, stride) in enumerate(
            ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2),
             (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2),
             (1024, 1)), 1):
        if stride == 2:
            b.add('conv_pad_%d' % i, 'pad', pads=pads)
        inputs = b.shapes[b.last][0]
        b.conv('conv_dw_%d' % i, inputs, 3, bias=False, groups=inputs,
               stride=stride, pads=(0, 0, 0, 0) if stride == 2 else 'same')
        finish('conv_dw_%d' % i)
        b.conv('conv_pw_%d' % i, int(channels * alpha), 1, bias=False)
        finish('conv_pw_%d' % i)
    if head:
        b.add('global_average_pooling2d_1', 'global_avg_pool')
        b.add('dropout', 'dropout')
        b.conv('conv_preds', 1000, 1)
        b.add('act_softmax', 'softmax')
    return b.graph


def mobilenet_v2(seed=6, head=True, pads=KERAS):
    """See mobilenet_v1()."""
    b = Builder('mobilenet_v2', 224, (127.5,) * 3, 1 / 127.5, 'rgb', seed,
                'input_1')
    b.add('Conv1_pad', 'pad', pads=pads)
    b.conv('Conv1', 32, 3, stride=2, bias=False)
    b.batch_norm('bn_Conv1')
    b.add('Conv1_relu', 'relu6')
    block = 0
    for expansion, channels, count, first_stride in (
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2),
            (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
        for i in range(count):
            stride = first_stride if i == 0 else 1
            source, inputs = b.last, b.shapes[b.last][0]
            prefix = 'block_%d_' % block if block else 'expanded_conv_'
            if block:
                b.conv(prefix + 'expand', expansion * inputs, 1, bias=False)
                b.batch_norm(prefix + 'expand_BN')
                b.add(prefix + 'expand_relu', 'relu6')
            if stride == 2:
                b.add(prefix + 'pad', 'pad', pads=pads)
            wide = b.shapes[b.last][0]
            b.conv(prefix + 'depthwise', wide, 3, bias=False, groups=wide,
                   stride=stride,
                   pads=(0, 0, 0, 0) if stride == 2 else 'same')
            b.batch_norm(prefix + 'depthwise_BN')
            b.add(prefix + 'depthwise_relu', 'relu6')
            b.conv(prefix + 'project', channels, 1, bias=False)
            adds = inputs == channels and stride == 1
            b.batch_norm(prefix + 'project_BN', gain=ADDED if adds else 1)
            if adds:
                b.add(prefix + 'add', 'add', [source, b.last])
            block += 1
    b.conv('Conv_1', 1280, 1, bias=False)
    b.batch_norm('Conv_1_bn')
    b.add('out_relu', 'relu6')
    if head:
        b.add('global_average_pooling2d_1', 'global_avg_pool')
        b.dense('Logits', 1000)
        b.add('Logits/softmax', 'softmax')
    return b.graph


def inception5h(seed=7, head=True):
    """TensorFlow's first Inception, with that file's names; with the head the
    two auxiliary classifiers as well."""
    b = Builder('inception5h', 224, (117.,) * 3, 1., 'rgb', seed, 'input')

    def conv(name, channels, kernel, inputs=None, **attrs):
        b.conv(name + '_pre_relu', channels, kernel, inputs, pads='same',
               **attrs)
        return b.add(name, 'relu')

    def halve(name):
        b.add(name, 'max_pool', kernel=3, stride=2, pads='same')

    def lrn(name):
        b.add(name, 'lrn', size=11, alpha=1e-4, beta=.5, bias=2.)

    def classifier(i):
        b.dense('softmax%d_pre_activation' % i, 1008)
        b.add('softmax%d' % i, 'softmax')

    conv('conv2d0', 64, 7, stride=2)
    halve('maxpool0')
    lrn('localresponsenorm0')
    conv('conv2d1', 64, 1)
    conv('conv2d2', 192, 3)
    lrn('localresponsenorm1')
    halve('maxpool1')
    heads = {}
    for name, sizes in (('mixed3a', (64, 96, 128, 16, 32, 32)),
                        ('mixed3b', (128, 128, 192, 32, 96, 64)),
                        ('maxpool4', None),
                        ('mixed4a', (192, 96, 204, 16, 48, 64)),
                        ('mixed4b', (160, 112, 224, 24, 64, 64)),
                        ('mixed4c', (128, 128, 256, 24, 64, 64)),
                        ('mixed4d', (112, 144, 288, 32, 64, 64)),
                        ('mixed4e', (256, 160, 320, 32, 128, 128)),
                        ('maxpool10', None),
                        ('mixed5a', (256, 160, 320, 48, 128, 128)),
                        ('mixed5b', (384, 192, 384, 48, 128, 128))):
        if not sizes:
            halve(name)
            continue
        source = b.last
        one, three_reduce, three, five_reduce, five, proj = sizes
        branches = [conv(name + '_1x1', one, 1, source)]
        conv(name + '_3x3_bottleneck', three_reduce, 1, source)
        branches.append(conv(name + '_3x3', three, 3))
        conv(name + '_5x5_bottleneck', five_reduce, 1, source)
        branches.append(conv(name + '_5x5', five, 5))
        b.add(name + '_pool', 'max_pool', source, kernel=3, pads='same')
        branches.append(conv(name + '_pool_reduce', proj, 1))
        b.add(name, 'concat', branches)
        if name in ('mixed4a', 'mixed4d'):
            heads[len(heads)] = name
    trunk = b.last
    for i, source in heads.items():
        if not head:
            break
        b.add('head%d_pool' % i, 'avg_pool', source, kernel=5, stride=3)
        conv('head%d_bottleneck' % i, 128, 1)
        b.dense('nn%d_pre_relu' % i, 1024)
        b.add('nn%d' % i, 'relu')
        classifier(i)
    b.add('avgpool0', 'avg_pool', trunk, kernel=7)
    if head:
        classifier(2)
    return b.graph


TOPOLOGIES = {function.__name__: function
              for function in (googlenet, vgg16, squeezenet11, resnet50,
                               mobilenet_v1, mobilenet_v2, inception5h)}
