package org.paisaje.theory.landscape.critical;

import org.paisaje.math.Brief;

/** How the search for a critical point ended. */
public sealed interface SearchEnd {
    /**
     * At a point whose gradient is below the limit and to which the nearest critical point of the quadratic model is near.
     *
     * @param x the point
     * @param value F(x)
     * @param gradientNorm |grad F(x)|
     * @param eigenvalues of the Hessian at x, ascending
     * @param correction the length of the Newton step that is left, along directions with curvature
     * @param iterations Hessians that were taken
     */
    record Found(double[] x, double value, double gradientNorm, double[] eigenvalues, double correction,
            int iterations) implements SearchEnd {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Where |grad F| is least along every path down but not 0, or so small only because F flattens out far away. */
    record Flat(double value, double gradientNorm, int iterations) implements SearchEnd {}

    /** The iterations were used up. */
    record Unfinished(double value, double gradientNorm, int iterations) implements SearchEnd {}

    /** A value that is not finite, or a point too far out. */
    record Escaped(int iterations) implements SearchEnd {}

    /** Hessians that were taken. */
    int iterations();
}
