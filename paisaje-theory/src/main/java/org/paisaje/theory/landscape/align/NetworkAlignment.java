package org.paisaje.theory.landscape.align;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

/**
 * One network brought to the parameters of another by a symmetry of the architecture, which does not change its function.
 *
 * @param map the symmetry
 * @param theta the parameters of B under it
 * @param before the distance of B from A
 * @param after the distance under the map
 * @param balanced the distance under the permutations and signs alone, of the copies whose units are balanced if they may be
 *     scaled
 * @param bound no permutations and signs bring those copies nearer
 * @param change the largest change of an output over the samples, relative to the largest output; rounding
 */
public record NetworkAlignment(UnitMap map, double[] theta, double before, double after, double balanced,
        double bound, double change) {
    /** A symmetry changes outputs by rounding, and by no more than this relative to the largest. */
    public static final double SAME = 1e-12;
    private static final int RANDOM_ORDERS = 2;

    /** What units are told by. */
    public enum By {
        /** Their weights. */
        WEIGHTS,
        /** Their values on samples. */
        ACTIVATIONS
    }

    /**
     * Brings B to A.
     *
     * @param network the architecture of both
     * @param a theta_A
     * @param b theta_B
     * @param x samples: for what units answer, and to see that the function stays
     * @throws IllegalStateException if the function does not stay the same, which would be an error of ours
     */
    public static NetworkAlignment of(Architecture network, double[] a, double[] b, By by, Matrix x, Seed seed) {
        Symmetries symmetries = Symmetries.of(network);
        UnitMap toBalanceA = Balance.of(symmetries, a);
        UnitMap toBalanceB = Balance.of(symmetries, b);
        double[] balancedA = symmetries.apply(toBalanceA, a);
        double[] balancedB = symmetries.apply(toBalanceB, b);
        UnitMap matched = matched(symmetries, network, by, new Pair(a, b, balancedA, balancedB), x, seed);
        UnitMap map = ScaleMatching.refined(symmetries, a, b, toBalanceB.then(matched).then(toBalanceA.inverse()));
        double[] theta = symmetries.apply(map, b);
        double change = checkedChange(network, b, theta, x);
        return new NetworkAlignment(map, theta, Norms.distance(a, b), Norms.distance(a, theta),
                Norms.distance(balancedA, symmetries.apply(matched, balancedB)),
                AlignmentBound.distance(symmetries, balancedA, balancedB), change);
    }

    /** The distance of the copies with balanced units of A and B under the permutations and signs that bring them nearest. */
    public static double nearest(Symmetries symmetries, double[] a, double[] b, Seed seed) {
        double[] balancedA = symmetries.apply(Balance.of(symmetries, a), a);
        double[] balancedB = symmetries.apply(Balance.of(symmetries, b), b);
        UnitMap map = new WeightMatching(symmetries, balancedA, balancedB).best(List.of(UnitMap.identity(symmetries)),
                RANDOM_ORDERS, seed.named("orders"));
        return Norms.distance(balancedA, symmetries.apply(map, balancedB));
    }

    /** Two parameter vectors as they are and with balanced units. */
    record Pair(double[] a, double[] b, double[] balancedA, double[] balancedB) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "Pair[" + a.length + " parameters]";
        }
    }

    /** Permutations and signs that bring the balanced B to the balanced A. */
    static UnitMap matched(Symmetries symmetries, Architecture network, By by, Pair pair, Matrix x, Seed seed) {
        return switch (by) {
            case WEIGHTS -> new WeightMatching(symmetries, pair.balancedA(), pair.balancedB())
                    .best(List.of(UnitMap.identity(symmetries)), RANDOM_ORDERS, seed.named("orders"));
            case ACTIVATIONS -> ActivationMatching.of(symmetries, network, pair.a(), pair.b(), x);
        };
    }

    /** The change of the outputs, which is refused if it is more than rounding. */
    static double checkedChange(Architecture network, double[] theta, double[] other, Matrix x) {
        double change = change(network, theta, other, x);
        if (!(change <= SAME)) {
            throw new IllegalStateException(String.format(Locale.ROOT, "alignment: the aligned copy of %s is another "
                    + "function: outputs change by %.3g of the largest, rounding makes at most %.0e", network, change,
                    SAME));
        }
        return change;
    }

    /** The largest difference of the outputs of two parameter vectors, relative to the largest output of the first. */
    static double change(Architecture network, double[] theta, double[] other, Matrix x) {
        double[] first = network.forward(theta, x).data();
        double[] second = network.forward(other, x).data();
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs(first[i]));
            double distance = Math.abs(first[i] - second[i]);
            difference = distance <= difference ? difference : distance;
        }
        return difference == 0 ? 0 : difference / largest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkAlignment n && map.equals(n.map) && Arrays.equals(theta, n.theta)
                && before == n.before && after == n.after && balanced == n.balanced && bound == n.bound
                && change == n.change;
    }

    @Override
    public int hashCode() {
        return map.hashCode();
    }

    @Override
    public String toString() {
        return "NetworkAlignment[" + map.moved() + " units moved, distance " + before + " -> " + after + "]";
    }
}
