#!/usr/bin/env python3
"""Makes the small files that the examples of findings.md read. Needs numpy; same files each time."""
import numpy as np

r = np.random.default_rng(7)


def csv(name, head, rows):
    with open(name, "w") as f:
        f.write(head + "\n")
        for row in rows:
            f.write(",".join(v if isinstance(v, str) else f"{v:.4g}" for v in row) + "\n")


n = 40
u = r.uniform(-1, 1, (n, 3))
csv("constant-target.csv", "a,b,y", [(*u[i, :2], 7.5) for i in range(20)])
csv("constant-inputs.csv", "a,b,y", [(3, -1, u[i, 0]) for i in range(20)])
csv("contradictions.csv", "a,b,kind", [(i % 2, i // 2 % 2, "yes" if i % 8 < 4 else "no") for i in range(n)])
csv("inside.csv", "x,y", [(u[i, 0], np.sin(3 * u[i, 0])) for i in range(n)])
csv("outside.csv", "x,y", [(3 + v, np.sin(3 * (3 + v))) for v in u[:16, 0]])
csv("scales.csv", "price,area,y", [(1e5 * (1 + u[i, 0]), 1e-2 * u[i, 1], u[i, 1]) for i in range(n)])
csv("millions.csv", "a,y", [(u[i, 0], 4e6 + 1e6 * u[i, 0]) for i in range(n)])
csv("uneven.csv", "a,b,kind", [(u[i, 0] + (i % 10 == 0), u[i, 1], "rare" if i % 10 == 0 else "common") for i in range(n)])
csv("parity.csv", "a,b,c,d,e,f,g,odd",
    [(*(k >> j & 1 for j in range(7)), "yes" if k.bit_count() % 2 else "no") for k in range(128)])
csv("unrelated.csv", "a,b,y", [(*u[i, :2], v) for i, v in enumerate(r.normal(size=n))])
csv("offset.csv", "a,y", [(v, 5 + 0.5 * v) for v in u[:, 0]])
csv("wave.csv", "x,y", [(x, np.sin(36 * np.pi * x)) for x in np.linspace(0, 1, 181)])
csv("far.csv", "a,kind", [(10 + u[i, 0] * 2, "high" if u[i, 0] > 0 else "low") for i in range(n)])
csv("noisy.csv", "a,b,c,d,y", [(*row, row[0] + 1.5 * v) for row, v in zip(r.normal(size=(n, 4)), r.normal(size=n))])
csv("few.csv", ",".join(f"x{j}" for j in range(10)) + ",y",
    [(*row, row[0] + row[1] + 0.5 * r.normal()) for row in r.uniform(-1.7, 1.7, (45, 10))])
csv("steep.csv", "a,b,y", [(u[i, 0] * 1.7, u[i, 1] * 1.7 / 29, -0.1 * u[i, 1]) for i in range(n)])


def weights(name, *layers):
    entries = {}
    for i, (w, b) in enumerate(layers):
        entries[f"layers.{i}.weight"] = w
        entries[f"layers.{i}.bias"] = b
    np.savez(name, **entries)


weights("equal.npz", (np.full((6, 2), 0.4), np.zeros(6)), (np.full((1, 6), 0.4), np.zeros(1)))
weights("positive.npz", (np.abs(r.normal(size=(12, 2))), np.zeros(12)), (np.abs(r.normal(size=(12, 12))), np.zeros(12)),
        (r.normal(size=(1, 12)) / 4, np.zeros(1)))
np.savez("one-class.npz", x=u[:12, :2], y=np.tile([1.0, 0.0], (12, 1)))
csv("dead-output.csv", "x,y", [(v, 3 + v) for v in u[:, 0]])
csv("zigzag.csv", "x,y", [(i / 40, abs(i / 5 % 2 - 1)) for i in range(41)])
s = r.uniform(-1, 1, (160, 2))
csv("flipped.csv", "a,b,label", [(*p, "up" if (p[0] > 0) != (v < 0.36) else "down") for p, v in zip(s, r.uniform(size=160))])
g = np.random.default_rng(8).normal(size=(60, 2))
csv("missing.csv", "a,b,y", [(p[0], -999 if i % 15 == 7 else p[1], p[0] + p[1]) for i, p in enumerate(g)])
csv("names.csv", "a,b,kind", [(*p, ("cat" if i % 6 else "Cat") if p[0] > 0 else "dog") for i, p in enumerate(g)])
csv("named.csv", "a,b,kind", [(*p, "cat" if p[0] > 0 else "dog") for p in g[:40]])
csv("named-test.csv", "a,b,kind", [(*p, "dog" if p[0] > 0 else "cat") for p in g[40:]])
h = np.random.default_rng(9)
shop = np.arange(240) % 16
effect = h.permutation(np.linspace(-2, 2, 16))
csv("shops.csv", "shop,price,y", [(k, v, effect[k] + 0.2 * v) for k, v in zip(shop, h.normal(size=240))])
q = h.normal(size=(30, 3))
csv("copies.csv", "a,b,c,kind", [(*q[i % 30], "yes" if i % 30 % 7 < 3 else "no") for i in range(90)])
v = np.random.default_rng(12)
thing, known = v.normal(size=(60, 6)), v.uniform(size=60)
csv("near-copies.csv", "a,b,c,d,e,f,kind",
    [(*(thing[i % 60] + 0.02 * p), "yes" if known[i % 60] < 0.5 else "no") for i, p in enumerate(v.normal(size=(240, 6)))])
csv("leak.csv", "a,b,net,gross", [(*p, 1.19 * v, v) for p, v in zip(h.normal(size=(60, 2)), np.round(h.normal(size=60), 2))])
w = np.random.default_rng(10)
csv("scarce.csv", ",".join(f"x{j}" for j in range(20)) + ",y",
    [(*row, row[:8].sum() + row[8] * row[9]) for row in w.normal(size=(75, 20))])
z = w.normal(size=(160, 2))
csv("tails.csv", "a,b,y", [(*p, float(np.exp(2 * p[0] - p[1]))) for p in z])
middle = np.array([(0, 0), (3, 3), (0, 3), (3, 0), (6, 1.5)])
csv("kinds.csv", "a,b,kind", [(*(middle[i * 2 % 5] + 0.4 * p), str(i % 5)) for i, p in enumerate(z)])
tall = 1.7 + 0.1 * z[:, 0]
csv("units.csv", "height,weight", [(h * (100 if i % 3 == 0 else 1), 22 * h * h) for i, h in enumerate(tall)])
csv("prices.csv", "a,b,price", [(*p, str(50 + round(10 * p[0] + 6 * p[1]))) for p in z])
t = np.random.default_rng(11)
late = t.normal(size=(160, 3))
csv("shifted.csv", "a,b,c,y", [(*late[i], late[i - 1, 0] - 2 * late[i - 1, 1]) for i in range(160)])
part = t.normal(size=(160, 2))
long = 2 + part[:, 0] - 0.5 * part[:, 1]
csv("lengths.csv", "a,b,length", [(*p, v) for p, v in zip(part[:110], long[:110])])
csv("lengths-test.csv", "a,b,length", [(*p, 100 * v) for p, v in zip(part[110:], long[110:])])
v = np.random.default_rng(12)
drift = v.normal(size=(150, 3))
csv("drift.csv", "a,b,y", [(p[0], p[1], p[0] + i / 25 + 0.2 * p[2]) for i, p in enumerate(drift)])
m = np.random.default_rng(12)
full = m.normal(size=(240, 3))
csv("zeros.csv", "weight,pressure,age,y",
    [(0 if i % 3 == 0 else 70 + 12 * p[0], 0 if i % 4 == 1 else 80 + 10 * p[1], 45 + 9 * p[2], p[0] + 0.7 * p[1])
     for i, p in enumerate(full)])
walks = np.cumsum(v.normal(size=(240, 4)), axis=0)
csv("walks.csv", "a,b,c,y", [tuple(p) for p in walks])
branch = np.random.default_rng(13)
csv("branches.csv", "x,y", [(x, side * x ** 0.5) for x, side in zip(branch.uniform(0, 4, 260), branch.choice([-1, 1], 260))])
clock = np.random.default_rng(13)
csv("times.csv", "time,a,y", [(f"2024-03-{1 + 3 * i // 24:02d} {3 * i % 24:02d}:00", p, np.cos((3 * i - 2) * np.pi / 12) + 0.3 * p)
                              for i, p in enumerate(clock.normal(size=240))])
