"""Coefficients of the kernels in org.paisaje.math.special, by Remez exchange in 60 digits (needs mpmath). Those of erf and the normal tails come from error_tables.py.

Prints Java arrays, lowest power first, and the largest weighted error of each fit before rounding to double.
"""
from mpmath import mp, mpf, cos, pi, exp, asin, sqrt, lu_solve, matrix, nstr

mp.dps = 60


def cheb(a, b, n):
    return [(a + b) / 2 - (b - a) / 2 * cos(pi * mpf(i) / (n - 1)) for i in range(n)]


def remez(f, weight, a, b, degree, powers=None, iterations=12, grid=500):
    """Polynomial p minimising max |weight(x) (p(x) - f(x))| on [a, b]."""
    a, b = mpf(a), mpf(b)
    powers = powers or list(range(degree + 1))
    n = len(powers) + 1
    nodes = cheb(a, b, n)
    xs = cheb(a, b, grid)
    fs = [f(x) for x in xs]
    ws = [weight(x) for x in xs]
    for _ in range(iterations):
        A, y = matrix(n, n), matrix(n, 1)
        for i, x in enumerate(nodes):
            for j, p in enumerate(powers):
                A[i, j] = x ** p if p else mpf(1)
            A[i, n - 1] = (-1) ** i / weight(x)
            y[i] = f(x)
        c = lu_solve(A, y)
        coef = [c[j] for j in range(n - 1)]
        level = abs(c[n - 1])
        err = [w * (sum(cj * x ** p if p else cj for cj, p in zip(coef, powers)) - v) for x, v, w in zip(xs, fs, ws)]
        peak = max(abs(e) for e in err)
        if peak < level * mpf('1.01'):
            break
        runs, best = [], 0
        for i in range(1, grid):
            if (err[i] > 0) != (err[best] > 0):
                runs.append(best)
                best = i
            elif abs(err[i]) > abs(err[best]):
                best = i
        runs.append(best)
        while len(runs) > n:
            runs.pop(0 if abs(err[runs[0]]) < abs(err[runs[-1]]) else -1)
        if len(runs) < n:
            break
        nodes = [xs[i] for i in runs]
    return coef, peak


def show(name, coef, peak):
    print(f"// {name}: weighted error {nstr(peak, 3)}")
    print("{" + ", ".join(repr(float(c)) for c in coef) + "}")


def taylor_exp(r):
    return (exp(r) - 1 - r) / r ** 2 if abs(r) > mpf('1e-25') else mpf(1) / 2


def atanh_tail(z):
    # (log((1+s)/(1-s)) - 2 s) / s / z with z = s^2
    if z < mpf('1e-15'):
        return mpf(2) / 3
    s = sqrt(z)
    return (mp.log((1 + s) / (1 - s)) / s - 2) / z


def asin_tail(z):
    if z < mpf('1e-15'):
        return mpf(1) / 6
    x = sqrt(z)
    return (asin(x) - x) / (x * z)


if __name__ == "__main__":
    mp.dps = 60
    edge = mp.log(2) / 2 * mpf('1.0001')
    show("exp: (e^r - 1 - r)/r^2, |r| <= ln2/2", *remez(taylor_exp, lambda r: abs(r) + mpf('1e-3'), -edge, edge, 9))
    show("atanh tail on [0, 1/9]", *remez(atanh_tail, lambda z: z, mpf('1e-9'), mpf(1) / 9 * mpf('1.0001'), 9))
    show("asin tail on [0, 1/4]", *remez(asin_tail, lambda z: z + mpf('1e-6'), 0, mpf('0.2501'), 12))
