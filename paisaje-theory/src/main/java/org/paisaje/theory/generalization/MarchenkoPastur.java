package org.paisaje.theory.generalization;

import java.util.Arrays;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * The law of Marchenko and Pastur (1967): the eigenvalues of {@code W W' / m} for a matrix of r x m independent entries of mean 0
 * and variance s2, with {@code q = r / m <= 1}, fill the interval {@code s2 (1 -+ sqrt q)^2} with the density
 * {@code sqrt((b - x)(x - a)) / (2 pi q s2 x)}.
 *
 * @param rows r, the smaller side
 * @param columns m, the larger side
 * @param variance s2
 */
public record MarchenkoPastur(int rows, int columns, double variance) {
    private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(64);
    /** The 0.999 quantile of the law of Tracy and Widom for real matrices. */
    private static final double TRACY_WIDOM = 3.2724;

    /** Checks the sides. */
    public MarchenkoPastur {
        if (rows < 1 || rows > columns || !(variance > 0)) {
            throw new IllegalArgumentException("MarchenkoPastur: " + rows + " x " + columns + " entries of variance "
                    + variance + "; needed are 1 <= rows <= columns and a positive variance");
        }
    }

    /**
     * The law whose median is that of the eigenvalues, which a few outliers do not move (Gavish and Donoho 2014).
     *
     * @param eigenvalues those of {@code W W' / columns}, all of them
     */
    public static MarchenkoPastur fitted(int rows, int columns, double[] eigenvalues) {
        double[] sorted = eigenvalues.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double median = n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
        if (!(median > 0)) {
            throw new IllegalArgumentException("fitted: the median of the eigenvalues is " + median
                    + "; a matrix of which half of the directions vanish has no bulk");
        }
        return new MarchenkoPastur(rows, columns, median / new MarchenkoPastur(rows, columns, 1).quantile(0.5));
    }

    /** q. */
    public double ratio() {
        return (double) rows / columns;
    }

    /** The lower end of the bulk. */
    public double low() {
        double root = 1 - Math.sqrt(ratio());
        return variance * root * root;
    }

    /** The upper end of the bulk. */
    public double high() {
        double root = 1 + Math.sqrt(ratio());
        return variance * root * root;
    }

    /**
     * What the largest eigenvalue of a random matrix of this size passes in one of a thousand cases, by the law of Tracy and
     * Widom with the centre and scale of Johnstone (2001).
     */
    public double outlierAbove() {
        double a = Math.sqrt(Math.max(1, columns - 1));
        double b = Math.sqrt(rows);
        double scale = (a + b) * Math.cbrt(1 / a + 1 / b);
        return variance * ((a + b) * (a + b) + TRACY_WIDOM * scale) / columns;
    }

    /** The density at x; 0 outside the bulk. */
    public double density(double x) {
        double a = low();
        double b = high();
        return x <= a || x >= b ? 0 : Math.sqrt((b - x) * (x - a)) / (2 * Math.PI * ratio() * variance * x);
    }

    /** The share of the law below x. */
    public double cumulative(double x) {
        double a = low();
        double b = high();
        if (x <= a) {
            return 0;
        }
        if (x >= b) {
            return 1;
        }
        // x = c + h sin t removes the square roots at both ends.
        double centre = 0.5 * (a + b);
        double half = 0.5 * (b - a);
        double from = -0.5 * Math.PI;
        double to = Math.asin(Math.max(-1, Math.min(1, (x - centre) / half)));
        UnivariateFunction inner = t -> {
            double cos = Math.cos(t);
            return half * half * cos * cos / (2 * Math.PI * ratio() * variance * (centre + half * Math.sin(t)));
        };
        double width = 0.5 * (to - from);
        double middle = 0.5 * (to + from);
        return Math.max(0, Math.min(1, width * RULE.integrate(u -> {
            double t = middle + width * u;
            // At q = 1 the lower end is 0, where the quotient has the limit of 1 - sin over 1 + sin.
            return centre + half * Math.sin(t) <= 0 ? 0 : inner.value(t);
        })));
    }

    /** Where the law has a share below, by bisection to rounding. */
    public double quantile(double share) {
        double from = low();
        double to = high();
        for (int i = 0; i < 200 && to - from > 4 * Math.ulp(to); i++) {
            double middle = 0.5 * (from + to);
            if (cumulative(middle) < share) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return 0.5 * (from + to);
    }

    /** The largest distance between the shares of the eigenvalues and of the law, Kolmogorov's and Smirnov's. */
    public double distance(double[] eigenvalues) {
        double[] sorted = eigenvalues.clone();
        Arrays.sort(sorted);
        double most = 0;
        for (int i = 0; i < sorted.length; i++) {
            double law = cumulative(sorted[i]);
            most = Math.max(most, Math.max((i + 1.0) / sorted.length - law, law - (double) i / sorted.length));
        }
        return most;
    }
}
