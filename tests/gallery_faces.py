# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts faces by a detector that had no part in the dream.

Both detectors answer, at each place of some layers, how sure they are of a face
there and where its sides are.  What overlaps is one face.
"""
import numpy as np

from gallery_judge import look_at_layers

SURE = 0.8
OVERLAP = 0.3

# RFB-320: the layers of scores and boxes, pixels between their places, and how
# large the faces are that are looked for at each place.
RFB = 'faces-rfb320'
RFB_HEADS = [('317', '331', 8, (10, 16, 24)), ('363', '377', 16, (32, 48)),
             ('403', '417', 32, (64, 96)), ('435', '447', 64, (128, 192, 256))]
RFB_SHIFT = 0.1
RFB_GROWTH = 0.2

# YuNet: class, object and box at the coarsest of its three scales, which needs
# none of the others.  Enlarged pictures bring it the smaller faces.
YUNET = 'faces-yunet'
YUNET_HEAD = ['Conv_68', 'Conv_80', 'Conv_74']
YUNET_STRIDE = 32
YUNET_SCALES = (1, 2, 4)


def choose_detector(dreamed_by):
    """The one that did not dream."""
    return RFB if dreamed_by != RFB else YUNET


def count_faces(program, detector, picture):
    find = {RFB: find_by_rfb, YUNET: find_by_yunet}[detector]
    return len(suppress(find(program, picture)))


def find_by_rfb(program, picture):
    """A row for each face: score, centre's x and y, width, height."""
    layers = [name for head in RFB_HEADS for name in head[:2]]
    values = look_at_layers(program, RFB, layers, [picture])
    found = []
    for (_, _, stride, sizes), logits, moves in zip(RFB_HEADS, values[::2],
                                                    values[1::2]):
        rows, columns = logits.shape[2:]
        logits = logits.reshape(len(sizes), 2, rows, columns)
        moves = moves.reshape(len(sizes), 4, rows, columns)
        size = np.array(sizes)[:, None, None]
        x, y = get_places(rows, columns, stride)
        found.append(make_rows(
            sigmoid(logits[:, 1] - logits[:, 0]),
            x + stride / 2 + RFB_SHIFT * size * moves[:, 0],
            y + stride / 2 + RFB_SHIFT * size * moves[:, 1],
            size * np.exp(RFB_GROWTH * moves[:, 2]),
            size * np.exp(RFB_GROWTH * moves[:, 3])))
    return np.concatenate(found)


def find_by_yunet(program, picture):
    """As find_by_rfb()."""
    found = []
    for scale in YUNET_SCALES:
        larger = picture.resize([side * scale for side in picture.size])
        kind, thing, box = (values[0] for values in look_at_layers(
            program, YUNET, YUNET_HEAD, [larger]))
        stride = YUNET_STRIDE / scale
        x, y = get_places(*kind.shape[1:], stride)
        found.append(make_rows(
            sigmoid(kind[0]) * sigmoid(thing[0]),
            x + box[0] * stride, y + box[1] * stride,
            np.exp(box[2]) * stride, np.exp(box[3]) * stride))
    return np.concatenate(found)


def get_places(rows, columns, stride):
    return np.arange(columns)[None] * stride, np.arange(rows)[:, None] * stride


def sigmoid(values):
    return 1 / (1 + np.exp(-values.astype(np.float64)))


def make_rows(scores, *values):
    return np.stack([np.broadcast_to(each, scores.shape).ravel()
                     for each in (scores, *values)], 1)


def suppress(faces):
    """Those that are left when each drops all less sure ones over it."""
    kept = []
    for face in sorted(faces[faces[:, 0] > SURE], key=lambda face: -face[0]):
        if all(get_overlap(face, other) < OVERLAP for other in kept):
            kept.append(face)
    return kept


def get_overlap(a, b):
    """What both cover, as a share of what either covers."""
    low = np.maximum(a[1:3] - a[3:] / 2, b[1:3] - b[3:] / 2)
    high = np.minimum(a[1:3] + a[3:] / 2, b[1:3] + b[3:] / 2)
    both = np.prod(np.maximum(high - low, 0))
    return both / (np.prod(a[3:]) + np.prod(b[3:]) - both)
