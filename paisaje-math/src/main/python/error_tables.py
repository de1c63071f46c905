"""Writes ErrorTables.java: piecewise polynomials of erf and of the scaled tails erfc(a) e^(a^2), Phi(-a) e^(a^2/2).

Each function has 16 intervals. The interval of a >= 0 is read from the bits of t = a * scale + origin: the octaves of t
are cut into 2^p equal parts, so the number of the part is (bits of t >> 52 - p) mod 16. On an interval
f(m + d) = c0 + d q(d). The point m is near the middle and such that f(m) is within some 2^-8 of the spacing of a double
number, after S. Gal, so c0 has no rounding error worth speaking of; q interpolates at Chebyshev points. On the first
interval of erf m = 0 and erf(d) = d + d q(d).

Run: python error_tables.py > ../java/org/paisaje/math/special/ErrorTables.java   (mpmath 1.3.0; about a minute)
"""
from mpmath import mp, mpf, cos, pi, exp, erf, erfc, sqrt, log, nstr, matrix, lu_solve

mp.dps = 60


def scaled_erfc(a):
    return exp(a * a) * erfc(a)


def scaled_normal(a):
    return exp(a * a / 2) * erfc(a / sqrt(mpf(2))) / 2


def intervals(parts_per_octave, start, last):
    """Bounds of the 16 intervals that cover [0, last], their slot, and scale and origin of t."""
    edges = []
    for k in range(start, start + 17):
        octave, part = divmod(k, parts_per_octave)
        edges.append(mpf(2) ** octave * (1 + mpf(part) / parts_per_octave))
    scale = float((edges[-1] - edges[0]) / mpf(last))
    bounds = [(e - edges[0]) / mpf(scale) for e in edges]
    # the exponent of [1, 2) is 1023, whose low bits are all ones
    slots = [((1023 + k // parts_per_octave) * parts_per_octave + k % parts_per_octave) % 16
             for k in range(start, start + 16)]
    return bounds, slots, scale, float(edges[0])


def point(f, middle, width):
    """A double near the middle of an interval where f is nearly a double."""
    best = None
    for k in range(400):
        m = mpf(float(middle + width * (mpf(k) / 400 - mpf(1) / 2) / 64))
        value = f(m)
        rest = abs(value - mpf(float(value))) / value
        if best is None or rest < best[1]:
            best = (m, rest)
    return best[0]


def fit(f, low, high, m, c0, terms, first):
    """q with `terms` coefficients, and the largest relative error of c0 + d q(d) once the coefficients are doubles."""
    nodes = [(low + high) / 2 - m + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * terms)) for i in range(terms)]
    rows, values = matrix(terms, terms), matrix(terms, 1)
    for i, d in enumerate(nodes):
        for j in range(terms):
            rows[i, j] = d ** j
        values[i] = f(d) / d - 1 if first else (f(m + d) - c0) / d
    q = [mpf(float(c)) for c in lu_solve(rows, values)]
    worst = mpf(0)
    for i in range(101):
        d = low - m + (high - low) * (mpf(i) + mpf('0.01')) / mpf('100.02')
        value = sum(c * d ** j for j, c in enumerate(q)) * d + (d if first else c0)
        worst = max(worst, abs(value / f(m + d) - 1))
    return q, worst


def table(name, words, f, parts, start, last, terms, odd):
    bounds, slots, scale, origin = intervals(parts, start, last)
    columns, worst = [None] * 16, mpf(0)
    for i, slot in enumerate(slots):
        low, high = bounds[i], bounds[i + 1]
        first = odd and i == 0
        m = mpf(0) if first else point(f, (low + high) / 2, high - low)
        c0 = mpf(0) if first else mpf(float(f(m)))
        q, error = fit(f, low, high, m, c0, terms, first)
        worst = max(worst, error)
        columns[slot] = [m, c0] + q
    print(f"    /** {words}; {terms} coefficients of q, relative error below 2^{nstr(log(worst, 2), 4)}. */")
    print(f"    static final double {name}_SCALE = {scale!r};")
    print(f"    static final double {name}_ORIGIN = {origin!r};")
    if odd:
        print(f"    static final double {name}_FIRST = {float(1 + mpf(start + 1) / parts)!r};")
    print(f"    static final double[] {name} = {{")
    for k in range(terms + 2):
        print("        // " + ("m" if k == 0 else "c0" if k == 1 else f"q{k - 2}"))
        for start in range(0, 16, 4):
            print("        " + ", ".join(float(columns[s][k]).hex() for s in range(start, start + 4)) + ",")
    print("    };\n")


if __name__ == "__main__":
    print("package org.paisaje.math.special;\n")
    print("""/**
 * Piecewise polynomials f(m + d) = c0 + d q(d) on 16 intervals, written by {@code src/main/python/error_tables.py}.
 * Row k of 16 numbers holds m, c0 or a coefficient of q in every interval. The interval of a is the bits of
 * t = a * scale + origin, shifted right so that the wanted bits are lowest, mod 16; the first interval is t < first.
 */
final class ErrorTables {
    static final int INTERVALS = 16;
    static final int ERF_SHIFT = 48;
    static final int TAIL_SHIFT = 50;

    private ErrorTables() {}
""")
    table("ERF", "erf on [0, 6.01]; on the first interval erf(d) = d + d q(d)", erf, 16, 4, "6.01", 12, True)
    table("ERFC", "e^(a^2) erfc(a) on [0, 27.65]", scaled_erfc, 4, 1, "27.65", 14, False)
    table("NORMAL", "e^(a^2/2) Phi(-a) on [0, 39.05]", scaled_normal, 4, 1, "39.05", 14, False)
    print("}")
