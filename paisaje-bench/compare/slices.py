"""The filter-normalised slice of 784-512-512-10 on 1,000 samples, 51 x 51 points, beside torch.

    paisaje-bench/compare/run slices [--rounds 3] [--points 51]

Both sides get the same weights, directions and samples. Torch evaluates each point eagerly without gradients: the parameters as
one vector, their views, the network, the cross-entropy. The surfaces are compared before times are. Same precision counts:
float32 of torch is shown for information; paisaje computes in float64.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import common
import numpy as np

WIDTHS = [784, 512, 512, 10]
SAMPLES = 1000
SIDES = ["float64", "float32"]


def problem():
    random = np.random.default_rng(1)
    theta, first, second = [], [], []
    for fan_in, fan_out in zip(WIDTHS, WIDTHS[1:]):
        weight = random.standard_normal((fan_out, fan_in)) * np.sqrt(2 / fan_in)
        bias = 0.1 * random.standard_normal(fan_out)
        theta += [weight.ravel(), bias]
        for direction in (first, second):
            rows = random.standard_normal(weight.shape)
            rows *= np.linalg.norm(weight, axis=1, keepdims=True) / np.linalg.norm(rows, axis=1, keepdims=True)
            other = random.standard_normal(fan_out)
            direction += [rows.ravel(), other * np.linalg.norm(bias) / np.linalg.norm(other)]
    x = random.standard_normal((SAMPLES, WIDTHS[0]))
    labels = random.integers(0, WIDTHS[-1], SAMPLES)
    return *(np.concatenate(parts) for parts in (theta, first, second)), x, labels


def surface(precision, points):
    """The loss at every point, and how long it took."""
    import torch

    dtype = getattr(torch, precision)
    *vectors, x, labels = problem()
    theta, first, second = (torch.tensor(v, dtype=dtype) for v in vectors)
    x, labels = torch.tensor(x, dtype=dtype), torch.tensor(labels)
    sizes = [size for a, b in zip(WIDTHS, WIDTHS[1:]) for size in (a * b, b)]
    shapes = [shape for a, b in zip(WIDTHS, WIDTHS[1:]) for shape in ((b, a), (b,))]
    places = torch.linspace(-1, 1, points, dtype=torch.float64).tolist()
    values = np.zeros((points, points))
    start = time.perf_counter()
    with torch.no_grad():
        for i, b in enumerate(places):
            for j, a in enumerate(places):
                at = torch.add(theta, first, alpha=a).add_(second, alpha=b)
                parameters = [part.view(shape) for part, shape in zip(torch.split(at, sizes), shapes)]
                h = x
                for k in range(0, len(parameters), 2):
                    h = torch.nn.functional.linear(h, parameters[k], parameters[k + 1])
                    if k + 2 < len(parameters):
                        h = torch.relu_(h)
                values[i, j] = torch.nn.functional.cross_entropy(h, labels).item()
    return values, time.perf_counter() - start


def side(precision, points, rounds, folder):
    surface(precision, 3)
    times = []
    for _ in range(rounds):
        values, seconds = surface(precision, points)
        times.append(seconds)
    np.save(pathlib.Path(folder) / f"{precision}.npy", values)
    print(*times)


def seconds(command):
    return float(np.median([float(t) for t in
                            subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]))


def main():
    parser = common.parser(__doc__, 3)
    parser.add_argument("--points", type=int, default=51)
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--folder")
    arguments = parser.parse_args()
    if arguments.side:
        side(arguments.side, arguments.points, arguments.rounds, arguments.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        directory = pathlib.Path(folder)
        for name, values in zip(("theta", "first", "second", "x", "labels"), problem()):
            np.asarray(values, dtype="<f8").tofile(directory / f"{name}.bin")
        mine = seconds(common.java("landscape.SliceComparison", directory, arguments.points, arguments.rounds))
        ours = np.load(directory / "surface.npy")
        for precision in SIDES:
            theirs = seconds([sys.executable, __file__, "--side", precision, "--points", str(arguments.points),
                              "--rounds", str(arguments.rounds), "--folder", folder])
            other = np.load(directory / f"{precision}.npy")
            # a loss is a mean over sums of 784 and 512 products
            limit = 1e-11 if precision == "float64" else 1e-3
            error = float(np.max(np.abs(ours - other) / np.abs(ours)))
            print(f"surfaces, torch {precision}: largest relative difference {error:.1e}")
            if not error < limit:
                sys.exit(f"the surfaces differ by {error:.1e}, more than {limit:.0e}")
            common.row(f"slice of 784-512-512-10, {arguments.points} x {arguments.points} points, {SAMPLES:,} samples",
                       mine, "torch", theirs, "s", precision)


if __name__ == "__main__":
    main()
