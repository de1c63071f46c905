package org.paisaje.theory.geometry.region;

import java.util.Random;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;

/** Networks for tests and benchmarks whose weights any language can draw again. */
final class RandomNets {
    private RandomNets() {}

    /**
     * {@code W = (2u - 1) sqrt(6 / n_in)}, {@code b = (2u - 1) / 2} with u of {@code java.util.Random}, unit by unit: its
     * weights, then its bias.
     */
    static double[] uniform(Architecture net, long seed) {
        Random random = new Random(seed);
        double[] theta = new double[net.layout().size()];
        for (LayerShape layer : net.layerShapes()) {
            for (int i = 0; i < layer.outputs(); i++) {
                for (int j = 0; j < layer.inputs(); j++) {
                    theta[layer.weight() + i * layer.inputs() + j] = (2 * random.nextDouble() - 1)
                            * Math.sqrt(6.0 / layer.inputs());
                }
                if (layer.hasBias()) {
                    theta[layer.bias() + i] = (2 * random.nextDouble() - 1) / 2;
                }
            }
        }
        return theta;
    }

    static Mlp relu(int... widths) {
        return Mlp.of(Activation.RELU, widths);
    }
}
