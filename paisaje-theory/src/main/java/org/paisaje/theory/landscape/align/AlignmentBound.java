package org.paisaje.theory.landscape.align;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.ScalarFunction.Parity;

/**
 * A lower bound on the distance that permutations and signs can reach. A layer by itself gains at most
 * {@code max_pi sum_i <sorted row i of A, sorted row pi(i) of B>}: whatever the order of the columns, no inner product of two
 * rows exceeds that of the rows in ascending order (Hardy, Littlewood and Polya), and the rows are an assignment problem.
 * Where the columns stay, as in the first layer, the rows are taken as they are; where signs may change, by their absolute
 * values. The sum over the layers bounds the gain of every symmetry.
 */
public final class AlignmentBound {
    private AlignmentBound() {}

    /** No permutations and signs bring theta_B nearer to theta_A than this. */
    public static double distance(Symmetries symmetries, double[] a, double[] b) {
        double gain = 0;
        for (Symmetries.Layer layer : symmetries.layers()) {
            gain += weights(symmetries, layer, a, b) + biases(symmetries, layer, a, b);
        }
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            square += a[i] * a[i] + b[i] * b[i];
        }
        double rounding = a.length * Math.ulp(1.0) * square;
        return Math.sqrt(Math.max(0, square - 2 * gain - rounding));
    }

    private static double weights(Symmetries symmetries, Symmetries.Layer layer, double[] a, double[] b) {
        boolean turnedRows = signed(symmetries, layer.out());
        boolean turnedColumns = signed(symmetries, layer.in());
        Matrix rowsA = WeightMatching.weights(layer, a);
        Matrix rowsB = WeightMatching.weights(layer, b);
        if (layer.in() >= 0) {
            rowsA = sorted(rowsA, turnedColumns || turnedRows);
            rowsB = sorted(rowsB, turnedColumns || turnedRows);
        }
        Matrix gain = rowsA.timesTransposed(rowsB);
        if (layer.in() < 0 && turnedRows) {
            for (int i = 0; i < gain.data().length; i++) {
                gain.data()[i] = Math.abs(gain.data()[i]);
            }
        }
        if (layer.out() >= 0) {
            return Assignment.best(gain).value();
        }
        double sum = 0;
        for (int i = 0; i < gain.rows(); i++) {
            sum += gain.get(i, i);
        }
        return sum;
    }

    private static double biases(Symmetries symmetries, Symmetries.Layer layer, double[] a, double[] b) {
        var shape = layer.shape();
        if (!shape.hasBias()) {
            return 0;
        }
        double[] first = Arrays.copyOfRange(a, shape.bias(), shape.bias() + shape.outputs());
        double[] second = Arrays.copyOfRange(b, shape.bias(), shape.bias() + shape.outputs());
        if (layer.out() >= 0) {
            first = ascending(first, signed(symmetries, layer.out()));
            second = ascending(second, signed(symmetries, layer.out()));
        }
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    private static boolean signed(Symmetries symmetries, int group) {
        return group >= 0
                && symmetries.groups()
                        .get(group)
                        .parity() != Parity.NONE;
    }

    private static Matrix sorted(Matrix rows, boolean absolute) {
        Matrix result = Matrix.zeros(rows.rows(), rows.columns());
        for (int i = 0; i < rows.rows(); i++) {
            result.setRow(i, ascending(rows.row(i), absolute));
        }
        return result;
    }

    private static double[] ascending(double[] values, boolean absolute) {
        double[] result = absolute ? Arrays.stream(values).map(Math::abs).toArray() : values.clone();
        Arrays.sort(result);
        return result;
    }
}
