package org.paisaje.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.PeriodicInputs;
import org.paisaje.data.TestShare;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which network is trained on which data. A mixin. */
public final class ProblemOptions {
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
            description = "The share to test on, classes in proportion; 0 for none; last:SHARE takes the last rows of the file (default: 0.2).")
    private @Nullable String split;

    @Option(names = "--standardize", description = "Inputs to mean 0 and variance 1, by the training data.")
    private boolean standardize;

    @Option(
            names = "--whiten",
            paramLabel = "all|K",
            description = "Inputs without correlations and of variance 1, by the training data: in all directions, or in the K widest alone.")
    private @Nullable String whiten;

    @Option(
            names = {"--standardize-target", "--target-scale"},
            description = "Targets of a regression to mean 0 and variance 1, by the training data; errors are given back in the units of the file.")
    private boolean standardizeTarget;

    @Option(
            names = "--target-log",
            description = "The logarithms of the targets of a regression, for numbers over powers of ten; errors are given back in the units of the file.")
    private boolean targetLog;

    @Option(
            names = "--input-log",
            paramLabel = "COLUMN",
            split = ",",
            description = "The logarithm of an input, by name or number from 1, for numbers over powers of ten.")
    private List<String> inputLogs = List.of();

    @Option(
            names = "--balance",
            description = "Repeats training rows of the rarer classes until all classes have about as many.")
    private boolean balance;

    @Option(
            names = "--drop-outliers",
            description = "Leaves out rows with a value that lies apart from all others of its column, such as -999.")
    private boolean dropOutliers;

    @Option(
            names = "--one-hot",
            paramLabel = "COLUMN",
            split = ",",
            description = "An input whose numbers stand for names, by name or number from 1: gets one column of 0 and 1 for each of them.")
    private List<String> codes = List.of();

    @Option(
            names = "--date",
            paramLabel = "COLUMN",
            split = ",",
            description = "A time, as a date or in seconds or milliseconds since 1970, by name or number from 1: its place and sine and cosine of the time of day, week and year.")
    private List<String> dates = List.of();

    @Option(
            names = "--cyclic",
            paramLabel = "COLUMN=PERIOD",
            split = ",",
            description = "An input that goes round, as hour=24,angle=360: sine and cosine take its place.")
    private List<String> cyclic = List.of();

    @Option(
            names = "--periodic",
            paramLabel = "K",
            description = "Adds sines and cosines of each input with 1 to K periods over its range.")
    private @Nullable Integer periodic;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Whether weights to start from were named. */
    public boolean hasWeights() {
        return network.weights().isPresent();
    }

    /** The network as it was written, if it was. */
    public Optional<String> networkText() {
        return network.text();
    }

    /** The file of weights that was named. */
    public Path weightsFile() {
        return network.weights().orElseThrow();
    }

    /** The problem as far as the options say. */
    public ProblemBuilder builder(long seed) {
        return builder(seed, false);
    }

    /** The same; {@code raw} leaves inputs as they were read. */
    public ProblemBuilder builder(long seed, boolean raw) {
        SourceOptions reading = source.options();
        source.check(spec, data, test);
        ProblemBuilder builder = Problem.builder(seed).data(data).reading(reading);
        String other = test;
        if (other != null) {
            builder.test(other);
        }
        String share = split;
        if (share != null) {
            builder.split(TestShare.parse(share));
        }
        if (standardize && !raw) {
            builder.standardized();
        }
        String directions = whiten;
        if (directions != null && !raw) {
            builder.whitened(directions);
        }
        if (standardizeTarget) {
            builder.standardizedTargets();
        }
        if (targetLog) {
            builder.logarithmsOfTargets();
        }
        builder.logarithms(raw ? List.of() : inputLogs);
        if (balance) {
            builder.balanced();
        }
        if (dropOutliers) {
            builder.withoutOutliers();
        }
        builder.codes(codes);
        builder.cycles(dates, cyclic);
        Integer waves = periodic;
        if (waves != null) {
            if (waves < 1 || waves > PeriodicInputs.MOST) {
                throw new IllegalArgumentException("--periodic is " + waves + "; 1 period or more is needed, at most "
                        + PeriodicInputs.MOST);
            }
            builder.periodic(waves);
        }
        network.starting().give(builder);
        return builder;
    }
}
