package org.paisaje.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.data.SourceOptions;
import org.paisaje.data.Sources;
import org.paisaje.data.Standardization;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Initializer;
import org.paisaje.network.Mlp;
import org.paisaje.network.Parametrization;
import org.paisaje.network.activation.Activation;
import org.paisaje.weights.Weights;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which network is trained on which data. A mixin. */
final class ProblemOptions {
    private static final double USUAL_SPLIT = 0.2;
    private static final int FEWEST_TO_DIVIDE = 10;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            defaultValue = "digits",
            description = "What to train on (default: ${DEFAULT-VALUE}).")
    private String data = "digits";

    @Mixin
    private SourceFlags source = new SourceFlags();

    @Option(names = "--test", paramLabel = "DATA", description = "What to test on (default: a fifth of the data).")
    private @Nullable String test;

    @Option(
            names = "--split",
            paramLabel = "SHARE",
            description = "The share to test on, classes in proportion; 0 for none (default: 0.2).")
    private @Nullable Double split;

    @Option(names = "--standardize", description = "Inputs to mean 0 and variance 1, by the training data.")
    private boolean standardize;

    @Option(names = "--net", paramLabel = "NET", description = "The network (default: a small one with ReLUs).")
    private @Nullable String net;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights to start from.")
    private @Nullable Path weights;

    @Option(
            names = "--init",
            paramLabel = "NAME",
            description = "How weights are drawn, as he-normal (default: by the network).")
    private @Nullable String init;

    /** What to train on and what to test on, and what was assumed about the files. */
    record Parts(Dataset train, Optional<Dataset> test, List<String> notes) {}

    /** Reads and divides the data. */
    Parts parts(Seed seed) {
        SourceOptions options = source.options();
        Sources.Read all = Sources.read(data, options, seed.named("data"));
        List<String> notes = new ArrayList<>();
        all.notes().forEach(note -> notes.add(data + ": " + note));
        String other = test;
        if (other != null && split != null) {
            throw new IllegalArgumentException("--test and --split: give one of them");
        }
        Optional<Dataset.Split> parts = divided(all.data(), seed);
        if (other != null) {
            Sources.Read tested = Sources.readTest(other, options, seed.named("test"), all);
            tested.notes().forEach(note -> notes.add(other + ": " + note));
            parts = Optional.of(new Dataset.Split(all.data(), tested.data()));
        }
        if (parts.isEmpty()) {
            Dataset train = all.data();
            return new Parts(standardize ? Standardization.of(train.x()).apply(train) : train, Optional.empty(), notes);
        }
        Dataset.Split both = standardize ? Standardization.ofTrain(parts.get()) : parts.get();
        return new Parts(both.train(), Optional.of(both.test()), notes);
    }

    /** A fifth is kept for testing unless there is next to nothing to divide. */
    private Optional<Dataset.Split> divided(Dataset all, Seed seed) {
        Double asked = split;
        if (test != null) {
            return Optional.empty();
        }
        if (asked == null) {
            return all.size() < FEWEST_TO_DIVIDE
                    ? Optional.empty()
                    : Optional.of(all.split(USUAL_SPLIT, seed.named("split")));
        }
        return asked == 0 ? Optional.empty() : Optional.of(all.split(asked, seed.named("split")));
    }

    /** Whether weights to start from were named. */
    boolean hasWeights() {
        return weights != null;
    }

    /**
     * The network that was named or that the weights are of; else one of ReLUs.
     *
     * @param hidden the widths of its hidden layers
     */
    Architecture network(Dataset train, int... hidden) {
        String text = net;
        Path file = weights;
        if (text == null && file != null) {
            text = Weights.network(file)
                    .orElseThrow(() -> new IllegalArgumentException(
                            file + " does not say what network it is of; add --net, as in --net mlp:2-64-1:tanh"));
        }
        return text == null
                ? new Mlp(widths(train, hidden), Activation.RELU, true, Parametrization.STANDARD)
                : Architecture.parse(text);
    }

    private static List<Integer> widths(Dataset train, int... hidden) {
        List<Integer> widths = new ArrayList<>();
        widths.add(train.inputs());
        for (int width : hidden) {
            widths.add(width);
        }
        widths.add(train.outputs());
        return widths;
    }

    /** The weights that were named, or random ones. */
    double[] start(Architecture network, Seed seed) {
        Path file = weights;
        String name = init;
        if (file != null && name != null) {
            throw new IllegalArgumentException("--weights and --init: give one of them; each says where to start");
        }
        if (file != null) {
            return Weights.read(file, network);
        }
        Seed own = seed.named("init");
        return name == null ? network.initialize(own) : network.initialize(Initializer.parse(name), own);
    }
}
