package org.paisaje.theory.approximation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;

/** Networks on [0, 1] that take the values of a function at N + 1 equidistant points. */
public final class Interpolants {
    private Interpolants() {}

    private static double[] values(DoubleUnaryOperator f, int cells) {
        if (cells < 1) {
            throw new IllegalArgumentException("Interpolants: " + cells + " cells; at least 1 is needed");
        }
        double[] values = new double[cells + 1];
        for (int i = 0; i <= cells; i++) {
            values[i] = f.applyAsDouble((double) i / cells);
        }
        return values;
    }

    /** What each knot i / N adds to the slope. */
    private static double[] bends(double[] values) {
        int cells = values.length - 1;
        double[] bends = new double[cells];
        double before = 0;
        for (int i = 0; i < cells; i++) {
            double slope = (values[i + 1] - values[i]) * cells;
            bends[i] = slope - before;
            before = slope;
        }
        return bends;
    }

    /**
     * One hidden layer of N ReLUs, {@code f(0) + sum_i c_i ReLU(x - i/N)}: the piecewise linear interpolant, with error at most
     * {@code max |f''| / (8 N^2)}.
     */
    public static Construction shallow(DoubleUnaryOperator f, int cells) {
        double[] values = values(f, cells);
        double[] bends = bends(values);
        var network = new Mlp(List.of(1, cells, 1), Activation.RELU, true, Parametrization.STANDARD);
        double[] theta = new double[network.layout().size()];
        LayerShape inner = network.layerShapes().getFirst();
        LayerShape outer = network.layerShapes().getLast();
        for (int i = 0; i < cells; i++) {
            theta[inner.weight() + i] = 1;
            theta[inner.bias() + i] = -(double) i / cells;
            theta[outer.weight() + i] = bends[i];
        }
        theta[outer.bias()] = values[0];
        return new Construction(network, theta);
    }

    /**
     * The same function by N hidden layers of four ReLUs: each layer hands on x, one ReLU(x - i/N), and the sums of what was added
     * and taken away so far, which are positive. The idea of constant width is Hanin's (2017), who needs width d + 3.
     */
    public static Construction narrow(DoubleUnaryOperator f, int cells) {
        double[] values = values(f, cells);
        double[] bends = bends(values);
        List<Integer> widths = new ArrayList<>(Collections.nCopies(cells + 2, 4));
        widths.set(0, 1);
        widths.set(cells + 1, 1);
        var network = new Mlp(widths, Activation.RELU, true, Parametrization.STANDARD);
        double[] theta = new double[network.layout().size()];
        for (LayerShape layer : network.layerShapes()) {
            int l = layer.index();
            int w = layer.weight();
            if (l == 0) {
                theta[w] = 1;
                theta[w + 1] = 1;
            } else if (l == cells) {
                theta[w + 1] = bends[l - 1];
                theta[w + 2] = 1;
                theta[w + 3] = -1;
                theta[layer.bias()] = values[0];
            } else {
                theta[w] = 1;
                theta[w + 4] = 1;
                theta[layer.bias() + 1] = -(double) l / cells;
                theta[w + 9] = Math.max(bends[l - 1], 0);
                theta[w + 10] = 1;
                theta[w + 13] = Math.max(-bends[l - 1], 0);
                theta[w + 15] = 1;
            }
        }
        return new Construction(network, theta);
    }

    /**
     * One hidden layer of N sigmoids, each a steep step half-way between two points: a staircase within
     * {@code w(3/(4N)) + V e^(-k/(4N))} of f, for the modulus of continuity w, the total variation V and the steepness k = 200 N.
     */
    public static Construction staircase(DoubleUnaryOperator f, int cells) {
        double[] values = values(f, cells);
        double steepness = 200.0 * cells;
        var network = new Mlp(List.of(1, cells, 1), Activation.SIGMOID, true, Parametrization.STANDARD);
        double[] theta = new double[network.layout().size()];
        LayerShape inner = network.layerShapes().getFirst();
        LayerShape outer = network.layerShapes().getLast();
        for (int i = 0; i < cells; i++) {
            theta[inner.weight() + i] = steepness;
            theta[inner.bias() + i] = -steepness * (i + 0.5) / cells;
            theta[outer.weight() + i] = values[i + 1] - values[i];
        }
        theta[outer.bias()] = values[0];
        return new Construction(network, theta);
    }
}
