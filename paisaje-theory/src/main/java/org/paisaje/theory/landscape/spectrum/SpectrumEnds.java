package org.paisaje.theory.landscape.spectrum;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * The smallest and the largest eigenvalues of a symmetric operator, each with a bound.
 *
 * @param lowest ascending
 * @param lowestBounds an eigenvalue lies within this distance of each
 * @param highest descending
 * @param highestBounds likewise
 * @param vectors the unit vectors of all of them, in ascending order of the values
 * @param converged whether every bound is within what was asked for
 * @param products what it took
 */
public record SpectrumEnds(double[] lowest, double[] lowestBounds, double[] highest, double[] highestBounds,
        Matrix vectors, boolean converged, long products) {
    /** Ends, or the reason why there are none. */
    public sealed interface Outcome {
        /** The ends. */
        record Found(SpectrumEnds ends) implements Outcome {}

        /** A product was not finite, or no value came within the budget. */
        record Failed(String reason) implements Outcome {}
    }

    /**
     * About {@code each} values at either end, as many as there are of a small operator; repeated ones as often as they occur.
     *
     * @param tolerance of the residuals, relative to the norm
     * @param products the most to spend
     */
    public static Outcome of(LinearOperator operator, int each, double tolerance, long products, Seed seed) {
        int n = operator.rows();
        int high = Math.max(1, Math.min(each, (n + 1) / 2));
        int low = Math.min(each, n - high);
        RitzPairs pairs = Lanczos.bothEnds(operator, low, high, Lanczos.Settings.standard()
                .withTolerance(tolerance)
                .withMaxProducts(products)
                .withoutSymmetryProbe()
                .withVectors()
                .withSeed(seed));
        int found = pairs.values().length;
        if (pairs instanceof RitzPairs.Failed failed) {
            return new Outcome.Failed(failed.failure().toString());
        }
        if (found < low + high) {
            return new Outcome.Failed(
                    found + " of " + (low + high) + " values after " + pairs.products() + " products");
        }
        double[] values = pairs.values();
        double[] bounds = pairs.residuals();
        double[] highest = new double[high];
        double[] highestBounds = new double[high];
        for (int i = 0; i < high; i++) {
            highest[i] = values[found - 1 - i];
            highestBounds[i] = bounds[found - 1 - i];
        }
        return new Outcome.Found(new SpectrumEnds(Arrays.copyOf(values, low), Arrays.copyOf(bounds, low), highest,
                highestBounds, pairs.vectors(), pairs.converged(), pairs.products()));
    }

    /** The largest absolute value. */
    public double norm() {
        return Math.max(Math.abs(highest[0]), lowest.length == 0 ? 0 : Math.abs(lowest[0]));
    }

    /** All values, ascending. */
    public double[] ascending() {
        return joined(lowest, highest);
    }

    /** The bounds of {@link #ascending}. */
    public double[] ascendingBounds() {
        return joined(lowestBounds, highestBounds);
    }

    private static double[] joined(double[] low, double[] high) {
        double[] all = Arrays.copyOf(low, low.length + high.length);
        for (int i = 0; i < high.length; i++) {
            all[low.length + i] = high[high.length - 1 - i];
        }
        return all;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
