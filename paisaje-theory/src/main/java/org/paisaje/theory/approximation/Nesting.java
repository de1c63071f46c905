package org.paisaje.theory.approximation;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.network.LayerShape;
import org.paisaje.network.architecture.Mlp;

/** The same function by a wider or a deeper network (document 004, lemmas 6.1.1 and 6.1.2). */
public final class Nesting {
    private Nesting() {}

    /** A network with weights. */
    public record Nested(Mlp network, double[] theta) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** One unit more in every hidden layer, which nothing enters and nothing leaves. */
    public static Nested wider(Mlp network, double[] theta) {
        List<Integer> widths = new ArrayList<>(network.widths());
        for (int l = 1; l + 1 < widths.size(); l++) {
            widths.set(l, widths.get(l) + 1);
        }
        Mlp wide = new Mlp(widths, network.activation(), network.bias(), network.parametrization());
        double[] padded = new double[wide.layout().size()];
        for (int l = 0; l < network.depth(); l++) {
            copy(network.layerShapes().get(l), theta, wide.layerShapes().get(l), padded);
        }
        return new Nested(wide, padded);
    }

    /**
     * One hidden layer more behind hidden layer {@code after}, counted from 1, that multiplies by {@code scale}, with what follows
     * divided by it: with ReLU and scale 1 the identity, since what enters is not negative; with tanh nearly so for a small scale.
     */
    public static Nested deeper(Mlp network, double[] theta, int after, double scale) {
        if (after < 1 || after >= network.depth()) {
            throw new IllegalArgumentException("Nesting.deeper: behind hidden layer " + after + "; there are "
                    + (network.depth() - 1));
        }
        List<Integer> widths = new ArrayList<>(network.widths());
        int width = widths.get(after);
        widths.add(after, width);
        Mlp deep = new Mlp(widths, network.activation(), network.bias(), network.parametrization());
        double[] result = new double[deep.layout().size()];
        for (int l = 0; l <= network.depth(); l++) {
            LayerShape to = deep.layerShapes().get(l);
            if (l == after) {
                for (int i = 0; i < width; i++) {
                    result[to.weight() + i * width + i] = scale;
                }
                continue;
            }
            copy(network.layerShapes().get(l < after ? l : l - 1), theta, to, result);
            if (l == after + 1) {
                for (int i = 0; i < to.inputs() * to.outputs(); i++) {
                    result[to.weight() + i] /= scale;
                }
            }
        }
        return new Nested(deep, result);
    }

    private static void copy(LayerShape from, double[] theta, LayerShape to, double[] result) {
        for (int i = 0; i < from.outputs(); i++) {
            for (int j = 0; j < from.inputs(); j++) {
                result[to.weight() + i * to.inputs() + j] = theta[from.weight() + i * from.inputs() + j];
            }
            if (from.hasBias()) {
                result[to.bias() + i] = theta[from.bias() + i];
            }
        }
    }
}
