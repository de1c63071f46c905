package org.paisaje.study.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.Risk;
import org.paisaje.study.Listener;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Outcome;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.optimizer.Point;
import org.paisaje.training.optimizer.StepStability;

/**
 * The largest eigenvalue of the Hessian along a run, each value started from the vector of the last, beside the largest that
 * the rule of the steps allows at its rate. For a rule that divides by a preconditioner it is that of the divided Hessian.
 *
 * @param readings in order
 * @param theta where the run ended; after divergence the last point that was finite
 * @param outcome how it ended
 * @param preconditioned whether the Hessian is divided by a preconditioner
 * @param threshold the rule, if its bound is known
 * @param products products with the Hessian, all together
 */
record SharpnessCourse(List<Reading> readings, double[] theta, Outcome outcome, boolean preconditioned,
        Optional<StepStability> threshold, long products) {
    private static final int READINGS = 40;
    /** A loss that exceeds the larger of 1 and the first by this factor counts as divergence. */
    private static final double BLOWN = 1e6;

    /**
     * A point of the run.
     *
     * @param step the step
     * @param loss over the samples whose curvature is taken
     * @param sharpness the largest eigenvalue
     * @param bound an eigenvalue lies within this of it
     * @param stable the largest that the rule allows at the rate of this step; NaN where that is not known
     */
    record Reading(long step, double loss, double sharpness, double bound, double stable) {}

    static SharpnessCourse of(SpectrumSetting setting, SpectrumSetting.Run run, double[] start, int threads,
            Listener listener) {
        Risk measured = setting.risk();
        Risk trained = setting.problem().risk();
        double first = trained.value(start);
        Seed seed = setting.problem().seed();
        var watch = new Watch(run, measured, seed.named("sharpness"), start, listener);
        Cadence early = Cadence.geometric(2);
        Cadence late = Cadence.every(Math.max(1, run.steps() / READINGS));
        Training training = Training.with(run.optimizer())
                .schedule(run.schedule())
                .clip(run.clip())
                .threads(threads)
                .stop(Stop.after(run.steps()).orLossAbove(BLOWN * Math.max(1, first)))
                .watch(watch::at,
                        (step, perEpoch) -> Math.min(early.after(step, perEpoch), late.after(step, perEpoch)));
        if (run.batch() > 0) {
            training = training.batches(Batches.of(run.batch(), seed.named("batches")));
        }
        Trajectory trajectory = training.run(trained, start);
        return new SharpnessCourse(List.copyOf(watch.readings), watch.last, trajectory.outcome(), watch.preconditioned,
                run.optimizer().stability(run.optimizer().rate()), watch.products);
    }

    /** Measures at a point of the run. */
    private static final class Watch {
        private final SpectrumSetting.Run run;
        private final Risk risk;
        private final Seed seed;
        private final Listener listener;
        private final List<Reading> readings = new ArrayList<>();
        private double[] last;
        private boolean preconditioned;
        private long products;
        private Sharpness.Warm warm = Sharpness.Warm.cold();

        Watch(SpectrumSetting.Run run, Risk risk, Seed seed, double[] start, Listener listener) {
            this.run = run;
            this.risk = risk;
            this.seed = seed;
            this.last = start;
            this.listener = listener;
        }

        void at(Point point) {
            double loss = risk.value(point.theta());
            if (!readings.isEmpty() && readings.getLast().step() == point.step() || !Double.isFinite(loss)) {
                return;
            }
            last = point.theta().clone();
            Optional<StepStability> known = run.optimizer().stability(point.rate());
            preconditioned = known.map(StepStability::preconditioned).orElse(false);
            LinearOperator hessian = risk.hessian(last);
            if (preconditioned) {
                double[] scale = run.optimizer().preconditioner(point.state());
                if (scale == null || !positive(scale)) {
                    return;
                }
                double decay = known.map(StepStability::coupled).orElse(0.0);
                double[] roots = new double[scale.length];
                for (int i = 0; i < roots.length; i++) {
                    roots[i] = 1 / Math.sqrt(scale[i]);
                }
                hessian = (decay == 0 ? hessian : hessian.shifted(decay)).congruence(roots);
            }
            warm = warm.next(hessian, seed);
            products += warm.products();
            if (warm.sharpness() instanceof Sharpness.Measured(double value, double bound, boolean _)) {
                readings.add(new Reading(point.step(), loss, value, bound,
                        known.map(StepStability::stable).orElse(Double.NaN)));
            }
            listener.progress(0.5 * point.step() / Math.max(1, run.steps()), "step " + point.step());
        }

        private static boolean positive(double[] scale) {
            for (double entry : scale) {
                if (!(entry > 0) || Double.isInfinite(entry)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The loss rose or left all bounds. */
    boolean diverged() {
        return outcome instanceof Outcome.Diverged;
    }
}
