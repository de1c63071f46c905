package org.paisaje.study.explain.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.KeptAttempts;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.cause.data.GroupRules;
import org.paisaje.study.explain.cause.training.Fallbacks;
import org.paisaje.study.explain.check.data.NearCopies;
import org.paisaje.study.explain.check.data.WholeGroups;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;
import org.paisaje.study.explain.signal.Signals;

/**
 * Finds the cause of a disappointing run: reads candidates from the signals, carries their remedies out in that order with the same
 * seed and budget, and keeps the first that makes the run do well. Where none does, it goes on from the one that helped most.
 */
public final class Search {
    private static final int DEPTH = 3;
    private static final Set<Stage> OF_TRAINING = EnumSet.of(Stage.START, Stage.STEP, Stage.BUDGET, Stage.LANDSCAPE);
    /** Data that are so far from scale are scaled before other things are tried, even if that alone does not help. */
    private static final double FAR_OFF = 3;
    /** What a run leaves more on later rows, as a share of the error of a constant, where they are others. */
    private static final double LATER = 2 * Quality.MARGIN;
    private static final double OUTWEIGHS = 20;
    /** The share of the time for remedies by themselves where an option that was set by hand may have to be mended with them. */
    private static final double FIRST_PART = 0.6;

    private final TrialRuns runs;
    private final List<Trial> trials = new ArrayList<>();
    /** Runs with a deliberate start or wiring mended. */
    private final List<TrialChain> known = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    private final Set<String> mended = new HashSet<>();
    /** A run that shows what will be reached in use, where that is not what was reached. */
    private @Nullable TrialChain hollow;

    private Search(TrialRuns runs) {
        this.runs = runs;
    }

    /**
     * The answer for a run.
     *
     * @param data what its data say
     * @param limit about how many seconds remedies may be tried for, by a fixed figure of what a step costs; zero for not at all
     * @param progress told the share of that time and what is being tried
     */
    public static Answer of(Attempt attempt, Lazy<DataSignals> data, double limit,
            BiConsumer<Double, String> progress) {
        return of(attempt, data, limit, progress, KeptAttempts.none());
    }

    /** The same, with runs that have been made before. */
    public static Answer of(Attempt attempt, Lazy<DataSignals> data, double limit,
            BiConsumer<Double, String> progress, KeptAttempts runs) {
        return new Search(new TrialRuns(limit, progress, runs)).answer(attempt, data);
    }

    private Answer answer(Attempt attempt, Lazy<DataSignals> data) {
        Signals first = Signals.of(attempt, data, runs::all);
        List<Cause> causes = confirmed(causes(first), first);
        Optional<Cause> decided = causes.stream().filter(Cause::conclusive).findFirst();
        boolean fine = first.quality().well();
        // A run that does as well as simple methods is only searched for causes if a signal is strong.
        boolean limited = first.quality() == Quality.LIMITED
                && causes.stream().noneMatch(cause -> cause.strength() > 1 && !cause.remedies().isEmpty());
        if (fine && runs.any()) {
            return LaterRows.told(CauseSelection.of(first, causes, better(first, causes), trials, false), first,
                    runs::of);
        }
        // What is told first is tried, whatever else the signals decide.
        boolean open = causes.stream()
                .anyMatch(cause -> cause.is(Trait.FOREMOST) && !cause.conclusive() && !cause.remedies().isEmpty());
        if (!fine && runs.any() && (limited || decided.isPresent())) {
            List<Trial> proven = proven(new TrialChain(List.of(), first), causes);
            if (!proven.isEmpty()) {
                return CauseSelection.of(first, causes, proven, trials, true);
            }
        }
        if (fine || limited || !runs.any()
                || decided.isPresent() && decided.get().strength() >= 1 && !open) {
            return CauseSelection.of(first, causes, List.of(), trials, !fine && runs.any());
        }
        // What follows a deliberate start has to be paid for as well.
        boolean deliberate = causes.stream()
                .anyMatch(cause -> cause.is(Trait.DELIBERATE) && cause.strength() > FAR_OFF);
        runs.allow(deliberate ? FIRST_PART : 1);
        TrialChain best = truthful(new TrialChain(List.of(), first), causes);
        TrialChain base = best;
        // While a floor stands under the loss, or few rows outweigh all others, nothing else is worth trying.
        for (Cause cause : causes) {
            boolean foremost = cause.is(Trait.CERTAIN) && cause.stage() == Stage.WIRING
                    || cause.is(Trait.FEW_ROWS) && cause.strength() > OUTWEIGHS;
            if (foremost && !cause.remedies().isEmpty()) {
                Optional<TrialChain> tried = attempt(base, cause, cause.remedies().getFirst());
                if (tried.isPresent()) {
                    base = tried.get();
                    best = Gain.helps(base.signals(), best.signals()) ? base : best;
                }
                break;
            }
        }
        // Behind a layer that is dead nothing shows what else would help: all that is in the way is mended first.
        if (causes.stream().anyMatch(cause -> cause.is(Trait.BLOCKING))
                && causes.stream().filter(Search::structural).count() > 1) {
            for (TrialChain next = base; next != null; next = mended(base)) {
                base = next;
            }
            best = Gain.helps(base.signals(), best.signals()) ? base : best;
        }
        for (int depth = 0; depth < DEPTH && !runs.over() && !best.signals().quality().well();) {
            TrialChain found = extend(base);
            if (found.steps().size() > base.steps().size()
                    && takes(found.steps().getLast().cause(), found.signals(), best.signals())) {
                best = found;
                base = found;
                depth++;
                continue;
            }
            @Nullable
            TrialChain without = mended(base);
            if (without == null) {
                break;
            }
            base = without;
            best = Gain.helps(base.signals(), best.signals()) ? base : best;
        }
        runs.allow(1);
        best = deliberate(best, first, causes);
        Optional<Cause> torn = torn(first, best);
        if (torn.isPresent()) {
            return CauseSelection.of(first, List.of(torn.get()), List.of(), trials, true);
        }
        TrialChain later = hollow;
        // What helps a little on later rows is no advice while they are not predicted.
        best = later != null && !best.signals().quality().well() ? later : best;
        return LaterRows.told(CauseSelection.of(first, withNoise(causes, best), best.steps(), trials, true), first,
                runs::of);
    }

