package org.paisaje.math.krylov.core;

import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.simd.Fma;
import org.paisaje.math.simd.Kernels;

/**
 * Inner products and updates on slices of flat arrays, without the checks of {@code Blas}. Slices of 65,536 entries and more
 * are cut into blocks that the threads share; the cuts depend on the length alone, and so do the bits of the result.
 */
public final class Vectors {
    private static final Kernels KERNELS = Kernels.current();
    /** Entries of a block: some 10 microseconds of work, several times what it costs to hand it to a thread. */
    private static final int BLOCK = 1 << 15;

    private Vectors() {}

    /** What is done with n entries from {@code start} on. */
    private interface Part {
        double at(int start, int n);
    }

    /** The same for several sums, written from {@code sums[at]} on. */
    private interface Parts {
        void at(int start, int n, double[] sums, int at);
    }

    /** The sum of what the parts return, in their order. */
    private static double inParts(int n, Part part) {
        return n < 2 * BLOCK
                ? part.at(0, n)
                : inParts(n, 1, (start, length, sums, at) -> sums[at] = part.at(start, length))[0];
    }

    /** The sums of what the parts write, in their order. */
    private static double[] inParts(int n, int count, Parts part) {
        double[] sums = new double[count];
        if (n < 2 * BLOCK) {
            part.at(0, n, sums, 0);
            return sums;
        }
        double[] terms = new double[count * ((n - 1) / BLOCK + 1)];
        Parallel.run(terms.length / count,
                i -> part.at(i * BLOCK, Math.min(BLOCK, n - i * BLOCK), terms, count * i));
        for (int i = 0; i < terms.length; i++) {
            sums[i % count] += terms[i];
        }
        return sums;
    }

    /** The inner product of a[aStart ..] and b[bStart ..], n terms; 16 n bytes read. */
    public static double dot(double[] a, int aStart, double[] b, int bStart, int n) {
        return inParts(n, (i, length) -> KERNELS.dot(length, a, aStart + i, b, bStart + i));
    }

    /** The inner product of two arrays of the same length. */
    public static double dot(double[] a, double[] b) {
        return dot(a, 0, b, 0, a.length);
    }

    /** {@code x^T y}, {@code x^T x} and {@code y^T y} of slices of length n, in this order; 16 n bytes read. */
    public static double[] innerProducts(double[] x, int xStart, double[] y, int yStart, int n) {
        return inParts(n, 3,
                (i, length, sums, at) -> KERNELS.innerProducts(length, x, xStart + i, y, yStart + i, sums, at));
    }

    /** The Euclidean norm; scaled only where the plain sum of squares leaves the range of numbers. */
    public static double norm(double[] a, int start, int n) {
        return norm(dot(a, start, a, start, n), a, start, n);
    }

    /** The Euclidean norm of an array. */
    public static double norm(double[] a) {
        return norm(a, 0, a.length);
    }

    /** The Euclidean norm of a slice whose sum of squares is known, from that sum where it is in the range of numbers. */
    public static double norm(double squares, double[] a, int start, int n) {
        return Kernels.inRange(squares) ? Math.sqrt(squares) : KERNELS.norm(n, a, start);
    }

    /** {@code y += factor x} on slices of length n; 24 n bytes moved. */
    public static void add(double factor, double[] x, int xStart, double[] y, int yStart, int n) {
        inParts(n, (i, length) -> {
            KERNELS.axpy(length, factor, x, xStart + i, y, yStart + i);
            return 0;
        });
    }

    /** {@code y += factor x}. */
    public static void add(double factor, double[] x, double[] y) {
        add(factor, x, 0, y, 0, x.length);
    }

    /**
     * The step of conjugate gradients {@code x += alpha p, r -= alpha q} on slices of length n, of which q begins at
     * {@code qStart} and the others at {@code start}; returns {@code r^T r}. 48 n bytes moved.
     */
    public static double step(double alpha, double[] p, double[] x, double[] r, int start, double[] q, int qStart,
            int n) {
        return inParts(n, (i, length) -> {
            KERNELS.axpy(length, alpha, p, start + i, x, start + i);
            return KERNELS.axpySquares(length, -alpha, q, qStart + i, r, start + i);
        });
    }

    /** {@code y = x + factor y}, the update of a conjugate direction. */
    public static void addTo(double[] x, int xStart, double factor, double[] y, int yStart, int n) {
        inParts(n, (i, length) -> {
            addTo(length, x, xStart + i, factor, y, yStart + i);
            return 0;
        });
    }

    private static void addTo(int n, double[] x, int xStart, double factor, double[] y, int yStart) {
        for (int i = 0; i < n; i++) {
            y[yStart + i] = Fma.fma(factor, y[yStart + i], x[xStart + i]);
        }
    }

    /** {@code x *= factor} on a slice of length n. */
    public static void scale(double factor, double[] x, int start, int n) {
        inParts(n, (i, length) -> {
            KERNELS.scale(length, factor, x, start + i);
            return 0;
        });
    }
}
