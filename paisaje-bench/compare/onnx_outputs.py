"""Outputs of ONNX files beside ONNX Runtime: every node type that is read, for every version of the operators, and exports of torch.

    paisaje-bench/compare/run onnx_outputs [--keep FOLDER]

Nothing is timed. A model of each version of the operators from 7 to the newest that the runtime takes, and networks that torch
exports in both of its ways, are written with what ONNX Runtime computes in single precision; ours must differ by less than 1e-6 of
the largest output. Exit status 1 if one does not.
"""
import contextlib
import io
import pathlib
import subprocess
import sys
import tempfile
import warnings

import common
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

ENTRYWISE = [("Relu", {}, 7), ("LeakyRelu", {"alpha": 0.2}, 7), ("Elu", {"alpha": 0.7}, 7), ("Selu", {}, 7), ("Tanh", {}, 7),
             ("Sigmoid", {}, 7), ("Softplus", {}, 7), ("Dropout", {}, 7), ("Identity", {}, 7), ("HardSigmoid", {}, 7),
             ("Erf", {}, 9), ("Celu", {"alpha": 1.5}, 12), ("HardSwish", {}, 14), ("Mish", {}, 18), ("Gelu", {}, 20),
             ("Gelu", {"approximate": "tanh"}, 20)]


def node(op, inputs, output, **attributes):
    return helper.make_node(op, inputs.split(), [output], name=f"{op}_{output}", **attributes)


def model(opset, random):
    """All node types in one network on images of 2 channels and 5 x 5 pixels."""
    constants = []

    def weights(name, *shape, positive=False):
        values = 0.5 + random.random(shape) if positive else random.normal(size=shape) / np.sqrt(np.prod(shape[1:]) or 1)
        constants.append(numpy_helper.from_array(values.astype(np.float32), name))
        return name

    ints = lambda name, *values: constants.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
    weights("c", 4, 1, 3, 3), weights("cb", 4), weights("bw", 4, positive=True), weights("bb", 4), weights("bm", 4)
    weights("bv", 4, positive=True), weights("slope", 4, 1, 1), weights("w1", 64, 10), weights("b1", 10), ints("minus", -1)
    nodes = [node("Conv", "x c cb", "a", kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[2, 1], group=2),
             node("BatchNormalization", "a bw bb bm bv", "b"), node("PRelu", "b slope", "p"),
             node("MaxPool", "p", "mp", kernel_shape=[2, 2]), node("AveragePool", "p", "ap", kernel_shape=[2, 2]),
             node("Concat", "mp ap", "both", axis=1), node("Flatten", "both", "flat"), node("Shape", "flat", "shape"),
             helper.make_node("Constant", [], ["zero"], value=helper.make_tensor("z", TensorProto.INT64, [1], [0])),
             node("Gather", "shape zero", "n", axis=0), node("Concat", "n minus", "to", axis=0),
             node("Reshape", "flat to", "vector"), node("MatMul", "vector w1", "m"), node("Add", "m b1", "h")]
    parts = []
    for op, attributes, first in ENTRYWISE:
        if opset >= first:
            parts.append(f"h{len(parts)}")
            nodes.append(node(op, "h", parts[-1], **attributes))
    if opset < 11:
        nodes.append(node("Clip", "h", "clipped", min=-0.3, max=0.5))
    else:
        constants.extend(helper.make_tensor(name, TensorProto.FLOAT, [], [value]) for name, value in (("lo", -0.3), ("hi", 0.5)))
        nodes.append(node("Clip", "h lo hi", "clipped"))
    nodes.append(node("Concat", " ".join([*parts, "clipped"]), "all", axis=1))
    size = 10 * (len(parts) + 1)
    if opset >= 17:
        weights("lw", size, positive=True), weights("lb", size)
        nodes.append(node("LayerNormalization", "all lw lb", "normal"))
    weights("w2", 3, size), weights("b2", 3)
    nodes += [node("Gemm", ("normal" if opset >= 17 else "all") + " w2 b2", "z", transB=1), node("Softmax", "z", "y", axis=1)]
    graph = helper.make_graph(nodes, "all", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 2, 5, 5])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8 if opset < 22 else 10)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.norm = nn.Conv2d(3, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6)
        self.second, self.last = nn.Conv2d(6, 6, 3, padding=1), nn.Linear(6 * 16, 4)

    def forward(self, x):
        h = torch.relu(self.norm(self.first(x)))
        h = nn.functional.max_pool2d(h + torch.tanh(self.second(h)), 2)
        return self.last(h.view(h.size(0), -1))


