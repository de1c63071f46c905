"""Lanczos with full reorthogonalisation on the Hessian of 784-1024-512-256-128-64-10, 512 samples, beside torch.

    paisaje-bench/compare/run spectrum [--rounds 3] [--steps 50]

The weights and the data are those of dense_derivatives. Both sides make the same number of products, each from its own random
start, and make every new vector orthogonal to all before it, twice, in torch by two matrix products over the whole basis. The
largest Ritz values are compared before times are. Same precision counts: float32 of torch is shown for information.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import common
import numpy as np
from dense_derivatives import WIDTHS, problem, slices

SIDES = ["float64", "float32"]


def hessian(precision):
    import torch

    dtype = getattr(torch, precision)
    theta, x, labels, _ = problem()
    x, labels = torch.tensor(x, dtype=dtype), torch.tensor(labels)
    parameters = []
    for start, fan_out, fan_in in slices():
        end = start + fan_out * fan_in
        parameters.append(torch.tensor(theta[start:end].reshape(fan_out, fan_in), dtype=dtype, requires_grad=True))
        parameters.append(torch.tensor(theta[end : end + fan_out], dtype=dtype, requires_grad=True))
    h = x
    for i in range(0, len(parameters), 2):
        h = torch.nn.functional.linear(h, parameters[i], parameters[i + 1])
        if i + 2 < len(parameters):
            h = torch.relu(h)
    loss = torch.nn.functional.cross_entropy(h, labels)
    kept = torch.autograd.grad(loss, parameters, create_graph=True)
    sizes = [p.numel() for p in parameters]

    def product(v):
        parts = [a.reshape(p.shape) for a, p in zip(torch.split(v, sizes), parameters)]
        return torch.cat([g.reshape(-1) for g in torch.autograd.grad(kept, parameters, grad_outputs=parts,
                                                                     retain_graph=True)])

    return product, sum(sizes), dtype


def lanczos(product, n, dtype, steps):
    import torch

    generator = torch.Generator().manual_seed(1)
    basis = torch.zeros(steps, n, dtype=dtype)
    v = torch.randn(n, dtype=dtype, generator=generator)
    v /= v.norm()
    t = np.zeros((steps, steps))
    for j in range(steps):
        basis[j] = v
        w = product(v)
        t[j, j] = float(w @ v)
        for _ in range(2):
            w -= basis[: j + 1].T @ (basis[: j + 1] @ w)
        beta = float(w.norm())
        if j + 1 < steps:
            t[j, j + 1] = t[j + 1, j] = beta
        v = w / beta
    return float(np.linalg.eigvalsh(t)[-1])


def side(precision, steps, rounds):
    product, n, dtype = hessian(precision)
    value = lanczos(product, n, dtype, steps)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        lanczos(product, n, dtype, steps)
        times.append(time.perf_counter() - start)
    print(value, *times)


def answer(command):
    numbers = [float(t) for t in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]
    return numbers[0], float(np.median(numbers[1:]))


def main():
    parser = common.parser(__doc__, 3)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--side", choices=SIDES)
    arguments = parser.parse_args()
    if arguments.side:
        side(arguments.side, arguments.steps, arguments.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        directory = pathlib.Path(folder)
        for name, values in zip(("theta", "x", "labels"), problem()):
            np.asarray(values, dtype="<f8").tofile(directory / f"{name}.bin")
        mine, seconds = answer(common.java("landscape.SpectrumComparison", directory, arguments.steps, arguments.rounds,
                                           options=["-Xmx3g"]))
        for precision in SIDES:
            theirs, other = answer([sys.executable, __file__, "--side", precision, "--steps", str(arguments.steps),
                                    "--rounds", str(arguments.rounds)])
            # after 50 steps the largest value has converged to far less than this
            limit = 1e-6 if precision == "float64" else 1e-2
            error = abs(mine - theirs) / abs(mine)
            print(f"largest Ritz value {mine:.10g}, torch {precision} {theirs:.10g}: relative difference {error:.1e}")
            if not error < limit:
                sys.exit(f"the largest values differ by {error:.1e}, more than {limit:.0e}")
            common.row(f"{arguments.steps} Lanczos steps on the Hessian, {sum(a * b + b for a, b in zip(WIDTHS, WIDTHS[1:])):,}"
                       " parameters", seconds, "torch", other, "s", precision)


if __name__ == "__main__":
    main()
