"""Tangent kernels: paisaje against PyTorch, in turns on one machine; answers are compared before times are read.

    paisaje-bench/compare/run tangent_kernels

Rivals: for infinite width the recursion of Jacot et al. written layer by layer with torch operations on whole matrices;
for the empirical kernel of 784-512-512-10 with all ten logits the layer-wise Gram product
sum_l (A_l A_l^T + 1) o (G_l G_l^T) and, with --functorch, jacobians by vmap(jacrev) contracted layer by layer; for
predictions of kernel training, ten targets and 500 further points, torch's Cholesky factorisation for t = infinity and its
eigendecomposition for three finite times, both sides from the kernels on.
"""
import math
import statistics
import tempfile
import time
from pathlib import Path

import common
import numpy as np
import torch

parser = common.parser(__doc__, 3)
parser.add_argument("--repetitions", type=int, default=5)
parser.add_argument("--sizes", type=int, nargs="*", default=[2000], help="points of the infinite kernel")
parser.add_argument("--samples", type=int, nargs="*", default=[64, 256], help="points of the empirical kernel")
parser.add_argument("--predictions", type=int, nargs="*", default=[2000], help="points of kernel training")
parser.add_argument("--functorch", action="store_true")
options = parser.parse_args()
rng = np.random.default_rng(1)
directory = Path(tempfile.mkdtemp())


def infinite(x, depth, sw2=2.0, sb2=0.01):
    k = x @ x.T / x.shape[1]
    k = sw2 * k + sb2
    theta = k.clone()
    for _ in range(depth):
        root = torch.sqrt(torch.diagonal(k))
        norms = root[:, None] * root[None, :]
        cos = torch.clamp(k / norms, -1, 1)
        angle = torch.arccos(cos)
        slope = (math.pi - angle) / (2 * math.pi)
        value = norms * torch.sqrt(1 - cos * cos) / (2 * math.pi) + slope * k
        k = sw2 * value + sb2
        theta = sw2 * theta * slope + k
    return k, theta


def layers(theta, dtype):
    result, at = [], 0
    for fan, width in ((784, 512), (512, 512), (512, 10)):
        w = theta[at:at + fan * width].reshape(width, fan)
        at += fan * width
        result.append((w.to(dtype), theta[at:at + width].to(dtype)))
        at += width
    return result


def gram(net, x):
    inputs, masks, h = [], [], x
    for l, (w, b) in enumerate(net):
        inputs.append(h)
        z = h @ w.T + b
        if l < 2:
            masks.append((z > 0).to(x.dtype))
            h = torch.relu(z)
    n, k = x.shape[0], 10
    g = torch.eye(k, dtype=x.dtype).expand(n, k, k)
    kernel = None
    for l in (2, 1, 0):
        flat = g.reshape(n * k, -1)
        part = (flat @ flat.T).reshape(n, k, n, k) * (inputs[l] @ inputs[l].T + 1)[:, None, :, None]
        kernel = part if kernel is None else kernel.add_(part)
        if l > 0:
            g = (g @ net[l][0]) * masks[l - 1][:, None, :]
    return kernel.reshape(n * k, n * k)


def functorch(net, x):
    def f(parameters, row):
        h = row
        for l in range(3):
            h = parameters[l][0] @ h + parameters[l][1]
            h = torch.relu(h) if l < 2 else h
        return h
    parts = torch.func.vmap(torch.func.jacrev(f), (None, 0))(net, x)
    total = 0
    for pair in parts:
        for part in pair:
            flat = part.reshape(x.shape[0] * 10, -1)
            total = total + flat @ flat.T
    return total


def timed(action, repetitions):
    times = []
    common.rest()
    for _ in range(repetitions):
        start = time.perf_counter()
        answer = action()
        times.append(time.perf_counter() - start)
    return statistics.median(times), answer


server = common.serve("kernel.TangentKernelComparison")
server.stdout.readline()


