"""Writes the Parquet files of ParquetFileTest: make_parquet.py FOLDER (pyarrow 25.0.1, numpy)."""

import datetime
import decimal
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

out = sys.argv[1]
n = 24
table = pa.table({
    "a": pa.array([(i * i - 70) / 7 for i in range(n)], pa.float64()),
    "b": pa.array([3 * i - 31 for i in range(n)], pa.int64()),
    "single": pa.array([i / 10 for i in range(n)], pa.float32()),
    "half": pa.array(np.arange(n, dtype=np.float16) / 4),
    "u": pa.array([232 + i for i in range(n)], pa.uint8()),
    "big": pa.array([2**32 - 1 - i for i in range(n)], pa.uint32()),
    "flag": pa.array([i % 3 == 0 for i in range(n)]),
    "price": pa.array([decimal.Decimal(i * 7) / 4 for i in range(n)], pa.decimal128(9, 2)),
    "kind": pa.array(["red" if i % 2 else "blue" for i in range(n)]).dictionary_encode(),
})
for codec in ("none", "snappy", "gzip", "zstd", "lz4"):
    pq.write_table(table, f"{out}/{codec}.parquet", compression=codec, row_group_size=10)
pq.write_table(table, f"{out}/second.parquet", data_page_version="2.0", use_dictionary=False)
pq.write_table(table, f"{out}/delta.parquet", use_dictionary=False, column_encoding={"b": "DELTA_BINARY_PACKED"})
y = pa.array([0.5, 1.5, 2.5])
pq.write_table(pa.table({"x": pa.array([1.5, None, 3.25, float("nan")]), "y": pa.array([0.5, 2.5, None, 4])}),
               f"{out}/missing.parquet")
pq.write_table(pa.table({"e": pa.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.5]], pa.list_(pa.float32())), "y": y}),
               f"{out}/lists.parquet")
pq.write_table(pa.table({"e": pa.array([[1.0, 2.0], [3.0], []], pa.list_(pa.float32())), "y": y}),
               f"{out}/ragged.parquet")
pq.write_table(pa.table({"s": pa.array([{"p": i, "q": i / 4} for i in range(3)]),
                         "when": pa.array([datetime.date(2020, 1, 1 + i) for i in range(3)]), "y": y}),
               f"{out}/nested.parquet")
pq.write_table(table.slice(0, 0), f"{out}/empty.parquet")
