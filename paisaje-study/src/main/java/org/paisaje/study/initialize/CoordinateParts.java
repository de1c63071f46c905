package org.paisaje.study.initialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
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
import org.paisaje.theory.dynamics.width.RateSearch;

/** Puts the answer and the sections of a coordinate check together. */
record CoordinateParts(CoordinateSetting setting, CoordinateStudy.Measured measured) {
    /** What a power of the width may be off by: the corrections of the order 1/n and the grid of rates. */
    private static final double NEAR = 0.05;
    /** What a picture shows of losses that explode. */
    private static final double SHOWN = 100;
    private static final String ORIGIN = "counting powers of the width, Yang and Hu 2021";

    void fill(Result.Builder result) {
        Architecture network = setting.problem().architecture();
        String widths = setting.widths().stream().map(String::valueOf).collect(Collectors.joining(", "));
        result.headline(headline());
        result.about(network.text() + " with hidden layers of width " + widths + ", each drawn "
                + Words.count(setting.draws(), "time") + " and trained " + Words.count(setting.steps(), "step") + " by "
                + setting.optimizer().name() + " on " + Words.count(Math.min(CoordinateSetting.SAMPLES,
                        setting.problem().train().x().rows()), "sample")
                + " of " + setting.problem().train().name() + ".");
        result.answering("The rate", rate());
        result.answering("The layers", layers());
        setting.better().ifPresent(name -> {
            result.answering("What to do", "Under param=" + name
                    + " theory promises that the best rate stays where it is "
                    + "when the network is made wider, and that every layer goes on learning. The command below looks whether "
                    + "it does.");
            result.changing(Map.of("--net", with(network.text(), name)));
        });
        result.led(losses());
        List<Finding> findings = findings();
        result.section(Section.of("powers", "Powers of the width",
                "measured powers beside those that the parametrization promises",
                List.of(new Block.Findings(findings), new Block.Numbers(powers()),
                        new Block.Text("A power p means growth like "
                                + "n^p with the width n. The best rate is that of "
                                + Words.count(setting.draws(), "draw") + ", values at the start those of "
                                + Words.count(measured.starts(), "draw") + ", changes those of "
                                + Words.count(measured.coordinates().getFirst().size(), "draw")
                                + ": more are drawn until the intervals of all layers reach no further than 0.02, up to a limit. "
                                + "Changes are those of a run at a quarter of the best rate of the narrowest network, the rate of wider ones going as the promised power of n. Intervals are of the mean over the "
                                + "draws, at 95 %."))));
        result.section(Section.of("parts", "Layer by layer", "factors, draws and rates of the widest network",
                List.of(new Block.Numbers(scales()), new Block.Picture(changes()))));
    }

    /** The line of a network with another parametrization. */
    static String with(String text, String parametrization) {
        int colon = text.lastIndexOf(':');
        boolean options = text.indexOf('=', colon) >= 0;
        String head = options ? text.substring(0, colon) : text;
        String kept = options
                ? Arrays.stream(text.substring(colon + 1).split(",", -1))
                        .filter(one -> !one.matches("(param|sw|sb)=.*"))
                        .map(one -> one + ",")
                        .collect(Collectors.joining())
                : "";
        return head + ":" + kept + "param=" + parametrization;
    }

    private String span() {
        return "from width " + setting.widths().getFirst() + " to " + setting.widths().getLast();
    }

    private double ratio() {
        return (double) setting.widths().getLast() / setting.widths().getFirst();
    }

    private String headline() {
        if (measured.rate().isEmpty()) {
            return "No best rate was found " + span() + ": the loss does not turn up again.";
        }
        double power = measured.rate().get().value();
        double factor = Math.pow(ratio(), Math.abs(power));
        return factor < 1.25
                ? "The best rate stays where it is " + span() + ": its power of the width is " + two(power) + "."
                : "The best rate moves " + span() + " as the power " + two(power)
                        + " of the width: one found at the narrowest "
                        + "network is " + Words.number(factor) + " times too " + (power < 0 ? "large" : "small")
                        + " for the widest.";
    }

    private static String two(double power) {
        String text = String.format(Locale.ROOT, "%.2f", power);
        return text.equals("-0.00") ? "0.00" : text;
    }

    private String rate() {
        return "The parametrization " + setting.problem().architecture().parametrization().name()
                + (outputsMayGrow()
                        ? " keeps outputs at the power " + two(measured.law().rate())
                                + ", and hidden values as far as "
                                + two(measured.law().hiddenRate())
                                + "; with this loss outputs that grow do no harm, so that theory promises a power "
                                + "between the two,"
                        : " promises the power " + two(measured.law().rate()))
                + " under a rule that "
                + (setting.normalized() ? "divides the gradient by its size" : "steps in proportion to the gradient")
                + measured.rate()
                        .map(e -> "; measured is " + two(e.value()) + ", between " + two(e.low()) + " and "
                                + two(e.high())
                                + ".")
                        .orElse(".");
    }

