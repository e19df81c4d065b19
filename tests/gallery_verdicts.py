# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what was asked for appears, by networks that did not dream it."""
import collections
import os
import random
import statistics
import subprocess
import sys

from PIL import Image

from gallery_dreams import NETWORKS, dream, find_presets, read_recipe
from gallery_faces import choose_detector, count_faces
from gallery_judge import BIRDS, Judge
from gallery_photos import JUDGED, JUDGED_BRIEFLY, is_unseen

# Of different kinds: animals that stand out, buildings, machines.
SUBJECTS = ['great grey owl', 'golden retriever', 'castle', 'monarch',
            'goldfish', 'macaw', 'sports car', 'tabby']

# Which places among the judge's classes count.
TOP_RANKS = 5

# What is dreamed: a title, the subjects, and the program's options.
Dream = collections.namedtuple('Dream', 'title subjects arguments')

Verdict = collections.namedtuple('Verdict', 'photo rank_before rank')


def choose_photos(options, photos):
    """All that were named, else some of those that were collected."""
    if options.photo:
        return photos
    wanted = JUDGED_BRIEFLY if options.random_classes else JUDGED
    found = [photo for photo in photos if photo[0] in wanted]
    if len(found) < len(wanted):
        sys.exit('Some photos are missing.  Collect them with: tests/gallery '
                 '--fetch')
    return found


# --- Subjects ---------------------------------------------------------------

def judge(options, photos, scratch):
    judging = make_judge(options)
    pictures = [Image.open(path) for _, path in photos]
    before = dict(zip((path for _, path in photos), judging.look(pictures)))
    seeds = range(options.seeds)
    verdicts = []

    print('%-20s %-11s %4s %9s %5s %9s %5s  %s' % (
        'subject', 'photo', 'seed', 'before', 'rank', 'after', 'rank', 'best'))
    for each in find_dreams(options, judging):
        classes = [i for subject in each.subjects
                   for i in judging.find(subject)]
        cases = [(name, path, seed) for name, path in photos for seed in seeds]
        dreamed = [dream(options, path,
                         [*each.arguments, '--seed', str(seed)], scratch,
                         '%s-%s-%d' % (each.title, name, seed))
                   for name, path, seed in cases]
        if None in dreamed:
            return 1
        for (name, path, seed), after in zip(cases, judging.look(dreamed)):
            verdict = Verdict(name, get_rank(classes, before[path]),
                              get_rank(classes, after))
            verdicts.append(verdict)
            print('%-20s %-11s %4d %9.1e %5d %9.1e %5d  %s' % (
                each.title, mark(name), seed, before[path][classes].sum(),
                verdict.rank_before, after[classes].sum(), verdict.rank,
                judging.names[after.argmax()]), flush=True)

    summarize(verdicts)
    return 0


def get_rank(classes, probabilities):
    return 1 + (probabilities > probabilities[classes].max()).sum()


def mark(name):
    return name + ('*' if is_unseen(name) else '')


def summarize(verdicts):
    """What a photo showed before is no credit to the dream."""
    new = [verdict for verdict in verdicts if verdict.rank_before > TOP_RANKS]
    unseen = [verdict for verdict in new if is_unseen(verdict.photo)]

    if len(new) < len(verdicts):
        print('%d dreams of what the photo shows are not counted.'
              % (len(verdicts) - len(new)))
    for title, group in ('All photos', new), ('Photos with *', unseen):
        if group:
            print('%-14s among the first %d: %s; first: %s' % (
                title + ':', TOP_RANKS,
                get_share(group, TOP_RANKS), get_share(group, 1)))


def get_share(verdicts, last):
    n = sum(verdict.rank <= last for verdict in verdicts)
    return '%d of %d (%.0f %%)' % (n, len(verdicts), 100 * n / len(verdicts))


def find_dreams(options, judging):
    if options.presets:
        dreams = [Dream(name, wanted(path), ['--recipe', path])
                  for name, path in find_presets(options).items()]
        dreams = [each for each in dreams if each.subjects]
        if not dreams:
            sys.exit('These presets have no subject.')
        return dreams

    subjects = SUBJECTS
    if options.subjects:
        subjects = options.subjects.split(',')
    elif options.random_classes:
        subjects = random.Random(options.random_seed).sample(
            sorted(set(judging.names)), options.random_classes)
    return [Dream(subject, [subject], ['--subject', subject])
            for subject in subjects]


def wanted(path):
    """The subjects of a recipe that are not driven away."""
    parted = (subject.partition(':') for subject in
              read_recipe(path).get('subject', '').split(','))
    return [name.strip() for name, _, weight in parted
            if name.strip() and float(weight or 1) > 0]


# --- Faces and birds --------------------------------------------------------

def count(options, photos, scratch):
    """Prints a number for each preset, photo and seed, before and after."""
    if not options.presets:
        sys.exit('Say which presets: --presets NAME,…')

    after = []
    print('%-20s %-11s %4s %7s %7s' % ('preset', 'photo', 'seed', 'before',
                                       'after'))
    for title, recipe in find_presets(options).items():
        measure = make_measure(options, recipe)
        for name, path in photos:
            before = measure(Image.open(path))
            for seed in range(options.seeds):
                picture = dream(options, path,
                                ['--recipe', recipe, '--seed', str(seed)],
                                scratch, '%s-%s-%d' % (title, name, seed))
                if not picture:
                    return 1
                after.append(measure(picture))
                print('%-20s %-11s %4d %7.3g %7.3g' % (
                    title, mark(name), seed, before, after[-1]), flush=True)

    print('Median %.3g, mean %.3g, least %.3g' % (
        statistics.median(after), statistics.mean(after), min(after)))
    return 0


def make_measure(options, recipe):
    """Maps a picture to how many faces it has, or how likely a bird is."""
    if options.faces:
        detector = choose_detector(read_recipe(recipe).get('network', ''))
        return lambda picture: count_faces(options.layers, detector, picture)

    judging = make_judge(options)
    return lambda picture: judging.look([picture])[0][BIRDS].sum()


def make_judge(options):
    try:
        return Judge(options.judge_network, options.layers, NETWORKS)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit('The judge is not there; see --help.  %s' % error)
