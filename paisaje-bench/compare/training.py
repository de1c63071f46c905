"""Training beside torch (eager) and jax (one jitted step): same data, initial theta, batches and rule.

    paisaje-bench/compare/run --mnist FOLDER training [--only mnist|small] [--steps N] [--batches N]

All sides run in turn in one session. The risk on all samples at the end is compared before times are; float64 counts,
the time of torch in float32 is shown beside it. FOLDER holds t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.
"""

import gzip
import os
import statistics
import sys
import tempfile
import time

import common
import jax
import jax.numpy as jnp
import numpy as np
import torch

jax.config.update("jax_enable_x64", True)


def mnist(folder):
    with gzip.open(os.path.join(folder, "t10k-images-idx3-ubyte.gz")) as f:
        x = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 784) / 255.0
    with gzip.open(os.path.join(folder, "t10k-labels-idx1-ubyte.gz")) as f:
        y = np.eye(10)[np.frombuffer(f.read(), np.uint8, offset=8)]
    return x, y


def initial(widths, rng):
    """Blocks of theta in order: weight (out x in), bias."""
    parts = []
    for m, n in zip(widths, widths[1:]):
        parts += [rng.uniform(-1, 1, (n, m)) / np.sqrt(m), np.zeros(n)]
    return parts


class Torch:
    def __init__(self, case, dtype):
        self.case, self.dtype = case, dtype
        self.x = torch.tensor(case.x, dtype=dtype)
        self.y = torch.tensor(case.y, dtype=dtype)

    def loss(self, net, x, y):
        out = net(x)
        if self.case.softmax:
            return torch.nn.functional.cross_entropy(out, y)
        return 0.5 * ((out - y) ** 2).sum() / len(x)

    def run(self):
        case = self.case
        layers = []
        for i in range(0, len(case.theta), 2):
            w, b = case.theta[i:i + 2]
            layer = torch.nn.Linear(w.shape[1], w.shape[0], dtype=self.dtype)
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(w))
                layer.bias.copy_(torch.tensor(b))
            layers += [layer, torch.nn.ReLU() if case.softmax else torch.nn.Tanh()]
        net = torch.nn.Sequential(*layers[:-1])
        optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
        start = time.perf_counter()
        for step in range(case.steps):
            rows = case.rows(step)
            optimizer.zero_grad()
            self.loss(net, self.x[rows], self.y[rows]).backward()
            optimizer.step()
        seconds = time.perf_counter() - start
        with torch.no_grad():
            return seconds, float(self.loss(net, self.x, self.y))


class Jax:
    def __init__(self, case):
        self.case = case
        self.x, self.y = jnp.asarray(case.x), jnp.asarray(case.y)

        def loss(theta, x, y):
            for i in range(0, len(theta), 2):
                x = x @ theta[i].T + theta[i + 1]
                if i < len(theta) - 2:
                    x = jax.nn.relu(x) if case.softmax else jnp.tanh(x)
            if case.softmax:
                return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(x), axis=1))
            return 0.5 * jnp.sum((x - y) ** 2) / len(x)

        def step(theta, m, v, t, x, y):
            g = jax.grad(loss)(theta, x, y)
            m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
            theta = [a - 1e-3 / (1 - 0.9**t) * b / (jnp.sqrt(c / (1 - 0.999**t)) + 1e-8)
                     for a, b, c in zip(theta, m, v)]
            return theta, m, v

        self.loss = jax.jit(loss)
        self.step = jax.jit(step, donate_argnums=(0, 1, 2))

    def run(self):
        case = self.case
        theta = [jnp.array(a) for a in case.theta]
        m, v = [jnp.zeros_like(a) for a in theta], [jnp.zeros_like(a) for a in theta]
        start = time.perf_counter()
        for t in range(case.steps):
            rows = case.rows(t)
            theta, m, v = self.step(theta, m, v, float(t + 1), self.x[rows], self.y[rows])
        jax.block_until_ready(theta)
        return time.perf_counter() - start, float(self.loss(theta, self.x, self.y))


class Java:
    def __init__(self, case, root):
        folder = os.path.join(root, case.name)
        os.makedirs(folder)
        np.save(os.path.join(folder, "x.npy"), case.x)
        np.save(os.path.join(folder, "y.npy"), case.y)
        np.save(os.path.join(folder, "theta.npy"), np.concatenate([a.ravel() for a in case.theta])[:, None])
        loss = "softmax-cross-entropy" if case.softmax else "half-mean-squared"
        self.request = f"{folder} {case.net} {loss} adam:1e-3 {case.batch} {case.steps}\n"
        self.process = common.serve("training.TrainingComparison")

    def run(self):
        self.process.stdin.write(self.request)
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]


class Case:
    def __init__(self, name, net, widths, x, y, batch, steps, softmax, rng):
        self.name, self.net, self.x, self.y = name, net, x, y
        self.batch, self.steps, self.softmax = batch, steps, softmax
        self.theta = initial(widths, rng)

    def rows(self, step):
        if self.batch == 0:
            return slice(None)
        first = step % -(-len(self.x) // self.batch) * self.batch
        return slice(first, first + self.batch)


def main():
    parser = common.parser(__doc__, 5)
    parser.add_argument("--mnist", required=True)
    parser.add_argument("--only")
    parser.add_argument("--steps", type=int, default=5000, help="of the small net")
    parser.add_argument("--batches", type=int, default=79, help="of the large net; 79 are an epoch")
    options = parser.parse_args()
    rng = np.random.default_rng(1)
    x = rng.uniform(-2, 2, (1000, 2))
    cases = [
        Case("mnist", "mlp:784-512-512-10:relu", (784, 512, 512, 10), *mnist(options.mnist), 128, options.batches, True, rng),
        Case("small", "mlp:2-64-64-1:tanh", (2, 64, 64, 1), x, np.sin(x[:, :1]) * x[:, 1:], 0, options.steps, False,
             rng),
    ]
    with tempfile.TemporaryDirectory() as root:
        for case in cases:
            if options.only and options.only != case.name:
                continue
            sides = {"paisaje": Java(case, root), "torch": Torch(case, torch.float64), "jax": Jax(case),
                     "torch float32": Torch(case, torch.float32)}
            first = {name: side.run() for name, side in sides.items()}
            ours = first["paisaje"][1]
            for name, (_, loss) in first.items():
                allowed = 0.05 if "32" in name else 1e-6
                if not abs(loss / ours - 1) < allowed:
                    sys.exit(f"{case.name}: the risk of {name} is {loss}, ours {ours}; times would mean nothing")
            times = {name: [] for name in sides}
            for i in range(options.rounds):
                for name, side in sides.items():
                    times[name].append(side.run()[0])
                print(f"{case.name}: round {i + 1} of {options.rounds}", file=sys.stderr)
            base = statistics.median(times["paisaje"])
            print(f"{case.name}: {case.net}, {case.steps} steps of Adam, final risk {ours:.6g}")
            for name in list(times)[1:]:
                library, _, precision = name.partition(" ")
                common.row(f"{case.name}: {case.net}, {case.steps} steps of Adam", base, library,
                           statistics.median(times[name]), precision=precision or "float64",
                           note=f"final risk {first[name][1]:.12g}")
            sides["paisaje"].process.kill()


if __name__ == "__main__":
    main()
