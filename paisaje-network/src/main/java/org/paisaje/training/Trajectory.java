package org.paisaje.training;

import java.util.List;
import java.util.Map;
import org.paisaje.math.Brief;

/**
 * What a run left behind.
 *
 * @param theta the last point; after divergence the last one kept or recorded at which all was finite
 * @param value the value of the function stepped on, last evaluated; finite
 * @param outcome how the run ended
 * @param steps the steps made, including those before a resume
 * @param series what the probes recorded, by the name of the probe, in the order they were asked for
 * @param snapshots the points kept, in order of steps
 * @param timing where the time went, in this run
 */
public record Trajectory(double[] theta, double value, Outcome outcome, long steps, Map<String, ProbeSeries> series,
        List<Snapshot> snapshots, Timing timing) {
    /** Theta at a step. */
    public record Snapshot(long step, double[] theta) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * Wall-clock seconds.
     *
     * @param total from the start to the end of the run
     * @param probes in probes, listeners and full evaluations
     * @param checkpoints in writing checkpoints
     * @param steps the steps made in this run
     */
    public record Timing(double total, double probes, double checkpoints, long steps) {
        /** Seconds per step, without probes and checkpoints. */
        public double perStep() {
            return steps == 0 ? 0 : (total - probes - checkpoints) / steps;
        }
    }

    /** What the probe of that name recorded. */
    public ProbeSeries series(String name) {
        ProbeSeries found = series.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "series: no probe is called \"" + name + "\"; there are " + series.keySet());
        }
        return found;
    }

    /** Whether a target was met or the budget spent, as opposed to stalled, diverged or interrupted. */
    public boolean completed() {
        return outcome.completed();
    }

    @Override
    public String toString() {
        return "Trajectory[" + outcome.describe() + ", value " + value + ", " + series.values() + "]";
    }
}
