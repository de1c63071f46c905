package org.paisaje.math.testing;

import org.paisaje.math.linalg.Matrix;

/** Comparisons of computed with exact numbers, within a {@link Tolerance} that has an origin. */
public final class Closeness {
    private Closeness() {}

    /** Fails unless {@code |actual - exact|} is within the tolerance; a NaN never is. */
    public static void assertClose(double actual, double exact, Tolerance tolerance) {
        check("", actual, exact, tolerance);
    }

    /** Entry by entry. */
    public static void assertClose(double[] actual, double[] exact, Tolerance tolerance) {
        if (actual.length != exact.length) {
            throw new AssertionError("got " + actual.length + " numbers, expected " + exact.length);
        }
        for (int i = 0; i < exact.length; i++) {
            check("entry " + i + ": ", actual[i], exact[i], tolerance);
        }
    }

    /** Entry by entry, for numbers of the size of the largest exact one, and of {@code floor} at least. */
    public static void assertClose(double[] actual, double[] exact, Tolerance relative, double floor) {
        assertClose(actual, exact, relative.times(Math.max(floor, Vectors.largest(exact))));
    }

    /** Entry by entry. */
    public static void assertClose(Matrix actual, Matrix exact, Tolerance tolerance) {
        if (actual.rows() != exact.rows() || actual.columns() != exact.columns()) {
            throw new AssertionError("got a " + actual.rows() + " x " + actual.columns() + " matrix, expected "
                    + exact.rows() + " x " + exact.columns());
        }
        for (int i = 0; i < exact.rows(); i++) {
            for (int j = 0; j < exact.columns(); j++) {
                check("entry (" + i + ", " + j + "): ", actual.get(i, j), exact.get(i, j), tolerance);
            }
        }
    }

    private static void check(String where, double actual, double exact, Tolerance tolerance) {
        double distance = Math.abs(actual - exact);
        if (!(distance <= tolerance.bound() || Double.compare(actual, exact) == 0)) {
            throw new AssertionError(where + actual + " is " + distance + " from " + exact + ", allowed is "
                    + tolerance.bound() + " (" + tolerance.origin() + ")");
        }
    }
}
