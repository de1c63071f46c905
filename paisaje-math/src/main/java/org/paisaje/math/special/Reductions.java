package org.paisaje.math.special;

import static org.paisaje.math.special.Elementwise.slice;

import org.paisaje.math.simd.Fma;
import org.paisaje.math.simd.Simd;

/**
 * Sums over slices in one fixed order, whatever the vector width: element i of the whole blocks of 16 goes to partial
 * sum i mod 16 by a fused multiply-add or addition, the partial sums are folded in halves (j with j + 8, j + 4, j + 2,
 * j + 1), and the elements after the last whole block are added one by one.
 */
public final class Reductions {
    static final int PARTS = 16;
    private static final boolean VECTOR = Simd.vectorised();

    private Reductions() {}

    /** Sum of the n elements of {@code x} from {@code offset}. n additions. */
    public static double sum(double[] x, int offset, int n) {
        slice("sum", "x", x, offset, n);
        return VECTOR ? VectorReductions.sum(x, offset, n) : plainSum(x, offset, n);
    }

    /** Inner product of two slices. n fused multiply-adds, 16 n bytes read. */
    public static double dot(double[] x, int xOffset, double[] y, int yOffset, int n) {
        slice("dot", "x", x, xOffset, n);
        slice("dot", "y", y, yOffset, n);
        return VECTOR
                ? VectorReductions.dot(x, xOffset, y, yOffset, n)
                : plainDot(x, xOffset, y, yOffset, n);
    }

    /** Largest element; NaN if there is one, minus infinity for an empty slice. */
    public static double max(double[] x, int offset, int n) {
        slice("max", "x", x, offset, n);
        double max = Double.NEGATIVE_INFINITY;
        for (int i = offset; i < offset + n; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    /** y += a x by fused multiply-adds. */
    public static void axpy(double a, double[] x, int xOffset, double[] y, int yOffset, int n) {
        slice("axpy", "x", x, xOffset, n);
        slice("axpy", "y", y, yOffset, n);
        if (VECTOR) {
            VectorReductions.axpy(a, x, xOffset, y, yOffset, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Fma.fma(a, x[xOffset + i], y[yOffset + i]);
        }
    }

    /** x *= a. */
    public static void scale(double a, double[] x, int offset, int n) {
        slice("scale", "x", x, offset, n);
        for (int i = offset; i < offset + n; i++) {
            x[i] *= a;
        }
    }

    /**
     * log of the sum of e^x over a slice, shifted by the maximum so that it neither overflows nor underflows. Minus
     * infinity for an empty slice or one of minus infinities.
     */
    public static double logSumExp(double[] x, int offset, int n) {
        double max = max(x, offset, n);
        if (Double.isInfinite(max) || Double.isNaN(max)) {
            return max;
        }
        double sum = 0;
        for (int i = offset; i < offset + n; i++) {
            sum += Scalars.exp(x[i] - max);
        }
        return max + Scalars.log(sum);
    }

    /** out[r] = logSumExp of row r of the row-major rows x columns matrix that starts at {@code offset}. */
    public static void logSumExpOfRows(double[] x, int offset, int rows, int columns, double[] out, int outOffset) {
        slice("logSumExpOfRows", "out", out, outOffset, rows);
        for (int r = 0; r < rows; r++) {
            out[outOffset + r] = logSumExp(x, offset + r * columns, columns);
        }
    }

    /**
     * Softmax of each row in place, and out[r] = logSumExp of row r before. A row whose largest entry is infinite or NaN
     * becomes NaN.
     */
    public static void softmaxOfRows(double[] x, int offset, int rows, int columns, double[] out, int outOffset) {
        slice("softmaxOfRows", "out", out, outOffset, rows);
        slice("softmaxOfRows", "x", x, offset, Math.multiplyExact(rows, columns));
        for (int r = 0; r < rows; r++) {
            int start = offset + r * columns;
            double max = max(x, start, columns);
            for (int i = start; i < start + columns; i++) {
                x[i] -= max;
            }
            Elementwise.exp(x, start, x, start, columns);
            double sum = 0;
            for (int i = start; i < start + columns; i++) {
                sum += x[i];
            }
            scale(1 / sum, x, start, columns);
            out[outOffset + r] = Double.isInfinite(max) ? max : max + Scalars.log(sum);
        }
    }

    static double plainSum(double[] x, int offset, int n) {
        double[] parts = new double[PARTS];
        int bound = n - n % PARTS;
        for (int i = 0; i < bound; i += PARTS) {
            for (int j = 0; j < PARTS; j++) {
                parts[j] += x[offset + i + j];
            }
        }
        double total = fold(parts);
        for (int i = bound; i < n; i++) {
            total += x[offset + i];
        }
        return total;
    }

    static double plainDot(double[] x, int xOffset, double[] y, int yOffset, int n) {
        double[] parts = new double[PARTS];
        int bound = n - n % PARTS;
        for (int i = 0; i < bound; i += PARTS) {
            for (int j = 0; j < PARTS; j++) {
                parts[j] = Fma.fma(x[xOffset + i + j], y[yOffset + i + j], parts[j]);
            }
        }
        double total = fold(parts);
        for (int i = bound; i < n; i++) {
            total = Fma.fma(x[xOffset + i], y[yOffset + i], total);
        }
        return total;
    }

    static double fold(double[] parts) {
        for (int half = parts.length / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                parts[j] += parts[j + half];
            }
        }
        return parts[0];
    }
}
