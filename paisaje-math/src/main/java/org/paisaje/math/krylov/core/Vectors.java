package org.paisaje.math.krylov.core;

import org.paisaje.math.simd.Fma;
import org.paisaje.math.simd.Kernels;

/** Inner products and updates on slices of flat arrays, without the checks of {@code Blas}. */
public final class Vectors {
    private static final Kernels KERNELS = Kernels.current();

    private Vectors() {}

    /** The inner product of a[aStart ..] and b[bStart ..], n terms; 16 n bytes read. */
    public static double dot(double[] a, int aStart, double[] b, int bStart, int n) {
        return KERNELS.dot(n, a, aStart, b, bStart);
    }

    /** The inner product of two arrays of the same length. */
    public static double dot(double[] a, double[] b) {
        return dot(a, 0, b, 0, a.length);
    }

    /** The Euclidean norm; scaled only where the plain sum of squares leaves the range of numbers. */
    public static double norm(double[] a, int start, int n) {
        return KERNELS.norm(n, a, start);
    }

    /** The Euclidean norm of an array. */
    public static double norm(double[] a) {
        return norm(a, 0, a.length);
    }

    /** {@code y += factor x} on slices of length n; 24 n bytes moved. */
    public static void add(double factor, double[] x, int xStart, double[] y, int yStart, int n) {
        KERNELS.axpy(n, factor, x, xStart, y, yStart);
    }

    /** {@code y += factor x}. */
    public static void add(double factor, double[] x, double[] y) {
        add(factor, x, 0, y, 0, x.length);
    }

    /** {@code y = x + factor y}, the update of a conjugate direction. */
    public static void addTo(double[] x, int xStart, double factor, double[] y, int yStart, int n) {
        for (int i = 0; i < n; i++) {
            y[yStart + i] = Fma.fma(factor, y[yStart + i], x[xStart + i]);
        }
    }

    /** {@code x *= factor} on a slice of length n. */
    public static void scale(double factor, double[] x, int start, int n) {
        KERNELS.scale(n, factor, x, start);
    }
}
