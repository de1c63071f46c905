package org.paisaje.math.backend;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Vector-vector kernels by the Vector API. A sum runs in four accumulators of vector width, combined in fixed order. */
public final class Lanes {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();
    /** Sums of squares between these bounds neither overflow nor lose relative accuracy to underflow. */
    private static final double SAFE_LOW = 0x1p-900;
    private static final double SAFE_HIGH = 0x1p1000;

    private Lanes() {}

    /** The inner product of two slices. */
    public static double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
        int i = 0;
        double sum = 0;
        if (n >= 4 * WIDTH) {
            DoubleVector s0 = DoubleVector.zero(SPECIES);
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            for (; i <= n - 4 * WIDTH; i += 4 * WIDTH) {
                int p = xOffset + i;
                int q = yOffset + i;
                s0 = DoubleVector.fromArray(SPECIES, x, p).fma(DoubleVector.fromArray(SPECIES, y, q), s0);
                s1 = DoubleVector.fromArray(SPECIES, x, p + WIDTH)
                        .fma(DoubleVector.fromArray(SPECIES, y, q + WIDTH), s1);
                s2 = DoubleVector.fromArray(SPECIES, x, p + 2 * WIDTH)
                        .fma(DoubleVector.fromArray(SPECIES, y, q + 2 * WIDTH), s2);
                s3 = DoubleVector.fromArray(SPECIES, x, p + 3 * WIDTH)
                        .fma(DoubleVector.fromArray(SPECIES, y, q + 3 * WIDTH), s3);
            }
            sum = total(s0.add(s1).add(s2.add(s3)));
        }
        for (; i < n; i++) {
            sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
        }
        return sum;
    }

    /** The sum of the lanes in their order; that of {@code reduceLanes} differs between interpreted and compiled code. */
    public static double total(DoubleVector v) {
        double sum = v.lane(0);
        for (int i = 1; i < WIDTH; i++) {
            sum += v.lane(i);
        }
        return sum;
    }

    /** y := y + alpha x. */
    public static void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
        int i = 0;
        for (; i <= n - WIDTH; i += WIDTH) {
            DoubleVector.fromArray(SPECIES, x, xOffset + i)
                    .fma(DoubleVector.broadcast(SPECIES, alpha), DoubleVector.fromArray(SPECIES, y, yOffset + i))
                    .intoArray(y, yOffset + i);
        }
        for (; i < n; i++) {
            y[yOffset + i] = Math.fma(x[xOffset + i], alpha, y[yOffset + i]);
        }
    }

    /** x := alpha x. */
    public static void scale(int n, double alpha, double[] x, int xOffset) {
        for (int i = xOffset; i < xOffset + n; i++) {
            x[i] *= alpha;
        }
    }

    /** The Euclidean norm; entries are scaled first where their squares would leave the range of numbers. */
    public static double norm(int n, double[] x, int xOffset) {
        double squares = dot(n, x, xOffset, x, xOffset);
        if (squares > SAFE_LOW && squares < SAFE_HIGH) {
            return Math.sqrt(squares);
        }
        double largest = 0;
        for (int i = xOffset; i < xOffset + n; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (int i = xOffset; i < xOffset + n; i++) {
            double ratio = x[i] / largest;
            sum += ratio * ratio;
        }
        return largest * Math.sqrt(sum);
    }
}
