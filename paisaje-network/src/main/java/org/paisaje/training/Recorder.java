package org.paisaje.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.paisaje.training.optimizer.Point;

/** What a run keeps along the way, and when the next of it is due. */
final class Recorder {
    private static final class Column {
        private long[] steps = new long[16];
        private double[] values = new double[16];
        private int size;

        void add(long step, double value) {
            if (size > 0 && steps[size - 1] == step) {
                return;
            }
            if (size == steps.length) {
                steps = Arrays.copyOf(steps, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            steps[size] = step;
            values[size++] = value;
        }

        ProbeSeries series(String name) {
            return new ProbeSeries(name, Arrays.copyOf(steps, size), Arrays.copyOf(values, size));
        }
    }

    private final Training training;
    private final long perEpoch;
    private final Column[] columns;
    private final List<Trajectory.Snapshot> snapshots = new ArrayList<>();
    private final long[] recordingDue;
    private final long[] watcherDue;
    private long snapshotDue;
    private long checkpointDue;
    private long next;

    Recorder(Training training, long perEpoch) {
        this.training = training;
        this.perEpoch = perEpoch;
        columns = new Column[training.recordings().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Column();
        }
        recordingDue = new long[columns.length];
        watcherDue = new long[training.watchers().size()];
        snapshotDue = training.snapshots() == null ? Long.MAX_VALUE : 0;
        checkpointDue = after(checkpointCadence(), 0);
        next = 0;
    }

    void restore(Checkpoint from, long epochLength) {
        for (int i = 0; i < columns.length; i++) {
            String name = training.recordings().get(i).probe().name();
            ProbeSeries series = from.series().get(name);
            if (series == null) {
                throw new IllegalArgumentException("resume: the checkpoint has no series \"" + name + "\"; it has "
                        + from.series().keySet() + "; resume with the probes of the first run");
            }
            for (int j = 0; j < series.size(); j++) {
                columns[i].add(series.steps()[j], series.values()[j]);
            }
        }
        if (from.series().size() != columns.length) {
            throw new IllegalArgumentException("resume: the checkpoint has the series " + from.series().keySet()
                    + ", the run to resume records "
                    + training.recordings().stream().map(recording -> recording.probe().name()).toList());
        }
        snapshots.addAll(from.snapshots());
        if (from.step() > 0) {
            long before = from.step() - 1;
            for (int i = 0; i < recordingDue.length; i++) {
                recordingDue[i] = after(training.recordings().get(i).cadence(), before);
            }
            for (int i = 0; i < watcherDue.length; i++) {
                watcherDue[i] = after(training.watchers().get(i).cadence(), before);
            }
            snapshotDue = after(training.snapshots(), before);
            checkpointDue = after(checkpointCadence(), from.step());
            updateNext();
        }
    }

    private @Nullable Cadence checkpointCadence() {
        Training.Checkpointing checkpoint = training.checkpoint();
        return checkpoint == null ? null : checkpoint.cadence();
    }

    private long after(@Nullable Cadence cadence, long step) {
        if (cadence == null) {
            return Long.MAX_VALUE;
        }
        long due = cadence.after(step, perEpoch);
        Check.that(due > step, "Cadence", "the step after " + step, due, "a later step");
        return due;
    }

    /** The first step at which anything is due. */
    long next() {
        return next;
    }

    boolean checkpointDue(long step) {
        return step >= checkpointDue;
    }

    /** Records what is due at the point, and everything when it is the last. */
    void record(Point at, boolean last, boolean broken) {
        long step = at.step();
        for (int i = 0; i < columns.length; i++) {
            if (last || step >= recordingDue[i]) {
                Training.Recording recording = training.recordings().get(i);
                double value = broken ? Double.NaN : recording.probe().measure(at);
                if (Double.isFinite(value)) {
                    columns[i].add(step, value);
                }
                recordingDue[i] = after(recording.cadence(), step);
            }
        }
        Cadence keeping = training.snapshots();
        if (keeping != null && (last || step >= snapshotDue)) {
            if (!broken && (snapshots.isEmpty() || snapshots.getLast().step() < step)) {
                snapshots.add(new Trajectory.Snapshot(step, at.theta().clone()));
            }
            snapshotDue = after(keeping, step);
        }
        for (int i = 0; i < watcherDue.length; i++) {
            if (last || step >= watcherDue[i]) {
                Training.Watcher watcher = training.watchers().get(i);
                watcher.listener().accept(at);
                watcherDue[i] = after(watcher.cadence(), step);
            }
        }
        if (checkpointDue(step)) {
            checkpointDue = after(checkpointCadence(), step);
        }
        updateNext();
    }

    private void updateNext() {
        next = Math.min(snapshotDue, checkpointDue);
        for (long due : recordingDue) {
            next = Math.min(next, due);
        }
        for (long due : watcherDue) {
            next = Math.min(next, due);
        }
    }

    Map<String, ProbeSeries> series() {
        Map<String, ProbeSeries> result = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
            String name = training.recordings().get(i).probe().name();
            result.put(name, columns[i].series(name));
        }
        return Collections.unmodifiableMap(result);
    }

    List<Trajectory.Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }
}
