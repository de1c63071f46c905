"""Makes the models of this folder with what ONNX Runtime computes from them.

Run as: python make.py FOLDER, with onnx 1.23.1, onnxruntime 1.30.0 and numpy 2.4.6. Each model NAME.onnx comes with its
input NAME-x.npy (samples by entries, in the order of the model) and its output NAME-f.npy.
"""
import sys
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

FOLDER = sys.argv[1]
RNG = np.random.default_rng(7)


def weights(name, *shape, raw=True, scale=None):
    values = RNG.normal(size=shape) * (scale if scale else 1 / np.sqrt(np.prod(shape[1:]) or 1))
    values = values.astype(np.float32)
    if raw:
        return numpy_helper.from_array(values, name)
    return helper.make_tensor(name, TensorProto.FLOAT, shape, values.ravel().tolist())


def positive(name, n):
    return numpy_helper.from_array((0.5 + RNG.random(n)).astype(np.float32), name)


def ints(name, *values):
    return helper.make_tensor(name, TensorProto.INT64, [len(values)], values)


def write(name, opset, shape, nodes, initializers, samples=5, external=False):
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *shape])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8 if opset < 23 else 10)
    path = f"{FOLDER}/{name}.onnx"
    if external:
        onnx.save(model, path, save_as_external_data=True, location=name + ".data", size_threshold=0)
    else:
        onnx.save(model, path)
    x = RNG.normal(size=(samples, *shape)).astype(np.float32)
    y = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(["y"], {"x": x})[0]
    np.save(f"{FOLDER}/{name}-x.npy", x.reshape(samples, -1).astype(np.float64))
    np.save(f"{FOLDER}/{name}-f.npy", y.reshape(samples, -1).astype(np.float64))


def node(op, inputs, output, **attributes):
    return helper.make_node(op, inputs.split(), [output], name=op.lower() + "_" + output, **attributes)


write("dense-7", 7, [6], [
    node("Gemm", "x fc1.weight fc1.bias", "a", transB=1, alpha=0.5, beta=2.0),
    node("LeakyRelu", "a", "b", alpha=0.1),
    node("MatMul", "b w2", "c"),
    node("Add", "c b2", "d"),
    node("Elu", "d", "e", alpha=0.7),
    node("Dropout", "e", "g"),
    node("Gemm", "g w3 b3", "h"),
    node("Softmax", "h", "y", axis=1)],
    [weights("fc1.weight", 8, 6), weights("fc1.bias", 8, raw=False), weights("w2", 8, 7, raw=False), weights("b2", 7),
     weights("w3", 7, 3), weights("b3", 3)])

write("residual-13", 13, [2, 9, 8], [
    node("Conv", "x conv1.weight conv1.bias", "a", kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[2, 1]),
    node("BatchNormalization", "a bn1.weight bn1.bias m1 v1", "b", epsilon=1e-3),
    node("Relu", "b", "c"),
    node("Conv", "c conv2.weight", "d", kernel_shape=[3, 3], pads=[2, 2, 2, 2], dilations=[2, 2], group=2),
    node("BatchNormalization", "d bn2.weight bn2.bias m2 v2", "e"),
    node("Conv", "c short.weight", "f", kernel_shape=[1, 1]),
    node("Add", "e f", "g"),
    node("Relu", "g", "h"),
    node("MaxPool", "h", "i", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1),
    node("AveragePool", "h", "j", kernel_shape=[3, 3], strides=[2, 2], pads=[0, 0, 1, 1], count_include_pad=1),
    node("AveragePool", "h", "k", kernel_shape=[3, 3], strides=[2, 2], pads=[0, 1, 1, 1]),
    node("Concat", "j k", "l", axis=1),
    node("GlobalAveragePool", "l", "m"),
    node("GlobalMaxPool", "i", "n"),
    node("Concat", "m n", "o", axis=1),
    node("Flatten", "o", "p"),
    node("Gemm", "p fc.weight fc.bias", "y", transB=1)],
    [weights("conv1.weight", 4, 2, 3, 3), weights("conv1.bias", 4), positive("bn1.weight", 4), weights("bn1.bias", 4),
     weights("m1", 4), positive("v1", 4), weights("conv2.weight", 6, 2, 3, 3), positive("bn2.weight", 6),
     weights("bn2.bias", 6), weights("m2", 6), positive("v2", 6), weights("short.weight", 6, 4, 1, 1),
     weights("fc.weight", 3, 18), weights("fc.bias", 3)])

