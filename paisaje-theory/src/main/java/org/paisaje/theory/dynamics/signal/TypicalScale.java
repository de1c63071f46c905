package org.paisaje.theory.dynamics.signal;

import java.util.random.RandomGenerator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.Means;

/**
 * What a usual draw of narrow ReLU layers without biases does to the norm of a signal that survives: with weights uniform on
 * +-gamma the logarithm of the norm moves by {@code mu_N + log gamma} a layer in the mean, so that
 * {@code gamma_typ = exp(-mu_N)} keeps it. The mean of the square is kept at the smaller {@code sqrt(6 / N)} already, which
 * rare large draws carry (document 004, figures 8.3 to 8.5).
 *
 * @param width N
 * @param drift mu_N with its interval
 */
public record TypicalScale(int width, Interval drift) {
    private static final int CHAINS = 64;
    private static final int BURN = 30;
    private static final double LEVEL = 0.95;
    private static final double EULER = 0.57721566490153286;
    /** Binomial coefficients stay within the range of numbers. */
    private static final int MOST_NORMAL = 1000;

    /**
     * Follows chains of layers whose dead draws are drawn anew, which is the law of networks that are alive.
     *
     * @param layers the layers of each of 64 chains, behind the first 30
     */
    public static TypicalScale of(int width, int layers, Seed seed) {
        return of(width, layers, LEVEL, seed);
    }

    /** The same with the interval at another level than 0.95. */
    public static TypicalScale of(int width, int layers, double level, Seed seed) {
        return of(width, layers, 1, level, seed);
    }

    /**
     * The same of chains whose layers are drawn anew until so many of their units are awake; where all must be, that takes
     * 2^width draws a layer in the mean.
     */
    public static TypicalScale of(int width, int layers, int awake, double level, Seed seed) {
        if (width < 1 || layers < 1 || awake < 1 || awake > width) {
            throw new IllegalArgumentException("TypicalScale: width " + width + ", " + layers + " layers, " + awake
                    + " units awake; each is at least 1, and no more units are awake than there are");
        }
        double[] means = new double[CHAINS];
        for (int c = 0; c < CHAINS; c++) {
            RandomGenerator random = seed.named("chain").at(c).generator();
            double[] z = new double[width];
            z[0] = 1;
            for (int l = -BURN; l < layers; l++) {
                double log = step(z, awake, random);
                means[c] += l < 0 ? 0 : log / layers;
            }
        }
        return new TypicalScale(width, Means.student(means, level));
    }

    /**
     * {@code E log |ReLU(G z)|} of a layer of N units that is not dead, for |z| = 1 and weights N(0, 1), exactly: k units are awake
     * with the binomial probability, and the square of the norm is then chi-squared with k degrees of freedom. As the law of G
     * does not turn with z, every layer is alike, and {@code exp} of minus this is the deviation that keeps a usual norm.
     */
    public static double normalDrift(int width) {
        if (width < 1 || width > MOST_NORMAL) {
            throw new IllegalArgumentException("TypicalScale: width " + width + "; it is 1 to " + MOST_NORMAL);
        }
        double sum = 0;
        double choose = 1;
        // The digamma function at 1/2 and 1, and psi(x + 1) = psi(x) + 1/x.
        double[] psi = {-EULER, -EULER - 2 * Math.log(2)};
        for (int k = 1; k <= width; k++) {
            choose *= (width - k + 1.0) / k;
            sum += choose * 0.5 * (psi[k % 2] + Math.log(2));
            psi[k % 2] += 2.0 / k;
        }
        return sum / (Math.pow(2, width) - 1);
    }

    /** One layer with gamma = 1 of which so many units are awake; normalises its values and returns the logarithm of their norm. */
    private static double step(double[] z, int awake, RandomGenerator random) {
        double[] next = new double[z.length];
        double square;
        int on;
        do {
            square = 0;
            on = 0;
            for (int i = 0; i < z.length; i++) {
                double sum = 0;
                for (double value : z) {
                    sum += (2 * random.nextDouble() - 1) * value;
                }
                next[i] = Math.max(sum, 0);
                square += next[i] * next[i];
                on += next[i] > 0 ? 1 : 0;
            }
        } while (on < awake);
        double norm = Math.sqrt(square);
        for (int i = 0; i < z.length; i++) {
            z[i] = next[i] / norm;
        }
        return Math.log(norm);
    }

    /** gamma_typ with its interval. */
    public Interval typical() {
        return new Interval(Math.exp(-drift.estimate()), Math.exp(-drift.high()), Math.exp(-drift.low()),
                drift.level());
    }

    /** {@code sqrt(6 / N)}, which keeps the mean square. */
    public double critical() {
        return Math.sqrt(6.0 / width);
    }
}
