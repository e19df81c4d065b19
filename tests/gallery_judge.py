# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that names what is in a picture, and had no part in the dream."""
import os
import subprocess
import sys
import tempfile

import numpy as np

# What the judges are trained on.
SIDE = 224

# ImageNet's classes in their order, from a network that brings their names and
# has one more, for the background, before them.
CLASSES = 1000
NAMES_FROM = 'mobilenet-v1'

# Which of them are birds.
BIRDS = [*range(7, 25), *range(80, 101), *range(127, 147)]


class Judge:
    def __init__(self, network, program, folder):
        """A network installed in the folder; program: tests/networks/layers."""
        self.network = network
        self.program = program
        self.names = read_names(os.path.join(folder,
                                             NAMES_FROM + '.labels.txt'))
        listing = subprocess.run([program, network], check=True, text=True,
                                 stdout=subprocess.PIPE).stdout
        self.layer = listing.splitlines()[-1].split('\t')[0]

    def find(self, subject):
        """The classes that a subject means: of that name, else one that has it
        in its name, as the engine has it."""
        subject = subject.strip().lower()
        for belongs in (lambda name: name == subject,
                        lambda name: subject in
                        (part.strip() for part in name.split(',')),
                        lambda name: subject in name):
            found = [i for i, name in enumerate(self.names) if belongs(name)]
            if found:
                return found
        sys.exit('%s knows nothing called “%s”.' % (self.network, subject))

    def look(self, pictures):
        """The probabilities of all classes, a row for each picture, of which
        all is seen."""
        logits, = look_at_layers(self.program, self.network, [self.layer],
                                 [picture.convert('RGB').resize((SIDE, SIDE))
                                  for picture in pictures])
        logits = logits.astype(np.float64).mean((2, 3))[:, -CLASSES:]
        odds = np.exp(logits - logits.max(1, keepdims=True))
        return odds / odds.sum(1, keepdims=True)


def look_at_layers(program, network, layers, pictures):
    """The values of each layer, pictures x channels x rows x columns.  The
    pictures have one size."""
    values = np.concatenate([np.asarray(picture.convert('RGB'), np.float32)
                             for picture in pictures])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'pictures.npy')
        np.save(path, values)
        subprocess.run([program, network, path, folder, *layers,
                        '--pictures', str(len(pictures))], check=True)
        found = [np.load(os.path.join(folder, '%d.npy' % i))
                 for i in range(len(layers))]
    return [each.reshape(len(pictures), -1, *each.shape[1:]) for each in found]


def read_names(path):
    with open(path, encoding='utf-8') as lines:
        return [line.strip().lower() for line in lines][-CLASSES:]
