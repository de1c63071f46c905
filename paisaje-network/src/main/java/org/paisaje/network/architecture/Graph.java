package org.paisaje.network.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Layout;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.head.Head;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;

/**
 * A network of nodes that read values computed before them: dense layers, convolutions, pools, sums, products,
 * concatenations, activations, normalisations. Composed by a {@link GraphBuilder} or read from a file; the derivatives are as
 * exact as those of the other architectures. Values are {@linkplain NodeShape images of channels}, the channels of a pixel
 * next to each other. Parameters are in the standard parametrization and called {@code <node>.weight} and
 * {@code <node>.bias}; a filter is outputs x taps x channels. Immutable; equal only to itself.
 */
public final class Graph implements OfNodes {
    private final GraphStructure structure;
    private final NodeShape input;
    private final Set<String> factors;
    private final String text;
    private final double[] parameters;
    private final Head left;

    private Graph(GraphStructure structure, NodeShape input, Set<String> factors, String text, double[] parameters,
            Head left) {
        this.structure = structure;
        this.input = input;
        this.factors = factors;
        this.text = text;
        this.parameters = parameters;
        this.left = left;
    }

    /** Starts a graph. */
    public static GraphBuilder builder(NodeShape input) {
        return new GraphBuilder(input);
    }

    /** A finished structure; {@code factors} are the parameters that start at 1. */
    static Graph of(GraphStructure structure, NodeShape input, Set<String> factors) {
        return new Graph(structure, input, Set.copyOf(factors), structure.toString(), new double[0], Head.NONE);
    }

    /** The same graph with the parameters it came with, which training starts from; {@code text} is where it came from. */
    public Graph withParameters(String text, double[] theta) {
        if (theta.length != layout().size()) {
            throw new IllegalArgumentException("withParameters: theta has " + theta.length
                    + " entries, the network has " + layout().size() + " parameters");
        }
        return new Graph(structure, input, factors, text, theta.clone(), left);
    }

    /** Whether {@link #text} makes this graph again; that of one composed or inferred does not. */
    public boolean namesItself() {
        return !text.equals(structure.toString());
    }

    /** Whether these parameters are factors of channels. */
    public boolean scalesChannels(String name) {
        return factors.contains(name);
    }

    /** The same graph under the line that it is read from. */
    Graph called(String line) {
        return new Graph(structure, input, factors, line, parameters, left);
    }

    /** The same graph, behind which something stands that is left to a loss that holds it. */
    public Graph leaving(Head head) {
        return new Graph(structure, input, factors, text, parameters, head);
    }

    @Override
    public Head leftToLoss() {
        return left;
    }

    @Override
    public Optional<double[]> givenParameters() {
        return parameters.length == 0 ? Optional.empty() : Optional.of(parameters.clone());
    }

    /** What the batch normalisations normalise by, in the order of computation. */
    public List<ChannelStatistics> statistics() {
        return structure.statistics();
    }

    /** The same graph whose batch normalisations of these names normalise by other statistics. */
    public Graph withStatistics(List<ChannelStatistics> others) {
        return new Graph(structure.normalizing(others), input, factors, text, parameters, left);
    }

    /**
     * The same graph in training mode for one batch: every batch normalisation normalises by the mean and the variance of what
     * these inputs give it.
     *
     * @param theta the parameters
     * @param x the batch, n x d
     */
    public Graph withStatisticsOf(double[] theta, Matrix x) {
        return new Graph(structure.normalizingBy(theta, x), input, factors, text, parameters, left);
    }

    @Override
    public Graph absorbing() {
        return statistics().isEmpty()
                ? this
                : new Graph(structure.normalizingByNothing(), input, factors, text,
                        parameters.length == 0 ? parameters : absorbed(parameters), left);
    }

    /** The factors {@code w / sd} and the offsets {@code b - w mean / sd} in place of w and b. */
    @Override
    public double[] absorbed(double[] theta) {
        double[] result = theta.clone();
        for (ChannelStatistics one : statistics()) {
            int weight = layout().slice(one.name() + ".weight").offset();
            int bias = layout().slice(one.name() + ".bias").offset();
            for (int c = 0; c < one.mean().length; c++) {
                result[weight + c] = theta[weight + c] / Math.sqrt(one.variance()[c] + one.epsilon());
                result[bias + c] = theta[bias + c] - result[weight + c] * one.mean()[c];
            }
        }
        return result;
    }

    @Override
    public GraphStructure structure() {
        return structure;
    }

    /** The shape of a sample. */
    public NodeShape input() {
        return input;
    }

    @Override
    public String text() {
        return text;
    }

    /** The nonlinearity that most nodes have; the identity if there is none. */
    @Override
    public Activation activation() {
        List<Activation> all = structure.activations();
        return all.stream()
                .max((a, b) -> Long.compare(all.stream().filter(a::equals).count(),
                        all.stream().filter(b::equals).count()))
                .orElse(Activation.IDENTITY);
    }

    @Override
    public Parametrization parametrization() {
        return Parametrization.STANDARD;
    }

    /** Weights of dense layers and filters are drawn; factors of channels start at 1 and their offsets at 0. */
    @Override
    public double[] initialize(Initializer initializer, Seed seed) {
        double[] theta = new double[layout().size()];
        for (String name : factors) {
            Layout.Slice slice = layout().slice(name);
            Arrays.fill(theta, slice.offset(), slice.offset() + slice.size(), 1);
        }
        for (LayerShape layer : layerShapes()) {
            initializer.fill(layer, seed, theta);
        }
        return theta;
    }

    @Override
    public Layout layout() {
        return structure.layout();
    }

    @Override
    public int inputs() {
        return structure.inputs();
    }

    @Override
    public int outputs() {
        return structure.outputs();
    }

    @Override
    public String toString() {
        return text;
    }

    /** A value of a graph under construction. */
    public record Value(int node, NodeShape shape) {}
}
