"""Writes the reference values of TorchReferenceTest: python network_references.py OUTPUT_DIRECTORY

One MLP and one residual network in PyTorch, float64, on the CPU: parameters, samples, targets, outputs, loss, gradient,
three Hessian-vector products and the five largest eigenvalues (in size) of the Hessian. Plain text, one array to a line:
name, then the numbers in the shortest form that reads back exactly.
"""

import pathlib
import sys

import torch

torch.set_default_dtype(torch.float64)


def mlp(parameters, x):
    w0, b0, w1, b1, w2, b2 = parameters
    h = torch.tanh(torch.nn.functional.linear(x, w0, b0))
    h = torch.tanh(torch.nn.functional.linear(h, w1, b1))
    return torch.nn.functional.linear(h, w2, b2)


def residual(parameters, x):
    lift, lift_bias, *blocks, readout, readout_bias = parameters
    y = torch.nn.functional.linear(x, lift, lift_bias)
    for i in range(0, len(blocks), 4):
        a1, b1, a2, b2 = blocks[i : i + 4]
        inner = torch.nn.functional.gelu(torch.nn.functional.linear(y, a1, b1))
        y = y + 0.3 * torch.nn.functional.gelu(torch.nn.functional.linear(inner, a2, b2))
    return torch.nn.functional.linear(y, readout, readout_bias)


def reference(path, name, forward, shapes, inputs, loss, targets):
    generator = torch.Generator().manual_seed(20)
    sizes = [int(torch.Size(s).numel()) for s in shapes]
    theta = 0.6 * torch.randn(sum(sizes), generator=generator)
    x = torch.randn(12, inputs, generator=generator)
    y = targets(generator)

    def outputs(t):
        return forward([v.reshape(s) for v, s in zip(t.split(sizes), shapes)], x)

    def risk(t):
        return loss(outputs(t), y)

    gradient = torch.func.grad(risk)
    hessian = torch.func.hessian(risk)(theta)
    eigenvalues = torch.linalg.eigvalsh(hessian)
    eigenvalues = eigenvalues[eigenvalues.abs().argsort(descending=True)][:5]
    vectors = torch.randn(3, len(theta), generator=generator)
    products = torch.stack([torch.func.jvp(gradient, (theta,), (v,))[1] for v in vectors])
    arrays = {
        "theta": theta,
        "x": x,
        "y": y,
        "outputs": outputs(theta),
        "loss": risk(theta),
        "gradient": gradient(theta),
        "vectors": vectors,
        "products": products,
        "eigenvalues": eigenvalues,
    }
    with open(path / f"{name}.txt", "w") as file:
        file.write(f"# network_references.py, torch {torch.__version__.split('+')[0]}\n")
        for key, value in arrays.items():
            file.write(key + " " + " ".join(repr(float(v)) for v in value.detach().flatten()) + "\n")


def main():
    path = pathlib.Path(sys.argv[1])
    reference(
        path,
        "torch-mlp",
        mlp,
        [(8, 4), (8,), (6, 8), (6,), (3, 6), (3,)],
        4,
        lambda f, y: torch.nn.functional.cross_entropy(f, y),
        lambda g: torch.nn.functional.one_hot(torch.randint(3, (12,), generator=g), 3).double(),
    )
    reference(
        path,
        "torch-resnet",
        residual,
        [(5, 3), (5,)] + [(5, 5), (5,), (5, 5), (5,)] * 3 + [(2, 5), (2,)],
        3,
        lambda f, y: 0.5 * ((f - y) ** 2).sum(1).mean(),
        lambda g: torch.randn(12, 2, generator=g),
    )


if __name__ == "__main__":
    main()
