package org.paisaje.math.stats;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Weighted least squares y = intercept + slope x.
 *
 * @param slope fitted slope
 * @param intercept fitted intercept
 * @param slopeError standard error of the slope, from the residuals
 * @param interceptError standard error of the intercept
 * @param residualDeviation sqrt(sum w r^2 / (n - 2))
 * @param determination R^2, 1 when y is constant and fitted exactly
 * @param points number of points
 */
public record LineFit(double slope, double intercept, double slopeError, double interceptError,
        double residualDeviation, double determination, int points) {

    /** Fits unweighted points. */
    public static LineFit of(double[] x, double[] y) {
        double[] weights = new double[x.length];
        java.util.Arrays.fill(weights, 1);
        return weighted(x, y, weights);
    }

    /** Fits log y = log c + slope log x, a power law. */
    public static LineFit logLog(double[] x, double[] y) {
        return of(logs("logLog", "x", x), logs("logLog", "y", y));
    }

    /** Fits log y = log c + slope x, an exponential. */
    public static LineFit semiLog(double[] x, double[] y) {
        return of(x, logs("semiLog", "y", y));
    }

    /** Fits with weights proportional to 1 / variance of each y. */
    public static LineFit weighted(double[] x, double[] y, double[] weights) {
        int n = x.length;
        if (n < 3 || y.length != n || weights.length != n) {
            throw new IllegalArgumentException("weighted: got " + n + " x, " + y.length + " y and " + weights.length
                    + " weights; needs the same number of each, at least 3");
        }
        double total = 0;
        double xMean = 0;
        double yMean = 0;
        for (int i = 0; i < n; i++) {
            if (!(weights[i] > 0 && Double.isFinite(weights[i]) && Double.isFinite(x[i]) && Double.isFinite(y[i]))) {
                throw new IllegalArgumentException(
                        "weighted: point " + i + " is (" + x[i] + ", " + y[i] + ") with weight "
                                + weights[i] + "; needs finite numbers and a positive weight");
            }
            total += weights[i];
            xMean += weights[i] * x[i];
            yMean += weights[i] * y[i];
        }
        xMean /= total;
        yMean /= total;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double dx = x[i] - xMean;
            double dy = y[i] - yMean;
            xx += weights[i] * dx * dx;
            xy += weights[i] * dx * dy;
            yy += weights[i] * dy * dy;
        }
        if (xx == 0) {
            throw new IllegalArgumentException("weighted: all x equal " + x[0] + "; needs two different x");
        }
        double slope = xy / xx;
        double residual = 0;
        for (int i = 0; i < n; i++) {
            double r = y[i] - yMean - slope * (x[i] - xMean);
            residual += weights[i] * r * r;
        }
        double variance = residual / (n - 2);
        double determination = yy == 0 ? 1 : 1 - residual / yy;
        return new LineFit(slope, yMean - slope * xMean, Math.sqrt(variance / xx),
                Math.sqrt(variance * (1 / total + xMean * xMean / xx)), Math.sqrt(variance), determination, n);
    }

    /** Student interval of the slope with n - 2 degrees of freedom. */
    public Interval slopeInterval(double level) {
        Interval.requireLevel("slopeInterval", level);
        double half = new TDistribution(points - 2.0).inverseCumulativeProbability(0.5 + level / 2) * slopeError;
        return new Interval(slope, slope - half, slope + half, level);
    }

    /** Student interval of the intercept with n - 2 degrees of freedom. */
    public Interval interceptInterval(double level) {
        Interval.requireLevel("interceptInterval", level);
        double half = new TDistribution(points - 2.0).inverseCumulativeProbability(0.5 + level / 2) * interceptError;
        return new Interval(intercept, intercept - half, intercept + half, level);
    }

    private static double[] logs(String operation, String argument, double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] > 0)) {
                throw new IllegalArgumentException(operation + ": " + argument + "[" + i + "] is " + values[i]
                        + ", a logarithmic axis needs positive values");
            }
            result[i] = StrictMath.log(values[i]);
        }
        return result;
    }
}
