package org.paisaje.math.krylov;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products and updates on slices of flat arrays. Sums run in an order that depends on the length alone: lanes are
 * added one by one, because the order of a vector reduction is left open by the platform.
 */
final class Vectors {
    static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
    private static final int SHORT = 64;

    private Vectors() {}

    /** The inner product of a[aStart ..] and b[bStart ..], n terms; 16 n bytes read. */
    static double dot(double[] a, int aStart, double[] b, int bStart, int n) {
        if (n < SHORT) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += a[aStart + i] * b[bStart + i];
            }
            return sum;
        }
        int width = LANES.length();
        DoubleVector s0 = DoubleVector.zero(LANES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int i = 0;
        for (; i <= n - 4 * width; i += 4 * width) {
            s0 = at(a, aStart + i).fma(at(b, bStart + i), s0);
            s1 = at(a, aStart + i + width).fma(at(b, bStart + i + width), s1);
            s2 = at(a, aStart + i + 2 * width).fma(at(b, bStart + i + 2 * width), s2);
            s3 = at(a, aStart + i + 3 * width).fma(at(b, bStart + i + 3 * width), s3);
        }
        double sum = lanes(s0.add(s1).add(s2.add(s3)));
        for (; i < n; i++) {
            sum += a[aStart + i] * b[bStart + i];
        }
        return sum;
    }

    static double dot(double[] a, double[] b) {
        return dot(a, 0, b, 0, a.length);
    }

    /** The Euclidean norm; scaled only where the plain sum of squares leaves the range of numbers. */
    static double norm(double[] a, int start, int n) {
        double squares = dot(a, start, a, start, n);
        if (squares > 1e-280 && squares < 1e300) {
            return Math.sqrt(squares);
        }
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(a[start + i]));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double scaled = a[start + i] / largest;
            sum += scaled * scaled;
        }
        return largest * Math.sqrt(sum);
    }

    static double norm(double[] a) {
        return norm(a, 0, a.length);
    }

    /** {@code y += factor x} on slices of length n; 24 n bytes moved. */
    static void add(double factor, double[] x, int xStart, double[] y, int yStart, int n) {
        int i = 0;
        if (n >= SHORT) {
            DoubleVector f = DoubleVector.broadcast(LANES, factor);
            int width = LANES.length();
            for (; i <= n - width; i += width) {
                at(x, xStart + i).fma(f, at(y, yStart + i)).intoArray(y, yStart + i);
            }
        }
        for (; i < n; i++) {
            y[yStart + i] = Math.fma(x[xStart + i], factor, y[yStart + i]);
        }
    }

    static void add(double factor, double[] x, double[] y) {
        add(factor, x, 0, y, 0, x.length);
    }

    /** {@code y = x + factor y}, the update of a conjugate direction. */
    static void addTo(double[] x, int xStart, double factor, double[] y, int yStart, int n) {
        for (int i = 0; i < n; i++) {
            y[yStart + i] = Math.fma(factor, y[yStart + i], x[xStart + i]);
        }
    }

    static void scale(double factor, double[] x, int start, int n) {
        for (int i = start; i < start + n; i++) {
            x[i] *= factor;
        }
    }

    static DoubleVector at(double[] a, int i) {
        return DoubleVector.fromArray(LANES, a, i);
    }

    /** The sum of the lanes, first to last. */
    static double lanes(DoubleVector v) {
        double sum = 0;
        for (int l = 0; l < LANES.length(); l++) {
            sum += v.lane(l);
        }
        return sum;
    }
}