write("shapes-11", 11, [3, 4, 5], [
    node("Conv", "x w b", "a", auto_pad="SAME_UPPER", kernel_shape=[2, 3], strides=[1, 2]),
    node("Shape", "a", "s"),
    helper.make_node("Constant", [], ["zero"], value=helper.make_tensor("z", TensorProto.INT64, [], [0])),
    node("Gather", "s zero", "n", axis=0),
    node("Unsqueeze", "n", "n1", axes=[0]),
    node("Concat", "n1 minus", "to", axis=0),
    node("Reshape", "a to", "r"),
    node("MatMul", "r w2", "c"),
    node("Add", "b2 c", "d"),
    node("Tanh", "d", "e"),
    node("Reshape", "e image", "f"),
    node("Conv", "f w3", "g", kernel_shape=[2, 2]),
    node("Mul", "g half", "h"),
    node("Squeeze", "h", "y", axes=[2, 3])],
    [weights("w", 4, 3, 2, 3), weights("b", 4), ints("minus", -1), weights("w2", 48, 8), weights("b2", 8),
     ints("image", 0, 2, 2, 2), weights("w3", 3, 2, 2, 2),
     helper.make_tensor("half", TensorProto.FLOAT, [3, 1, 1], [0.5, -1.0, 2.0])])

nodes, inits, parts = [], [], []
for i, (op, attributes) in enumerate([
        ("Selu", {}), ("Gelu", {}), ("Gelu", {"approximate": "tanh"}), ("Mish", {}), ("Softplus", {}), ("Tanh", {}),
        ("Sigmoid", {}), ("Erf", {}), ("HardSwish", {}), ("Elu", {}), ("Relu", {}), ("LeakyRelu", {}), ("Clip", {}),
        ("PRelu", {}), ("HardSigmoid", {})]):
    nodes.append(node("Gemm", f"x w{i} b{i}", f"a{i}", transB=1))
    inits += [weights(f"w{i}", 4, 5, scale=1.5), weights(f"b{i}", 4)]
    extra = " low high" if op == "Clip" else " slope" if op == "PRelu" else ""
    nodes.append(node(op, f"a{i}{extra}", f"h{i}", **attributes))
    parts.append(f"h{i}")
# GELU as older exporters write it
nodes += [node("Gemm", "x wg", "ag"), node("Div", "ag root", "ag1"), node("Erf", "ag1", "ag2"),
          node("Add", "ag2 one", "ag3"), node("Mul", "ag ag3", "ag4"), node("Mul", "ag4 half", "hg"),
          node("Sigmoid", "ag", "si"), node("Mul", "ag si", "silu"), node("Neg", "ag", "ng"), node("Sub", "one ng", "sb"),
          node("Pow", "sb two", "po")]
inits += [weights("wg", 5, 4), helper.make_tensor("root", TensorProto.FLOAT, [], [np.sqrt(2)]),
          helper.make_tensor("one", TensorProto.FLOAT, [], [1.0]), helper.make_tensor("half", TensorProto.FLOAT, [], [0.5]),
          helper.make_tensor("two", TensorProto.FLOAT, [], [2.0]),
          helper.make_tensor("low", TensorProto.FLOAT, [], [-0.5]), helper.make_tensor("high", TensorProto.FLOAT, [], [0.75]),
          weights("slope", 4)]
nodes.append(node("Concat", " ".join(parts) + " hg silu po", "y", axis=1))
write("activations-22", 22, [5], nodes, inits, samples=9)

