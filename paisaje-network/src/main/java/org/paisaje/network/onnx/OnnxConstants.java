package org.paisaje.network.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.paisaje.network.onnx.OnnxGraph.Tensor;

/** The arithmetic of shapes and constants, which is done when the file is read. */
final class OnnxConstants {
    private final OnnxGraph graph;

    OnnxConstants(OnnxGraph graph) {
        this.graph = graph;
    }

    /** The result of a node that reads constants alone or the shape of a value; null if it is none. */
    @Nullable
    Constant fold(OnnxNode node) {
        String name = node.outputs().getFirst();
        if (node.op().equals("Constant")) {
            return constant(node, name);
        }
        if (node.op().equals("Shape") && graph.get(node, 0) instanceof Tensor x) {
            double[] dims = new double[x.dims().length + 1];
            dims[0] = Double.NaN;
            for (int i = 0; i < x.dims().length; i++) {
                dims[i + 1] = x.dims()[i];
            }
            int from = Math.clamp(node.integer("start", 0), -dims.length, dims.length);
            int to = Math.clamp(node.integer("end", dims.length), -dims.length, dims.length);
            from = from < 0 ? from + dims.length : from;
            to = to < 0 ? to + dims.length : to;
            return Constant.list(name, Arrays.copyOfRange(dims, from, Math.max(from, to)));
        }
        for (int i = 0; i < node.inputs().size(); i++) {
            if (graph.has(node, i) && !(graph.get(node, i) instanceof Constant)) {
                return null;
            }
        }
        if (node.inputs().isEmpty()) {
            return null;
        }
        Constant x = graph.constant(node, 0);
        return switch (node.op()) {
            case "Identity", "Dropout" -> x;
            case "Cast" -> OnnxType.of(node.integer("to", 1)).integral() && !x.integral()
                    ? new Constant(name, x.dims(), Arrays.stream(x.values()).map(OnnxConstants::whole).toArray(), true)
                    : new Constant(name, x.dims(), x.values(), OnnxType.of(node.integer("to", 1)).integral());
            case "Shape" -> Constant.list(name, Arrays.stream(x.dims()).asDoubleStream().toArray());
            case "Gather" -> gather(node, name, x);
            case "Concat" -> concatenate(node, name);
            case "Unsqueeze", "Squeeze" -> x.reshaped(squeezed(node, x.dims()));
            case "Slice" -> slice(node, name, x);
            case "Reshape" -> reshape(node, x);
            case "Transpose" -> transpose(node, x);
            case "ConstantOfShape" -> filled(node, name, x);
            case "Add" -> combine(name, x, graph.constant(node, 1), (a, b) -> a + b);
            case "Sub" -> combine(name, x, graph.constant(node, 1), (a, b) -> a - b);
            case "Mul" -> combine(name, x, graph.constant(node, 1), (a, b) -> a * b);
            case "Div" -> combine(name, x, graph.constant(node, 1), x.integral() && graph.constant(node, 1).integral()
                    ? (a, b) -> Double.isNaN(a / b) ? Double.NaN : (double) ((long) a / (long) b)
                    : (a, b) -> a / b);
            case "Sqrt" -> new Constant(name, x.dims(), Arrays.stream(x.values()).map(Math::sqrt).toArray(), false);
            default -> throw graph.fail(node.place(), "this operation is not understood on constants");
        };
    }

    /** The whole number towards 0; NaN, which stands for the number of samples, stays. */
    private static double whole(double value) {
        return Double.isNaN(value) ? value : (long) value;
    }

    private static Constant constant(OnnxNode node, String name) {
        if (node.attributes().get("value") instanceof Constant value) {
            return new Constant(name, value.dims(), value.values(), value.integral());
        }
        for (String key : new String[] {"value_float", "value_int"}) {
            if (node.attributes().get(key) instanceof Double value) {
                return new Constant(name, new int[0], new double[] {value}, key.equals("value_int"));
            }
        }
        for (String key : new String[] {"value_floats", "value_ints"}) {
            if (node.attributes().get(key) instanceof double[] values) {
                return new Constant(name, new int[] {values.length}, values, key.equals("value_ints"));
            }
        }
        throw new IllegalArgumentException("its value is text or sparse; a tensor of numbers is needed");
    }

    private int[] axes(OnnxNode node) {
        Constant given = graph.optional(node, 1);
        return given == null
                ? node.integers("axes")
                : Arrays.stream(given.values()).mapToInt(v -> (int) v).toArray();
    }

