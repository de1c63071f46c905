package org.paisaje.theory.dynamics;

import org.paisaje.math.linalg.Matrix;

/**
 * How much gradients differ between samples. With {@code Sigma} their covariance and g their mean, a batch of B samples has
 * a gradient of mean g and covariance {@code Sigma / B}; the noise scale {@code tr Sigma / |g|^2} is the batch at which
 * noise and signal are equal (McCandlish et al. 2018, section 2.2). All three are estimated without bias, but for the
 * ratio, for the population the samples are drawn from; the errors are delete-one jackknife estimates.
 *
 * @param samples m
 * @param trace an unbiased estimate of tr Sigma
 * @param traceError its standard error
 * @param signal an unbiased estimate of |g|^2; may be negative when the noise drowns it
 * @param signalError its standard error
 */
public record GradientNoise(int samples, double trace, double traceError, double signal, double signalError) {
    /**
     * From gradients sample by sample.
     *
     * @param gradients m x p with m at least 3
     */
    public static GradientNoise of(Matrix gradients) {
        int m = gradients.rows();
        int p = gradients.columns();
        if (m < 3) {
            throw new IllegalArgumentException("GradientNoise: there are gradients of " + m
                    + " samples, at least 3 are needed to estimate a variance with its error");
        }
        double[] sum = new double[p];
        double[] data = gradients.data();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < p; j++) {
                sum[j] += data[i * p + j];
            }
        }
        double[] squares = new double[m];
        double[] products = new double[m];
        double allSquares = 0;
        double allProducts = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < p; j++) {
                squares[i] += data[i * p + j] * data[i * p + j];
                products[i] += data[i * p + j] * sum[j];
            }
            allSquares += squares[i];
            allProducts += products[i];
        }
        double[] traces = new double[m];
        double[] signals = new double[m];
        for (int i = 0; i < m; i++) {
            double restSquares = allSquares - squares[i];
            double restProducts = allProducts - 2 * products[i] + squares[i];
            traces[i] = trace(restSquares, restProducts, m - 1);
            signals[i] = restProducts / ((double) (m - 1) * (m - 1)) - traces[i] / (m - 1);
        }
        double trace = trace(allSquares, allProducts, m);
        return new GradientNoise(m, trace, jackknife(traces), allProducts / ((double) m * m) - trace / m,
                jackknife(signals));
    }

    private static double trace(double squares, double products, int m) {
        return Math.max(0, (squares - products / m) / (m - 1));
    }

    private static double jackknife(double[] values) {
        int m = values.length;
        double mean = 0;
        for (double value : values) {
            mean += value / m;
        }
        double spread = 0;
        for (double value : values) {
            spread += (value - mean) * (value - mean);
        }
        return Math.sqrt(spread * (m - 1) / m);
    }

    /** The noise scale for a signal that is known, such as the norm of the gradient over all samples. */
    public double scale(double gradientNorm) {
        return trace / (gradientNorm * gradientNorm);
    }

    /** The standard error of {@link #scale}, which is that of the trace alone. */
    public double scaleError(double gradientNorm) {
        return traceError / (gradientNorm * gradientNorm);
    }
}
