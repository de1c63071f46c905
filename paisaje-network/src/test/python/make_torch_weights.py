"""Trains two small networks in PyTorch and stores their weights, some inputs and their outputs.

Made with PyTorch 2.13.0, safetensors 0.8.0 and NumPy 2.4.6:
    python make_torch_weights.py ../resources/org/paisaje/weights
"""

import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import save_file

folder = pathlib.Path(sys.argv[1])
torch.manual_seed(3)
torch.set_num_threads(1)


def train(name, activation, dtype, prefix=""):
    net = torch.nn.Sequential(
        torch.nn.Linear(5, 9), activation(), torch.nn.Linear(9, 6), activation(), torch.nn.Linear(6, 3)
    ).to(dtype)
    x = torch.randn(40, 5, dtype=dtype)
    y = torch.sin(x[:, :3])
    optimizer = torch.optim.Adam(net.parameters(), 1e-2)
    for _ in range(200):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(net(x), y).backward()
        optimizer.step()
    state = {prefix + key: value for key, value in net.state_dict().items()}
    save_file(state, folder / f"{name}.safetensors")
    np.savez(folder / f"{name}.npz", **{key: value.numpy() for key, value in state.items()})
    np.save(folder / f"{name}-x.npy", x.numpy())
    np.save(folder / f"{name}-f.npy", net(x).detach().numpy())


train("tanh-f64", torch.nn.Tanh, torch.float64)
train("relu-f32", torch.nn.ReLU, torch.float32, prefix="model.net.")
