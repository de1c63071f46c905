package org.paisaje.study.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.LineFit;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.study.kernel.KernelAnswer.Alignment;
import org.paisaje.study.kernel.KernelAnswer.Prediction;
import org.paisaje.study.kernel.KernelAnswer.Spectrum;

/** The pictures of a kernel. */
final class KernelFigures {
    private static final int MOST_CELLS = 200;
    private static final int FEWEST_FOR_SLOPE = 40;
    private static final double LEVEL = 0.95;

    private KernelFigures() {}

    /** An entry of the kernel. */
    @FunctionalInterface
    interface Entries {
        double get(int i, int j);
    }

    /** Eigenvalues by rank, what of the trace the leading ones hold, and the rates and times of some modes. */
    static List<Figure> spectrum(Spectrum spectrum) {
        int positive = spectrum.values().length - spectrum.nullity();
        if (positive < 2) {
            return List.of();
        }
        double[] values = Arrays.copyOf(spectrum.values(), positive);
        double[] ranks = IntStream.rangeClosed(1, positive).asDoubleStream().toArray();
        List<Series> series = new ArrayList<>();
        series.add(new Series.Points(spectrum.bounds() ? "lower bound" : "eigenvalue", Role.MEASURED, ranks, values));
        String slope = "";
        if (positive >= FEWEST_FOR_SLOPE) {
            int from = Math.min(10, positive / 4);
            int to = spectrum.bounds() ? positive : positive / 2;
            LineFit fit = LineFit.logLog(Arrays.copyOfRange(ranks, from, to), Arrays.copyOfRange(values, from, to));
            Interval interval = fit.slopeInterval(LEVEL);
            double[] ends = {ranks[from], ranks[to - 1]};
            double[] line = {Math.exp(fit.intercept()) * Math.pow(ends[0], fit.slope()),
                Math.exp(fit.intercept()) * Math.pow(ends[1], fit.slope())};
            series.add(new Series.Line(String.format(Locale.ROOT, "slope %.2f", fit.slope()), Role.REFERENCE, ends,
                    line));
            slope = String.format(Locale.ROOT, " Between ranks %.0f and %.0f they fall like rank^(%.3f), least-squares "
                    + "interval [%.3f, %.3f].", ends[0], ends[1], fit.slope(), interval.low(), interval.high());
        }
        double[] held = new double[positive];
        double total = Math.max(spectrum.trace(), Arrays.stream(values).sum());
        for (int i = 0; i < positive; i++) {
            held[i] = (i == 0 ? 0 : held[i - 1]) + values[i] / total;
        }
        Figure.Chart decay = new Figure.Chart("eigenvalues", "Eigenvalues by rank", "", Axis.log("rank"),
                Axis.log("eigenvalue"), series);
        Figure.Chart share = new Figure.Chart("trace", "Share of the trace", "", Axis.log("rank"),
                Axis.linear("held up to this rank"),
                List.of(new Series.Line("share", Role.MEASURED, ranks, held)));
        return List.of(
                new Figure.Panels("spectrum", "Spectrum of the kernel", (spectrum.bounds()
                        ? "Lower bounds of the leading eigenvalues from the Nystroem approximation of the preconditioner, "
                                + "and what share of the trace they hold at least."
                        : "All eigenvalues that are not 0 to rounding, and what share of the trace the leading ones hold.")
                        + slope, List.of(decay, share)),
                modes(spectrum, values, held));
    }

