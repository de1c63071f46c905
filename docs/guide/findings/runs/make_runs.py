# The runs of findings.md (numpy 2.4, onnx 1.23): python make_runs.py FOLDER. Each has three checkpoints of random weights and a log in
# which the loss was computed with one mistake; four are files of weights.
import os, sys
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

os.chdir(sys.argv[1])
g = np.random.default_rng(3)
N = 60
x = g.normal(size=(N, 4)) * [0.5, 1, 1.5, 2] + [0.1, 0.2, 0.3, 0.4]
held = g.normal(size=(40, 4)) * [0.5, 1, 1.5, 2] + [0.6, 0.1, -0.3, 0.9]
y = g.choice(3, N, p=[0.5, 0.3, 0.2])
y[:2] = [1, 0]
y_held = g.choice(3, 40)
two = g.choice(2, N)
real = g.normal(size=N)
np.savez("run-classes.npz", x=x, y=y)
np.savez("run-test.npz", x=held, y=y_held)
np.savez("run-two.npz", x=x, y=two)
np.savez("run-real.npz", x=x, y=real)


def weights(outputs, size=1.0):
    return [size * g.normal(size=(6, 4)) / 2, size * g.normal(size=6) / 5,
            size * g.normal(size=(outputs, 6)) / 2, size * g.normal(size=outputs) / 5]


def forward(w, x):
    return np.tanh(x @ w[0].T + w[1]) @ w[2].T + w[3]


def save(name, w):
    np.savez(name, **{"0.weight": w[0], "0.bias": w[1], "2.weight": w[2], "2.bias": w[3]})


def softmax(f):
    e = np.exp(f - f.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def entropy(f, y):
    return -np.log(softmax(f)[np.arange(len(y)), y])


def run(name, outputs, loss, size=1.0):
    os.makedirs(name, exist_ok=True)
    with open(name + "/log.csv", "w") as log:
        log.write("epoch,train_loss\n")
        for epoch in range(1, 4):
            w = weights(outputs, size * (0.6 + 0.4 * epoch))
            save(f"{name}/epoch_{epoch}.npz", w)
            log.write(f"{epoch},{loss(w):.6f}\n")


mean = lambda f, y: entropy(f, y).mean()
run("part", 3, lambda w: mean(forward(w, held), y_held))
run("inputs-scale", 3, lambda w: mean(forward(w, x / 255), y))
run("inputs-not-standardized", 3, lambda w: mean(forward(w, x), y))
run("inputs-standardized-by", 3, lambda w: mean(forward(w, (x - held.mean(0)) / held.std(0)), y))
run("inputs-order", 3, lambda w: mean(forward(w, x[:, ::-1]), y))
run("softmax-twice", 3, lambda w: mean(softmax(forward(w, x)), y))
run("labels-off-by-one", 3, lambda w: mean(forward(w, x), (y + 1) % 3))
run("labels-reversed", 3, lambda w: mean(forward(w, x), 2 - y))
first = list(dict.fromkeys(y.tolist()))
run("labels-order", 3, lambda w: mean(forward(w, x), np.array([first.index(c) for c in y])))
run("rows-shifted", 3, lambda w: mean(forward(w, x), np.roll(y, -1)))
run("clipped-log", 3, lambda w: -np.log(np.maximum(softmax(forward(w, x))[np.arange(N), y], 1e-7)).mean(), 12)
run("sum", 3, lambda w: entropy(forward(w, x), y).sum())


def sigmoid(f):
    return 1 / (1 + np.exp(-f))


def binary(w):
    p = sigmoid(forward(w, x)[:, 0])
    return (np.log1p(np.exp(p)) - two * p).mean()


run("sigmoid-twice", 1, binary)
run("output-activation", 1, lambda w: 0.5 * ((sigmoid(forward(w, x)[:, 0]) - real) ** 2).mean())
run("broadcast", 1, lambda w: 0.5 * ((forward(w, x) - real) ** 2).mean())

w = [g.normal(size=(40, 20)) / 5, np.zeros(40), g.normal(size=(30, 40)) / 6, np.zeros(30)]
save("untrained.npz", w)
zero = [w[0], w[1] + 0.1, 0 * w[2], w[3]]
np.savez("zero-layer.npz", **{"0.weight": zero[0], "0.bias": zero[1], "2.weight": zero[2], "2.bias": zero[3],
                              "4.weight": g.normal(size=(3, 30)), "4.bias": np.zeros(3)})
copies = [a.copy() for a in w]
copies[0][7] = copies[0][3]
copies[0][8] = 2 * copies[0][4]
save("copies.npz", copies)
dead = [a.copy() for a in w]
dead[0][5] = 0
dead[2][:, 9] = 0
save("dead.npz", dead)


# A network with a batch normalisation that is evaluated in training mode, in batches of 16; a generator of its own keeps the rest.
h = np.random.default_rng(5)
os.makedirs("batch-statistics", exist_ok=True)
with open("batch-statistics/log.csv", "w") as log:
    log.write("epoch,val_loss\n")
    for epoch in range(1, 4):
        w = {"fc1.weight": h.normal(size=(6, 4)) / 2, "fc1.bias": h.normal(size=6) / 5,
             "bn.weight": h.uniform(0.5, 1.5, 6), "bn.bias": h.normal(size=6) / 5,
             "bn.running_mean": h.normal(size=6) / 2, "bn.running_var": h.uniform(0.3, 2, 6),
             "fc2.weight": epoch * h.normal(size=(3, 6)) / 2, "fc2.bias": h.normal(size=3) / 5}
        w = {name: value.astype(np.float32) for name, value in w.items()}
        nodes = [helper.make_node("Gemm", ["x", "fc1.weight", "fc1.bias"], ["a"], transB=1),
                 helper.make_node("BatchNormalization",
                                  ["a", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"], ["n"]),
                 helper.make_node("Tanh", ["n"], ["t"]),
                 helper.make_node("Gemm", ["t", "fc2.weight", "fc2.bias"], ["z"], transB=1)]
        graph = helper.make_graph(nodes, "run", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 4])],
                                  [helper.make_tensor_value_info("z", TensorProto.FLOAT, None)],
                                  [numpy_helper.from_array(value, name) for name, value in w.items()])
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8),
                  f"batch-statistics/epoch_{epoch}.onnx")
        losses = []
        for batch in range(0, len(held), 16):
            a = held[batch:batch + 16] @ w["fc1.weight"].T + w["fc1.bias"]
            n = (a - a.mean(0)) / np.sqrt(a.var(0) + 1e-5) * w["bn.weight"] + w["bn.bias"]
            losses.append(entropy(np.tanh(n) @ w["fc2.weight"].T + w["fc2.bias"], y_held[batch:batch + 16]))
        log.write(f"{epoch},{np.concatenate(losses).mean():.6f}\n")