def java(task, net):
    common.rest()
    server.stdin.write(f"{task} {net} {directory} {options.repetitions}\n")
    server.stdin.flush()
    return [float(word) for word in server.stdout.readline().split()]


def compare(name, ours, theirs, answer, tolerance):
    ours(), theirs()
    mine = np.fromfile(directory / "java.bin")
    other = answer(theirs())[:len(mine)]
    error = np.abs(mine - other).max() / np.abs(other).max()
    assert error < tolerance, f"{name}: answers differ by {error}"
    a, b, extra = [], [], []
    for _ in range(options.rounds):
        reply = ours()
        a.append(reply[0])
        extra.append(reply[1:])
        b.append(theirs()[0])
    if extra[-1]:
        print("gram %.3f pass %.3f thread-s, gemm %.1f GF/s" % tuple(extra[-1]))
    common.row(name, 1e3 * statistics.median(a), "torch", 1e3 * statistics.median(b), "ms",
               "float32" if "32" in name else "float64", f"answers differ by {error:.1e}")


for n in options.sizes:
    x = rng.random((n, 784))
    x.tofile(directory / "x.bin")
    tx = torch.from_numpy(x)
    compare(f"infinite n={n} depth 3",
            lambda: java("infinite", "mlp:784-512-512-512-10:relu:param=ntk,sw=1.4142135623730951,sb=0.1"),
            lambda: timed(lambda: infinite(tx, 3), options.repetitions),
            lambda timing: timing[1][1].numpy().ravel(), 1e-6)

for n in options.predictions:
    net = "mlp:784-512-512-512-10:relu:param=ntk,sw=1.4142135623730951,sb=0.1"
    x, y, there = rng.random((n, 784)), np.eye(10)[rng.integers(0, 10, n)], rng.random((500, 784))
    for name, values in (("x", x), ("y", y), ("there", there)):
        values.tofile(directory / f"{name}.bin")
    both = infinite(torch.from_numpy(np.concatenate([x, there])), 3)[1]
    kernel, cross, ty = both[:n, :n].contiguous(), both[n:, :n].contiguous(), torch.from_numpy(y)

    def limit():
        return cross @ torch.cholesky_solve(ty, torch.linalg.cholesky(kernel))

    def at_times():
        values, vectors = torch.linalg.eigh(kernel)
        c, there = vectors.T @ ty, cross @ vectors
        return torch.cat([there @ (-torch.expm1(-t / n * values) / values)[:, None].mul(c) for t in (1, 10, 100)])

    for task, theirs in (("limit", limit), ("times", at_times)):
        compare(f"predictions, {task} n={n}", lambda: java(task, net), lambda: timed(theirs, options.repetitions),
                lambda timing: timing[1].numpy().ravel(), 1e-8)

theta = torch.from_numpy(rng.standard_normal(784 * 512 + 512 + 512 * 512 + 512 + 5120 + 10) * 0.05)
theta.numpy().tofile(directory / "theta.bin")
for n in options.samples:
    x = rng.random((n, 784))
    x.tofile(directory / "x.bin")
    for task, dtype, tolerance in (("empirical64", torch.float64, 1e-12), ("empirical32", torch.float32, 1e-5)):
        tx, net = torch.from_numpy(x).to(dtype), layers(theta, dtype)
        compare(f"{task} n={n}", lambda: java(task, "mlp:784-512-512-10:relu"),
                lambda: timed(lambda: gram(net, tx), options.repetitions),
                lambda timing: timing[1].double().numpy().ravel(), tolerance)
    if options.functorch and n <= 64:
        compare(f"functorch float32 n={n}", lambda: java("empirical32", "mlp:784-512-512-10:relu"),
                lambda: timed(lambda: functorch(net, tx), 1),
                lambda timing: timing[1].double().numpy().ravel(), 1e-5)
server.stdin.close()
server.wait()
