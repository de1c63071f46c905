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

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column of a CSV file to predict: name, or number from 1 (-1: last).")
    private @Nullable String target;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "regression or classification, where the data do not tell.")
    private @Nullable String task;

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

    /** What to train on and what to test on. */
    record Parts(Dataset train, Optional<Dataset> test) {}

    /** Reads and divides the data. */
    Parts parts(Seed seed) {
        SourceOptions options = source();
        Dataset all = Sources.open(data, options, seed.named("data"));
        String other = test;
        if (other != null && split != null) {
            throw new IllegalArgumentException("--test and --split: give one of them");
        }
        Optional<Dataset.Split> parts = other != null
                ? Optional.of(new Dataset.Split(all, Sources.open(other, options, seed.named("test")).alignedTo(all)))
                : divided(all, seed);
        if (parts.isEmpty()) {
            return new Parts(standardize ? Standardization.of(all.x()).apply(all) : all, Optional.empty());
        }
        Dataset.Split both = standardize ? Standardization.ofTrain(parts.get()) : parts.get();
        return new Parts(both.train(), Optional.of(both.test()));
    }

    /** A fifth is kept for testing unless there is next to nothing to divide. */
    private Optional<Dataset.Split> divided(Dataset all, Seed seed) {
        Double asked = split;
        if (asked == null) {
            return all.size() < FEWEST_TO_DIVIDE
                    ? Optional.empty()
                    : Optional.of(all.split(USUAL_SPLIT, seed.named("split")));
        }
        return asked == 0 ? Optional.empty() : Optional.of(all.split(asked, seed.named("split")));
    }

    private SourceOptions source() {
        SourceOptions options = SourceOptions.detected();
        String column = target;
        if (column != null) {
            options = options.withTarget(column);
        }
        String kind = task;
        return kind == null ? options : options.reading(switch (kind) {
            case "regression" -> SourceOptions.Reading.REGRESSION;
            case "classification" -> SourceOptions.Reading.CLASSIFICATION;
            default -> throw new IllegalArgumentException(
                    "--task is " + kind + "; write regression or classification");
        });
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
