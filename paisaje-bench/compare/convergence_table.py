"""Table 1 of document 003: paisaje against a vectorised NumPy program, in turns on one machine.

    paisaje-bench/compare/run convergence_table [--runs 500]

NumPy steps all runs of a cell at once and drops those that have come to rest, as paisaje does; it works on two cells at a
time, one a process. The 54 ratios are compared first, by the two-sample binomial standard error. Float64 on both sides.
"""
import math
import os
import subprocess
import sys
import time
from multiprocessing import Pool

import common

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402  (after the number of threads)


def cell(index, runs, seed):
    column, row = index % 6, index // 6
    l2 = column < 3
    d, n, lam = (2, 3, 5)[row // 3], (10, 20, 100)[row % 3], (0.001, 0.01, 0.1)[column % 3]
    steps = 20_000 if l2 else 1_500
    rng = np.random.default_rng([seed, index])
    x = rng.standard_normal((runs, n, d))
    star = np.ones(d)
    w = rng.standard_normal((runs, d))
    radius = 0.1 * math.sqrt(2 * math.pi / (d + 1)) * math.sqrt(d)
    w *= radius * rng.random((runs, 1)) ** (1 / d) / np.linalg.norm(w, axis=1, keepdims=True)
    target = np.maximum(x @ star, 0)
    alive, end = np.arange(runs), w.copy()
    xs, ts = x, target
    for step in range(steps):
        z = np.einsum("rnd,rd->rn", xs, w)
        residual = np.where(z > 0, ts - z, 0)
        penalty = lam * w if l2 else lam / 2 * np.sign(w)
        new = w + 0.05 * (np.einsum("rnd,rn->rd", xs, residual) / n + penalty)
        if step % 25 == 24:
            moving = (new != w).any(axis=1)
            if not moving.all():
                end[alive] = new
                alive, new, xs, ts = alive[moving], new[moving], xs[moving], ts[moving]
                if len(alive) == 0:
                    break
        w = new
    end[alive] = w
    to_star = np.linalg.norm(end - star, axis=1)
    if not l2:
        return int((to_star < 0.55 * d).sum())
    converged = 0
    for r in range(runs):
        active = x[r][x[r] @ star > 0]
        h = active.T @ active
        try:
            hat = np.linalg.solve(h - lam * n * np.eye(d), h @ star)
        except np.linalg.LinAlgError:
            continue
        converged += np.linalg.norm(end[r] - hat) < 0.008 * d and to_star[r] < 0.5 * d
    return int(converged)


def table(arguments):
    return cell(*arguments)


if __name__ == "__main__":
    parser = common.parser(__doc__, 3)
    parser.add_argument("--runs", type=int, default=500)
    options = parser.parse_args()
    ours, theirs = [], []
    with Pool(os.cpu_count()) as pool:
        for turn in range(options.rounds):
            before = time.perf_counter()
            order = sorted(range(54), key=lambda i: -((i % 6 < 3) * (2, 3, 5)[i // 18] * (10, 20, 100)[i // 6 % 3]))
            counts = dict(zip(order, pool.map(table, [(i, options.runs, turn) for i in order], chunksize=1)))
            theirs.append(time.perf_counter() - before)
            out = subprocess.run(
                common.java("training.ConvergenceTableRun", options.runs, 3), capture_output=True, text=True, check=True)
            lines = out.stdout.split("\n")
            ours += [float(line.split()[0]) for line in lines[:3]]
            java = [int(line) for line in lines[3:57]]
            worst = 0
            for i in range(54):
                p = (java[i] + counts[i]) / (2 * options.runs)
                error = math.sqrt(2 * p * (1 - p) / options.runs)
                worst = max(worst, abs(java[i] - counts[i]) / options.runs / error if error else 0)
            print(f"round {turn}: largest |z| of 54 cells {worst:.2f}; numpy {theirs[-1]:.1f} s, "
                  f"paisaje {', '.join(f'{s:.2f}' for s in ours[-3:])} s (the first with compilation)", flush=True)
            if worst > 4:
                sys.exit("the two tables disagree")
    median = lambda values: sorted(values)[len(values) // 2]
    warm = [s for i, s in enumerate(ours) if i % 3]
    common.row("Table 1 of document 003, 27,000 runs", median(warm), "NumPy, two processes", median(theirs),
               note=f"{median(ours[::3]):.2f} s at first")
