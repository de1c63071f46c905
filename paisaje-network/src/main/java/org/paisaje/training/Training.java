package org.paisaje.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.paisaje.risk.Objective;
import org.paisaje.risk.Risk;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.Point;

/**
 * How to train: an optimizer and all that surrounds it. A value; the methods return changed copies.
 *
 * <pre>{@code
 * var run = Training.with(Adam.withRate(1e-3))
 *         .batches(Batches.of(128, seed))
 *         .schedule(Schedule.cosine(5_000).warmedUp(100))
 *         .record(Probe.loss(), Cadence.every(100))
 *         .stop(Stop.afterEpochs(5))
 *         .run(Risk.of(net, data, Loss.SQUARED), theta);
 * }</pre>
 *
 * @param optimizer the rule of the steps
 * @param schedule the factor of its rate over time
 * @param batches the minibatches, or null to step on all samples
 * @param clip the norm above which gradients are scaled down to it; infinity is never
 * @param stop when it ends
 * @param recordings what is recorded when
 * @param snapshots when theta is kept, or null for never
 * @param watchers who is told when
 * @param threads how many threads an update may use
 * @param checkpoint where and how often the run is written, or null for never
 */
public record Training(Optimizer optimizer, Schedule schedule, @Nullable Batches batches, double clip, Stop stop,
        List<Recording> recordings, @Nullable Cadence snapshots, List<Watcher> watchers, int threads,
        @Nullable Checkpointing checkpoint) {
    /** A probe with its cadence. */
    public record Recording(Probe probe, Cadence cadence) {}

    /** A listener with its cadence, such as a progress bar. */
    public record Watcher(Consumer<Point> listener, Cadence cadence) {}

    /** A file that is overwritten, atomically, when due and when the run ends or is interrupted. */
    public record Checkpointing(Path file, Cadence cadence) {}

    /** Checks the settings. */
    public Training {
        Check.that(clip > 0, "Training", "clip", clip, "a norm above 0");
        Check.that(threads >= 1, "Training", "threads", threads, "at least 1");
        if (batches != null) {
            Check.that(!optimizer.needsFullBatch(), "Training", "batches", batches,
                    "none: " + optimizer.name() + " is defined for the function of all samples");
        }
        Check.that(optimizer.usesRate() || schedule.equals(Schedule.constant()), "Training", "schedule",
                schedule.text(), "to be constant: " + optimizer.name() + " chooses its own steps");
        Check.that(optimizer.usesRate() || clip == Double.POSITIVE_INFINITY, "Training", "clip", clip,
                "to be left out: " + optimizer.name() + " chooses its own steps");
        recordings = List.copyOf(recordings);
        watchers = List.copyOf(watchers);
        long names = recordings.stream().map(recording -> recording.probe().name()).distinct().count();
        Check.that(names == recordings.size(), "Training", "recordings",
                recordings.stream().map(recording -> recording.probe().name()).toList(),
                "probes with different names");
    }

    /** Full-batch training at constant rate that never stops, records nothing and uses all processors. */
    public static Training with(Optimizer optimizer) {
        return new Training(optimizer, Schedule.constant(), null, Double.POSITIVE_INFINITY, Stop.never(), List.of(),
                null, List.of(), Runtime.getRuntime().availableProcessors(), null);
    }

    /** Full-batch training at constant rate from theta, which is not modified. */
    public static Trajectory run(Optimizer optimizer, Objective objective, double[] theta, Stop stop) {
        return with(optimizer).stop(stop).run(objective, theta);
    }

    /** With that schedule of the rate. */
    public Training schedule(Schedule other) {
        return new Training(optimizer, other, batches, clip, stop, recordings, snapshots, watchers, threads,
                checkpoint);
    }

    /** On those minibatches; null for all samples. */
    public Training batches(@Nullable Batches other) {
        return new Training(optimizer, schedule, other, clip, stop, recordings, snapshots, watchers, threads,
                checkpoint);
    }

    /** With gradients longer than {@code norm} scaled down to it: {@code g min(1, norm / |g|)}; torch adds 1e-6 to |g|. */
    public Training clip(double norm) {
        return new Training(optimizer, schedule, batches, norm, stop, recordings, snapshots, watchers, threads,
                checkpoint);
    }

    /** With that end. */
    public Training stop(Stop other) {
        return new Training(optimizer, schedule, batches, clip, other, recordings, snapshots, watchers, threads,
                checkpoint);
    }

    /** With one more probe. */
    public Training record(Probe probe, Cadence cadence) {
        List<Recording> all = new ArrayList<>(recordings);
        all.add(new Recording(probe, cadence));
        return new Training(optimizer, schedule, batches, clip, stop, all, snapshots, watchers, threads, checkpoint);
    }

    /** With theta kept at those steps: p numbers each. */
    public Training snapshots(Cadence cadence) {
        return new Training(optimizer, schedule, batches, clip, stop, recordings, cadence, watchers, threads,
                checkpoint);
    }

    /** With a listener told at those steps. */
    public Training watch(Consumer<Point> listener, Cadence cadence) {
        List<Watcher> all = new ArrayList<>(watchers);
        all.add(new Watcher(listener, cadence));
        return new Training(optimizer, schedule, batches, clip, stop, recordings, snapshots, all, threads, checkpoint);
    }

    /** With at most that many threads for an update; the result does not depend on it. */
    public Training threads(int count) {
        return new Training(optimizer, schedule, batches, clip, stop, recordings, snapshots, watchers, count,
                checkpoint);
    }

    /** With the run written to that file at those steps and at its end. */
    public Training checkpoint(Path file, Cadence cadence) {
        return new Training(optimizer, schedule, batches, clip, stop, recordings, snapshots, watchers, threads,
                new Checkpointing(file, cadence));
    }

    /**
     * Trains from theta, which is not modified. Ends by a rule of {@link #stop()}, by divergence, or when the thread is
     * interrupted (the interrupt flag stays set); every ending is an {@link Outcome} and none an exception.
     *
     * @param objective what to lower; minibatches need a {@link org.paisaje.risk.Risk} or a {@link SampledObjective}
     * @param theta p finite numbers
     */
    public Trajectory run(Objective objective, double[] theta) {
        Check.that(theta.length == objective.dimension(), "run", "the length of theta", theta.length,
                objective.dimension() + ", the number of parameters of the objective");
        Check.finite("run", "theta", theta);
        return new Run(this, sampled(objective), theta).finish();
    }

    /**
     * Continues the run that {@code file} holds, with these settings, as if it had not been stopped: the result is
     * bitwise that of an uninterrupted run. Only {@link #stop()}, listeners, threads and the checkpoint itself may
     * differ from the run that wrote it.
     *
     * @throws IllegalArgumentException if the file is of another network, optimizer, schedule, batching or data
     * @throws java.io.UncheckedIOException if the file cannot be read or is damaged
     */
    public Trajectory resume(Path file, Objective objective) {
        Checkpoint point = Checkpoint.read(file);
        Run run;
        try {
            run = new Run(this, sampled(objective), point);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("checkpoint " + file + ": " + e.getMessage(), e);
        }
        return run.finish();
    }

    private static Objective sampled(Objective objective) {
        return objective instanceof Risk risk ? SampledRisk.of(risk) : objective;
    }
}
