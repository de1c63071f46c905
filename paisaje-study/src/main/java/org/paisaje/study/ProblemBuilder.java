package org.paisaje.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.data.Images;
import org.paisaje.data.Indicators;
import org.paisaje.data.Outliers;
import org.paisaje.data.PeriodicInputs;
import org.paisaje.data.Resampled;
import org.paisaje.data.Standardization;
import org.paisaje.data.TargetScale;
import org.paisaje.data.Task;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Network;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.head.Head;
import org.paisaje.network.head.Headed;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.weights.Weights;

/**
 * Puts a {@link Problem} together. What is not said is as usual: the built-in digits, a fifth of them to test on, ReLUs of
 * the widths of {@link #hidden}, the usual initialiser of the network, the usual loss of the task.
 */
public final class ProblemBuilder {
    private static final double USUAL_SPLIT = 0.2;
    private static final int FEWEST_TO_DIVIDE = 10;

    /** Data by name, to be opened, or at hand. */
    private sealed interface Source {
        String name();

        record Named(String name) implements Source {}

        record AtHand(Dataset data) implements Source {
            @Override
            public String name() {
                return data.name();
            }
        }
    }

    private final long number;
    private final Seed seed;
    private Source data = new Source.Named("digits");
    private SourceOptions reading = SourceOptions.detected();
    private Optional<Source> test = Optional.empty();
    private @Nullable Double split;
    private boolean standardized;
    private boolean standardizedTargets;
    private Optional<TargetScale> scale = Optional.empty();
    private boolean balanced;
    private boolean withoutOutliers;
    private List<String> codes = List.of();
    private int periods;
    private int shifts;
    private @Nullable Network network;
    private int[] hidden = {64};
    private @Nullable Path weights;
    private @Nullable String initializer;
    private double @Nullable [] theta;
    private @Nullable Loss loss;
    private boolean unanswered;
    private final List<String> remarks = new ArrayList<>();

    ProblemBuilder(long number) {
        this.number = number;
        this.seed = Seed.of(number);
    }

    /** What to train on, as {@link Sources#read} takes it: a built-in name with options, or files. */
    public ProblemBuilder data(String source) {
        data = new Source.Named(source);
        return this;
    }

    /** What to train on. */
    public ProblemBuilder data(Dataset set) {
        data = new Source.AtHand(set);
        return this;
    }

    /** What data files do not say about themselves. */
    public ProblemBuilder reading(SourceOptions options) {
        reading = options;
        return this;
    }

    /** What to test on, written as for {@link #data(String)}. */
    public ProblemBuilder test(String source) {
        test = Optional.of(new Source.Named(source));
        return this;
    }

    /** What to test on. */
    public ProblemBuilder test(Dataset set) {
        test = Optional.of(new Source.AtHand(set));
        return this;
    }

    /** The share of the data to test on, classes in proportion; 0 for none. */
    public ProblemBuilder split(double share) {
        split = share;
        return this;
    }

    /** Inputs to mean 0 and variance 1, by the training data. */
    public ProblemBuilder standardized() {
        standardized = true;
        return this;
    }

    /** Targets of a regression to mean 0 and variance 1, by the training data. */
    public ProblemBuilder standardizedTargets() {
        standardizedTargets = true;
        return this;
    }

    /** Repeats training rows of the rarer classes, see {@link Resampled#balanced}. */
    public ProblemBuilder balanced() {
        balanced = true;
        return this;
    }

    /** Leaves out rows in which a value lies apart from all others of its column, by the training data, see {@link Outliers}. */
    public ProblemBuilder withoutOutliers() {
        withoutOutliers = true;
        return this;
    }

    /** Puts one column for each code in the place of columns of codes, by name or by number from 1, see {@link Indicators}. */
    public ProblemBuilder codes(List<String> columns) {
        codes = List.copyOf(columns);
        return this;
    }

    /** Adds sines and cosines of the inputs with up to so many periods over their range, see {@link PeriodicInputs}. */
    public ProblemBuilder periodic(int most) {
        periods = most;
        return this;
    }

