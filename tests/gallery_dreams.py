# SPDX-License-Identifier: GPL-3.0-or-later
"""Dreams for tests/gallery: photos at a common size, presets, the program."""
import configparser
import glob
import os
import subprocess
import sys

from PIL import Image, ImageOps

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NETWORKS = os.path.join(os.environ.get('XDG_DATA_HOME') or
                        os.path.expanduser('~/.local/share'),
                        'deep-dream', 'networks')


def shrink(path, side, scratch):
    picture = ImageOps.exif_transpose(Image.open(path)).convert('RGB')
    picture.info.clear()            # of which Pillow would write a profile
    picture.thumbnail((side, side), Image.LANCZOS)
    name = os.path.splitext(os.path.basename(path))[0]
    small = os.path.join(scratch, '%s-%d.png' % (name,
                                                 len(os.listdir(scratch))))
    picture.save(small)
    return small


def dream(options, path, arguments, scratch, name):
    """The picture, or None where deep-dream says why not.  It is kept by that
    name where the options say so."""
    output = os.path.join(options.keep or scratch, name + '.png')
    done = subprocess.run([options.program, path, '-o', output, '--quiet',
                           *arguments, *options.passed])
    return Image.open(output).copy() if done.returncode == 0 else None


def find_presets(options):
    """Names, and the files of what they dream."""
    found = {os.path.splitext(os.path.basename(path))[0]: path for path in
             sorted(glob.glob(os.path.join(TOP, 'models/presets/*.recipe')))}
    if not options.presets:
        return found
    try:
        return {name: found[name] for name in options.presets.split(',')}
    except KeyError as name:
        sys.exit('There is no preset %s, but: %s.' % (name, ', '.join(found)))


def read_recipe(path):
    """A recipe's keys and values."""
    recipe = configparser.ConfigParser(interpolation=None, strict=False)
    recipe.read(path, encoding='utf-8')
    return recipe['Recipe']
