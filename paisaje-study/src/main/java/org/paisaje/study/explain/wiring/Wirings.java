package org.paisaje.study.explain.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paisaje.data.Dataset;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.data.log.RunLog;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.study.Words;
import org.paisaje.study.explain.wiring.change.Change;
import org.paisaje.study.explain.wiring.change.Context;
import org.paisaje.study.explain.wiring.change.UsedData;

/** What reproduces a log, series by series. */
public final class Wirings {
    private static final int MOST_SERIES = 8;
    private static final String OTHER = "wiring.other-data";
    private static final String EVALUATED = "wiring.other-test-data";
    /** What the test loss must have lost of a constant's for the run to have learned something. */
    private static final double BETTER = 0.8;
    /** How many times its value a logged loss is beyond what dropout and the like explain. */
    private static final double FARTHER = 3;
    /** What the log must have lost of its first number to say that the run learned something. */
    private static final double LEARNED = 0.95;
    private static final List<String> RULES = List.of("wiring.part", "wiring.inputs-scale",
            "wiring.inputs-not-standardized", "wiring.inputs-standardized-by", "wiring.inputs-order",
            "wiring.softmax-twice", "wiring.sigmoid-twice", "wiring.output-activation", "wiring.labels-off-by-one",
            "wiring.labels-reversed", "wiring.labels-order", "wiring.rows-shifted", "wiring.broadcast",
            "wiring.clipped-log", "wiring.no-logarithm", "wiring.sum", "wiring.batch-statistics", OTHER, EVALUATED);

    private final List<SeriesVerdict> verdicts;
    private final boolean tested;

    private Wirings(List<SeriesVerdict> verdicts, boolean tested) {
        this.verdicts = List.copyOf(verdicts);
        this.tested = tested;
    }

    /**
     * Weights with the time at which they were written.
     *
     * @param step the number of steps made; NaN if that is not known
     * @param epoch that of epochs; NaN if that is not known
     * @param number a number that may be either; NaN if there is none
     * @param network the network, with what its batch normalisations normalise by at that time
     * @param theta the weights
     */
    public record Weighed(double step, double epoch, double number, Architecture network, double[] theta) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The stable names of the mistakes that a log can show. */
    public static List<String> rules() {
        return RULES;
    }

    /** Looks for the ways that reproduce losses and shares of right answers in a log. */
    public static Wirings of(Context context, RunLog log, List<Weighed> checkpoints) {
        var values = new Values(context, checkpoints);
        List<LoggedPoints.Time> times = checkpoints.stream()
                .map(one -> new LoggedPoints.Time(one.step(), one.epoch(), one.number()))
                .toList();
        List<SeriesVerdict> verdicts = new ArrayList<>();
        Stream<LoggedSeries> shares = context.classes() ? log.of(LoggedSeries.Quantity.ACCURACY) : Stream.of();
        Stream.concat(log.of(LoggedSeries.Quantity.LOSS), shares)
                .limit(MOST_SERIES)
                .map(series -> new WiringSearch(context, values, series).verdict(times))
                .flatMap(Optional::stream)
                .forEach(verdicts::add);
        return new Wirings(verdicts, context.test().isPresent());
    }

    /** The verdicts. */
    List<SeriesVerdict> verdicts() {
        return verdicts;
    }

    /** What is to be known of the first logged loss, in a sentence; absent where there is none. */
    public Optional<String> said() {
        return verdicts.stream()
                .filter(verdict -> verdict.series().quantity() == LoggedSeries.Quantity.LOSS)
                .findFirst()
                .map(WiringWords::brief);
    }

    /** What was done to inputs and targets as they were read, if that and nothing else than choices reproduces a loss. */
    public Optional<Used> used() {
        return verdicts.stream()
                .filter(verdict -> verdict.series().quantity() == LoggedSeries.Quantity.LOSS
                        && WiringWords.convincing(verdict) && verdict.agreement().exact())
                .flatMap(verdict -> verdict.found().stream())
                .filter(way -> way.fault().isEmpty() && way.changes().stream().anyMatch(UsedData::is))
                .map(way -> new Used(way.changes()
                        .stream()
                        .filter(UsedData::is)
                        .map(Change::words)
                        .collect(Collectors.joining("; and ")), way.reading().inputs().map(), way.reading().targets()))
                .findFirst();
    }

    /**
     * What a log shows to have been done to the data.
     *
     * @param words what, after "the loss with"
     * @param inputs from the inputs as they were read
     * @param targets likewise
     */
    public record Used(String words, UnaryOperator<Matrix> inputs, UnaryOperator<Matrix> targets) {
        /** These data as they were used. */
        public Dataset apply(Dataset read) {
            return read.withInputs(inputs.apply(read.x())).withTargets(targets.apply(read.y()));
        }
    }

    /** Whether there are test data. */
    boolean tested() {
        return tested;
    }

    /** Whether no number of the log belongs to a checkpoint. */
    public boolean isEmpty() {
        return verdicts.isEmpty();
    }

