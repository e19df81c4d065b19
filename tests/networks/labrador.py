#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a trained network, as its description has it, names a dog.

  labrador.py NETWORK PHOTO --program LAYERS

The photo shows a Labrador retriever, one of ImageNet's thousand classes.  An
installed classifier that is read right, and told of its input by its
description, prefers that class to all others.  Exits with 77 where the network
is not installed.  check.sh installs what this needs into
$DEEP_DREAM_TEST_DATA/deep-dream/networks.
"""
import argparse
import os
import subprocess
import sys
import tempfile

try:
    import cv2
    import numpy as np
except ImportError as error:
    print('OpenCV is missing (%s): install python3-opencv.' % error)
    sys.exit(77)

CLASSES = 1000
LABRADOR = 208

# What the networks are trained on; they take larger pictures, too.
SIDE = {'inception-v3': 299}
USUAL_SIDE = 224


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('network')
    parser.add_argument('photo')
    parser.add_argument('--program', required=True,
                        help='what layers.c was compiled to')
    options = parser.parse_args()

    data = os.environ.get('DEEP_DREAM_TEST_DATA')
    if data:
        os.environ['XDG_DATA_HOME'] = data
    home = os.environ.get('XDG_DATA_HOME') or os.path.expanduser(
        '~/.local/share')
    if not os.path.exists(os.path.join(home, 'deep-dream', 'networks',
                                       options.network + '.network')):
        print('The network %s is not installed in %s.'
              % (options.network, home))
        sys.exit(77)

    side = SIDE.get(options.network, USUAL_SIDE)
    photo = cv2.cvtColor(cv2.imread(options.photo), cv2.COLOR_BGR2RGB)
    picture = cv2.resize(photo, (side, side), interpolation=cv2.INTER_AREA)
    scores = logits(options.program, options.network,
                    picture.astype(np.float32))
    order = np.argsort(-scores)
    # Some have a class for the background before all others.
    expected = LABRADOR + len(scores) - CLASSES
    print('%s: %s' % (options.network, ', '.join(
        'class %d %.2f' % (i, scores[i]) for i in order[:3])))
    if order[0] != expected:
        sys.exit('The Labrador retriever, class %d, has %.2f'
                 % (expected, scores[expected]))


def logits(program, network, picture):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'picture.npy')
        np.save(path, picture)
        last = subprocess.run([program, network], check=True, text=True,
                              stdout=subprocess.PIPE).stdout.splitlines()[-1]
        subprocess.run([program, network, path, folder, last.split('\t')[0]],
                       check=True)
        values = np.load(os.path.join(folder, '0.npy'))
    # More than one position only if the picture is larger than trained on.
    return values.mean((1, 2))


main()
