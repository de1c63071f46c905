"""Writes small files of weights as PyTorch and h5py write them, with what they hold, for ForeignWeightsTest.

Made with torch 2.13.0, numpy 2.4.6, h5py 3.16.0, safetensors 0.8.0:
    python make_foreign_weights.py ../resources/org/paisaje/weights/foreign
"""

import json
import os
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

import h5py
import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
torch.manual_seed(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.bottleneck = nn.Linear(4, 4)
        self.act = nn.Tanh()
        self.out = nn.Linear(4, 2)

    def forward(self, x):
        return self.out(self.act(self.bottleneck(self.act(self.hidden(x)))))


net = Net()
x = torch.randn(5, 3)
np.save(out / "x.npy", x.double().numpy())
np.save(out / "f.npy", net(x).detach().double().numpy())
torch.save(net.state_dict(), out / "state.pth")
torch.save(net, out / "module.pt")
other = Net()
optimizer = torch.optim.Adam(other.parameters())
loss = other(x).square().mean()
loss.backward()
optimizer.step()
torch.save({"epoch": 3, "model_state_dict": other.state_dict(), "optimizer_state_dict": optimizer.state_dict(),
            "loss": loss.item(), "args": {"lr": 1e-3}}, out / "checkpoint.pth")
torch.save({"generator": net.state_dict(), "discriminator": net.state_dict()}, out / "two.pth")

# Every type, strides that are not those of rows, a view with an offset, an empty tensor.
base = torch.arange(24, dtype=torch.float64).reshape(4, 6)
torch.save(OrderedDict(f64=base, f32=base.float(), f16=base.half(), bf16=base.bfloat16(), i64=base.long(), i32=base.int(),
                       i16=base.short(), i8=base.to(torch.int8), u8=base.to(torch.uint8), bool=base > 3,
                       transposed=base.t(), view=base[1:3, 2:5], empty=torch.zeros(0, 3), scalar=torch.tensor(7.0)),
           out / "types.pt")
torch.save(OrderedDict(w=torch.ones(2, 2).to_sparse(), v=torch.ones(2)), out / "sparse.pt")

sequential = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
torch.save(sequential.state_dict(), out / "sequential.pth")
torch.save(nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2)).state_dict(),
           out / "normalised.pth")
torch.save(nn.Sequential(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(8, 2)).state_dict(), out / "convolution.pth")
torch.save(sequential.state_dict(), out / "old.pth", _use_new_zipfile_serialization=False)


class Evil:
    def __reduce__(self):
        return os.system, ("true",)  # never run: the reader must refuse it


torch.save({"model": sequential.state_dict(), "extra": Evil()}, out / "evil.pth")

# Convolutions with everything that a state dictionary does not tell: paddings, strides, pools, a flattening by channel.
torch.set_default_dtype(torch.float64)
images = torch.randn(3, 2, 8, 8)
np.save(out / "images.npy", images.reshape(3, -1).numpy())


class Classic(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 3, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(3)
        self.conv2 = nn.Conv2d(3, 4, 3, padding=1)
        self.fc1 = nn.Linear(4 * 4, 5)
        self.fc2 = nn.Linear(5, 3)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


for name, cnn in [("cnn-named", Classic()), ("cnn-strided", nn.Sequential(
        nn.Conv2d(2, 4, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(4, 4, 3, groups=4, padding=1), nn.BatchNorm2d(4),
        nn.ReLU(), nn.Flatten(), nn.Linear(4 * 16, 3)))]:
    cnn(torch.randn(20, 2, 8, 8) * 2 + 1)
    cnn.eval()
    torch.save(cnn.state_dict(), out / f"{name}.pth")
    save_file(cnn.state_dict(), out / f"{name}.safetensors")
    np.save(out / f"{name}.npy", cnn(images).detach().numpy())
torch.set_default_dtype(torch.float32)

# Keras 3 (.weights.h5 and .keras) and Keras 2 (.h5): kernels are inputs x outputs.
k0, b0 = net.hidden.weight.detach().numpy().T, net.hidden.bias.detach().numpy()
k1, b1 = net.bottleneck.weight.detach().numpy().T, net.bottleneck.bias.detach().numpy()
k2, b2 = net.out.weight.detach().numpy().T, net.out.bias.detach().numpy()


def keras3(path):
    with h5py.File(path, "w") as f:
        for name, k, b in [("dense", k0, b0), ("dense_1", k1, b1), ("dense_2", k2, b2)]:
            f.create_dataset(f"layers/{name}/vars/0", data=k)
            f.create_dataset(f"layers/{name}/vars/1", data=b)
        f.create_group("layers/input_layer/vars")
        f.create_dataset("optimizer/vars/0", data=np.int64(3))


keras3(out / "keras3.weights.h5")
keras3(out / "model.weights.h5")
dense = [{"class_name": "Dense", "config": {"units": u, "activation": a}} for u, a in
         [(4, "tanh"), (4, "tanh"), (2, "softmax")]]
config = {"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {}}] + dense}}
with zipfile.ZipFile(out / "model.keras", "w") as z:
    z.writestr(zipfile.ZipInfo("config.json"), json.dumps(config))
    z.writestr(zipfile.ZipInfo("model.weights.h5"), (out / "model.weights.h5").read_bytes())
(out / "model.weights.h5").unlink()
with h5py.File(out / "keras2.h5", "w") as f:
    f.attrs["layer_names"] = ["hidden", "bottleneck", "out"]
    for name, k, b in [("hidden", k0, b0), ("bottleneck", k1, b1), ("out", k2, b2)]:
        f.create_dataset(f"{name}/{name}/kernel:0", data=k)
        f.create_dataset(f"{name}/{name}/bias:0", data=b)
with h5py.File(out / "packed.h5", "w") as f:
    for name, k, b in [("fc1", k0, b0), ("fc2", k1, b1), ("fc3", k2, b2)]:
        f.create_dataset(f"{name}/kernel", data=k.astype("f8"), compression="gzip", chunks=(2, 2))
        f.create_dataset(f"{name}/bias", data=b)

# Names that people choose in NumPy.
np.savez(out / "hand.npz", W1=k0, b1=b0, W2=k1, b2=b1, W3=k2, b3=b2)
np.savez(out / "sklearn.npz", coefs_0=k0, coefs_1=k1, coefs_2=k2, intercepts_0=b0, intercepts_1=b1, intercepts_2=b2)
