# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet of small pictures: a column for each photo, a row for each preset."""
from PIL import Image, ImageDraw, ImageFont

from gallery_dreams import dream, find_presets

GAP = 6
LABEL_WIDTH = 120
LABEL_HEIGHT = 20


def draw_sheet(options, photos, scratch):
    presets = find_presets(options)
    if not presets:
        sys.exit('There are no presets.')

    side = options.thumbnail
    sheet = Image.new('RGB', (LABEL_WIDTH + len(photos) * (side + GAP),
                              LABEL_HEIGHT + (len(presets) + 1) * (side + GAP)),
                      'white')
    failed = 0

    for column, (name, path) in enumerate(photos):
        write(sheet, LABEL_WIDTH + column * (side + GAP), 2, name)
        show(sheet, side, column, 0, Image.open(path))

    for row, (name, path) in enumerate(presets.items(), 1):
        write(sheet, 4, LABEL_HEIGHT + row * (side + GAP), name)
        for column, (_, photo) in enumerate(photos):
            picture = dream(options, photo, ['--recipe', path], scratch,
                            '%s-%d' % (name, column))
            show(sheet, side, column, row, picture)
            failed += picture is None
        # What is there so far can be looked at.
        sheet.save(options.output)

    print('%s: %d presets, %d photos, %d failed'
          % (options.output, len(presets), len(photos), failed))
    return failed > 0


def show(sheet, side, column, row, picture):
    x = LABEL_WIDTH + column * (side + GAP)
    y = LABEL_HEIGHT + row * (side + GAP)
    if picture is None:
        write(sheet, x, y, 'failed')
        return
    picture = picture.convert('RGB')
    picture.thumbnail((side, side), Image.LANCZOS)
    sheet.paste(picture, (x, y))


def write(sheet, x, y, text):
    try:
        font = ImageFont.truetype('DejaVuSans.ttf', 13)
    except OSError:
        font = ImageFont.load_default()
    ImageDraw.Draw(sheet).text((x, y), text, fill='black', font=font)