    /** The dimensions of a sample, or of a constant, after a node that adds or removes dimensions of 1. */
    int[] squeezed(OnnxNode node, int[] dims) {
        boolean sample = graph.get(node, 0) instanceof Tensor;
        int[] all = sample ? new int[dims.length + 1] : dims.clone();
        if (sample) {
            all[0] = -1;
            System.arraycopy(dims, 0, all, 1, dims.length);
        }
        int[] axes = axes(node);
        List<Integer> result = new ArrayList<>(Arrays.stream(all).boxed().toList());
        if (node.op().equals("Unsqueeze")) {
            int rank = all.length + axes.length;
            for (int axis : Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray()) {
                result.add(axis, 1);
            }
        } else {
            int[] gone = axes.length > 0
                    ? Arrays.stream(axes).map(a -> a < 0 ? a + all.length : a).sorted().toArray()
                    : IntStream.range(0, all.length).filter(i -> all[i] == 1).toArray();
            for (int i = gone.length - 1; i >= 0; i--) {
                if (result.get(gone[i]) != 1) {
                    throw new IllegalArgumentException("axis " + gone[i] + " has the dimension " + result.get(gone[i])
                            + "; only those of 1 can go");
                }
                result.remove(gone[i]);
            }
        }
        if (sample && (result.isEmpty() || result.getFirst() != -1)) {
            throw new IllegalArgumentException("it moves the dimension of the samples");
        }
        int[] after = result.stream().mapToInt(Integer::intValue).toArray();
        return sample ? Arrays.copyOfRange(after, 1, after.length) : after;
    }

    private Constant gather(OnnxNode node, String name, Constant x) {
        Constant indices = graph.constant(node, 1);
        if (x.dims().length != 1) {
            throw new IllegalArgumentException(
                    "it takes entries of a tensor of " + x.shape() + "; lists are understood");
        }
        double[] values = new double[indices.values().length];
        for (int i = 0; i < values.length; i++) {
            int at = (int) indices.values()[i];
            values[i] = x.values()[at < 0 ? at + x.values().length : at];
        }
        return new Constant(name, indices.dims(), values, x.integral());
    }

    private Constant concatenate(OnnxNode node, String name) {
        double[] all = new double[0];
        for (int i = 0; i < node.inputs().size(); i++) {
            Constant part = graph.constant(node, i);
            if (part.dims().length > 1) {
                throw new IllegalArgumentException("it joins tensors of " + part.shape() + "; lists are understood");
            }
            int end = all.length;
            all = Arrays.copyOf(all, end + part.values().length);
            System.arraycopy(part.values(), 0, all, end, part.values().length);
        }
        return new Constant(name, new int[] {all.length}, all, graph.constant(node, 0).integral());
    }

    private Constant slice(OnnxNode node, String name, Constant x) {
        Constant starts = graph.optional(node, 1);
        Constant ends = graph.optional(node, 2);
        int from = starts == null ? node.integers("starts", 0)[0] : (int) starts.values()[0];
        double end = ends == null ? node.integers("ends", Integer.MAX_VALUE)[0] : ends.values()[0];
        if (x.dims().length != 1 || graph.has(node, 4) && graph.constant(node, 4).values()[0] != 1) {
            throw new IllegalArgumentException("it cuts a tensor of " + x.shape() + "; lists are cut, with step 1");
        }
        int n = x.values().length;
        int first = Math.clamp(from < 0 ? from + n : from, 0, n);
        int last = (int) Math.clamp(end < 0 ? end + n : end, first, n);
        return new Constant(name, new int[] {last - first}, Arrays.copyOfRange(x.values(), first, last), x.integral());
    }

    private Constant reshape(OnnxNode node, Constant x) {
        double[] to = graph.constant(node, 1).values();
        int[] dims = new int[to.length];
        int product = 1;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = to[i] == 0 ? x.dims()[i] : (int) to[i];
            product *= dims[i] == -1 ? 1 : dims[i];
        }
        for (int i = 0; i < dims.length; i++) {
            dims[i] = dims[i] == -1 ? x.values().length / product : dims[i];
        }
        return x.reshaped(dims);
    }

    private static Constant transpose(OnnxNode node, Constant x) {
        int[] order = node.integers("perm", 1, 0);
        if (x.dims().length != 2 || order[0] == 0) {
            return x;
        }
        int rows = x.dims()[0];
        int columns = x.dims()[1];
        double[] values = new double[x.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.values()[i % rows * columns + i / rows];
        }
        return new Constant(x.name(), new int[] {columns, rows}, values, x.integral());
    }

    private static Constant filled(OnnxNode node, String name, Constant shape) {
        int[] dims = Arrays.stream(shape.values()).mapToInt(v -> (int) v).toArray();
        double[] values = new double[Arrays.stream(dims).reduce(1, Math::multiplyExact)];
        Arrays.fill(values, node.attributes().get("value") instanceof Constant value ? value.values()[0] : 0);
        return new Constant(name, dims, values, false);
    }

    private static Constant combine(String name, Constant a, Constant b, DoubleBinaryOperator f) {
        boolean swap = a.values().length < b.values().length;
        Constant large = swap ? b : a;
        Constant small = swap ? a : b;
        if (small.values().length != 1 && !Arrays.equals(small.dims(), large.dims())) {
            throw new IllegalArgumentException("constants of " + a.shape() + " and " + b.shape()
                    + " do not fit; equal shapes or a number are understood");
        }
        double[] values = new double[large.values().length];
        for (int i = 0; i < values.length; i++) {
            double first = a.values()[a.values().length == 1 ? 0 : i];
            double second = b.values()[b.values().length == 1 ? 0 : i];
            values[i] = f.applyAsDouble(first, second);
        }
        return new Constant(name, large.dims(), values, a.integral() && b.integral());
    }
}
