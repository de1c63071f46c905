package org.paisaje.network.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.KinkCount;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.Layout;
import org.paisaje.network.Linearization;
import org.paisaje.network.Passes;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.ChannelStatistics;
import org.paisaje.network.dense.LayerStack;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.FixedAffine;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.Operation;
import org.paisaje.network.graph.operation.ParameterOperation;
import org.paisaje.network.graph.operation.PassState;

/** The nodes of a graph in the order of computation, with what all passes need to know of them. Immutable. */
public final class GraphStructure implements Passes {
    /** The entries of all nodes of a chunk of samples. */
    private static final long CHUNK = 1 << 22;

    private final List<Node> nodes;
    private final Layout layout;
    private final List<GraphLayer> layers;
    private final String description;
    private final boolean[] trains;
    private final int entries;

    GraphStructure(List<Node> nodes, Layout layout, List<GraphLayer> layers, String description) {
        this.nodes = List.copyOf(nodes);
        this.layout = layout;
        this.layers = List.copyOf(layers);
        this.description = description;
        this.trains = new boolean[nodes.size()];
        long sum = 0;
        for (Node node : nodes) {
            trains[node.index()] = node.trains();
            sum += node.size() + node.operation().kept(node);
        }
        this.entries = (int) Math.min(sum, Integer.MAX_VALUE);
    }

    /** A layer as a trace shows it: the nodes of its affine map, its arguments and its values. */
    public record GraphLayer(LayerShape shape, int affine, int arguments, int values) {}

    /** The nodes, each after those that it reads; the input first, the output last. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The affine maps in the order of computation. */
    public List<GraphLayer> layers() {
        return layers;
    }

    boolean[] trains() {
        return trains;
    }

    /** The entries of all nodes for a sample. */
    int entries() {
        return entries;
    }

