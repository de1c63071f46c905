package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;

/**
 * The tent map {@code T(x) = 2 ReLU(x) - 4 ReLU(x - 1/2)} composed L times, as a network with L hidden layers of two ReLUs:
 * {@code 2^L} linear pieces on [0, 1] (Telgarsky 2016). Its weights are exact in binary.
 *
 * @param compositions L, 1 to 60
 */
public record Sawtooth(int compositions) {
    /** Checks the number of compositions. */
    public Sawtooth {
        if (compositions < 1 || compositions > 60) {
            throw new IllegalArgumentException("Sawtooth: " + compositions + " compositions; 1 to 60 are possible");
        }
    }

    /** The network, one input and one output. */
    public Mlp network() {
        List<Integer> widths = new ArrayList<>(Collections.nCopies(compositions + 2, 2));
        widths.set(0, 1);
        widths.set(compositions + 1, 1);
        return new Mlp(widths, Activation.RELU, true, Parametrization.STANDARD);
    }

    /** Its weights and biases. */
    public double[] parameters() {
        Mlp net = network();
        double[] theta = new double[net.layout().size()];
        net.layerShapes().forEach(layer -> {
            double[] weights = layer.inputs() == 1
                    ? new double[] {1, 1}
                    : Arrays.copyOf(new double[] {2, -4, 2, -4}, 2 * layer.outputs());
            System.arraycopy(weights, 0, theta, layer.weight(), weights.length);
            if (layer.outputs() == 2) {
                theta[layer.bias() + 1] = -0.5;
            }
        });
        return theta;
    }
}
