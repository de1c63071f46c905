"""Prints the values of WideNetTest at infinite width: kernels in closed form (ReLU) and by the trapezoidal rule, which is
exact to rounding for such integrands (tanh); eigenvalues and systems with 40 digits. Needs numpy and mpmath."""

import math

import mpmath as mp
import numpy as np

mp.mp.dps = 40
EXTENDED = np.longdouble


def normals(seed, count):
    """The normals of java.util.Random: its 48-bit linear congruential generator and the polar method."""
    state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def bits(n):
        nonlocal state
        state = (state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return state >> (48 - n)

    def uniform():
        return ((bits(26) << 27) + bits(27)) * 2.0**-53

    drawn = []
    while len(drawn) < count:
        while True:
            u = 2 * uniform() - 1
            v = 2 * uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                break
        factor = math.sqrt(-2 * math.log(s) / s)
        drawn += [u * factor, v * factor]
    return drawn[:count]


def dot(a, b):
    return mp.fsum(p * q for p, q in zip(a, b))


def sphere(seed, n, d):
    x = [mp.mpf(v) for v in normals(seed, n * d)]
    rows = [x[i * d : (i + 1) * d] for i in range(n)]
    return [[v / mp.sqrt(dot(row, row)) for v in row] for row in rows]


def relu(c):
    """E[s(u) s(v)] and E[s'(u) s'(v)] for standard normals of correlation c."""
    angle = mp.acos(c)
    return (mp.sin(angle) + (mp.pi - angle) * c) / (2 * mp.pi), (mp.pi - angle) / (2 * mp.pi)


Z = np.arange(-80, 81).astype(EXTENDED) / 8
DENSITY = np.exp(-Z * Z / 2)
DENSITY /= DENSITY.sum()
WEIGHTS = DENSITY[:, None] * DENSITY[None, :]


def tanh(c):
    s = np.tanh(Z)[:, None]
    other = EXTENDED(mp.nstr(mp.sqrt(1 - c * c), 25))
    t = np.tanh(EXTENDED(mp.nstr(c, 25)) * Z[:, None] + other * Z[None, :])
    exact = lambda value: mp.mpf(np.format_float_scientific(value, precision=22))
    return exact((WEIGHTS * s * t).sum()), exact((WEIGHTS * (1 - s**2) * (1 - t**2)).sum())


points = sphere(1, 20, 10)
there = sphere(3, 50, 10)[0]
labels = mp.matrix([mp.mpf(v) for v in normals(2, 20)])
for name, moments in (("relu", relu), ("tanh", tanh)):

    def entry(c):
        values, slopes = moments(c)
        return values + c * slopes

    kernel = mp.matrix(20, 20)
    for i in range(20):
        for j in range(i + 1):
            kernel[i, j] = kernel[j, i] = entry(mp.mpf(1) if i == j else dot(points[i], points[j]))
    eigenvalues = mp.eigsy(kernel, eigvals_only=True)
    alpha = mp.lu_solve(kernel, labels)
    prediction = dot([entry(dot(there, x)) for x in points], alpha)
    print(name, *(mp.nstr(v, 15) for v in (eigenvalues[0], eigenvalues[19], (labels.T * alpha)[0], prediction)))
