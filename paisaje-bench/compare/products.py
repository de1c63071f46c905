"""Matrix products: paisaje against NumPy's own OpenBLAS, in turns on one machine.

    paisaje-bench/compare/run products [--threads N]

Each shape is timed in alternating slices on both sides; the ratio is that of the rates by the least times, which the noise of a shared machine disturbs least. The precision is float64 on both sides.
"""
import os
import time

import common

parser = common.parser(__doc__, 5)
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--seconds", type=float, default=0.4, help="per slice")
options = parser.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)

import numpy as np  # noqa: E402  (after the number of threads)

SHAPES = [
    (8, 8, 8, 0, 0),
    (32, 32, 32, 0, 0),
    (256, 256, 256, 0, 0),
    (512, 512, 512, 0, 0),
    (1024, 1024, 1024, 0, 0),
    (2048, 2048, 2048, 0, 0),
    (512, 1024, 784, 0, 1),
    (1024, 784, 512, 1, 0),
    (512, 784, 1024, 0, 0),
]


def numpy_times(m, n, k, ta, tb, seconds):
    a = np.random.rand(k, m).T if ta else np.random.rand(m, k)
    b = np.random.rand(n, k).T if tb else np.random.rand(k, n)
    c = np.empty((m, n))
    repeats = max(1, int(2e6 / (2 * m * n * k)))
    times = []
    start = time.perf_counter()
    while len(times) < 3 or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        for _ in range(repeats):
            np.matmul(a, b, out=c)
        times.append((time.perf_counter() - before) / repeats)
    return sorted(times)


server = common.serve("algebra.ProductComparison")
server.stdout.readline()
for m, n, k, ta, tb in SHAPES:
    ours, theirs = [], []
    for turn in range(options.rounds + 1):
        server.stdin.write(f"{m} {n} {k} {ta} {tb} {options.threads} {options.seconds}\n")
        server.stdin.flush()
        median, best = map(float, server.stdout.readline().split())
        times = numpy_times(m, n, k, ta, tb, options.seconds)
        if turn > 0:  # the first warms up
            ours.append((median, best))
            theirs.append((times[len(times) // 2], times[0]))
    flops = 2e-9 * m * n * k

    def rates(slices):
        medians = sorted(x for x, _ in slices)
        return flops / medians[len(medians) // 2], flops / min(x for _, x in slices)

    mine, other = rates(ours), rates(theirs)
    name = f"{m}x{n}x{k} " + "nt"[ta] + "nt"[tb]
    common.row(name, mine[1], "NumPy", other[1], "GF/s", note=f"medians {mine[0]:.1f} and {other[0]:.1f}", rate=True)
server.stdin.close()
server.wait()
