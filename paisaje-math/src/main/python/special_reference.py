"""Writes reference values of the special functions as hexadecimal doubles: name, x, high and low part of f(x).

Run: python special_reference.py > ../../test/resources/org/paisaje/math/special/reference.txt   (mpmath 1.3.0)
"""
import math
import random

from mpmath import mp, mpf


def sech2(x):
    return mp.sech(x) ** 2


def cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def pdf(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def logistic(x):
    return 1 / (1 + mp.exp(-x))


FUNCTIONS = {
    "exp": (mp.exp, -745, 709.7), "expm1": (mp.expm1, -60, 709.7), "log": (mp.log, 1e-320, 1e300),
    "log1p": (mp.log1p, -1, 1e300), "tanh": (mp.tanh, -30, 30), "sigmoid": (logistic, -745, 60),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), -745, 700), "erf": (mp.erf, -7, 7), "erfc": (mp.erfc, -7, 27.2),
    "normalPdf": (pdf, -38.5, 38.5), "normalCdf": (cdf, -38.4, 10), "silu": (lambda x: x * logistic(x), -700, 60),
    "gelu": (lambda x: x * cdf(x), -37, 60), "asin": (mp.asin, -1, 1), "acos": (mp.acos, -1, 1),
    "cosOfAsin": (lambda x: mp.sqrt(1 - x * x), -1, 1), "sin": (mp.sin, -1e300, 1e300), "cos": (mp.cos, -1e300, 1e300),
    "tanhDerivative": (sech2, -353, 353), "sigmoidDerivative": (lambda x: logistic(x) * logistic(-x), -745, 745),
    "siluDerivative": (lambda x: logistic(x) * (1 + x * logistic(-x)), -740, 740),
    "geluDerivative": (lambda x: cdf(x) + x * pdf(x), -38, 38),
    "erfDerivative": (lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x), -27, 27),
}

EDGES = [5e-324, 2.2250738585072014e-308, 1e-300, 1e-17, 1e-16, 1e-8, 0.125, 0.34657359027997264, 0.34657359027997270,
         0.5, 0.5000000000000001, 0.7071067811865475, 0.7071067811865476, 0.75, 0.7499999999999999, 0.9999999999999999,
         1.0, 1.4142135623730951, math.pi / 2, math.pi, 19.06, 22.0, 26.5, 37.5, 103993.0, 1048576.0, 1048577.0, 1e22,
         353.0, 708.4, 709.7, 744.9]


def points(lo, hi, seed):
    r = random.Random(seed)
    xs = [s * e for e in EDGES for s in (1, -1)]
    for _ in range(40):
        xs += [r.gauss(0, 1), r.gauss(0, 5), r.uniform(-1, 1), r.choice((-1, 1)) * math.exp(r.uniform(-40, 7))]
        if hi < 1e6:
            xs.append(r.uniform(lo, hi))
    return [x for x in xs if lo <= x <= hi and not (lo == -1 and hi > 1 and x == -1)]


def table_points(lo, hi, end, seed):
    """Both sides of every bound of an interval of the tables of erf or the tails, and a dense stratified sample."""
    parts, start = (16, 4) if end < 7 else (4, 1)
    edges = [2.0 ** (k // parts) * (1 + k % parts / parts) for k in range(start, start + 17)]
    bounds = [(e - edges[0]) / (edges[-1] - edges[0]) * end for e in edges]
    xs = [s * b * (1 + t) for b in bounds for t in (-1e-15, 0, 1e-15) for s in (1, -1)]
    r = random.Random(seed)
    xs += [lo + (hi - lo) * (i + r.random()) / 600 for i in range(600)]
    xs += [4 * (i + r.random()) / 200 - 2 for i in range(200)]
    return [x for x in xs if lo <= x <= hi]


TABLES = {"erf": 6.01, "erfc": 27.65, "normalCdf": 39.05, "gelu": 39.05}

if __name__ == "__main__":
    for number, (name, (f, lo, hi)) in enumerate(FUNCTIONS.items()):
        for x in points(lo, hi, number) + (table_points(lo, hi, TABLES[name], number) if name in TABLES else []):
            mp.dps = 400 if abs(x) > 50 or 0 < abs(x) < 1e-10 else 60
            y = f(mpf(x))
            high = float(y)
            low = float(y - mpf(high))
            print(name, x.hex(), high.hex(), low.hex())
