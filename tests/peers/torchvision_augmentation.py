"""What torchvision 0.14 and Pillow 9.4 make of one small picture, for tests/Striate.Data.Tests/Augmentation/ReferenceTests.cs.

A line a case: its name, a tab, and the numbers, height x width x channels, 0 to 1.
Run: python3 tests/peers/torchvision_augmentation.py > tests/Striate.Data.Tests/Augmentation/torchvision.tsv
"""
import math
import numpy as np
import torch
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

H, W = 7, 9
BILINEAR = InterpolationMode.BILINEAR
data = (np.arange(H * W * 3) * 37 + np.arange(H * W * 3) ** 2 // 7 + 11) % 256
bytes_ = torch.from_numpy(data.reshape(H, W, 3).transpose(2, 0, 1).astype(np.uint8))
x = bytes_.float() / 255


def show(name, tensor):
    values = tensor.permute(1, 2, 0).reshape(-1).tolist()
    print(name + "\t" + " ".join("%.7g" % v for v in values))


def resized(box, size):
    # Pillow resizes planes of floats exactly: crop, then the triangle filter with antialiasing.
    top, left, height, width = box
    planes = [np.asarray(Image.fromarray(p.numpy()).crop((left, top, left + width, top + height)).resize((size[1], size[0]), Image.BILINEAR)) for p in x]
    return torch.from_numpy(np.stack(planes))


def affine(angle=0.0, scale=1.0, shear=(0.0, 0.0), translate=(0, 0)):
    return F.affine(x, angle, list(translate), scale, list(shear), BILINEAR)


show("picture", x)
show("brightness 1.3", F.adjust_brightness(x, 1.3))
show("contrast 0.6", F.adjust_contrast(x, 0.6))
show("contrast 1.5", F.adjust_contrast(x, 1.5))
show("saturation 0.4", F.adjust_saturation(x, 0.4))
show("saturation 1.7", F.adjust_saturation(x, 1.7))
show("hue 0.15", F.adjust_hue(x, 0.15))
show("hue -0.4", F.adjust_hue(x, -0.4))
show("blur 0.9", F.gaussian_blur(x, [7, 7], [0.9, 0.9]))
show("rotate 25", affine(angle=25.0))
show("scale 1.3", affine(scale=1.3))
show("shear 15 -10", affine(shear=(15.0, -10.0)))
show("affine", affine(-40.0, 0.8, (5.0, 12.0), (1, -2)))
show("resize whole 4 5", resized((0, 0, H, W), (4, 5)))
show("resize 1 2 5 6 to 7 9", resized((1, 2, 5, 6), (7, 9)))
show("resize 2 0 4 9 to 2 3", resized((2, 0, 4, 9), (2, 3)))
show("autocontrast", F.autocontrast(x))
show("equalize", F.equalize(bytes_).float() / 255)
show("solarize 0.6", F.solarize(x, 0.6))
show("posterize 3", F.posterize(bytes_, 3).float() / 255)
show("sharpness 1.6", F.adjust_sharpness(x, 1.6))
show("sharpness 0.3", F.adjust_sharpness(x, 0.3))
# RandAugment at magnitude 15 of 30, either way, bilinear.
show("rand rotate 15", affine(angle=15.0))
show("rand shear-x -0.15", affine(shear=(math.degrees(math.atan(-0.15)), 0.0)))
show("rand translate-x 15", affine(translate=(int(150.0 / 331.0 * W * 0.5), 0)))
show("rand color -15", F.adjust_saturation(x, 0.55))
