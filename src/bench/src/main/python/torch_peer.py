"""One network in PyTorch, as the .dnn file of the same name has it: trained, tested, saved.

torch_peer.py NETWORK EPOCHS THREADS DATA [DEVICE VARIANT] prints, as one JSON object, the seconds of each epoch, the loss
of the last, the accuracy on the test split, and the most bytes that PyTorch took of a card. Data lie in memory, on a card
on the card, and batches are gathered by hand: faster than a DataLoader, which MiniBatchLoader has, as most scripts do.

A variant is eager, compile (torch.compile, which uses CUDA graphs where it can), or graphs (a step recorded by hand).
The network "rate" multiplies large matrices in bf16 on a card, and prints how fast.
"""

import csv
import gzip
import json
import os
import sys
import tempfile
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

network, epochs, threads, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
device, variant = sys.argv[5:7] if len(sys.argv) > 5 else ("cpu", "eager")
on_card = device == "cuda"
torch.set_num_threads(threads)
torch.manual_seed(1)


def cube():
    x = torch.rand(10_000, 3)
    total = x.sum(1)
    y = torch.stack([total < 1, (total > 1) & (total < 2), total > 2], 1).float()
    return x[:7000], y[:7000], x[7000:], y[7000:]


def diabetes():
    with open(os.path.join(folder, "diabetes.csv"), newline="") as file:
        rows = numpy.array([[float(v) for v in row] for row in list(csv.reader(file))[1:]], dtype=numpy.float32)
    rows = torch.from_numpy(rows)[torch.randperm(len(rows))]
    cut = len(rows) * 7 // 10
    x, y = rows[:, 1:9], rows[:, 9:10]
    x = (x - x[:cut].mean(0)) / x[:cut].std(0, unbiased=False)
    return x[:cut], y[:cut], x[cut:], y[cut:]


def digits():
    def read(name, header):
        with gzip.open(os.path.join(folder, name)) as file:
            return torch.from_numpy(numpy.frombuffer(file.read(), numpy.uint8, offset=header).copy())

    def images(part):
        x = read(part + "-images-idx3-ubyte.gz", 16).view(-1, 1, 28, 28)
        return (x.float() / 255 - 0.1307) / 0.3081, read(part + "-labels-idx1-ubyte.gz", 8).long()

    return *images("train10k"), *images("t10k")


def noise():
    x, y = torch.rand(11_264, 784), torch.randint(0, 10, (11_264,))
    return x[:10_240], y[:10_240], x[10_240:], y[10_240:]


def sound():
    x, y = torch.rand(69_632, 1024), torch.randint(0, 10, (69_632,))
    return x[:65_536], y[:65_536], x[65_536:], y[65_536:]


def rate():
    """Multiply-adds a second, twice: as products are counted."""
    a = torch.randn(8192, 8192, device=device, dtype=torch.bfloat16)
    b = torch.randn(8192, 8192, device=device, dtype=torch.bfloat16)
    for timed in (False, True):
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(50):
            a @ b
        torch.cuda.synchronize()
        seconds = time.perf_counter() - start
    return "%.0f TFLOP/s" % (50 * 2 * 8192**3 / seconds / 1e12)


def layers(sizes, activation, *last):
    made = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        made += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*made[:-1], *last)


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), layers([400, 120, 84, 10], nn.ReLU))


def sgd(model, rate, momentum=0.0):
    return torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)


def adam(model, rate):
    return torch.optim.Adam(model.parameters(), lr=rate, **({"capturable": True} if variant == "graphs" else {}))


def by_class(outputs, targets):
    return outputs.argmax(1) == (targets if targets.dim() == 1 else targets.argmax(1))


def by_half(outputs, targets):
    return (outputs > 0.5) == (targets > 0.5)