    /** Near-copies of test rows in the training data, by which remedies seem to help. */
    private Optional<Cause> torn(Signals first, TrialChain best) {
        Optional<NearCopies> copies = first.nearCopies().get();
        Setup setup = best.signals().setup();
        int rows = setup.train().size() + setup.test().map(Dataset::size).orElse(0);
        if (best.steps().isEmpty() || copies.isEmpty() || copies.get().groups().length != rows
                || setup.balancedClasses()) {
            return Optional.empty();
        }
        String words = best.steps().getLast().remedy().words();
        return WholeGroups.of(setup, best.signals().test().orElseThrow(), copies.get().groups(), runs::all)
                .flatMap(both -> GroupRules.torn(copies.get(), both,
                        " That is with what helps most on the split as it is ("
                                + words.substring(0, 1).toLowerCase(Locale.ROOT)
                                + words.substring(1).replaceAll("\\.$", "")
                                + ")."));
    }

    /** With the noise that shows once the remedies are carried out. */
    private static List<Cause> withNoise(List<Cause> causes, TrialChain best) {
        List<Cause> all = new ArrayList<>(causes);
        if (!best.steps().isEmpty()) {
            causes(best.signals()).stream()
                    .filter(cause -> cause.is(Trait.NOISE) && cause.conclusive())
                    .filter(cause -> all.stream()
                            .noneMatch(other -> other.rule().equals(cause.rule()) && other.conclusive()))
                    .forEach(all::add);
        }
        return all;
    }

    /**
     * Where something about the steps helped and an option that takes the start or the wiring away from its default was left as it
     * is, the run with that mended first and what then follows it, if it does well too; else the same.
     */
    private TrialChain deliberate(TrialChain best, Signals first, List<Cause> causes) {
        Optional<Cause> left = causes.stream()
                .filter(cause -> cause.is(Trait.DELIBERATE) && cause.strength() > FAR_OFF)
                .findFirst();
        if (left.isEmpty() || best.steps().isEmpty()
                || best.steps().getFirst().cause().stage().compareTo(Stage.START) <= 0) {
            return best;
        }
        Cause cause = left.get();
        for (Remedy remedy : cause.remedies()) {
            Optional<TrialChain> tried = known.stream()
                    .filter(chain -> chain.steps().size() == 1 && chain.steps().getFirst().remedy().equals(remedy))
                    .findFirst();
            if (tried.isPresent()) {
                TrialChain further = extend(tried.get());
                if (further.signals().quality().well() && further.sound() && Gain.helps(further.signals(), first)) {
                    return further;
                }
            }
        }
        return best;
    }

