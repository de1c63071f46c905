"""Writes small reference files in the formats that Paisaje reads.

Made with NumPy 2.4.6, PyTorch 2.13.0 and safetensors 0.8.0:
    python make_format_references.py ../resources/org/paisaje/data/format

Entry k (counted in C order) of every 4 x 3 array is (k - 5) / 4 for floating types, k - 5 for signed and 7 k for unsigned
integers, and k % 3 == 0 for bool; the name of a file tells the rest.
"""

import gzip
import io
import pathlib
import sys
import zipfile

import numpy as np
import torch
from numpy.lib import format as npy
from safetensors.torch import save_file

folder = pathlib.Path(sys.argv[1])
k = np.arange(12).reshape(4, 3)


def values(code):
    kind = np.dtype(code).kind
    return {"f": (k - 5) / 4, "i": k - 5, "u": 7 * k, "b": k % 3 == 0}[kind].astype(code)


for code in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
    for sign, end in [("<", "little"), (">", "big")]:
        if np.dtype(code).itemsize == 1 and sign == ">":
            continue
        for order in "CF":
            array = np.asarray(values(code), order=order).astype(sign + code, order="K")
            with open(folder / f"{code}-{end}-{order}.npy", "wb") as file:
                npy.write_array(file, array, version=(1, 0))
for version in [(2, 0), (3, 0)]:
    with open(folder / f"f8-little-C-v{version[0]}.npy", "wb") as file:
        npy.write_array(file, values("f8"), version=version)
np.save(folder / "scalar.npy", np.float64(0.25))
np.save(folder / "empty.npy", np.zeros((0, 3)))
np.save(folder / "cube-C.npy", np.arange(24.0).reshape(2, 3, 4))
np.save(folder / "cube-F.npy", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
np.save(folder / "object.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
np.save(folder / "complex.npy", np.zeros(2, complex))
np.save(folder / "record.npy", np.zeros(2, [("a", "f8"), ("b", "i4")]))
np.savez(folder / "stored.npz", x=values("f8"), y=np.arange(4))
np.savez_compressed(folder / "deflated.npz", x=values("f4"), y=np.arange(4) % 2)

codes = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}
for code, number in codes.items():
    raw = bytes([0, 0, number, 2]) + np.array([4, 3], ">i4").tobytes() + values(code).astype(">" + code).tobytes()
    (folder / f"{code}.idx").write_bytes(raw)
    (folder / f"{code}.idx.gz").write_bytes(gzip.compress(raw, mtime=0))

types = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8,
    "BOOL": torch.bool,
}
source = {"F": "f8", "B": "f8", "I": "i8", "U": "u1"}
tensors = {
    name: torch.tensor(values("b1" if name == "BOOL" else source[name[0]])).to(dtype) for name, dtype in types.items()
}
save_file(tensors, folder / "all.safetensors", metadata={"made": "by PyTorch"})
save_file({"one": torch.tensor(0.25, dtype=torch.float64)}, folder / "scalar.safetensors")
