package org.paisaje.study.explain.attempt;

import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.head.Head;

/**
 * The network of dense layers that a graph of such nodes is, whether written as a chain or read from a file, with the same
 * parameters in the same order: what is known of dense layers then holds for it too.
 */
public final class DenseTwin {
    /** Rounding of a few products and sums. */
    private static final double SAME = 1e-9;
    private static final int LOOKS = 8;

    private DenseTwin() {}

    /** The twin of a network that is one, else the network itself. */
    public static Architecture of(Architecture network, double[] theta, Matrix x) {
        List<LayerShape> shapes = network.layerShapes();
        if (network.inRow() || !network.sequential() || shapes.isEmpty() || !network.head().equals(Head.NONE)
                || shapes.getFirst().inputs() != network.inputs() || shapes.getLast().outputs() != network.outputs()
                || shapes.stream().anyMatch(shape -> shape.positions() != 1 || shape.hasSkip())) {
            return network;
        }
        boolean biased = shapes.getFirst().hasBias();
        Activation activation = shapes.size() == 1 ? Activation.IDENTITY : shapes.getFirst().activation();
        int last = shapes.size() - 1;
        boolean alike = IntStream.rangeClosed(0, last)
                .allMatch(l -> shapes.get(l).hasBias() == biased
                        && (l == last
                                ? shapes.get(l).activation().identity()
                                : shapes.get(l).activation().name().equals(activation.name()))
                        && (l == 0 || shapes.get(l).inputs() == shapes.get(l - 1).outputs()));
        if (!alike) {
            return network;
        }
        int[] widths = IntStream.concat(IntStream.of(network.inputs()),
                shapes.stream().mapToInt(LayerShape::outputs)).toArray();
        Mlp twin = (last == 0 || activation.identity() ? Mlp.linear(widths) : Mlp.of(activation, widths))
                .withBias(biased);
        return twin.layout().size() == theta.length && same(network, twin, theta, x) ? twin : network;
    }

    private static boolean same(Architecture network, Mlp twin, double[] theta, Matrix x) {
        Matrix some = x.rowRange(0, Math.min(LOOKS, x.rows()));
        double[] a = network.forward(theta, some).data();
        double[] b = twin.forward(theta, some).data();
        return IntStream.range(0, a.length)
                .allMatch(i -> a[i] == b[i] || Math.abs(a[i] - b[i]) <= SAME * (1 + Math.abs(a[i])));
    }
}
