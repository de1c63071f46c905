"""Gradient and Hessian-vector product of 784-1024-512-256-128-64-10 on 512 samples, beside torch and jax.

    paisaje-bench/compare/run dense_derivatives [--activation relu] [--rounds 3] [--repetitions 20] [--mkl]

With --mkl paisaje runs once on OpenBLAS and once on oneMKL, which torch uses too (built with `-Pmkl`). The answers are compared
first; then the programs run in turns and the medians of the rounds are printed with their ratios. Needs numpy, torch and
jax. Same precision counts: float32 of the rivals is shown for information.
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import common
import numpy as np

WIDTHS = [784, 1024, 512, 256, 128, 64, 10]
RIVALS = ["torch float64", "torch float32", "jax float64", "jax float32"]


def problem():
    random = np.random.default_rng(1)
    parts = []
    for fan_in, fan_out in zip(WIDTHS, WIDTHS[1:]):
        parts.append((random.standard_normal((fan_out, fan_in)) * np.sqrt(2 / fan_in)).ravel())
        parts.append(0.1 * random.standard_normal(fan_out))
    theta = np.concatenate(parts)
    x = random.standard_normal((512, WIDTHS[0]))
    labels = random.integers(0, WIDTHS[-1], 512)
    return theta, x, labels, random.standard_normal(len(theta))


def slices():
    start = 0
    for fan_in, fan_out in zip(WIDTHS, WIDTHS[1:]):
        yield start, fan_out, fan_in
        start += fan_out * fan_in + fan_out


def median(action, repetitions):
    times = []
    for i in range(repetitions + 3):
        start = time.perf_counter()
        action()
        if i >= 3:
            times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def torch_side(precision, activation, repetitions):
    import torch

    dtype = getattr(torch, precision)
    s = getattr(torch, activation)
    theta, x, labels, v = problem()
    x, labels = torch.tensor(x, dtype=dtype), torch.tensor(labels)
    parameters, directions = [], []
    for start, fan_out, fan_in in slices():
        for a, target in ((theta, parameters), (v, directions)):
            end = start + fan_out * fan_in
            target.append(torch.tensor(a[start:end].reshape(fan_out, fan_in), dtype=dtype))
            target.append(torch.tensor(a[end : end + fan_out], dtype=dtype))
    for p in parameters:
        p.requires_grad_(True)

    def loss():
        h = x
        for i in range(0, len(parameters), 2):
            h = torch.nn.functional.linear(h, parameters[i], parameters[i + 1])
            if i + 2 < len(parameters):
                h = s(h)
        return torch.nn.functional.cross_entropy(h, labels)

    def gradient():
        return torch.autograd.grad(loss(), parameters)

    kept = torch.autograd.grad(loss(), parameters, create_graph=True)

    def product():
        return torch.autograd.grad(kept, parameters, grad_outputs=directions, retain_graph=True)

    flat = [np.concatenate([g.detach().numpy().ravel() for g in f()]) for f in (gradient, product)]
    return median(gradient, repetitions), median(product, repetitions), flat


def jax_side(precision, activation, repetitions):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", precision == "float64")
    s = {"relu": jax.nn.relu, "tanh": jnp.tanh}[activation]
    theta, x, labels, v = problem()
    theta, x, v = (jnp.asarray(a, dtype=precision) for a in (theta, x, v))
    one_hot = jax.nn.one_hot(labels, WIDTHS[-1], dtype=precision)

    def loss(t):
        h = x
        for start, fan_out, fan_in in slices():
            end = start + fan_out * fan_in
            h = h @ t[start:end].reshape(fan_out, fan_in).T + t[end : end + fan_out]
            if fan_out != WIDTHS[-1]:
                h = s(h)
        return -(one_hot * jax.nn.log_softmax(h)).sum(1).mean()

    gradient = jax.jit(jax.grad(loss))
    _, linear = jax.linearize(jax.grad(loss), theta)
    product = jax.jit(linear)
    flat = [np.asarray(gradient(theta)), np.asarray(product(v))]
    times = [median(lambda: f(a).block_until_ready(), repetitions) for f, a in ((gradient, theta), (product, v))]
    return *times, flat


def side(name, directory, activation, repetitions):
    """Runs one rival in a process of its own and returns its times."""
    command = [sys.executable, __file__, "--side", name, "--directory", str(directory), "--activation", activation,
               "--repetitions", str(repetitions)]
    return [float(t) for t in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]


def ours(arguments, directory, backend):
    command = common.java("training.DenseDerivativesRun", directory, arguments.activation, arguments.repetitions,
                          options=[f"-Dpaisaje.backend={backend}"])
    return [float(t) for t in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]


def compare_answers(directory, backend):
    for array in ("gradient", "product"):
        mine = np.fromfile(directory / f"{array}.bin")
        for name in RIVALS:
            other = np.load(directory / f"{name.replace(' ', '-')}-{array}.npy")
            error = np.abs(mine - other).max() / np.abs(other).max()
            # rounding of sums of some thousand terms; in float32 a unit may also change sides of a kink
            limit = 1e-12 if name.endswith("64") else 2e-2
            print(f"{backend} {array:9s} against {name}: relative difference {error:.1e}")
            if not error < limit:
                sys.exit(f"{array} of {name} differs by {error:.1e}, more than {limit:.0e}")


def main():
    parser = common.parser(__doc__, 3)
    parser.add_argument("--activation", default="relu", choices=["relu", "tanh"])
    parser.add_argument("--repetitions", type=int, default=20)
    parser.add_argument("--mkl", action="store_true")
    parser.add_argument("--side", choices=RIVALS)
    parser.add_argument("--directory", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.side:
        library, precision = arguments.side.split()
        run = torch_side if library == "torch" else jax_side
        gradient, product, flat = run(precision, arguments.activation, arguments.repetitions)
        for name, values in zip(("gradient", "product"), flat):
            np.save(arguments.directory / f"{arguments.side.replace(' ', '-')}-{name}.npy", values)
        print(gradient, product)
        return
    with tempfile.TemporaryDirectory() as folder:
        directory = pathlib.Path(folder)
        for name, values in zip(("theta", "x", "labels", "v"), problem()):
            np.asarray(values, dtype="<f8").tofile(directory / f"{name}.bin")
        backends = ["openblas", "mkl"] if arguments.mkl else ["openblas"]
        times = {name: [] for name in [*backends, *RIVALS]}
        for round_ in range(arguments.rounds):
            for name in RIVALS:
                times[name].append(side(name, directory, arguments.activation, arguments.repetitions))
            for backend in backends:
                times[backend].append(ours(arguments, directory, backend))
                if round_ == 0:
                    compare_answers(directory, backend)
        medians = {name: np.median(np.array(rows), axis=0) for name, rows in times.items()}
        for backend in backends:
            report(backend, medians)


def report(backend, medians):
    mine = medians[backend]
    rate = 2 * 1024**3 / mine[2] * 1e-6
    print(f"\npaisaje on {backend}: matrix product {rate:.1f} GF/s; gradient {3.785e3 / mine[0] / rate:.0%} of that rate, "
          f"product {5.926e3 / mine[1] / rate:.0%}; product / gradient {mine[1] / mine[0]:.2f}")
    for name in RIVALS:
        library, precision = name.split()
        for at, what in enumerate(("gradient", "Hessian-vector product")):
            common.row(f"{what}, 512 samples, on {backend}", mine[at], library, medians[name][at], "ms", precision)


if __name__ == "__main__":
    main()
