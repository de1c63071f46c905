# Three runs with a fault each (torch 2.13, tensorboard 2.21, safetensors 0.8): python make_runs.py FOLDER
import json, os, sys
import numpy as np, torch
from safetensors.torch import save_file
from torch import nn
from torch.utils.tensorboard import SummaryWriter

os.chdir(sys.argv[1])
torch.manual_seed(1)
g = np.random.default_rng(0)
centres = 1.5 * g.normal(size=(3, 4))


def classes(n):
    y = g.integers(0, 3, n)
    return (centres[y] + g.normal(size=(n, 4))).astype(np.float32), y


def folder(name):
    os.makedirs(name, exist_ok=True)


# A softmax before CrossEntropyLoss; state dictionaries, a table with four digits.
x, y = classes(90)
np.savez("softmax.npz", x=x, y=y)
X, Y = torch.tensor(x), torch.tensor(y)
net = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3), nn.Softmax(dim=1))
optimizer = torch.optim.Adam(net.parameters(), 1e-2)
loss = nn.CrossEntropyLoss()
folder("softmax")
with open("softmax/log.csv", "w") as log:
    log.write("epoch,loss,accuracy\n")
    for epoch in range(1, 5):
        for batch in torch.randperm(90).split(16):
            optimizer.zero_grad()
            loss(net(X[batch]), Y[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            out = net(X)
            log.write(f"{epoch},{loss(out, Y).item():.4f},{(out.argmax(1) == Y).float().mean().item():.4f}\n")
        torch.save(net.state_dict(), f"softmax/epoch_{epoch}.pt")

# Outputs n x 1 against targets n; checkpoints with the state of the optimizer, TensorBoard.
x = g.normal(size=(80, 4)).astype(np.float32)
y = (np.sin(x[:, 0]) + 0.5 * x[:, 1]).astype(np.float32)
np.savez("broadcast.npz", x=x, y=y)
X, Y = torch.tensor(x), torch.tensor(y)
net = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 1))
optimizer = torch.optim.SGD(net.parameters(), 0.05, momentum=0.9)
writer = SummaryWriter("broadcast")
for step in range(61):
    value = nn.MSELoss()(net(X), Y)
    if step % 20 == 0:
        writer.add_scalar("train/loss", value.item(), step)
        torch.save({"step": step, "model_state_dict": net.state_dict(),
                    "optimizer_state_dict": optimizer.state_dict()}, f"broadcast/step{step}.pth")
    optimizer.zero_grad()
    value.backward()
    optimizer.step()
writer.close()

# Test inputs that are not divided as the training inputs are; means of epochs; safetensors, lines of JSON.
x, y = classes(96)
xt, yt = classes(60)
np.savez("scale.npz", x=x, y=y)
np.savez("scale_test.npz", x=xt, y=yt)
X, Y = torch.tensor(x), torch.tensor(y)
net = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3))
optimizer = torch.optim.SGD(net.parameters(), 0.1)
folder("scale")
save_file(net.state_dict(), "scale/epoch_0.safetensors")
with open("scale/log.jsonl", "w") as log:
    for epoch in range(1, 5):
        total = 0
        for batch in torch.randperm(96).split(24):
            optimizer.zero_grad()
            value = loss(net(X[batch]), Y[batch])
            value.backward()
            optimizer.step()
            total += value.item() * len(batch)
        with torch.no_grad():
            held = loss(net(255 * torch.tensor(xt)), torch.tensor(yt)).item()
        log.write(json.dumps({"epoch": epoch, "train_loss": total / 96, "val_loss": held}) + "\n")
        save_file(net.state_dict(), f"scale/epoch_{epoch}.safetensors")
