"""Elementwise functions on 4096 doubles: nanoseconds an element beside NumPy's and SciPy's.

    paisaje-bench/compare/run elementwise [--rounds 3]

Our side is the JMH class ElementwiseBenchmark, which checks its answers against the library functions of Java before it
times them; then the same functions run in NumPy and SciPy.
"""
import json
import statistics
import subprocess
import tempfile
import time

import common

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


def ours(rounds):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = common.java("x")[:-1] + ["org.openjdk.jmh.Main", "ElementwiseBenchmark", "-rf", "json", "-rff", file.name,
                                           "-f", str(rounds), "-v", "SILENT"]
        subprocess.run(command, check=True)
        results = json.load(file)
    return {r.get("params", {}).get("kernel"): r["primaryMetric"]["scorePercentiles"]["50.0"] for r in results
            if r["benchmark"].endswith(".kernel")} | \
           {"GAUSSIANS": r["primaryMetric"]["scorePercentiles"]["50.0"] for r in results
            if r["benchmark"].endswith(".gaussians")}


if __name__ == "__main__":
    options = common.parser(__doc__, 1).parse_args()
    mine = ours(options.rounds)
    assert np.allclose(np.tanh(normal), (np.exp(2 * normal) - 1) / (np.exp(2 * normal) + 1))
    for name, (f, x) in CASES.items():
        common.row(name, mine[name], "NumPy or SciPy", nanoseconds(f, x), "ns")
    common.row("GAUSSIANS", mine["GAUSSIANS"], "NumPy", nanoseconds(lambda _, out: rng.standard_normal(N, out=out), normal), "ns")
