package org.paisaje.study.explain.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** A run beside its baseline: what it learned beyond what the other one did. */
public final class Beside {
    /** A network that leaves less than this share of shuffled targets has learned them by heart. */
    private static final double BY_HEART = 0.1;
    /** A share of a constant's error above this on test data is no learning. */
    private static final double NOTHING = 0.95;
    private static final double LEVEL = 0.95;

    private final String name;
    private final boolean shuffled;
    private final Attempt run;
    private final Attempt other;
    private final Fitted own;
    private final Fitted beside;
    private final List<Fitted> all;

    private Beside(String name, boolean shuffled, Attempt run, List<Attempt> others) {
        Attempt other = others.getFirst();
        this.name = name;
        this.shuffled = shuffled;
        this.run = run;
        this.other = other;
        this.own = Fitted.of(run);
        this.beside = Fitted.of(other);
        this.all = IntStream.range(0, others.size())
                .mapToObj(i -> i == 0 ? beside : Fitted.of(others.get(i)))
                .toList();
    }

    /** Measures a run and its baseline, which is trained if it has to be. */
    public static Beside of(Attempt run, Baseline baseline) {
        return new Beside(baseline.name(), baseline.trains(), run, baseline.attempts(run.setup()));
    }

    /** What came out, in a sentence. */
    public String sentence() {
        if (run.diverged() || other.diverged()) {
            return (run.diverged() ? "the run" : "the baseline") + " diverged, so there is little to compare";
        }
        if (!shuffled) {
            return "of what a constant leaves on the training data the run leaves " + Words.percent(own.left())
                    + ", the baseline " + Words.percent(beside.left())
                    + (own.testLeft().isPresent()
                            ? "; on the test data " + Words.percent(own.testLeft().getAsDouble()) + " and "
                                    + Words.percent(beside.testLeft().orElse(Double.NaN))
                            : "");
        }
        String heart = "of shuffled targets it leaves " + left() + " of what a constant leaves"
                + (beside.left() < BY_HEART ? ": it can learn them by heart" : "");
        return noBetter()
                ? "the true targets are learned no better than shuffled ones"
                : heart + "; of the true ones it leaves " + Words.percent(own.left())
                        + (own.testLeft().isPresent()
                                ? ", and on test data " + Words.percent(own.testLeft().getAsDouble())
                                : "");
    }

    /** How the baseline is called. */
    public String name() {
        return name;
    }

    /** The same as an answer on the first screen. */
    public String answer() {
        String sentence = sentence();
        return (shuffled ? "" : name + ": ") + Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
    }

    /**
     * Whether the true targets are learned no better than shuffled ones: the loss is not below what a further shuffle would give
     * at the level 0.95, and nothing is learned of test data.
     */
    public boolean noBetter() {
        return shuffled && own.loss() >= Shuffles.of(losses()).below(LEVEL) && own.testLeft().orElse(1) >= NOTHING;
    }

    private double[] losses() {
        return all.stream().mapToDouble(Fitted::loss).toArray();
    }

    /** What is left of shuffled targets, with the interval of its mean over the shuffles. */
    private String left() {
        Estimate mean = Shuffles.of(all.stream().mapToDouble(Fitted::left).toArray()).mean(LEVEL);
        return Words.percent(mean.value()) + (all.size() > 1
                ? " (" + Words.percent(Math.max(0, mean.low())) + " to " + Words.percent(mean.high()) + " over "
                        + Words.count(all.size(), "shuffle") + ")"
                : "");
    }

    /** The part of an explanation. */
    public Chapter chapter() {
        List<Finding> findings = new ArrayList<>();
        String what = shuffled ? "the same with targets shuffled" : "the last checkpoint of " + name;
        findings.add(Finding.of("baseline-loss", "training loss", own.loss())
                .against(Relation.AT_MOST, shuffled ? Shuffles.of(losses()).mean(LEVEL).value() : beside.loss(),
                        shuffled ? "the mean over " + Words.count(all.size(), "shuffle") + " of the targets" : what)
                .judged(noBetter() ? Assessment.TROUBLE : Assessment.NOTE,
                        noBetter() ? "no better" : own.loss() < beside.loss() ? "lower" : "not lower",
                        noBetter()
                                ? "The network fits the true targets no better than shuffled ones: it finds nothing in "
                                        + "these inputs that says something about them. Check that inputs and targets "
                                        + "belong together."
                                : "A constant has " + Words.number(own.constant()) + "." + (shuffled
                                        ? " A further shuffle would be above " + Words.number(
                                                Math.max(0, Shuffles.of(losses()).below(LEVEL)))
                                                + " with 95 % probability."
                                        : "")));
        own.right()
                .ifPresent(right -> findings.add(Finding.of("baseline-right", "share of training labels right", right)
                        .against(Relation.AT_LEAST, beside.right().orElse(Double.NaN), what)
                        .judged(Assessment.NOTE, shuffled && beside.left() < BY_HEART ? "by heart" : "",
                                shuffled
                                        ? beside.left() < BY_HEART
                                                ? "It learns shuffled labels by heart as well (Zhang et al. 2017): what it gets "
                                                        + "right on training data proves nothing."
                                                : "Shuffled labels have nothing to learn but by heart, and it does not get that "
                                                        + "far: what it gets right beyond them, it found in the inputs."
                                        : "")));
        own.testLeft()
                .ifPresent(left -> findings.add(Finding.of("baseline-test",
                        "share of a constant's error left on test data", left)
                        .against(Relation.AT_MOST, beside.testLeft().orElse(1), what)
                        .judged(Assessment.NOTE, left < beside.testLeft().orElse(1) ? "learned" : "not learned",
                                shuffled
                                        ? "What lies below the baseline was learned beyond memorising."
                                        : "")));
        findings.add(halfway(what));
        margins(findings, what);
        if (Double.isFinite(own.alignment()) && Double.isFinite(beside.alignment())) {
            findings.add(Finding.of("baseline-alignment", "alignment of the tangent kernel with the targets",
                    own.alignment())
                    .against(Relation.AT_LEAST, beside.alignment(), what)
                    .judged(Assessment.NOTE, own.alignment() > beside.alignment() ? "more" : "not more",
                            "Centred; at the end, each with its own targets."));
        }
        findings.add(Finding.of("baseline-moved", "|theta - theta_0| / |theta_0|", own.moved())
                .against(Relation.AT_MOST, beside.moved(), what)
                .judged(Assessment.NOTE, own.moved() < beside.moved() ? "less" : "not less", shuffled
                        ? "What has to be learned by heart usually takes the weights further."
                        : ""));
        return new Chapter("baseline", "Beside " + (shuffled ? "shuffled targets" : name), sentence(), findings,
                figures());
    }

