package org.paisaje.study.explain.second;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.math.linalg.Blas;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.connect.ConnectFigures;
import org.paisaje.study.connect.Likeness;
import org.paisaje.study.connect.LossLine;
import org.paisaje.study.connect.Rise;
import org.paisaje.study.connect.StraightLines;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.KeptAttempts;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.align.NetworkAlignment.By;
import org.paisaje.theory.landscape.path.LossField;

/**
 * The same run from another seed, how alike the two functions are, and how high the loss rises on the straight line between them
 * as they are and after each alignment by the symmetries of the architecture.
 */
public final class SecondRun {
    /** The loss hardly rises on the line between the two as they are. */
    public static final String JOINED = "connect.joined";
    /** The rise between them is gone once units are matched. */
    public static final String SYMMETRY = "connect.symmetry";
    /** The loss rises between them even then. */
    public static final String APART = "connect.apart";

    private static final int POINTS = 50;

    private final Attempt run;
    private final Attempt other;
    private final Optional<StraightLines> lines;
    private final List<Likeness> alike;
    private final Rise rise;
    private final double cost;

    private SecondRun(Attempt run, Attempt other) {
        Setup setup = run.setup();
        this.run = run;
        this.other = other;
        this.rise = Rise.of(setup.loss(), setup.targets(setup.train()));
        if (run.diverged() || other.diverged()) {
            this.lines = Optional.empty();
            this.alike = List.of();
            this.cost = 0;
            return;
        }
        Architecture network = setup.network().absorbing();
        double[] a = setup.network().absorbed(run.end());
        double[] b = setup.network().absorbed(other.end());
        LossField train = LossField.of(Risk.of(network, setup.train().x(), setup.targets(setup.train()), setup.loss()));
        Optional<LossField> test = setup.test()
                .map(data -> LossField.of(Risk.of(network, data.x(), setup.targets(data), setup.loss())));
        this.lines = Optional.of(StraightLines.between(network, a, b, train, test,
                List.of(By.values()), POINTS, setup.seed().named("align"), _ -> {}));
        this.alike = new ArrayList<>();
        alike.add(Likeness.of(network, setup.loss(), a, b, setup.train(),
                "training samples"));
        setup.test()
                .ifPresent(data -> alike.add(Likeness.of(network, setup.loss(), a, b, data,
                        "test samples")));
        this.cost = train.cost();
    }

    /** Trains from another seed with the rest of the setup, and looks between the two ends. */
    public static SecondRun of(Attempt run) {
        return of(run, KeptAttempts.none());
    }

    /** The same, with a run that has been made before. */
    public static SecondRun of(Attempt run, KeptAttempts runs) {
        Setup setup = run.setup();
        return Blas.withThreads(setup.threads(),
                () -> new SecondRun(run, runs.of(setup.withSeed(setup.seed().named("second")))));
    }

    /** The stable names of what can come out. */
    public static List<String> rules() {
        return List.of(JOINED, SYMMETRY, APART);
    }

    /** Which of them came out; empty if a run diverged or the loss is not finite between them. */
    public String rule() {
        if (lines.filter(found -> found.lines().stream().allMatch(line -> line.train().finite())).isEmpty()) {
            return "";
        }
        StraightLines found = lines.get();
        return low(found.straight()) ? JOINED : found.aligned().filter(this::low).isPresent() ? SYMMETRY : APART;
    }

    private boolean low(LossLine line) {
        return rise.flat(line.train()) || rise.low(line.train().aboveChord());
    }

    /** What came out, in a sentence. */
    public String sentence() {
        if (run.diverged() || other.diverged()) {
            return run.diverged()
                    ? "the run diverged, so there is no end to join with another one"
                    : "from another seed the same run diverges at step " + other.made();
        }
        StraightLines found = lines.orElseThrow();
        if (rule().isEmpty()) {
            return "the loss is not finite on the line between the run and the same from another seed";
        }
        return "the same from another seed ends " + likeness()
                + "; on the straight line between the two the loss rises by "
                + rise.words(found.straight().train()) + above(found.straight()) + found.aligned()
                        .map(line -> ", after alignment by " + found.by() + " by " + rise.words(line.train())
                                + above(line))
                        .orElse("");
    }

    private String above(LossLine line) {
        double barrier = rise.aboveChord(line.train());
        return rise.scale() > 0 && barrier > 0 ? " (" + rise.share(barrier) + " of a constant's loss)" : "";
    }

    private String likeness() {
        Likeness last = alike.getLast();
        return last.same()
                .map(same -> "in weights that answer alike for " + Words.percent(same) + " of the " + last.on())
                .orElseGet(() -> "in weights whose outputs differ by " + Words.percent(last.distance())
                        + " of their spread on the " + last.on());
    }

    /** The same as an answer on the first screen. */
    public String answer() {
        String sentence = sentence();
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + "." + switch (rule()) {
            case JOINED -> " Both lie in one valley.";
            case SYMMETRY -> " They differ by the order of their units: one valley, seen from two of its copies.";
            case APART ->
                " A rise on one line does not show that there is no other way: ./paisaje connect trains curves.";
            default -> "";
        };
    }

