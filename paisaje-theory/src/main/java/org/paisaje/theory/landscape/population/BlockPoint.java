package org.paisaje.theory.landscape.population;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/**
 * Students that treat the first p and the other q = k - p neurons of an orthonormal teacher each alike, as all known spurious
 * minima of k neurons do: own entries a and d, entries e1 and e2 towards the others of the same block, b of the first block
 * towards the second and c of the second towards the first.
 *
 * @param p size of the first block, at least 1
 * @param q size of the second, at least 1
 */
public record BlockPoint(int p, int q, double a, double b, double c, double d, double e1, double e2) {
    private static final int MOST_STEPS = 20_000;
    /** Near enough for Newton's method. */
    private static final double NEAR = 1e-6;

    /** Checks the sizes. */
    public BlockPoint {
        if (p < 1 || q < 1) {
            throw new IllegalArgumentException(
                    "BlockPoint: blocks of " + p + " and " + q + "; each needs one at least");
        }
    }

    /** Where descent to the spurious minimum of that type starts: the first p neurons look away from theirs. */
    public static BlockPoint spurious(int p, int q) {
        int k = p + q;
        return new BlockPoint(p, q, -0.63, 1.3 / k, 1.8 / k, 1, 1.3 / k, -0.2 / k);
    }

    /** Row-major weights. */
    public double[] weights() {
        int k = p + q;
        Matrix w = Matrix.zeros(k, k);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                boolean first = i < p;
                double own = first ? a : d;
                double alike = first ? e1 : e2;
                double across = first ? b : c;
                w.set(i, j, i == j ? own : first == j < p ? alike : across);
            }
        }
        return w.data();
    }

    /**
     * The critical point that gradient descent from here leads to, made exact by Newton's method. Descent keeps the blocks,
     * up to rounding.
     *
     * @return empty if descent does not come near one in 20,000 steps
     */
    public Optional<PopulationCriticalPoint> settled() {
        PopulationLoss loss = PopulationLoss.orthonormal(p + q, p + q);
        double[] w = weights();
        double rate = 4.0 / (p + q);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = loss.gradient(w);
            double square = 0;
            for (int i = 0; i < w.length; i++) {
                square += gradient[i] * gradient[i];
                w[i] -= rate * gradient[i];
            }
            if (square < NEAR * NEAR) {
                return PopulationCriticalPoint.near(loss, w);
            }
        }
        return Optional.empty();
    }
}
