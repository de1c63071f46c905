package org.paisaje.theory.geometry.metric;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Norms;

/**
 * The inverse of a residual block at y by {@code x_0 = y, x_(k+1) = y - g(x_k)}: with Lip(g) = c below 1 the error of x_k is at
 * most {@code c^k |x_1 - x_0| / (1 - c)}.
 *
 * @param x the last iterate
 * @param steps how many there were
 * @param bound the bound on its error, without rounding
 * @param residual |y - f(x)|
 */
public record BlockInverse(double[] x, int steps, double bound, double residual) {
    /**
     * Iterates until the bound is below a tolerance or rounding stops it.
     *
     * @throws IllegalArgumentException if the block has no certificate that its branch contracts
     */
    public static BlockInverse of(LayerMap block, double[] y, double tolerance) {
        if (!(Invertibility.of(block) instanceof Invertibility.Contraction contraction)) {
            throw new IllegalArgumentException("BlockInverse: the bound on the Lipschitz constant of the branch is "
                    + (block.residual() ? block.branchLipschitz() : Double.NaN)
                    + "; below 1 the iteration is certain to converge");
        }
        List<double[]> iterates = iterates(block, y, contraction.c(), tolerance);
        double[] x = iterates.getLast();
        double bound = iterates.size() < 2
                ? 0
                : Math.pow(contraction.c(), iterates.size() - 1) * Norms.distance(iterates.get(1), iterates.get(0))
                        / (1 - contraction.c());
        return new BlockInverse(x, iterates.size() - 1, bound, Norms.distance(y, block.value(x)));
    }

    /** y and what follows it. */
    static List<double[]> iterates(LayerMap block, double[] y, double c, double tolerance) {
        List<double[]> all = new ArrayList<>();
        all.add(y.clone());
        double bound = Double.POSITIVE_INFINITY;
        while (bound > tolerance && all.size() < 100_000) {
            double[] g = block.branch(all.getLast());
            double[] next = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                next[i] = y[i] - g[i];
            }
            double moved = Norms.distance(next, all.getLast());
            bound = c / (1 - c) * moved;
            all.add(next);
            if (moved == 0) {
                break;
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