    /** Without the cause that later rows are others, where the run does on them about as well. */
    private List<Cause> confirmed(List<Cause> causes, Signals first) {
        Optional<Cause> later = causes.stream().filter(cause -> cause.rule().equals("data.later-rows")).findFirst();
        if (later.isEmpty() || !runs.any()) {
            return causes;
        }
        Optional<TrialChain> tried = attempt(new TrialChain(List.of(), first), later.get(),
                later.get().remedies().getFirst());
        if (tried.isPresent() && tried.get().left() > Gain.merit(first) + LATER) {
            hollow = tried.get();
            return causes;
        }
        return causes.stream().filter(cause -> !cause.equals(later.get())).toList();
    }

    /** Where what a run reaches will not be reached in use, the run that shows what will; else the same. */
    private TrialChain truthful(TrialChain base, List<Cause> causes) {
        TrialChain known = hollow;
        if (known != null) {
            return known;
        }
        return causes.stream()
                .filter(cause -> cause.is(Trait.HOLLOW) && !cause.remedies().isEmpty())
                .findFirst()
                .flatMap(cause -> attempt(base, cause, cause.remedies().getFirst()))
                .orElse(base);
    }

    /** What simple methods gain by is tried whatever else the signals decide; empty if the run does not gain by it. */
    private List<Trial> proven(TrialChain base, List<Cause> causes) {
        return causes.stream()
                .filter(cause -> cause.is(Trait.PROVEN) && !cause.remedies().isEmpty())
                .findFirst()
                .flatMap(cause -> attempt(base, cause, cause.remedies().getFirst())
                        .filter(chain -> takes(cause, chain.signals(), base.signals())))
                .map(TrialChain::steps)
                .orElseGet(List::of);
    }

    /** A run that does well behind a floor, or on data that are far off scale, is tried without that as well. */
    private List<Trial> better(Signals first, List<Cause> causes) {
        TrialChain base = truthful(new TrialChain(List.of(), first), causes);
        if (!base.steps().isEmpty()) {
            return base.steps();
        }
        for (Cause cause : causes) {
            // What keeps the loss from falling is told of a run that does well in spite of it.
            if (cause.is(Trait.CERTAIN) && !cause.remedies().isEmpty()) {
                Optional<TrialChain> tried = attempt(base, cause, cause.remedies().getFirst());
                if (tried.isPresent() && tried.get().left() <= base.left() + Quality.MARGIN / 2) {
                    return tried.get().steps();
                }
            }
        }
        for (Cause cause : causes) {
            // Units that are equal, or weights that are all 0, are told of a run that would do better without them.
            boolean start = cause.stage() == Stage.START && cause.strength() > OUTWEIGHS;
            boolean data = cause.stage() == Stage.DATA || cause.is(Trait.SCALE);
            if ((start || data && cause.strength() > FAR_OFF) && !cause.remedies().isEmpty()) {
                Optional<TrialChain> tried = attempt(base, cause, cause.remedies().getFirst());
                if (tried.isPresent() && takes(cause, tried.get().signals(), first)) {
                    return tried.get().steps();
                }
            }
        }
        return List.of();
    }

    /**
     * The first remedy that makes the run do well, else the one that helps most; the base itself if none helps. A strong cause
     * whose remedy takes away nearly as much comes before what follows it, which is then tried on top.
     */
    private TrialChain extend(TrialChain base) {
        TrialChain best = base;
        @Nullable
        TrialChain early = null;
        List<Cause> causes = new ArrayList<>(causes(base.signals()));
        // A start that cannot be an accident is mended before data that are a little off scale.
        if (causes.stream().noneMatch(cause -> cause.stage().compareTo(Stage.START) < 0 && strong(cause))) {
            causes.sort(Comparator.comparing(cause -> cause.stage() != Stage.START || cause.strength() < OUTWEIGHS));
        }
        if (base.signals().quality() != Quality.OVERFITTED) {
            causes.addAll(Fallbacks.of(base.signals()));
        }
        for (Cause cause : causes) {
            for (Remedy remedy : cause.remedies()) {
                if (runs.over()) {
                    return first(early, best, base);
                }
                Optional<TrialChain> tried = attempt(base, cause, remedy);
                if (tried.isEmpty()) {
                    continue;
                }
                TrialChain chain = tried.get();
                if (chain.signals().quality().well() && takes(cause, chain.signals(), base.signals())
                        && chain.sound()) {
                    boolean far = early != null && early.steps().getLast().cause().is(Trait.SCALE)
                            && early.steps().getLast().cause().strength() > OUTWEIGHS;
                    TrialChain from = early != null && far ? early : first(early, chain, base);
                    return early != null && early.of(cause) ? chain : upon(from, chain);
                }
                boolean same = !best.steps().isEmpty() && best.steps().getLast().cause().rule().equals(cause.rule());
                if (same ? chain.left() < best.left() : takes(cause, chain.signals(), best.signals())) {
                    best = chain;
                }
                if (early == null
                        ? strong(cause) && Gain.helps(chain.signals(), base.signals())
                        : early.of(cause) && chain.left() < early.left()) {
                    early = chain;
                }
            }
        }
        return first(early, best, base);
    }

