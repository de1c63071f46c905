"""Training of narrow networks: paisaje against jitted jax (and torch, eager), in turns on one machine.

    paisaje-bench/compare/run narrow [--rounds 3] [--only adam ensemble resnet seeds resnet3 seeds3]

Same data, starts, batches and rule on both sides, float64 (jax in float32 is shown beside it). The parameters at the end
are compared before times are. jax runs all steps in one compiled call: lax.fori_loop over steps, vmap over networks, and
for the residual network the faster of the blocks unrolled and of lax.scan over them; compiling is not timed.
"""
import os
import statistics
import sys
import tempfile
import time

import common
import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

parser = common.parser(__doc__, 3)
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--only", nargs="*", default=["adam", "ensemble", "resnet", "seeds", "resnet3", "seeds3"])
parser.add_argument("--torch", action="store_true", help="time torch as well, on the first case")
options = parser.parse_args()


def mlp(widths):
    def unpack(theta):
        at, layers = 0, []
        for m, n in zip(widths, widths[1:]):
            layers.append((theta[at:at + m * n].reshape(n, m), theta[at + m * n:at + m * n + n]))
            at += m * n + n
        return layers

    def forward(theta, x):
        layers = unpack(theta)
        for w, b in layers[:-1]:
            x = jnp.tanh(x @ w.T + b)
        w, b = layers[-1]
        return x @ w.T + b

    size = sum(m * n + n for m, n in zip(widths, widths[1:]))
    return forward, size


def resnet(width, blocks, step, scan):
    row = width * width + width

    def block(y, p):
        a, b = p[:width * width].reshape(width, width), p[width * width:]
        return y + step * jnp.tanh(y @ a.T + b), None

    def forward(theta, x):
        ps = theta.reshape(blocks, row)
        if scan:
            return jax.lax.scan(block, x, ps)[0]
        for i in range(blocks):
            x = block(x, ps[i])[0]
        return x

    return forward, blocks * row


def trainer(forward, x, y, optimizer, rate, batch, steps, many):
    n = len(x)

    def gradient(theta, i):
        at = (i * batch) % n
        xb = jax.lax.dynamic_slice_in_dim(x, at, batch)
        yb = jax.lax.dynamic_slice_in_dim(y, at, batch)
        return jax.grad(lambda t: 0.5 * jnp.sum((forward(t, xb) - yb) ** 2) / batch)(theta)

    def descent(theta):
        return jax.lax.fori_loop(0, steps, lambda i, t: t - rate * gradient(t, i), theta)

    def adam(theta):
        def body(i, state):
            t, m, v = state
            g = gradient(t, i)
            m = 0.9 * m + 0.1 * g
            v = 0.999 * v + 0.001 * g * g
            k = i + 1.0
            t = t - rate * (m / (1 - 0.9**k)) / (jnp.sqrt(v / (1 - 0.999**k)) + 1e-8)
            return t, m, v

        return jax.lax.fori_loop(0, steps, body, (theta, jnp.zeros_like(theta), jnp.zeros_like(theta)))[0]

    run = adam if optimizer == "adam" else descent
    return jax.jit(jax.vmap(run) if many else run)


def torch_adam(widths, x, y, theta, rate, steps):
    import torch

    x, y = torch.tensor(x), torch.tensor(y)
    layers, at = [], 0
    for m, n in zip(widths, widths[1:]):
        layer = torch.nn.Linear(m, n, dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(theta[at:at + m * n].reshape(n, m)))
            layer.bias.copy_(torch.tensor(theta[at + m * n:at + m * n + n]))
        at += m * n + n
        layers += [layer, torch.nn.Tanh()]
    net = torch.nn.Sequential(*layers[:-1])
    rule = torch.optim.Adam(net.parameters(), lr=rate)
    start = time.perf_counter()
    for _ in range(steps):
        rule.zero_grad()
        (0.5 * ((net(x) - y) ** 2).sum() / len(x)).backward()
        rule.step()
    return time.perf_counter() - start


class Java:
    def __init__(self):
        self.server = common.serve("training.NarrowComparison")
        self.folder = tempfile.mkdtemp()

    def train(self, net, x, y, thetas, optimizer, rate, batch, steps):
        file = os.path.join(self.folder, "case")
        np.concatenate([x.ravel(), y.ravel(), thetas.ravel()]).astype("<f8").tofile(file)
        line = f"{net} {len(x)} {len(thetas)} {optimizer} {rate} {batch} {steps} {options.threads} {file}"
        self.server.stdin.write(line + "\n")
        self.server.stdin.flush()
        seconds, answer = self.server.stdout.readline().split()
        return float(seconds), np.fromfile(answer, "<f8").reshape(thetas.shape)


