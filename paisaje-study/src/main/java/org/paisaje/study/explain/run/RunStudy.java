package org.paisaje.study.explain.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.study.Block;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;
import org.paisaje.study.explain.ExplainStudy;
import org.paisaje.study.explain.Explainer;
import org.paisaje.study.explain.Explanation;
import org.paisaje.study.explain.answer.Answer;
import org.paisaje.study.explain.answer.FailOn;
import org.paisaje.study.explain.answer.FinishedAnswer;
import org.paisaje.study.explain.answer.Rules;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.baseline.Baseline;
import org.paisaje.study.explain.baseline.Beside;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.chapter.Diagnosis;
import org.paisaje.study.explain.evidence.ConstantPrediction;
import org.paisaje.study.explain.evidence.Course;
import org.paisaje.study.explain.evidence.Milestone;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;
import org.paisaje.study.explain.wiring.WiringChapter;
import org.paisaje.study.explain.wiring.Wirings;
import org.paisaje.study.explain.wiring.change.Context;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.training.optimizer.StepStability;

/** A run that is over, explained from its checkpoints and its log. Nothing is trained. */
public final class RunStudy implements Study<RunSubject> {
    private final FailOn failOn;
    private final Optional<Baseline> baseline;

    /**
     * A study.
     *
     * @param failOn rules, kinds of rules ({@code step}), or {@code any}: a cause among them is not as it should be
     */
    public RunStudy(List<String> failOn) {
        this(FailOn.of(failOn, Stream.of(Rules.ids(), rules()).flatMap(List::stream).distinct().toList()),
                Optional.empty());
    }

    private RunStudy(FailOn failOn, Optional<Baseline> baseline) {
        this.failOn = failOn;
        this.baseline = baseline;
    }

    /** The stable names of the mistakes that only a run that is over can show: by its log, or by the way of its weights. */
    public static List<String> rules() {
        return Stream.of(Wirings.rules(), CheckpointPath.rules()).flatMap(List::stream).toList();
    }

    /** The same study with the run held against another one, which is trained if it has to be. */
    public RunStudy beside(Baseline other) {
        return new RunStudy(failOn, Optional.of(other));
    }

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public long seed(RunSubject run) {
        return run.told().seedNumber();
    }

    @Override
    public Result run(RunSubject told, Session session) {
        if (baseline.filter(Baseline::trains).isPresent()
                && (told.optimizer().isEmpty() || told.batch() < 0 || !told.unit().equals("step"))) {
            throw new IllegalArgumentException("--baseline shuffled trains the network again as it was trained, so "
                    + "--optimizer and --batch must be told, and the names of the checkpoints must count steps or epochs");
        }
        told.told().remarks().forEach(session.listener()::remark);
        told.run().notes().forEach(note -> session.listener().remark(told.run().folder() + ": " + note));
        session.listener().progress(0, "which way of computing reproduces the log");
        Wirings asRead = wirings(told);
        Optional<Wirings.Used> used = asRead.used();
        RunSubject run = used.map(told::on).orElse(told);
        Wirings wirings = used.isPresent() ? wirings(run) : asRead;
        Course course = RunCourse.of(run);
        Subject subject = RunCourse.subject(run, course);
        boolean stateless = run.optimizer()
                .flatMap(rule -> rule.stability(rule.rate()))
                .map(StepStability::preconditioned)
                .orElse(false);
        boolean bounded = subject.optimizer().stability(1).isPresent();
        List<Diagnosis> parts = new ArrayList<>(Diagnosis.ofCheckpoints(bounded));
        if (!bounded) {
            parts.add(1, new CheckpointSteps(run.unit(), stateless));
        }
        parts.add(2, new KernelAlong(run.unit()));
        Explanation explanation = Explainer.of(parts)
                .explain(subject, course, (attempt, data) -> {
                    Answer plain = answer(run, course, attempt, data, wirings);
                    return used
                            .map(one -> plain.adding("The log shows " + one.words() + ": so they are taken here."))
                            .orElse(plain);
                },
                        session.listener()::progress);
        Answer answer = explanation.answer();
        Result.Builder result = Result.of(name(), "What the run in " + run.run().folder().getFileName() + " did")
                .ended(Session.cancelled()
                        ? Ending.interrupted("interrupted; only some parts were examined")
                        : ending(answer, explanation.outcome()))
                .headline(Session.cancelled()
                        ? "NOT COMPLETE: stopped after " + Words.count(explanation.chapters().size(), "part")
                                + " of the examination. " + answer.headline()
                        : answer.headline())
                .about(about(run, explanation))
                .setting(run.setting())
                .measured("problem", explanation.setting())
                .measured("quality", answer.quality().name().toLowerCase(Locale.ROOT))
                .measured("diverged", explanation.diverged())
                .measured("cause", answer.rule())
                .measured("contributing", answer.contributing())
                .measured("excluded", answer.excluded())
                .measured("unchecked", ExplainStudy.unchecked(explanation))
                .measured("checkpoints", run.run().snapshots().size());
        used.ifPresent(one -> result.measured("used", one.words()));
        answer.said().forEach(result::answering);
        answer.alerts().forEach(result::alerting);
        Optional<Beside> beside = baseline.filter(_ -> !Session.cancelled())
                .map(other -> Beside.of(answer.attempt(), other));
        beside.ifPresent(found -> result.answering("Beside", found.answer())
                .measured("baseline", found.measurements())
                .setting(Map.of("baseline", found.name())));
        Figure lead = figure(run, course);
        result.led(lead);
        if (!answer.glance().isEmpty()) {
            result.section(ExplainStudy.glance(explanation));
        }
        result.section(known(run));
        if (!run.run().log().files().isEmpty()) {
            result.section(ExplainStudy.section(WiringChapter.of(wirings), Optional.of(lead), answer));
        }
        beside.ifPresent(found -> result.section(ExplainStudy.section(found.chapter(), Optional.of(lead), answer)));
        explanation.chapters()
                .forEach(chapter -> result.section(ExplainStudy.section(chapter, Optional.of(lead), answer)));
        return result.build();
    }