    /** The early chain if it takes away most of what the other does. */
    private static TrialChain first(@Nullable TrialChain early, TrialChain other, TrialChain base) {
        double before = Math.min(1, base.left());
        return early != null && before - early.left() >= CauseSelection.MOST * (before - other.left()) ? early : other;
    }

    /** What goes on from an early chain if that comes to do well, else the other one. */
    private TrialChain upon(TrialChain early, TrialChain other) {
        if (early.equals(other) || early.steps().size() >= DEPTH) {
            return other;
        }
        TrialChain further = extend(early);
        return further.signals().quality().well() && further.sound() ? further : other;
    }

    private Optional<TrialChain> attempt(TrialChain base, Cause cause, Remedy remedy) {
        String key = remedy.setup().prepared().rows().added() + " "
                + base.signals().setup().changesFrom(remedy.setup()) + " "
                + remedy.setup().changesFrom(base.signals().setup())
                + base.steps()
                        .stream()
                        .map(s -> s.remedy().words())
                        .toList();
        if (!done.add(key)) {
            return Optional.empty();
        }
        Optional<Attempt> run = runs.of(remedy.setup(), remedy.words());
        if (run.isEmpty()) {
            return Optional.empty();
        }
        TrialChain chain = base.with(cause, remedy, run.get());
        trials.add(chain.steps().getLast());
        if (cause.is(Trait.DELIBERATE)) {
            known.add(chain);
        }
        return Optional.of(chain);
    }

    /**
     * Where no single remedy helps, several things may stand in the way at once: the base with the first of its strong causes
     * mended, so that its signal is gone, whether that alone helps or not. Earlier stages come first.
     */
    private @Nullable TrialChain mended(TrialChain base) {
        for (Cause cause : causes(base.signals())) {
            if (!structural(cause) || !mended.add(cause.rule())) {
                continue;
            }
            boolean scale = cause.is(Trait.SCALE);
            for (Remedy remedy : scale ? cause.remedies().reversed() : cause.remedies()) {
                Optional<Attempt> run = runs.of(remedy.setup(), remedy.words());
                if (run.isEmpty()) {
                    return null;
                }
                TrialChain chain = base.with(cause, remedy, run.get());
                if (causes(chain.signals()).stream().noneMatch(left -> left.rule().equals(cause.rule()))) {
                    return chain;
                }
            }
        }
        return null;
    }

    /** Whether nothing can go well while this is so: strong, and neither of the rule of the steps nor of where the run ended. */
    private static boolean structural(Cause cause) {
        return cause.strength() > FAR_OFF && !cause.remedies().isEmpty()
                && (cause.stage().compareTo(Stage.START) <= 0);
    }

    private static boolean strong(Cause cause) {
        return cause.strength() > FAR_OFF && cause.stage().compareTo(Stage.STEP) <= 0;
    }

    /** Whether a remedy helps; one that is proven for simple methods, whether it helps at all, beyond chance. */
    private boolean takes(Cause cause, Signals after, Signals before) {
        if (!cause.is(Trait.PROVEN)) {
            return Gain.helps(after, before);
        }
        double cost = Paired.FOLDS * (Attempt.cost(after.setup()) + Attempt.cost(before.setup()));
        boolean crossed = !before.setup().given() && runs.take(cost);
        // The test rows alone may be too few to tell; they must not speak against it.
        double chance = crossed && after.test().isPresent() && before.test().isPresent()
                ? after.test().get().chance(before.test().get())
                : 0;
        return Gain.merit(after) <= Gain.merit(before) + chance
                && Paired.gains(after.attempt(), before.attempt(), crossed, runs.kept());
    }

    /** The causes that the signals show, earlier stages first, stronger ones first within a stage. */
    static List<Cause> causes(Signals signals) {
        // Where the training data are fitted, neither steps nor a start that is nearly as usual are to blame.
        boolean fitted = signals.quality() == Quality.OVERFITTED;
        return Rules.all()
                .stream()
                .map(rule -> rule.examine(signals))
                .flatMap(Optional::stream)
                .filter(cause -> !fitted || !OF_TRAINING.contains(cause.stage()) || cause.is(Trait.FITTED_TOO)
                        || cause.stage() == Stage.START && cause.strength() > FAR_OFF)
                .sorted(Comparator.comparing(Cause::stage).thenComparing(Cause::strength, Comparator.reverseOrder()))
                .toList();
    }
}
