package org.paisaje.study.explain.evidence;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.TargetScale;
import org.paisaje.data.Task;
import org.paisaje.loss.Loss;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.explain.attempt.DenseTwin;
import org.paisaje.study.explain.attempt.Pace;
import org.paisaje.study.explain.attempt.Preparation;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizer;

/**
 * A training run to be explained.
 *
 * @param train the training data
 * @param test other data of the same kind, if there are any
 * @param network the network
 * @param start theta_0
 * @param loss the loss
 * @param optimizer the rule of the steps
 * @param batch samples for each step; 0 for all
 * @param steps how many steps; 0 to look at the weights as they are
 * @param seed the root of the order of the batches and of random probes
 * @param threads how many threads an update may use
 * @param problem what it was made of, if it was made of one
 * @param pace how the rate goes over time, and how long a gradient may be
 */
public record Subject(Dataset train, Optional<Dataset> test, Architecture network, double[] start, Loss loss,
        Optimizer optimizer, int batch, long steps, Seed seed, int threads, Optional<Problem> problem, Pace pace) {
    /** Checks that all belongs together. */
    public Subject {
        train = fitted(train, network);
        test = test.map(data -> fitted(data, network));
        if (start.length != network.layout().size()) {
            throw new IllegalArgumentException("explain: there are " + start.length + " weights, " + network + " has "
                    + network.layout().size() + " parameters");
        }
        for (int i = 0; i < start.length; i++) {
            if (!Double.isFinite(start[i])) {
                throw new IllegalArgumentException("explain: weight " + i + " is " + start[i]
                        + "; the weights are those of a run that had diverged already");
            }
        }
        if (steps < 0 || batch < 0 || batch > train.size()) {
            throw new IllegalArgumentException("explain: " + steps + " steps on batches of " + batch
                    + "; 0 steps or more are needed, and a batch of 0 (for all) to " + train.size() + " samples");
        }
        String name = train.name();
        loss.objection(train.task(), network.outputs()).ifPresent(why -> {
            throw new IllegalArgumentException("explain: " + name + ": " + why);
        });
        if (batch == train.size()) {
            batch = 0;
        }
    }

    /** What a problem and the rule of the steps come to. */
    public static Subject of(Problem problem, Optimizer optimizer, int batch, long steps, int threads) {
        return new Subject(problem.train(), problem.test(), problem.architecture(), problem.start(), problem.loss(),
                optimizer, batch, steps, problem.seed(), threads, Optional.of(problem), Pace.CONSTANT);
    }

    /** The same at another pace. */
    public Subject at(Pace other) {
        return new Subject(train, test, network, start, loss, optimizer, batch, steps, seed, threads, problem, other);
    }

    /** A subject that was put together by hand. */
    public Subject(Dataset train, Optional<Dataset> test, Architecture network, double[] start, Loss loss,
            Optimizer optimizer, int batch, long steps, Seed seed, int threads) {
        this(train, test, network, start, loss, optimizer, batch, steps, seed, threads, Optional.empty(),
                Pace.CONSTANT);
    }

    private static Dataset fitted(Dataset data, Architecture network) {
        Dataset fitted = data.task() instanceof Task.Binary && network.outputs() == 2 ? data.oneHot() : data;
        if (network.inputs() != fitted.inputs() || network.outputs() != fitted.outputs()) {
            throw new IllegalArgumentException("explain: " + network + " takes " + network.inputs()
                    + " inputs and gives " + network.outputs() + " outputs, " + data.name() + " has " + data.inputs()
                    + " inputs and needs " + fitted.outputs() + " outputs");
        }
        return fitted;
    }

    /** The same run on some of the training samples, all of them in every step. */
    public Subject on(int[] rows, long count) {
        return new Subject(train.subset(rows), Optional.empty(), network, start, loss, optimizer, 0, count, seed,
                threads, problem, pace);
    }

    /** The targets of data as the loss takes them. */
    public Matrix targets(Dataset data) {
        return loss.targets(data);
    }

    /** The risk on the training data. */
    public Risk risk() {
        return Risk.of(network, train.x(), targets(train), loss);
    }

    /** The number p of parameters. */
    public int parameters() {
        return start.length;
    }

    /** Whether every step sees all samples. */
    public boolean fullBatch() {
        return batch == 0;
    }

    /** Whether targets are classes. */
    public boolean classes() {
        return !(train.task() instanceof Task.Regression);
    }

    /** The same as a setup of which changed copies are made; what the problem does not say is as usual. */
    public Setup setup() {
        Map<String, Object> said = problem.map(Problem::setting).orElseGet(Map::of);
        return new Setup(train, test, DenseTwin.of(network, start, train.x()), start, problem.map(one -> !one.drawn())
                .orElseGet(() -> !Arrays.equals(start, network.initialize(seed.named("init")))),
                String.valueOf(said.getOrDefault("init", "")), loss, optimizer.text(), pace, batch, steps, seed,
                threads, prepared(said));
    }

    private Preparation prepared(Map<String, Object> said) {
        return new Preparation(problem.flatMap(Problem::inputScale), problem.flatMap(Problem::whitening),
                problem.flatMap(Problem::targetScale)
                        .flatMap(TargetScale::standardization),
                said.containsKey("balance"),
                (Integer) said.getOrDefault("periodic", 0), said.containsKey("drop-outliers"), list(said, "one-hot"),
                list(said, "input-log"), said.containsKey("target-log"), List.of(), "",
                Preparation.Rows.of(problem.flatMap(Problem::order)),
                new Preparation.Made(list(said, "missing-value"), String.valueOf(said.getOrDefault("missing", "")),
                        list(said, "date"), list(said, "cyclic")));
    }

    private static List<String> list(Map<String, Object> said, String name) {
        return said.get(name) instanceof String columns ? List.of(columns.split(",")) : List.of();
    }

    /** The setting by the names of the options, in full; what is known of it if it was put together by hand. */
    public Map<String, Object> setting() {
        var result = new LinkedHashMap<String, Object>(problem.map(Problem::setting).orElseGet(this::describe));
        result.put("optimizer", optimizer.text());
        result.putAll(pace.said());
        result.put("batch", batch);
        result.put("steps", steps);
        return result;
    }

    /** The setting by name, for reports. */
    public Map<String, Object> describe() {
        var result = new LinkedHashMap<String, Object>();
        result.put("data", train.name());
        result.put("trainSamples", train.size());
        test.ifPresent(data -> result.put("testSamples", data.size()));
        result.put("network", network.text());
        result.put("parameters", parameters());
        result.put("loss", loss.name());
        result.put("optimizer", optimizer.text());
        result.putAll(pace.said());
        result.put("batch", fullBatch() ? train.size() : batch);
        result.put("steps", steps);
        return result;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
