package org.paisaje.theory.landscape.slice;

import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Norms;

/**
 * The line through two parameter vectors, or the plane through three.
 *
 * @param slice of two: from the first at s = 0 to the second at s = 1; of three: the first at 0, the second on the first axis, with
 *     orthogonal directions of length 1
 * @param places the coordinates of the vectors, a row each
 */
public record JoiningSlice(ParameterSlice slice, double[][] places) {
    /** Through two vectors. */
    public static JoiningSlice line(double[] a, double[] b) {
        return new JoiningSlice(new ParameterSlice(a, List.of(minus(b, a, "first", "second"))),
                new double[][] {{0}, {1}});
    }

    /** Through three vectors. */
    public static JoiningSlice plane(double[] a, double[] b, double[] c) {
        double[] first = minus(b, a, "first", "second");
        double along = Norms.euclidean(first);
        scale(first, 1 / along);
        double[] second = minus(c, a, "first", "third");
        double whole = Norms.euclidean(second);
        double part = 0;
        // Gram and Schmidt, twice.
        for (int pass = 0; pass < 2; pass++) {
            double share = Norms.dot(second, first);
            for (int i = 0; i < second.length; i++) {
                second[i] -= share * first[i];
            }
            part += share;
        }
        double across = Norms.euclidean(second);
        if (!(across > second.length * 0x1p-50 * whole)) {
            throw new IllegalArgumentException("slice: the three networks lie on one line; two of them suffice");
        }
        scale(second, 1 / across);
        return new JoiningSlice(new ParameterSlice(a, List.of(first, second)),
                new double[][] {{0, 0}, {along, 0}, {part, across}});
    }

    private static void scale(double[] v, double factor) {
        for (int i = 0; i < v.length; i++) {
            v[i] *= factor;
        }
    }

    private static double[] minus(double[] b, double[] a, String one, String other) {
        double[] result = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            result[i] = b[i] - a[i];
        }
        if (Norms.euclidean(result) == 0) {
            throw new IllegalArgumentException("slice: the " + one + " and the " + other
                    + " network are the same; there is no line between them");
        }
        return result;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