    private Finding halfway(String what) {
        OptionalLong mine = own.halfway();
        OptionalLong theirs = beside.halfway();
        String quantity = "step at which the loss is half that of a constant";
        if (mine.isEmpty()) {
            return Finding.unmeasured("baseline-halfway", quantity, "The run did not get there"
                    + (theirs.isPresent() ? "; the baseline did at step " + theirs.getAsLong() : "") + ".");
        }
        Finding finding = Finding.of("baseline-halfway", quantity, mine.getAsLong());
        return theirs.isEmpty()
                ? finding.judged(Assessment.NOTE, "alone", "The baseline did not get there in "
                        + Words.count(other.made(), "step") + ".")
                : finding.against(Relation.AT_MOST, theirs.getAsLong(), what)
                        .judged(Assessment.NOTE, mine.getAsLong() < theirs.getAsLong() ? "sooner" : "not sooner",
                                "As far as the loss was looked at.");
    }

    private void margins(List<Finding> findings, String what) {
        if (own.margins().length == 0) {
            return;
        }
        findings.add(Finding.of("baseline-margin", "median margin of the training samples",
                Fitted.median(own.margins()))
                .against(Relation.AT_LEAST, Fitted.median(beside.margins()), what)
                .judged(Assessment.NOTE, "", "The output of the right class less the largest other one."));
        if (own.normalized().length > 0 && beside.normalized().length > 0) {
            findings.add(Finding
                    .of("baseline-normalized-margin", "the same over the product of the norms of the layers",
                            Fitted.median(own.normalized()))
                    .against(Relation.AT_LEAST, Fitted.median(beside.normalized()), what)
                    .judged(Assessment.NOTE,
                            Fitted.median(own.normalized()) > Fitted.median(beside.normalized())
                                    ? "wider"
                                    : "not wider",
                            "Larger is better on new data (Bartlett, Foster and Telgarsky 2017)."));
        }
    }

    private List<Figure> figures() {
        List<Figure.Chart> charts = new ArrayList<>();
        List<Series> losses = new ArrayList<>();
        line(losses, "run", Role.MEASURED, run);
        line(losses, name, Role.REFERENCE, other);
        if (!losses.isEmpty()) {
            charts.add(new Figure.Chart("baseline-loss", "Training loss", "", Axis.linear("step"), Axis.log("loss"),
                    losses));
        }
        if (own.margins().length > 1) {
            charts.add(new Figure.Chart("baseline-margins", "Margins", "", Axis.linear("margin"),
                    Axis.linear("share of samples below"),
                    List.of(shares("run", Role.MEASURED, own.margins()),
                            shares(name, Role.REFERENCE, beside.margins()))));
        }
        return charts.isEmpty()
                ? List.of()
                : List.of(new Figure.Panels("baseline", "The run and its baseline",
                        "First: the training loss, each on its "
                                + "own targets. Second: for every margin the share of training samples below it; what is left of 0 "
                                + "is answered wrongly.",
                        charts));
    }

    private static Series shares(String name, Role role, double[] sorted) {
        int n = sorted.length;
        return new Series.Line(name, role, sorted, IntStream.range(0, n).mapToDouble(i -> (i + 1.0) / n).toArray());
    }

    private static void line(List<Series> lines, String name, Role role, Attempt run) {
        long[] steps = run.losses().steps();
        double[] values = run.losses().values();
        int[] kept = IntStream.range(0, steps.length).filter(i -> values[i] > 0 && values[i] < 1e300).toArray();
        if (kept.length > 1) {
            lines.add(new Series.Line(name, role, Arrays.stream(kept).mapToDouble(i -> steps[i]).toArray(),
                    Arrays.stream(kept).mapToDouble(i -> values[i]).toArray()));
        }
    }

    /** The numbers by name. */
    public Map<String, Object> measurements() {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", name);
        map.put("run", values(own));
        map.put("baseline", values(beside));
        if (all.size() > 1) {
            map.put("shuffledLosses", Arrays.stream(losses()).boxed().toList());
        }
        return map;
    }

    private static Map<String, Object> values(Fitted one) {
        var map = new LinkedHashMap<String, Object>();
        map.put("loss", one.loss());
        map.put("left", one.left());
        one.right().ifPresent(right -> map.put("right", right));
        one.testLeft().ifPresent(left -> map.put("testLeft", left));
        one.halfway().ifPresent(step -> map.put("halfway", step));
        if (one.margins().length > 0) {
            map.put("medianMargin", Fitted.median(one.margins()));
        }
        Optional.of(one.alignment()).filter(Double::isFinite).ifPresent(value -> map.put("alignment", value));
        map.put("moved", one.moved());
        return map;
    }
}
