package org.paisaje.theory.geometry.ring;

import org.paisaje.data.builtin.Rings;
import org.paisaje.math.Brief;
import org.paisaje.network.Architecture;

/**
 * Whether a network, above 0 on the ring and below on the disc, is right at every point of both and not only at samples.
 *
 * @param verdict what is known
 * @param disc the least of minus the output over the disc
 * @param ring the least of the output over the ring
 */
public record RingSeparation(Verdict verdict, LeastOutput disc, LeastOutput ring) {
    /** What is known. */
    public enum Verdict {
        /** Right at every point. */
        SEPARATED,
        /** A point with the wrong sign was found. */
        WRONG_SOMEWHERE,
        /** Neither a proof nor such a point was found within the pieces allowed. */
        OPEN
    }

    /** Decides, with at most so many pieces for the disc and for the ring. */
    public static RingSeparation of(Architecture network, double[] theta, Rings rings, int most) {
        LeastOutput disc = LeastOutput.search(network, theta, 0, rings.inner(), -1, LeastOutput.Goal.SIGN, most);
        LeastOutput ring = LeastOutput.search(network, theta, rings.from(), rings.to(), 1, LeastOutput.Goal.SIGN, most);
        Verdict verdict = disc.high() <= 0 || ring.high() <= 0
                ? Verdict.WRONG_SOMEWHERE
                : disc.low() > 0 && ring.low() > 0 ? Verdict.SEPARATED : Verdict.OPEN;
        return new RingSeparation(verdict, disc, ring);
    }

    /**
     * The least output on the ring less the largest on the disc, between two bounds, whatever the threshold.
     *
     * @return the bounds, lower first
     */
    public static double[] margin(Architecture network, double[] theta, Rings rings, int most) {
        LeastOutput disc = LeastOutput.search(network, theta, 0, rings.inner(), -1, LeastOutput.Goal.VALUE, most);
        LeastOutput ring = LeastOutput.search(network, theta, rings.from(), rings.to(), 1, LeastOutput.Goal.VALUE,
                most);
        return new double[] {disc.low() + ring.low(), disc.high() + ring.high()};
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