    /** The part of an explanation. */
    public Chapter chapter() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of("connect-loss", "training loss from another seed", other.lastLoss())
                .against(Relation.EQUAL, run.lastLoss(), "that of the run")
                .judged(Assessment.NOTE, other.diverged() ? "diverged" : "", ""));
        lines.ifPresent(found -> {
            found.lines().forEach(line -> barriers(findings, line));
            if (found.best().isEmpty()) {
                findings.add(Finding.unmeasured("connect-aligned", "barrier after alignment",
                        "The networks were not aligned: " + found.whyNot() + "."));
            }
            found.best().ifPresent(aligned -> aligned(findings, aligned));
        });
        alike.forEach(one -> likeness(findings, one));
        if (cost > 0) {
            findings.add(Finding.of("connect-cost", "gradients over the training data that the lines took", cost)
                    .judged(Assessment.NOTE, "", "A loss counts a third of a gradient; beside "
                            + Words.count(other.made(), "step") + " of training."));
        }
        return new Chapter("connect", "Beside another seed", sentence(), findings, lines
                .filter(_ -> !rule().isEmpty())
                .map(found -> List.of(ConnectFigures.losses(found.lines())))
                .orElse(List.of()));
    }

    private void barriers(List<Finding> findings, LossLine line) {
        String on = line.id().equals("line") ? "straight line" : "after alignment" + line.words().substring(4);
        if (!line.train().finite()) {
            findings.add(Finding.unmeasured("connect-" + line.id(), "barrier, " + on,
                    "The loss is not finite on the line."));
            return;
        }
        double barrier = rise.aboveChord(line.train());
        String test = line.test()
                .map(seen -> " On test data " + rise.words(seen) + ".")
                .orElse("");
        findings.add(Finding.of("connect-" + line.id(), "barrier above the chord, " + on, barrier)
                .judged(Assessment.NOTE, low(line) ? "low" : "high", (rise.scale() > 0
                        ? "That is " + rise.share(barrier) + " of the loss of the best constant output."
                        : "") + test));
        findings.add(Finding.of("connect-" + line.id() + "-ends", "barrier above the higher end, " + on,
                rise.aboveEnds(line.train()))
                .judged(Assessment.NOTE, "", "Highest at s = " + Words.number(line.train().top()) + "."));
    }

    private static void aligned(List<Finding> findings, NetworkAlignment found) {
        findings.add(Finding.of("connect-distance", "distance of the weights after alignment", found.after())
                .against(Relation.AT_MOST, found.before(), "before it")
                .judged(Assessment.NOTE, "", Words.count(found.map().moved(), "hidden unit")
                        + (found.map().moved() == 1 ? " changes its place" : " change their place")
                        + (found.map().flipped() > 0 ? ", " + found.map().flipped() + " their sign" : "")
                        + "; no order of the units brings balanced copies nearer than "
                        + Words.number(found.bound()) + ", this one brings them to " + Words.number(found.balanced())
                        + "."));
        findings.add(Finding.of("connect-function", "largest change of an output by it, relative", found.change())
                .against(Relation.AT_MOST, NetworkAlignment.SAME, "a symmetry does not change the function")
                .judged(Assessment.NOTE, "the same function", "Rounding."));
    }

    private static void likeness(List<Finding> findings, Likeness one) {
        String id = one.on().startsWith("test") ? "test" : "train";
        one.same()
                .ifPresent(same -> findings.add(Finding
                        .of("connect-same-" + id, "equal answers on the " + one.on(), same)
                        .judged(Assessment.NOTE, "", Math.round(same * one.samples()) + " of " + one.samples() + ".")));
        findings.add(Finding
                .of("connect-outputs-" + id, "difference of the outputs on the " + one.on() + ", relative",
                        one.distance())
                .judged(Assessment.NOTE, "", "Root mean square, over that of the run's outputs around their mean."));
    }

    /** The numbers by name. */
    public Map<String, Object> measurements() {
        var map = new LinkedHashMap<String, Object>();
        map.put("rule", rule());
        map.put("diverged", other.diverged());
        map.put("loss", other.lastLoss());
        lines.ifPresent(found -> {
            var barriers = new LinkedHashMap<String, Object>();
            found.lines()
                    .stream()
                    .filter(line -> line.train().finite())
                    .forEach(line -> barriers.put(line.id(),
                            Map.of("aboveChord", line.train().aboveChord(), "aboveEnds",
                                    line.train().aboveEnds(), "highest", line.train().highest(), "at",
                                    line.train().top())));
            map.put("barriers", barriers);
            if (!found.whyNot().isEmpty()) {
                map.put("notAligned", found.whyNot());
            }
        });
        for (Likeness one : alike) {
            var values = new LinkedHashMap<String, Object>();
            one.same().ifPresent(same -> values.put("same", same));
            if (Double.isFinite(one.distance())) {
                values.put("distance", one.distance());
            }
            map.put(one.on().startsWith("test") ? "test" : "train", values);
        }
        map.put("gradientEquivalents", cost);
        return map;
    }
}
