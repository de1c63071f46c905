"""Makes two finished runs: ONNX and Keras checkpoints of one training with softmax applied twice, and its log.

Run as: python make.py FOLDER, with onnx 1.23.1, h5py and numpy. The data are runs.npz; each checkpoint is what the weights
were when the loss of its epoch was computed, in single precision.
"""
import os
import sys
import h5py
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = sys.argv[1]
N = 60
r = np.random.default_rng(3)
x = r.normal(size=(N, 4))
labels = (x[:, 0] + x[:, 1] * x[:, 2] > 0).astype(int) + (x[:, 3] > 1)
y = np.eye(3)[labels]
weights = [r.normal(size=(6, 4)) / 2, r.normal(size=(3, 6)) / 2.4]
biases = [np.zeros(6), np.zeros(3)]
np.savez(f"{FOLDER}/runs.npz", x=x, y=labels)
for name in ("onnx", "keras"):
    os.makedirs(f"{FOLDER}/{name}", exist_ok=True)


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def write_onnx(path):
    def tensor(name, values):
        return numpy_helper.from_array(values.astype(np.float32), name)

    nodes = [helper.make_node("Gemm", ["x", "fc1.weight", "fc1.bias"], ["a"], transB=1),
             helper.make_node("Tanh", ["a"], ["h"]),
             helper.make_node("Gemm", ["h", "fc2.weight", "fc2.bias"], ["z"], transB=1),
             helper.make_node("Softmax", ["z"], ["p"], axis=1)]
    graph = helper.make_graph(nodes, "run", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 4])],
                              [helper.make_tensor_value_info("p", TensorProto.FLOAT, None)],
                              [tensor("fc1.weight", weights[0]), tensor("fc1.bias", biases[0]),
                               tensor("fc2.weight", weights[1]), tensor("fc2.bias", biases[1])])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


def write_keras(path):
    with h5py.File(path, "w") as f:
        for name, i in (("dense", 0), ("dense_1", 1)):
            f.create_dataset(f"layers/{name}/vars/0", data=weights[i].T.astype(np.float32))
            f.create_dataset(f"layers/{name}/vars/1", data=biases[i].astype(np.float32))
        f.create_dataset("optimizer/vars/0", data=np.int64(7))


log = []
for epoch in range(4):
    for all in (weights, biases):
        for i in range(2):
            all[i] = all[i].astype(np.float32).astype(float)
    for step in range(31):
        h = np.tanh(x @ weights[0].T + biases[0])
        p = softmax(h @ weights[1].T + biases[1])
        if step == 0:
            log.append((epoch, -np.log(softmax(p)[np.arange(N), labels]).mean()))
            write_onnx(f"{FOLDER}/onnx/epoch_{epoch}.onnx")
            write_keras(f"{FOLDER}/keras/epoch_{epoch}.weights.h5")
        slope = (softmax(p) - y) / N
        dz = p * (slope - (slope * p).sum(1, keepdims=True))
        dh = dz @ weights[1] * (1 - h * h)
        weights[1] -= 0.5 * dz.T @ h
        biases[1] -= 0.5 * dz.sum(0)
        weights[0] -= 0.5 * dh.T @ x
        biases[0] -= 0.5 * dh.sum(0)
for name in ("onnx", "keras"):
    with open(f"{FOLDER}/{name}/log.csv", "w") as f:
        f.write("epoch,loss\n" + "".join(f"{epoch},{loss:.5f}\n" for epoch, loss in log))
