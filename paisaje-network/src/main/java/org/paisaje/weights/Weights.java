package org.paisaje.weights;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.format.tensor.SafetensorsFile;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.math.Brief;
import org.paisaje.network.Architecture;
import org.paisaje.network.Layout;
import org.paisaje.network.Network;
import org.paisaje.network.architecture.ChannelStatistics;
import org.paisaje.network.architecture.Graph;

/**
 * Theta in a {@code .safetensors} or {@code .npz} file, entries {@code layers.<i>.weight} (outputs x inputs) and
 * {@code layers.<i>.bias}. Read are also files of PyTorch ({@code .pt}, {@code .pth}) and Keras ({@code .weights.h5},
 * {@code .keras}) and several safetensors files with an index, and other names: the numbers of a PyTorch
 * {@code nn.Sequential}, {@code 0.weight}, {@code 2.weight}, with any one prefix, are taken in order, names such as
 * {@code fc1.weight} or {@code dense/kernel} by their shapes. Filters are outputs x
 * channels x height x width and columns behind a flattened image ordered channel by channel, as in PyTorch; the nodes of
 * a graph have names of their own. Narrower types are widened.
 * The values are those of theta: under the tangent-kernel and mean-field parametrizations the factors are applied later.
 */
public final class Weights {
    private static final String NETWORK = "network";

    private Weights() {}

    /** Writes theta in double precision. */
    public static void write(Path path, Network network, double[] theta) {
        write(path, network, theta, ElementType.F64, Map.of());
    }

