"""The peers of benchmarks/compare, one measurement a process; prints one JSON object.

  python3 peers.py training|inference NAME BATCH THREADS first|last     PyTorch, in one of its memory layouts
  python3 peers.py convolution N,C,H,K,R,S,P,GROUPS THREADS first|last  one convolution in PyTorch: forward, and both gradients together
  python3 peers.py export NAME FILE.onnx                                the network for ONNX Runtime, random weights, batch free
"""
import json, pathlib, resource, sys, time, warnings
import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/peers"))
warnings.filterwarnings("ignore")


class Residual(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(inputs, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
                                  nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))
        same = stride == 1 and inputs == width
        self.shortcut = nn.Identity() if same else nn.Sequential(nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))


def lenet5():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
                         nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))


def resnet20():
    layers, inputs = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()], 16
    for width, stride in ((16, 1), (32, 2), (64, 2)):
        for block in range(3):
            layers.append(Residual(inputs, width, stride if block == 0 else 1))
            inputs = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def build(name):
    small = {"lenet5": (lenet5, (1, 28, 28)), "resnet20": (resnet20, (3, 32, 32))}
    if name in small:
        return small[name][0](), small[name][1]
    import torchvision_models
    size = torchvision_models.SIZES.get(name, 224)
    return torchvision_models.build(name), (3, size, size)


def median(run, seconds=1.0, least=5):
    run(), run()
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds or len(times) < least:
        before = time.perf_counter()
        run()
        times.append((time.perf_counter() - before) * 1e3)
    return sorted(times)[len(times) // 2]


def network(mode, name, batch, layout):
    model, shape = build(name)
    x = torch.rand(batch, *shape) * 2 - 1
    if layout == "last":
        model, x = model.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    if mode == "inference":
        model.eval()
        with torch.no_grad():
            return {"ms": median(lambda: model(x))}
    output = model(x)
    classes = output.shape[1]
    labels = torch.randint(0, classes, (batch, *output.shape[2:]))
    optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9, weight_decay=1e-4)

    def step():
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(model(x), labels).backward()
        optimizer.step()

    return {"ms": median(step)}


def convolution(problem, layout):
    n, c, h, k, r, s, p, groups = map(int, problem.split(","))
    memory = torch.channels_last if layout == "last" else torch.contiguous_format
    x = torch.randn(n, c, h, h).to(memory_format=memory).requires_grad_(True)
    layer = nn.Conv2d(c, k, r, s, p, groups=groups).to(memory_format=memory)
    with torch.no_grad():
        forward = median(lambda: layer(x), 0.5)
    y = layer(x)
    dy = torch.randn_like(y)
    return {"forward": forward, "backward": median(lambda: torch.autograd.grad(y, [x, layer.weight, layer.bias], dy, retain_graph=True), 0.5)}


def main(command, *arguments):
    torch.manual_seed(0)
    if command == "export":
        model, shape = build(arguments[0])
        torch.onnx.export(model.eval(), torch.randn(1, *shape), arguments[1], opset_version=13, input_names=["x"], output_names=["y"],
                          dynamic_axes={"x": {0: "N"}, "y": {0: "N"}})
        return
    torch.set_num_threads(int(arguments[-2]))
    result = convolution(arguments[0], arguments[-1]) if command == "convolution" else network(command, arguments[0], int(arguments[1]), arguments[-1])
    print(json.dumps(result | {"version": f"PyTorch {torch.__version__}", "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


main(*sys.argv[1:])
