package org.paisaje.study.explain.check;

import java.util.Optional;
import org.paisaje.math.linalg.Norms;
import org.paisaje.risk.Risk;
import org.paisaje.study.Words;
import org.paisaje.theory.landscape.critical.Certificate;
import org.paisaje.theory.landscape.critical.CriticalPoint;

/**
 * The critical point at which a run has all but come to rest, of networks so small that all of the Hessian is at hand.
 *
 * @param point the point
 * @param distance how far the run was from it
 */
public record RestPoint(CriticalPoint point, double distance) {
    /** So many products of samples and parameters squared are spent on one Hessian. */
    private static final double AFFORDABLE = 2e7;
    /** A point farther away than this, relative to 1 + |theta|, is not where the run is. */
    private static final double NEAR = 0.03;

    /** Looks for it; empty where the network is too large or no critical point is near. */
    public static Optional<RestPoint> of(Risk risk, double[] theta) {
        if ((double) theta.length * theta.length * risk.samples() > AFFORDABLE) {
            return Optional.empty();
        }
        double size = 0;
        for (double value : theta) {
            size += value * value;
        }
        double limit = NEAR * (1 + Math.sqrt(size));
        return CriticalPoint.near(risk, theta, limit)
                .map(point -> new RestPoint(point, Norms.distance(point.x(), theta)))
                .filter(found -> found.distance() <= limit);
    }

    /** Whether a direction leads down, beyond doubt. */
    public boolean saddle() {
        return point.index() > 0;
    }

    /** Whether no direction does, beyond doubt. */
    public boolean minimum() {
        return point.strictMinimum();
    }

    /** The smallest eigenvalue of the Hessian there. */
    public double lowest() {
        return point.eigenvalues()[0];
    }

    /** What it is, in a sentence. */
    public String words() {
        int p = point.eigenvalues().length;
        String kind = saddle()
                ? "a saddle, at which " + point.index() + " of " + Words.count(p, "eigenvalue")
                        + (point.index() == 1 ? " is" : " are") + " negative, the lowest " + Words.number(lowest())
                : minimum()
                        ? "a strict local minimum, the lowest eigenvalue is " + Words.number(lowest())
                        : "no saddle to second order; " + point.zeros() + " of " + Words.count(p, "eigenvalue")
                                + " may be 0";
        return "Newton's steps from there end " + Words.number(distance) + " away, where the gradient is "
                + Words.number(point.gradientNorm()) + ": " + kind + switch (point.certificate()) {
                    case Certificate.Proven(double radius, double _) ->
                        ". It is proven that a true critical point"
                                + " of this kind lies within " + Words.number(radius) + " of it.";
                    case Certificate.Open(String reason) -> ". Not proven: " + reason + ".";
                };
    }
}
