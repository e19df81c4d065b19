# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that names what is in a picture, and had no part in the dream."""
import os
import subprocess
import tempfile

import numpy as np

# What the judges are trained on.
SIDE = 224

# ImageNet's classes in their order, from a network that brings their names and
# has one more, for the background, before them.
CLASSES = 1000
NAMES_FROM = 'mobilenet-v1'


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
        raise LookupError('%s knows nothing called “%s”.'
                          % (self.network, subject))

    def look(self, picture):
        """The probabilities of all classes; all of the picture is seen."""
        values = np.asarray(picture.convert('RGB').resize((SIDE, SIDE)),
                            np.float32)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'picture.npy')
            np.save(path, values)
            subprocess.run([self.program, self.network, path, folder,
                            self.layer], check=True)
            logits = np.load(os.path.join(folder, '0.npy'))
        logits = logits.astype(np.float64).mean((1, 2))[-CLASSES:]
        odds = np.exp(logits - logits.max())
        return odds / odds.sum()


def read_names(path):
    with open(path, encoding='utf-8') as lines:
        return [line.strip().lower() for line in lines][-CLASSES:]