    private static Figure modes(Spectrum spectrum, double[] values, double[] held) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int rank = 1; rank <= values.length; rank = rank < 5 ? rank + 1 : next(rank)) {
            rows.add(mode(rank, spectrum, values, held));
        }
        if (!rows.getLast().getFirst().equals(Cell.count(values.length))) {
            rows.add(mode(values.length, spectrum, values, held));
        }
        return new Figure.Table("modes", "Predicted rates and times of the modes",
                "Under gradient flow on (1/2n) sum |f - y|^2 the error along the mode of eigenvalue lambda decays like "
                        + "exp(-t lambda / n); the time is that of a fall by the factor e. Gradient descent needs about "
                        + "time / eta steps and is stable below eta = "
                        + String.format(Locale.ROOT, "%.4g", spectrum.largestStableRate()) + ".",
                List.of("rank", "eigenvalue", "rate", "time", "trace up to here"), rows);
    }

    /** 5, 10, 20, 50, 100, ... */
    private static int next(int rank) {
        int digit = rank;
        while (digit >= 10) {
            digit /= 10;
        }
        return digit == 2 ? rank / 2 * 5 : rank * 2;
    }

    private static List<Cell> mode(int rank, Spectrum spectrum, double[] values, double[] held) {
        double rate = values[rank - 1] / spectrum.samples();
        return List.of(Cell.count(rank), Cell.number(values[rank - 1]), Cell.number(rate), Cell.number(1 / rate),
                Cell.share(held[rank - 1]));
    }

    /** Loss and accuracy along the times. */
    static List<Figure> curves(List<Prediction> predictions, KernelSetting setting) {
        double[] times = predictions.stream().mapToDouble(Prediction::time).toArray();
        List<Series> losses = new ArrayList<>();
        double[] train = predictions.stream().mapToDouble(Prediction::trainLoss).toArray();
        // Rounding is where the training loss ends; below it a logarithmic axis shows noise.
        double floor = 1e-12 * train[0];
        int shown = (int) Arrays.stream(train).takeWhile(loss -> loss > floor).count();
        losses.add(new Series.Line("train", Role.MEASURED, Arrays.copyOf(times, shown), Arrays.copyOf(train, shown)));
        losses.add(new Series.Line("test", Role.MEASURED, times,
                predictions.stream().mapToDouble(p -> Math.max(floor, p.testLoss())).toArray()));
        Figure.Chart loss = new Figure.Chart("loss", "Loss", "", Axis.log("time"), Axis.log("(1/2n) sum |f - y|^2"),
                losses);
        if (predictions.getFirst().testAccuracy().isEmpty()) {
            return List.of(new Figure.Chart("course", "Predicted course of training",
                    "Loss of gradient flow with the kernel frozen, from the eigenvalues, on training and test points.",
                    Axis.log("time"), Axis.log("(1/2n) sum |f - y|^2"), losses));
        }
        Figure.Chart right = new Figure.Chart("accuracy", "Share right", "", Axis.log("time"), Axis.linear("accuracy"),
                List.of(new Series.Line("train", Role.MEASURED, times,
                        predictions.stream().mapToDouble(p -> p.trainAccuracy().orElse(0.0)).toArray()),
                        new Series.Line("test", Role.MEASURED, times,
                                predictions.stream().mapToDouble(p -> p.testAccuracy().orElse(0.0)).toArray())));
        return List.of(new Figure.Panels("course", "Predicted course of training",
                "Loss and share right of gradient flow with the kernel of " + setting.network()
                        + " frozen, from its eigenvalues, on training and test points.",
                List.of(loss, right)));
    }

    /** The kernel of some points, normalised to unit diagonal and sorted by class where there are classes. */
    static Figure heatMap(Matrix matrix, KernelSetting setting) {
        return heatMap(matrix::get, matrix.rows(), setting);
    }

    static Figure heatMap(Entries entries, int order, KernelSetting setting) {
        int points = setting.x().rows();
        int perPoint = order / points;
        Optional<Dataset> classified = setting.train().filter(data -> !data.classes().isEmpty());
        Integer[] sorted = IntStream.range(0, points).boxed().toArray(Integer[]::new);
        classified.ifPresent(data -> {
            int[] labels = data.labels();
            Arrays.sort(sorted, Comparator.comparingInt(i -> labels[i]));
        });
        int cells = Math.min(points, MOST_CELLS);
        int[] chosen = new int[cells];
        for (int i = 0; i < cells; i++) {
            chosen[i] = sorted[(int) ((long) i * points / cells)] * perPoint;
        }
        double[][] z = new double[cells][cells];
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                double scale = Math.sqrt(entries.get(chosen[i], chosen[i]) * entries.get(chosen[j], chosen[j]));
                z[i][j] = scale > 0 ? entries.get(chosen[i], chosen[j]) / scale : 0;
            }
        }
        double[] axis = IntStream.rangeClosed(1, cells).asDoubleStream().toArray();
        return new Figure.Field("heat-map", "The kernel" + (cells < points ? " of " + cells + " of the points" : ""),
                "Entries over the root of the two diagonal ones" + classified
                        .map(data -> ", points sorted by class: blocks along the diagonal are classes that the kernel sees")
                        .orElse("") + (perPoint > 1 ? "; the kernel of the first output." : "."),
                Axis.linear("point"), Axis.linear("point"), "cosine in the space of the kernel", false, axis, axis, z);
    }

    /** With y the targets in the rows of the kernel; empty where the targets are all 0 or all equal. */
    static Optional<Alignment> alignment(Matrix kernel, Matrix y) {
        int n = kernel.rows();
        if (y.rows() != n) {
            return Optional.empty();
        }
        double plain = inner(kernel, y) / (kernel.frobeniusNorm() * y.columnGram().frobeniusNorm());
        Matrix centred = y.copy();
        for (int c = 0; c < y.columns(); c++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += y.get(i, c) / n;
            }
            for (int i = 0; i < n; i++) {
                centred.set(i, c, y.get(i, c) - mean);
            }
        }
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        double[] sums = kernel.times(ones);
        double all = Arrays.stream(sums).sum() / n;
        double norm = kernel.frobeniusNorm();
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        // |H K H|^2 = |K|^2 - (2/n) |K 1|^2 + (1^T K 1)^2 / n^2 with H = I - 1 1^T / n.
        double below = Math.sqrt(Math.max(0, norm * norm - 2 * squares / n + all * all))
                * centred.columnGram().frobeniusNorm();
        double middle = inner(kernel, centred) / below;
        return Double.isFinite(plain) && Double.isFinite(middle)
                ? Optional.of(new Alignment(plain, middle))
                : Optional.empty();
    }

    /** {@code <K, Y Y^T> = tr(Y^T K Y)}. */
    private static double inner(Matrix kernel, Matrix y) {
        Matrix ky = kernel.times(y);
        double sum = 0;
        for (int i = 0; i < ky.data().length; i++) {
            sum += ky.data()[i] * y.data()[i];
        }
        return sum;
    }
}
