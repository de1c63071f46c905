"""Kernel regression on images: paisaje in memory and from a file against NumPy and SciPy, in turns; answers first.

    paisaje-bench/compare/run --mnist FOLDER stored_kernel [--n 10000]

The tangent kernel of 784-512-512-512-10 (ReLU, infinitely wide) on n images, ten one-hot targets, predictions for 1,000
images shifted by one pixel. The rival evaluates the recursion on whole float64 matrices in place and solves with scipy's
Cholesky, which needs n^2 doubles twice: 57.6 GB for 60,000 images, 28.8 GB for the kernel alone. For such n only the
stored kernel is run (--only stored).
"""
import gzip
import math
import resource
import tempfile
import time
from pathlib import Path

import common
import numpy as np
import scipy.linalg

parser = common.parser(__doc__, 1)
parser.add_argument("--mnist", type=Path, required=True, help="folder of the IDX files of MNIST")
parser.add_argument("--n", type=int, default=10_000)
parser.add_argument("--only", choices=["all", "stored"], default="all")
options = parser.parse_args()
NET = "mlp:784-512-512-512-10:relu:param=ntk,sw=1.4142135623730951,sb=0.1"
SW2, SB2 = 2.0, 0.01


def shifted(x, down, right):
    out = np.zeros_like(x)
    h, w = x.shape[1:]
    out[:, max(0, down):h + min(0, down), max(0, right):w + min(0, right)] = \
        x[:, max(0, -down):h - max(0, down), max(0, -right):w - max(0, right)]
    return out


images = np.frombuffer(gzip.open(options.mnist / "t10k-images-idx3-ubyte.gz").read()[16:], np.uint8).reshape(-1, 28, 28) / 255.0
labels = np.frombuffer(gzip.open(options.mnist / "t10k-labels-idx1-ubyte.gz").read()[8:], np.uint8)
x = np.concatenate([images] + [shifted(images, *by) for by in ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1))])
x = np.ascontiguousarray(x.reshape(len(x), -1)[:options.n])
y = np.eye(10)[np.tile(labels, 6)[:options.n]]
test = np.ascontiguousarray(shifted(images[:1000], -1, -1).reshape(1000, -1))
directory = Path(tempfile.mkdtemp())
for name, array in (("x", x), ("y", y), ("test", test)):
    array.tofile(directory / f"{name}.bin")


def ntk(a, b):
    qa, qb = SW2 * (a * a).mean(1) + SB2, SW2 * (b * b).mean(1) + SB2
    k = a @ b.T
    k *= SW2 / a.shape[1]
    k += SB2
    theta = k.copy()
    for _ in range(3):
        norms = np.sqrt(qa)[:, None] * np.sqrt(qb)[None, :]
        cos = np.clip(k / norms, -1, 1)
        slope = (math.pi - np.arccos(cos)) / (2 * math.pi)
        np.sqrt(1 - cos * cos, out=cos)
        cos *= norms / (2 * math.pi)
        k *= slope
        k += cos
        k *= SW2
        k += SB2
        theta *= slope
        theta *= SW2
        theta += k
        qa, qb = SW2 * qa / 2 + SB2, SW2 * qb / 2 + SB2
    return theta


def rival():
    start = time.perf_counter()
    kernel = ntk(x, x)
    built = time.perf_counter()
    factor = scipy.linalg.cho_factor(kernel, lower=True, overwrite_a=False, check_finite=False)
    weights = scipy.linalg.cho_solve(factor, y, check_finite=False)
    solved = time.perf_counter()
    outputs = ntk(test, x) @ weights
    end = time.perf_counter()
    residual = np.linalg.norm(y - kernel @ weights) / np.linalg.norm(y)
    return outputs, (built - start, solved - built, end - solved, residual)


server = common.serve("kernel.StoredKernelComparison")
server.stdout.readline()


def java(task):
    server.stdin.write(f"{task} {NET} {directory}\n")
    server.stdin.flush()
    reply = [float(word) for word in server.stdout.readline().split()]
    return np.fromfile(directory / "java.bin").reshape(1000, 10), reply


def show(name, parts, peak, more=""):
    print(f"{name:>20}: kernel {parts[0]:7.2f} s  solve {parts[1]:7.2f} s  predict {parts[2]:6.2f} s  sum "
          f"{sum(parts[:3]):7.2f} s  residual {parts[3]:.1e}  peak {peak / 2**30:5.2f} GiB{more}", flush=True)


for _ in range(options.rounds):
    answers = []
    outputs, stored = java("stored")
    answers.append(outputs)
    show("paisaje, stored", stored, stored[5], f"  {stored[4]:.0f} iterations")
    if options.only == "all":
        outputs, memory = java("memory")
        answers.append(outputs)
        show("paisaje, in memory", memory, memory[5])
        outputs, parts = rival()
        answers.append(outputs)
        show("numpy and scipy", parts, 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        for how, mine in (("stored", stored), ("in memory", memory)):
            common.row(f"kernel regression on {options.n} images, {how}", sum(mine[:3]), "NumPy and SciPy", sum(parts[:3]))
    for other in answers[1:]:
        error = np.abs(other - answers[0]).max() / np.abs(answers[0]).max()
        assert error < 1e-5, f"answers differ by {error}"
        print(f"{'':>20}  outputs differ from the first by {error:.1e}")
server.stdin.close()
server.wait()