def networks():
    return {"mlp": (nn.Sequential(nn.Linear(6, 8), nn.GELU(), nn.LayerNorm(8), nn.Linear(8, 8), nn.SiLU(), nn.Dropout(0.5),
                                  nn.Linear(8, 3), nn.Softmax(1)), [6]),
            "cnn": (nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
                                  nn.Conv2d(4, 8, 3, groups=2), nn.BatchNorm2d(8), nn.ReLU6(), nn.AdaptiveAvgPool2d(1),
                                  nn.Flatten(), nn.Linear(8, 5)), [1, 10, 10]),
            "activations": (nn.Sequential(nn.Linear(5, 7), nn.Mish(), nn.Linear(7, 7), nn.ELU(), nn.Linear(7, 7), nn.SELU(),
                                          nn.Linear(7, 7), nn.Softplus(), nn.Linear(7, 7), nn.PReLU(7), nn.Linear(7, 7),
                                          nn.LeakyReLU(0.2), nn.Linear(7, 7), nn.Hardtanh(), nn.Linear(7, 7), nn.Hardswish(),
                                          nn.Linear(7, 2)), [5]),
            "batch-norm": (nn.Sequential(nn.Linear(5, 7), nn.BatchNorm1d(7), nn.ReLU(), nn.Linear(7, 1), nn.Sigmoid()), [5]),
            "conv1d": (nn.Sequential(nn.Conv1d(2, 4, 3, stride=2, padding=1), nn.ReLU(), nn.AvgPool1d(2), nn.Flatten(),
                                     nn.Linear(16, 2)), [2, 16]),
            "residual": (Residual(), [3, 8, 8])}


def write(path, shape, random):
    """What the runtime computes beside a model."""
    x = random.normal(size=(4, *shape)).astype(np.float32)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    y = session.run(None, {session.get_inputs()[0].name: x})[0]
    np.save(path.with_name(path.stem + "-x.npy"), x.reshape(4, -1).astype(float))
    np.save(path.with_name(path.stem + "-f.npy"), y.reshape(4, -1).astype(float))


def export(net, shape, path, way):
    x = torch.randn(2, *shape)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if way == "dynamo":
            torch.onnx.export(net, (x,), path, dynamo=True, dynamic_shapes=({0: torch.export.Dim("N")},))
        else:
            torch.onnx.export(net, (x,), path, dynamo=False, opset_version=way, input_names=["x"],
                              dynamic_axes={"x": {0: "N"}})


def fill(folder):
    random = np.random.default_rng(3)
    torch.manual_seed(0)
    for opset in range(7, onnx.defs.onnx_opset_version() + 1):
        path = folder / f"opset-{opset:02}.onnx"
        onnx.save(model(opset, random), path)
        try:
            write(path, [2, 5, 5], random)
        except Exception as e:  # the runtime has no class of its own for what it does not take
            print(f"opset {opset}: ONNX Runtime {onnxruntime.__version__} does not take it ({str(e)[:80]})")
            path.unlink()
    for name, (net, shape) in networks().items():
        net.eval()
        for part in net.modules():
            if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d)):
                part.running_mean.normal_()
                part.running_var.uniform_(0.5, 2)
        for way in (9, 13, 17, "dynamo"):
            path = folder / f"torch-{name}-{way}.onnx"
            export(net, shape, path, way)
            write(path, shape, random)


def main():
    parser = common.parser(__doc__, 1)
    parser.add_argument("--keep", help="a folder for the models and outputs")
    keep = parser.parse_args().keep
    warnings.filterwarnings("ignore")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        fill(folder)
        sys.exit(subprocess.run(common.java("training.OnnxOutputs", folder)).returncode)


if __name__ == "__main__":
    main()
