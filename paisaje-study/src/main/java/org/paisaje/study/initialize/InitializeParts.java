package org.paisaje.study.initialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.Means;
import org.paisaje.math.stats.Proportions;
import org.paisaje.network.LayerShape;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Mark;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.initialize.InitializeStudy.Tried;
import org.paisaje.theory.dynamics.dead.DeadUnits;
import org.paisaje.theory.kernel.InfiniteNetwork;

/** Puts the answer and the sections together. */
record InitializeParts(InitializeSetting setting, int samples, StartSample given, Strain strain,
        Optional<StartSample> better, Optional<Strain> eased, List<Tried> tried) {
    private static final int ROWS = 14;
    /** Multiplications that it may take to tell units that are dead for certain; less than a second. */
    private static final long WORK = 200_000_000;
    private static final int LIMIT_SAMPLES = 64;
    private static final double LEVEL = 0.95;

    void fill(Result.Builder result) {
        String net = setting.network().toString();
        String init = given.name();
        result.headline(headline(net, init));
        result.about((given.weights().isPresent()
                ? net + " with weights that were given"
                : Words.count(given.draws(), "network") + " " + net + " drawn by " + init) + ", looked at on "
                + Words.count(samples, "input") + " of " + setting.problem().train().name()
                + " before any training.");
        if (given.inner() > 0) {
            result.answering("What happens", InitializeWords.changes(given, strain));
            InitializeWords.why(setting.network(), given).ifPresent(words -> result.answering("Why", words));
            result.answering("What to do", advice());
            better.ifPresent(one -> result.changing(given.weights().isPresent()
                    ? Map.of("---weights", "", "--net", setting.network().text(), "--init", one.name())
                    : Map.of("--init", one.name())));
            result.led(InitializeFigures.signals(given, better));
        }
        result.section(layers());
        better.ifPresent(one -> result.section(Section.of("better", one.name() + ", layer by layer",
                "the same for the initialisation that is proposed",
                List.of(new Block.Numbers(table("layers-better", one))))));
        if (given.inner() > 0) {
            result.section(theory());
            result.section(alternatives());
        }
        if (!given.kernel().isEmpty()) {
            result.section(kernel());
        }
    }

    private String headline(String net, String init) {
        if (given.inner() == 0) {
            return net + " has one layer only: there is nothing between input and output that could lose a signal.";
        }
        if (strain.worst() <= Strain.HARMLESS) {
            return "A good start: " + (given.weights().isPresent() ? "" : "with " + init + " ")
                    + "values, gradients and differences between inputs keep their size "
                    + "within a factor of 3 over " + Words.count(given.inner(), "hidden layer") + ".";
        }
        String begin = (given.weights().isPresent() ? "This start" : init) + " " + InitializeWords.worst(given, strain);
        if (better.isEmpty()) {
            return begin + ".";
        }
        String name = better.get().name();
        return begin + "; with " + name + (eased.orElseThrow().worst() <= Strain.FELT
                ? " no change is larger than " + InitializeStudy.factor(eased.orElseThrow().worst()) + "."
                : " that is less: it " + InitializeWords.worst(better.get(), eased.orElseThrow()) + ".");
    }

    private String advice() {
        if (better.isPresent()) {
            String name = better.get().name();
            double left = eased.orElseThrow().worst();
            return "Draw the weights by --init " + name + ". "
                    + (left <= Strain.HARMLESS
                            ? "Then everything keeps its size within a factor of 3."
                            : "What is left: it " + InitializeWords.worst(better.get(), eased.orElseThrow()) + "."
                                    + (left > Strain.FELT ? deep() : ""));
        }
        if (strain.worst() <= Strain.HARMLESS) {
            return "Nothing: the start is not what training will fail by.";
        }
        return "Of the " + Words.count(tried.size(), "initialisation") + " tried none is better by a factor of 2."
                + (strain.worst() > Strain.FELT ? deep() : "");
    }

    private String deep() {
        boolean skips = given.layers().stream().anyMatch(LayerShape::hasSkip);
        return skips
                ? " A smaller step of the blocks would help (not tried)."
                : " For so many layers fewer of them, wider ones or a residual network would help (not tried).";
    }

    private Section layers() {
        String words = given.inner() == 0
                ? "one layer"
                : strain.worst() <= Strain.HARMLESS
                        ? "everything keeps its size within a factor of 3"
                        : strain.alike() && strain.worst() == strain.merging()
                                ? "all inputs are alike behind the last hidden layer"
                                : "the worst change is " + InitializeStudy.factor(strain.worst());
        Assessment means = strain.worst() <= Strain.HARMLESS
                ? Assessment.FINE
                : strain.worst() <= Strain.FELT ? Assessment.NOTE : Assessment.TROUBLE;
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Numbers(table("layers", given)));
        blocks.add(new Block.Text(
                "Values and gradients are root mean squares" + (given.draws() == 1 ? "" : ", medians over the draws")
                        + "; gradients are those of "
                        + "outputs whose own gradients have mean square 1."
                        + (given.expected().isEmpty() ? "" : " Theory is exact for wide layers: means over all draws")
                        + (given.expected().isEmpty()
                                ? ""
                                : InitializeWords.narrow(given)
                                        ? "; layers as narrow as here have rare large draws that carry the mean, so that the usual draw lies "
                                                + "below it."
                                        : ".")));
        if (given.inner() > 0) {
            blocks.add(new Block.Picture(InitializeFigures.alike(given, better)));
        }
        certain().ifPresent(finding -> blocks.add(new Block.Findings(List.of(finding))));
        bornDead().ifPresent(bound -> {
            blocks.add(new Block.Findings(List.of(bound)));
            InitializeFigures.bornDead(given).ifPresent(figure -> blocks.add(new Block.Picture(figure)));
            NarrowScale.of(given, setting.problem().seed()).ifPresent(scale -> {
                blocks.add(new Block.Findings(List.of(scale.finding())));
                blocks.add(new Block.Picture(scale.figure()));
            });
        });
        return Section.of("layers", "Layer by layer", words, blocks)
                .marked(Mark.of(means, means == Assessment.FINE
                        ? "passes"
                        : means == Assessment.NOTE ? "strained" : "trouble"));
    }

    /** Rows of a table when there are many layers: the first, the last and some between. */
    private static Set<Integer> rows(int layers) {
        Set<Integer> rows = new LinkedHashSet<>();
        int count = Math.min(layers, ROWS);
        for (int i = 0; i < count; i++) {
            rows.add(count == 1 ? 0 : (int) Math.round((double) i * (layers - 1) / (count - 1)));
        }
        return rows;
    }

    private Figure.Table table(String id, StartSample sample) {
        boolean theory = sample.expected().isPresent();
        boolean bounded = Arrays.stream(sample.saturated()).anyMatch(draws -> Arrays.stream(draws).sum() > 0);
        List<String> columns = new ArrayList<>(List.of("layer", "units", "values"));
        columns.addAll(theory
                ? List.of("theory", "gradient", "theory", "cosine", "theory")
                : List.of("gradient",
                        "cosine"));
        columns.add("dead");
        if (bounded) {
            columns.add("flat");
        }
        List<List<Cell>> cells = new ArrayList<>();
        for (int l : rows(sample.layers().size())) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.text(l + 1 == sample.layers().size() ? "output" : Integer.toString(l + 1)));
            row.add(Cell.count(sample.layers().get(l).outputs()));
            pair(row, StartSample.median(sample.activation()[l]), sample.expected().map(e -> e.activation()[l]));
            pair(row, StartSample.median(sample.gradient()[l]), sample.expected().map(e -> e.gradient()[l]));
            pair(row, StartSample.median(sample.cosine()[l]), sample.expected().map(e -> e.correlation()[l]));
            row.add(Cell.share(sample.deadShare(l)));
            if (bounded) {
                row.add(Cell.share(sample.saturatedShare(l)));
            }
            cells.add(row);
        }
        return new Figure.Table(id, sample.name() + ", layer by layer",
                "Values, gradients (rms) and the cosine of two inputs behind each layer; shares of dead units"
                        + (bounded ? " and of units that are flat for 95 % of the inputs." : "."),
                columns, cells);
    }

    private static void pair(List<Cell> row, double measured, Optional<Double> expected) {
        row.add(Double.isNaN(measured) ? Cell.text("none") : Cell.number(measured, 3));
        expected.ifPresent(value -> row.add(Double.isNaN(value) ? Cell.text("") : Cell.number(value, 3)));
    }

    /** Of the network that training begins with the units that are dead on the inputs, and on the box around them. */
    private Optional<Finding> certain() {
        int dead = Arrays.stream(given.dead()).mapToInt(draws -> draws[0]).sum();
        if (dead == 0) {
            return Optional.empty();
        }
        double[] theta = given.weights()
                .orElseGet(() -> setting.network()
                        .initialize(given.initializer(), setting.problem().seed().named("init")));
        Matrix x = StartSample.some(setting.problem().train().x(), InitializeSetting.SAMPLES);
        return DeadUnits.around(setting.network(), theta, x, WORK)
                .map(units -> Finding
                        .of("dead-units", given.weights().isPresent() ? "dead units" : "dead units of the first draw",
                                dead)
                        .judged(Assessment.NOTE, units.dead() > 0 ? "dead for certain" : "dead on these inputs",
                                "No gradient passes them for any of the inputs." + units.describe()));
    }

    /** For ReLUs without skips and biases at 0: how often a layer is dead as a whole, beside what holds at one input. */
    private Optional<Finding> bornDead() {
        boolean known = given.weights().isEmpty() && given.inner() > 0 && given.initializer().biasDeviation() == 0
                && given.initializer().scale() > 0
                && setting.network().inRow()
                && given.layers()
                        .subList(0, given.inner())
                        .stream()
                        .allMatch(layer -> layer.activation().gate() && !layer.hasSkip());
        if (!known) {
            return Optional.empty();
        }
        double alive = 1;
        for (LayerShape layer : given.layers().subList(0, given.inner())) {
            alive *= -Math.expm1(-Math.log(2) * layer.outputs());
        }
        Interval share = Proportions.wilson(Math.round(given.blocked() * given.draws()), given.draws(), LEVEL);
        boolean within = share.low() <= 1 - alive;
        return Optional.of(Finding.of("born-dead", "share of networks born dead, of " + given.draws() + " drawn",
                Estimate.of(share))
                .against(Relation.AT_MOST, 1 - alive,
                        "1 - prod (1 - 2^-N) at one input, Lu et al. 2020; on all inputs it is less")
                .judged(within ? Assessment.FINE : Assessment.TROUBLE, within ? "as it can be" : "more than it can be",
                        "A layer whose units are all silent for every input stops everything; each unit is silent at one input with "
                                + "probability 1/2."));
    }

    private Section theory() {
        List<Block> blocks = new ArrayList<>();
        List<Finding> findings = findings();
        if (!findings.isEmpty()) {
            blocks.add(new Block.Findings(findings));
        }
        InitializeFigures.map(setting.network(), given, better)
                .ifPresent(chart -> blocks.add(
                        new Block.Picture(chart)));
        String words = findings.isEmpty()
                ? "there is no theory of random signals for "
                        + (given.weights().isPresent() ? "given weights" : "this architecture here")
                        + "; what stands above is measured"
                : "measured means beside what is exact for wide layers";
        return Section.of("theory", "Beside theory", words, blocks);
    }

    private List<Finding> findings() {
        if (given.expected().isEmpty()) {
            return List.of();
        }
        int last = given.inner() - 1;
        double share = 0;
        for (int l = 0; l < given.inner(); l++) {
            share += 1.0 / given.layers().get(l).outputs();
        }
        String origin = "exact for wide layers, Poole et al. 2016 and Schoenholz et al. 2017; layers of this width deviate "
                + "by a share of about " + Words.number(share) + ", the sum of 1/width";
        return List.of(
                held("values-last", "values behind the last hidden layer, rms", given.activation()[last],
                        given.expected().get().activation()[last], share, origin),
                held("gradient-first", "gradient behind the first layer, rms", given.gradient()[0],
                        given.expected().get().gradient()[0], share, origin));
    }

    private static Finding held(String id, String quantity, double[] draws, double expected, double share,
            String origin) {
        double[] squares = Arrays.stream(draws).map(v -> v * v).toArray();
        if (!Double.isFinite(Arrays.stream(squares).map(v -> v * v).sum()) || !Double.isFinite(expected)) {
            return Finding.unmeasured(id, quantity, "It is beyond the range of the numbers of a computer.");
        }
        Estimate square = Estimate.of(Means.student(squares, LEVEL));
        double low = Math.sqrt(Math.max(0, square.low()));
        Estimate measured = new Estimate(Math.sqrt(square.value()), low, Math.sqrt(square.high()));
        boolean near = low <= expected * Math.sqrt(1 + share) && measured.high() >= expected / Math.sqrt(1 + share);
        return Finding.of(id, quantity, measured)
                .against(Relation.EQUAL, expected, origin)
                .judged(near ? Assessment.FINE : Assessment.NOTE, near ? "as expected" : "other than wide layers",
                        near
                                ? "The interval of the mean over the draws meets what is exact for wide layers."
                                : "These layers are too narrow, or the draws too few, for the mean of wide layers.");
    }

    private Section alternatives() {
        List<List<Cell>> cells = new ArrayList<>();
        tried.stream()
                .sorted(Comparator.comparingDouble((Tried one) -> one.strain().size())
                        .thenComparingInt(Tried::order))
                .forEach(one -> cells.add(List.of(
                        Cell.text(
                                one.initializer().name() + (given.weights().isEmpty()
                                        && one.initializer().name().equals(given.name())
                                                ? " (given)"
                                                : "")),
                        decades(one.strain().forward()), decades(one.strain().backward()),
                        decades(one.strain().merging()), Cell.share(one.strain().blocked() / 3))));
        return Section.of("tried", "What was tried", "by how many decades signals change, for each initialisation",
                List.of(new Block.Numbers(new Figure.Table("tried", "Initialisations",
                        "Decades (factors of 10) between the layers before the last, in the middle of a few draws: of the "
                                + "values, of the gradients, and by how many the difference of two inputs has shrunk; the share of draws "
                                + "in which a whole layer is dead.",
                        List.of("initialisation", "values", "gradients", "alike", "blocked"), cells))));
    }

    private static Cell decades(double value) {
        return Cell.number(Math.round(100 * value) / 100.0, 3);
    }

    private Section kernel() {
        List<Block> blocks = new ArrayList<>();
        List<String> columns = new ArrayList<>(List.of("", given.name()));
        List<double[]> spectra = new ArrayList<>();
        spectra.add(given.kernel().getFirst().eigenvalues());
        better.filter(one -> !one.kernel().isEmpty()).ifPresent(one -> {
            columns.add(one.name());
            spectra.add(one.kernel().getFirst().eigenvalues());
        });
        Optional<double[]> wide = given.weights().isEmpty() ? limit(given.initializer()) : Optional.empty();
        wide.ifPresent(values -> {
            columns.add(given.name() + ", infinitely wide");
            spectra.add(values);
        });
        int m = spectra.getFirst().length;
        List<List<Cell>> rows = List.of(
                row("largest eigenvalue", spectra, values -> Cell.number(values[0])),
                row("condition", spectra, values -> {
                    double condition = new StartSample.Kernel(values, new double[0]).condition();
                    return Double.isFinite(condition) ? Cell.number(condition) : Cell.text("singular");
                }),
                row("directions, of " + m, spectra,
                        values -> Cell.number(new StartSample.Kernel(values, new double[0]).rank(), 3)),
                row("stable rate below", spectra, values -> Cell.number(2.0 * m / values[0], 3)));
        blocks.add(new Block.Numbers(new Figure.Table("kernel", "Tangent kernel of the first output",
                "On " + m
                        + " inputs, of the first draw. Directions: (trace)^2 / trace of the square. The rate is that of "
                        + "gradient descent on (1/2n) sum |f - y|^2.",
                columns, rows)));
        blocks.add(new Block.Picture(InitializeFigures.kernel(given, better, wide)));
        StartSample.Kernel first = given.kernel().getFirst();
        return Section.of("kernel", "Tangent kernel",
                "what the first steps can learn at once: about " + Words.number(first.rank()) + " of " + m
                        + " directions; gradient descent on a squared loss is stable at rates below "
                        + Words.number(2.0 * m / first.eigenvalues()[0]),
                blocks);
    }

    private static List<Cell> row(String name, List<double[]> spectra, Function<double[], Cell> cell) {
        List<Cell> row = new ArrayList<>(List.of(Cell.text(name)));
        spectra.forEach(values -> row.add(cell.apply(values)));
        return row;
    }

    /** The spectrum of the infinitely wide network, where it has one. */
    private Optional<double[]> limit(Initializer initializer) {
        if (!setting.network().inRow() || setting.network().parametrization() instanceof Parametrization.MeanField
                || initializer.distribution() == Initializer.Distribution.ORTHOGONAL) {
            return Optional.empty();
        }
        Matrix x = StartSample.some(setting.problem().train().x(), LIMIT_SAMPLES);
        double[] ascending = SymmetricEigen.values(InfiniteNetwork.of(setting.network(), initializer).ntk(x));
        double[] values = new double[ascending.length];
        Arrays.setAll(values, i -> Math.max(0, ascending[values.length - 1 - i]));
        return values[0] > 0 && Double.isFinite(values[0]) ? Optional.of(values) : Optional.empty();
    }
}
