"""Lanczos and conjugate gradients beside scipy.sparse.linalg, on the same operators at the same tolerance.

    paisaje-bench/compare/run krylov [--rounds 7] [--only NAME]

Both sides run in turn in one session; answers are compared before times are. scipy's tolerance is relative to each eigenvalue, ours to the norm: ours is multiplied by the ratio of
the smallest to the largest value asked for, so that every value is at least as accurate as scipy's.

The dense matrix of the cases "goe" is symmetric. On our side SymmetricOperator reads one triangle of it, for two vectors at
a time; scipy multiplies by `@`, in "goe-symv" and "kernel-symv" by dsymv, which also reads one triangle. In "goe-full" both sides
read all entries at each product, ours once for two vectors. Conjugate gradients take one vector at a time on both sides.

Before its turns ours solves each problem 20 times, until the compiler of the JVM has done its work; the first solution of a
new process takes several times as long.
"""

import os
import statistics
import sys
import tempfile
import time

import common
import numpy as np
import scipy.sparse.linalg as sla
from scipy.linalg.blas import dsymv


WARM_UP = 20


def save(folder, **arrays):
    os.makedirs(folder)
    for name, array in arrays.items():
        np.ascontiguousarray(array, dtype="<f8").tofile(os.path.join(folder, name + ".bin"))


def operators(root):
    rng = np.random.default_rng(1)
    n = 2000
    g = rng.standard_normal((n, n))
    goe = (g + g.T) / np.sqrt(2 * n)
    b = rng.standard_normal(n)
    save(os.path.join(root, "goe"), dense=goe, b=b)
    for variant in ("goe-symv", "goe-full"):
        os.symlink(os.path.join(root, "goe"), os.path.join(root, variant))
    x = rng.standard_normal((n, 3))
    squares = (x * x).sum(1)
    kernel = np.exp(-0.5 * (squares[:, None] + squares[None] - 2 * x @ x.T)) + 0.1 * np.eye(n)
    kernel = 0.5 * (kernel + kernel.T)
    save(os.path.join(root, "kernel"), dense=kernel, b=b)
    os.symlink(os.path.join(root, "kernel"), os.path.join(root, "kernel-symv"))
    m = 200_000
    d = 1 + 9 * np.arange(m) / m
    u = rng.standard_normal((6, m)) * np.sqrt((6 + np.arange(6)) / m)[:, None]
    c = rng.standard_normal(m)
    save(os.path.join(root, "lowrank"), d=d, u=u, b=c)
    return {
        "goe": (n, lambda v: goe @ v, b),
        "goe-full": (n, lambda v: goe @ v, b),
        "goe-symv": (n, lambda v: dsymv(1.0, goe.T, v), b),
        "kernel": (n, lambda v: kernel @ v, b),
        "kernel-symv": (n, lambda v: dsymv(1.0, kernel.T, v), b),
        "lowrank": (m, lambda v: d * v + u.T @ (u @ v), c),
    }


class Counted:
    def __init__(self, n, product):
        self.count = 0
        self.product = product
        self.operator = sla.LinearOperator((n, n), matvec=self.apply, dtype=float)

    def apply(self, v):
        self.count += 1
        return self.product(v.ravel())


def theirs(kind, case, k, tolerance):
    n, product, b = case
    a = Counted(n, product)
    common.rest()
    start = time.perf_counter()
    if kind == "cg":
        x, info = sla.cg(a.operator, b, rtol=tolerance, atol=0, maxiter=10_000)
        seconds = time.perf_counter() - start
        assert info == 0
        values = x[np.arange(10) * (n // 10)]
    else:
        v, _ = sla.eigsh(a.operator, k=k, which="LA", tol=tolerance)
        seconds = time.perf_counter() - start
        values = np.sort(v)[::-1]
    return seconds, a.count, values


def main():
    parser = common.parser(__doc__, 7)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    cases = [
        ("eigen-nocopies", "goe", 5, 1e-9),
        ("eigen", "goe", 5, 1e-9),
        ("eigen-nocopies", "goe-symv", 5, 1e-9),
        ("eigen", "goe-symv", 5, 1e-9),
        ("eigen-nocopies", "goe-full", 5, 1e-9),
        ("eigen", "goe-full", 5, 1e-9),
        ("eigen-nocopies", "kernel", 5, 1e-9),
        ("eigen", "kernel", 5, 1e-9),
        ("eigen-nocopies", "lowrank", 5, 1e-9),
        ("eigen", "lowrank", 5, 1e-9),
        ("cg", "kernel", 0, 1e-10),
        ("cg", "kernel-symv", 0, 1e-10),
        ("cg", "lowrank", 0, 1e-10),
    ]
    with tempfile.TemporaryDirectory() as root:
        table = operators(root)
        server = common.serve("algebra.KrylovComparison", options=["-Xmx6g"])

        def ours(kind, name, k, tolerance):
            common.rest()
            server.stdin.write(f"{kind} {os.path.join(root, name)} {k} {tolerance}\n")
            server.stdin.flush()
            words = server.stdout.readline().split()
            if not words:
                sys.exit("the Java side ended; see its message above")
            return float(words[0]), int(words[1]), np.array([float(w) for w in words[2:]])

        for kind, name, k, tolerance in cases:
            if arguments.only not in f"{kind}:{name}":
                continue
            other = theirs(kind, table[name], k, tolerance)
            asked = tolerance if kind == "cg" else tolerance * other[2].min() / other[2].max()
            for _ in range(WARM_UP):
                mine = ours(kind, name, k, asked)
            scale = np.abs(other[2]).max()
            gap = np.abs(mine[2] - other[2]).max() / scale
            assert gap < (1e-8 if kind == "cg" else 1e-9), (kind, name, gap)
            mine_times, other_times = [], []
            for _ in range(arguments.rounds):
                mine_times.append(ours(kind, name, k, asked)[0])
                other_times.append(theirs(kind, table[name], k, tolerance)[0])
            m, o = statistics.median(mine_times), statistics.median(other_times)
            common.row(f"{kind} {name}, tolerance {tolerance:.0e}", 1e3 * m, "scipy", 1e3 * o, "ms",
                       note=f"{mine[1]} and {other[1]} products, answers differ by {gap:.1e}")
        server.stdin.close()
        server.wait()


if __name__ == "__main__":
    main()
