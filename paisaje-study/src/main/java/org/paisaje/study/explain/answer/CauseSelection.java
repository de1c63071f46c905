package org.paisaje.study.explain.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.cause.data.MissingRules;
import org.paisaje.study.explain.signal.Signals;

/** Which cause is told of those that the signals show and the trials confirm. */
final class CauseSelection {
    private static final double STRONG = 3;
    /** A measured cause that is told instead of one about the steps that was not measured. */
    private static final double FAR_OFF = 10;

    /** What takes away this share of what another remedy does comes first if it lies earlier. */
    static final double MOST = 0.8;

    private CauseSelection() {}

    /**
     * The answer.
     *
     * @param causes what the signals show, in the order of their stages
     * @param chosen the remedies that helped, each on top of the one before
     * @param trials all that were tried
     * @param tries whether remedies may be tried
     */
    static Answer of(Signals s, List<Cause> causes, List<Trial> chosen, List<Trial> trials, boolean tries) {
        Phrases phrases = new Phrases(s);
        Quality quality = s.quality();
        Optional<Cause> main = main(causes, chosen, trials, quality, Gain.merit(s));
        boolean coded = main.filter(cause -> cause.rule().equals(MissingRules.ID)).isPresent()
                || chosen.stream().anyMatch(trial -> trial.cause().rule().equals(MissingRules.ID));
        String happened = (phrases.happened() + " " + (coded ? "" : MissingRules.remark(s))).strip();
        List<Answer.Glance> glance = phrases.glance(main);
        Set<String> named = new HashSet<>();
        main.ifPresent(cause -> named.add(cause.rule()));
        List<String> contributing = new ArrayList<>();
        for (Trial trial : chosen) {
            // What showed only in the run that followed the first advice is told as that.
            if (named.add(trial.cause().rule())) {
                boolean own = causes.stream().anyMatch(cause -> cause.rule().equals(trial.cause().rule()));
                contributing.add((own || trial.equals(chosen.getFirst()) ? "" : "With the first advice followed: ")
                        + trial.cause().headline());
            }
        }
        causes.stream()
                .filter(cause -> !quality.done() && cause.is(Trait.CERTAIN) && cause.stage() == Stage.START)
                .filter(cause -> named.add(cause.rule()))
                .forEach(cause -> contributing.addFirst(cause.headline()));
        boolean mended = !chosen.isEmpty() && chosen.getLast().quality().done();
        if (!quality.done() && !mended) {
            causes.stream()
                    .filter(cause -> cause.strength() > STRONG && cause.stage().compareTo(Stage.START) <= 0)
                    .filter(cause -> main.filter(first -> first.stage() != cause.stage()).isPresent())
                    .filter(cause -> named.add(cause.rule()))
                    .limit(2)
                    .forEach(cause -> contributing.add(cause.headline()));
        }
        List<String> excluded = excluded(s, named);
        if (quality.done() && main.isEmpty()) {
            return new Answer(quality, "", Optional.empty(), phrases.well(), happened, "", quality.well()
                    ? "Nothing needs doing."
                    : "More or better inputs would be needed, or less noise in the targets.", "", Map.of(), glance,
                    List.of(), excluded, unchecked(s), s.attempt(), trials, chosen);
        }
        if (main.isEmpty() && s.setup().steps() == 0) {
            return new Answer(quality, "", Optional.empty(), phrases.outcome(), happened, "",
                    s.trained() && quality == Quality.NOTHING
                            ? "Give the data they were trained on, read as they were there: the scale of the inputs, the order of "
                                    + "columns and classes. To train from them on these data: leave out --steps 0."
                            : "Train from them: leave out --steps 0.",
                    "", Map.of("---steps", ""), glance, List.of(), excluded, unchecked(s), s.attempt(), trials, chosen);
        }
        if (main.isEmpty()) {
            return new Answer(quality, "", Optional.empty(), phrases.outcome() + " The cause was not found.", happened,
                    "None of the causes that are looked for shows" + (trials.isEmpty()
                            ? "."
                            : ", and none of the " + trials.size() + " remedies that were tried helped."),
                    !tries || trials.isEmpty()
                            ? "Leave out --no-trial, or give more time by --trial, to have remedies tried."
                            : "Nothing that was tried helped: " + names(trials)
                                    + " Look at the data behind the samples that are wrong, or try for longer with --trial.",
                    "", Map.of(), glance, List.of(),
                    excluded, unchecked(s), s.attempt(), trials, chosen);
        }
        Cause cause = main.get();
        String todo;
        String tried = "";
        Map<String, String> changes = Map.of();
        if (!chosen.isEmpty()) {
            todo = todo(s.setup(), chosen, cause);
            tried = phrases.tried(chosen.getLast()) + (chosen.getLast().cause().is(Trait.PROVEN)
                    ? " Row by row the loss on rows that it was not trained on is lower, beyond a chance of one in a hundred."
                    : "");
            changes = options(chosen.getLast().remedy().setup(), s.setup());
        } else if (cause.remedies().isEmpty()) {
            todo = cause.otherwise();
        } else if (trials.isEmpty() && s.setup().steps() == 0) {
            // Options of training have no effect where nothing is trained.
            String words = cause.remedies().getFirst().words();
            todo = "When these weights are trained again: " + words.substring(0, 1).toLowerCase(Locale.ROOT)
                    + words.substring(1);
        } else if (trials.isEmpty()) {
            Remedy remedy = cause.remedies().getFirst();
            todo = remedy.words();
            tried = "Not tried.";
            changes = options(remedy.setup(), s.setup());
        } else {
            todo = (cause.otherwise() + " None of the " + trials.size() + " remedies that were tried helped: "
                    + names(trials)).strip();
        }
        return new Answer(quality, cause.rule(), Optional.of(cause.stage()), cause.headline(), happened, cause.why(),
                todo, tried, changes, glance,
                contributing, excluded, unchecked(s), s.attempt(), trials, chosen);
    }

