package org.paisaje.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.report.Numbers;
import org.paisaje.report.terminal.Table;
import org.paisaje.study.kernel.KernelAnswer;
import org.paisaje.study.kernel.KernelAnswer.Prediction;
import org.paisaje.study.kernel.KernelAnswer.Spectrum;
import org.paisaje.study.kernel.KernelAnswer.Stored;

/** A kernel in the terminal: one sentence, the spectrum, the predictions, where things are. */
final class KernelReport {
    private static final int WIDTH = 100;

    private final KernelAnswer answer;
    private final @Nullable Path folder;
    private final PrintWriter out;

    KernelReport(KernelAnswer answer, @Nullable Path folder, PrintWriter out) {
        this.answer = answer;
        this.folder = folder;
        this.out = out;
    }

    void print() {
        wrapped(answer.headline());
        answer.spectrum().ifPresent(this::spectrum);
        if (!answer.predictions().isEmpty()) {
            out.println();
            predictions();
        }
        answer.storage().ifPresent(this::stored);
        out.println();
        Path to = folder;
        out.println(to == null
                ? "Add --out DIR to keep the kernel, the predictions and a report with the figures."
                : "Kept in " + to + "; open " + to.resolve("report.html") + " for the figures.");
        out.println("The kernel took " + Numbers.duration((long) (1e9 * answer.kernelSeconds())) + ", everything "
                + Numbers.duration((long) (1e9 * answer.seconds())) + ".");
        out.flush();
    }

    private void spectrum(Spectrum spectrum) {
        double[] values = spectrum.values();
        wrapped(spectrum.bounds()
                ? String.format(Locale.ROOT,
                        "The largest eigenvalue is at least %.4g; gradient descent is stable at most "
                                + "below %.4g.",
                        values[0], spectrum.largestStableRate())
                : String.format(Locale.ROOT, "Eigenvalues %.4g to %.4g, %d of them 0; largest stable rate %.4g.",
                        values[values.length - 1], values[0], spectrum.nullity(), spectrum.largestStableRate()));
    }

    private void predictions() {
        boolean classes = answer.predictions().getFirst().testAccuracy().isPresent();
        Table table = new Table().text("time").number("train loss").number("test loss");
        if (classes) {
            table.number("train accuracy").number("test accuracy");
        }
        for (Prediction p : answer.predictions()) {
            String time = Double.isInfinite(p.time()) ? "inf" : Numbers.show(p.time(), 6);
            String train = Numbers.significant(p.trainLoss(), 4);
            String test = Numbers.significant(p.testLoss(), 4);
            if (classes) {
                table.row(time, train, test, percent(p.trainAccuracy()), percent(p.testAccuracy()));
            } else {
                table.row(time, train, test);
            }
        }
        table.lines(WIDTH).forEach(out::println);
    }

    private void stored(Stored stored) {
        out.println();
        wrapped(String.format(Locale.ROOT, "Stored kernel: %.2f GB in %d tiles, %d computed now.",
                1e-9 * stored.bytes(),
                stored.tiles(), stored.computed()));
        if (stored.iterations() > 0) {
            double worst = 0;
            for (double residual : stored.residuals()) {
                worst = Math.max(worst, residual);
            }
            wrapped(String.format(Locale.ROOT, "%d iterations; residual computed %d times in double precision, the "
                    + "largest is %.2e at the end.", stored.iterations(), stored.refinements(), worst));
        }
        if (!stored.seconds().isEmpty()) {
            StringBuilder parts = new StringBuilder("Time:");
            stored.seconds()
                    .forEach((name, value) -> parts.append(parts.length() > 5 ? ", " : " ")
                            .append(name)
                            .append(' ')
                            .append(Numbers.duration((long) (1e9 * value))));
            wrapped(parts + ".");
        }
        Long peak = stored.memory().get("peak");
        if (peak != null) {
            wrapped(String.format(Locale.ROOT,
                    "Memory at its peak %.2f GiB; at the end %.2f GiB of its own and %.2f GiB "
                            + "of mapped files.",
                    peak / 0x1p30, stored.memory().getOrDefault("own", 0L) / 0x1p30,
                    stored.memory().getOrDefault("mapped", 0L) / 0x1p30));
        }
    }

    private static String percent(Optional<Double> share) {
        return share.map(value -> String.format(Locale.ROOT, "%.2f %%", 100 * value)).orElse("");
    }

    private void wrapped(String words) {
        StringBuilder line = new StringBuilder();
        for (String word : words.strip().split("\\s+", -1)) {
            if (line.length() > 0 && line.length() + word.length() >= WIDTH) {
                out.println(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
