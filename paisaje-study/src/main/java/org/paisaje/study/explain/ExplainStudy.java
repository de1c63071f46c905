package org.paisaje.study.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Ending;
import org.paisaje.study.Mark;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;
import org.paisaje.study.explain.answer.Answer;
import org.paisaje.study.explain.answer.FailOn;
import org.paisaje.study.explain.answer.Rules;
import org.paisaje.study.explain.answer.Trial;
import org.paisaje.study.explain.attempt.KeptAttempts;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.baseline.Baseline;
import org.paisaje.study.explain.baseline.Beside;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.explain.second.SecondRun;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.train.KeptRun;

/** Training that is looked at and explained. A run that diverges is explained too, and that is the study done. */
public final class ExplainStudy implements Study<Subject> {
    /** What follows the run: looks at its milestones, and runs with remedies. */
    private static final String KEPT = "explanation.part";

    private final double trial;
    private final FailOn failOn;
    private final boolean quick;
    private final Optional<Baseline> baseline;
    private final boolean second;

    /** With remedies tried for half a minute. */
    public ExplainStudy() {
        this(30, List.of());
    }

    /**
     * A study.
     *
     * @param trial for about how many seconds remedies are tried; 0 for not at all
     * @param failOn rules, kinds of rules ({@code step}), or {@code any}: a cause among them is not as it should be
     */
    public ExplainStudy(double trial, List<String> failOn) {
        this(trial, FailOn.of(failOn, Rules.ids()), Optional.empty(), false, false);
    }

    private ExplainStudy(double trial, FailOn failOn, Optional<Baseline> baseline, boolean second, boolean quick) {
        this.quick = quick;
        this.second = second;
        this.trial = trial;
        this.failOn = failOn;
        this.baseline = baseline;
    }

    /** The same study with the run held against another one. */
    public ExplainStudy beside(Baseline other) {
        return new ExplainStudy(trial, failOn, Optional.of(other), second, quick);
    }

    /** The same study without the parts that take long and that no cause rests on. */
    public ExplainStudy quick() {
        return new ExplainStudy(trial, failOn, baseline, second, true);
    }

    /** The same study with the run made a second time from another seed, and the way between the two. */
    public ExplainStudy connected() {
        return new ExplainStudy(trial, failOn, baseline, true, quick);
    }

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public long seed(Subject subject) {
        return subject.problem().map(Problem::seedNumber).orElse(subject.seed().key());
    }

    @Override
    public List<String> continuation() {
        return List.of(KeptRun.NAME, KEPT);
    }

    @Override
    public Result run(Subject subject, Session session) {
        Map<String, Object> whole = new LinkedHashMap<>(subject.setting());
        whole.put("trial", trial);
        whole.put("quick", quick);
        try (KeptParts kept = KeptParts.open(KEPT, whole, session)) {
            return run(subject, session, KeptRun.in(session), kept);
        }
    }

