package org.paisaje.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        for (var entry : file.arrays().entrySet()) {
            String name = entry.getKey();
            if (name.startsWith("state/")) {
                state.put(name.substring(6), entry.getValue());
            } else if (name.startsWith("series-values/")) {
                String probe = name.substring(14);
                double[] steps = file.array("series-steps/" + probe);
                long[] whole = new long[steps.length];
                for (int i = 0; i < whole.length; i++) {
                    whole[i] = (long) steps[i];
                }
                series.put(probe, new ProbeSeries(probe, whole, entry.getValue()));
            } else if (name.startsWith("snapshot/")) {
                snapshots.add(new Trajectory.Snapshot(Long.parseLong(name.substring(9)), entry.getValue()));
            }
        }
        return new Checkpoint(file.identity(), file.step(), file.best(), file.bestStep(), file.array("initial"),
                file.array("theta"), state, series, snapshots);
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
}
