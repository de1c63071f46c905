package org.paisaje.study.problem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.RowOrder;
import org.paisaje.data.Standardization;
import org.paisaje.data.TargetScale;
import org.paisaje.data.Whitening;
import org.paisaje.loss.Loss;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Network;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;

/**
 * Data, task, split, standardisation, network, theta_0 and loss: what every study starts from. Put together by
 * {@link #builder}, by which the command line, a library user and a sweep share one way of reading, dividing and checking.
 * Immutable, and equal descriptions give equal problems.
 */
public final class Problem {
    private final Dataset train;
    private final Optional<Dataset> test;
    private final Network network;
    private final Loss loss;
    private final Start start;
    private final long number;
    private final List<String> remarks;
    private final Optional<Standardization> inputScale;
    private final Optional<Whitening> whitening;
    private final Optional<TargetScale> targetScale;
    private final Optional<RowOrder> order;
    private final Map<String, Object> setting;

    Problem(Dataset train, Optional<Dataset> test, Network network, Loss loss, Start start, long number,
            List<String> remarks, DataPlan.Prepared prepared, Map<String, Object> setting) {
        this.train = train;
        this.test = test;
        this.network = network;
        this.loss = loss;
        this.start = start;
        this.number = number;
        this.remarks = List.copyOf(remarks);
        this.inputScale = prepared.inputScale();
        this.whitening = prepared.whitening();
        this.targetScale = prepared.scale();
        this.order = prepared.order();
        this.setting = Collections.unmodifiableMap(new LinkedHashMap<>(setting));
    }

    /** Where theta_0 comes from. */
    sealed interface Start {
        /** Drawn by an initializer, the usual one of the network unless named. */
        record Drawn(Optional<Initializer> by) implements Start {}

        /** As it is, given or read from a file. */
        record Given(double[] theta) implements Start {
            @Override
            public String toString() {
                return Brief.of(this);
            }
        }
    }

    /**
     * Begins a problem.
     *
     * @param seed the number of the root of built-in random data ({@code data}, {@code test}), the split ({@code split}) and the initial
     *     weights ({@code init})
     */
    public static ProblemBuilder builder(long seed) {
        return new ProblemBuilder(seed);
    }

    /** The same with other data of the same kind. */
    public Problem on(Dataset training, Optional<Dataset> testing, String remark) {
        List<String> said = new ArrayList<>(remarks);
        said.add(remark);
        return new Problem(training, testing, network, loss, start, number, said,
                new DataPlan.Prepared(training, testing, inputScale, whitening, targetScale, Optional.empty()),
                setting);
    }

    /** The training data, inputs standardised if that was asked. */
    public Dataset train() {
        return train;
    }

    /** Data to test on, if there are any, treated as the training data are. */
    public Optional<Dataset> test() {
        return test;
    }

    /** The network. */
    public Network network() {
        return network;
    }

    /**
     * The network, for a study that looks at its layers.
     *
     * @throws IllegalArgumentException if it is of another kind
     */
    public Architecture architecture() {
        if (network instanceof Architecture architecture) {
            return architecture;
        }
        throw new IllegalArgumentException(
                "network: " + network + " does not show its layers; mlp, linear, resnet, conv and "
                        + "onnx do");
    }

    /** The loss that is lowered. */
    public Loss loss() {
        return loss;
    }

    /** The targets of data as the loss wants them. */
    public Matrix targets(Dataset data) {
        return loss.targets(data);
    }

    /** The risk on the training data. */
    public Risk risk() {
        return Risk.of(network, train.x(), targets(train), loss);
    }

    /** theta_0: read from its file, what came with the network, or drawn anew, the same each time. */
    public double[] start() {
        return switch (start) {
            case Start.Drawn(Optional<Initializer> by) -> by
                    .map(initializer -> architecture().initialize(initializer, seed().named("init")))
                    .orElseGet(() -> architecture().givenParameters()
                            .orElseGet(() -> architecture().initialize(seed().named("init"))));
            case Start.Given(double[] theta) -> theta.clone();
        };
    }

    /** How many steps so many passes over the training data are, in batches of this size; 0 stands for all samples. */
    public long steps(long epochs, int batch) {
        long each = batch <= 0 ? 1 : Math.ceilDiv(train.size(), batch);
        if (epochs > Long.MAX_VALUE / each) {
            throw new IllegalArgumentException("training: " + epochs + " epochs are more steps than can be counted");
        }
        return epochs * each;
    }

    /** Whether theta_0 is drawn; weights that were read or given may be trained ones, to which theory of random weights does not apply. */
    public boolean drawn() {
        return start instanceof Start.Drawn(Optional<Initializer> by)
                && (by.isPresent() || !(network instanceof Architecture known) || known.givenParameters().isEmpty());
    }

    /** The root of all randomness. */
    public Seed seed() {
        return Seed.of(number);
    }

    /** The number that names that root. */
    public long seedNumber() {
        return number;
    }

    /** What was assumed on the way that a person should know. */
    public List<String> remarks() {
        return remarks;
    }

    /** How the inputs were standardised, if that was asked. */
    public Optional<Standardization> inputScale() {
        return inputScale;
    }

    /** How the inputs were made uncorrelated after that, if they were. */
    public Optional<Whitening> whitening() {
        return whitening;
    }

    /** How the targets were scaled, if that was asked. */
    public Optional<TargetScale> targetScale() {
        return targetScale;
    }

    /** Where the rows stood in their files, if they come from files and none was repeated. */
    public Optional<RowOrder> order() {
        return order;
    }

    /** The problem by the names of the options, in full: who sets them so gets this problem again. */
    public Map<String, Object> setting() {
        return setting;
    }

    /** What the setting does not say and follows from it: samples, inputs, outputs, classes, parameters. */
    public Map<String, Object> facts() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("trainSamples", train.size());
        test.ifPresent(data -> facts.put("testSamples", data.size()));
        facts.put("inputs", train.inputs());
        facts.put("outputs", network.outputs());
        facts.put("classes", train.classes());
        facts.put("parameters", network.layout().size());
        return facts;
    }
}
