package org.paisaje.study.train;

import java.nio.file.Path;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.risk.Risk;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Probe;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.optimizer.Point;

/** Runs a {@link FitSetting}: trains, records loss and accuracy about two hundred times, evaluates at the end. */
public final class Fit {
    private static final int RECORDS = 200;
    private static final int CHECKPOINTS = 20;

    private final FitSetting setting;
    private final int threads;
    private final Matrix targets;

    /** Told how far a run has come, a thousand times or so. */
    @FunctionalInterface
    public interface Listener {
        /** After {@code step} of {@code total} steps, the last of them at that loss. */
        void at(long step, long total, double loss);
    }

    private Fit(FitSetting setting, int threads) {
        this.setting = setting;
        this.threads = threads;
        this.targets = setting.problem().targets(setting.train());
    }

    /**
     * Trains from theta. A run that diverges or is interrupted (by the interrupt of the calling thread) ends in a result
     * that says so.
     *
     * @param theta the initial parameters, not modified
     * @param checkpoint the file in which the run is kept every twentieth of it and at its end; may be absent
     * @param threads how many threads to use; does not change the result
     */
    public static FitResult run(FitSetting setting, double[] theta, Optional<Path> checkpoint, int threads,
            Listener listener) {
        return new Fit(setting, threads).run(theta, checkpoint, false, listener);
    }

    /**
     * Continues the run that a checkpoint holds, to the epochs of the setting, as if it had not been stopped.
     *
     * @throws IllegalArgumentException if the checkpoint is of another setting
     */
    public static FitResult resume(FitSetting setting, Path checkpoint, int threads, Listener listener) {
        return new Fit(setting, threads).run(new double[0], Optional.of(checkpoint), true, listener);
    }

    private FitResult run(double[] theta, Optional<Path> checkpoint, boolean resume, Listener listener) {
        return Blas.withThreads(threads, () -> {
            Training training = training(checkpoint, listener);
            Risk risk = Risk.of(setting.network(), setting.train().x(), targets, setting.loss());
            Trajectory trajectory = resume
                    ? training.resume(checkpoint.orElseThrow(), risk)
                    : training.run(risk, theta);
            double[] gradient = new double[trajectory.theta().length];
            risk.valueAndGradient(trajectory.theta(), gradient);
            double square = 0;
            for (double entry : gradient) {
                square += entry * entry;
            }
            return new FitResult(setting, trajectory, evaluate(setting.train(), targets, trajectory.theta()),
                    setting.test().map(data -> evaluate(data, setting.problem().targets(data), trajectory.theta())),
                    Math.sqrt(square));
        });
    }

    private Training training(Optional<Path> checkpoint, Listener listener) {
        long total = setting.steps();
        Cadence records = Cadence.epochs(Math.max(1, setting.epochs() / RECORDS));
        Training training = Training.with(setting.optimizer())
                .schedule(setting.schedule())
                .clip(setting.clip())
                .threads(threads)
                .stop(Stop.afterEpochs(setting.epochs()))
                .watch(at -> listener.at(at.step(), total, at.value()), Cadence.every(Math.max(1, total / 1000)))
                .record(Probe.rate(), records)
                .record(Probe.gradientNorm(), records);
        if (setting.batch() > 0) {
            training = training.batches(Batches.of(setting.batch(), setting.seed().named("batches")));
        }
        training = recorded(training, "train", setting.train(), targets, records);
        if (setting.test().isPresent()) {
            Dataset test = setting.test().get();
            training = recorded(training, "test", test, setting.problem().targets(test), records);
        }
        return checkpoint.isPresent()
                ? training.checkpoint(checkpoint.get(), Cadence.epochs(Math.max(1, setting.epochs() / CHECKPOINTS)))
                : training;
    }

    private Training recorded(Training training, String part, Dataset data, Matrix y, Cadence records) {
        var shared = new Shared(data, y);
        Training result = training.record(Probe.of(part + " loss", at -> shared.at(at).loss()), records);
        return data.classes().isEmpty()
                ? result
                : result.record(Probe.of(part + " accuracy", at -> shared.at(at).accuracy().orElseThrow()), records);
    }

    private Evaluation evaluate(Dataset data, Matrix y, double[] theta) {
        return Evaluation.of(setting.network(), setting.loss(), data, y, theta);
    }

    /** One forward pass for all probes of a step. */
    private final class Shared {
        private final Dataset data;
        private final Matrix y;
        private long step = -1;
        private Evaluation last = new Evaluation(0, 0, 0);

        Shared(Dataset data, Matrix y) {
            this.data = data;
            this.y = y;
        }

        Evaluation at(Point point) {
            if (point.step() != step) {
                last = evaluate(data, y, point.theta());
                step = point.step();
            }
            return last;
        }
    }
}
