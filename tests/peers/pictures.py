"""What libpng, libjpeg-turbo and Pillow make of a folder of pictures, as a table for Striate's tests.

    gcc -O1 -o libpng_decode tests/peers/libpng_decode.c -lpng
    gcc -O1 -o libjpeg_decode tests/peers/libjpeg_decode.c -ljpeg
    /usr/bin/python3 tests/peers/pictures.py FOLDER > tests/Striate.Data.Tests/Pictures/expected.tsv

A line a file: its path, height, width and the sum of byte * (place mod 251 + 1) modulo 2^32 over its pixels as RGBA, or "refused" and why.
PNG: libpng. JPEG: libjpeg-turbo; stored inks become colours as in its program djpeg, R = (C * K + 127) / 255, then Pillow turns them as Exif asks.
BMP and PNM: a reference picture beside them (image-rs/reference/…bmp.png, go-image/NAME.png) if there is one; masks by their definition below, rounded
(Pillow refuses many and cuts the others); its twin in bmpsuite for the one in OS/2's RLE24; else Pillow.
Made with libpng 1.6.39, libjpeg-turbo 2.1.5 and Pillow 9.4 of Debian 12.
"""
import os
import struct
import subprocess
import sys
import warnings

import numpy
from PIL import Image

warnings.simplefilter("ignore")
TURNS = {2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180, 4: Image.FLIP_TOP_BOTTOM, 5: Image.TRANSPOSE, 6: Image.ROTATE_270, 7: Image.TRANSVERSE, 8: Image.ROTATE_90}


def decoded(program, *arguments):
    run = subprocess.run([program, *arguments], capture_output=True)
    if run.returncode:
        raise ValueError(run.stderr.decode().strip().removeprefix("refused: ") or f"exit code {run.returncode}")
    return numpy.frombuffer(run.stdout, numpy.uint8).reshape([int(size) for size in run.stderr.split()])


def png(path):
    return Image.fromarray(decoded("./libpng_decode", path))


def jpeg(path, *eighths):
    pixels = decoded("./libjpeg_decode", path, *eighths)
    if pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    elif pixels.shape[2] == 4:
        pixels = ((pixels[..., :3].astype(int) * pixels[..., 3:] + 127) // 255).astype(numpy.uint8)
    image = Image.fromarray(pixels)
    try:
        turn = TURNS.get(Image.open(path).getexif().get(274))
    except Exception:
        turn = None
    return image if turn is None else image.transpose(turn)


def masked(data):
    start, header, width, height, _, bits, compression = struct.unpack_from("<IIiiHHI", data, 10)
    masks = struct.unpack_from("<IIII", data, 54) if compression == 3 else (0x7C00, 0x3E0, 0x1F, 0) if bits == 16 else (0xFF0000, 0xFF00, 0xFF, 0)
    masks = masks if compression == 0 or header >= 56 else masks[:3] + (0,)
    stride = (width * bits + 31) // 32 * 4
    pixels = numpy.zeros((abs(height), width, 4), numpy.uint8)
    for row in range(abs(height)):
        for column in range(width):
            value = int.from_bytes(data[start + row * stride + column * bits // 8:][:bits // 8], "little")
            for channel, mask in enumerate(masks):
                pixels[row, column, channel] = 255 if mask == 0 else round((value & mask) / mask * 255)
    return Image.fromarray(pixels if height < 0 else pixels[::-1])


def other(path):
    if path.endswith(".bmp"):
        for reference in (path.replace("image-rs/images/", "image-rs/reference/") + ".png", os.path.splitext(path)[0] + ".png"):
            if os.path.exists(reference):
                return png(reference)
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"BM" and data[30:31] in (b"\0", b"\3") and struct.unpack_from("<H", data, 28)[0] in (16, 32):
        return masked(data)
    image = Image.open(path.replace("rgb24rle24", "pal8os2sp"))
    if image.format not in ("BMP", "PPM"):
        raise ValueError(f"{image.format}, which Striate does not read")
    return image


def picture(path, *eighths):
    with open(path, "rb") as file:
        head = file.read(8)
    return png(path) if head == b"\x89PNG\r\n\x1a\n" else jpeg(path, *eighths) if head[:2] == b"\xff\xd8" else other(path)


def total(image):
    values = numpy.asarray(image.convert("RGBA")).reshape(-1).astype(numpy.int64)
    return int((values * (numpy.arange(values.size) % 251 + 1)).sum() % 2**32)


if __name__ == "__main__":
    root = sys.argv[1]
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            try:
                image = picture(path)
                print(os.path.relpath(path, root), image.height, image.width, total(image), sep="\t")
            except Exception as error:
                words = "no picture" if "cannot identify" in str(error) else str(error).replace("\n", " ")
                print(os.path.relpath(path, root), "refused", words, sep="\t")
