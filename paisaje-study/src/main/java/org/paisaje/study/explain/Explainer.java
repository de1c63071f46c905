package org.paisaje.study.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.paisaje.study.Assessment;
import org.paisaje.study.Cancellable;
import org.paisaje.study.Session;
import org.paisaje.study.Words;
import org.paisaje.study.explain.answer.Answer;
import org.paisaje.study.explain.answer.Search;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.KeptAttempts;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.chapter.Diagnosis;
import org.paisaje.study.explain.evidence.Course;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.study.train.KeptRun;
import org.paisaje.training.Outcome;

/** Trains, measures along the way and at the end, and says what it all means. */
public final class Explainer {
    private static final int MILESTONES = 24;
    private static final int QUICK_MILESTONES = 4;
    /** The first milestones lie at powers of it. */
    private static final double RATIO = 2;
    private static final double QUICK_RATIO = 8;
    /** Large problems are looked at less often: so many products of samples and parameters, but at least at FEWEST points. */
    private static final double PASSES = 5e10;
    private static final int FEWEST = 8;
    private static final long MEMORY = 400_000_000L;
    /** How long a part, and the search for remedies, may go on after an interrupt. */
    private static final Duration PART = Duration.ofSeconds(3);
    private static final Duration SEARCH = Duration.ofSeconds(8);

    /** Told how far an explanation has come. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Progress.
         *
         * @param share between 0 and 1
         * @param note what is being done
         */
        void at(double share, String note);
    }

    private final List<Diagnosis> diagnoses;
    private final boolean quick;

    private Explainer(List<Diagnosis> diagnoses, boolean quick) {
        this.diagnoses = List.copyOf(diagnoses);
        this.quick = quick;
    }

    /** With all parts that there are. */
    public static Explainer standard() {
        return new Explainer(Diagnosis.standard(), false);
    }

    /** With the parts that causes rest on, at a quarter of the points of the run. */
    public static Explainer quick() {
        return new Explainer(Diagnosis.quick(), true);
    }

    /** With the given parts. */
    public static Explainer of(List<Diagnosis> diagnoses) {
        return new Explainer(diagnoses, false);
    }

    /**
     * Runs and explains, without trying remedies. A run that diverges is explained as well, from the points at which all was
     * finite.
     *
     * @throws IllegalArgumentException if the loss at the start is not finite
     */
    public Explanation explain(Subject subject, Listener listener) {
        return explain(subject, Duration.ZERO, listener);
    }

    /**
     * Runs, explains, and tries remedies if the run did not do well.
     *
     * @param trial how long remedies may be tried for; zero for not at all
     * @throws IllegalArgumentException if the loss at the start is not finite
     */
    public Explanation explain(Subject subject, Duration trial, Listener listener) {
        return explain(subject, trial, listener, new KeptRun(Optional.empty(), false), KeptParts.none());
    }

    /** The same, kept by a checkpoint of the run and parts of what follows it, or on from there. */
    public Explanation explain(Subject subject, Duration trial, Listener listener, KeptRun checkpoint, KeptParts kept) {
        double entries = (double) subject.parameters() * subject.train().size();
        double affordable = Math.max(FEWEST, PASSES / entries);
        int count = (int) Math.max(4, Math.min(Math.min(quick ? QUICK_MILESTONES : MILESTONES, affordable),
                MEMORY / (16.0 * subject.parameters())));
        Course course = Course.run(subject, count, quick ? QUICK_RATIO : RATIO,
                (step, loss) -> listener.at(0.3 * step / Math.max(1, subject.steps()),
                        "training, loss " + String.format(Locale.ROOT, "%.3g", loss)),
                checkpoint, kept);
        var runs = new KeptAttempts(kept, "trial");
        return explain(subject, course, (attempt, data) -> {
            boolean tries = !Session.cancelled() && subject.steps() > 0;
            return Search.of(attempt, data, tries ? 1e-3 * trial.toMillis() : 0,
                    (share, what) -> listener.at(0.7 + 0.3 * share, what), runs);
        }, listener, kept);
    }

    /**
     * Explains a run that is over.
     *
     * @param answer reads the answer from the run and from what its data say
     */
    public Explanation explain(Subject subject, Course course, BiFunction<Attempt, Lazy<DataSignals>, Answer> answer,
            Listener listener) {
        return explain(subject, course, answer, listener, KeptParts.none());
    }

    private Explanation explain(Subject subject, Course course, BiFunction<Attempt, Lazy<DataSignals>, Answer> answer,
            Listener listener, KeptParts kept) {
        long began = System.nanoTime();
        Listener told = (share, note) -> {
            if (!Session.cancelled()) {
                listener.at(share, note);
            }
        };
        int milestones = course.milestones().size();
        var data = new Lazy<>(() -> DataSignals.of(subject.setup()));
        Optional<Evidence> evidence = Cancellable.of(Duration.ZERO, () -> Evidence.of(subject, course, data,
                seen -> told.at(0.3 + 0.2 * seen / milestones, "curvature along the run"), kept));
        List<Chapter> chapters = new ArrayList<>();
        var leftOut = new LinkedHashMap<String, String>();
        evidence.ifPresent(found -> examine(found, chapters, leftOut, told));
        told.at(0.7, "causes");
        Attempt attempt = course.attempt(subject.setup());
        Answer said = Cancellable.of(SEARCH, () -> answer.apply(attempt, data))
                .orElseGet(() -> Answer.cutShort(attempt));
        double seconds = course.seconds() + 1e-9 * (System.nanoTime() - began);
        return new Explanation(said, subject.describe(), outcome(course.outcome()), course.diverged(),
                course.end().step(), leftOut,
                chapters.stream().map(chapter -> told(chapter, said.quality().well())).toList(),
                seconds);
    }

    private void examine(Evidence evidence, List<Chapter> chapters, Map<String, String> leftOut, Listener listener) {
        int done = 0;
        for (Diagnosis diagnosis : diagnoses) {
            listener.at(0.5 + 0.2 * done++ / diagnoses.size(), diagnosis.title());
            Optional<String> reason = quick && diagnosis.thorough()
                    ? Optional.of("a quick look does without it")
                    : diagnosis.leftOut(evidence);
            if (reason.isPresent()) {
                reason.filter(why -> !why.isBlank()).ifPresent(why -> leftOut.put(diagnosis.title(), why));
                continue;
            }
            Optional<Chapter> chapter = Cancellable.of(PART, () -> diagnosis.examine(evidence));
            if (chapter.isEmpty()) {
                return;
            }
            chapters.add(chapter.get());
        }
    }

    /** A chapter without advice, of which the answer alone gives any; of a run that did well nothing in it is trouble. */
    private static Chapter told(Chapter chapter, boolean well) {
        return new Chapter(chapter.id(), chapter.title(), chapter.summary(), chapter.findings()
                .stream()
                .map(finding -> well && finding.assessment() == Assessment.TROUBLE
                        ? finding.judged(Assessment.NOTE, finding.verdict(), finding.note())
                        : finding)
                .toList(), chapter.figures());
    }

    private static String outcome(Outcome outcome) {
        return outcome instanceof Outcome.Diverged diverged
                ? "diverged at step " + diverged.step() + ", |theta| = " + Words.number(diverged.norm())
                : outcome.describe();
    }
}
