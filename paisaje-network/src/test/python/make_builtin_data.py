"""Writes the built-in data sets as gzipped IDX files from the copies in scikit-learn.

Made with NumPy 2.4.6 and scikit-learn 1.9.1:
    python make_builtin_data.py ../../main/resources/org/paisaje/data/builtin
"""

import gzip
import pathlib
import sys

import numpy as np
from sklearn.datasets import load_digits, load_iris


def write(path, array):
    assert array.dtype == np.uint8
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
    path.write_bytes(gzip.compress(header + array.tobytes(), 9, mtime=0))


def exact(values):
    result = np.rint(values).astype(np.uint8)
    assert np.abs(result - values).max() < 1e-12
    return result


folder = pathlib.Path(sys.argv[1])
digits, iris = load_digits(), load_iris()
write(folder / "digits-images.idx.gz", exact(digits.data))
write(folder / "digits-labels.idx.gz", exact(digits.target))
write(folder / "iris-measures.idx.gz", exact(iris.data * 10))  # tenths of a centimetre
write(folder / "iris-labels.idx.gz", exact(iris.target))
