package org.paisaje.theory.geometry.region;

import java.util.Arrays;
import java.util.List;

/**
 * A side of a cell.
 *
 * @param plane the hyperplane it lies in
 * @param kinks the kinks that all of it lies on, ascending, each {@code unit 2^16 + k}: k is the number of a break of an
 *     activation, or one of the entries of a window that are largest together; none on a side of the domain
 * @param corners a point in one dimension, the two ends of an edge in two, a cycle in three
 */
record Facet(Plane plane, long[] kinks, List<Corner> corners) {
    private static final int UNIT = 16;

    static long kink(int unit, int k) {
        return (long) unit << UNIT | k;
    }

    static int unit(long kink) {
        return (int) (kink >> UNIT);
    }

    Facet with(List<Corner> others) {
        return new Facet(plane, kinks, others);
    }

    Facet and(long[] others) {
        long[] more = Arrays.copyOf(kinks, kinks.length + others.length);
        System.arraycopy(others, 0, more, kinks.length, others.length);
        return new Facet(plane, Arrays.stream(more).sorted().distinct().toArray(), corners);
    }
}