    /** Adds copies of the training images, shifted by one pixel each. */
    public ProblemBuilder shifted(int copies) {
        shifts = copies;
        return this;
    }

    /** The network, as {@link Architecture#parse} takes it. */
    public ProblemBuilder network(String text) {
        return network(Architecture.parse(text));
    }

    /** The network. */
    public ProblemBuilder network(Network given) {
        network = given;
        return this;
    }

    /** The widths of the hidden layers of the usual network. */
    public ProblemBuilder hidden(int... widths) {
        hidden = widths.clone();
        return this;
    }

    /** theta_0 from a file; it names the network too, unless one is given. */
    public ProblemBuilder weights(Path file) {
        weights = file;
        return this;
    }

    /** How theta_0 is drawn, as {@link Initializer#parse} takes it. */
    public ProblemBuilder initializer(String name) {
        initializer = name;
        return this;
    }

    /** theta_0 itself. */
    public ProblemBuilder start(double[] parameters) {
        theta = parameters.clone();
        return this;
    }

    /** The loss, as {@link Loss#parse} takes it. */
    public ProblemBuilder loss(String name) {
        return loss(Loss.parse(name));
    }

    /** The loss. */
    public ProblemBuilder loss(Loss given) {
        loss = given;
        return this;
    }

    /** The network need not answer the targets, as where only its kernel on the inputs is wanted. */
    public ProblemBuilder unanswered() {
        unanswered = true;
        return this;
    }

    /** Something that was assumed on the way and that a person should know. */
    public ProblemBuilder remark(String sentence) {
        remarks.add(sentence);
        return this;
    }

    /**
     * Opens, divides and checks.
     *
     * @throws IllegalArgumentException if something is missing, contradicts itself or does not belong together
     */
    public Problem build() {
        if (test.isPresent() && split != null) {
            throw new IllegalArgumentException("--test and --split: give one of them");
        }
        if (weights != null && initializer != null) {
            throw new IllegalArgumentException("--weights and --init: give one of them; each says where to start");
        }
        Sources.Read read = open(data);
        Dataset all = read.data();
        if (!read.gaps().isEmpty()) {
            remarks.add(read.data().name() + ": the means that fill missing values are those of the training part");
        }
        Optional<Dataset.Split> parts = test.isPresent()
                ? Optional.of(new Dataset.Split(all, opened(test.get(), read)))
                : divided(read);
        if (withoutOutliers) {
            Dataset.Split less = lessOutliers(parts.orElse(new Dataset.Split(all, all)));
            all = less.train();
            parts = parts.map(split -> less);
        }
        if (!codes.isEmpty()) {
            Indicators map = Indicators.of(parts.map(Dataset.Split::train).orElse(all), codes);
            parts = parts.map(both -> new Dataset.Split(map.apply(both.train()), map.apply(both.test())));
            all = parts.isPresent() ? all : map.apply(all);
        }
        if (standardized) {
            parts = parts.map(Standardization::ofTrain);
            all = parts.isPresent() ? all : Standardization.of(all.x()).apply(all);
        }
        if (standardizedTargets) {
            TargetScale map = scale(parts.map(Dataset.Split::train).orElse(all));
            parts = parts.map(both -> new Dataset.Split(map.apply(both.train()), map.apply(both.test())));
            all = parts.isPresent() ? all : map.apply(all);
        }
        if (periods > 0 || balanced) {
            Dataset.Split changed = changed(parts.orElse(new Dataset.Split(all, all)));
            all = changed.train();
            parts = parts.map(split -> changed);
        }
        Dataset train = Images.shifted(parts.map(Dataset.Split::train).orElse(all), shifts);
        Network named = network(train);
        Path loaded = weights;
        Network bare = loaded != null && named instanceof Architecture architecture
                ? Weights.normalized(loaded, architecture)
                : named;
        Loss lowered = loss == null ? usualLoss(train.task(), bare.outputs()) : loss;
        Network net = whole(bare, lowered);
        Dataset fitted = fitted(train, net);
        lowered.objection(fitted.task(), net.outputs()).ifPresent(why -> {
            throw new IllegalArgumentException("loss: " + fitted.name() + ": " + why);
        });
        Optional<Dataset> tested = parts.map(Dataset.Split::test).map(set -> fitted(set, net));
        return new Problem(fitted, tested, net, lowered, start(net), number, remarks, scale,
                setting(net, lowered));
    }

