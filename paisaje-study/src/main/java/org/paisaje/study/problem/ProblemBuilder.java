package org.paisaje.study.problem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Cycles;
import org.paisaje.data.Dataset;
import org.paisaje.data.Indicators;
import org.paisaje.data.Logarithms;
import org.paisaje.data.Outliers;
import org.paisaje.data.PeriodicInputs;
import org.paisaje.data.Resampled;
import org.paisaje.data.Task;
import org.paisaje.data.TestShare;
import org.paisaje.data.Whitening;
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
    private final long number;
    private final Seed seed;
    private final DataPlan plan = new DataPlan();
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
        plan.data = new DataPlan.Source.Named(source);
        return this;
    }

    /** What to train on. */
    public ProblemBuilder data(Dataset set) {
        plan.data = new DataPlan.Source.AtHand(set);
        return this;
    }

    /** What data files do not say about themselves. */
    public ProblemBuilder reading(SourceOptions options) {
        plan.reading = options;
        return this;
    }

    /** What to test on, written as for {@link #data(String)}. */
    public ProblemBuilder test(String source) {
        plan.test = Optional.of(new DataPlan.Source.Named(source));
        return this;
    }

    /** What to test on. */
    public ProblemBuilder test(Dataset set) {
        plan.test = Optional.of(new DataPlan.Source.AtHand(set));
        return this;
    }

    /** The share of the data to test on, classes in proportion; 0 for none. */
    public ProblemBuilder split(double share) {
        return split(TestShare.drawn(share));
    }

    /** Which share of the data to test on, drawn or the last rows. */
    public ProblemBuilder split(TestShare share) {
        plan.split = share;
        return this;
    }

    /** Inputs to mean 0 and variance 1, by the training data. */
    public ProblemBuilder standardized() {
        plan.standardized = true;
        return this;
    }

    /**
     * Inputs without correlations and of variance 1, by the training data, see {@link Whitening}.
     *
     * @param directions {@code all}, or how many of the widest
     */
    public ProblemBuilder whitened(String directions) {
        boolean number = directions.matches("[1-9][0-9]{0,8}");
        if (!number && !directions.equals("all")) {
            throw new IllegalArgumentException("--whiten is " + directions + "; all or a number from 1 is needed");
        }
        plan.whitened = number ? Integer.parseInt(directions) : Integer.MAX_VALUE;
        return this;
    }

    /** Targets of a regression to mean 0 and variance 1, by the training data. */
    public ProblemBuilder standardizedTargets() {
        plan.standardizedTargets = true;
        return this;
    }

    /** The logarithms of the targets of a regression, before anything else is done to them. */
    public ProblemBuilder logarithmsOfTargets() {
        plan.logTargets = true;
        return this;
    }

    /** The logarithms of inputs, by name or by number from 1, before anything else is done to them, see {@link Logarithms}. */
    public ProblemBuilder logarithms(List<String> columns) {
        plan.logs = List.copyOf(columns);
        return this;
    }

    /** Repeats training rows of the rarer classes, see {@link Resampled#balanced}. */
    public ProblemBuilder balanced() {
        plan.balanced = true;
        return this;
    }

    /** Leaves out rows in which a value lies apart from all others of its column, by the training data, see {@link Outliers}. */
    public ProblemBuilder withoutOutliers() {
        plan.withoutOutliers = true;
        return this;
    }

    /** Puts one column for each code in the place of columns of codes, by name or by number from 1, see {@link Indicators}. */
    public ProblemBuilder codes(List<String> columns) {
        plan.codes = List.copyOf(columns);
        return this;
    }

    /**
     * Puts sines and cosines in the place of columns that go round, see {@link Cycles}.
     *
     * @param dates times in seconds or milliseconds since 1970, by name or by number from 1
     * @param cyclic columns with their periods, as {@code hour=24}
     */
    public ProblemBuilder cycles(List<String> dates, List<String> cyclic) {
        plan.dates = List.copyOf(dates);
        plan.cyclic = List.copyOf(cyclic);
        return this;
    }

    /** Adds sines and cosines of the inputs with up to so many periods over their range, see {@link PeriodicInputs}. */
    public ProblemBuilder periodic(int most) {
        plan.periods = most;
        return this;
    }

    /** Adds copies of the training images, shifted by one pixel each. */
    public ProblemBuilder shifted(int copies) {
        plan.shifts = copies;
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
        plan.check();
        if (weights != null && initializer != null) {
            throw new IllegalArgumentException("--weights and --init: give one of them; each says where to start");
        }
        DataPlan.Prepared prepared = plan.prepare(seed, remarks);
        Dataset train = prepared.train();
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
        Optional<Dataset> tested = prepared.test().map(set -> fitted(set, net));
        return new Problem(fitted, tested, net, lowered, start(net), number, remarks, prepared,
                setting(net, lowered));
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

    /** The network that a file of weights is of, as far as names, shapes and these data tell. */
    public Weights.Inferred inferred(Path file) {
        return InferredNetwork.of(file, plan.prepare(seed, new ArrayList<>()).train(), Optional.ofNullable(loss),
                plan::shape);
    }

    private Network network(Dataset train) {
        if (network != null) {
            return network;
        }
        if (weights != null) {
            Path file = weights;
            Weights.Inferred inferred = InferredNetwork.of(file, train, Optional.ofNullable(loss), plan::shape);
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
                            : " for " + data.classes().size() + " classes")
                    + (network.inputs() == fitted.inputs() || remarks.isEmpty()
                            ? ""
                            : " (" + String.join("; ", remarks) + ")"));
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
        plan.describe(setting);
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
