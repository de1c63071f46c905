"""Logistic training with a frozen kernel to t = 1e6, and the hard-margin machine: paisaje against SciPy, in turns.

    paisaje-bench/compare/run kernel_training

Rivals: scipy.integrate.solve_ivp, method Radau with the Jacobian given, on df/dt = -Theta dL/df (rtol 1e-10); scipy.optimize.nnls
on the Cholesky factor of Q = yy' o Theta for the machine. Points on the sphere of R^10, the tangent kernel of one hidden
layer of ReLU, random labels. Outputs are compared to 1e-6, multipliers to 1e-8, before times are read.
"""
import statistics
import tempfile
import time
from pathlib import Path

import common
import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import nnls
from scipy.special import expit

parser = common.parser(__doc__, 3)
parser.add_argument("--repetitions", type=int, default=9)
parser.add_argument("--sizes", type=int, nargs="*", default=[20, 100, 400])
options = parser.parse_args()
directory = Path(tempfile.mkdtemp())
java = common.serve("kernel.KernelTrainingComparison")
java.stdout.readline()


def problem(n):
    rng = np.random.default_rng(n)
    x = rng.standard_normal((n, 10))
    x /= np.linalg.norm(x, axis=1)[:, None]
    c = np.clip(x @ x.T, -1, 1)
    np.fill_diagonal(c, 1)
    angle = np.arccos(c)
    kernel = (np.sin(angle) + 2 * (np.pi - angle) * c) / (2 * np.pi)
    return (kernel + kernel.T) / 2, rng.choice([-1.0, 1.0], n)


def flow(kernel, y):
    n = len(y)
    signed = kernel * y / n

    def field(t, f):
        return signed @ expit(-y * f)

    def jacobian(t, f):
        s = expit(-y * f)
        return -signed * (y * s * (1 - s))

    return solve_ivp(field, (0, 1e6), np.zeros(n), "Radau", rtol=1e-10, atol=1e-10, jac=jacobian, t_eval=[1e6]).y[:, -1]


def machine(kernel, y):
    factor = np.linalg.cholesky(kernel * np.outer(y, y))
    # min |L' a|^2 / 2 - 1'a is the least-squares problem with right-hand side L^-1 1
    return nnls(factor.T, np.linalg.solve(factor, np.ones(len(y))), maxiter=100 * len(y))[0]


for n in options.sizes:
    kernel, y = problem(n)
    kernel.tofile(directory / "kernel.bin")
    y.tofile(directory / "y.bin")
    ours, theirs = [], []
    for _ in range(options.rounds):
        java.stdin.write(f"{directory} {options.repetitions}\n")
        java.stdin.flush()
        ours.append([float(v) for v in java.stdout.readline().split()])
        start = time.perf_counter()
        f = flow(kernel, y)
        middle = time.perf_counter()
        alpha = machine(kernel, y)
        theirs.append([middle - start, time.perf_counter() - middle])
        apart = np.abs(np.fromfile(directory / "flow.bin") - f).max()
        beside = np.abs(np.fromfile(directory / "alpha.bin") - alpha).max() / alpha.max()
        assert apart < 1e-6 and beside < 1e-8, (apart, beside)
    for at, name in enumerate(("logistic training to t = 1e6", "hard-margin machine")):
        a = statistics.median(v[at] for v in ours)
        b = statistics.median(v[at] for v in theirs)
        common.row(f"{name}, {n} points", 1e3 * a, "scipy", 1e3 * b, "ms")
