package org.paisaje.theory.landscape.align;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.UnitStructure.AffineMap;
import org.paisaje.network.UnitStructure.Places;
import org.paisaje.network.activation.ScalarFunction.Parity;

/**
 * A lower bound on the distance that permutations and signs can reach. A layer by itself gains at most
 * {@code max_pi sum_i <sorted row i of A, sorted row pi(i) of B>}: whatever the order of the columns, no inner product of two
 * rows exceeds that of the rows in ascending order (Hardy, Littlewood and Polya), and the rows are an assignment problem.
 * Only columns of one group change places with each other; those that stay, as in the first layer, are taken as they are; where
 * signs may change, sizes are taken. The sum over the layers bounds the gain of every symmetry.
 */
public final class AlignmentBound {
    private AlignmentBound() {}

    /** No permutations and signs bring theta_B nearer to theta_A than this. */
    public static double distance(Symmetries symmetries, double[] a, double[] b) {
        double gain = 0;
        for (AffineMap map : symmetries.maps()) {
            gain += gain(symmetries, map, map.columns(), WeightMatching.weights(map, a),
                    WeightMatching.weights(map, b));
            if (map.hasBias()) {
                int rows = map.rows().size();
                gain += gain(symmetries, map, Places.fixed(1),
                        Matrix.wrap(rows, 1, Arrays.copyOfRange(a, map.bias(), map.bias() + rows)),
                        Matrix.wrap(rows, 1, Arrays.copyOfRange(b, map.bias(), map.bias() + rows)));
            }
        }
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            square += a[i] * a[i] + b[i] * b[i];
        }
        double rounding = a.length * Math.ulp(1.0) * square;
        return Math.sqrt(Math.max(0, square - 2 * gain - rounding));
    }

    /** Of the rows of each group among themselves, and of those that stay one by one. */
    private static double gain(Symmetries symmetries, AffineMap map, Places columns, Matrix a, Matrix b) {
        double sum = 0;
        int[] groups = map.rows().group();
        for (int group : Arrays.stream(groups).distinct().toArray()) {
            int[] rows = IntStream.range(0, groups.length).filter(i -> groups[i] == group).toArray();
            Matrix gain = products(symmetries, columns, a.rows(rows), b.rows(rows), signed(symmetries, group));
            if (group >= 0) {
                sum += Assignment.best(gain).value();
                continue;
            }
            for (int i = 0; i < rows.length; i++) {
                sum += gain.get(i, i);
            }
        }
        return sum;
    }

    /** What no order of columns exceeds of the inner product of each row of A and each of B. */
    private static Matrix products(Symmetries symmetries, Places columns, Matrix a, Matrix b, boolean flipped) {
        Matrix sum = Matrix.zeros(a.rows(), b.rows());
        int[] groups = columns.group();
        for (int group : Arrays.stream(groups).distinct().toArray()) {
            int[] part = IntStream.range(0, groups.length).filter(j -> groups[j] == group).toArray();
            boolean sizes = flipped || signed(symmetries, group);
            Matrix gain = part(a, part, group >= 0, sizes).timesTransposed(part(b, part, group >= 0, sizes));
            for (int i = 0; i < gain.data().length; i++) {
                sum.data()[i] += group < 0 && flipped ? Math.abs(gain.data()[i]) : gain.data()[i];
            }
        }
        return sum;
    }

    /** Some columns, in ascending order if they may change places. */
    private static Matrix part(Matrix rows, int[] columns, boolean sorted, boolean sizes) {
        Matrix result = Matrix.zeros(rows.rows(), columns.length);
        for (int i = 0; i < rows.rows(); i++) {
            int row = i;
            double[] entries = Arrays.stream(columns).mapToDouble(j -> rows.get(row, j)).toArray();
            result.setRow(i, sorted ? ascending(entries, sizes) : entries);
        }
        return result;
    }

    private static boolean signed(Symmetries symmetries, int group) {
        return group >= 0
                && symmetries.groups()
                        .get(group)
                        .parity() != Parity.NONE;
    }

    private static double[] ascending(double[] values, boolean absolute) {
        double[] result = absolute ? Arrays.stream(values).map(Math::abs).toArray() : values.clone();
        Arrays.sort(result);
        return result;
    }
}
