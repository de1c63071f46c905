package org.paisaje.study.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.paisaje.study.Finding;
import org.paisaje.study.Session;
import org.paisaje.training.Outcome;

/** Trains, measures along the way and at the end, and says what it all means. */
public final class Explainer {
    private static final int MILESTONES = 24;
    /** The chapters that tell the story when nothing is wrong. */
    private static final List<String> HEADLINE = List.of("step-size", "lazy-or-rich", "fit");
    /** Large problems are looked at less often: so many products of samples and parameters, but at least at FEWEST points. */
    private static final double PASSES = 5e10;
    private static final int FEWEST = 8;
    private static final long MEMORY = 400_000_000L;

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

    private Explainer(List<Diagnosis> diagnoses) {
        this.diagnoses = List.copyOf(diagnoses);
    }

    /** With all parts that there are. */
    public static Explainer standard() {
        return new Explainer(Diagnosis.standard());
    }

    /** With the given parts. */
    public static Explainer of(List<Diagnosis> diagnoses) {
        return new Explainer(diagnoses);
    }

    /**
     * Runs and explains. A run that diverges is explained as well, from the points at which all was finite.
     *
     * @throws IllegalArgumentException if the loss at the start is not finite
     */
    public Explanation explain(Subject subject, Listener listener) {
        long began = System.nanoTime();
        double entries = (double) subject.parameters() * subject.train().size();
        double affordable = Math.max(FEWEST, PASSES / entries);
        int count = (int) Math.max(4, Math.min(Math.min(MILESTONES, affordable),
                MEMORY / (16.0 * subject.parameters())));
        Course course = Course.run(subject, count, (step, loss) -> listener.at(0.4 * step / subject.steps(),
                "training, loss " + String.format(Locale.ROOT, "%.3g", loss)));
        int milestones = course.milestones().size();
        Evidence evidence = Evidence.of(subject, course,
                done -> listener.at(0.4 + 0.3 * done / milestones, "curvature along the run"));
        List<Chapter> chapters = new ArrayList<>();
        for (Diagnosis diagnosis : diagnoses) {
            if (Session.cancelled()) {
                break;
            }
            listener.at(0.7 + 0.3 * chapters.size() / diagnoses.size(), diagnosis.title());
            chapters.add(diagnosis.examine(evidence));
        }
        double seconds = 1e-9 * (System.nanoTime() - began);
        var draft = new Explanation("", subject.describe(), outcome(course.outcome()), course.diverged(),
                course.end().step(), chapters, seconds);
        return new Explanation(headline(draft, course), draft.setting(), draft.outcome(), draft.diverged(),
                draft.examined(), chapters, seconds);
    }

    private static String outcome(Outcome outcome) {
        return outcome instanceof Outcome.Diverged diverged
                ? "diverged at step " + diverged.step() + ", |theta| = " + Format.number(diverged.norm())
                : outcome.describe();
    }

    private static String headline(Explanation draft, Course course) {
        List<Finding> troubles = draft.troubles();
        String run = switch (course.outcome()) {
            case Outcome.Diverged diverged -> "The run diverged at step " + diverged.step() + ". ";
            case Outcome.Interrupted interrupted -> "The run was interrupted at step " + interrupted.step() + ". ";
            default -> "";
        };
        if (!troubles.isEmpty()) {
            return run + troubles.getFirst().note();
        }
        String rest = draft.chapters()
                .stream()
                .filter(chapter -> HEADLINE.contains(chapter.id()) && !chapter.summary().isBlank())
                .map(Chapter::summary)
                .reduce((a, b) -> a + "; " + b)
                .orElse("nothing was examined");
        return run + "No trouble was found: " + rest + ".";
    }
}
