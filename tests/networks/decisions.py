# SPDX-License-Identifier: GPL-3.0-or-later
"""Gradients where rounding decides.

A ReLU lets a gradient through or not, and a maximum passes it to one place.
Where a value lies within rounding of such a kink, two programs that are both
right decide differently, and one such decision changes a gradient by up to
some percent.  So the decisions are taken from the values that the engine has,
and what they make of a network is a smooth function, whose gradient can be
compared to many digits.  Where a decision is not PyTorch's own, the value must
be as near to the kink as rounding explains.
"""
import torch
import torch.nn.functional as F

import graph as graphs

# How near, as a share of the root of the layer's mean square.
NEAR = 1e-3

KINKED = ('relu', 'relu6', 'max_pool')
TOP = {'relu': torch.inf, 'relu6': 6.}


def needed(graph, layer):
    """The layers whose values decide something below a layer."""
    below = graphs.ancestors(graph, layer)
    names = set()
    for node in graph.nodes:
        if node.name in below and node.op in KINKED:
            names.update(deciding(graph, node))
    return [node.name for node in graph.nodes if node.name in names]


def deciding(graph, node):
    """Of a ReLU its own values, of a maximum those of its input."""
    if node.op != 'max_pool':
        return [node.name]
    return ends(graph, node.inputs[0])


def ends(graph, name):
    """The layers of whose values a value consists."""
    node = graph.node(name)
    if node.op in ('concat', 'pad', 'dropout'):
        return [end for source in node.inputs for end in ends(graph, source)]
    return [name] if node.inputs else []


class Decisions:
    """values: channels x rows x columns of each layer that needed() names, as
    far as the file has it."""

    def __init__(self, graph, values):
        self.graph = graph
        self.values = {name: torch.from_numpy(value)[None]
                       for name, value in values.items()}
        self.changed = 0            # decisions that are not PyTorch's
        self.farthest = 0.          # from a kink, of those, relative

    def compute(self, node, inputs, trained):
        """As graph.compute(), for graph.evaluate()."""
        if node.op in KINKED and all(name in self.values for name in
                                     deciding(self.graph, node)):
            decide = self.pool if node.op == 'max_pool' else self.clip
            return decide(node, inputs[0])
        return graphs.compute(node, inputs, trained)

    def clip(self, node, x):
        top = TOP[node.op]
        mine = self.values[node.name]
        passes = (mine > 0) & (mine < top)
        own = x.detach()
        self.note(own, passes != ((own > 0) & (own < top)),
                  torch.minimum(own.abs(), (own - top).abs()))
        limit = torch.where(mine > 0, torch.full_like(own, min(top, 1e30)),
                            torch.zeros_like(own))
        return torch.where(passes, x, limit)

    def pool(self, node, x):
        x = self.padded(node, x)
        chosen = self.places(node, self.padded(
            node, self.whole(node.inputs[0])))
        own = x.detach()
        most, places = F.max_pool2d(own, node.kernel, node.stride,
                                    return_indices=True)
        result = x.flatten(2).gather(2, chosen.flatten(2)).reshape(most.shape)
        self.note(most, chosen != places, most - result.detach())
        return result

    @staticmethod
    def places(node, x):
        return F.max_pool2d(x, node.kernel, node.stride,
                            return_indices=True)[1]

    @staticmethod
    def padded(node, x):
        around, beyond = graphs.paddings(x, (node.kernel,) * 2, node,
                                         node.ceil)
        return F.pad(F.pad(x, around, value=-torch.inf), beyond,
                     value=-torch.inf)

    def whole(self, name):
        """The engine's values of what need not be a layer of its own."""
        if name in self.values:
            return self.values[name]
        node = self.graph.node(name)
        return graphs.compute(node, [self.whole(source)
                                     for source in node.inputs], None)

    def note(self, values, differs, distance):
        if differs.any():
            scale = values[values.isfinite()].square().mean().sqrt()
            self.changed += int(differs.sum())
            self.farthest = max(self.farthest,
                                (distance[differs].max() / scale).item())
