package org.paisaje.math.testing;

import java.util.Arrays;

/** Vectors in tests, by plain loops. */
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

    /** The 2-norm, also of numbers whose squares leave the range. */
    public static double norm(double[] a) {
        double size = largest(a);
        if (size == 0 || size > 1e-100 && size < 1e100) {
            return Math.sqrt(dot(a, a));
        }
        int exponent = Math.getExponent(size);
        return Math.scalb(Math.sqrt(Arrays.stream(a).map(x -> Math.scalb(x, -exponent)).map(x -> x * x).sum()),
                exponent);
    }

    /** {@code a + s b}. */
    public static double[] plus(double[] a, double s, double[] b) {
        double[] result = a.clone();
        for (int i = 0; i < a.length; i++) {
            result[i] += s * b[i];
        }
        return result;
    }

    /** {@code |a - b|}, the 2-norm. */
    public static double distance(double[] a, double[] b) {
        return norm(plus(a, -1, b));
    }

    /** The largest absolute value. */
    public static double largest(double[] a) {
        double most = 0;
        for (double value : a) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }
}
