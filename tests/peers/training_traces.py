"""PyTorch's losses over 50 training steps, in float32 and in float64, as a reference for ours (tests/Striate.Tests/Training/TraceTests.cs). Needs torch (measured with 1.13).

  python3 training_traces.py CIFAR10_DIR OUTPUT_DIR      writes a CSV a network and optimiser

What both sides compute, so that no weights are stored:
- Weights: x0 = FNV-1a (64 bits) of the parameter's name, x[i + 1] = 6364136223846793005 x[i] + 1442695040888963407 mod 2^64 (Knuth's MMIX), u[i] = (x[i + 1] >> 40) / 2^24,
  w[i] = float32((2 u[i] - 1) sqrt(6 / fan-in)) with doubles inside; biases, shifts and running means are 0, scales and running variances 1.
- Data: step s takes the pictures BATCH s to BATCH s + BATCH - 1 of data_batch_1 as (byte - 128) / 64. ResNet-20 learns their classes; the U-Net learns for each pixel (red + green + blue) div 192.
- SGD: rate 0.01, momentum 0.9, decay 5e-4. Adam: rate 1e-3, decay 1e-4. Cross-entropy, its mean over all targets.
The float64 run starts from the same float32 numbers. Its weights, data and loss are doubles throughout.

The drift of float32 is the luck of a few roundings: a rectifier's argument that is nearly 0 (and with it a flat region of a picture), or a first gradient whose sign alone is Adam's first step, falls
on the other side, and what follows grows by itself. So float32 runs ORDERS times, each with the channels of every layer and the pictures of every batch in another order: the same function, other sums.
The drift is the largest of these runs'.
"""
import gzip, os, sys
import numpy, torch
from torch import nn

BATCH, STEPS, ORDERS = 32, 50, 8


class Block(nn.Module):
    """He et al. 2015, section 4.2, with a projection where the size changes."""

    def __init__(self, channels_in, channels, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels_in, channels, 3, stride, 1, bias=False), nn.BatchNorm2d(channels)
        self.conv2, self.bn2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels)
        changes = stride > 1 or channels_in != channels
        self.shortcut = nn.Sequential(nn.Conv2d(channels_in, channels, 1, stride, bias=False), nn.BatchNorm2d(channels)) if changes else nn.Sequential()

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + self.shortcut(x))


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        stage = lambda i, o, s: nn.Sequential(Block(i, o, s), Block(o, o, 1), Block(o, o, 1))
        self.layer1, self.layer2, self.layer3, self.linear = stage(16, 16, 1), stage(16, 32, 2), stage(32, 64, 2), nn.Linear(64, 10)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        return self.linear(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


def build_unet():
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from torchvision_models import UNet
    return UNet(levels=3, width=8, channels_in=3, classes=4)


def draw(name, shape):
    """The first weights of a parameter."""
    x, mask = 0xCBF29CE484222325, (1 << 64) - 1
    for byte in name.encode():
        x = ((x ^ byte) * 0x100000001B3) & mask
    fan_in = int(numpy.prod(shape[1:]))
    values = numpy.empty(int(numpy.prod(shape)), numpy.float32)
    for i in range(values.size):
        x = (x * 6364136223846793005 + 1442695040888963407) & mask
        values[i] = numpy.float32((2 * ((x >> 40) / 2**24) - 1) * (6 / fan_in) ** 0.5)
    return torch.from_numpy(values.reshape(shape))


def initialize(network):
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if parameter.dim() > 1:
                parameter.copy_(draw(name, tuple(parameter.shape)))
            else:
                parameter.fill_(1 if name.endswith("weight") else 0)


def order_of(count, seed):
    """A permutation; seed 0 leaves everything in its place."""
    return torch.randperm(count, generator=torch.Generator().manual_seed(1000 * seed + count)) if seed else torch.arange(count)


def reorder(network, seed):
    """Renumbers channels: maps of as many channels all in the same order, so that sums and concatenations still meet; classes keep their places."""
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            outputs, inputs = parameter.shape[0], parameter.shape[1] if parameter.dim() > 1 else 0
            if name.startswith("up."):  # transposed: in, out
                parameter.copy_(parameter[order_of(outputs, seed)][:, order_of(inputs, seed)] if inputs else parameter[order_of(outputs, seed)])
                continue
            half = order_of(inputs // 2, seed)
            columns = torch.cat([half, inputs // 2 + half]) if name.startswith("merge.") and name.endswith(".0.weight") else order_of(inputs, seed)
            rows = torch.arange(outputs) if name.startswith(("linear.", "head.")) else order_of(outputs, seed)
            parameter.copy_(parameter[rows][:, columns] if inputs else parameter[rows])


def train(build, optimizer, inputs, targets, dtype, seed=0):
    """The losses; a seed other than 0 changes the order of channels and of the pictures in a batch."""
    network = build()
    initialize(network)
    reorder(network, seed)
    network.to(dtype).train()
    descent = optimizer(network.parameters())
    inputs, losses = inputs[:, order_of(3, seed)], []
    for step in range(STEPS):
        batch = BATCH * step + order_of(BATCH, seed)
        loss = nn.functional.cross_entropy(network(inputs[batch].to(dtype)), targets[batch])
        descent.zero_grad()
        loss.backward()
        descent.step()
        losses.append(loss.item())
    return losses


def main(folder, output):
    raw = numpy.frombuffer(gzip.open(os.path.join(folder, "data_batch_1.bin.gz")).read(BATCH * STEPS * 3073), numpy.uint8).reshape(-1, 3073)
    pictures = raw[:, 1:].reshape(-1, 3, 32, 32)
    inputs = torch.from_numpy((pictures.astype(numpy.float32) - 128) / 64)
    classes = torch.from_numpy(raw[:, 0].astype(numpy.int64))
    regions = torch.from_numpy(pictures.astype(numpy.int64).sum(1) // 192)
    for name, build, targets in [("resnet20", ResNet20, classes), ("unet", build_unet, regions)]:
        for kind, optimizer in [("sgd", lambda p: torch.optim.SGD(p, 0.01, momentum=0.9, weight_decay=5e-4)), ("adam", lambda p: torch.optim.Adam(p, 1e-3, weight_decay=1e-4))]:
            double = train(build, optimizer, inputs, targets, torch.float64)
            singles = [train(build, optimizer, inputs, targets, torch.float32, seed) for seed in range(ORDERS)]
            with open(os.path.join(output, f"{name}-{kind}.csv"), "w", newline="\n") as file:
                file.write(f"# Made by tests/peers/training_traces.py with torch {torch.__version__}: losses of {name} with {kind}, batches of {BATCH}; drift: the largest of {ORDERS} float32 runs.\nstep,float64,float32,drift\n")
                for step in range(STEPS):
                    drift = max(abs(losses[step] - double[step]) for losses in singles)
                    file.write(f"{step + 1},{double[step]!r},{singles[0][step]!r},{drift:.3g}\n")
            print(name, kind, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
