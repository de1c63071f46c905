"""ns per element of numpy's and scipy's elementwise functions on 4096 doubles, for comparison with ElementwiseBenchmark.

Run both in one session: java -jar of the JMH benchmarks with ElementwiseBenchmark.kernel, then this script.
"""
import statistics
import time

import numpy as np
from scipy import special

N = 4096
rng = np.random.default_rng(1)
normal = 2 * rng.standard_normal(N)
out = np.empty(N)
CASES = {
    "EXP": (np.exp, normal), "LOG": (np.log, 10 * rng.random(N) + 1e-3), "TANH": (np.tanh, normal),
    "SIGMOID": (special.expit, normal), "SOFTPLUS": (lambda x, out: np.logaddexp(0, x, out=out), normal),
    "ERF": (special.erf, normal), "ERFC": (special.erfc, normal), "NORMAL_CDF": (special.ndtr, normal), "SIN": (np.sin, normal), "ACOS": (np.arccos, 2 * rng.random(N) - 1),
}


def nanoseconds(f, x):
    f(x, out=out)
    rounds = []
    for _ in range(15):
        start = time.perf_counter()
        for _ in range(200):
            f(x, out=out)
        rounds.append((time.perf_counter() - start) / 200 / N * 1e9)
    return statistics.median(rounds)


if __name__ == "__main__":
    assert np.allclose(np.tanh(normal), (np.exp(2 * normal) - 1) / (np.exp(2 * normal) + 1))
    for name, (f, x) in CASES.items():
        print(f"{name:10s} {nanoseconds(f, x):6.2f} ns/element (numpy {np.__version__})")
    draws = []
    for _ in range(15):
        start = time.perf_counter()
        for _ in range(200):
            rng.standard_normal(N, out=out)
        draws.append((time.perf_counter() - start) / 200 / N * 1e9)
    print(f"{'GAUSSIANS':10s} {statistics.median(draws):6.2f} ns/element")
