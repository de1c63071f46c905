package org.paisaje.theory.landscape.glass;

import org.paisaje.math.Brief;

/**
 * A critical point of a {@link SpinGlass} on its sphere.
 *
 * @param s the configuration, {@code |s|^2 = N}
 * @param density u = H / N
 * @param gradientNorm of the Riemannian gradient {@code H' - (s . H' / N) s}
 * @param eigenvalues of the Hessian on the tangent space, {@code P H'' P - p u P}, ascending: N - 1
 */
public record GlassPoint(double[] s, double density, double gradientNorm, double[] eigenvalues) {
    /** The number of negative eigenvalues. */
    public int index() {
        int count = 0;
        for (double value : eigenvalues) {
            count += value < 0 ? 1 : 0;
        }
        return count;
    }

    /** The share of negative eigenvalues. */
    public double indexShare() {
        return (double) index() / eigenvalues.length;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
