# SPDX-License-Identifier: GPL-3.0-or-later
"""What OpenCV makes of a network file."""
import os

import cv2
import graph as graphs
import numpy as np
import torch

# OpenCV takes these for what they do to whole pictures of any size, and so
# agrees on pictures of the trained size only.
WHOLE = ('global_avg_pool', 'dense')

# Before the names of layers of ONNX files, by version.
PREFIXES = ('', 'onnx_node!', 'onnx_node_output_0!')


def read(path):
    """A network, or None for a format that OpenCV does not know."""
    stem, ending = os.path.splitext(path)
    if ending == '.caffemodel' and os.path.exists(stem + '.prototxt'):
        return cv2.dnn.readNetFromCaffe(stem + '.prototxt', path)
    if ending == '.onnx':
        return cv2.dnn.readNetFromONNX(path)
    if ending == '.pb':
        return cv2.dnn.readNetFromTensorflow(path)
    return None


def values(path, graph, picture, layers):
    """Of those of the layers that it knows by name: channels x rows x
    columns.  picture: H x W x 3, 0..255."""
    network = read(path)
    if network is None:
        return {}
    x = torch.from_numpy(picture.transpose(2, 0, 1)[None].copy())
    network.setInput(graphs.preprocess(graph, x).numpy())
    network.enableFusion(False)
    whole = tainted(graph) if picture.shape[:2] != (graph.size,) * 2 else ()
    known = set(network.getLayerNames())
    asked = {}
    for name in layers:
        found = [prefix + name for prefix in PREFIXES if prefix + name in known]
        if found and name not in whole:
            asked[name] = found[0]
    if not asked:
        return {}
    results = network.forward(list(asked.values()))
    return {name: np.asarray(result)[0].reshape(
                (-1, *result.shape[2:]) if result.ndim == 4 else (-1, 1, 1))
            for name, result in zip(asked, results)}


def tainted(graph):
    """What sees whole pictures, and all that depends on it."""
    names = set()
    for node in graph.nodes:
        if node.op in WHOLE or names.intersection(node.inputs):
            names.add(node.name)
    return names
