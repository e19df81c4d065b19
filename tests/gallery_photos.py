# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs for tests/gallery, of different kinds, from Debian's packages.

They are free, but none lies in the repository; a network brings one more.  Only
what looks as it did is taken: a photo's checksum counts, not the package's
version.
"""
import glob
import hashlib
import os
import subprocess
import sys
import tempfile

SCIKIT_IMAGE = 'python3-skimage', 'usr/lib/python3/dist-packages/skimage/data/'
SCIKIT_LEARN = ('python3-sklearn',
                'usr/lib/python3/dist-packages/sklearn/datasets/images/')
LOMIRI = 'lomiri-wallpapers-16.04', 'usr/share/backgrounds/'

# Name, package and folder, file, SHA-256.
PHOTOS = [
    ('portrait', SCIKIT_IMAGE, 'astronaut.png',
     '88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5'),
    ('landscape', LOMIRI, 'picosdeeuropa_by_Aitzol_Berasategi.jpg',
     '414d0072b2f6f2c555deafeaef6e45c4fed6fa9ad26eba6560ca8803959cf97a'),
    ('building', SCIKIT_LEARN, 'china.jpg',
     '8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29'),
    ('flower', SCIKIT_LEARN, 'flower.jpg',
     'a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638'),
    ('table', SCIKIT_IMAGE, 'coffee.png',
     'cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7'),
    ('cat', SCIKIT_IMAGE, 'chelsea.png',
     '596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb'),
    ('rocket', SCIKIT_IMAGE, 'rocket.jpg',
     'c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c'),
    ('texture', SCIKIT_IMAGE, 'gravel.png',
     'c48615b451bf1e606fbd72c0aa9f8cc0f068ab7111ef7d93bb9b0f2586440c12'),
]

# Dreams are judged on photos of different kinds, and many subjects on few.
JUDGED = ['portrait', 'table', 'landscape', 'building', 'cat', 'rocket']
JUDGED_BRIEFLY = ['table', 'landscape', 'cat']

# Settings were chosen by what they make of these (the first lies in docs);
# others are the honest test.
TUNED_ON = ['before', 'portrait', 'table']


def is_unseen(name):
    return name not in TUNED_ON


def default_folder():
    cache = os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache')
    return os.path.join(cache, 'deep-dream', 'photos')


def find_photos(folder):
    """The photos of a folder as (name, path), in the order of PHOTOS."""
    order = [photo[0] for photo in PHOTOS]
    found = [(os.path.splitext(os.path.basename(path))[0], path)
             for path in glob.glob(os.path.join(folder, '*.*'))]
    return sorted(found, key=lambda photo: (
        order.index(photo[0]) if photo[0] in order else len(order), photo))


def fetch_photos(folder):
    """Makes the folder complete."""
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name, (package, place), file, checksum in PHOTOS:
            path = os.path.join(folder, name + os.path.splitext(file)[1])
            if not is_right(path, checksum):
                write(path, take(scratch, package, place + file, checksum))
            print(path)


def take(scratch, package, file, checksum):
    """The photo as it is installed, else from the package."""
    if is_right('/' + file, checksum):
        with open('/' + file, 'rb') as installed:
            return installed.read()

    data = unpack(download(scratch, package), file)
    if hashlib.sha256(data).hexdigest() != checksum:
        sys.exit('%s in %s is not the photo that it was: look at it and change '
                 'its checksum in %s.' % (file, package, __file__))
    return data


def download(scratch, package):
    """The package's file; the same package is fetched once."""
    archives = os.path.join(scratch, package + '_*.deb')
    if not glob.glob(archives):
        # Into a folder of ours, to which apt's own user has no access.
        subprocess.run(['apt-get', 'download', '-qq', '-o',
                        'APT::Sandbox::User=root', package],
                       cwd=scratch, check=True)
    return glob.glob(archives)[0]


def unpack(archive, file):
    with subprocess.Popen(['dpkg-deb', '--fsys-tarfile', archive],
                          stdout=subprocess.PIPE) as packed:
        return subprocess.run(['tar', '-xO', './' + file], check=True,
                              stdin=packed.stdout,
                              stdout=subprocess.PIPE).stdout


def is_right(path, checksum):
    try:
        with open(path, 'rb') as photo:
            return hashlib.sha256(photo.read()).hexdigest() == checksum
    except FileNotFoundError:
        return False


def write(path, data):
    with open(path + '.part', 'wb') as part:
        part.write(data)
    os.replace(path + '.part', path)