write("norm-17", 17, [3, 6], [
    node("Conv", "x w b", "a", kernel_shape=[3], pads=[1, 0], strides=[2]),
    node("LayerNormalization", "a ls lb", "n", axis=1, epsilon=1e-4),
    node("PRelu", "n slope", "p"),
    node("Conv", "p dw", "d", kernel_shape=[2], group=4),
    node("ReduceMean", "d", "m", axes=[2], keepdims=0),
    node("LayerNormalization", "m ms", "q"),
    node("Cast", "hw", "cw", to=TensorProto.FLOAT),
    node("MatMul", "q cw", "y")],
    [weights("w", 4, 3, 3), weights("b", 4), positive("ls", (4, 3)), weights("lb", 4, 3), weights("slope", 4, 1, scale=0.3),
     weights("dw", 4, 1, 2), positive("ms", 4), numpy_helper.from_array(RNG.normal(size=(4, 2)).astype(np.float16), "hw")])

write("external-18", 18, [4], [node("Gemm", "x w b", "a"), node("Relu", "a", "r"), node("Gemm", "r v", "y")],
      [weights("w", 4, 6), weights("b", 6), weights("v", 6, 2)], external=True)

# What exporters write before layer normalisation has a node of its own, and a softplus that is its argument above 20.
write("exported-13", 13, [2, 4, 4], [
    node("Pad", "x none", "p"),
    node("Conv", "p w", "a", kernel_shape=[2, 2]),
    node("ReduceMax", "a", "m", axes=[2, 3], keepdims=0),
    node("Gemm", "m w1 b1", "h", transB=1),
    node("ReduceMean", "h", "mean", axes=[-1]),
    node("Sub", "h mean", "d"),
    node("Pow", "d two", "d2"),
    node("ReduceMean", "d2", "var", axes=[-1]),
    node("Add", "var eps", "var1"),
    node("Sqrt", "var1", "sd"),
    node("Div", "d sd", "n"),
    node("Mul", "n ln.weight", "n1"),
    node("Add", "n1 ln.bias", "n2"),
    node("Softplus", "n2", "s"),
    node("Greater", "n2 twenty", "big"),
    node("Where", "big n2 s", "t"),
    node("Gemm", "t w2 b2", "k", transB=1),
    node("Celu", "k", "c", alpha=0.8),
    node("ReduceMean", "c", "mean2", axes=[1]),
    node("Sub", "c mean2", "e"),
    node("Mul", "e e", "e2"),
    node("ReduceMean", "e2", "var2", axes=[1]),
    node("Add", "eps var2", "var3"),
    node("Sqrt", "var3", "sd2"),
    node("Div", "e sd2", "q"),
    node("Gemm", "q w3 b3", "y", transB=1)],
    [ints("none", *[0] * 8), weights("w", 3, 2, 2, 2), weights("w1", 6, 3), weights("b1", 6),
     helper.make_tensor("two", TensorProto.FLOAT, [], [2.0]), helper.make_tensor("eps", TensorProto.FLOAT, [], [1e-3]),
     helper.make_tensor("twenty", TensorProto.FLOAT, [], [20.0]), positive("ln.weight", 6), weights("ln.bias", 6),
     weights("w2", 5, 6), weights("b2", 5), weights("w3", 2, 5), weights("b3", 2)])

write("newest-26", 26, [2, 5], [
    node("Conv", "x w b", "a", kernel_shape=[2], group=2),
    node("BatchNormalization", "a bn1.weight bn1.bias m v", "n"),
    node("Gelu", "n", "g"),
    node("Flatten", "g", "f"),
    node("LayerNormalization", "f ln.weight ln.bias", "l"),
    node("Gemm", "l w2 b2", "y", transB=1)],
    [weights("w", 4, 1, 2), weights("b", 4), positive("bn1.weight", 4), weights("bn1.bias", 4), weights("m", 4),
     positive("v", 4), positive("ln.weight", 16), weights("ln.bias", 16), weights("w2", 2, 16), weights("b2", 2)])
