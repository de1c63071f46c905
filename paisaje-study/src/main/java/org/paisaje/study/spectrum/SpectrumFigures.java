package org.paisaje.study.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.krylov.trace.SpectralCurve;
import org.paisaje.math.krylov.trace.SpectralDensity;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;

/** The pictures of a spectrum. */
final class SpectrumFigures {
    private static final int GRID = 401;
    /** Standard deviations of the smoothing between the ends of the spectrum. */
    private static final double RESOLUTION = 100;
    private static final int MOST_DRAWN = 600;

    private final SpectrumAnswer answer;

    SpectrumFigures(SpectrumAnswer answer) {
        this.answer = answer;
    }

    /** The smoothed density; empty if all eigenvalues are equal or zero. */
    Optional<SpectralCurve> curve() {
        return answer.density().flatMap(density -> {
            double range = range(density);
            double bandwidth = range / RESOLUTION;
            return bandwidth > 0 && bandwidth > 1e-14 * answer.norm() && Double.isFinite(1 / bandwidth)
                    ? Optional.of(density.density(density.grid(GRID, bandwidth), bandwidth))
                    : Optional.empty();
        });
    }

    /** The standard deviation of the smoothing. */
    double bandwidth() {
        return answer.density().map(density -> range(density) / RESOLUTION).orElse(0.0);
    }

