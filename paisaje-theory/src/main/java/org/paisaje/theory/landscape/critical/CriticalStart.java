package org.paisaje.theory.landscape.critical;

import java.util.Arrays;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;

/**
 * Where a search starts and how it goes on.
 *
 * @param x before any descent
 * @param descent steps of BFGS down before the search
 * @param method of the search
 */
public record CriticalStart(double[] x, int descent, SearchMethod method) {
    private static final int[] DESCENTS = {0, 3, 10, 30, 100, 400};

    /** Draws start number i from its own seed. */
    @FunctionalInterface
    public interface Sampler {
        /** The start; the same for the same number and seed. */
        CriticalStart draw(int i, Seed seed);
    }

    /**
     * Starts of a network by its initializer, weights and biases times a factor from 1/3 to 3: after 0 to 400 steps down, so
     * that high and low points are met; of eight, five by Levenberg-Marquardt, one by Newton's method and two along
     * eigenvectors to an index of at most a quarter of the parameters.
     */
    public static Sampler of(Architecture network) {
        return (i, seed) -> {
            Generator draw = seed.named("start").generator();
            double[] x = network.initialize(Initializer.standardFor(network), seed.named("weights"));
            double factor = Math.pow(3, 2 * draw.nextDouble() - 1);
            for (int j = 0; j < x.length; j++) {
                // biases that start at 0 would keep the search in the set of their symmetry
                x[j] = factor * (x[j] + (x[j] == 0 ? 0.5 * draw.nextGaussian() : 0));
            }
            int descent = DESCENTS[draw.nextInt(DESCENTS.length)];
            SearchMethod method = switch (i % 8) {
                case 5 -> new SearchMethod.Newton();
                case 6, 7 -> new SearchMethod.Following(draw.nextInt(1 + x.length / 4));
                default -> new SearchMethod.LevenbergMarquardt();
            };
            return new CriticalStart(x, descent, method);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CriticalStart s && Arrays.equals(x, s.x) && descent == s.descent
                && method.equals(s.method);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(x);
    }

    @Override
    public String toString() {
        return "CriticalStart[" + x.length + " variables, descent=" + descent + ", " + method + "]";
    }
}
