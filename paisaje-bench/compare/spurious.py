"""Gradient descent of many two-layer ReLU students on the population loss of Safran and Shamir, beside numpy and jax.

    paisaje-bench/compare/run spurious [--rounds 3] [--runs 1000] [--teachers 10] [--steps 500]

Both sides start from the same weights and make the same steps, all runs at once: numpy by arrays over the runs, jax by vmap, jit and
a loop on the device, ours by vectors over runs. The ends are compared before times are: each has the same loss on both sides, and
as many runs end in a spurious minimum. Of Java the time is that of a warm process, of jax that after compilation.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import common
import numpy as np

SIDES = ["numpy", "jax"]
SPURIOUS_ABOVE = 1e-3


def kernel(a, b, module):
    """|a| |b| (sin t + (pi - t) cos t) / (2 pi) for rows of a and of b, t the angle between them."""
    norms = module.sqrt((a * a).sum(-1))[..., :, None] * module.sqrt((b * b).sum(-1))[..., None, :]
    cosine = module.clip(a @ module.swapaxes(b, -1, -2) / norms, -1, 1)
    return norms * (module.sqrt(1 - cosine * cosine) + (np.pi - module.arccos(cosine)) * cosine) / (2 * np.pi)


def loss(w, teacher, module):
    return (0.5 * kernel(w, w, module).sum((-1, -2)) - kernel(w, teacher, module).sum((-1, -2))
            + 0.5 * kernel(teacher, teacher, module).sum((-1, -2)))


def gradient(w, teacher, module):
    """That of the loss above, runs x neurons x inputs; the angle of a neuron with itself is 0."""
    norm = module.sqrt((w * w).sum(-1))
    n = w.shape[-2]
    own = module.clip(w @ module.swapaxes(w, -1, -2) / (norm[..., :, None] * norm[..., None, :]), -1, 1)
    own = module.where(np.eye(n, dtype=bool), 1.0, own)
    other = module.clip(w @ module.swapaxes(teacher, -1, -2) / norm[..., :, None], -1, 1)
    along = ((norm[..., None, :] * module.sqrt(1 - own * own)).sum(-1) - module.sqrt(1 - other * other).sum(-1)) / norm
    return (along[..., None] * w + (np.pi - module.arccos(own)) @ w
            - (np.pi - module.arccos(other)) @ teacher) / (2 * np.pi)


def descend(side, start, steps, rate):
    teacher = np.eye(start.shape[-1])
    if side == "numpy":
        w = start.copy()
        for _ in range(steps):
            w -= rate * gradient(w, teacher, np)
        return w
    import jax

    jax.config.update("jax_enable_x64", True)
    one = jax.jit(jax.vmap(lambda w: jax.lax.fori_loop(
        0, steps, lambda _, at: at - rate * gradient(at, teacher, jax.numpy), w)))
    if not hasattr(descend, "compiled"):
        descend.compiled = one.lower(start).compile()
    return np.asarray(descend.compiled(start))


def side(name, start, steps, rounds, rate, folder):
    descend(name, start, 1 if name == "numpy" else steps, rate)
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        ends = descend(name, start, steps, rate)
        times.append(time.perf_counter() - begin)
    np.save(pathlib.Path(folder) / f"{name}.npy", ends)
    print(*times)


def seconds(command):
    return float(np.median([float(t) for t in
                            subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]))


def main():
    parser = common.parser(__doc__, 3)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--teachers", type=int, default=10)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--folder")
    arguments = parser.parse_args()
    k = arguments.teachers
    rate = 5 / k
    if arguments.side:
        start = np.load(pathlib.Path(arguments.folder) / "starts.npy").reshape(-1, k, k)
        side(arguments.side, start, arguments.steps, arguments.rounds, rate, arguments.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        mine = seconds(common.java("landscape.SpuriousComparison", folder, arguments.runs, k, arguments.steps,
                                   arguments.rounds))
        teacher = np.eye(k)
        ours = loss(np.load(pathlib.Path(folder) / "ends.npy").reshape(-1, k, k), teacher, np)
        for name in SIDES:
            theirs = seconds([sys.executable, __file__, "--side", name, "--runs", str(arguments.runs), "--teachers", str(k),
                              "--steps", str(arguments.steps), "--rounds", str(arguments.rounds), "--folder", folder])
            other = loss(np.load(pathlib.Path(folder) / f"{name}.npy"), teacher, np)
            # A run near a saddle multiplies rounding with every step, so single runs may part; nearly all do not.
            apart = int((np.abs(ours - other) > 1e-9 * (1 + ours)).sum())
            counts = int((ours > SPURIOUS_ABOVE).sum()), int((other > SPURIOUS_ABOVE).sum())
            print(f"{name}: {apart} of {arguments.runs} runs end at another loss; above {SPURIOUS_ABOVE}: ours {counts[0]}, "
                  f"theirs {counts[1]}")
            if apart > 0.01 * arguments.runs or abs(counts[0] - counts[1]) > 0.01 * arguments.runs:
                sys.exit("the two sides do not compute the same")
            common.row(f"{arguments.runs:,} runs of {arguments.steps:,} steps, {k} ReLUs taught by {k}", mine, name, theirs)


if __name__ == "__main__":
    main()