    private static double range(SpectralDensity density) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (var rule : density.rules()) {
            low = Math.min(low, rule.nodes()[0]);
            high = Math.max(high, rule.nodes()[rule.nodes().length - 1]);
        }
        return high - low;
    }

    Optional<Figure> density() {
        return curve().map(this::density);
    }

    private Figure density(SpectralCurve curve) {
        double single = 1 / (answer.order() * bandwidth() * Math.sqrt(2 * Math.PI));
        double floor = 0.1 * single;
        int n = curve.grid().length;
        double[] values = new double[n];
        double[] low = new double[n];
        double[] high = new double[n];
        double[] exact = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.max(floor, curve.values()[i]);
            low[i] = Math.max(floor, curve.lower()[i]);
            high[i] = Math.max(floor, curve.upper()[i]);
            exact[i] = Math.max(floor, smoothed(curve.grid()[i]));
        }
        List<Series> series = new ArrayList<>();
        series.add(new Series.Band("95 % band", Role.MEASURED, curve.grid(), low, high));
        series.add(new Series.Line("by stochastic Lanczos", Role.MEASURED, curve.grid(), values));
        if (answer.full().isPresent()) {
            series.add(new Series.Line("of all eigenvalues", Role.THEORY, curve.grid(), exact));
        }
        int count = answer.outliers().count();
        if (count > 0) {
            double[] heights = new double[count];
            Arrays.fill(heights, single);
            series.add(new Series.Marks(count == 1 ? "the outlier" : "the " + count + " outliers", Role.MEASURED,
                    Arrays.copyOf(answer.ends().highest(), count), heights, Series.Mark.TRIANGLE));
        }
        String matrix = answer.setting().of().words();
        return new Figure.Chart("density", "How the eigenvalues are distributed",
                "The density of the eigenvalues of the " + matrix + ", smoothed over " + Words.number(bandwidth())
                        + ", with its 95 % band over the random probes"
                        + (answer.full().isPresent() ? " and that of all eigenvalues" : "") + ". "
                        + (count == 0
                                ? "No eigenvalue stands apart. "
                                : "Triangles mark what stands apart from the rest, at the height of a single eigenvalue. ")
                        + "What lies below " + Words.number(floor) + " is drawn there.",
                Axis.linear("eigenvalue"), Axis.log("density"), series);
    }

    private double smoothed(double x) {
        double bandwidth = bandwidth();
        double sum = 0;
        if (answer.full().isPresent()) {
            for (double value : answer.full().get().values()) {
                double u = (x - value) / bandwidth;
                sum += Math.abs(u) < 9 ? Math.exp(-0.5 * u * u) : 0;
            }
        }
        return sum / (answer.order() * bandwidth * Math.sqrt(2 * Math.PI));
    }

    /** The sizes of the eigenvalues by rank, on logarithmic axes. */
    Optional<Figure> sizes() {
        if (answer.norm() == 0) {
            return Optional.empty();
        }
        double least = answer.full().map(FullSpectrum.Found::bound).orElse(1e-15 * answer.norm());
        double[] ascending = answer.full().map(FullSpectrum.Found::values).orElseGet(answer.ends()::ascending);
        List<Series> series = new ArrayList<>();
        add(series, "positive", Arrays.stream(ascending)
                .filter(value -> value > least)
                .map(value -> -value)
                .sorted()
                .map(value -> -value)
                .toArray());
        add(series, "negative, their size",
                Arrays.stream(ascending).filter(value -> value < -least).sorted().map(value -> -value).toArray());
        if (series.isEmpty()) {
            return Optional.empty();
        }
        String shown = answer.full().isPresent()
                ? "All eigenvalues beyond rounding, " + Words.number(least) + ", by their rank"
                : "The " + answer.ends().highest().length + " largest and the " + answer.ends().lowest().length
                        + " smallest eigenvalues, by their rank from either end";
        return Optional.of(new Figure.Chart("eigenvalues", "Eigenvalues by rank", shown
                + ". A step down is a gap; a straight line is a power law.", Axis.log("rank"), Axis.log("eigenvalue"),
                series));
    }

    /** Thinned at the far end, where points lie on one another. */
    private static void add(List<Series> series, String name, double[] sizes) {
        if (sizes.length == 0) {
            return;
        }
        double ratio = Math.max(1.0, Math.pow(sizes.length, 1.0 / MOST_DRAWN));
        List<Integer> ranks = new ArrayList<>();
        double next = 1;
        while (next <= sizes.length) {
            ranks.add((int) next);
            next = Math.max(Math.floor(next) + 1, next * ratio);
        }
        if (ranks.getLast() != sizes.length) {
            ranks.add(sizes.length);
        }
        series.add(new Series.Points(name, Role.MEASURED, ranks.stream().mapToDouble(rank -> rank).toArray(),
                ranks.stream().mapToDouble(rank -> sizes[rank - 1]).toArray()));
    }

    /** Loss and sharpness along the run. */
    static Optional<Figure> course(SharpnessCourse course) {
        List<Figure.Chart> charts = new ArrayList<>();
        var readings = course.readings();
        var positive = readings.stream().filter(reading -> reading.sharpness() > 0).toList();
        if (positive.size() < 2) {
            return Optional.empty();
        }
        double[] x = positive.stream().mapToDouble(SharpnessCourse.Reading::step).toArray();
        double[] y = positive.stream().mapToDouble(SharpnessCourse.Reading::sharpness).toArray();
        double[] low = positive.stream()
                .mapToDouble(r -> Math.max(1e-3 * r.sharpness(), r.sharpness() - r.bound()))
                .toArray();
        double[] high = positive.stream().mapToDouble(r -> r.sharpness() + r.bound()).toArray();
        List<Series> series = new ArrayList<>();
        series.add(new Series.Intervals("measured", Role.MEASURED, x, y, low, high));
        double[] stable = positive.stream().mapToDouble(SharpnessCourse.Reading::stable).toArray();
        if (Arrays.stream(stable).allMatch(value -> value > 0 && Double.isFinite(value))) {
            series.add(new Series.Line("largest stable", Role.THEORY, x, stable));
        }
        charts.add(new Figure.Chart("sharpness", "Sharpness", "", Axis.linear("step"),
                Axis.log(course.preconditioned() ? "sharpness, preconditioned" : "sharpness"), series));
        var lossy = readings.stream().filter(reading -> reading.loss() > 0).toList();
        if (lossy.size() > 1) {
            charts.add(new Figure.Chart("loss", "Loss", "", Axis.linear("step"), Axis.log("loss"),
                    List.of(new Series.Line("loss", Role.MEASURED,
                            lossy.stream().mapToDouble(SharpnessCourse.Reading::step).toArray(),
                            lossy.stream().mapToDouble(SharpnessCourse.Reading::loss).toArray()))));
        }
        return Optional.of(new Figure.Panels("sharpness-course", "Sharpness along the run",
                "The largest eigenvalue of the Hessian along the run"
                        + (course.preconditioned() ? ", divided by the preconditioner of the rule" : "")
                        + (course.threshold().isPresent()
                                ? ", and the largest that the rule allows at its rate: above that line the loss grows along"
                                        + " the sharpest direction."
                                : "."),
                charts));
    }
}
