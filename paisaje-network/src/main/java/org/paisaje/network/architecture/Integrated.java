package org.paisaje.network.architecture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Layout;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.graph.StructureBuilder;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.Sum;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;

/**
 * A residual network whose blocks are steps of another method than Euler's for the same differential equation
 * {@code y' = g(y)}, or for {@code y'' = g(y)}; document 004, chapter 5 and section 7.3. Parameters and their layout are
 * those of the residual network, so that one theta serves all schemes.
 *
 * @param net the blocks, their step h, lift and readout
 * @param scheme what a block does with its g
 */
public record Integrated(Residual net, Scheme scheme) implements OfNodes {
    /** What becomes of the values y(l) and y(l - 1) behind the last blocks. */
    public enum Scheme {
        /** {@code y + h g(y + h/2 g(y))}, of order 2. */
        MIDPOINT,
        /** {@code y(l - 1) + 2 h g(y(l))}, the first step Euler's; of order 2. */
        LEAPFROG,
        /** {@code 2 y(l) - y(l - 1) + h^2 g(y(l))} for y'' = g(y) from rest; of order 2, document 004, equation (7.9). */
        SECOND_DIFFERENCE,
        /** The classical method of Runge and Kutta, four evaluations of g, of order 4. */
        RK4;

        /** The name in settings. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The power of h with which the distance to the solution falls. */
        public int order() {
            return this == RK4 ? 4 : 2;
        }
    }

    /** The same with another step. */
    public Integrated withStep(double step) {
        return new Integrated(net.withStep(step), scheme);
    }

    @Override
    public Optional<Architecture> widened(int width) {
        return net.widened(width).map(Residual.class::cast).map(wide -> new Integrated(wide, scheme));
    }

    /** Puts the nodes together. */
    private static final class Blocks {
        private final StructureBuilder nodes;
        private final NodeShape shape;
        private List<LayerShape> own = List.of();

        Blocks(int inputs, int width) {
            nodes = new StructureBuilder(NodeShape.vector(inputs));
            shape = NodeShape.vector(width);
        }

        private int affine(LayerShape layer, String suffix, int from) {
            int node = nodes.add(layer.name() + suffix, new Dense(layer.inputs(), layer.outputs(), layer.weight(),
                    layer.bias(), layer.weightScale(), layer.biasScale()), NodeShape.vector(layer.outputs()), from);
            return layer.activation().identity()
                    ? node
                    : nodes.add(layer.name() + suffix + " " + layer.activation().name(),
                            new Nonlinear(layer.activation()), NodeShape.vector(layer.outputs()), node);
        }

        /** g(y). */
        private int field(int stage, int from) {
            int node = from;
            for (LayerShape layer : own) {
                node = affine(layer, stage == 1 ? "" : " at stage " + stage, node);
            }
            return node;
        }

        /** {@code a y + b z}. */
        private int sum(double a, int y, double b, int z) {
            return nodes.add("sum", new Sum(a, b), shape, y, z);
        }

        private int step(Scheme scheme, double h, int before, int y) {
            boolean first = before < 0;
            int k = field(1, y);
            return switch (scheme) {
                case MIDPOINT -> sum(1, y, h, field(2, sum(1, y, 0.5 * h, k)));
                case LEAPFROG -> first ? sum(1, y, h, k) : sum(1, before, 2 * h, k);
                case SECOND_DIFFERENCE ->
                    first ? sum(1, y, 0.5 * h * h, k) : sum(1, sum(2, y, -1, before), h * h, k);
                case RK4 -> {
                    int second = field(2, sum(1, y, 0.5 * h, k));
                    int third = field(3, sum(1, y, 0.5 * h, second));
                    int fourth = field(4, sum(1, y, h, third));
                    int slope = sum(1, sum(1, k, 2, second), 1, sum(2, third, 1, fourth));
                    yield sum(1, y, h / 6, slope);
                }
            };
        }
    }

    @Override
    public GraphStructure structure() {
        // With step 1 no factor of a layer holds the step.
        List<LayerShape> layers = net.withStep(1).layerShapes();
        Blocks blocks = new Blocks(net.inputs(), net.width());
        int node = net.lift() ? blocks.affine(layers.getFirst(), "", 0) : 0;
        int first = net.lift() ? 1 : 0;
        int per = (layers.size() - first - (net.readout() ? 1 : 0)) / net.blocks();
        int before = -1;
        for (int b = 0; b < net.blocks(); b++) {
            blocks.own = layers.subList(first + b * per, first + (b + 1) * per);
            int next = blocks.step(scheme, net.step(), before, node);
            before = node;
            node = next;
        }
        int end = net.readout() ? blocks.affine(layers.getLast(), "", node) : node;
        return blocks.nodes.build(end, layout(), text());
    }

    @Override
    public String text() {
        String line = net.text();
        int options = line.indexOf('=') < 0 ? -1 : line.lastIndexOf(':');
        return options < 0
                ? line + ":scheme=" + scheme.text()
                : line.substring(0, options + 1) + "scheme=" + scheme.text() + "," + line.substring(options + 1);
    }

    @Override
    public int inputs() {
        return net.inputs();
    }

    @Override
    public int outputs() {
        return net.outputs();
    }

    @Override
    public Activation activation() {
        return net.activation();
    }

    @Override
    public Parametrization parametrization() {
        return net.parametrization();
    }

    /** Of the layers of a block that are evaluated several times the first evaluation. */
    @Override
    public List<LayerShape> layerShapes() {
        return structure().shapes();
    }

    @Override
    public Layout layout() {
        return net.layout();
    }

    @Override
    public double[] initialize(Initializer initializer, Seed seed) {
        return net.initialize(initializer, seed);
    }

    @Override
    public String toString() {
        return text();
    }
}