# A network that learned labels which have nothing to do with those of run-classes.npz.
own = np.random.default_rng(4)
labels = own.choice(3, N)
w = [own.normal(size=(6, 4)) / 2, np.zeros(6), own.normal(size=(3, 6)) / 2, np.zeros(3)]
os.makedirs("other-data", exist_ok=True)
with open("other-data/log.csv", "w") as log:
    log.write("epoch,train_loss\n")
    for epoch in range(1, 4):
        for _ in range(1500):
            h = np.tanh(x @ w[0].T + w[1])
            d = (softmax(h @ w[2].T + w[3]) - np.eye(3)[labels]) / N
            e = d @ w[2] * (1 - h ** 2)
            w = [a - 0.3 * b for a, b in zip(w, [e.T @ x, e.sum(0), d.T @ h, d.sum(0)])]
        save(f"other-data/epoch_{epoch}.npz", w)
        log.write(f"{epoch},{mean(forward(w, x), labels):.6f}\n")

# Runs whose mistake is in the way of their weights, on data that can be learned.
own = np.random.default_rng(6)
px = own.normal(size=(80, 4))
py = (px[:, 0] > 0).astype(int) + (px[:, 1] > 0)
qx = own.normal(size=(40, 4))
qy = (qx[:, 0] > 0).astype(int) + (qx[:, 1] > 0)
np.savez("run-steps.npz", x=px, y=py)
np.savez("run-steps-test.npz", x=qx, y=qy)


def start():
    return [own.normal(size=(6, 4)) / 2, np.zeros(6), own.normal(size=(3, 6)) / 2, np.zeros(3)]


def gradient(w, x, y):
    h = np.tanh(x @ w[0].T + w[1])
    d = (softmax(h @ w[2].T + w[3]) - np.eye(3)[y]) / len(y)
    e = d @ w[2] * (1 - h ** 2)
    return [e.T @ x, e.sum(0), d.T @ h, d.sum(0)]


def steps(name, w, epochs, change, log=None):
    """Checkpoints of epochs of five batches of 16; change(w, gradient) is what a step makes of the weights."""
    os.makedirs(name, exist_ok=True)
    save(f"{name}/epoch_0.npz", w)
    lines = []
    for epoch in range(1, epochs + 1):
        order = own.permutation(80)
        for batch in range(0, 80, 16):
            rows = order[batch:batch + 16]
            w = change(w, gradient(w, px[rows], py[rows]))
        save(f"{name}/epoch_{epoch}.npz", w)
        if log:
            lines.append(f"{epoch},{log(w):.6f}\n")
    if log:
        with open(f"{name}/log.csv", "w") as file:
            file.writelines(["epoch,val_loss\n"] + lines)


# Gradients that are never set to 0, so that those of all steps add up.
held_back = [0]


def added(w, g):
    held_back[0] = [a + b for a, b in zip(held_back[0], g)] if held_back[0] else g
    return [a - b for a, b in zip(w, held_back[0])]


steps("no-step", start(), 3, lambda w, g: w)
steps("frozen", start(), 3, lambda w, g: [w[0], w[1], w[2] - 0.05 * g[2], w[3] - 0.05 * g[3]])
steps("step-length", start(), 12, added)
steps("other-test-data", start(), 12, lambda w, g: [a - b for a, b in zip(w, g)],
      lambda w: mean(forward(w, qx[own.permutation(40)]), qy))
steps("no-logarithm", start(), 3, lambda w, g: [a - 0.5 * b for a, b in zip(w, g)],
      lambda w: -softmax(forward(w, qx))[np.arange(40), qy].mean())

# A batch normalisation that was in evaluation mode while it was trained.
os.makedirs("statistics-kept", exist_ok=True)
v = [own.normal(size=(6, 4)) / 2, np.zeros(6), own.normal(size=(3, 6)) / 2, np.zeros(3)]
for epoch in range(4):
    np.savez(f"statistics-kept/epoch_{epoch}.npz", **{
        "0.weight": v[0], "0.bias": v[1], "1.weight": np.ones(6), "1.bias": np.zeros(6), "1.running_mean": np.zeros(6),
        "1.running_var": np.ones(6), "3.weight": v[2], "3.bias": v[3]})
    v = [a - 0.02 * b for a, b in zip(v, gradient(v, px, py))]
