package org.paisaje.study.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** The pictures of a run. */
final class FitFigures {
    /** More classes than this are drawn as a field instead of a table. */
    private static final int MOST_IN_TABLE = 12;
    private static final int MOST_POINTS = 2000;
    /** Values further apart than this are drawn on a logarithmic axis. */
    private static final double WIDE = 3;

    private FitFigures() {}

    /** Loss, share right, rate and gradient along the run; empty for a run without a record. */
    static List<Figure> course(FitResult fit) {
        Map<String, double[]> history = fit.history();
        double[] epochs = history.getOrDefault("epoch", new double[0]);
        if (epochs.length < 2) {
            return List.of();
        }
        List<Figure> figures = new ArrayList<>();
        List<Figure.Chart> first = new ArrayList<>();
        chart("loss", "Loss", fit.setting().loss().name(), true, history, epochs,
                Map.of("train", "train_loss", "test", "test_loss")).ifPresent(first::add);
        chart("accuracy", "Share right", "accuracy", false, history, epochs,
                Map.of("train", "train_accuracy", "test", "test_accuracy")).ifPresent(first::add);
        panels("course", "Loss" + (first.size() > 1 ? " and share right" : "") + " along the run",
                "Over all samples, at the end of each epoch or as often as 200 points allow.", first)
                .ifPresent(figures::add);
        List<Figure.Chart> second = new ArrayList<>();
        chart("gradient", "Gradient norm", "norm of the gradient", true, history, epochs,
                Map.of("stepped on", "gradient_norm")).ifPresent(second::add);
        chart("rate", "Learning rate", "rate", true, history, epochs, Map.of("rate", "rate")).ifPresent(second::add);
        panels("steps", "Gradient norm and learning rate", "The gradient is the one that is stepped on"
                + (fit.setting().batch() > 0 ? ", that of a batch, before clipping" : ", before clipping")
                + "; the rate is that of the step about to be made.", second).ifPresent(figures::add);
        return figures;
    }

    private static Optional<Figure> panels(String id, String title, String caption, List<Figure.Chart> charts) {
        return charts.isEmpty() ? Optional.empty() : Optional.of(new Figure.Panels(id, title, caption, charts));
    }

    private static Optional<Figure.Chart> chart(String id, String title, String name, boolean logarithmic,
            Map<String, double[]> history, double[] epochs, Map<String, String> columns) {
        double[] all = columns.values()
                .stream()
                .flatMapToDouble(column -> Arrays.stream(history.getOrDefault(column, new double[0])))
                .toArray();
        double low = Arrays.stream(all).min().orElse(0);
        boolean ratios = low > 0 && Arrays.stream(all).max().orElse(0) > WIDE * low;
        List<Series> series = new ArrayList<>();
        columns.keySet().stream().sorted((a, b) -> b.compareTo(a)).forEach(part -> {
            double[] values = history.get(columns.getOrDefault(part, ""));
            if (values != null) {
                series.add(new Series.Line(part, Role.MEASURED, epochs, values));
            }
        });
        Axis y = logarithmic && ratios ? Axis.log(name) : Axis.linear(name);
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure.Chart(id, title, "", Axis.linear("epoch"), y, series));
    }

    /** Classes given against classes answered, or answers against targets; on test data where there are any. */
    static Optional<Figure> errors(FitResult fit) {
        FitSetting setting = fit.setting();
        Dataset data = setting.test().orElse(setting.train());
        String part = setting.test().isPresent() ? "test" : "training";
        double[] theta = fit.trajectory().theta();
        if (!DoubleStream.of(theta).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        if (!data.classes().isEmpty()) {
            return Optional.of(confusion(data, Evaluation.answers(setting, data, theta), part));
        }
        return residuals(data, Evaluation.outputs(setting, data, theta), part);
    }

    private static Figure confusion(Dataset data, int[] answers, String part) {
        int k = data.classes().size();
        int[] labels = data.labels();
        int[][] counts = new int[k][k];
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]][answers[i]]++;
        }
        String caption = "Rows are the classes of the " + part + " samples, columns what the network answers.";
        if (k > MOST_IN_TABLE) {
            double[] axis = IntStream.range(0, k).asDoubleStream().toArray();
            double[][] z = new double[k][k];
            for (int i = 0; i < k; i++) {
                int all = Math.max(1, Arrays.stream(counts[i]).sum());
                for (int j = 0; j < k; j++) {
                    z[i][j] = (double) counts[i][j] / all;
                }
            }
            return new Figure.Field("confusion", "Classes and answers",
                    caption + " Shares of each row; classes by number.", Axis.linear("answer"), Axis.linear("class"),
                    "share", false, axis, axis, z);
        }
        List<String> columns = new ArrayList<>(List.of("class"));
        columns.addAll(data.classes());
        columns.add("right");
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            List<Cell> row = new ArrayList<>(List.of(Cell.text(data.classes().get(i))));
            int all = Arrays.stream(counts[i]).sum();
            for (int j = 0; j < k; j++) {
                Cell cell = counts[i][j] == 0 ? Cell.text("") : Cell.count(counts[i][j]);
                row.add(i != j && counts[i][j] > 0 ? cell.contradicting() : cell);
            }
            row.add(all == 0 ? Cell.text("") : Cell.share((double) counts[i][i] / all));
            rows.add(row);
        }
        return new Figure.Table("confusion", "Classes and answers", caption, columns, rows);
    }

    private static Optional<Figure> residuals(Dataset data, Matrix outputs, String part) {
        int n = data.size();
        int count = Math.min(n, MOST_POINTS);
        double[] targets = new double[count];
        double[] answers = new double[count];
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * n / count);
            targets[i] = data.y().get(row, 0);
            answers[i] = outputs.get(row, 0);
        }
        if (!Arrays.stream(answers).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        double mean = Arrays.stream(data.y().column(0)).average().orElse(0);
        double square = 0;
        double spread = 0;
        for (int i = 0; i < n; i++) {
            double target = data.y().get(i, 0);
            square += (target - outputs.get(i, 0)) * (target - outputs.get(i, 0));
            spread += (target - mean) * (target - mean);
        }
        double low = Arrays.stream(targets).min().orElse(0);
        double high = Arrays.stream(targets).max().orElse(1);
        String explained = spread > 0
                ? String.format(Locale.ROOT,
                        " The root of the mean square error is %.4g, and the answers explain %.1f %% of "
                                + "the variance of the targets.",
                        Math.sqrt(square / n), 100 * (1 - square / spread))
                : "";
        return Optional.of(new Figure.Chart("residuals", "Targets and answers",
                "The " + (data.y().columns() > 1 ? "first output on the " : "") + part
                        + " samples; on the line the answer is the target." + explained,
                Axis.linear("target"), Axis.linear("answer"),
                List.of(new Series.Line("answer = target", Role.REFERENCE, new double[] {low, high},
                        new double[] {low, high}),
                        new Series.Points("sample", Role.MEASURED, targets, answers))));
    }
}