    private Dataset.Split lessOutliers(Dataset.Split split) {
        Outliers apart = Outliers.of(split.train());
        Dataset train = apart.without(split.train());
        Dataset tested = apart.without(split.test());
        int gone = split.train().size() - train.size();
        remarks.add(data.name() + ": " + (gone == 0
                ? "no training row holds a value that lies apart, none is left out"
                : Words.count(gone, "training row")
                        + " with values that lie apart from all others of their column left out"));
        return new Dataset.Split(train, tested);
    }

    /** With what stands behind the outputs in its file, unless the loss holds that. */
    private Network whole(Network net, Loss lowered) {
        if (!(net instanceof Architecture architecture) || architecture.leftToLoss().none()
                || lowered.compares() == Loss.Compares.CLASSES) {
            return net;
        }
        Head behind = architecture.leftToLoss();
        remarks.add(architecture.text() + ": the " + behind.name() + " at its end stays, because " + lowered.name()
                + " compares values");
        return Headed.of(architecture, behind);
    }

    private TargetScale scale(Dataset train) {
        TargetScale map = TargetScale.of(train);
        scale = Optional.of(map);
        remarks.add(data.name() + ": targets are scaled by (y - m)/s with m = " + Arrays.toString(map.means())
                + " and s = " + Arrays.toString(map.scales()) + "; losses are those of the scaled targets");
        return map;
    }

    /** Everything is fixed on the training part. */
    private Dataset.Split changed(Dataset.Split split) {
        Dataset.Split result = split;
        if (periods > 0) {
            PeriodicInputs map = PeriodicInputs.of(result.train().x(), periods);
            result = new Dataset.Split(result.train().withInputs(map.apply(result.train().x())),
                    result.test().withInputs(map.apply(result.test().x())));
        }
        if (balanced && result.train().classes().isEmpty()) {
            throw new IllegalArgumentException("--balance repeats rows of rare classes; " + data.name()
                    + " is a regression and has none");
        }
        return balanced ? new Dataset.Split(Resampled.balanced(result.train()), result.test()) : result;
    }

    private Sources.Read open(Source source) {
        return switch (source) {
            case Source.AtHand(Dataset set) -> Sources.Read.of(set);
            case Source.Named(String name) -> remarked(name, Sources.read(name, reading, seed.named("data")));
        };
    }

    private Dataset opened(Source source, Sources.Read train) {
        return switch (source) {
            case Source.AtHand(Dataset set) -> set.alignedTo(train.data());
            case Source.Named(String name) ->
                remarked(name, Sources.readTest(name, reading, seed.named("test"), train)).data();
        };
    }

    private Sources.Read remarked(String name, Sources.Read read) {
        read.notes().forEach(note -> remarks.add(name + ": " + note));
        return read;
    }

    /** A fifth is kept for testing unless there is next to nothing to divide. */
    private Optional<Dataset.Split> divided(Sources.Read read) {
        double share = split == null ? read.data().size() < FEWEST_TO_DIVIDE ? 0 : USUAL_SPLIT : split;
        return share == 0 ? Optional.empty() : Optional.of(read.split(share, seed.named("split")));
    }

    private Network network(Dataset train) {
        if (network != null) {
            return network;
        }
        if (weights != null) {
            Path file = weights;
            Weights.Inferred inferred = Weights.infer(file);
            inferred.notes().forEach(note -> remarks.add(file + ": " + note));
            return inferred.network();
        }
        List<Integer> widths = new ArrayList<>();
        widths.add(train.inputs());
        Arrays.stream(hidden).forEach(widths::add);
        widths.add(train.outputs());
        return new Mlp(widths, Activation.RELU, true, Parametrization.STANDARD);
    }

