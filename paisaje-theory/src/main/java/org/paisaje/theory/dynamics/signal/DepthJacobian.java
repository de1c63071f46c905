package org.paisaje.theory.dynamics.signal;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;

/**
 * The Jacobian of the values behind each layer in the input, at one sample: {@code J_l = J_skip + D_l W_l J_(l-1)} with D_l
 * the slopes. With depth as time, {@code log(sigma_i) / L} of its singular values behind L layers are the Lyapunov
 * exponents at finite time: the mean rates, a layer, at which near inputs drift apart.
 *
 * @param values the singular values behind each layer, descending
 */
public record DepthJacobian(List<double[]> values) {
    /** Copies the list. */
    public DepthJacobian {
        values = List.copyOf(values);
    }

    /**
     * At a row of the samples of a trace, for dense layers in a row.
     *
     * @param trace a pass of the network at theta
     * @throws IllegalArgumentException for other architectures
     */
    public static DepthJacobian of(Architecture network, double[] theta, LayerTrace trace, int sample) {
        if (!network.inRow()) {
            throw new IllegalArgumentException("DepthJacobian: " + network.text() + " is not a row of dense layers; "
                    + "mlp, linear and resnet are");
        }
        List<Matrix> nodes = new ArrayList<>();
        nodes.add(Matrix.identity(network.inputs()));
        List<double[]> values = new ArrayList<>();
        for (LayerShape layer : trace.layers()) {
            Matrix weights = weights(layer, theta);
            weights.scale(layer.weightScale());
            Matrix next = weights.times(nodes.getLast());
            Matrix slopes = trace.slopes(layer.index());
            if (slopes.rows() > 0) {
                for (int i = 0; i < next.rows(); i++) {
                    double slope = slopes.get(sample, i);
                    for (int j = 0; j < next.columns(); j++) {
                        next.set(i, j, slope * next.get(i, j));
                    }
                }
            }
            if (layer.hasSkip()) {
                next = next.plus(nodes.get(layer.skip()));
            }
            nodes.add(next);
            values.add(Svd.of(next).values());
        }
        return new DepthJacobian(values);
    }

    private static Matrix weights(LayerShape layer, double[] theta) {
        int count = layer.inputs() * layer.outputs();
        double[] entries = new double[count];
        System.arraycopy(theta, layer.weight(), entries, 0, count);
        return Matrix.wrap(layer.outputs(), layer.inputs(), entries);
    }

    /** The exponents behind layer l, {@code log(sigma_i) / (l + 1)}, descending; minus infinity for singular directions. */
    public double[] exponents(int l) {
        double[] sigma = values.get(l);
        double[] result = new double[sigma.length];
        for (int i = 0; i < sigma.length; i++) {
            result[i] = Math.log(sigma[i]) / (l + 1);
        }
        return result;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