    private String layers() {
        double[] change = measured.law().change();
        List<String> lazy = new ArrayList<>();
        for (int l = 0; l < change.length - 1; l++) {
            if (change[l] < -0.01) {
                lazy.add(Integer.toString(l + 1));
            }
        }
        return lazy.isEmpty()
                ? "At the rate that is stable for all widths every hidden layer changes by as much in wide networks as in narrow "
                        + "ones: it learns features."
                : "At the rate that is stable for all widths hidden " + (lazy.size() == 1 ? "layer " : "layers ")
                        + String.join(", ", lazy.size() > 6
                                ? List.of(lazy.getFirst(), "...", lazy.getLast())
                                : lazy)
                        + (lazy.size() == 1 ? " changes" : " change")
                        + " the less the wider the network is: very wide ones learn nothing there.";
    }

    private List<Finding> findings() {
        List<Finding> result = new ArrayList<>();
        result.add(outputsMayGrow()
                ? between("rate", "power of the best rate", measured.rate())
                : held("rate", "power of the best rate", measured.rate(), measured.law().rate()));
        int layers = measured.law().start().length;
        for (int l : new TreeSet<>(List.of(0, layers - 2, layers - 1))) {
            String name = l == layers - 1 ? "output" : "layer-" + (l + 1);
            String words = l == layers - 1 ? "the outputs" : "the values behind layer " + (l + 1);
            result.add(held("start-" + name, "power of " + words + " at the start", measured.start().get(l),
                    measured.law().start()[l]));
            result.add(held("change-" + name, "power of the change of " + words, measured.change().get(l),
                    measured.law().change()[l]));
        }
        return result;
    }

    /** Whether rates are possible at which outputs grow with the width. */
    private boolean outputsMayGrow() {
        return setting.problem().loss().boundedSlope() && measured.law().hiddenRate() > measured.law().rate();
    }

    private Finding between(String id, String quantity, Optional<Estimate> power) {
        double low = measured.law().rate();
        double high = measured.law().hiddenRate();
        if (power.isEmpty()) {
            return held(id, quantity, power, high);
        }
        Estimate e = power.get();
        boolean near = e.low() <= high + NEAR && e.high() >= low - NEAR;
        boolean sure = e.low() >= low - NEAR && e.high() <= high + NEAR;
        return Finding.of(id, quantity, e)
                .against(Relation.EQUAL, new Estimate(0.5 * (low + high), low, high), ORIGIN + ", Haas et al. 2025")
                .judged(near ? Assessment.FINE : Assessment.NOTE,
                        sure ? "as promised" : near ? "not against it" : "other than promised",
                        (near
                                ? "The interval "
                                        + (sure ? "lies within" : "meets")
                                : "The interval misses") + " what is promised by " + NEAR
                                + ": the slope of this loss is bounded, so that outputs may grow with the width.");
    }

    private static Finding held(String id, String quantity, Optional<Estimate> power, double promised) {
        if (power.isEmpty()) {
            return Finding.unmeasured(id, quantity, id.equals("rate")
                    ? "The loss does not turn up again within the rates that were tried."
                    : "It is 0 or beyond the range of numbers.");
        }
        Estimate e = power.get();
        boolean near = e.low() <= promised + NEAR && e.high() >= promised - NEAR;
        boolean sure = e.low() >= promised - NEAR && e.high() <= promised + NEAR;
        return Finding.of(id, quantity, e)
                .against(Relation.EQUAL, promised, ORIGIN)
                .judged(near ? Assessment.FINE : Assessment.NOTE,
                        sure ? "as promised" : near ? "not against it" : "other than promised",
                        sure
                                ? "The interval lies within 0.05 of what is promised."
                                : near
                                        ? "The interval meets what is promised within 0.05, and is wider."
                                        : "The interval misses what is promised by more than 0.05: these widths are not yet wide.");
    }

    private static String layer(int l, int layers) {
        return l == layers - 1 ? "output" : Integer.toString(l + 1);
    }

    private static Cell cell(Optional<Estimate> power) {
        return power.map(Cell::measured).orElse(Cell.text("none"));
    }

