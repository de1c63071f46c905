"""Writes state dictionaries of chains with normalisations, inputs and outputs in double precision: make_normalised_weights.py FOLDER (torch)."""

import sys

import numpy as np
import torch
from torch import nn

out = sys.argv[1]
torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
x = torch.randn(8, 4)


class Named(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 8, bias=False)
        self.bn1 = nn.BatchNorm1d(8)
        self.fc2 = nn.Linear(8, 5)
        self.ln = nn.LayerNorm(5)
        self.head = nn.Linear(5, 2)

    def forward(self, h):
        h = torch.relu(self.bn1(self.fc1(h)))
        return self.head(torch.relu(self.ln(self.fc2(h))))


def write(net, name):
    net.train()
    for _ in range(5):
        net(torch.randn(32, 4) * 2 + 1)
    with torch.no_grad():
        for p in net.parameters():
            p.add_(0.1 * torch.randn_like(p))
    net.eval()
    torch.save(net.state_dict(), f"{out}/{name}.pth")
    np.save(f"{out}/{name}.npy", net(x).detach().numpy())


write(nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.1), nn.Linear(8, 6), nn.ReLU(),
                    nn.BatchNorm1d(6), nn.Linear(6, 2)), "chain-numbered")
write(Named(), "chain-named")
np.save(f"{out}/chain-x.npy", x.numpy())