    private Problem.Start start(Network net) {
        if (theta != null) {
            return new Problem.Start.Given(theta);
        }
        if (weights != null) {
            Path file = weights;
            Weights.Read read = Weights.load(file, net);
            read.notes().forEach(note -> remarks.add(file + ": " + note));
            return new Problem.Start.Given(read.theta());
        }
        return new Problem.Start.Drawn(Optional.ofNullable(initializer).map(Initializer::parse));
    }

    /** The loss that is usual for the task: squared, binary cross-entropy for one output, else softmax. */
    public static Loss usualLoss(Task task, int outputs) {
        return task instanceof Task.Regression
                ? Loss.SQUARED
                : outputs == 1 ? Loss.BINARY_CROSS_ENTROPY : Loss.SOFTMAX_CROSS_ENTROPY;
    }

    /** Two classes and two outputs: one-hot. */
    private Dataset fitted(Dataset data, Network network) {
        Dataset fitted = data.task() instanceof Task.Binary && network.outputs() == 2 ? data.oneHot() : data;
        if (network.inputs() != fitted.inputs() || !unanswered && network.outputs() != fitted.outputs()) {
            throw new IllegalArgumentException("network: " + network + " takes " + network.inputs()
                    + counted(" input", network.inputs()) + " and gives " + network.outputs()
                    + counted(" output", network.outputs()) + ", " + data.name() + " has " + data.inputs()
                    + counted(" input", data.inputs()) + " and needs " + fitted.outputs()
                    + counted(" output", fitted.outputs()) + (data.classes().isEmpty()
                            ? hint(data, network)
                            : " for " + data.classes().size() + " classes"));
        }
        return fitted;
    }

    private static String counted(String what, int n) {
        return n == 1 ? what : what + "s";
    }

    /** Whole numbers, as many as there are outputs, are probably classes. */
    private static String hint(Dataset data, Network network) {
        long distinct = Arrays.stream(data.y().data()).distinct().count();
        boolean whole = Arrays.stream(data.y().data()).allMatch(value -> value == Math.rint(value));
        return data.outputs() == 1 && whole && distinct == network.outputs()
                ? " for a regression; its targets are " + distinct
                        + " whole numbers: if they are classes, add --task classification"
                : "";
    }

    private Map<String, Object> setting(Network net, Loss lowered) {
        var setting = new LinkedHashMap<String, Object>();
        setting.put("data", data.name());
        reading.target().ifPresent(column -> setting.put("target", column));
        if (reading.reading() != SourceOptions.Reading.DETECTED) {
            setting.put("task", reading.reading().name().toLowerCase(Locale.ROOT));
        }
        reading.dialect().separator().ifPresent(mark -> setting.put("separator", mark.toString()));
        reading.dialect().decimal().ifPresent(mark -> setting.put("decimal", mark.toString()));
        if (reading.dialect().missing() != CsvDialect.Missing.REFUSE) {
            setting.put("missing", reading.dialect().missing().name().toLowerCase(Locale.ROOT));
        }
        if (!reading.dialect().drop().isEmpty()) {
            setting.put("drop", reading.dialect().drop());
        }
        test.ifPresent(source -> setting.put("test", source.name()));
        if (split != null) {
            setting.put("split", split);
        }
        if (standardized) {
            setting.put("standardize", true);
        }
        if (standardizedTargets) {
            setting.put("standardize-target", true);
        }
        if (periods > 0) {
            setting.put("periodic", periods);
        }
        if (!codes.isEmpty()) {
            setting.put("one-hot", String.join(",", codes));
        }
        if (withoutOutliers) {
            setting.put("drop-outliers", true);
        }
        if (balanced) {
            setting.put("balance", true);
        }
        if (shifts > 0) {
            setting.put("shifts", shifts);
        }
        setting.put("net", net.toString());
        if (weights != null) {
            setting.put("weights", weights.toString());
        }
        if (initializer != null) {
            setting.put("init", initializer);
        }
        setting.put("loss", lowered.name());
        setting.put("seed", number);
        return setting;
    }
}
