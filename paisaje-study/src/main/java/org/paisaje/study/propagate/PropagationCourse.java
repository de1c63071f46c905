package org.paisaje.study.propagate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.paisaje.math.linalg.Blas;
import org.paisaje.network.LayerTrace;
import org.paisaje.study.Session;
import org.paisaje.study.train.FitSetting;
import org.paisaje.study.train.KeptRun;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Outcome;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/**
 * Parameters at some moments.
 *
 * @param epochs the moments in passes over the data
 * @param thetas the parameters there
 * @param outcome how the run ended, if there was one
 */
record PropagationCourse(double[] epochs, List<double[]> thetas, Optional<Outcome> outcome) {
    private static final double LARGEST = 1e140;

    static PropagationCourse of(PropagateSetting setting, Session session) {
        double[] start = setting.problem().start();
        if (!finite(setting, start)) {
            throw new IllegalArgumentException("propagate: the values of " + setting.network()
                    + " at the first weights are beyond the range of doubles; start from smaller weights");
        }
        if (setting.fit().isEmpty()) {
            return new PropagationCourse(new double[] {0}, List.of(start), Optional.empty());
        }
        FitSetting fit = setting.fit().get();
        TreeSet<Long> due = moments(fit.epochs(), setting.moments());
        Cadence cadence = (step, perEpoch) -> {
            Long next = due.higher(step / perEpoch);
            return next == null ? Long.MAX_VALUE : next * perEpoch;
        };
        Training training = Training.with(fit.optimizer())
                .schedule(fit.schedule())
                .clip(fit.clip())
                .threads(session.threads())
                .stop(Stop.afterEpochs(fit.epochs()))
                .snapshots(cadence)
                .watch(at -> session.listener().progress(0.8 * at.step() / fit.steps(), "trains"),
                        Cadence.every(Math.max(1, fit.steps() / 200)));
        if (fit.batch() > 0) {
            training = training.batches(Batches.of(fit.batch(), fit.seed().named("batches")));
        }
        Training whole = training;
        Trajectory run = Blas.withThreads(session.threads(), () -> KeptRun.in(session)
                .run(whole, fit.problem().risk(), start, fit.steps()));
        List<Trajectory.Snapshot> kept = new ArrayList<>();
        for (Trajectory.Snapshot at : run.snapshots()) {
            if (finite(setting, at.theta())) {
                kept.add(at);
            }
        }
        double[] epochs = kept.stream().mapToDouble(at -> (double) at.step() / fit.stepsPerEpoch()).toArray();
        return new PropagationCourse(epochs, kept.stream().map(Trajectory.Snapshot::theta).toList(),
                Optional.of(run.outcome()));
    }

    /** Whether what every layer gives is finite, with room for squares. */
    private static boolean finite(PropagateSetting setting, double[] theta) {
        LayerTrace trace = setting.network().trace(theta, setting.problem().train().x());
        for (int l = 0; l < trace.layers().size(); l++) {
            if (!(trace.values(l).frobeniusNorm() < LARGEST)) {
                return false;
            }
        }
        return true;
    }

    /** The first and the last epoch and others between, about equal ratios apart. */
    static TreeSet<Long> moments(long epochs, int count) {
        var due = new TreeSet<Long>(List.of(0L, epochs));
        for (int k = 1; k < count - 1; k++) {
            due.add(Math.max(1, Math.round(Math.pow(epochs, (double) k / (count - 1)))));
        }
        return due;
    }

    int moments() {
        return thetas.size();
    }

    double[] end() {
        return thetas.getLast();
    }
}