    /** The nodes with parameters, those that share them together. */
    public List<List<Node>> users() {
        Map<Integer, List<Node>> users = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node.operation() instanceof ParameterOperation operation) {
                users.computeIfAbsent(operation.weight(), weight -> new ArrayList<>()).add(node);
            }
        }
        return List.copyOf(users.values());
    }

    /** Whether something is curved in its inputs, or parameters are used twice, so that they may act behind themselves. */
    boolean curved() {
        return nodes.stream().anyMatch(node -> node.operation().curved())
                || users().stream().anyMatch(sharing -> sharing.size() > 1);
    }

    /** The numbers that a trace with factors of so many gradients holds for a sample. */
    public long traceEntries(int gradients) {
        long sum = 4L * entries;
        for (Node node : nodes) {
            sum += node.operation() instanceof Dense dense
                    ? (long) gradients * dense.outputs()
                    : (long) gradients * node.operation().parameters();
        }
        return sum;
    }

    /** Whether every node reads the one before it and nothing else, and no two share parameters. */
    public boolean sequential() {
        return nodes.stream()
                .allMatch(node -> node.inputs().length == 0
                        || node.inputs().length == 1 && node.input() == node.index() - 1)
                && users().stream().allMatch(sharing -> sharing.size() == 1);
    }

    /** The names of the slices of a layout that nodes use. */
    public List<String> used(Layout all) {
        List<String> result = new ArrayList<>();
        for (Node node : nodes) {
            if (node.operation() instanceof ParameterOperation parameters) {
                for (Layout.Slice slice : all.slices()) {
                    if (slice.offset() == parameters.weight() || slice.offset() == parameters.bias()) {
                        result.add(slice.name());
                    }
                }
            }
        }
        return result;
    }

    public Layout layout() {
        return layout;
    }

    public int inputs() {
        return nodes.getFirst().size();
    }

    public int outputs() {
        return nodes.getLast().size();
    }

    @Override
    public List<LayerShape> shapes() {
        return layers.stream().map(GraphLayer::shape).toList();
    }

    void checkLength(String operation, String argument, double[] vector) {
        if (vector.length != layout.size()) {
            throw new IllegalArgumentException(operation + ": " + argument + " has " + vector.length
                    + " entries, the network " + description + " has " + layout.size() + " parameters");
        }
    }

    private void check(String operation, double[] theta, Matrix x) {
        checkLength(operation, "theta", theta);
        checkInputs(operation, x);
    }

    void checkInputs(String operation, Matrix x) {
        if (x.columns() != inputs()) {
            throw new IllegalArgumentException(operation + ": x has " + x.columns() + " columns, the network takes "
                    + inputs() + " inputs" + nodes.getFirst().shape().described() + "; rows are samples");
        }
    }

    void checkOutputs(String operation, String argument, Matrix u, int samples) {
        if (u.rows() != samples || u.columns() != outputs()) {
            throw new IllegalArgumentException(operation + ": " + argument + " is " + u.rows() + " x " + u.columns()
                    + ", the outputs are " + samples + " x " + outputs() + "; rows are samples");
        }
    }

    private interface Chunk {
        void over(Pass pass, int first, int count);
    }

    private void inChunks(double[] theta, Matrix x, Chunk each) {
        int chunk = (int) Math.clamp(CHUNK / entries, 1, Math.max(1, Math.min(1024, x.rows())));
        Pass pass = new Pass(this, chunk, false);
        for (int row = 0; row < x.rows(); row += chunk) {
            int count = Math.min(chunk, x.rows() - row);
            pass.run(theta, x.data(), row * inputs(), count);
            each.over(pass, row, count);
        }
    }

    /** What the batch normalisations normalise by, in the order of computation. */
    public List<ChannelStatistics> statistics() {
        return nodes.stream().flatMap(node -> normalizes(node).stream()).toList();
    }

    private static Optional<ChannelStatistics> normalizes(Node node) {
        return node.operation() instanceof FixedAffine affine ? affine.statistics() : Optional.empty();
    }

    /** The same graph whose batch normalisations of these names normalise by other statistics. */
    public GraphStructure normalizing(List<ChannelStatistics> others) {
        List<Node> all = new ArrayList<>();
        for (Node node : nodes) {
            Optional<ChannelStatistics> own = normalizes(node);
            Optional<ChannelStatistics> other = own.flatMap(known -> others.stream()
                    .filter(one -> one.name().equals(known.name()))
                    .findFirst());
            if (other.isPresent() && other.get().mean().length != own.orElseThrow().mean().length) {
                throw new IllegalArgumentException("statistics of " + other.get().name() + ": there are "
                        + other.get().mean().length + " channels, the network has " + own.orElseThrow().mean().length);
            }
            all.add(other.map(by -> with(node, FixedAffine.normalizing(by))).orElse(node));
        }
        return new GraphStructure(all, layout, layers, description);
    }

    private static Node with(Node node, Operation operation) {
        return new Node(node.index(), node.name(), operation, node.inputs(), node.shape(), node.adds(), node.trains());
    }

    /** The same graph whose batch normalisations leave values as they are, before their factors and offsets. */
    public GraphStructure normalizingByNothing() {
        FixedAffine nothing = new FixedAffine(new double[] {1}, new double[] {0});
        return new GraphStructure(nodes.stream()
                .map(node -> normalizes(node).isPresent() ? with(node, nothing) : node)
                .toList(), layout, layers, description);
    }

    /** The same graph whose batch normalisations normalise by what x gives them, the earlier ones first. */
    public GraphStructure normalizingBy(double[] theta, Matrix x) {
        check("normalizingBy", theta, x);
        GraphStructure result = this;
        for (Node node : nodes) {
            Optional<ChannelStatistics> own = normalizes(node);
            if (own.isPresent()) {
                var moments = new ChannelMoments(own.get().mean().length);
                Node before = nodes.get(node.input());
                result.inChunks(theta, x, (pass, row, count) -> moments.add(pass.values()[before.index()],
                        count * before.size()));
                result = result.normalizing(List.of(new ChannelStatistics(own.get().name(), moments.means(),
                        moments.variances(), own.get().epsilon())));
            }
        }
        return result;
    }

    @Override
    public Matrix forward(double[] theta, Matrix x) {
        check("forward", theta, x);
        Matrix result = Matrix.zeros(x.rows(), outputs());
        inChunks(theta, x, (pass, row, count) -> System.arraycopy(pass.outputs(), 0, result.data(), row * outputs(),
                count * outputs()));
        return result;
    }

    @Override
    public KinkCount kinks(double[] theta, Matrix x, double within) {
        check("kinks", theta, x);
        if (!(within >= 0)) {
            throw new IllegalArgumentException("kinks: within is " + within + ", it must be at least 0");
        }
        long[] counts = new long[2];
        inChunks(theta, x, (pass, row, count) -> {
            for (Node node : nodes) {
                double[] kinks = node.operation() instanceof Nonlinear s ? s.activation().kinks() : PassState.NONE;
                int size = kinks.length == 0 ? 0 : count * node.size();
                counts[1] += size;
                for (int i = 0; i < size; i++) {
                    counts[0] += LayerStack.near(pass.values()[node.input()][i], kinks, within) ? 1 : 0;
                }
            }
        });
        return new KinkCount(counts[0], counts[1]);
    }

    /** The activations of the nodes, in order. */
    public List<Activation> activations() {
        List<Activation> result = new ArrayList<>();
        for (Node node : nodes) {
            if (node.operation() instanceof Nonlinear s) {
                result.add(s.activation());
            }
        }
        return result;
    }

    /** The nodes at theta as affine steps and steps with kinks. */
    public PiecewiseLinear pieces(String network, double[] theta) {
        checkLength("pieces", "theta", theta);
        return new AffineSteps(this, network, theta).steps();
    }

    @Override
    public Linearization linearize(double[] theta, Matrix x) {
        check("linearize", theta, x);
        return new GraphLinearization(this, theta, x);
    }

    @Override
    public LayerTrace trace(double[] theta, Matrix x) {
        check("trace", theta, x);
        return new GraphTrace(this, theta, x);
    }

    @Override
    public GradientWorkspace workspace(Loss loss, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "workspace: capacity is " + capacity + ", at least one sample is needed");
        }
        return new GraphWorkspace(this, loss, capacity);
    }

    @Override
    public String toString() {
        return description;
    }
}
