"""Makes the folder adam: checkpoints of a PyTorch run that hold the state of Adam, and what the divided Hessian is there.

Run as: python make_adam.py FOLDER, with torch 2.13 and numpy; runs.npz of make.py lies in FOLDER. The last layer has a rate of its
own. sharpness.txt has for each checkpoint the largest eigenvalue of the Hessian divided by
(1 - beta1^t) (sqrt(v / (1 - beta2^t)) + eps), times the rate of the parameter over the largest rate.
"""
import os
import sys
import numpy as np
import torch

folder = sys.argv[1]
os.makedirs(f"{folder}/adam", exist_ok=True)
data = np.load(f"{folder}/runs.npz")
x, y = torch.tensor(data["x"]), torch.tensor(data["y"]).long()
torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
net = torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.Tanh(), torch.nn.Linear(6, 3))
rule = torch.optim.Adam([{"params": net[0].parameters(), "lr": 0.02}, {"params": net[2].parameters(), "lr": 0.005}],
                        betas=(0.8, 0.99))
loss = torch.nn.CrossEntropyLoss()
parameters = list(net.parameters())


def divided():
    gradient = torch.cat([g.reshape(-1) for g in torch.autograd.grad(loss(net(x), y), parameters, create_graph=True)])
    hessian = torch.stack([torch.cat([g.reshape(-1) for g in torch.autograd.grad(g, parameters, retain_graph=True)])
                           for g in gradient]).numpy()
    t = rule.state[parameters[0]]["step"].item()
    scale = []
    for group in rule.param_groups:
        for p in group["params"]:
            v = rule.state[p]["exp_avg_sq"].reshape(-1).numpy()
            scale.append((1 - 0.8 ** t) * (np.sqrt(v / (1 - 0.99 ** t)) + 1e-8) * 0.02 / group["lr"])
    root = 1 / np.sqrt(np.concatenate(scale))
    return np.linalg.eigvalsh(root[:, None] * hessian * root[None, :])[-1]


with open(f"{folder}/adam/sharpness.txt", "w") as out:
    for step in range(121):
        if step in (40, 80, 120):
            torch.save({"model": net.state_dict(), "optimizer": rule.state_dict(), "step": step},
                       f"{folder}/adam/step_{step}.pt")
            out.write(f"{step} {divided():.12f}\n")
        rule.zero_grad()
        loss(net(x), y).backward()
        rule.step()
