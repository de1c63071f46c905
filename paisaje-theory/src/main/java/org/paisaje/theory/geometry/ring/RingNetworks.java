package org.paisaje.theory.geometry.ring;

import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Residual;
import org.paisaje.network.start.Parametrization;

/** Networks with weights that are written down, for a disc of radius 0.35 in a ring from 0.575 to 1. */
public final class RingNetworks {
    private RingNetworks() {}

    /**
     * A network with weights.
     *
     * @param network one output, above 0 for the ring
     * @param theta its weights
     */
    public record Explicit(Architecture network, double[] theta) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * One hidden layer of units that look into equally spread directions u_k: {@code sum_k s(slope (<u_k, x> - offset)) -
     * threshold}. Three of tanh with slope 5 and offset 0.3 separate, and three ReLUs with slope 1 and offset 0, whose level
     * sets are hexagons.
     */
    public static Explicit star(Activation activation, int units, double slope, double offset, double threshold) {
        var network = new Mlp(List.of(2, units, 1), activation, true, Parametrization.STANDARD);
        double[] theta = new double[network.layout().size()];
        var inner = network.layerShapes().getFirst();
        var outer = network.layerShapes().getLast();
        for (int k = 0; k < units; k++) {
            double angle = 2 * Math.PI * k / units;
            theta[inner.weight() + 2 * k] = slope * Math.cos(angle);
            theta[inner.weight() + 2 * k + 1] = slope * Math.sin(angle);
            theta[inner.bias() + k] = -slope * offset;
            theta[outer.weight() + k] = 1;
        }
        theta[outer.bias()] = -threshold;
        return new Explicit(network, theta);
    }

    /**
     * Two residual blocks that keep the plane: what lies below the disc is sheared to the right by {@code steepness} times its
     * depth below -0.4, then what lies left and right of +-0.35 is lifted by as much; above 0.4 is the ring. Both are homeomorphisms
     * of the plane, so the ring cannot be right everywhere: a slit of width 1/steepness is wrong.
     */
    public static Explicit slit(double steepness) {
        Residual network = Residual.of(Activation.RELU, 2, 2)
                .withBlock(Residual.Block.PROJECTED)
                .withHidden(2)
                .withReadout(1);
        double[] theta = new double[network.layout().size()];
        var layers = network.layerShapes();
        // s(-y - 0.4) moves x
        theta[layers.get(0).weight() + 1] = -1;
        theta[layers.get(0).bias()] = -0.4;
        theta[layers.get(1).weight()] = steepness;
        // s(x - 0.35) and s(-x - 0.35) move y
        theta[layers.get(2).weight()] = 1;
        theta[layers.get(2).weight() + 2] = -1;
        theta[layers.get(2).bias()] = -0.35;
        theta[layers.get(2).bias() + 1] = -0.35;
        theta[layers.get(3).weight() + 2] = steepness;
        theta[layers.get(3).weight() + 3] = steepness;
        theta[layers.get(4).weight() + 1] = 1;
        theta[layers.get(4).bias()] = -0.4;
        return new Explicit(network, theta);
    }
}