    private static Answer answer(RunSubject run, Course course, Attempt attempt, Lazy<DataSignals> data,
            Wirings wirings) {
        // What rests on the rule is not looked at where none was told.
        Setup setup = attempt.setup().withOptimizer(run.optimizer().map(rule -> rule.text()).orElse("gd:1"));
        Attempt told = new Attempt(setup, attempt.losses(), attempt.end(),
                attempt.diverged(), attempt.made(), attempt.seconds());
        When end = run.run().broken().map(FinishedRun.Broken::when).orElse(run.run().snapshots().getLast().when());
        Answer read = FinishedAnswer.of(told, data, run.run().fromStart(), run.optimizer().isPresent(), end.words());
        Answer answer = wirings.mistake().isPresent() ? read : wirings.said().map(read::adding).orElse(read);
        Optional<Wirings.Mistake> elsewhere = ConstantPrediction
                .of(run.told().loss(), run.told().targets(run.told().train()))
                .flatMap(constant -> wirings.elsewhere(constant.loss()));
        CheckpointPath path = CheckpointPath.of(run, course);
        Optional<CheckpointPath.Shown> still = path.still();
        if (still.isPresent()) {
            return blaming(answer, still.get());
        }
        Optional<Wirings.Mistake> mistake = wirings.mistake()
                .or(() -> elsewhere)
                .or(() -> run.told()
                        .test()
                        .flatMap(test -> ConstantPrediction.of(run.told().loss(), run.told().targets(test)))
                        .flatMap(constant -> wirings.evaluatedElsewhere(constant.loss())));
        if (mistake.isPresent()) {
            Wirings.Mistake found = mistake.get();
            return answer.blaming(found.rule(), Stage.WIRING, found.sentence(), found.why(), found.todo());
        }
        Answer judged = wirings.asTold() ? answer.excluding("a loss computed otherwise than told") : answer;
        if (judged.quality().done()) {
            return path.frozen().or(path::statistics).map(shown -> judged.adding(shown.headline())).orElse(judged);
        }
        // What lies before the steps is not explained by how far they went, and where a run diverges gradients grow in between.
        boolean earlier = course.diverged()
                || judged.stage().filter(stage -> stage.compareTo(Stage.WIRING) < 0).isPresent();
        return path.frozen()
                .or(path::statistics)
                .or(() -> earlier ? Optional.empty() : path.schedule().or(path::length).or(() -> elsewhere(run, path)))
                .map(shown -> blaming(judged, shown))
                .orElse(judged);
    }

    /** That the steps did not go down the loss of these data, where that stayed at what a constant has. */
    private static Optional<CheckpointPath.Shown> elsewhere(RunSubject run, CheckpointPath path) {
        return ConstantPrediction.of(run.told().loss(), run.told().targets(run.told().train()))
                .flatMap(constant -> path.elsewhere(constant.loss()));
    }

    private static Answer blaming(Answer answer, CheckpointPath.Shown shown) {
        return answer.blaming(shown.rule(), shown.stage(), shown.headline(), shown.why(), shown.todo());
    }

