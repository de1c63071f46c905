package org.paisaje.math.linalg;

import java.util.Arrays;

/** Checks of matrices that operators and factorisations share. */
public final class Checks {
    /** The side of a tile: with its mirror image it stays in the first cache. */
    private static final int TILE = 32;

    private Checks() {}

    /** Refuses a matrix with a NaN or an infinity and names the first such entry. */
    public static void finite(String operation, String name, Matrix matrix) {
        double[] data = matrix.data();
        double probe = 0;
        for (double value : data) {
            probe += value * 0;
        }
        if (probe == 0) {
            return;
        }
        for (int at = 0; at < data.length; at++) {
            if (!Double.isFinite(data[at])) {
                throw new IllegalArgumentException(operation + ": entry (" + at / matrix.columns() + ", "
                        + at % matrix.columns() + ") of " + name + " is " + data[at]
                        + "; all entries must be finite");
            }
        }
    }

    /** Refuses what is not square, not finite, or not symmetric to half of the digits. */
    public static void symmetric(String operation, Matrix a) {
        int n = a.rows();
        if (a.columns() != n) {
            throw new IllegalArgumentException(operation + ": got a " + n + " x " + a.columns()
                    + " matrix, a symmetric one is square");
        }
        double[] data = a.data();
        int strips = (n + TILE - 1) / TILE;
        double[] sizes = new double[strips];
        double[] gaps = new double[strips];
        double[] probes = new double[strips];
        Parallel.run(strips, strip -> {
            // From below, so that the long strips come first.
            int i0 = (strips - 1 - strip) * TILE;
            for (int j0 = 0; j0 <= i0; j0 += TILE) {
                tile(n, data, i0, j0, strip, sizes, gaps, probes);
            }
        });
        double largest = Arrays.stream(sizes).max().orElse(0);
        if (Arrays.stream(probes).sum() != 0) {
            finite(operation, "the matrix", a);
        }
        // Half of the digits: rounding does not reach this, a mistake in a formula does not stay below.
        double bound = Math.sqrt(Math.ulp(1.0)) * largest;
        if (Arrays.stream(gaps).max().orElse(0) <= bound) {
            return;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(data[i * n + j] - data[j * n + i]) > bound) {
                    throw new IllegalArgumentException(operation + ": entry (" + i + ", " + j + ") is "
                            + data[i * n + j] + " but (" + j + ", " + i + ") is " + data[j * n + i]
                            + "; the matrix must be symmetric");
                }
            }
        }
    }

    /** The largest entry, the largest difference, and 0 or NaN, of a tile of the lower triangle and its mirror image. */
    private static void tile(int n, double[] data, int i0, int j0, int strip, double[] sizes, double[] gaps,
            double[] probes) {
        double size = sizes[strip];
        double gap = gaps[strip];
        double probe = probes[strip];
        for (int i = i0; i < Math.min(n, i0 + TILE); i++) {
            for (int j = j0; j < Math.min(i + 1, j0 + TILE); j++) {
                double below = data[i * n + j];
                double above = data[j * n + i];
                probe += below * 0 + above * 0;
                size = Math.max(size, Math.max(Math.abs(below), Math.abs(above)));
                gap = Math.max(gap, Math.abs(below - above));
            }
        }
        sizes[strip] = size;
        gaps[strip] = gap;
        probes[strip] = probe;
    }

    /** The tolerance relative to the largest singular value below which a value counts as zero: max(m, n) eps. */
    public static double rankTolerance(int m, int n) {
        return Math.max(m, n) * Math.ulp(1.0);
    }

    /** Refuses a relative tolerance outside [0, 1). */
    public static void tolerance(String operation, double tolerance) {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException(
                    operation + ": the relative tolerance is " + tolerance + ", it must be in [0, 1)");
        }
    }
}
