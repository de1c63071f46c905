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

    /** The sum of what the parts return, in their order. */
    private static double inParts(int n, Part part) {
        if (n < 2 * BLOCK) {
            return part.at(0, n);
        }
        double[] sums = new double[blocks(n)];
        Parallel.run(sums.length, i -> sums[i] = part.at(i * BLOCK, Math.min(BLOCK, n - i * BLOCK)));
        double sum = 0;
        for (double term : sums) {
            sum += term;
        }
        return sum;
    }

    private static int blocks(int n) {
        return (n - 1) / BLOCK + 1;
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
        int blocks = n < 2 * BLOCK ? 1 : blocks(n);
        double[] parts = new double[3 * blocks];
        if (blocks == 1) {
            KERNELS.innerProducts(n, x, xStart, y, yStart, parts, 0);
            return parts;
        }
        Parallel.run(blocks, i -> KERNELS.innerProducts(Math.min(BLOCK, n - i * BLOCK), x, xStart + i * BLOCK, y,
                yStart + i * BLOCK, parts, 3 * i));
        double[] sums = new double[3];
        for (int i = 0; i < parts.length; i++) {
            sums[i % 3] += parts[i];
        }
        return sums;
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