    private Result run(Subject subject, Session session, KeptRun checkpoint, KeptParts kept) {
        subject.problem().ifPresent(problem -> problem.remarks().forEach(session.listener()::remark));
        Explanation explanation = (quick ? Explainer.quick() : Explainer.standard())
                .explain(subject, Duration.ofMillis(Math.round(1000 * trial)), session.listener()::progress, checkpoint,
                        kept);
        Answer answer = explanation.answer();
        Optional<Beside> beside = baseline.filter(_ -> !Session.cancelled())
                .map(other -> Beside.of(answer.attempt(), other));
        Optional<SecondRun> connected = second && !Session.cancelled()
                ? Optional.of(SecondRun.of(answer.attempt(), new KeptAttempts(kept, "second")))
                : Optional.empty();
        boolean stopped = Session.cancelled();
        Result.Builder result = Result
                .of(name(), subject.steps() == 0 ? "What these weights are like" : "Why training went as it did")
                .ended(stopped
                        ? Ending.interrupted("interrupted; what follows is of the run as far as it went")
                        : ending(explanation))
                .headline(headline(explanation, stopped))
                .about(about(explanation))
                .setting(subject.setting())
                .measured("problem", explanation.setting())
                .measured("outcome", explanation.outcome())
                .measured("diverged", explanation.diverged())
                .measured("examinedStep", explanation.examined())
                .measured("quality", answer.quality().name().toLowerCase(Locale.ROOT))
                .measured("cause", answer.rule())
                .measured("contributing", answer.contributing())
                .measured("excluded", answer.excluded())
                .measured("unchecked", unchecked(explanation))
                .measured("leftOut", explanation.leftOut())
                .measured("trials", answer.trials().stream().map(trial -> trial(trial, answer)).toList())
                .changing(answer.changes());
        answer.said().forEach(result::answering);
        answer.alerts().forEach(result::alerting);
        beside.ifPresent(found -> result.answering("Beside", found.answer()));
        connected.ifPresent(found -> result.answering("Another seed", found.answer()));
        Optional<Figure> lead = answer.figure().or(() -> lead(explanation)).or(answer::course);
        lead.ifPresent(result::led);
        if (!answer.glance().isEmpty()) {
            result.section(glance(explanation));
        }
        beside.ifPresent(found -> result.section(section(found.chapter(), lead, answer))
                .measured("baseline", found.measurements())
                .setting(Map.of("baseline", found.name())));
        connected.ifPresent(found -> result.section(section(found.chapter(), lead, answer))
                .measured("connect", found.measurements())
                .setting(Map.of("connect", true)));
        explanation.chapters().forEach(chapter -> result.section(section(chapter, lead, answer)));
        return result.build();
    }

    private Ending ending(Explanation explanation) {
        Answer answer = explanation.answer();
        return failOn.ending(answer.found() ? answer.rule() : "", explanation.outcome(), answer.unchecked());
    }

    private static Map<String, Object> trial(Trial trial, Answer answer) {
        var map = new LinkedHashMap<String, Object>();
        map.put("rule", trial.cause().rule());
        map.put("remedy", trial.remedy().words());
        map.put("quality", trial.quality().name().toLowerCase(Locale.ROOT));
        map.put("left", trial.left());
        map.put("chosen", answer.chosen().contains(trial));
        return map;
    }

