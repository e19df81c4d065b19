# SPDX-License-Identifier: GPL-3.0-or-later
"""What OpenCV makes of a network file."""
import os

import cv2
import graph as graphs
import numpy as np
import torch

# Before the names of layers of ONNX files, by version.
PREFIXES = ('', 'onnx_node!', 'onnx_node_output_0!')


def read(path):
    """A network, or None for what OpenCV does not know."""
    stem, ending = os.path.splitext(path)
    if ending == '.caffemodel' and os.path.exists(stem + '.prototxt'):
        return cv2.dnn.readNetFromCaffe(stem + '.prototxt', path)
    if ending == '.onnx':
        try:
            return cv2.dnn.readNetFromONNX(path)
        except cv2.error:
            # Of newer versions' operations it knows some only.
            return None
    if ending == '.pb':
        return cv2.dnn.readNetFromTensorflow(path)
    return None


def knows(path):
    return read(path) is not None


def values(path, graph, picture, layers):
    """Of those of the layers that OpenCV knows by name: channels x rows x
    columns.  picture: H x W x 3, 0..255, as trained on: it takes the size of
    whole pictures from the file."""
    network = read(path)
    x = torch.from_numpy(picture.transpose(2, 0, 1)[None].copy())
    network.setInput(graphs.preprocess(graph, x).numpy())
    network.enableFusion(False)
    known = set(network.getLayerNames())
    asked = {name: prefix + name for name in layers for prefix in PREFIXES
             if prefix + name in known}
    results = network.forward(list(asked.values()))
    return {name: np.asarray(result)[0].reshape(
                result.shape[1:] if result.ndim == 4 else (-1, 1, 1))
            for name, result in zip(asked, results)}
