package org.paisaje.network;

import static org.assertj.core.api.Assertions.assertThat;

/** Comparisons of vectors in tests. */
public final class Vectors {
    private Vectors() {}

    /** The inner product. */
    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The 2-norm. */
    public static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** {@code a + s b}. */
    public static double[] plus(double[] a, double s, double[] b) {
        double[] result = a.clone();
        for (int i = 0; i < a.length; i++) {
            result[i] += s * b[i];
        }
        return result;
    }

    /** Asserts {@code |a - b| <= tolerance max(|b|, floor)} in the maximum norm. */
    public static void assertClose(double[] a, double[] b, double tolerance, double floor) {
        assertThat(a).hasSameSizeAs(b);
        double size = floor;
        double error = 0;
        for (int i = 0; i < a.length; i++) {
            size = Math.max(size, Math.abs(b[i]));
            error = Math.max(error, Math.abs(a[i] - b[i]));
            assertThat(a[i]).isFinite();
        }
        assertThat(error).isLessThanOrEqualTo(tolerance * size);
    }
}
