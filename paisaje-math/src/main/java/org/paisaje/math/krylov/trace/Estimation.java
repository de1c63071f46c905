package org.paisaje.math.krylov.trace;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/** What a stochastic estimator found. */
public sealed interface Estimation {
    /** The number of products with the operator. */
    long products();

    /**
     * An estimate with its uncertainty.
     *
     * @param value the estimate
     * @param standardError its standard error over the probes
     * @param halfWidth half of the confidence interval, which is centred at the value
     * @param level the confidence of the interval, such as 0.95
     * @param withinTarget whether the half width that was asked for was reached; true if none was
     */
    record Estimated(double value, double standardError, double halfWidth, double level, long products,
            boolean withinTarget) implements Estimation {
        /** The lower end of the interval. */
        public double lower() {
            return value - halfWidth;
        }

        /** The upper end of the interval. */
        public double upper() {
            return value + halfWidth;
        }

        /** Whether the interval holds a number. */
        public boolean covers(double number) {
            return Math.abs(number - value) <= halfWidth;
        }

        /** The Student interval for the mean of independent samples, times {@code factor}. */
        static Estimated ofSamples(double[] samples, double factor, double level, long products) {
            int m = samples.length;
            int exponent = exponent(samples);
            double mean = Arrays.stream(samples).map(sample -> Math.scalb(sample, -exponent)).sum() / m;
            double squares = 0;
            for (double sample : samples) {
                double deviation = Math.scalb(sample, -exponent) - mean;
                squares += deviation * deviation;
            }
            double error = Math.scalb(factor * Math.sqrt(squares / (m - 1) / m), exponent);
            return new Estimated(Math.scalb(factor * mean, exponent), error, quantile(level, m - 1) * error, level,
                    products, true);
        }

        /** The binary exponent to take out so that squares stay in the range of numbers; 0 where they do anyway. */
        static int exponent(double... samples) {
            double largest = Arrays.stream(samples).map(Math::abs).max().orElse(0);
            return largest > 0 && Double.isFinite(largest) && (largest < 0x1p-300 || largest > 0x1p300)
                    ? Math.getExponent(largest)
                    : 0;
        }

        /** The half width of a two-sided Student interval in standard errors. */
        static double quantile(double level, int degrees) {
            return new TDistribution(degrees).inverseCumulativeProbability(0.5 + 0.5 * level);
        }

        Estimated within(boolean reached) {
            return new Estimated(value, standardError, halfWidth, level, products, reached);
        }
    }

    /**
     * There is no estimate.
     *
     * @param reason a product that was not finite, or a function that is not defined at a Ritz value
     */
    record Failed(long products, String reason) implements Estimation {}

    /** The estimate; an {@link ArithmeticException} with the reason if there is none. */
    default Estimated orThrow() {
        return switch (this) {
            case Estimated done -> done;
            case Failed failed -> throw new ArithmeticException("estimate: " + failed.reason);
        };
    }
}
