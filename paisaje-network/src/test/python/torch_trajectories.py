"""Writes the torch trajectories that OptimizerReferenceTest compares with.

    python torch_trajectories.py > ../resources/org/paisaje/training/optimizer/torch-trajectories.txt

The function of theta in R^11, in double:
    f = sum_i (i + 1)/4 (theta_i - cos i)^2 + 0.1 sum_i theta_i^4 + 0.3 sum_i theta_i theta_(i+1),
from theta_i = sin(i + 1); i from 0. A line holds optimizer text, step and theta in hexadecimal floats.
"""
import math
import torch
from torch.optim import SGD, Adagrad, Adam, AdamW, RMSprop
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, LinearLR, OneCycleLR, StepLR

P = 11
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
a = torch.tensor([(i + 1) / 4 for i in range(P)])
c = torch.tensor([math.cos(i) for i in range(P)])


def f(t):
    return (a * (t - c) ** 2).sum() + 0.1 * (t**4).sum() + 0.3 * (t[:-1] * t[1:]).sum()


RULES = {
    "sgd:0.05": lambda q: SGD(q, lr=0.05),
    "sgd:0.05,decay=0.1": lambda q: SGD(q, lr=0.05, weight_decay=0.1),
    "sgd:0.02,momentum=0.9": lambda q: SGD(q, lr=0.02, momentum=0.9),
    "sgd:0.02,momentum=0.9,dampening=0.3,decay=0.01": lambda q: SGD(
        q, lr=0.02, momentum=0.9, dampening=0.3, weight_decay=0.01),
    "sgd:0.02,momentum=0.9,nesterov=true": lambda q: SGD(q, lr=0.02, momentum=0.9, nesterov=True),
    "nesterov:0.02,momentum=0.8,decay=0.05": lambda q: SGD(
        q, lr=0.02, momentum=0.8, nesterov=True, weight_decay=0.05),
    "adagrad:0.1": lambda q: Adagrad(q, lr=0.1),
    "adagrad:0.1,rate-decay=0.01,eps=1e-8,decay=0.1": lambda q: Adagrad(
        q, lr=0.1, lr_decay=0.01, eps=1e-8, weight_decay=0.1),
    "rmsprop:0.01": lambda q: RMSprop(q, lr=0.01),
    "rmsprop:0.01,alpha=0.9,eps=1e-6,momentum=0.5,decay=0.1": lambda q: RMSprop(
        q, lr=0.01, alpha=0.9, eps=1e-6, momentum=0.5, weight_decay=0.1),
    "rmsprop:0.01,alpha=0.95,centered=true": lambda q: RMSprop(q, lr=0.01, alpha=0.95, centered=True),
    "rmsprop:0.01,alpha=0.95,momentum=0.7,centered=true": lambda q: RMSprop(
        q, lr=0.01, alpha=0.95, momentum=0.7, centered=True),
    "adam:0.02": lambda q: Adam(q, lr=0.02),
    "adam:0.02,beta1=0.8,beta2=0.95,eps=1e-4,decay=0.1": lambda q: Adam(
        q, lr=0.02, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1),
    "adamw:0.02": lambda q: AdamW(q, lr=0.02),
    "adamw:0.02,beta1=0.85,decay=0.3": lambda q: AdamW(q, lr=0.02, betas=(0.85, 0.999), weight_decay=0.3),
}


def run(rule, schedule=None, clip=None):
    theta = torch.tensor([math.sin(i + 1) for i in range(P)], requires_grad=True)
    optimizer = rule([theta])
    scheduler = schedule(optimizer) if schedule else None
    for step in range(1, 101):
        optimizer.zero_grad()
        f(theta).backward()
        if clip:
            # clip_grad_norm_ adds 1e-6 to the norm; this is the definition.
            theta.grad.mul_(min(1.0, clip / float(theta.grad.norm())))
        optimizer.step()
        if scheduler:
            scheduler.step()
        if step in (1, 2, 10, 100):
            yield step, theta


SCHEDULES = {
    "step:30,gamma=0.5": lambda o: StepLR(o, 30, 0.5),
    "exponential:0.97": lambda o: ExponentialLR(o, 0.97),
    "cosine:100,floor=0.1": lambda o: CosineAnnealingLR(o, 100, eta_min=0.002),
    "linear:50,from=1,to=0.25": lambda o: LinearLR(o, 1.0, 0.25, 50),
    "onecycle:101": lambda o: OneCycleLR(o, max_lr=0.02, total_steps=101, cycle_momentum=False),
}


def show(key, points):
    for step, theta in points:
        print(key, step, *(t.hex() for t in theta.tolist()), sep="\t")


print("# torch", torch.__version__)
for text, rule in RULES.items():
    show(text + "\tconstant\tinf", run(rule))
for text, schedule in SCHEDULES.items():
    show("sgd:0.02\t" + text + "\tinf", run(lambda q: SGD(q, lr=0.02), schedule))
show("sgd:0.05\tconstant\t1.5", run(lambda q: SGD(q, lr=0.05), clip=1.5))