    /** What reproduces the log. */
    private static Wirings wirings(RunSubject run) {
        double decay = run.optimizer()
                .flatMap(rule -> rule.stability(rule.rate()))
                .map(bound -> Math.max(bound.coupled(), bound.decoupled()))
                .orElse(0.0);
        List<Wirings.Weighed> weighed = run.run()
                .snapshots()
                .stream()
                .map(one -> new Wirings.Weighed(number(one.when().step()), number(one.when().epoch()),
                        number(one.when().number()), one.network(), one.theta()))
                .toList();
        return Wirings.of(Context.of(run.told(), run.raw(), run.batch(), decay), run.run().log(), weighed);
    }

    private static double number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }

    private Ending ending(Answer answer, String outcome) {
        return failOn.ending(answer.found() ? answer.rule() : "", outcome, answer.unchecked());
    }

    private static String about(RunSubject run, Explanation explanation) {
        int count = run.run().snapshots().size();
        return run.run().network().text() + " (" + run.run().network().layout().size() + " parameters) on "
                + run.told().train().name().replaceAll("[^:,]*[/\\\\]", "") + " (" + run.told().train().size()
                + " samples), "
                + run.told().loss().name() + ": " + count + (count == 1 ? " checkpoint" : " checkpoints") + ", "
                + (count == 1 ? "" : run.run().snapshots().getFirst().when().words() + " to ")
                + run.run().snapshots().getLast().when().words()
                + (explanation.diverged() ? "; " + explanation.outcome() : "") + ".";
    }

    /** What was read, and what cannot be known. */
    private static Section known(RunSubject run) {
        List<String> items = new ArrayList<>();
        items.add(run.run().log().files().isEmpty()
                ? "There is no log: nothing can be said about what was written down while training."
                : "The log " + run.run().log().files().getFirst().getFileName() + " has "
                        + String.join(", ", run.run().log().series().stream().map(LoggedSeries::name).limit(8).toList())
                        + ".");
        if (!run.run().fromStart()) {
            items.add("There is no checkpoint of the start (step or epoch 0), so what is said of the start is said of "
                    + run.run().snapshots().getFirst().file() + ".");
        }
        items.add("Of the optimizer, " + (run.optimizer().isEmpty()
                ? "nothing was told: steps are not judged."
                : run.run().snapshots().getLast().optimizer().isPresent()
                        ? "the checkpoints hold the rule (" + run.optimizer().get().text()
                                + ") with its rates and means, not "
                                + "the order of the batches: what happened between two of them is not known."
                        : "its running means and the order of the batches are not in the checkpoints: "
                                + "what happened between two of them is not known."));
        items.add("Whether dropout or the like was on while a number was logged cannot be seen; here it is off.");
        return Section.of("known", "What is known of the run", "",
                List.of(new Block.Points("", items)));
    }

    /** Loss at the checkpoints beside what was logged. */
    private static Figure figure(RunSubject run, Course course) {
        List<Series> lines = new ArrayList<>();
        double[] x = course.milestones().stream().mapToDouble(Milestone::step).toArray();
        double[] loss = course.milestones().stream().mapToDouble(Milestone::loss).toArray();
        boolean positive = Arrays.stream(loss).allMatch(value -> value > 0);
        lines.add(new Series.Points("computed on the training data", Role.MEASURED, x, loss));
        for (LoggedSeries series : run.run().log().of(LoggedSeries.Quantity.LOSS).limit(4).toList()) {
            List<double[]> points = new ArrayList<>();
            for (LoggedSeries.Point point : series.points()) {
                double place = run.unit().equals("step") && !Double.isNaN(point.step())
                        ? point.step()
                        : run.unit().equals("step") && run.batch() >= 0
                                ? point.epoch() * run.stepsPerEpoch()
                                : Double.isNaN(point.epoch()) ? point.step() : point.epoch();
                if (Double.isFinite(place)) {
                    points.add(new double[] {place, point.value()});
                }
            }
            positive &= points.stream().allMatch(point -> point[1] > 0);
            if (points.size() > 1) {
                lines.add(new Series.Line("log: " + series.name(),
                        series.part() == LoggedSeries.Part.TEST ? Role.REFERENCE : Role.MEASURED,
                        points.stream().mapToDouble(point -> point[0]).toArray(),
                        points.stream().mapToDouble(point -> point[1]).toArray()));
            }
        }
        return new Figure.Chart("course", "Loss along the run",
                "The loss that was told, over all training samples, computed from the checkpoints; lines are what the log "
                        + "says, grey of test data.",
                Axis.linear(run.unit()), positive ? Axis.log("loss") : Axis.linear("loss"), lines);
    }
}
