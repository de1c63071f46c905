package org.paisaje.theory.kernel.width;

import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.Means;

/**
 * A positive quantity against the width, or against another size, in replicates that hold it at every width. The exponent is
 * the mean over replicates of the least-squares slopes of log quantity against log width, which is the slope of the geometric
 * means; so its interval needs no model of how the values at different widths hang together.
 *
 * @param widths the widths
 * @param values the quantity, one row per replicate, one column per width
 * @param means the geometric mean over replicates at each width
 * @param exponent the exponent with Student's interval over replicates
 */
public record WidthLaw(double[] widths, Matrix values, double[] means, Interval exponent) {
    /** Fits the exponent, with its interval at level 0.95. */
    public static WidthLaw of(double[] widths, Matrix values) {
        return of(widths, values, 0.95);
    }

    /**
     * Fits the exponent.
     *
     * @param widths at least 2, positive and not all equal
     * @param values positive, with at least 2 rows and a column for each width
     * @param level of the interval, such as 0.95
     */
    public static WidthLaw of(double[] widths, Matrix values, double level) {
        int replicates = values.rows();
        if (replicates < 2 || values.columns() != widths.length) {
            throw new IllegalArgumentException(
                    "WidthLaw: the values are " + replicates + " x " + values.columns() + " for "
                            + widths.length
                            + " widths; needed are 2 replicates at least, one in each row, and a column for each"
                            + " width");
        }
        double[] slopes = new double[replicates];
        for (int r = 0; r < replicates; r++) {
            for (int k = 0; k < widths.length; k++) {
                if (!isPositive(values.get(r, k))) {
                    throw new IllegalArgumentException("WidthLaw: replicate " + r + " has " + values.get(r, k)
                            + " at width " + widths[k] + "; a power law needs positive values");
                }
            }
            slopes[r] = slope(widths, values.row(r));
        }
        double[] means = new double[widths.length];
        for (int k = 0; k < means.length; k++) {
            means[k] = Math.exp(mean(logs("values", values.column(k))));
        }
        return new WidthLaw(widths.clone(), values, means, Means.student(slopes, level));
    }

    /**
     * The least-squares slope of log value against log width for one replicate.
     *
     * @param widths at least 2, positive and not all equal
     * @param values positive, one for each width
     */
    public static double slope(double[] widths, double[] values) {
        if (widths.length < 2 || values.length != widths.length) {
            throw new IllegalArgumentException("slope: there are " + values.length + " values for " + widths.length
                    + " widths; needed are 2 widths at least and a value for each");
        }
        double[] x = logs("widths", widths);
        double[] y = logs("values", values);
        double centre = mean(x);
        double spread = 0;
        double covariance = 0;
        for (int k = 0; k < x.length; k++) {
            spread += (x[k] - centre) * (x[k] - centre);
            covariance += (x[k] - centre) * (y[k] - y[0]);
        }
        if (spread == 0) {
            throw new IllegalArgumentException(
                    "slope: all widths are " + widths[0] + "; needed are two different ones");
        }
        return covariance / spread;
    }

    /** The geometric mean at the width of that number, from 0, with Student's interval of the logarithms. */
    public Interval mean(int width, double level) {
        Interval log = Means.student(logs("values", values.column(width)), level);
        return new Interval(Math.exp(log.estimate()), Math.exp(log.low()), Math.exp(log.high()), level);
    }

    /** The fitted power at a width: it goes through the geometric means of the widths and of the values. */
    public double at(double width) {
        double centre = mean(logs("widths", widths));
        return Math.exp(mean(logs("values", means)) + exponent.estimate() * (Math.log(width) - centre));
    }

    private static double[] logs(String argument, double[] values) {
        double[] result = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            if (!isPositive(values[k])) {
                throw new IllegalArgumentException("WidthLaw: " + argument + "[" + k + "] is " + values[k]
                        + "; a power law needs positive numbers");
            }
            result[k] = Math.log(values[k]);
        }
        return result;
    }

    private static boolean isPositive(double value) {
        return value > 0 && Double.isFinite(value);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
