package org.paisaje.theory.landscape;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.krylov.trace.SpectralDensity;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.random.Seed;

/**
 * Both ends of a symmetric operator and the density between them.
 *
 * @param lowest the smallest eigenvalues, ascending
 * @param lowestBounds an eigenvalue lies within this distance of each
 * @param highest the largest eigenvalues, descending
 * @param highestBounds likewise
 * @param density the distribution of all
 * @param order the number of eigenvalues
 */
public record HessianSpectrum(double[] lowest, double[] lowestBounds, double[] highest, double[] highestBounds,
        SpectralDensity density, int order) {
    /**
     * How much to spend.
     *
     * @param ends eigenvalues at each end
     * @param products the most products for the ends
     * @param probes random vectors for the density
     * @param steps products for each of them
     */
    public record Effort(int ends, int products, int probes, int steps) {}

    /** The spectrum, or nothing if a product was not finite or no eigenvalue was found. */
    public static Optional<HessianSpectrum> of(LinearOperator hessian, Effort effort, Seed seed) {
        int order = hessian.rows();
        int ends = Math.max(1, Math.min(effort.ends(), order / 2));
        int low = Math.min(ends, order - ends);
        var settings = Lanczos.Settings.standard()
                .withTolerance(1e-4)
                .withMaxProducts(effort.products())
                .withoutCopies()
                .withoutSymmetryProbe()
                .withSeed(seed.named("ends"));
        RitzPairs pairs = Lanczos.bothEnds(hessian, low, ends, settings);
        int found = pairs.values().length;
        if (pairs instanceof RitzPairs.Failed || found < low + ends) {
            return Optional.empty();
        }
        var steps = Math.min(order, effort.steps());
        return switch (SpectralDensity.of(hessian,
                SpectralDensity.Settings.of(effort.probes(), steps, seed.named("density")).withProbesAtOnce(4))) {
            case SpectralDensity.Outcome.Failed failed -> Optional.empty();
            case SpectralDensity.Outcome.Found density -> Optional.of(new HessianSpectrum(
                    Arrays.copyOf(pairs.values(), low), Arrays.copyOf(pairs.residuals(), low),
                    reversed(pairs.values(), low), reversed(pairs.residuals(), low), density.density(), order));
        };
    }

    private static double[] reversed(double[] values, int from) {
        double[] result = new double[values.length - from];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[values.length - 1 - i];
        }
        return result;
    }

    /** The largest eigenvalue. */
    public double largest() {
        return highest[0];
    }

    /** The smallest eigenvalue; for a single one it is the largest. */
    public double smallest() {
        return lowest.length == 0 ? highest[highest.length - 1] : lowest[0];
    }

    /** The bound of the smallest. */
    public double smallestBound() {
        return lowest.length == 0 ? highestBounds[highest.length - 1] : lowestBounds[0];
    }

    /** The size of the largest eigenvalue of either sign. */
    public double norm() {
        return Math.max(Math.abs(largest()), Math.abs(smallest()));
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