    /** Every section in a few words, and what was looked for in vain. */
    public static Section glance(Explanation explanation) {
        Answer answer = explanation.answer();
        Set<String> there = explanation.chapters().stream().map(Chapter::id).collect(Collectors.toSet());
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Glance(answer.glance()
                .stream()
                .map(one -> new Block.Glance.Entry(one.section(), switch (one.mark()) {
                    case OK -> Mark.Sign.YES;
                    case NOTE -> Mark.Sign.OPEN;
                    case BAD -> Mark.Sign.NO;
                    case NONE -> Mark.Sign.NONE;
                }, one.words(), there.contains(chapter(one.section())) ? chapter(one.section()) : ""))
                .toList()));
        if ((answer.found() || !answer.quality().done()) && !answer.excluded().isEmpty()) {
            blocks.add(new Block.Points("Checked and not the cause", answer.excluded()));
        }
        var reasons = new LinkedHashMap<String, List<String>>();
        explanation.leftOut().forEach((what, why) -> reasons.computeIfAbsent(why, key -> new ArrayList<>()).add(what));
        answer.unchecked()
                .forEach(one -> reasons.computeIfAbsent(one.reason(), key -> new ArrayList<>()).add(one.looksFor()));
        if (!reasons.isEmpty()) {
            blocks.add(new Block.Points("Not checked, and why", reasons.entrySet()
                    .stream()
                    .map(one -> one.getKey().substring(0, 1).toUpperCase(Locale.ROOT) + one.getKey().substring(1) + ": "
                            + String.join(", ", one.getValue()))
                    .toList()));
        }
        return Section.of("glance", "At a glance", "", blocks);
    }

    /** The chapter in which a line of the glance is told at length. */
    private static String chapter(String section) {
        return switch (section) {
            case "inputs", "labels", "targets" -> "data";
            case "start", "weights", "layers" -> "layers";
            case "step" -> "step-size";
            case "budget" -> "convergence";
            default -> "fit";
        };
    }

    /** What could not be judged, by rule, with the reason. */
    public static Map<String, Object> unchecked(Explanation explanation) {
        var result = new LinkedHashMap<String, Object>();
        explanation.answer().unchecked().forEach(one -> one.rules().forEach(rule -> result.put(rule, one.reason())));
        return result;
    }

    private static String headline(Explanation explanation, boolean stopped) {
        if (!stopped) {
            return explanation.headline();
        }
        if (explanation.answer().quality() != Quality.UNJUDGED) {
            return "NOT COMPLETE: stopped while causes and remedies were looked at. " + explanation.headline();
        }
        int parts = explanation.chapters().size();
        return "NOT COMPLETE: " + (parts == 0
                ? explanation.outcome() + ", before anything was examined."
                : "stopped after " + Words.count(parts, "part") + " of the examination.");
    }

    /** A figure of the part that the cause belongs to, else of the run itself. */
    private static Optional<Figure> lead(Explanation explanation) {
        String part = explanation.answer().stage().map(ExplainStudy::part).orElse("step-size");
        return Stream.of(part, "step-size", "layers")
                .flatMap(id -> explanation.chapters().stream().filter(chapter -> chapter.id().equals(id)))
                .flatMap(chapter -> chapter.figures().stream())
                .findFirst();
    }

    private static String part(Stage stage) {
        return switch (stage) {
            case START -> "layers";
            case LANDSCAPE -> "curvature";
            case DATA, TARGETS, WIRING, STEP, BUDGET, FIT -> "step-size";
        };
    }

    /** A chapter as a section of a result, without the figure that leads the whole; its mark goes with the glance. */
    public static Section section(Chapter chapter, Optional<Figure> lead, Answer answer) {
        List<Answer.Mark> marks = answer.glance()
                .stream()
                .filter(one -> chapter(one.section()).equals(chapter.id()))
                .map(Answer.Glance::mark)
                .toList();
        var blocks = new ArrayList<Block>();
        if (!chapter.findings().isEmpty()) {
            blocks.add(new Block.Findings(chapter.findings()));
        }
        chapter.figures()
                .stream()
                .filter(figure -> lead.filter(figure::equals).isEmpty())
                .forEach(figure -> blocks.add(figure instanceof Figure.Table table
                        ? new Block.Numbers(table)
                        : new Block.Picture(figure)));
        List<Assessment> all = chapter.findings().stream().map(finding -> finding.assessment()).toList();
        Assessment worst = all.contains(Assessment.TROUBLE) || marks.contains(Answer.Mark.BAD)
                ? Assessment.TROUBLE
                : all.contains(Assessment.FINE) && !marks.contains(Answer.Mark.NOTE)
                        ? Assessment.FINE
                        : Assessment.NOTE;
        String word = switch (worst) {
            case TROUBLE -> "trouble";
            case FINE -> "ok";
            case NOTE, UNMEASURED -> "to know";
        };
        return Section.of(chapter.id(), chapter.title(), chapter.summary(), blocks).marked(Mark.of(worst, word));
    }

    private static String about(Explanation explanation) {
        Map<String, Object> setting = explanation.setting();
        String size = setting.get("parameters") instanceof Number p ? Words.count(p.longValue(), "parameter") : "";
        return setting.get("network") + " (" + size + ") on "
                + setting.get("data")
                + " (" + setting.get("trainSamples") + " samples), " + setting.get("loss") + ", "
                + setting.get("optimizer")
                + (setting.containsKey("schedule") ? ", schedule " + setting.get("schedule") : "")
                + (setting.containsKey("clip") ? ", clip " + setting.get("clip") : "") + ", batch "
                + setting.get("batch") + ": " + (explanation.still()
                        ? "the weights as they are, no step was made"
                        : explanation.outcome())
                + "."
                + (explanation.diverged()
                        ? " What follows is measured at step " + explanation.examined()
                                + ", where the loss was lowest."
                        : "");
    }
}