    /**
     * Writes theta, and what batch normalisations normalise by under the names that PyTorch has for it.
     *
     * @param type F64, or F32 with the values rounded to nearest
     * @param metadata text by key, kept in a safetensors file; the network's own line is added as {@code network}
     */
    public static void write(Path path, Network network, double[] theta, ElementType type,
            Map<String, String> metadata) {
        if (theta.length != network.layout().size()) {
            throw new IllegalArgumentException("write: theta has " + theta.length + " parameters, " + network
                    + " has " + network.layout().size());
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        for (Layout.Slice slice : network.layout().slices()) {
            double[] values = new double[slice.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = theta[slice.offset() + i / slice.columns() * slice.columns()
                        + slice.column(i % slice.columns())];
            }
            boolean list = slice.name().endsWith(".bias")
                    || network instanceof Graph graph && graph.scalesChannels(slice.name());
            int[] shape = list ? new int[] {slice.size()} : slice.outerShape();
            tensors.put(slice.name(), new Tensor(type, shape, values));
        }
        if (network instanceof Graph graph) {
            for (ChannelStatistics one : graph.statistics()) {
                int[] shape = {one.mean().length};
                tensors.put(one.name() + ".running_mean", new Tensor(type, shape, one.mean()));
                tensors.put(one.name() + ".running_var", new Tensor(type, shape, one.variance()));
            }
        }
        if (zipped(path)) {
            NpzFile.write(path, tensors);
        } else {
            var all = new TreeMap<String, String>(metadata);
            if (!(network instanceof Graph graph) || graph.namesItself()) {
                all.put(NETWORK, network.toString());
            }
            SafetensorsFile.write(path, tensors, all);
        }
    }

    /**
     * Parameters that were read.
     *
     * @param theta the parameters
     * @param notes what was inferred and passed over, a clause each, to be told to whoever asked for them
     */
    public record Read(double[] theta, List<String> notes) {
        /** Copies the notes. */
        public Read {
            notes = List.copyOf(notes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Read r && Arrays.equals(theta, r.theta) && notes.equals(r.notes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(theta);
        }

        @Override
        public String toString() {
            return "Read[" + theta.length + " parameters, " + notes + "]";
        }
    }

    /**
     * The network that a file is of.
     *
     * @param network as it says or as names and shapes have it
     * @param notes what was inferred, a clause each
     * @param others lines of other networks that fit as well, the most usual first
     * @param assumed whether the activation is not in the file
     */
    public record Inferred(Architecture network, List<String> notes, List<String> others, boolean assumed) {
        /** Copies the lists. */
        public Inferred {
            notes = List.copyOf(notes);
            others = List.copyOf(others);
        }
    }

    /** As {@link #load}, without notes. */
    public static double[] read(Path path, Network network) {
        return load(path, network).theta();
    }

    /**
     * Reads theta for a network, from arrays or from an ONNX model. Shapes are compared before any numbers are read.
     *
     * @throws DataFormatException naming the entry that does not fit, with the shape it has and the one needed
     */
    public static Read load(Path path, Network network) {
        if (isModel(path)) {
            return new Read(parameters(path, network), List.of());
        }
        try (TensorFile tensors = open(path)) {
            if (ImageWeights.fit(network)) {
                return ImageWeights.load(path.toString(), tensors, network);
            }
            var names = new WeightNames(path.toString(), tensors);
            double[] theta = names.fill(network);
            return new Read(theta, names.notes());
        }
    }

    /**
     * A network with what a file says that its batch normalisations normalise by ({@code running_mean} and {@code running_var}
     * beside their weights); the network itself where the file says nothing.
     */
    public static Architecture normalized(Path path, Architecture network) {
        if (isModel(path)) {
            return model(path);
        }
        if (!(network instanceof Graph graph) || graph.statistics().isEmpty()) {
            return network;
        }
        try (TensorFile tensors = open(path)) {
            List<ChannelStatistics> told = ImageWeights.statistics(path.toString(), tensors, graph);
            return told.isEmpty() ? network : graph.withStatistics(told);
        }
    }

    /**
     * Reads the parameters of {@link Architecture#absorbing}: with what the file says that the batch normalisations normalise by,
     * where it says so.
     */
    public static Read loadAbsorbed(Path path, Architecture network) {
        Read read = load(path, network);
        return new Read(normalized(path, network).absorbed(read.theta()), read.notes());
    }

    /**
     * What an optimizer remembered when a checkpoint was written.
     *
     * @param rule the rule with its numbers, as {@code --optimizer} takes it
     * @param steps the steps it had made; NaN if it does not count them
     * @param rates the learning rate of each parameter, p numbers
     * @param squares means or sums of squared gradients, p numbers; empty for a rule that keeps none
     */
    public record Remembered(String rule, double steps, double[] rates, double[] squares) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** What the optimizer remembered, where a checkpoint holds it beside the weights of the network. */
    public static Optional<Remembered> remembered(Path path, Network network) {
        if (isModel(path)) {
            return Optional.empty();
        }
        try (TensorFile tensors = open(path)) {
            return tensors.optimizer()
                    .map(entries -> new Remembered(entries.rule(), entries.steps(),
                            filled(path, entries.rates(), network),
                            entries.squares().map(one -> filled(path, one, network)).orElse(new double[0])));
        }
    }

    private static double[] filled(Path path, TensorFile tensors, Network network) {
        return ImageWeights.fit(network)
                ? ImageWeights.fill(path.toString(), tensors, network)
                : new WeightNames(path.toString(), tensors).fill(network);
    }

    /** The line of the network that a safetensors file of ours was written for; other files do not say. */
    public static Optional<String> network(Path path) {
        if (isModel(path)) {
            return Optional.empty();
        }
        try (TensorFile tensors = open(path)) {
            return Optional.ofNullable(tensors.metadata().get(NETWORK));
        }
    }

    /**
     * The network that a file is of: the one it was written for, else a chain of affine layers by the names and shapes in
     * it, with the activation that it says or else relu; with normalisations between them a graph.
     *
     * @throws DataFormatException if they are no such chain
     */
    public static Inferred infer(Path path) {
        return infer(path, 0);
    }

    /**
     * The same for data with so many numbers a sample: with convolutions also the strides, paddings and pools that lead from
     * square images of that size to the first matrix, see {@link Inferred#others}.
     *
     * @param inputs the numbers of a sample, 0 if they are not known
     * @throws DataFormatException if they are no such chain
     */
    public static Inferred infer(Path path, int inputs) {
        return infer(path, inputs, List::of);
    }

    /**
     * The same for samples of a shape, such as channels x height x width.
     *
     * @param shape asked for where there are convolutions; empty if it is not known
     */
    public static Inferred infer(Path path, int inputs, Supplier<List<Integer>> shape) {
        if (isModel(path)) {
            return new Inferred(model(path), List.of(), List.of(), false);
        }
        try (TensorFile tensors = open(path)) {
            String told = tensors.metadata().get(NETWORK);
            if (told != null) {
                return new Inferred(Architecture.parse(told), List.of(), List.of(), false);
            }
            return ChainInference.of(path.toString(), tensors, inputs, shape)
                    .map(ChainInference::infer)
                    .orElseGet(() -> new WeightInference(path.toString(), tensors).infer());
        }
    }

    /** Whether a file is an ONNX model, which is a network with its weights. */
    public static boolean isModel(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    private static Architecture model(Path path) {
        return Architecture.parse("onnx:" + path);
    }

    private static double[] parameters(Path path, Network network) {
        Architecture own = model(path);
        if (!own.layout().equals(network.layout())) {
            throw new DataFormatException(path.toString(), "", "its parameters are not those of " + network
                    + ": names and shapes differ");
        }
        return own.givenParameters().orElseGet(() -> new double[0]);
    }

    private static TensorFile open(Path path) {
        if (!TensorFile.knows(path)) {
            throw new DataFormatException(path.toString(), "", "weights are " + TensorFile.ENDINGS
                    + " files, or ONNX models");
        }
        return TensorFile.open(path);
    }

    private static boolean zipped(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".npz") && !name.endsWith(".safetensors")) {
            throw new DataFormatException(path.toString(), "", "weights are written as .safetensors or .npz files");
        }
        return name.endsWith(".npz");
    }
}