    /** The options that make the one out of the other; none where an input has to be added to the file first. */
    private static Map<String, String> options(Setup after, Setup before) {
        return after.prepared().rows().added().equals(before.prepared().rows().added())
                ? after.changesFrom(before)
                : Map.of();
    }

    /** What the chosen remedies come to, that against the cause first: of two of one kind the last, and steps by their whole factor. */
    private static String todo(Setup before, List<Trial> chosen, Cause main) {
        var words = new LinkedHashMap<String, String>();
        Trial lastStep = chosen.stream()
                .filter(trial -> trial.cause().stage() == Stage.STEP)
                .reduce(chosen.getLast(), (a, b) -> b);
        Setup previous = before;
        for (Trial trial : chosen) {
            Setup setup = trial.remedy().setup();
            boolean rate = setup.rule().name().equals(previous.rule().name())
                    && setup.rule().rate() != previous.rule().rate();
            boolean longer = setup.steps() > previous.steps();
            previous = setup;
            // Of two advices on the rate the later one holds.
            if (rate && trial.cause().stage() == Stage.STEP && !trial.equals(lastStep)
                    && !setup.optimizer().equals(chosen.getLast().remedy().setup().optimizer())) {
                continue;
            }
            words.put(trial.cause().rule(), longer
                    ? "Train " + Words.number((double) setup.steps() / before.steps()) + " times as long."
                    : trial.remedy().words());
        }
        String first = words.remove(main.rule());
        String head = first == null ? main.otherwise() : first;
        String whole = (head + " " + String.join(" ", words.values())).strip();
        // What is advised alone is not, once something follows it.
        return words.isEmpty() ? whole : whole.replace(", nothing else.", ".");
    }

    /** The first remedies that were tried, one against each cause. */
    private static String names(List<Trial> trials) {
        Map<String, String> words = new LinkedHashMap<>();
        trials.forEach(trial -> words.putIfAbsent(trial.cause().rule(),
                trial.remedy().words().replaceAll("\\.$", "").toLowerCase(Locale.ROOT)));
        return String.join("; ", words.values().stream().limit(6).toList()) + ".";
    }