    /** The first mistake that is beyond doubt, losses of the training part first. */
    public Optional<Mistake> mistake() {
        return verdicts.stream()
                .sorted((a, b) -> Boolean.compare(a.series().part() == LoggedSeries.Part.TEST,
                        b.series().part() == LoggedSeries.Part.TEST))
                .filter(verdict -> WiringWords.convincing(verdict) && verdict.agreement().exact())
                .flatMap(verdict -> verdict.found()
                        .flatMap(Wiring::fault)
                        .map(fault -> new Mistake(fault.rule(), fault.words(), WiringWords.sentence(verdict, tested),
                                fault.advice()))
                        .stream())
                .findFirst();
    }

    /**
     * That the run learned something and these data show nothing of it: no way of computing reproduces the log of the training
     * loss, which falls, and at the last checkpoint the loss as told is no lower than a constant's.
     *
     * @param constant the loss of the best constant on the training data
     */
    public Optional<Mistake> elsewhere(double constant) {
        return verdicts.stream()
                .filter(verdict -> verdict.series().quantity() == LoggedSeries.Quantity.LOSS
                        && verdict.series().part() != LoggedSeries.Part.TEST)
                .findFirst()
                .filter(verdict -> verdict.found().isEmpty() && verdict.averaged().isEmpty()
                        && verdict.points().pairs().size() > 1)
                .flatMap(verdict -> {
                    double[] told = verdict.computedAsTold();
                    double first = verdict.points().pairs().getFirst().point().value();
                    double last = verdict.points().pairs().getLast().point().value();
                    double end = told[told.length - 1];
                    return first > 0 && last < LEARNED * first && end >= constant
                            ? Optional.of(new Mistake(OTHER, "other data or targets than these",
                                    "By its log the run lowered the " + verdict.series().name() + " from "
                                            + Words.number(first) + " to " + Words.number(last)
                                            + ". On the data that were told the loss of the same weights went from "
                                            + Words.number(told[0]) + " to " + Words.number(end)
                                            + ", and a constant answer has " + Words.number(constant) + ". None of "
                                            + Words.count(verdict.tried(), "way")
                                            + " of computing it explains the difference.",
                                    "Check that --data, --target and --standardize name what the run was trained on: the "
                                            + "same rows with their own targets, classes in the same order, inputs "
                                            + "scaled alike. Print a few inputs and targets as the loss gets them, and "
                                            + "compare."))
                            : Optional.empty();
                });
    }

    /**
     * That the script evaluated on other data than these: no way of computing reproduces a logged test loss, which at the end is
     * several times what it is on the test data that were told, of a run that does better on these than a constant.
     *
     * @param constant the loss of the best constant on the test data
     */
    public Optional<Mistake> evaluatedElsewhere(double constant) {
        return verdicts.stream()
                .filter(verdict -> tested && verdict.series().quantity() == LoggedSeries.Quantity.LOSS
                        && verdict.series().part() == LoggedSeries.Part.TEST)
                .findFirst()
                .filter(verdict -> !(verdict.found().isPresent() && verdict.agreement().exact()
                        && WiringWords.convincing(verdict)) && verdict.averaged().isEmpty()
                        && verdict.points().pairs().size() > 1)
                .flatMap(verdict -> {
                    double[] told = verdict.computedAsTold();
                    double last = verdict.points().pairs().getLast().point().value();
                    double end = told[told.length - 1];
                    return end < BETTER * constant && last > FARTHER * end && last - end > 0.2 * constant
                            ? Optional.of(new Mistake(EVALUATED, "other inputs or targets than these test data",
                                    "By its log the " + verdict.series().name() + " was " + Words.number(last)
                                            + " at the end. The same weights have a loss of " + Words.number(end)
                                            + " on the test data that were told, where a constant answer has "
                                            + Words.number(constant) + ". None of "
                                            + Words.count(verdict.tried(), "way")
                                            + " of computing it explains the difference.",
                                    "Print a few rows of what the evaluation feeds to the network, and compare them with the "
                                            + "training data: the order of the columns, the scaling, the classes and the rows "
                                            + "that belong together must be the same, and layers such as dropout switched off."))
                            : Optional.empty();
                });
    }

    /**
     * A mistake that a log shows.
     *
     * @param rule its stable name
     * @param words what is done, after "the loss was computed with"
     * @param why the evidence
     * @param todo what to do
     */
    public record Mistake(String rule, String words, String why, String todo) {
        /** What was done. */
        public String sentence() {
            return rule.equals(OTHER) || rule.equals(EVALUATED)
                    ? "The run was " + (rule.equals(OTHER) ? "trained" : "evaluated") + " on " + words + "."
                    : "The loss was computed with " + words + ".";
        }
    }

    /** Whether every series is reproduced by what was told, or by a choice that is no mistake. */
    public boolean asTold() {
        return !verdicts.isEmpty() && verdicts.stream()
                .allMatch(verdict -> verdict.found().filter(way -> way.fault().isEmpty()).isPresent()
                        && WiringWords.convincing(verdict));
    }
}
