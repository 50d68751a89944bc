"""torchvision's networks as a peer of Striate.Models: their parameters, and outputs for random weights. Needs torch and torchvision (measured with 0.14.1).

  python3 torchvision_models.py list                    a line a network: name, learnt numbers, tensors, SHA-256 of the names and shapes (tests/Striate.Tests/Models/torchvision.txt)
  python3 torchvision_models.py names NAME              the lines that the digest is taken of
  python3 torchvision_models.py export NAME DIR [BATCH] random weights, an input and the output: weights.safetensors, input.npy, expected.npy
  python3 torchvision_models.py compare A.npy B.npy     the largest difference over the largest number of B; exit code 1 above 1e-4

To hold a network against its peer:

  python3 torchvision_models.py export resnet18 peer
  striate run --model resnet18 --weights peer/weights.safetensors --input peer/input.npy --output peer
  python3 torchvision_models.py compare peer/output.npy peer/expected.npy
"""
import hashlib, json, os, struct, sys
import numpy, torch
import torchvision.models as zoo
from torch import nn
from torchvision.ops.misc import Conv2dNormActivation

NAMES = ["alexnet", "densenet121", "efficientnet_b0", "efficientnet_b1", "efficientnet_b2", "efficientnet_b3", "googlenet", "inception_v3",
         "mobilenet_v1", "mobilenet_v2", "mobilenet_v2:0.35", "mobilenet_v2:1.4", "resnet18", "resnet34", "resnet50", "resnet101", "squeezenet1_1", "unet", "unet:2", "unet:5",
         "vgg11", "vgg11_bn", "vgg13", "vgg13_bn", "vgg16", "vgg16_bn", "vgg19", "vgg19_bn"]
SIZES = {"inception_v3": 299, "unet": 160, "efficientnet_b1": 240, "efficientnet_b2": 288, "efficientnet_b3": 300}


class MobileNetV1(nn.Module):
    """Howard et al. 2017, table 1; torchvision has none."""

    def __init__(self):
        super().__init__()
        pairs = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
        layers, channels = [Conv2dNormActivation(3, 32, 3, 2)], 32
        for width, stride in pairs:
            layers.append(nn.Sequential(Conv2dNormActivation(channels, channels, 3, stride, groups=channels), Conv2dNormActivation(channels, width, 1)))
            channels = width
        self.features, self.classifier = nn.Sequential(*layers), nn.Linear(channels, 1000)

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


class UNet(nn.Module):
    """Ronneberger et al. 2015, figure 1, with zeros at the borders, batch normalisation, and a chosen number of levels."""

    def __init__(self, levels=4, width=32, channels_in=3, classes=12):
        super().__init__()
        block = lambda i, o: nn.Sequential(
            nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
            nn.Conv2d(o, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU())
        widths = [width << level for level in range(levels)]
        self.down = nn.ModuleList(block(i, o) for i, o in zip([channels_in] + widths[:-1], widths))
        self.up = nn.ModuleList(nn.ConvTranspose2d(widths[l + 1], widths[l], 2, 2) for l in reversed(range(levels - 1)))
        self.merge = nn.ModuleList(block(2 * widths[l], widths[l]) for l in reversed(range(levels - 1)))
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        skips = []
        for level, down in enumerate(self.down):
            x = down(x if level == 0 else nn.functional.max_pool2d(x, 2))
            skips.append(x)
        skips.pop()
        for up, merge in zip(self.up, self.merge):
            x = merge(torch.cat([up(x), skips.pop()], 1))
        return self.head(x)


def build(name):
    """A name, perhaps with a width (mobilenet_v2:0.5) or a number of levels (unet:5)."""
    name, _, setting = name.partition(":")
    if name == "unet":
        return UNet(int(setting or 4))
    if name == "mobilenet_v1":
        return MobileNetV1()
    options = {"init_weights": False, "aux_logits": False} if name in ("googlenet", "inception_v3") else {"width_mult": float(setting)} if setting else {}
    return getattr(zoo, name)(**options)


def tensors(network):
    return {name: tensor for name, tensor in network.state_dict().items() if not name.endswith("num_batches_tracked")}


def lines(network):
    return sorted(f"{name} {'x'.join(map(str, tensor.shape))}" for name, tensor in tensors(network).items())


def write_safetensors(path, named):
    header, offset = {}, 0
    for name, tensor in named.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + 4 * tensor.numel()]}
        offset += 4 * tensor.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<q", len(text)) + text)
        for tensor in named.values():
            file.write(tensor.detach().numpy().astype("<f4").tobytes())


def export(name, folder, batch=2):
    torch.manual_seed(1)
    network = build(name).eval()
    for module in network.modules():  # as after training: no statistic is 0 or 1
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1), module.running_var.uniform_(0.5, 1.5)
            module.weight.data.uniform_(0.5, 1.5), module.bias.data.normal_(0, 0.1)
    size = SIZES.get(name.partition(":")[0], 224)
    x = torch.randn(batch, 3, size, size)
    os.makedirs(folder, exist_ok=True)
    write_safetensors(os.path.join(folder, "weights.safetensors"), tensors(network))
    with torch.no_grad():
        numpy.save(os.path.join(folder, "input.npy"), x.numpy()), numpy.save(os.path.join(folder, "expected.npy"), network(x).numpy())


def compare(ours, theirs):
    ours, theirs = numpy.load(ours), numpy.load(theirs)
    if ours.shape != theirs.shape:
        raise SystemExit(f"shapes differ: {ours.shape} and {theirs.shape}")
    worst = numpy.abs(ours - theirs).max() / numpy.abs(theirs).max()
    print(f"largest difference {worst:.2e} of the largest output {numpy.abs(theirs).max():.4g}")
    raise SystemExit(0 if worst <= 1e-4 else 1)


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "list":
        for name in NAMES:
            network = build(name)
            text = "\n".join(lines(network)) + "\n"
            print(name, sum(p.numel() for p in network.parameters()), len(tensors(network)), hashlib.sha256(text.encode()).hexdigest(), flush=True)
    elif command == "names":
        print("\n".join(lines(build(arguments[0]))))
    elif command == "export":
        export(arguments[0], arguments[1], int(arguments[2]) if len(arguments) > 2 else 2)
    elif command == "compare":
        compare(*arguments)
    else:
        raise SystemExit(__doc__)
