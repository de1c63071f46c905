package org.paisaje.math.linalg;

/** Checks shared by the factorisations. */
final class Checks {
    private Checks() {}

    /** Refuses a matrix with a NaN or an infinity and names the first such entry. */
    static void finite(String operation, String name, Matrix matrix) {
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
    static void symmetric(String operation, Matrix a) {
        int n = a.rows();
        if (a.columns() != n) {
            throw new IllegalArgumentException(operation + ": got a " + n + " x " + a.columns()
                    + " matrix, a symmetric one is square");
        }
        finite(operation, "the matrix", a);
        double[] data = a.data();
        double largest = 0;
        for (double value : data) {
            largest = Math.max(largest, Math.abs(value));
        }
        // Half of the digits: rounding does not reach this, a mistake in a formula does not stay below.
        double bound = Math.sqrt(Math.ulp(1.0)) * largest;
        for (int i0 = 0; i0 < n; i0 += 32) {
            for (int j0 = 0; j0 <= i0; j0 += 32) {
                for (int i = i0; i < Math.min(n, i0 + 32); i++) {
                    for (int j = j0; j < Math.min(i, j0 + 32); j++) {
                        if (Math.abs(data[i * n + j] - data[j * n + i]) > bound) {
                            throw new IllegalArgumentException(operation + ": entry (" + i + ", " + j + ") is "
                                    + data[i * n + j] + " but (" + j + ", " + i + ") is " + data[j * n + i]
                                    + "; the matrix must be symmetric");
                        }
                    }
                }
            }
        }
    }

    /** The tolerance relative to the largest singular value below which a value counts as zero: max(m, n) eps. */
    static double rankTolerance(int m, int n) {
        return Math.max(m, n) * Math.ulp(1.0);
    }

    /** Refuses a relative tolerance outside [0, 1). */
    static void tolerance(String operation, double tolerance) {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException(
                    operation + ": the relative tolerance is " + tolerance + ", it must be in [0, 1)");
        }
    }
}
