package org.paisaje.theory.geometry.region;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An affine function of d coordinates whose zeros are a hyperplane: the argument of a unit on a cell, or a side of the domain.
 * Its numbers are rounded, with bounds; the exact ones are computed when a decision needs them.
 */
final class Plane {
    /** The d slopes and the constant. */
    final double[] n;
    final double[] error;
    /** The factor of R, a number beyond all others, in the constant: not 0 for a side of the unbounded domain. */
    final double far;
    final boolean outer;
    private final Supplier<Dyadic[]> source;
    private Dyadic @Nullable [] exact;

    private Plane(double[] n, double[] error, double far, boolean outer, Supplier<Dyadic[]> source) {
        this.n = n;
        this.error = error;
        this.far = far;
        this.outer = outer;
        this.source = source;
    }

    static Plane rounded(double[] n, double[] error, Supplier<Dyadic[]> exact) {
        return new Plane(n, error, 0, false, exact);
    }

    static Plane side(double[] n, double far) {
        return new Plane(n, new double[n.length], far, true, () -> Dyadic.of(n));
    }

    synchronized Dyadic[] exact() {
        Dyadic[] known = exact;
        if (known == null) {
            known = source.get();
            exact = known;
        }
        return known;
    }

    Approx[] row() {
        Approx[] result = new Approx[n.length];
        for (int i = 0; i < n.length; i++) {
            result[i] = new Approx(n[i], error[i]);
        }
        return result;
    }
}
