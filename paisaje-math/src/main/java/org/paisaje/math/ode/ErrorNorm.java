package org.paisaje.math.ode;

import org.paisaje.math.special.Reductions;

/** How the size of an error is measured, in units of what a step is allowed. */
public interface ErrorNorm {
    /** The size of the vector v beside states y and z; 1 is just allowed. NaN or infinite if it is. */
    double of(double[] v, double[] y, double[] z);

    /** The size of the estimated error of a step. */
    default double of(OdeStep step) {
        return of(step.error(), step.from(), step.to());
    }

    /** A Euclidean length up to which every error at a state y with slope f is allowed. */
    double allowance(double[] y, double[] slope);

    /** Refuses states whose length does not suit. */
    default void require(double[] y) {}

    /**
     * The Euclidean norm in units of {@code tolerance max(|y|, |z|)}, for states that start at 0 too: the first step is then
     * judged by its own end.
     */
    static ErrorNorm relative(double tolerance) {
        return new ErrorNorm() {
            @Override
            public double of(double[] v, double[] y, double[] z) {
                double size = length(v);
                return size == 0 ? 0 : size / (tolerance * Math.max(length(y), length(z)));
            }

            @Override
            public double allowance(double[] y, double[] slope) {
                return tolerance * length(y);
            }
        };
    }

    private static double length(double[] v) {
        return Math.sqrt(Reductions.dot(v, 0, v, 0, v.length));
    }
}