    private Figure.Table powers() {
        List<List<Cell>> rows = new ArrayList<>();
        int layers = measured.law().start().length;
        for (int l = 0; l < layers; l++) {
            rows.add(List.of(Cell.text(layer(l, layers)), cell(measured.start().get(l)),
                    Cell.number(measured.law().start()[l], 2), cell(measured.change().get(l)),
                    Cell.number(measured.law().change()[l], 2)));
        }
        return new Figure.Table("powers", "Powers of the width, layer by layer",
                "Of the root mean square of the values at the start, and of what training changes in them.",
                List.of("layer", "start", "promised", "change", "promised"), rows);
    }

    private Figure.Table scales() {
        Architecture wide = setting.at(setting.widths().getLast());
        List<List<Cell>> rows = new ArrayList<>();
        List<LayerShape> shapes = wide.layerShapes();
        for (LayerShape shape : shapes) {
            double factor = shape.weightScale();
            rows.add(List.of(Cell.text(layer(shape.index(), shapes.size())), Cell.number(factor, 3),
                    Cell.number(factor * setting.initializer().deviation(shape), 3),
                    Cell.number(setting.normalized() ? Math.abs(factor) : factor * factor, 3)));
        }
        return new Figure.Table("scales", "The widest network",
                "The factor before the weights; the deviation of factor times weight at the start; and by what the rate of factor "
                        + "times weight differs from the one of the optimizer: by the factor under Adam, by its square under "
                        + "gradient descent.",
                List.of("layer", "factor", "deviation", "rate times"), rows);
    }

    private Figure losses() {
        List<Series> series = new ArrayList<>();
        double base = setting.optimizer().rate();
        double shown = SHOWN * measured.searches()
                .stream()
                .flatMap(search -> Arrays.stream(search.logLosses()))
                .mapToDouble(runs -> Math.exp(Arrays.stream(runs).average().orElseThrow()))
                .min()
                .orElseThrow();
        List<Double> bestRates = new ArrayList<>();
        List<Double> bestLosses = new ArrayList<>();
        for (int w = 0; w < setting.widths().size(); w++) {
            RateSearch search = measured.searches().get(w);
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int i = 0; i < search.rates().length; i++) {
                double mean = Math.exp(Arrays.stream(search.logLosses()[i]).average().orElseThrow());
                if (mean > 0 && mean <= shown) {
                    x.add(base * search.rates()[i]);
                    y.add(mean);
                }
            }
            if (x.isEmpty()) {
                continue;
            }
            series.add(new Series.Line("width " + setting.widths().get(w), Role.MEASURED, array(x), array(y)));
            int lowest = y.indexOf(y.stream().min(Double::compare).orElseThrow());
            bestRates.add(x.get(lowest));
            bestLosses.add(y.get(lowest));
        }
        if (series.isEmpty()) {
            return powers();
        }
        series.add(new Series.Points("best", Role.REFERENCE, array(bestRates), array(bestLosses)));
        return new Figure.Chart("loss-by-rate",
                "The loss after " + Words.count(setting.steps(), "step") + ", by rate and width",
                "Geometric means over the draws; losses beyond 100 times the lowest, and rates at which a run diverged, are left "
                        + "out. Where the lowest points lie above one "
                        + "another a rate found at a narrow network serves a wide one.",
                Axis.log("rate"), Axis.log("loss"), series);
    }

    private Figure changes() {
        int layers = measured.law().change().length;
        double[] widths = setting.wide();
        List<Series> series = new ArrayList<>();
        for (int l : new TreeSet<>(List.of(0, layers - 2, layers - 1))) {
            double[] sizes = new double[widths.length];
            for (int w = 0; w < sizes.length; w++) {
                int at = l;
                sizes[w] = Math.exp(measured.coordinates()
                        .get(w)
                        .stream()
                        .mapToDouble(one -> Math.log(one.change()[at]))
                        .average()
                        .orElseThrow());
            }
            if (Arrays.stream(sizes).allMatch(v -> v > 0 && Double.isFinite(v))) {
                String name = l == layers - 1 ? "outputs" : "layer " + (l + 1);
                series.add(new Series.Points(name, Role.MEASURED, widths, sizes));
                double power = measured.law().change()[l];
                series.add(new Series.Line(name + ", promised power " + two(power), Role.THEORY, widths,
                        Arrays.stream(widths).map(n -> sizes[0] * Math.pow(n / widths[0], power)).toArray()));
            }
        }
        return series.isEmpty()
                ? scales()
                : new Figure.Chart("changes", "What training changes, by width",
                        "Root mean squares of the change of values behind a layer, geometric means over the draws. Lines start at "
                                + "the narrowest network and have the promised power.",
                        Axis.log("width"), Axis.log("change"), series);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
