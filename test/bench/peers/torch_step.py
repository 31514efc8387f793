"""One training step of a stack of dense layers in PyTorch, eager, one thread. Prints the milliseconds of each step as JSON.

pip install torch; run by `npm run bench`.
"""
import json
import sys
import time

import torch

work = json.loads(sys.argv[1])
sizes, batch = work["sizes"], work["batch"]
torch.set_num_threads(1)
layers = []
for i in range(1, len(sizes)):
    layers.append(torch.nn.Linear(sizes[i - 1], sizes[i]))
    if i < len(sizes) - 1:
        layers.append(torch.nn.ReLU())
model = torch.nn.Sequential(*layers)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
x = torch.rand(batch, sizes[0])
if sizes[-1] == 1:
    y = (torch.arange(batch) % 2).float().unsqueeze(1)
    loss_of = torch.nn.BCEWithLogitsLoss()
else:
    y = torch.arange(batch) % sizes[-1]
    loss_of = torch.nn.CrossEntropyLoss()
times = []
for i in range(work["warmup"] + work["steps"]):
    begin = time.perf_counter()
    optimizer.zero_grad()
    loss = loss_of(model(x), y)
    loss.backward()
    optimizer.step()
    if i >= work["warmup"]:
        times.append((time.perf_counter() - begin) * 1000)
print(json.dumps({"loss": loss.item(), "times": times}))
