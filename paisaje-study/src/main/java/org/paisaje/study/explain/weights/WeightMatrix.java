package org.paisaje.study.explain.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.Layout;

/**
 * A layer of a file of weights: a row for each unit, filters run together.
 *
 * @param name what its entries have in common
 * @param weights units x inputs
 * @param bias a number for each unit, if there are biases
 * @param shape the shape in the file
 */
record WeightMatrix(String name, Matrix weights, Optional<double[]> bias, String shape) {
    /** The layers of a file, in its order; vectors that belong to none are left out. */
    static List<WeightMatrix> read(Path file, List<String> notes) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
            return onnx(Architecture.parse("onnx:" + file));
        }
        if (!TensorFile.knows(file)) {
            throw new DataFormatException(file.toString(), "",
                    "weights are " + TensorFile.ENDINGS + " or .onnx files");
        }
        try (TensorFile tensors = TensorFile.open(file)) {
            notes.addAll(tensors.notes());
            List<WeightMatrix> layers = new ArrayList<>();
            for (Map.Entry<String, Tensor.Form> entry : tensors.forms().entrySet()) {
                int[] shape = entry.getValue().shape();
                if (shape.length >= 2 && !entry.getValue().type().integral() && entry.getValue().count() > 0) {
                    layers.add(layer(file, tensors, entry.getKey(), shape));
                }
            }
            if (layers.isEmpty()) {
                throw new DataFormatException(file.toString(), "", "it holds no matrix of weights; its entries are "
                        + String.join(", ", tensors.forms().keySet().stream().limit(6).toList()));
            }
            return layers;
        }
    }

    private static WeightMatrix layer(Path file, TensorFile tensors, String name, int[] shape) {
        double[] values = finite(file, name, tensors.read(name).values());
        // Keras and scikit-learn keep inputs x units, filters height x width x channels x units.
        boolean transposed = name.matches("(?i).*(kernel|coefs?)[^/.]*");
        int units = transposed ? shape[shape.length - 1] : shape[0];
        Matrix matrix = transposed
                ? Matrix.wrap(values.length / units, units, values).transpose()
                : Matrix.wrap(units, values.length / units, values);
        Optional<double[]> bias = tensors.forms()
                .entrySet()
                .stream()
                .filter(other -> other.getKey().equals(biasName(name)))
                .filter(other -> Arrays.equals(other.getValue().shape(), new int[] {units}))
                .findFirst()
                .map(other -> finite(file, other.getKey(), tensors.read(other.getKey()).values()));
        return new WeightMatrix(name.replaceFirst("[./](weight|kernel)(:0)?$", ""), matrix, bias,
                Arrays.stream(shape).mapToObj(String::valueOf).reduce((a, b) -> a + " x " + b).orElse(""));
    }

    private static String biasName(String name) {
        return name.replaceFirst("weight(:0)?$", "bias$1").replaceFirst("kernel(:0)?$", "bias$1");
    }

    private static double[] finite(Path file, String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new DataFormatException(file.toString(), "entry " + name, "value " + i + " is " + values[i]
                        + "; the training that wrote it diverged, or it overflowed in its type");
            }
        }
        return values;
    }

    private static List<WeightMatrix> onnx(Architecture network) {
        double[] theta = network.givenParameters().orElseThrow();
        List<WeightMatrix> layers = new ArrayList<>();
        for (Layout.Slice slice : network.layout().slices()) {
            if (slice.columns() < 2) {
                continue;
            }
            double[] values = Arrays.copyOfRange(theta, slice.offset(), slice.offset() + slice.size());
            String module = slice.name().replaceFirst("\\.weight$", "");
            Optional<double[]> bias = network.layout()
                    .slices()
                    .stream()
                    .filter(other -> other.name().equals(module + ".bias") && other.size() == slice.rows())
                    .findFirst()
                    .map(other -> Arrays.copyOfRange(theta, other.offset(), other.offset() + other.size()));
            layers.add(new WeightMatrix(module, Matrix.wrap(slice.rows(), slice.columns(), values), bias,
                    slice.rows() + " x " + slice.columns()));
        }
        return layers;
    }

    /** The number of units. */
    int units() {
        return weights.rows();
    }

    /** A unit with its bias. */
    double[] unit(int i) {
        double[] row = weights.row(i);
        return bias.map(b -> {
            double[] all = Arrays.copyOf(row, row.length + 1);
            all[row.length] = b[i];
            return all;
        }).orElse(row);
    }

    /** Whether all weights are 0. */
    boolean zero() {
        return Arrays.stream(weights.data()).allMatch(w -> w == 0);
    }

    /** Units whose weights are all 0, whatever their bias. */
    int silent() {
        return (int) IntStream.range(0, units()).filter(i -> zero(weights.row(i))).count();
    }

    static boolean zero(double[] row) {
        return Arrays.stream(row).allMatch(w -> w == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightMatrix w && name.equals(w.name) && weights.equals(w.weights);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + weights.hashCode();
    }

    @Override
    public String toString() {
        return name + " (" + shape + ")";
    }
}
