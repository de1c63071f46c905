package org.paisaje.study.explain.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.stats.NormalAverage;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.activation.Activation;

/**
 * A layer at the start: units in the same direction, rank, and how its weights stand to the critical size.
 *
 * @param index from 1
 * @param units its units
 * @param parallel how many units have incoming weights that are a positive multiple of those of another one, exactly
 * @param rank the numerical rank of the weights, for at most 500 units and inputs; -1 if it was not taken
 * @param possible the smaller of inputs and units
 * @param amplification chi, by what a mean-field layer of weights of this size multiplies a small difference of two inputs, in
 *        squares; empty for the last layer
 */
public record LayerStart(int index, int units, int parallel, int rank, int possible, OptionalDouble amplification) {
    private static final int MOST = 500;

    /** All layers of a network whose layers are dense and in a row. */
    public static List<LayerStart> of(Architecture network, double[] theta, Matrix x) {
        List<LayerShape> shapes = network.layerShapes();
        LayerTrace trace = network.trace(theta, x);
        List<LayerStart> result = new ArrayList<>();
        for (LayerShape shape : shapes) {
            double[] weights = Arrays.copyOfRange(theta, shape.weight(),
                    shape.weight() + shape.inputs() * shape.outputs());
            int possible = Math.min(shape.inputs(), shape.outputs());
            boolean last = shape.index() == shapes.size() - 1;
            result.add(new LayerStart(shape.index() + 1, shape.outputs(), parallel(shape, weights, theta),
                    Math.max(shape.inputs(), shape.outputs()) > MOST
                            ? -1
                            : rank(Matrix.wrap(shape.outputs(), shape.inputs(), weights)),
                    possible, last ? OptionalDouble.empty() : chi(shape, weights, trace.arguments(shape.index()))));
        }
        return List.copyOf(result);
    }

    /** Rows are divided by the size of their first entry that is not 0, and equal ones hashed together. */
    private static int parallel(LayerShape shape, double[] weights, double[] theta) {
        Set<List<Double>> seen = new HashSet<>();
        int parallel = 0;
        int m = shape.inputs();
        for (int j = 0; j < shape.outputs(); j++) {
            double[] row = Arrays.copyOf(Arrays.copyOfRange(weights, j * m, (j + 1) * m), m + 1);
            row[m] = shape.hasBias() ? theta[shape.bias() + j] : 0;
            double size = Arrays.stream(row).filter(w -> w != 0).map(Math::abs).findFirst().orElse(1);
            List<Double> direction = Arrays.stream(row).map(w -> (float) (w / size) + 0.0).boxed().toList();
            parallel += seen.add(direction) ? 0 : 1;
        }
        return parallel;
    }

    private static int rank(Matrix w) {
        Matrix gram = w.rows() <= w.columns() ? w.gram() : w.columnGram();
        double[] values = SymmetricEigen.values(gram);
        double largest = values[values.length - 1];
        // Squares of singular values carry rounding of about their number times that of the largest.
        double level = largest * values.length * 1e-15;
        return (int) Arrays.stream(values).filter(v -> v > level && largest > 0).count();
    }

    /** {@code chi = n_in m_l E s'(sqrt(q) Z)^2}, q the mean square of the arguments (Schoenholz et al. 2017). */
    private static OptionalDouble chi(LayerShape shape, double[] weights, Matrix arguments) {
        double q = Arrays.stream(arguments.data()).map(z -> z * z).average().orElse(0);
        double square = Arrays.stream(weights).map(w -> w * w).average().orElse(0) * shape.weightScale()
                * shape.weightScale();
        Activation s = shape.activation();
        if (!(q < Double.POSITIVE_INFINITY)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble
                .of(shape.inputs() * square * NormalAverage.of(z -> s.first(z) * s.first(z), q, s.breaks()));
    }

    /** The geometric mean of chi over the hidden layers after the first, whose inputs are not the data. */
    public static OptionalDouble meanAmplification(List<LayerStart> layers) {
        double[] logs = layers.stream()
                .skip(layers.size() > 2 ? 1 : 0)
                .filter(layer -> layer.amplification().isPresent())
                .mapToDouble(layer -> Math.log(layer.amplification().getAsDouble()))
                .toArray();
        return logs.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.exp(Arrays.stream(logs).average().orElse(0)));
    }

    /** The depth over which a difference changes by the factor e, {@code 1 / |ln chi|}; infinite at the critical size. */
    public static double depthScale(double amplification) {
        return 1 / Math.abs(Math.log(amplification));
    }
}
