package org.paisaje.study.propagate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Interval;
import org.paisaje.network.architecture.Integrated;
import org.paisaje.network.architecture.Residual;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.dead.DeadUnits;
import org.paisaje.theory.dynamics.flow.DepthRefinement;
import org.paisaje.theory.dynamics.signal.WideSignals;

/** Puts the answer and the sections together. */
record PropagateParts(PropagateSetting setting, PropagationCourse course, Followed followed,
        Optional<WideSignals> expected) {
    private static final int ROWS = 16;
    /** Multiplications that it may take to tell units that are dead for certain. */
    private static final long WORK = 500_000_000;
    private static final int REFINED = 64;

    void fill(Result.Builder result) {
        int end = course.moments() - 1;
        List<Finding> findings = new ArrayList<>();
        Optional<Double> right = right(end);
        result.headline(headline(right));
        result.about(setting.network() + " on " + Words.count(followed.data().size(), "sample") + " of "
                + setting.problem().train().name() + (end == 0
                        ? ", at the weights as they are."
                        : ", at " + Words.count(course.moments(), "moment") + " of "
                                + Words.number(course.epochs()[end]) + " epochs."));
        findings.add(dead(end));
        right.ifPresent(share -> findings.add(Finding.of("right", "share of the training samples right", share)
                .judged(Assessment.NOTE, end == 0 ? "as it is" : "at the end", right(0).filter(s -> end > 0)
                        .map(s -> "It was " + Words.percent(s) + " at the start.")
                        .orElse(""))));
        expected.ifPresent(theory -> findings.addAll(theory(theory)));
        findings.addAll(exponents(end));
        result.led(Deformation.of(setting, course, followed));
        result.section(seen());
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Numbers(table(end)));
        blocks.add(new Block.Findings(findings));
        blocks.add(new Block.Picture(PropagateFigures.signals(course, followed, expected)));
        PropagateFigures.separation(course, followed).ifPresent(figure -> blocks.add(new Block.Picture(figure)));
        result.section(Section.of("layers", "Layer by layer", end == 0 ? "at these weights" : "at the end of training",
                blocks));
        var geometry = new GeometrySection(setting, course, followed, LayerGeometry.of(setting, course, followed));
        geometry.section().ifPresent(result::section);
        flow().ifPresent(result::section);
        result.measured("geometry", geometry.measured());
        result.measured("dead", followed.dead(end));
        result.measured("units", followed.units(end));
        right.ifPresent(share -> result.measured("right", share));
        if (followed.data().classes().size() > 1) {
            result.measured("separation", IntStream.range(0, followed.cube().nodes())
                    .mapToObj(l -> followed.cube().separation(end, l, followed.labels()))
                    .toList());
        }
        if (end == 0 && setting.fit().isEmpty()) {
            result.advising(List.of("--epochs 200 trains first and follows the samples along the run."));
        }
    }

    private String headline(Optional<Double> right) {
        int end = course.moments() - 1;
        StringBuilder words = new StringBuilder();
        right.ifPresent(share -> words.append(Words.percent(share))
                .append(" of the training samples are right")
                .append(end > 0 ? " after " + Words.number(course.epochs()[end]) + " epochs. " : ". "));
        if (followed.data().classes().size() > 1) {
            int last = followed.cube().nodes() - 1;
            double before = followed.cube().separation(end, 0, followed.labels());
            int best = IntStream.rangeClosed(0, last)
                    .boxed()
                    .max((a, b) -> Double.compare(followed.cube().separation(end, a, followed.labels()),
                            followed.cube().separation(end, b, followed.labels())))
                    .orElse(0);
            double most = followed.cube().separation(end, best, followed.labels());
            words.append(best == 0
                    ? "No layer tells the classes further apart than the input does"
                    : "The layers pull the classes apart, from " + Words.number(before) + " in the input to "
                            + Words.number(most) + " behind "
                            + (best == last ? "the last layer" : "layer " + best)
                            + " (spread between the classes over that within)")
                    .append(". ");
        }
        int dead = followed.dead(end);
        return words.append(followed.units(end) == 0
                ? "The network has no units with a nonlinearity."
                : dead == 0
                        ? "All " + Words.count(followed.units(end), "hidden unit") + " are alive."
                        : dead + " of " + Words.count(followed.units(end), "hidden unit") + " are dead.")
                .toString();
    }

    private Optional<Double> right(int moment) {
        if (followed.data().classes().isEmpty()) {
            return Optional.empty();
        }
        Matrix outputs = followed.cube().values(moment, followed.cube().nodes() - 1);
        return Optional.of((double) setting.problem().loss().decision().right(outputs, followed.labels())
                / followed.data().size());
    }

    private Section seen() {
        List<Block> blocks = new ArrayList<>();
        PropagateFigures.answers(setting, course, followed).ifPresent(figure -> blocks.add(new Block.Picture(figure)));
        PropagateFigures.units(setting, course, followed).ifPresent(figure -> blocks.add(new Block.Picture(figure)));
        PropagateFigures.trajectories(setting, followed).ifPresent(figure -> blocks.add(new Block.Picture(figure)));
        return Section.of("seen", "What is seen",
                blocks.isEmpty()
                        ? "the picture above; inputs of two dimensions would show more"
                        : "the same run from three sides: the answer, the units, the way of single samples",
                blocks);
    }

    private Finding dead(int end) {
        int units = followed.units(end);
        int dead = followed.dead(end);
        Finding finding = Finding.of("dead-units", "dead units, of " + units + (end == 0
                ? ""
                : " (" + followed.dead(0) + " at the start)"), dead);
        String certain = dead == 0
                ? ""
                : DeadUnits.around(setting.network(), course.end(), followed.data().x(), WORK)
                        .map(DeadUnits::describe)
                        .orElse("");
        boolean blocked = followed.signals()
                .get(end)
                .stream()
                .anyMatch(signal -> signal.hidden() && signal.dead() == signal.width());
        return blocked && setting.network().layerShapes().stream().noneMatch(layer -> layer.hasSkip())
                ? finding.judged(Assessment.TROUBLE, "all of a layer",
                        "A whole layer is silent on all samples: nothing passes, and no gradient comes back."
                                + certain)
                : finding.judged(dead == 0 ? Assessment.FINE : Assessment.NOTE, dead == 0 ? "alive" : "some dead",
                        dead == 0
                                ? "Every hidden unit passes a gradient for some sample."
                                : "No gradient passes them for any of the samples; they only waste width." + certain);
    }

    private List<Finding> theory(WideSignals theory) {
        int last = Followed.last(setting.network());
        List<LayerSignal> start = followed.signals().getFirst();
        return List.of(
                drawn("values-start", "values behind layer " + (last + 1) + " at the start, rms",
                        start.get(last).activation(), theory.activation()[last]),
                drawn("gradient-start", "gradient behind layer 1 at the start, rms", start.getFirst().gradient(),
                        theory.gradient()[0]));
    }

    private static Finding drawn(String id, String quantity, double measured, double expected) {
        if (!Double.isFinite(measured) || !Double.isFinite(expected)) {
            return Finding.unmeasured(id, quantity, "It is beyond the range of the numbers of a computer.");
        }
        return Finding.of(id, quantity, measured)
                .against(Relation.EQUAL, expected, "exact for wide layers, Poole et al. 2016, Schoenholz et al. 2017")
                .judged(Assessment.NOTE, "one draw",
                        "One network beside the mean over all wide ones; ./paisaje initialize draws many.");
    }

    /** Finite-time Lyapunov exponents over the layers before the last. */
    private List<Finding> exponents(int end) {
        List<double[]> here = followed.exponents().get(end);
        if (here.isEmpty()) {
            return List.of();
        }
        double[] largest = here.stream().mapToDouble(values -> values[0]).filter(Double::isFinite).sorted().toArray();
        double[] smallest = here.stream()
                .mapToDouble(values -> values[values.length - 1])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        List<Finding> findings = new ArrayList<>();
        String layers = Words.count(Followed.last(setting.network()) + 1L, "layer");
        if (largest.length > 0) {
            double middle = largest[largest.length / 2];
            findings.add(Finding.of("exponent-largest", "largest Lyapunov exponent over " + layers, range(largest))
                    .against(Relation.EQUAL, 0, "at 0 near inputs keep their distance; log(sigma_1) / L of dh/dx")
                    .judged(Assessment.NOTE, middle > 0 ? "drift apart" : "draw together",
                            "Along the most sensitive direction the distance of near inputs changes by the factor "
                                    + Words.number(Math.exp(middle))
                                    + " a layer; the interval holds the middle half of "
                                    + Words.count(largest.length, "sample") + "."));
        }
        findings.add(smallest.length < here.size()
                ? Finding.of("exponent-smallest", "samples at which dh/dx is singular, of " + here.size(),
                        here.size() - smallest.length)
                        .judged(Assessment.NOTE, "collapse",
                                "There some direction of the input is lost: the layers are no change of coordinates.")
                : Finding.of("exponent-smallest", "smallest Lyapunov exponent over " + layers, range(smallest))
                        .judged(Assessment.NOTE, "no collapse",
                                "Along the least sensitive direction distances change by the factor "
                                        + Words.number(Math.exp(smallest[smallest.length / 2])) + " a layer."));
        return findings;
    }

    private static Estimate range(double[] sorted) {
        return new Estimate(sorted[sorted.length / 2], sorted[sorted.length / 4], sorted[3 * sorted.length / 4]);
    }

    private Figure.Table table(int end) {
        boolean classes = followed.data().classes().size() > 1;
        List<String> columns = new ArrayList<>(List.of("layer", "units", "norm", "theory (start)", "gradient", "dead"));
        if (expected.isEmpty()) {
            columns.remove("theory (start)");
        }
        if (classes) {
            columns.add("classes apart");
        }
        int nodes = followed.cube().nodes();
        int count = Math.min(nodes, ROWS);
        List<List<Cell>> rows = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int l = (int) Math.round((double) k * (nodes - 1) / Math.max(1, count - 1));
            List<Cell> row = new ArrayList<>();
            row.add(Cell.text(l == 0 ? "input" : l == nodes - 1 ? "output" : Integer.toString(l)));
            int width = followed.cube().values(end, l).columns();
            row.add(Cell.count(width));
            row.add(Cell.number(Followed.quantile(followed.cube().norms(end, l), 0.5), 3));
            if (expected.isPresent()) {
                row.add(l == 0
                        ? Cell.text("")
                        : Cell.number(expected.get().activation()[l - 1] * Math.sqrt(width), 3));
            }
            row.add(l == 0 ? Cell.text("") : Cell.number(followed.signals().get(end).get(l - 1).gradient(), 3));
            row.add(l == 0 ? Cell.text("") : Cell.count(followed.signals().get(end).get(l - 1).dead()));
            if (classes) {
                double value = followed.cube().separation(end, l, followed.labels());
                row.add(Double.isFinite(value) ? Cell.number(value, 3) : Cell.text("points"));
            }
            rows.add(row);
        }
        return new Figure.Table("layers", "Layer by layer",
                "The norm of the values of the middle sample, the root mean square gradient, dead units"
                        + (classes ? ", and the spread between classes over that within." : "."),
                columns, rows);
    }

    /** A residual network as a discretised flow. */
    private Optional<Section> flow() {
        if (!DepthRefinement.known(setting.network())) {
            return Optional.empty();
        }
        Matrix x = followed.data().x().rowRange(0, Math.min(REFINED, followed.data().size()));
        DepthRefinement refinement = DepthRefinement.of(setting.network(), course.end(), x);
        List<Finding> findings = new ArrayList<>();
        if (setting.network() instanceof Residual residual && residual.block() == Residual.Block.ONE) {
            int[] stretch = Followed.stretch(residual);
            double[][] lengths = followed.cube().lengths(course.moments() - 1, stretch[0], stretch[1]);
            double[] detours = Arrays.stream(lengths).mapToDouble(l -> l[1] > 0 ? l[0] / l[1] : 1).sorted().toArray();
            findings.add(Finding.of("detour", "length of the way over the distance made good", range(detours))
                    .against(Relation.AT_LEAST, 1, "a straight line")
                    .judged(Assessment.NOTE, detours[detours.length / 2] < 1.2 ? "nearly straight" : "bent",
                            "Through the blocks, for the middle sample; the interval holds the middle half."));
        }
        double share = refinement.errors()[0] / refinement.size();
        if (Double.isFinite(share)) {
            findings.add(Finding
                    .of("flow-distance", "distance of the network to the flow, over the spread of outputs", share)
                    .judged(Assessment.NOTE, share < 0.1 ? "a flow, nearly" : "not a flow yet",
                            "The flow has the same weights with endlessly many steps; what is far from it is the work of "
                                    + "single large steps."));
        }
        List<Block> blocks = new ArrayList<>();
        String method = setting.network() instanceof Integrated integrated
                ? "the " + integrated.scheme().text().replace('-', ' ') + " method"
                : "Euler's method";
        refinement.order().ifPresent(fit -> {
            Interval slope = fit.slopeInterval(0.95);
            Estimate order = new Estimate(-slope.estimate(), -slope.high(), -slope.low());
            int promised = refinement.promised();
            // Of methods that look back the largest steps are far from the law: the two finest decide as well.
            boolean holds = Math.min(Math.abs(order.value() - promised),
                    Math.abs(refinement.finest() - promised)) < 0.15
                            * promised;
            findings.add(Finding.of("depth-order", "order of convergence as blocks are divided", order)
                    .against(Relation.EQUAL, promised, method + ", where blocks are smooth; document 004, chapter 5")
                    .judged(holds ? Assessment.FINE : Assessment.NOTE, holds ? "as promised" : "not as promised",
                            "The slope of the error against the number of parts, 1 to 16, with its 95 % interval; it tends to "
                                    + promised + " once the steps are small, and is "
                                    + Words.number(refinement.finest())
                                    + " between the two finest"
                                    + (promised > 1 ? ", and to less where the activation has kinks." : ".")));
            double[] errors = refinement.errors();
            double[] line = Arrays.stream(refinement.factors())
                    .map(k -> errors[2] * Math.pow(4 / k, promised))
                    .toArray();
            String law = promised == 1 ? "1/k" : "1/k^" + promised;
            blocks.add(new Block.Picture(new Figure.Chart("refinement", "Blocks made of smaller blocks",
                    "The largest distance of an output to the flow when each block is made k blocks of step h/k with the same weights. "
                            + "Dashed: " + law + ", the order of " + method + ".",
                    Axis.log("parts k of each block"), Axis.log("distance to the flow"),
                    List.of(new Series.Line(law, Role.THEORY, refinement.factors(), line),
                            new Series.Points("measured", Role.MEASURED, refinement.factors(), errors)))));
        });
        blocks.addFirst(new Block.Findings(findings));
        return Optional.of(Section.of("flow", "As a differential equation",
                "blocks are steps of " + method + "; divided into smaller ones they tend to a flow",
                blocks));
    }
}
