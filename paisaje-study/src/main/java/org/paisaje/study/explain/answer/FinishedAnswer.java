package org.paisaje.study.explain.answer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.training.StartRules;
import org.paisaje.study.explain.cause.training.StepRules;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;
import org.paisaje.study.explain.signal.Signals;

/** The answer of a run that is over: nothing is tried, and causes that rest on what was not told are not looked for. */
public final class FinishedAnswer {
    private static final String NO_START = "there is no checkpoint of the start";
    private static final String NO_RULE = "the optimizer was not told";

    private static final String NO_COURSE = "there are too few checkpoints to see whether the loss still fell";
    private static final int FEWEST = 10;

    /** How a run that was made here begins to be told. */
    private static final String FIRST_WORDS = "^(After [\\d,]+ (steps?|epochs?) the loss is|The loaded weights had a loss "
            + "of [^;]+; after [\\d,]+ (steps?|epochs?) more it is)";

    private FinishedAnswer() {}

    /**
     * The answer.
     *
     * @param attempt the run; the rule of its setup counts only if it was told
     * @param data what its data say
     * @param fromStart whether the first weights are those that the run began with
     * @param step whether the rule of the steps was told
     * @param end when the last weights were written, such as {@code epoch 5}
     */
    public static Answer of(Attempt attempt, Lazy<DataSignals> data, boolean fromStart, boolean step, String end) {
        Signals signals = Signals.of(attempt, data);
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
        boolean course = attempt.losses().size() >= FEWEST;
        if (!course) {
            blind.add(Stage.BUDGET);
            StepRules.all()
                    .stream()
                    .filter(rule -> rule.ids().stream().anyMatch(id -> id.startsWith("budget.")))
                    .filter(rule -> unchecked.stream().noneMatch(one -> one.looksFor().equals(rule.looksFor())))
                    .forEach(rule -> unchecked.add(new Answer.Unchecked(rule.ids(), rule.looksFor(), NO_COURSE)));
        }
        List<Cause> causes = Search.causes(signals).stream().filter(cause -> !blind.contains(cause.stage())).toList();
        Answer answer = CauseSelection.of(signals, causes, List.of(), List.of(), false);
        List<String> excluded = answer.excluded()
                .stream()
                .filter(one -> unchecked.stream().noneMatch(other -> other.looksFor().equals(one)))
                .toList();
        List<Answer.Glance> glance = new ArrayList<>();
        for (Answer.Glance one : answer.glance()) {
            boolean start = one.section().equals("start") && !fromStart;
            boolean rate = one.section().equals("step") && !step;
            boolean budget = one.section().equals("budget") && !course;
            glance.add(start || rate || budget
                    ? new Answer.Glance(one.section(), Answer.Mark.NONE,
                            start ? NO_START : rate ? NO_RULE : NO_COURSE)
                    : one);
        }
        List<Answer.Unchecked> all = new ArrayList<>(unchecked);
        answer.unchecked()
                .stream()
                .filter(one -> unchecked.stream().noneMatch(other -> other.looksFor().equals(one.looksFor())))
                .forEach(all::add);
        return new Answer(answer.quality(), answer.rule(), answer.stage(), own(answer.headline()), attempt.diverged()
                ? "The weights are no numbers any more from " + end + " on."
                : answer.happened()
                        .replaceFirst(FIRST_WORDS, "At the last checkpoint, " + end + ", the loss is"),
                own(answer.why().replaceFirst("of the [\\d,]+ steps?", "of the run")), own(todo(answer)),
                answer.found() && !answer.todo().isBlank() && !answer.quality().well() ? "Not tried." : "", Map.of(),
                glance, answer.contributing(), excluded, all, answer.attempt(), List.of(), List.of());
    }

    /** Weights are those of a checkpoint here, not of the option of a run that is yet to be made. */
    private static String own(String words) {
        return words.replace("The loaded weights of", "The first weights of")
                .replace("Leave out --weights: draw them at random", "Draw the weights at random at the start");
    }

    /** Where no cause was found, remedies would have to be tried, and a run that is over cannot be made again. */
    private static String todo(Answer answer) {
        return answer.found() || answer.quality().done()
                ? answer.todo()
                : "Train it here, by the same command without --run and with all that is known of the run, to have remedies "
                        + "tried.";
    }
}
