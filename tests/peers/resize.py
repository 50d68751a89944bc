"""Pillow's resized pictures for Striate's tests: the pixels are byte i = (i * i * 7 + i * 13) mod 251; a line a case, with the sum of byte * (place mod 251 + 1) modulo 2^32.

    /usr/bin/python3 tests/peers/resize.py            (made with Pillow 9.4)
"""
import numpy
from PIL import Image


def total(pixels):
    values = pixels.reshape(-1).astype(numpy.int64)
    return int((values * (numpy.arange(values.size) % 251 + 1)).sum() % 2**32)


for height, width, channels, to_height, to_width, box in [
    (37, 53, 3, 16, 20, None), (37, 53, 3, 60, 90, None), (37, 53, 1, 16, 20, None), (37, 53, 1, 1, 1, None), (1, 1, 3, 5, 7, None), (300, 400, 3, 37, 37, (11, 22, 201, 303)),
    (300, 400, 3, 224, 224, (0, 0, 300, 400)), (300, 400, 3, 300, 100, None), (300, 400, 3, 100, 400, None), (300, 400, 3, 299, 401, (1, 1, 299, 399)), (64, 64, 1, 64, 33, (0, 31, 64, 33)),
]:
    values = numpy.arange(height * width * channels, dtype=numpy.int64)
    pixels = ((values * values * 7 + values * 13) % 251).astype(numpy.uint8).reshape(height, width, channels)
    image = Image.fromarray(pixels[..., 0] if channels == 1 else pixels)
    top, left, box_height, box_width = box or (0, 0, height, width)
    part = image.crop((left, top, left + box_width, top + box_height))
    for name, filter in [("Bilinear", Image.BILINEAR), ("Bicubic", Image.BICUBIC)]:
        print(height, width, channels, to_height, to_width, top, left, box_height, box_width, name, total(numpy.asarray(part.resize((to_width, to_height), filter))))
