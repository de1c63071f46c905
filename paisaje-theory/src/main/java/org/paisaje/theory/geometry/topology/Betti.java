package org.paisaje.theory.geometry.topology;

/**
 * Betti numbers of a set in the plane or in space, over the integers modulo 2, where sets of this kind have no torsion.
 *
 * @param components b0, the connected parts
 * @param loops b1: holes in the plane, tunnels in space
 * @param cavities b2, the enclosed hollows; 0 in the plane
 */
public record Betti(int components, int loops, int cavities) {
    /** b0 - b1 + b2. */
    public int euler() {
        return components - loops + cavities;
    }

    /** The three or, without a cavity, the two numbers, as 1, 1 for an annulus. */
    public String text() {
        return components + ", " + loops + (cavities > 0 ? ", " + cavities : "");
    }
}