    /** The strongest of the causes whose remedies were chosen; without any, a decided one, else the first that is strong. */
    private static Optional<Cause> main(List<Cause> causes, List<Trial> chosen, List<Trial> trials, Quality quality,
            double before) {
        boolean tried = !trials.isEmpty();
        Optional<Cause> foremost = causes.stream().filter(cause -> cause.is(Trait.FOREMOST)).findFirst();
        if (foremost.isPresent()) {
            return foremost;
        }
        // Within a stage stronger causes come first: units that are dead because all weights are 0 are told as the latter, and
        // units that are dead because inputs are far off scale as that.
        Optional<Cause> certain = causes.stream()
                .filter(cause -> cause.is(Trait.CERTAIN))
                .filter(one -> one.stage() != Stage.START || causes.stream()
                        .noneMatch(other -> other.is(Trait.SCALE) && other.strength() > STRONG))
                .findFirst()
                .flatMap(one -> causes.stream().filter(other -> other.stage() == one.stage()).findFirst());
        if (!quality.done() && certain.isPresent()) {
            return certain;
        }
        // Where neither the run with remedies nor a simple method finds anything, that is told first.
        Optional<Cause> vain = causes.stream().filter(cause -> cause.is(Trait.VAIN)).findFirst();
        if (!quality.done() && vain.isPresent() && !chosen.isEmpty()
                && (chosen.getLast().left() > Quality.NOTHING_LEFT
                        || chosen.getFirst().cause().is(Trait.UNMEASURED) && !chosen.getLast().quality().done())) {
            return vain;
        }
        // Where the remedies take away less than noise leaves, the noise is told, and the remedies are advised.
        Optional<Cause> noise = causes.stream()
                .filter(cause -> cause.is(Trait.NOISE) && cause.conclusive())
                .findFirst();
        if (noise.isPresent() && !chosen.isEmpty() && chosen.getLast().left() > 0.5
                && chosen.getFirst().cause().stage().compareTo(Stage.START) > 0) {
            return noise;
        }
        if (!chosen.isEmpty()) {
            Cause best = chosen.getFirst().cause();
            for (Trial trial : chosen) {
                boolean scale = trial.cause().is(Trait.SCALE);
                best = scale && trial.cause().strength() > best.strength() ? trial.cause() : best;
            }
            Setup last = chosen.getLast().remedy().setup();
            for (Cause cause : causes) {
                best = cause.is(Trait.SCALE) && scaled(cause, last) && cause.strength() > best.strength()
                        ? cause
                        : best;
            }
            return Optional.of(earlier(seen(best, causes, trials, chosen.getLast().left(), before), causes, trials,
                    chosen.getLast().left()));
        }
        if (quality.well()) {
            return causes.stream().filter(cause -> cause.conclusive() && cause.strength() >= 2).findFirst();
        }
        if (quality == Quality.LIMITED) {
            return causes.stream()
                    .filter(cause -> cause.conclusive() || cause.is(Trait.UNEVEN))
                    .findFirst();
        }
        // Where simple methods find no more, and the answer is one class throughout, that is the matter.
        Optional<Cause> uneven = causes.stream()
                .filter(cause -> cause.is(Trait.UNEVEN) && cause.strength() >= 2)
                .findFirst();
        if (!tried && quality == Quality.UNDECIDED && uneven.isPresent()) {
            return uneven;
        }
        Optional<Cause> decided = causes.stream().filter(Cause::conclusive).findFirst();
        if (decided.isEmpty() && tried) {
            // What is dead or saturated because inputs are far off scale is told as that.
            boolean scale = causes.stream().anyMatch(cause -> cause.is(Trait.SCALE) && cause.strength() > STRONG);
            return causes.stream()
                    .filter(cause -> cause.remedies().isEmpty() && cause.strength() >= 1)
                    .findFirst()
                    .or(() -> causes.stream()
                            .filter(cause -> cause.strength() >= 1 && !(scale && cause.stage() == Stage.START))
                            .max(Comparator.comparingDouble(CauseSelection::weight)));
        }
        // Untried, the earliest that is strong, else the strongest.
        return decided.or(() -> causes.stream().filter(cause -> cause.strength() > STRONG).findFirst())
                .or(() -> causes.stream()
                        .filter(cause -> cause.strength() >= 1)
                        .max(Comparator.comparingDouble(CauseSelection::weight)));
    }

