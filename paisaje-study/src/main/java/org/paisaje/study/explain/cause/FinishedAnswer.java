package org.paisaje.study.explain.cause;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The answer of a run that is over: nothing is tried, and causes that rest on what was not told are not looked for. */
public final class FinishedAnswer {
    private static final String NO_START = "there is no checkpoint of the start";
    private static final String NO_RULE = "the optimizer was not told";

    private FinishedAnswer() {}

    /**
     * The answer.
     *
     * @param attempt the run; the rule of its setup counts only if it was told
     * @param fromStart whether the first weights are those that the run began with
     * @param step whether the rule of the steps was told
     * @param end when the last weights were written, such as {@code epoch 5}
     */
    public static Answer of(Attempt attempt, boolean fromStart, boolean step, String end) {
        Signals signals = Signals.of(attempt);
        Set<Stage> blind = EnumSet.noneOf(Stage.class);
        List<Answer.Unchecked> unchecked = new ArrayList<>();
        if (!fromStart) {
            blind.add(Stage.START);
            StartRules.all()
                    .forEach(rule -> unchecked.add(new Answer.Unchecked(rule.ids(), rule.looksFor(), NO_START)));
        }
        if (!step) {
            blind.add(Stage.STEP);
            StepRules.all()
                    .forEach(rule -> unchecked.add(new Answer.Unchecked(rule.ids(), rule.looksFor(), NO_RULE)));
        }
        List<Cause> causes = Search.causes(signals).stream().filter(cause -> !blind.contains(cause.stage())).toList();
        Answer answer = Answer.of(signals, causes, List.of(), List.of(), false);
        List<String> excluded = answer.excluded()
                .stream()
                .filter(one -> unchecked.stream().noneMatch(other -> other.looksFor().equals(one)))
                .toList();
        List<Answer.Glance> glance = new ArrayList<>();
        for (Answer.Glance one : answer.glance()) {
            boolean start = one.section().equals("start") && !fromStart;
            boolean rate = one.section().equals("step") && !step;
            glance.add(start || rate
                    ? new Answer.Glance(one.section(), Answer.Mark.NONE,
                            start ? NO_START : NO_RULE)
                    : one);
        }
        List<Answer.Unchecked> all = new ArrayList<>(unchecked);
        answer.unchecked()
                .stream()
                .filter(one -> unchecked.stream().noneMatch(other -> other.looksFor().equals(one.looksFor())))
                .forEach(all::add);
        return new Answer(answer.quality(), answer.rule(), answer.stage(), answer.headline(), attempt.diverged()
                ? "The weights are no numbers any more from " + end + " on."
                : answer.happened()
                        .replaceFirst("^After [\\d,]+ (steps?|epochs?)",
                                "At the last checkpoint, " + end + ","),
                answer.why().replaceFirst("of the [\\d,]+ steps?", "of the run"), answer.todo(),
                answer.found() && !answer.todo().isBlank() && !answer.quality().well() ? "Not tried." : "", Map.of(),
                glance, answer.contributing(), excluded, all, answer.attempt(), List.of(), List.of());
    }
}
