package org.paisaje.study.explain.answer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.paisaje.study.Alert;
import org.paisaje.study.Alert.Level;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/**
 * What to tell a person, in the order in which it is asked: what happened, why, what to do.
 *
 * @param quality how the run turned out
 * @param rule the rule of the first cause; empty for none
 * @param stage where that cause lies
 * @param headline one sentence
 * @param happened what happened
 * @param why why; empty where the run did well
 * @param todo what to do
 * @param tried what that gave when it was tried; empty if it was not
 * @param changes the options that do it, as in {@link Setup#changesFrom}
 * @param glance every section at a glance
 * @param contributing further causes, each a sentence
 * @param excluded what was looked for and not found
 * @param unchecked what could not be judged
 * @param attempt the run
 * @param trials all remedies that were tried
 * @param chosen those that were chosen, each on top of the one before
 */
public record Answer(Quality quality, String rule, Optional<Stage> stage, String headline, String happened, String why,
        String todo,
        String tried, Map<String, String> changes, List<Glance> glance, List<String> contributing,
        List<String> excluded, List<Unchecked> unchecked, Attempt attempt, List<Trial> trials,
        List<Trial> chosen) {

    /** How a section looks. */
    public enum Mark {
        /** As it should be. */
        OK("ok"),
        /** Worth knowing. */
        NOTE("!"),
        /** Part of the cause. */
        BAD("x"),
        /** Not looked at or nothing to say. */
        NONE("-");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }

        /** The sign for a terminal. */
        public String sign() {
            return sign;
        }
    }

    /** A section at a glance. */
    public record Glance(String section, Mark mark, String words) {}

    /**
     * A rule that could not be judged.
     *
     * @param rules the stable names of the causes that it could have given
     * @param looksFor what it looks for
     * @param reason why it could not be judged, a clause
     */
    public record Unchecked(List<String> rules, String looksFor, String reason) {
        /** Copies the list. */
        public Unchecked {
            rules = List.copyOf(rules);
        }
    }

    /** Copies the lists. */
    public Answer {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        glance = List.copyOf(glance);
        contributing = List.copyOf(contributing);
        excluded = List.copyOf(excluded);
        unchecked = List.copyOf(unchecked);
        trials = List.copyOf(trials);
        chosen = List.copyOf(chosen);
    }

    /** The questions that a person asks, and the answers. */
    public Map<String, String> said() {
        var result = new LinkedHashMap<String, String>();
        result.put("What happened", happened);
        if (!why.isBlank()) {
            result.put("Why", contributing.isEmpty() ? why : why + " Besides: " + String.join(" ", contributing));
        }
        result.put("What to do", (todo + " " + tried).strip());
        return result;
    }

    /** Of a run that was stopped before causes were looked for. */
    public static Answer cutShort(Attempt attempt) {
        long asked = attempt.setup().steps();
        String happened = (attempt.made() < asked && !attempt.diverged()
                ? "Training was stopped after " + attempt.made() + " of " + Words.count(asked, "step") + "."
                : "The run of " + Words.count(attempt.made(), "step") + " was not examined to the end.")
                + " The loss went from " + Words.number(attempt.firstLoss()) + " to "
                + Words.number(attempt.lastLoss()) + "; causes were not looked for.";
        return new Answer(Quality.UNJUDGED, "", Optional.empty(), "", happened, "",
                "Let it run to the end for an answer.", "", Map.of(), List.of(), List.of(),
                List.of(), List.of(), attempt, List.of(), List.of());
    }

    /** The loss along the run. */
    public Optional<Figure> course() {
        List<Series> lines = new ArrayList<>();
        line(lines, "loss", attempt);
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure.Chart("course", "Training loss",
                        "The loss over all training samples along the run, as far as it went.", Axis.linear("step"),
                        Axis.log("loss"), lines));
    }

    /** With a cause that was found otherwise and comes before the one that was; nothing was tried. */
    public Answer blaming(String cause, Stage stage, String sentence, String evidence, String advice) {
        List<Glance> marked = glance.stream()
                .map(one -> one.section().equals(stage.word())
                        ? new Glance(one.section(), Mark.BAD, "part of the cause")
                        : one.mark() == Mark.BAD && !one.section().equals(Stage.FIT.word())
                                ? new Glance(one.section(), Mark.NOTE, one.words())
                                : one)
                .toList();
        List<String> others = Rules.all()
                .stream()
                .filter(rule -> !rule.ids().contains(cause))
                .map(Rule::looksFor)
                .filter(excluded::contains)
                .toList();
        return new Answer(quality, cause, Optional.of(stage), sentence, happened, evidence, advice, "", Map.of(),
                marked, List.of(), others, unchecked, attempt, trials, List.of());
    }

    /** With a sentence more on what happened. */
    public Answer adding(String sentence) {
        return new Answer(quality, rule, stage, headline, happened + " " + sentence, why, todo, tried, changes, glance,
                contributing, excluded, unchecked, attempt, trials, chosen);
    }

    /** With a sentence more on what was tried. */
    Answer trying(String sentence) {
        return new Answer(quality, rule, stage, headline, happened, why, todo, (tried + " " + sentence).strip(),
                changes,
                glance, contributing, excluded, unchecked, attempt, trials, chosen);
    }

    /** With something more that was looked for and not found. */
    public Answer excluding(String what) {
        List<String> more = new ArrayList<>(excluded);
        more.add(what);
        return new Answer(quality, rule, stage, headline, happened, why, todo, tried, changes, glance, contributing,
                more, unchecked, attempt, trials, chosen);
    }

    /** What programs should know: the cause, further ones, and what could not be judged. */
    public List<Alert> alerts() {
        List<Alert> result = new ArrayList<>();
        if (found()) {
            result.add(new Alert(rule, quality.done() ? Level.WARNING : Level.ERROR, headline + " " + why));
            Set<String> named = new LinkedHashSet<>();
            named.add(rule);
            chosen.stream()
                    .map(Trial::cause)
                    .filter(cause -> named.add(cause.rule()))
                    .forEach(cause -> result
                            .add(new Alert(cause.rule(), Level.WARNING, cause.headline() + " " + cause.why())));
        }
        unchecked.forEach(one -> one.rules()
                .forEach(id -> result.add(new Alert(id, Level.NOTE,
                        "Not checked (" + one.looksFor() + "): " + one.reason() + "."))));
        return result;
    }

    /** Whether a cause was found. */
    public boolean found() {
        return !rule.isEmpty();
    }

    /**
     * The loss as it was run and as it was with the advice, with that of the best constant; absent if the advice changes what the
     * loss measures, or if nothing was chosen.
     */
    public Optional<Figure> figure() {
        if (chosen.isEmpty() || changes.containsKey("--standardize-target") || changes.containsKey("--balance")
                || changes.containsKey("--target-log") || changes.containsKey("--task")) {
            return Optional.empty();
        }
        List<Series> lines = new ArrayList<>();
        line(lines, "with the advice", chosen.getLast().attempt());
        line(lines, "as it was run", attempt);
        double level = Score.of(attempt.setup(), attempt.setup().start(), attempt.setup().train()).constantLoss();
        double end = Math.max(attempt.made(), chosen.getLast().attempt().made());
        if (level > 0) {
            lines.add(new Series.Line("best constant", Role.REFERENCE, new double[] {0, Math.max(1, end)},
                    new double[] {level, level}));
        }
        return Optional.of(new Figure.Chart("answer", "Training loss",
                "The loss over all training samples as it was run, and with the advice followed, same seed; the grey line is what "
                        + "answering without looking at the input gives.",
                Axis.linear("step"), Axis.log("loss"), lines));
    }

    private static void line(List<Series> lines, String name, Attempt run) {
        long[] steps = run.losses().steps();
        double[] values = run.losses().values();
        int[] kept = IntStream.range(0, steps.length).filter(i -> values[i] > 0 && values[i] < 1e300).toArray();
        if (kept.length > 1) {
            lines.add(new Series.Line(name, Role.MEASURED, IntStream.of(kept).mapToDouble(i -> steps[i]).toArray(),
                    IntStream.of(kept).mapToDouble(i -> values[i]).toArray()));
        }
    }
}