def data(n, inputs, outputs, rng):
    x = rng.uniform(-1, 1, (n, inputs))
    x[:, 2:] = 0  # points of the plane, lifted
    angle = np.linspace(0, np.pi, outputs, endpoint=False)
    return x, np.sin(3 * (x[:, :1] * np.cos(angle) + x[:, 1:2] * np.sin(angle)))


def starts(kind, size, widths, members, rng):
    if kind == "resnet":
        return rng.normal(0, 0.5, (members, size))
    rows = []
    for _ in range(members):
        parts = []
        for m, n in zip(widths, widths[1:]):
            parts += [rng.uniform(-1, 1, m * n) / np.sqrt(m), np.zeros(n)]
        rows.append(np.concatenate(parts))
    return np.array(rows)


CASES = {
    "adam": ("mlp:2-64-64-1:tanh", [2, 64, 64, 1], 1000, 1, "adam", 1e-3, 1000, 5000),
    "ensemble": ("mlp:2-16-16-1:tanh", [2, 16, 16, 1], 200, 1000, "descent", 0.1, 200, 500),
    "resnet": ("resnet:2x51:tanh:step=0.05", None, 500, 1, "descent", 0.1, 50, 5000),
    "seeds": ("resnet:2x51:tanh:step=0.05", None, 500, 20, "descent", 0.1, 50, 5000),
    "resnet3": ("resnet:3x51:tanh:step=0.05", None, 500, 1, "descent", 0.1, 50, 5000),
    "seeds3": ("resnet:3x51:tanh:step=0.05", None, 500, 20, "descent", 0.1, 50, 5000),
}


def compare(name, java):
    net, widths, n, members, optimizer, rate, batch, steps = CASES[name]
    rng = np.random.default_rng(7)
    width = 2 if widths else int(net[net.index(":") + 1])
    x, y = data(n, width, widths[-1] if widths else width, rng)
    forms = {"": mlp(widths)} if widths else {f" {k}": resnet(width, 51, 0.05, k == "scan") for k in ("scan", "unrolled")}
    size = next(iter(forms.values()))[1]
    thetas = starts("mlp" if widths else "resnet", size, widths, members, rng)
    rivals = {}
    for form, (forward, _) in forms.items():
        for dtype in (jnp.float64, jnp.float32):
            run = trainer(forward, jnp.asarray(x, dtype), jnp.asarray(y, dtype), optimizer, rate, batch, steps, members > 1)
            start = jnp.asarray(thetas if members > 1 else thetas[0], dtype)
            rivals[f"jax {dtype.__name__}{form}"] = (run, start)
    # few steps: the same numbers to rounding; the whole run may be chaotic
    few = 10 * (n // batch)
    forward = next(iter(forms.values()))[0]
    short = trainer(forward, jnp.asarray(x), jnp.asarray(y), optimizer, rate, batch, few, members > 1)
    expected = np.asarray(short(jnp.asarray(thetas if members > 1 else thetas[0]))).reshape(thetas.shape)
    actual = java.train(net, x, y, thetas, optimizer, rate, batch, few)[1]
    error = np.abs(actual - expected).max()
    if not error < 1e-9:
        sys.exit(f"{name}: after {few} steps the parameters differ by {error}")
    times = {"java": []} | {key: [] for key in rivals}
    for turn in range(options.rounds + 1):  # the first compiles
        seconds, final = java.train(net, x, y, thetas, optimizer, rate, batch, steps)
        times["java"].append(seconds)
        for key, (run, start) in rivals.items():
            before = time.perf_counter()
            theirs = run(start).block_until_ready()
            times[key].append(time.perf_counter() - before)
            if "64" in key and turn == 0:
                print(f"{name}: parameters differ by {error:.1e} after {few} steps, "
                      f"{np.abs(np.asarray(theirs).reshape(thetas.shape) - final).max():.1e} after {steps}")
    median = {key: statistics.median(values[1:]) for key, values in times.items()}
    for key in rivals:
        precision = "float32" if "32" in key else "float64"
        common.row(f"{name}: {net}, {members} nets, {steps} steps", median["java"], key.replace(f" {precision}", ", jitted"),
                   median[key], precision=precision)
    if options.torch and name == "adam":
        seconds = torch_adam(widths, x, y, thetas[0], rate, steps)
        common.row(f"{name}: {net}, {steps} steps", median["java"], "torch, eager", seconds)


java = Java()
for case in options.only:
    compare(case, java)
