"""A training step, or a prediction, of the benchmark's networks in PyTorch, eager or compiled. Prints the median milliseconds as JSON.

pip install torch; run by `npm run bench`. Weights are as PyTorch draws them: times do not depend on them.
"""
import json
import resource
import sys

import torch
from median_time import median_time
from torch import nn


class Pick(nn.Module):
    """The last output of a recurrent layer."""

    def __init__(self, recurrent):
        super().__init__()
        self.recurrent = recurrent

    def forward(self, x):
        return self.recurrent(x)[0][:, -1]


class Block(nn.Module):
    """One block of a transformer: normalised after each sum."""

    def __init__(self, size, heads, inner):
        super().__init__()
        self.attention = nn.MultiheadAttention(size, heads, batch_first=True)
        self.first, self.second = nn.LayerNorm(size), nn.LayerNorm(size)
        self.feed = nn.Sequential(nn.Linear(size, inner), nn.ReLU(), nn.Linear(inner, size))

    def forward(self, x):
        h = self.first(x + self.attention(x, x, x, need_weights=False)[0])
        return self.second(h + self.feed(h)).mean(1)


def dense(*sizes):
    layers = []
    for i in range(1, len(sizes)):
        layers += [nn.Linear(sizes[i - 1], sizes[i])] + ([nn.ReLU()] if i < len(sizes) - 1 else [])
    return nn.Sequential(*layers)


def pair(inputs, filters):
    convolution = lambda a: nn.Conv2d(a, filters, 3, padding=1)
    return [convolution(inputs), nn.ReLU(), convolution(filters), nn.ReLU(), nn.MaxPool2d(2)]


networks = {
    "mlp-8-64-32-1": ([8], lambda: dense(8, 64, 32, 1)),
    "mlp-784-128-64-10": ([784], lambda: dense(784, 128, 64, 10)),
    "mnist-convnet": ([1, 28, 28], lambda: nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 10))),
    "cifar-convnet": ([3, 32, 32], lambda: nn.Sequential(
        *pair(3, 32), *pair(32, 64), nn.Flatten(), nn.Linear(4096, 256), nn.ReLU(), nn.Linear(256, 10))),
    "lstm-64-64": ([64, 64], lambda: nn.Sequential(Pick(nn.LSTM(64, 64, batch_first=True)), nn.Linear(64, 10))),
    "wide-1024": ([1024], lambda: dense(1024, 1024, 1024, 1024, 10)),
    "transformer-block": ([64, 64], lambda: nn.Sequential(Block(64, 4, 256), nn.Linear(64, 10))),
}


def answering(model):
    """For predictions: with the probabilities, as nnet's models give them."""
    return nn.Sequential(model, nn.Softmax(1))


def training(model, x, work):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    outputs = model(x).shape[-1]
    if outputs == 1:
        y = (torch.arange(work["batch"]) % 2).float().unsqueeze(1)
        loss_of = nn.BCEWithLogitsLoss()
    else:
        y = torch.arange(work["batch"]) % outputs
        loss_of = nn.CrossEntropyLoss()
    objective = lambda: loss_of(model(x), y)
    if work.get("compile"):
        objective = torch.compile(objective)

    def step():
        optimizer.zero_grad()
        objective().backward()
        optimizer.step()

    return step


def main():
    work = json.loads(sys.argv[1])
    torch.set_num_threads(work["threads"])
    torch.manual_seed(1)
    shape, make = networks[work["model"]]
    model, x = make(), torch.rand(work["batch"], *shape)
    if work["purpose"] == "train":
        call = training(model, x, work)
    else:
        model = answering(model).eval()
        run = torch.compile(model) if work.get("compile") else model

        def call():
            with torch.inference_mode():
                run(x)

    call()
    median, steps = median_time(work["seconds"], call)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"median": median, "steps": steps, "rss": rss}))


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        print(json.dumps({"cannot": str(error).split("\n")[0][:200]}))
