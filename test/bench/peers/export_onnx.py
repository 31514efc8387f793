"""Writes the networks that predict as ONNX files, one for each batch size, into the folder that is named. pip install torch onnx."""
import os
import sys

import torch
from torch_step import answering, networks

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
torch.manual_seed(1)
for name in ["mlp-784-128-64-10", "mnist-convnet", "cifar-convnet"]:
    shape, make = networks[name]
    model = answering(make()).eval()
    for batch in [1, 256]:
        path = os.path.join(folder, f"{name}-{batch}.onnx")
        # The exporter by tracing: its file is one, with the weights inside.
        torch.onnx.export(model, (torch.rand(batch, *shape),), path, dynamo=False)
