package org.paisaje.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.paisaje.report.Numbers;
import org.paisaje.report.terminal.Table;
import org.paisaje.study.train.Evaluation;
import org.paisaje.study.train.FitFiles;
import org.paisaje.study.train.FitResult;
import org.paisaje.study.train.FitSetting;
import org.paisaje.training.Outcome;

/** What a person sees at the end of a training: one sentence, a table, what to do next. */
final class TrainReport {
    private static final int WIDTH = 100;

    private final FitResult result;
    private final FitSetting setting;
    private final Optional<Path> folder;
    private final PrintWriter out;
    private final PrintWriter err;

    TrainReport(FitResult result, Optional<Path> folder, PrintWriter out, PrintWriter err) {
        this.result = result;
        this.setting = result.setting();
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    void print() {
        out.println(sentence());
        out.println();
        Table table = new Table().text("").number("train");
        boolean tested = result.test().isPresent();
        if (tested) {
            table.number("test");
        }
        row(table, "samples", evaluation -> Integer.toString(evaluation.samples()));
        row(table, setting.loss().name(), evaluation -> number(evaluation.loss(), 4));
        if (result.train().accuracy().isPresent()) {
            row(table, "accuracy", evaluation -> percent(evaluation.accuracy()));
        }
        String gradient = number(result.gradientNorm(), 3);
        if (tested) {
            table.row("gradient norm", gradient, "");
        } else {
            table.row("gradient norm", gradient);
        }
        table.lines(WIDTH).forEach(out::println);
        out.println();
        var timing = result.trajectory().timing();
        out.println(String.format(Locale.ROOT, "%d parameters, %d steps in %s: %s a step, and %s for measurements.",
                setting.network().layout().size(), result.trajectory().steps(),
                Numbers.duration((long) (1e9 * timing.total())), time(timing.perStep()), time(timing.probes())));
        out.println();
        next();
        out.flush();
    }

    private String sentence() {
        String what = setting.network() + " on " + setting.train().name().replaceAll("[^:,]*[/\\\\]", "");
        double epochs = result.epochs();
        String when = "after " + (epochs == Math.rint(epochs)
                ? Long.toString((long) epochs)
                : String.format(Locale.ROOT, "%.2f", epochs)) + (epochs == 1 ? " epoch" : " epochs");
        Evaluation best = result.test().orElse(result.train());
        String part = result.test().isPresent() ? "test" : "training";
        String came = best.accuracy().isPresent()
                ? best.correct() + " of " + best.samples() + " " + part + " samples right " + when
                : part + " loss " + number(best.loss(), 4) + " " + when;
        return what + ": " + (result.completed() ? came : "NOT COMPLETE, " + came) + ".";
    }

    private void row(Table table, String name, Function<Evaluation, String> cell) {
        if (result.test().isPresent()) {
            table.row(name, cell.apply(result.train()), cell.apply(result.test().get()));
        } else {
            table.row(name, cell.apply(result.train()));
        }
    }

    private void next() {
        if (folder.isPresent()) {
            out.println("In " + folder.get() + ": " + FitFiles.WEIGHTS + ", " + FitFiles.HISTORY + ", "
                    + FitFiles.HISTORY_JSON + ", " + FitFiles.RESULT + ".");
            if (result.completed()) {
                out.println("Next: the same command with --resume and more --epochs trains on.");
            }
        } else {
            out.println("Nothing was kept. Next: --out DIR keeps weights, history and a checkpoint; --net, --optimizer "
                    + "and");
            out.println("--data change what is trained (./paisaje train --help).");
        }
    }

    /** Why the run did not do what it was asked, and what to try. */
    void explainFailure() {
        String kept = folder.map(path -> " What there was is in " + path + ", marked as incomplete.").orElse("");
        String rule = setting.optimizer().name();
        double rate = setting.optimizer().rate();
        err.println("paisaje train: " + switch (result.trajectory().outcome()) {
            case Outcome.Diverged diverged ->
                diverged.describe() + ". The steps are too long for this loss: try --optimizer "
                        + rule + ":" + Numbers.significant(rate / 10, 2)
                        + ", --clip 1, or --standardize if the inputs are large."
                        + kept;
            case Outcome.Interrupted interrupted -> interrupted.describe() + "."
                    + (folder.isPresent() ? kept + " --resume continues it." : "");
            case Outcome.Stalled stalled -> stalled.describe() + "." + kept;
            case Outcome other -> other.describe() + "." + kept;
        });
        err.flush();
    }

    private static String number(double value, int digits) {
        return Double.isFinite(value) ? Numbers.significant(value, digits) : "not finite";
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.2f %%", 100 * share.getAsDouble()) : "";
    }

    private static String time(double seconds) {
        return seconds >= 1e-3
                ? Numbers.duration((long) (1e9 * seconds))
                : String.format(Locale.ROOT, "%.0f us", 1e6 * seconds);
    }
}
