package org.paisaje.math.ode;

/**
 * What local error a step may make. The error e of a step from y to z is measured by the root mean square over a row of
 * e_i / (absolute + relative max(|y_i|, |z_i|)), the largest over the rows; a step is accepted when that is at most 1.
 *
 * @param relative relative tolerance
 * @param absolute absolute tolerance, in the units of y
 * @param rows number of equally long rows (samples) of a batched state; 1 for a single state
 */
public record Tolerance(double relative, double absolute, int rows) {
    /** Refuses negative tolerances, both zero, and no rows. */
    public Tolerance {
        if (!(relative >= 0 && absolute >= 0 && relative + absolute > 0 && Double.isFinite(relative + absolute))
                || rows < 1) {
            throw new IllegalArgumentException(
                    "Tolerance: got relative " + relative + ", absolute " + absolute + ", rows "
                            + rows + "; needs tolerances that are not negative, one of them positive, and a row");
        }
    }

    /** Tolerances for a single state. */
    public static Tolerance of(double relative, double absolute) {
        return new Tolerance(relative, absolute, 1);
    }

    /** Norm of {@code error} in units of what is allowed; NaN or infinite if it is. */
    double norm(double[] error, double[] y, double[] z) {
        int columns = y.length / rows;
        double worst = 0;
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int i = r * columns; i < (r + 1) * columns; i++) {
                double scaled = error[i] / (absolute + relative * Math.max(Math.abs(y[i]), Math.abs(z[i])));
                // 0/0 where nothing is allowed and nothing is wrong
                sum += error[i] == 0 ? 0 : scaled * scaled;
            }
            worst = Math.max(worst, Math.sqrt(sum / columns));
        }
        return worst;
    }

    void requireRows(String operation, double[] y) {
        if (y.length == 0 || y.length % rows != 0) {
            throw new IllegalArgumentException(
                    operation + ": the state has " + y.length + " elements, the tolerance speaks of "
                            + rows + " rows; needs a positive multiple of the rows");
        }
    }
}
