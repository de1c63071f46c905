"""Random ReLU networks of 15 layers told dead or alive: paisaje against vectorised NumPy, in turns on one machine.

    paisaje-bench/compare/run born_dead [--rounds 3] [--nets 1000000]

Weights uniform, no biases, the input 1; of NumPy the faster of two forms: all networks through all layers, or only those
that are still alive. Paisaje tells for each network besides whether it is dead on the whole line. Before times the shares
are held against 1 - (1 - 2^-N)^15, within 5 standard errors.
"""
import statistics
import sys
import time

import common
import numpy as np

DEPTH = 15
WIDTHS = (2, 4, 8)


def everything(rng, nets, width):
    x = np.ones((nets, 1))
    for _ in range(DEPTH):
        w = rng.uniform(-1, 1, (nets, width, x.shape[1]))
        x = np.maximum(0, np.einsum("nij,nj->ni", w, x))
    return nets - x.any(1).sum()  # a layer of zeros gives zeros


def survivors(rng, nets, width):
    x = np.ones((nets, 1))
    for _ in range(DEPTH):
        w = rng.uniform(-1, 1, (len(x), width, x.shape[1]))
        x = np.maximum(0, np.matmul(w, x[:, :, None])[:, :, 0])
        x = x[x.any(1)]
    return nets - len(x)


def main():
    parser = common.parser(__doc__, 3)
    parser.add_argument("--nets", type=int, default=1_000_000)
    options = parser.parse_args()
    server = common.serve("landscape.BornDeadComparison")
    for width in WIDTHS:
        p = 1 - (1 - 2.0**-width)**DEPTH
        allowed = 5 * np.sqrt(p * (1 - p) / options.nets)
        times = {"java": [], "all": [], "alive": []}
        for turn in range(options.rounds + 1):  # the first warms up
            server.stdin.write(f"{width} {DEPTH} {options.nets} {turn}\n")
            server.stdin.flush()
            seconds, dead = server.stdout.readline().split()
            counts = {"java": int(dead)}
            times["java"].append(float(seconds))
            for name, form in (("all", everything), ("alive", survivors)):
                common.rest()
                before = time.perf_counter()
                counts[name] = form(np.random.default_rng(turn), options.nets, width)
                times[name].append(time.perf_counter() - before)
            for name, count in counts.items():
                if not abs(count / options.nets - p) < allowed:
                    sys.exit(f"{name}: {count} of {options.nets} dead at width {width}, expected {p:.5f} +- {allowed:.5f}")
        median = {name: statistics.median(values[1:]) for name, values in times.items()}
        common.row(f"{options.nets:,} nets of {DEPTH} layers of {width}", median["java"], "NumPy",
                   min(median["all"], median["alive"]),
                   note="all networks through all layers: " + f"{median['all']:.3g} s")


if __name__ == "__main__":
    main()
