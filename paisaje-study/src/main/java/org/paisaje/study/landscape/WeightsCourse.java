package org.paisaje.study.landscape;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.study.Session;
import org.paisaje.study.train.FitSetting;
import org.paisaje.study.train.KeptRun;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/**
 * Weights along a run, the same run as {@code train} makes.
 *
 * @param points in order, the last of them the end
 * @param places what each is called
 * @param failure why it did not get to its end; empty if it did
 */
record WeightsCourse(List<double[]> points, List<String> places, String failure) {
    private static final int MOST = 60;
    /** The share of the free memory that the points may take. */
    private static final double MEMORY = 0.25;

    WeightsCourse {
        points = List.copyOf(points);
        places = List.copyOf(places);
    }

    /** Trains; with the points along the run or its end alone. */
    static WeightsCourse trained(FitSetting fit, boolean along, Session session) {
        double[] start = fit.problem().start();
        long total = fit.steps();
        long room = (long) (MEMORY * MemoryEstimate.free() / (8.0 * Math.max(1, start.length)));
        long count = Math.min(MOST, Math.max(2, room));
        List<double[]> points = new ArrayList<>();
        List<String> places = new ArrayList<>();
        Training training = Training.with(fit.optimizer())
                .schedule(fit.schedule())
                .clip(fit.clip())
                .threads(session.threads())
                .stop(Stop.afterEpochs(fit.epochs()))
                .watch(at -> session.listener()
                        .progress(0.4 * at.step() / total, "training, step " + at.step()),
                        Cadence.every(Math.max(1, total / 200)));
        if (fit.batch() > 0) {
            training = training.batches(Batches.of(fit.batch(), fit.seed().named("batches")));
        }
        if (along) {
            training = training.snapshots(Cadence.every(Math.max(1, Math.ceilDiv(total, count - 1))));
        }
        Trajectory run = KeptRun.in(session).run(training, fit.problem().risk(), start, total);
        boolean complete = run.outcome().completed();
        for (Trajectory.Snapshot at : run.snapshots()) {
            points.add(at.theta());
            places.add("step " + at.step());
        }
        if (points.isEmpty()) {
            points.add(run.theta());
            places.add("step " + total);
        }
        return new WeightsCourse(points, places, complete ? "" : run.outcome().describe());
    }

    /** Where it ended. */
    double[] end() {
        return points.getLast();
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
