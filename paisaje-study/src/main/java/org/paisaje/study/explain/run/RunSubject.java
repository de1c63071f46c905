package org.paisaje.study.explain.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.study.explain.wiring.Wirings;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizer;

/**
 * A run that is over, to be explained.
 *
 * @param run its checkpoints and its log
 * @param told data, network and loss as they are told
 * @param raw the same with inputs as they were read; equal to {@code told} unless that standardises them
 * @param optimizer the rule of the steps, if it was told
 * @param batch samples for each step; 0 for all, -1 if it was not told
 * @param threads how many threads may be used
 */
public record RunSubject(FinishedRun run, Problem told, Problem raw, Optional<Optimizer> optimizer, int batch,
        int threads) {
    /** Most checkpoints of which curvature and kernel are measured. */
    private static final int MOST = 24;

    /** Checks that the batch can be. */
    public RunSubject {
        if (batch < -1 || batch > told.train().size()) {
            throw new IllegalArgumentException("explain: a batch of " + batch + "; there are " + told.train().size()
                    + " training samples, and 0 stands for all of them");
        }
    }

    /** The same with inputs and targets as the log shows that they were used. */
    RunSubject on(Wirings.Used used) {
        String remark = "the log shows " + used.words() + ": so they are taken here";
        Dataset train = used.apply(raw.train());
        Optional<Dataset> test = raw.test().map(used::apply);
        return new RunSubject(run, told.on(train, test, remark), raw.on(train, test, remark), optimizer, batch,
                threads);
    }

    /** The number of steps of an epoch; 1 if the batch was not told. */
    long stepsPerEpoch() {
        return told.steps(1, batch);
    }

    /** What {@link #place} counts. */
    String unit() {
        List<When> all = run.snapshots().stream().map(Snapshot::when).toList();
        if (all.stream().allMatch(when -> when.step().isPresent())) {
            return "step";
        }
        if (all.stream().allMatch(when -> when.epoch().isPresent())) {
            return batch < 0 ? "epoch" : "step";
        }
        return "checkpoint";
    }

    /** Where a checkpoint lies along the run, in units of {@link #unit}. */
    long place(When when) {
        return when.step()
                .orElseGet(() -> when.epoch().isPresent() && unit().equals("step")
                        ? when.epoch().getAsLong() * stepsPerEpoch()
                        : when.order() < 0 ? 0 : when.order());
    }

    /** The checkpoints that are looked at closely: first, last, and others at even distances. */
    List<Snapshot> looked() {
        int n = run.snapshots().size();
        int count = Math.min(n, MOST);
        return IntStream.range(0, count)
                .mapToObj(i -> run.snapshots().get(count == 1 ? n - 1 : (int) ((long) i * (n - 1) / (count - 1))))
                .toList();
    }

    /** The setting by the names of the options, in full. */
    Map<String, Object> setting() {
        var result = new LinkedHashMap<String, Object>(told.setting());
        result.remove("weights");
        result.remove("init");
        result.put("run", run.folder().toString());
        optimizer.ifPresent(rule -> result.put("optimizer", rule.text()));
        if (batch >= 0) {
            result.put("batch", batch);
        }
        return result;
    }
}
