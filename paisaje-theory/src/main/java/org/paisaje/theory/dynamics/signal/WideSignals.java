package org.paisaje.theory.dynamics.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.start.Initializer;
import org.paisaje.theory.kernel.dual.DualActivation;

/**
 * Signals that random weights are expected to give, layer by layer, exact as the width grows: with K the mean over the units
 * of the products of two samples' values and m their means,
 *
 * <pre>
 * arguments   K' = sigma_w^2 K + sigma_b^2
 * values      K' = E[s(u) s(v)],  m' = E[s(u)]
 * skip        K' = K_skip + h^2 K + h (m_skip m^T + m m_skip^T)
 * backwards   E g^2 = variance of a weight * outputs * h^2 E[s'^2] E g'^2,  and what a skip carries is added
 * </pre>
 *
 * (Poole et al. 2016; Schoenholz et al. 2017; Yang and Schoenholz 2017 for skips). Gradients are those of outputs in which
 * every sample's gradient has mean square 1.
 *
 * @param activation the root mean square of the values behind each layer
 * @param correlation the mean cosine of the values of two samples, behind each layer; NaN for one sample
 * @param gradient the root mean square of the gradient in the values behind each layer
 */
public record WideSignals(double[] activation, double[] correlation, double[] gradient) {
    /**
     * For dense layers in a row, with skips or without; empty for other architectures.
     *
     * @param x n x d samples; every pair is followed, so a few dozen are enough
     */
    public static Optional<WideSignals> of(Architecture network, Initializer initializer, Matrix x) {
        return network.inRow() ? Optional.of(new Recursion(network, initializer, x).run()) : Optional.empty();
    }

    /** The variance of a weight of a layer. */
    static double variance(Initializer initializer, LayerShape layer) {
        if (initializer.distribution() == Initializer.Distribution.ORTHOGONAL) {
            return initializer.scale() * initializer.scale() / Math.max(layer.inputs(), layer.outputs());
        }
        double deviation = initializer.deviation(layer);
        return deviation * deviation;
    }

    /**
     * The maps of one layer with its sizes and scales: sigma_w is the deviation of a weight times its factor and the root of
     * the fan-in.
     */
    public static SignalMap map(Architecture network, Initializer initializer, LayerShape layer) {
        double scale = layer.weightScale() * Math.sqrt(layer.inputs() * variance(initializer, layer));
        double bias = layer.hasBias() ? Math.abs(layer.biasScale()) * initializer.biasDeviation() : 0;
        return SignalMap.of(layer.activation(), Math.abs(scale), bias);
    }

    /** Means over the units of the products of two samples, and of the values, at one node. */
    private record Node(Matrix products, double[] means) {}

    private static final class Recursion {
        private final Initializer initializer;
        private final List<LayerShape> layers;
        private final List<Node> nodes = new ArrayList<>();
        private final int n;

        Recursion(Architecture network, Initializer initializer, Matrix x) {
            this.initializer = initializer;
            layers = network.layerShapes();
            n = x.rows();
            Matrix products = x.gram();
            products.scale(1.0 / x.columns());
            double[] means = new double[n];
            Arrays.setAll(means, i -> Arrays.stream(x.row(i)).average().orElse(0));
            nodes.add(new Node(products, means));
        }

        WideSignals run() {
            int depth = layers.size();
            double[] gains = new double[depth];
            for (int l = 0; l < depth; l++) {
                gains[l] = forward(layers.get(l));
            }
            double[] gradient = new double[depth + 1];
            gradient[depth] = 1;
            for (int l = depth - 1; l >= 0; l--) {
                gradient[l] += gains[l] * gradient[l + 1];
                if (layers.get(l).hasSkip()) {
                    gradient[layers.get(l).skip()] += gradient[l + 1];
                }
            }
            double[] activation = new double[depth];
            double[] correlation = new double[depth];
            for (int l = 0; l < depth; l++) {
                Matrix k = nodes.get(l + 1).products();
                activation[l] = Math.sqrt(trace(k) / n);
                correlation[l] = cosine(k);
            }
            return new WideSignals(activation, correlation,
                    Arrays.stream(gradient).skip(1).map(Math::sqrt).toArray());
        }

        /** Adds the node behind a layer; returns what the layer multiplies mean squares of gradients by on their way back. */
        private double forward(LayerShape layer) {
            Node before = nodes.getLast();
            double variance = layer.weightScale() * layer.weightScale() * variance(initializer, layer);
            double bias = layer.hasBias() ? layer.biasScale() * initializer.biasDeviation() : 0;
            Matrix k = before.products().copy();
            k.scale(variance * layer.inputs());
            for (int i = 0; i < k.data().length; i++) {
                k.data()[i] += bias * bias;
            }
            double[] means = new double[n];
            double slopes = 1;
            if (!layer.activation().identity()) {
                DualActivation dual = DualActivation.of(layer.activation());
                slopes = 0;
                for (int i = 0; i < n; i++) {
                    slopes += dual.slopeSquare(k.get(i, i)) / n;
                    means[i] = dual.mean(k.get(i, i));
                }
                k = through(dual, k);
            }
            if (layer.hasSkip()) {
                Node skipped = nodes.get(layer.skip());
                double h = layer.step();
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        k.set(i, j, skipped.products().get(i, j) + h * h * k.get(i, j)
                                + h * (skipped.means()[i] * means[j] + means[i] * skipped.means()[j]));
                    }
                }
                for (int i = 0; i < n; i++) {
                    means[i] = skipped.means()[i] + h * means[i];
                }
            }
            nodes.add(new Node(k, means));
            return variance * layer.outputs() * layer.step() * layer.step() * slopes;
        }

        private Matrix through(DualActivation dual, Matrix k) {
            double[] q = new double[n];
            Arrays.setAll(q, i -> k.get(i, i));
            Matrix result = Matrix.zeros(n, n);
            DualActivation.Points points = dual.points(q);
            double[] scratch = new double[DualActivation.SCRATCH * DualActivation.CHUNK];
            for (int i = 0; i < n; i++) {
                double[] row = k.row(i);
                for (int j = 0; j < n; j += DualActivation.CHUNK) {
                    dual.map(points, i, j, Math.min(DualActivation.CHUNK, n - j), row, DualActivation.NONE, j, scratch);
                }
                result.setRow(i, row);
            }
            for (int i = 0; i < n; i++) {
                result.set(i, i, dual.square(q[i]));
            }
            return result;
        }
    }

    private static double trace(Matrix k) {
        double sum = 0;
        for (int i = 0; i < k.rows(); i++) {
            sum += k.get(i, i);
        }
        return sum;
    }

    /** The mean cosine over all pairs of different samples, from their products; pairs with a sample at 0 are left out. */
    public static double cosine(Matrix products) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < products.rows(); i++) {
            for (int j = 0; j < i; j++) {
                double norms = Math.sqrt(products.get(i, i) * products.get(j, j));
                if (norms > 0) {
                    sum += Math.clamp(products.get(i, j) / norms, -1.0, 1.0);
                    pairs++;
                }
            }
        }
        return pairs == 0 ? Double.NaN : sum / pairs;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