CLINIC = lambda: layers([8, 32, 8, 4, 1], nn.Sigmoid, nn.Sigmoid())
NETWORKS = {  # data, model, optimizer, loss, rows in a batch (0: all), what is right
    "CubeTraining": (cube, lambda: layers([3, 5, 5, 5, 3], nn.ReLU), lambda m: sgd(m, 0.01), functional.mse_loss, 0, by_class),
    "FullBatch": (diabetes, CLINIC, lambda m: adam(m, 0.005), functional.binary_cross_entropy, 0, by_half),
    "MiniBatch": (diabetes, CLINIC, lambda m: adam(m, 0.005), functional.binary_cross_entropy, 128, by_half),
    "MiniBatchLoader": (diabetes, CLINIC, lambda m: adam(m, 0.005), functional.binary_cross_entropy, 128, by_half),
    "Digits10kTraining": (
        digits, lambda: nn.Sequential(nn.Flatten(), layers([784, 512, 256, 128, 64, 10], nn.ReLU)),
        lambda m: sgd(m, 0.01, 0.5), functional.cross_entropy, 64, by_class),
    "LeNetTraining": (digits, lenet, lambda m: sgd(m, 0.01, 0.5), functional.cross_entropy, 64, by_class),
    "WideTraining": (
        noise, lambda: layers([784, 1024, 1024, 1024, 10], nn.ReLU), lambda m: adam(m, 0.001), functional.cross_entropy,
        256, by_class),
    "HugeTraining": (
        sound, lambda: layers([1024, 4096, 4096, 4096, 10], nn.ReLU), lambda m: adam(m, 0.0001), functional.cross_entropy,
        4096, by_class),
}

if network == "rate":
    print(rate())
    sys.exit()

data, model, optimizer, loss_of, batch, right = NETWORKS[network]
x, y, test_x, test_y = (t.to(device) for t in data())
model = model().to(device)
optimizer = optimizer(model)
rows = len(x)
batch = batch or rows
in_bf16 = on_card and network == "HugeTraining"
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch, shuffle=True)


def batches():
    if network.endswith("Loader"):
        yield from loader
    elif batch < rows:
        for chosen in torch.randperm(rows, device=device).split(batch):
            yield x[chosen], y[chosen]
    else:
        yield x, y


def loss_of_batch(inputs, targets):
    with torch.autocast(device, dtype=torch.bfloat16, enabled=in_bf16):
        return loss_of(model(inputs), targets)


def eager(inputs, targets):
    optimizer.zero_grad(set_to_none=True)
    loss = forward(inputs, targets)
    loss.backward()
    optimizer.step()
    return loss.detach()


class Graph:
    """A step recorded for whole batches; a short one is run as it is."""

    def __init__(self):
        self.inputs, self.targets = x[:batch].clone(), y[:batch].clone()
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                eager(self.inputs, self.targets)
        torch.cuda.current_stream().wait_stream(side)
        self.graph = torch.cuda.CUDAGraph()
        optimizer.zero_grad(set_to_none=True)
        with torch.cuda.graph(self.graph):
            self.loss = forward(self.inputs, self.targets)
            self.loss.backward()
            optimizer.step()

    def __call__(self, inputs, targets):
        if len(inputs) < batch:
            return eager(inputs, targets)
        self.inputs.copy_(inputs)
        self.targets.copy_(targets)
        self.graph.replay()
        return self.loss.detach()


forward = torch.compile(loss_of_batch, mode="reduce-overhead") if variant == "compile" else loss_of_batch
step = Graph() if variant == "graphs" else eager

seconds = []
for epoch in range(epochs):
    start = time.perf_counter()
    total = torch.zeros((), device=device)
    for inputs, targets in batches():
        total += step(inputs, targets) * len(inputs)
    last = total.item() / rows
    seconds.append(time.perf_counter() - start)

with torch.no_grad():
    accuracy = torch.cat([
        right(model(test_x[i:i + 1000]), test_y[i:i + 1000]).float().view(-1) for i in range(0, len(test_x), 1000)
    ]).mean().item()
with tempfile.TemporaryDirectory() as folder:
    torch.save(model.state_dict(), os.path.join(folder, "model.pt"))
print(json.dumps({
    "torch": torch.__version__, "seconds": seconds, "loss": last, "accuracy": accuracy,
    "card_bytes": torch.cuda.max_memory_allocated() if on_card else 0}))
