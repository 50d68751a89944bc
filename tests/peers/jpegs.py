"""Small JPEG files for Striate's tests and what Pillow and libjpeg-turbo make of them.

    /usr/bin/python3 tests/peers/jpegs.py FOLDER      (beside ./libjpeg_decode, see pictures.py; FOLDER is data/image-codec; made with Pillow 9.4 and libjpeg-turbo 2.1.5)
"""
import base64
import io
import os
import sys

import numpy
from PIL import Image, ImageOps

sys.path.insert(0, os.path.dirname(__file__))
from pictures import jpeg, total


def saved(pixels, mode, **options):
    file = io.BytesIO()
    Image.fromarray(pixels, mode).save(file, "JPEG", quality=75, **options)
    return file.getvalue()


row, column = numpy.mgrid[0:10, 0:14]
colours = numpy.stack([25 * row, 18 * column, 255 - 25 * row], -1).astype(numpy.uint8)
inks = numpy.stack([25 * row, 18 * column, 255 - 25 * row, 3 * row + 5 * column], -1).astype(numpy.uint8)
for name, data in [("colours", saved(colours, "RGB", subsampling=0)), ("grey", saved(colours[..., 1], "L", progressive=True)), ("inks", saved(inks, "CMYK"))]:
    with open(name + ".jpg", "wb") as file:
        file.write(data)
    print(name, total(jpeg(name + ".jpg")), base64.b64encode(data).decode())
with open("colours.jpg", "rb") as file:
    data = file.read()
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[274] = orientation
    image = Image.open(io.BytesIO(data))
    turned = io.BytesIO()
    block = exif.tobytes()
    marked = data[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + data[2:]
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(marked)))
    print("orientation", orientation, image.height, image.width, total(image))
for name in ["jpeg-misc/tower.jpg", "jpeg-misc/tower_progressive.jpg", "jpeg-misc/tower_grayscale.jpg", "exif-orientation/Portrait_6.jpg"]:
    for eighths in range(1, 9):
        image = jpeg(os.path.join(sys.argv[1], name), str(eighths))
        print(name, eighths, image.height, image.width, total(image))
