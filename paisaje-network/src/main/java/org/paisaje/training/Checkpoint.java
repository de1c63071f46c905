package org.paisaje.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.math.Brief;
import org.paisaje.risk.Objective;

/**
 * A run between two steps, as a file holds it.
 *
 * <p>The file: the line {@code PAISAJE CHECKPOINT 1}; lines {@code key value} in UTF-8, namely {@code is NAME VALUE} for
 * what the run is (optimizer, schedule, batches, network, data), {@code step}, {@code best} and {@code best-step}, and
 * {@code array NAME LENGTH} for each array; an empty line; the arrays in that order as little-endian doubles; and eight
 * bytes with the CRC-32C of all before, little-endian. It is written under another name and then renamed, so that a
 * file is complete or absent.
 *
 * @param identity what the run is, by name
 * @param step the steps made
 * @param best the lowest value seen by the rule against stalling
 * @param bestStep the step of that value
 * @param initial where the run began, length p
 * @param theta where it stands, length p
 * @param state the arrays of the optimizer, by name
 * @param series the records so far, by probe
 * @param snapshots the points kept so far
 */
public record Checkpoint(Map<String, String> identity, long step, double best, long bestStep, double[] initial,
        double[] theta, Map<String, double[]> state, Map<String, ProbeSeries> series,
        List<Trajectory.Snapshot> snapshots) {

    /** Reads a file. */
    public static Checkpoint read(Path file) {
        try {
            return fromArrays(CheckpointFile.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes the file, replacing one that is there in one move. */
    public void write(Path file) {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        arrays.put("initial", initial);
        arrays.put("theta", theta);
        state.forEach((name, array) -> arrays.put("state/" + name, array));
        for (ProbeSeries one : series.values()) {
            double[] steps = new double[one.size()];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = one.steps()[i];
            }
            arrays.put("series-steps/" + one.name(), steps);
            arrays.put("series-values/" + one.name(), one.values());
        }
        for (Trajectory.Snapshot snapshot : snapshots) {
            arrays.put("snapshot/" + snapshot.step(), snapshot.theta());
        }
        try {
            new CheckpointFile(identity, step, best, bestStep, arrays).write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Checkpoint fromArrays(CheckpointFile file) throws IOException {
        Map<String, double[]> state = new LinkedHashMap<>();
        Map<String, ProbeSeries> series = new LinkedHashMap<>();
        List<Trajectory.Snapshot> snapshots = new ArrayList<>();
        double[] initial = file.array("initial");
        double[] theta = file.array("theta");
        require(file.step() >= 0, "step is " + file.step() + ", needs a count");
        require(!Double.isNaN(file.best()), "best is NaN, needs a number");
        require(file.bestStep() >= 0 && file.bestStep() <= file.step(),
                "best-step is " + file.bestStep() + ", needs a step up to " + file.step());
        for (var entry : file.arrays().entrySet()) {
            String name = entry.getKey();
            double[] values = entry.getValue();
            if (name.equals("initial") || name.equals("theta")) {
                finite(name, values, theta.length);
            } else if (name.startsWith("state/")) {
                require(Arrays.stream(values).noneMatch(Double::isNaN), "array " + name + " holds NaN");
                state.put(name.substring(6), values);
            } else if (name.startsWith("series-values/")) {
                String probe = name.substring(14);
                long[] steps = steps(file, "series-steps/" + probe);
                require(steps.length == values.length,
                        "array " + name + " has " + values.length + " numbers for " + steps.length + " steps");
                series.put(probe, new ProbeSeries(probe, steps, values));
            } else if (name.startsWith("series-steps/")) {
                file.array("series-values/" + name.substring(13));
            } else if (name.startsWith("snapshot/")) {
                finite(name, values, theta.length);
                snapshots.add(new Trajectory.Snapshot(step(file, name, snapshots), values));
            } else {
                throw new IOException("array " + name + " is none of a checkpoint");
            }
        }
        return new Checkpoint(file.identity(), file.step(), file.best(), file.bestStep(), initial, theta, state, series,
                snapshots);
    }

    /** The steps of a series: whole, ascending, none after the step of the checkpoint. */
    private static long[] steps(CheckpointFile file, String name) throws IOException {
        double[] values = file.array(name);
        long[] steps = new long[values.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (long) values[i];
            require(steps[i] == values[i] && steps[i] <= file.step() && steps[i] >= (i == 0 ? 0 : steps[i - 1] + 1),
                    "array " + name + ", entry " + i + " is " + values[i] + ", needs ascending steps up to "
                            + file.step());
        }
        return steps;
    }

    private static long step(CheckpointFile file, String name, List<Trajectory.Snapshot> before) throws IOException {
        try {
            long step = Long.parseLong(name.substring(9));
            require(step <= file.step() && step >= (before.isEmpty() ? 0 : before.getLast().step() + 1),
                    "array " + name + ": the step of a snapshot is after the one before, up to " + file.step());
            return step;
        } catch (NumberFormatException e) {
            throw new IOException("array " + name + ": a snapshot has the number of a step", e);
        }
    }

    private static void finite(String name, double[] values, int length) throws IOException {
        require(values.length == length,
                "array " + name + " has " + values.length + " numbers, theta has " + length);
        for (int i = 0; i < values.length; i++) {
            require(Double.isFinite(values[i]), "array " + name + ", entry " + i + " is " + values[i]);
        }
    }

    private static void require(boolean right, String otherwise) throws IOException {
        if (!right) {
            throw new IOException(otherwise + "; the file is not what a run writes");
        }
    }

    /** What a run with these settings on that objective is. */
    static Map<String, String> identity(Training training, Objective objective) {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("parameters", Integer.toString(objective.dimension()));
        if (objective instanceof SampledObjective sampled) {
            result.putAll(sampled.identity());
        }
        result.put("optimizer", training.optimizer().text());
        result.put("schedule", training.schedule().text());
        Batches batches = training.batches();
        result.put("batches", batches == null ? "all samples" : batches.text());
        result.put("clip", Double.toString(training.clip()));
        return result;
    }

    /** Refuses a run that is another. */
    void requireSame(Map<String, String> now) {
        for (String key : now.keySet()) {
            String then = identity.get(key);
            if (!now.getOrDefault(key, "").equals(then)) {
                throw new IllegalArgumentException("resume: the " + key + " of the checkpoint is " + then
                        + ", this run has " + now.get(key) + "; a run continues only with what it began with");
            }
        }
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
