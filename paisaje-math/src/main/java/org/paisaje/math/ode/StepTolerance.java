package org.paisaje.math.ode;

/**
 * What local error a step may make. The error e of a step from y to z is measured by the root mean square over a row of
 * e_i / (absolute + relative max(|y_i|, |z_i|)), the largest over the rows; a step is accepted when that is at most 1.
 *
 * @param relative relative tolerance
 * @param absolute absolute tolerance, in the units of y
 * @param rows number of equally long rows (samples) of a batched state; 1 for a single state
 */
public record StepTolerance(double relative, double absolute, int rows) implements ErrorNorm {
    /** Refuses negative tolerances, both zero, and no rows. */
    public StepTolerance {
        if (!(relative >= 0 && absolute >= 0 && relative + absolute > 0 && Double.isFinite(relative + absolute))
                || rows < 1) {
            throw new IllegalArgumentException(
                    "StepTolerance: got relative " + relative + ", absolute " + absolute + ", rows "
                            + rows + "; needs tolerances that are not negative, one of them positive, and a row");
        }
    }

    /** Tolerances for a single state. */
    public static StepTolerance of(double relative, double absolute) {
        return new StepTolerance(relative, absolute, 1);
    }

    @Override
    public double of(double[] error, double[] y, double[] z) {
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

    /** The harmonic mean square of what each entry is allowed. */
    @Override
    public double allowance(double[] y, double[] slope) {
        double sum = 0;
        for (double value : y) {
            double scale = absolute + relative * Math.abs(value);
            sum += 1 / (scale * scale + Double.MIN_NORMAL);
        }
        return Math.sqrt(y.length / sum) * Math.sqrt((double) y.length / rows);
    }

    @Override
    public void require(double[] y) {
        if (y.length == 0 || y.length % rows != 0) {
            throw new IllegalArgumentException("StepTolerance: the state has " + y.length
                    + " elements, the tolerance speaks of " + rows + " rows; needs a positive multiple of the rows");
        }
    }
}
