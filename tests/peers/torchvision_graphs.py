"""Networks as PyTorch writes them to ONNX, with an input and PyTorch's output of it: python3 torchvision_graphs.py FOLDER

A folder each with model.onnx, input_0.npy and output_0.npy. Weights are drawn at random (seed 0) and the statistics of batch
normalisation too, so that nothing is 0 or 1. Made for PyTorch 1.13 and torchvision 0.14 (Debian's python3-torch, python3-torchvision).
"""
import os
import sys

import numpy
import torch
import torch.nn as nn
import torch.nn.functional as functional
import torchvision.models as models


class UNet(nn.Module):
    """Two levels down and up: one by a transposed convolution, one by interpolation."""

    def __init__(self):
        super().__init__()
        block = lambda a, b: nn.Sequential(nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(), nn.Conv2d(b, b, 3, padding=1), nn.ReLU())
        self.first, self.second, self.third = block(3, 8), block(8, 16), block(16, 32)
        self.up = nn.ConvTranspose2d(32, 16, 2, stride=2)
        self.fourth, self.fifth, self.last = block(32, 16), block(24, 8), nn.Conv2d(8, 4, 1)

    def forward(self, x):
        a = self.first(x)
        b = self.second(functional.max_pool2d(a, 2))
        c = self.fourth(torch.cat([self.up(self.third(functional.max_pool2d(b, 2))), b], 1))
        c = functional.interpolate(c, size=a.shape[2:], mode="bilinear", align_corners=False)
        return self.last(self.fifth(torch.cat([c, a], 1)))


def vgg():
    network = models.vgg11_bn()
    network.avgpool, network.classifier = nn.Identity(), nn.Sequential(nn.Linear(512 * 4, 32), nn.ReLU(), nn.Dropout(), nn.Linear(32, 10))
    return network


NETWORKS = {
    "resnet": lambda: models.resnet18(num_classes=10),
    "vgg": vgg,
    "mobilenet-v2": lambda: models.mobilenet_v2(num_classes=10, width_mult=0.5),
    "mobilenet-v3": lambda: models.mobilenet_v3_small(num_classes=10),
    "densenet": lambda: models.DenseNet(growth_rate=8, block_config=(3, 4, 3), num_init_features=16, num_classes=10),
    "efficientnet": lambda: models.efficientnet_b0(num_classes=10),
    "unet": UNet,
}

if __name__ == "__main__":
    for name, make in NETWORKS.items():
        torch.manual_seed(0)
        network = make().eval()
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.uniform_(-0.1, 0.1)
                module.running_var.uniform_(0.8, 1.2)
        folder = os.path.join(sys.argv[1], name)
        os.makedirs(folder)
        x = torch.randn(1, 3, 64, 64)
        torch.onnx.export(network, x, os.path.join(folder, "model.onnx"), opset_version=13, input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "N"}, "output": {0: "N"}})
        x = torch.randn(2, 3, 64, 64)
        with torch.no_grad():
            numpy.save(os.path.join(folder, "output_0.npy"), network(x).numpy())
        numpy.save(os.path.join(folder, "input_0.npy"), x.numpy())
