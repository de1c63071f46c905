package org.paisaje.study.explain.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.risk.Risk;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Pace;
import org.paisaje.study.explain.check.LastSteps;
import org.paisaje.study.explain.evidence.Course;
import org.paisaje.study.explain.evidence.Milestone;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.training.Outcome;
import org.paisaje.training.ProbeSeries;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.weights.Weights;

/** The course of a run that is over, by its checkpoints. */
final class RunCourse {
    private RunCourse() {}

    /** The subject whose start is the first checkpoint and whose network is that of the one at which the end is examined. */
    static Subject subject(RunSubject run, Course course) {
        List<Snapshot> all = run.run().snapshots();
        long last = Math.max(1, run.place(all.getLast().when()));
        return new Subject(run.told().train(), run.told().test(), course.end().network(), all.getFirst().theta(),
                run.told().loss(), new WithoutState(run.optimizer(), preconditioner(run, all.getLast()) != null),
                Math.max(0, run.batch()), last,
                run.told().seed(), run.threads(), Optional.of(run.told()), Pace.CONSTANT);
    }

    /** Loss and gradient at the checkpoints. */
    static Course of(RunSubject run) {
        long began = System.nanoTime();
        List<Milestone> milestones = new ArrayList<>();
        Optional<FinishedRun.Broken> broken = run.run().broken();
        for (Snapshot snapshot : run.looked()) {
            double[] gradient = new double[snapshot.theta().length];
            Risk risk = Risk.of(snapshot.network(), run.told().train().x(), run.told().targets(run.told().train()),
                    run.told().loss());
            double loss = risk.valueAndGradient(snapshot.theta(), gradient);
            double square = 0;
            for (double entry : gradient) {
                square += entry * entry;
            }
            if (!Double.isFinite(loss) || !Double.isFinite(square)) {
                broken = Optional.of(new FinishedRun.Broken(snapshot.when(), "the loss"));
                break;
            }
            milestones.add(new Milestone(run.place(snapshot.when()), snapshot.network(), snapshot.theta(), loss,
                    Math.sqrt(square), rate(run, snapshot), preconditioner(run, snapshot)));
        }
        if (milestones.isEmpty()) {
            throw new IllegalArgumentException("explain: the loss of the first checkpoint, "
                    + run.run().snapshots().getFirst().file() + ", is not finite on these data; are they those of the "
                    + "run, scaled as there?");
        }
        var series = new ProbeSeries("full loss", milestones.stream().mapToLong(Milestone::step).toArray(),
                milestones.stream().mapToDouble(Milestone::loss).toArray());
        long end = milestones.getLast().step();
        Outcome outcome = broken.isPresent()
                ? new Outcome.Diverged(run.place(broken.get().when()), Double.NaN, broken.get().entry()
                        + " is not finite in the checkpoint of " + broken.get().when().words())
                : new Outcome.Finished(end, "the last checkpoint");
        return new Course(outcome, series, Attempt.spikes(series), milestones, LastSteps.UNKNOWN,
                1e-9 * (System.nanoTime() - began));
    }

    /**
     * The diagonal by which the rule divides at a checkpoint, if it holds what that is made of; groups of parameters with other
     * rates than the largest are divided by so much more.
     */
    private static double @Nullable [] preconditioner(RunSubject run, Snapshot snapshot) {
        Optional<Weights.Remembered> known = snapshot.optimizer().filter(one -> one.squares().length > 0);
        if (run.optimizer().isEmpty() || known.isEmpty()) {
            return null;
        }
        Optimizer rule = run.optimizer().get();
        double[] scale = rule.remembering(known.get().squares(), known.get().steps())
                .flatMap(state -> Optional.ofNullable(rule.preconditioner(state)))
                .orElse(null);
        double[] rates = known.get().rates();
        double most = Arrays.stream(rates).max().orElse(0);
        if (scale == null || !(Arrays.stream(rates).min().orElse(0) > 0)) {
            return null;
        }
        for (int i = 0; i < scale.length; i++) {
            scale[i] *= most / rates[i];
        }
        return scale;
    }

    /** The rate that the log has at a checkpoint, else the largest that the checkpoint holds, else that of the rule. */
    private static double rate(RunSubject run, Snapshot snapshot) {
        When when = snapshot.when();
        double told = snapshot.optimizer()
                .flatMap(one -> Arrays.stream(one.rates()).boxed().max(Double::compare))
                .or(() -> run.optimizer().filter(Optimizer::usesRate).map(Optimizer::rate))
                .orElse(Double.NaN);
        List<LoggedSeries.Point> rates = run.run()
                .log()
                .of(LoggedSeries.Quantity.RATE)
                .flatMap(series -> series.points().stream())
                .filter(point -> point.value() > 0)
                .toList();
        boolean steps = run.unit().equals("step");
        return rates.stream()
                .filter(point -> when.step().isPresent() && point.step() == when.step().getAsLong()
                        || when.epoch().isPresent() && point.epoch() == when.epoch().getAsLong())
                .reduce((a, b) -> b)
                // Logged every so many steps: the last one before the checkpoint.
                .or(() -> rates.stream()
                        .filter(point -> steps && point.step() <= run.place(when))
                        .max(Comparator.comparingDouble(LoggedSeries.Point::step)))
                .map(LoggedSeries.Point::value)
                .orElse(told);
    }
}