    /** Whether what the first remedy against the scale scales was scaled. */
    private static boolean scaled(Cause cause, Setup last) {
        Setup first = cause.remedies().getFirst().setup();
        return (last.standardized() || !first.standardized())
                && (last.targetsStandardized() || !first.targetsStandardized());
    }

    /**
     * Instead of a cause without a signal of its own a measured one, if its remedy came about as far, or if steps were seen to
     * destroy the run; what is advised may still be what helped most.
     */
    private static Cause seen(Cause best, List<Cause> causes, List<Trial> trials, double reached, double before) {
        if (!best.is(Trait.UNMEASURED) || trials.isEmpty()) {
            return best;
        }
        Optional<Cause> destructive = causes.stream()
                .filter(cause -> cause.is(Trait.DESTRUCTIVE))
                .findFirst();
        if (destructive.isPresent() && best.stage() == Stage.STEP) {
            return destructive.get();
        }
        // A rate that is far off, and less off helps much, is not told as something else about the steps.
        Optional<Cause> far = causes.stream()
                .filter(cause -> cause.stage() == best.stage() && cause.strength() > FAR_OFF)
                .filter(cause -> trials.stream()
                        .anyMatch(trial -> trial.cause().why().equals(cause.why())
                                && trial.left() < MOST * Math.min(1, before)))
                .max(Comparator.comparingDouble(Cause::strength));
        if (far.isPresent() && best.stage() == Stage.STEP) {
            return far.get();
        }
        double worst = trials.stream().mapToDouble(Trial::left).filter(left -> left < 10).max().orElse(1);
        return trials.stream()
                .filter(trial -> causes.stream().anyMatch(cause -> cause.why().equals(trial.cause().why()))
                        && trial.cause().strength() >= 1 && trial.left() < 0.5 * Math.min(1, worst)
                        && trial.left() < 1.5 * reached + 0.5 * Quality.MARGIN
                        && trial.quality() != Quality.NOTHING && trial.quality() != Quality.DIVERGED)
                .min(Comparator.comparingDouble(Trial::left))
                .map(Trial::cause)
                .orElse(best);
    }

    /**
     * Instead of steps, budget or end a strong cause in the start or before it, or a stronger one of the steps, if its remedy by
     * itself came about as far.
     */
    private static Cause earlier(Cause best, List<Cause> causes, List<Trial> trials, double reached) {
        return best.stage().compareTo(Stage.START) <= 0
                ? best
                : trials.stream()
                        .filter(trial -> (trial.cause().stage().compareTo(Stage.START) <= 0
                                || trial.cause().stage() == best.stage()
                                        && trial.cause().strength() > best.strength())
                                && trial.cause().strength() > STRONG
                                && causes.stream().anyMatch(cause -> cause.why().equals(trial.cause().why()))
                                && 1 - trial.left() >= MOST * (1 - reached))
                        .findFirst()
                        .map(Trial::cause)
                        .orElse(best);
    }

    /** How sure a cause is where no remedy helped: a start that blocks all gradients is sure, a scale that is off less so. */
    private static double weight(Cause cause) {
        return cause.stage() == Stage.START ? 100 * cause.strength() : Math.min(100, cause.strength());
    }

    private static List<String> excluded(Signals s, Set<String> named) {
        List<String> result = new ArrayList<>();
        for (Rule rule : Rules.all()) {
            if (rule.ids().stream().noneMatch(named::contains) && rule.obstacle(s).isEmpty()
                    && rule.examine(s).isEmpty()) {
                result.add(rule.looksFor());
            }
        }
        return result;
    }

    private static List<Answer.Unchecked> unchecked(Signals s) {
        return Rules.all()
                .stream()
                .flatMap(rule -> rule.obstacle(s)
                        .map(why -> new Answer.Unchecked(rule.ids(), rule.looksFor(), why))
                        .stream())
                .toList();
    }
}
