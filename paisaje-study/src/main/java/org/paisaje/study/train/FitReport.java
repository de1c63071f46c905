package org.paisaje.study.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paisaje.data.Dataset;
import org.paisaje.data.TargetScale;
import org.paisaje.study.Block;
import org.paisaje.study.Ending;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.training.Outcome;

/** A run as a result: a sentence, the numbers, the course, where it errs, what to keep. */
final class FitReport {
    private final FitResult fit;
    private final FitSetting setting;

    FitReport(FitResult fit) {
        this.fit = fit;
        this.setting = fit.setting();
    }

    Result result(boolean kept) {
        Result.Builder result = Result.of("train", "Training")
                .ended(ending())
                .headline(headline())
                .setting(setting.describe())
                .section(numbers())
                .advising(advice(kept));
        fit.measurements().forEach(result::measured);
        result.measured("problem", setting.problem().facts());
        setting.problem()
                .targetScale()
                .ifPresent(scale -> result.measured("targetScale",
                        Map.of("means", scale.means(), "scales", scale.scales())));
        List<Figure> course = FitFigures.course(fit);
        if (!course.isEmpty()) {
            result.led(course.getFirst());
        }
        if (course.size() > 1) {
            result.section(Section.of("course", "The steps", "",
                    course.stream().skip(1).<Block>map(Block.Picture::new).toList()));
        }
        FitFigures.errors(fit)
                .ifPresent(figure -> result.section(Section.of("errors", "Where it errs", "",
                        List.of(new Block.Picture(figure)))));
        result.keeping(new Keep.Parameters("weights", setting.network(), fit.trajectory().theta(),
                Map.of("outcome", fit.trajectory().outcome().describe(), "loss", setting.loss().name())));
        result.keeping(new Keep.Columns("history", fit.history()));
        if (kept) {
            result.keeping(new Keep.Left(TrainStudy.CHECKPOINT));
        }
        return result.build();
    }

    private Ending ending() {
        Outcome outcome = fit.trajectory().outcome();
        return switch (outcome) {
            case Outcome.Diverged diverged -> Ending.failed(diverged.describe(), shorter());
            case Outcome.Interrupted interrupted -> Ending.interrupted(interrupted.describe());
            case Outcome.Stalled stalled -> Ending.failed(stalled.describe(), "");
            default -> fit.completed()
                    ? Ending.done(outcome.describe())
                    : Ending.failed("diverged in the last step: the loss is not finite", shorter());
        };
    }

    private String shorter() {
        return "The steps are too long for this loss: try --optimizer " + setting.optimizer().name() + ":"
                + shown(setting.optimizer().rate() / 10) + ", --clip 1, or --standardize if the inputs are large";
    }

    private static String shown(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros();
        return value >= 1e-6 && value < 1e6
                ? rounded.toPlainString()
                : rounded.toString().replace("E+", "e").replace('E', 'e');
    }

    private String headline() {
        String what = setting.network() + " on " + setting.train().name().replaceAll("[^:,]*[/\\\\]", "");
        double epochs = fit.epochs();
        String when = "after " + (epochs == Math.rint(epochs)
                ? Long.toString((long) epochs)
                : String.format(Locale.ROOT, "%.2f", epochs)) + (epochs == 1 ? " epoch" : " epochs");
        Evaluation best = fit.test().orElse(fit.train());
        String part = fit.test().isPresent() ? "test" : "training";
        String came = best.accuracy().isPresent()
                ? best.correct() + " of " + best.samples() + " " + part + " samples right " + when
                : part + " loss " + (Double.isFinite(best.loss())
                        ? String.format(Locale.ROOT, "%.4g", best.loss())
                        : "not finite") + " " + when;
        return what + ": " + (fit.completed() ? came : "NOT COMPLETE, " + came) + ".";
    }

    private Section numbers() {
        List<String> columns = new ArrayList<>(List.of("", "train"));
        List<Evaluation> parts = new ArrayList<>(List.of(fit.train()));
        fit.test().ifPresent(test -> {
            columns.add("test");
            parts.add(test);
        });
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(row("samples", parts.stream().<Cell>map(part -> Cell.count(part.samples())).toList()));
        rows.add(row(setting.loss().name(), parts.stream().<Cell>map(part -> Cell.number(part.loss())).toList()));
        if (fit.train().accuracy().isPresent()) {
            rows.add(row("accuracy",
                    parts.stream().<Cell>map(part -> Cell.share(part.accuracy().orElseThrow())).toList()));
        }
        setting.problem().targetScale().ifPresent(scale -> rows.addAll(errors(scale)));
        List<Cell> gradient = new ArrayList<>(List.of(Cell.number(fit.gradientNorm(), 3)));
        if (parts.size() > 1) {
            gradient.add(Cell.text(""));
        }
        rows.add(row("gradient norm", gradient));
        var table = new Figure.Table("numbers", "At the end",
                "The gradient is that of the loss over all training data.", columns, rows);
        var timing = fit.trajectory().timing();
        long steps = fit.trajectory().steps();
        String time = Words.count(setting.network().layout().size(), "parameter") + ", " + Words.count(steps, "step")
                + " in " + Words.duration(timing.total()) + ": " + Words.duration(timing.perStep()) + " a step, and "
                + Words.duration(timing.probes()) + " for measurements.";
        return Section.of("numbers", "What came out", "", List.of(new Block.Numbers(table), new Block.Text(time)));
    }

    /** The errors in the units of the file, a row for each target. */
    private List<List<Cell>> errors(TargetScale scale) {
        List<Dataset> parts = new ArrayList<>(List.of(setting.train()));
        setting.problem().test().ifPresent(parts::add);
        List<double[]> errors = parts.stream()
                .map(data -> scale.errors(setting.network().forward(fit.trajectory().theta(), data.x()), data.y()))
                .toList();
        List<List<Cell>> rows = new ArrayList<>();
        for (int j = 0; j < scale.scales().length; j++) {
            int column = j;
            rows.add(row("rms error" + (scale.scales().length == 1 ? "" : " of target " + (j + 1))
                    + ", units of the file", errors.stream().<Cell>map(error -> Cell.number(error[column])).toList()));
        }
        return rows;
    }

    private static List<Cell> row(String name, List<Cell> cells) {
        List<Cell> row = new ArrayList<>(List.of(Cell.text(name)));
        row.addAll(cells);
        return row;
    }

    private List<String> advice(boolean kept) {
        if (!fit.completed()) {
            return List.of();
        }
        return kept
                ? List.of("The same command with --resume and more --epochs trains on.")
                : List.of("--net, --optimizer and --data change what is trained (./paisaje train --help).");
    }
}
