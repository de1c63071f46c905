package org.paisaje.theory.landscape.path;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Qr;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;

/**
 * A chain of zero loss between two interpolating networks with one hidden layer: n of the units at the start that
 * interpolate by themselves take over (S), the other units, which no output reads any more, go to their end, n of those
 * take over (T), the rest goes to its end, and the last layer follows:
 *
 * <pre>
 * (W_0, a_0) -> (W_0, a_S) -> (W_0 on S, W_1 elsewhere; a_S) -> (same; a_T) -> (W_1, a_T) -> (W_1, a_1)
 * </pre>
 *
 * S and T are chosen by QR with column pivoting. Along each segment the outputs are affine in s or do not change, so that
 * the loss, convex in the outputs, is nowhere above the larger one at the two corners: a bound between the sample points. At
 * least 2n units are needed.
 *
 * @param chain the five segments
 * @param condition the larger condition number of the features of S and T, by which rounding at the corners grows
 */
public record FiveSegments(Polyline chain, double condition) {
    /**
     * The chain.
     *
     * @throws IllegalArgumentException if the network is of another kind, has too few units, or no n of them interpolate
     */
    public static FiveSegments of(Architecture network, double[] start, double[] end, Matrix x, Matrix y) {
        LastLayer last = LastLayer.of(network)
                .filter(layer -> oneHidden(network))
                .orElseThrow(
                        () -> new IllegalArgumentException("zero-loss path in five segments: " + network
                                + " has not exactly one hidden layer before an affine last one"));
        int n = x.rows();
        if (last.units() < 2 * n) {
            throw new IllegalArgumentException("zero-loss path in five segments: " + network + " has " + last.units()
                    + " hidden units, for " + n + " samples " + 2L * n + " are needed");
        }
        Chosen first = chosen(last.features(start, x), IntStream.range(0, last.units()).toArray(), y);
        int[] others = IntStream.range(0, last.units())
                .filter(j -> Arrays.stream(first.units()).noneMatch(i -> i == j))
                .toArray();
        Chosen second = chosen(last.features(end, x), others, y);
        double[] one = start.clone();
        last.put(first.weights(), one);
        double[] two = one.clone();
        LayerShape hidden = network.layerShapes().getFirst();
        Arrays.stream(others).forEach(j -> copy(hidden, j, end, two));
        double[] three = two.clone();
        last.put(second.weights(), three);
        double[] four = three.clone();
        Arrays.stream(first.units()).forEach(j -> copy(hidden, j, end, four));
        return new FiveSegments(Polyline.of(List.of(start.clone(), one, two, three, four, end.clone())),
                Math.max(first.condition(), second.condition()));
    }

    private static boolean oneHidden(Architecture network) {
        return network.inRow() && network.layerShapes().size() == 2 && !network.layerShapes().getFirst().hasSkip();
    }

    private static void copy(LayerShape hidden, int unit, double[] from, double[] to) {
        int at = hidden.weight() + unit * hidden.inputs();
        System.arraycopy(from, at, to, at, hidden.inputs());
        if (hidden.hasBias()) {
            to[hidden.bias() + unit] = from[hidden.bias() + unit];
        }
    }

    /** Units that interpolate, with the weights of the whole layer, zero at the others. */
    private record Chosen(int[] units, Matrix weights, double condition) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(units);
        }

        @Override
        public String toString() {
            return "Chosen" + Arrays.toString(units);
        }
    }

    private static Chosen chosen(Matrix features, int[] among, Matrix y) {
        int n = features.rows();
        Qr qr = Qr.of(columns(features, among));
        if (qr.rank() < n) {
            throw new IllegalArgumentException("zero-loss path in five segments: the features of " + among.length
                    + " units have rank " + qr.rank() + ", " + n + " is needed to interpolate " + n + " samples; are "
                    + "two samples equal, or many units dead?");
        }
        int[] units = Arrays.stream(qr.pivots(), 0, n).map(j -> among[j]).toArray();
        var solved = LastLayer.corrected(columns(features, units), Matrix.zeros(n, y.columns()), y);
        Matrix weights = Matrix.zeros(features.columns(), y.columns());
        for (int j = 0; j < n; j++) {
            weights.setRow(units[j], solved.weights().row(j));
        }
        return new Chosen(units, weights, solved.condition());
    }

    private static Matrix columns(Matrix features, int[] which) {
        return features.transpose().rows(which).transpose();
    }
}
