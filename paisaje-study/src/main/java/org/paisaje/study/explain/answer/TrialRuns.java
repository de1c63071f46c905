package org.paisaje.study.explain.answer;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.paisaje.study.Session;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.KeptAttempts;
import org.paisaje.study.explain.attempt.Setup;

/** Runs with remedies, as long as the time for them lasts, which is counted by a fixed figure of what a step costs. */
final class TrialRuns {
    /** What looking at a run costs beside making it. */
    private static final double OVERHEAD = 0.1;

    private final double seconds;
    private final BiConsumer<Double, String> progress;
    private final KeptAttempts kept;
    private double spent;
    /** Up to where it may be spent now. */
    private double until;

    TrialRuns(double seconds, BiConsumer<Double, String> progress, KeptAttempts kept) {
        this.seconds = seconds;
        this.progress = progress;
        this.kept = kept;
        this.until = seconds;
    }

    /** Whether any may be made. */
    boolean any() {
        return seconds > 0;
    }

    /** Lets this share of the time be spent for now. */
    void allow(double share) {
        until = share * seconds;
    }

    /** Whether the time that is allowed is over. */
    boolean over() {
        return spent >= until || Session.cancelled();
    }

    /** Takes so many seconds, if they are left of what is allowed. */
    boolean take(double cost) {
        if (spent + cost > until) {
            return false;
        }
        spent += cost;
        return true;
    }

    /** A run; absent if there is no time for it, or if it was cut short, which says nothing of what it tries. */
    Optional<Attempt> of(Setup setup, String words) {
        if (!take(Attempt.cost(setup) + OVERHEAD)) {
            return Optional.empty();
        }
        Attempt run = made(setup, words);
        return Session.cancelled() ? Optional.empty() : Optional.of(run);
    }

    /** All of them, if there is time for that; else none. */
    List<Attempt> all(List<Setup> setups) {
        double cost = setups.stream().mapToDouble(Attempt::cost).sum();
        if (spent + cost > seconds) {
            return List.of();
        }
        spent += cost;
        List<Attempt> runs = setups.stream().map(setup -> made(setup, "whole groups of rows held out")).toList();
        return Session.cancelled() ? List.of() : runs;
    }

    private Attempt made(Setup setup, String words) {
        progress.accept(Math.min(1, spent / seconds), "trying: " + words);
        return kept.of(setup);
    }

    /** Those that have been made before. */
    KeptAttempts kept() {
        return kept;
    }
}
