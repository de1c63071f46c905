"""Reading data files: Paisaje against NumPy and safetensors, in turns on one machine, everything in the page cache.

    paisaje-bench/compare/run loading [--mnist FOLDER]

Both sides end with float64 numbers in memory. Printed are the medians of nine readings in each of the rounds, the median
of these over the rounds, and how many times faster the Java side is.
"""
import gzip
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

import common
import numpy as np
from safetensors.numpy import load_file

parser = common.parser(__doc__, 3)
parser.add_argument("--mnist", type=pathlib.Path, help="folder of the IDX files of MNIST")
options = parser.parse_args()
IMAGES = options.mnist and options.mnist / "t10k-images-idx3-ubyte.gz"


def idx(path):
    raw = gzip.decompress(pathlib.Path(path).read_bytes())
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).astype(np.float64)


def readers(folder):
    yield "npy float64", lambda: np.load(folder / "f8.npy")
    yield "npy float32", lambda: np.load(folder / "f4.npy").astype(np.float64)
    yield "npz float64", lambda: np.load(folder / "f8.npz")["x"]
    yield "npz deflated", lambda: np.load(folder / "deflated.npz")["x"]
    yield "safetensors float64", lambda: load_file(folder / "f8.safetensors")["x"]
    yield "csv 100,000 x 20", lambda: np.loadtxt(folder / "t.csv", delimiter=",", skiprows=1)
    if IMAGES:
        yield "idx gzipped", lambda: idx(IMAGES)


def timed(read):
    read()
    times = []
    for _ in range(9):
        start = time.perf_counter()
        read()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    command = common.java("training.LoadingComparison")
    subprocess.run([*command, name, "write"], check=True)
    np.savez_compressed(folder / "deflated.npz", x=np.load(folder / "f8.npy")[:2500])
    ours, theirs = {}, {}
    for _ in range(options.rounds):
        images = [str(IMAGES)] if IMAGES else []
        lines = subprocess.run([*command, name, "read", *images], check=True, capture_output=True, text=True).stdout
        for line in lines.splitlines():
            entry = json.loads(line)
            ours.setdefault(entry["what"], []).append(entry["median"])
        for what, read in readers(folder):
            theirs.setdefault(what, []).append(timed(read))
    for what, times in theirs.items():
        common.row(f"reading {what}", 1e3 * statistics.median(ours[what]), "python", 1e3 * statistics.median(times), "ms")
