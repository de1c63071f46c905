package org.paisaje.math.linalg;

/** Vectors: inner products and norms with a summation order that depends on the length alone: eight interleaved sums, then their total. */
public final class Norms {
    private Norms() {}

    /** sum_i a_i b_i. */
    public static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = 0;
        for (; i <= a.length - 8; i += 8) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
            s4 += a[i + 4] * b[i + 4];
            s5 += a[i + 5] * b[i + 5];
            s6 += a[i + 6] * b[i + 6];
            s7 += a[i + 7] * b[i + 7];
        }
        double total = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        for (; i < a.length; i++) {
            total += a[i] * b[i];
        }
        return total;
    }

    /** |a|, without overflow or underflow on the way. */
    public static double euclidean(double[] a) {
        double square = dot(a, a);
        if (square > 1e-280 && square < Double.POSITIVE_INFINITY) {
            return Math.sqrt(square);
        }
        double scale = largest(a);
        if (scale == 0 || !Double.isFinite(scale)) {
            return scale;
        }
        double sum = 0;
        for (double entry : a) {
            double ratio = entry / scale;
            sum += ratio * ratio;
        }
        return scale * Math.sqrt(sum);
    }

    /** a - b. */
    public static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /** |a - b|. */
    public static double distance(double[] a, double[] b) {
        return euclidean(difference(a, b));
    }

    /** max |a_i|, NaN if an entry is. */
    public static double largest(double[] a) {
        double result = 0;
        for (double entry : a) {
            result = Math.max(result, Math.abs(entry));
        }
        return result;
    }

    /** y := y + factor x. */
    public static void add(double[] y, double factor, double[] x) {
        if (factor == 0) {
            return;
        }
        for (int i = 0; i < y.length; i++) {
            y[i] += factor * x[i];
        }
    }

    /** Whether every entry is. */
    public static boolean finite(double[] a) {
        return Double.isFinite(largest(a));
    }
}
