package org.paisaje.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.paisaje.study.Provenance;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.kernel.KernelAnswer;
import org.paisaje.study.kernel.KernelAnswer.Prediction;
import org.paisaje.study.kernel.KernelAnswer.Spectrum;
import org.paisaje.study.kernel.KernelAnswer.Stored;

/** What a kernel says, as a page and as JSON. */
public final class KernelPage {
    private static final int RESIDUALS_ACROSS = 10;

    private KernelPage() {}

    /**
     * The page.
     *
     * @param command the command line that makes it again
     */
    public static Page of(KernelAnswer answer, String command, Provenance provenance) {
        var sections = new ArrayList<Page.Section>();
        if (!answer.predictions().isEmpty()) {
            var blocks = new ArrayList<Page.Block>();
            blocks.add(new Page.Picture(predictions(answer)));
            pictures(answer, blocks, "course");
            sections.add(new Page.Section("predictions", "What training with this kernel gives", blocks));
        }
        answer.storage()
                .ifPresent(stored -> sections.add(new Page.Section("certificate", stored.residuals().length == 0
                        ? "The kernel in a file"
                        : "The solution and its certificate", certificate(stored))));
        if (answer.spectrum().isPresent()) {
            var blocks = new ArrayList<Page.Block>();
            blocks.add(new Page.Prose(spectrum(answer.spectrum().get())));
            pictures(answer, blocks, "spectrum", "modes");
            sections.add(new Page.Section("spectrum", "How fast it learns", blocks));
        }
        var blocks = new ArrayList<Page.Block>();
        answer.alignment().ifPresent(alignment -> blocks.add(new Page.Prose(alignment(alignment))));
        pictures(answer, blocks, "heat-map");
        if (!blocks.isEmpty()) {
            sections.add(new Page.Section("kernel", "The kernel itself", blocks));
        }
        var setting = new LinkedHashMap<String, String>();
        answer.setting().forEach((name, value) -> setting.put(name, String.valueOf(value)));
        setting.put("time of the kernel", Numbers.duration((long) (1e9 * answer.kernelSeconds())));
        setting.put("time of everything", Numbers.duration((long) (1e9 * answer.seconds())));
        sections.add(new Page.Section("setting", "Setting", List.of(new Page.Details("What was run", setting))));
        return new Page("What the kernel predicts", answer.headline(), List.of(), sections, command, provenance);
    }

    private static void pictures(KernelAnswer answer, List<Page.Block> blocks, String... ids) {
        for (String id : ids) {
            answer.figures()
                    .stream()
                    .filter(figure -> figure.id().equals(id))
                    .forEach(figure -> blocks.add(new Page.Picture(figure)));
        }
    }

    private static Figure predictions(KernelAnswer answer) {
        boolean classes = answer.predictions().getFirst().testAccuracy().isPresent();
        var columns = new ArrayList<>(List.of("time", "train loss", "test loss"));
        if (classes) {
            columns.addAll(List.of("train accuracy", "test accuracy"));
        }
        var rows = new ArrayList<List<String>>();
        for (Prediction p : answer.predictions()) {
            var row = new ArrayList<>(List.of(time(p.time()), Numbers.show(p.trainLoss()), Numbers.show(p.testLoss())));
            if (classes) {
                row.add(percent(p.trainAccuracy()));
                row.add(percent(p.testAccuracy()));
            }
            rows.add(row);
        }
        return new Figure.Table("predictions", "Predictions", "Loss is (1/2n) sum |f - y|^2. "
                + (answer.setting().get("ridge") instanceof Double ridge && ridge > 0
                        ? "Ridge regression with rho = " + Numbers.show(ridge) + "."
                        : "Gradient flow with the kernel frozen; inf is its limit."),
                columns, rows);
    }

    private static List<Page.Block> certificate(Stored stored) {
        var blocks = new ArrayList<Page.Block>();
        String computed = stored.computed() == stored.tiles()
                ? ""
                : ", " + stored.computed() + " of them computed by this run";
        blocks.add(new Page.Prose(String.format(Locale.ROOT,
                "The kernel is in a file of %.2f GB: its lower triangle in %d tiles of single precision%s.",
                1e-9 * stored.bytes(), stored.tiles(), computed)));
        if (stored.residuals().length > 0) {
            double worst = 0;
            for (double residual : stored.residuals()) {
                worst = Math.max(worst, residual);
            }
            blocks.add(new Page.Prose(String.format(Locale.ROOT,
                    "%d iterations of preconditioned conjugate gradients on the file and %d residuals from the kernel "
                            + "evaluated anew in double precision: the largest of the last ones, over the outputs, is "
                            + "%.2e of the targets; %.0e was asked for. This does not rest on the file.%s",
                    stored.iterations(), stored.refinements(), worst, stored.tolerance(),
                    stored.reason().isEmpty() ? "" : " It was not reached: " + stored.reason() + ".")));
            blocks.add(new Page.Picture(residuals(stored)));
        }
        var details = new LinkedHashMap<String, String>();
        stored.seconds().forEach((name, value) -> details.put(name, Numbers.duration((long) (1e9 * value))));
        stored.memory()
                .forEach((name, value) -> details.put("memory, " + name, String.format(Locale.ROOT, "%.2f GiB",
                        value / 0x1p30)));
        blocks.add(new Page.Details("Time and memory", details));
        return blocks;
    }

    /** Ten outputs in a row. */
    private static Figure residuals(Stored stored) {
        double[] residuals = stored.residuals();
        int across = Math.min(RESIDUALS_ACROSS, residuals.length);
        var columns = new ArrayList<>(List.of("output"));
        for (int c = 0; c < across; c++) {
            columns.add(residuals.length > across ? "+" + c : Integer.toString(c));
        }
        var rows = new ArrayList<List<String>>();
        for (int from = 0; from < residuals.length; from += across) {
            var row = new ArrayList<>(List.of(residuals.length > across ? Integer.toString(from) : "residual"));
            for (int c = from; c < from + across; c++) {
                row.add(c >= residuals.length
                        ? ""
                        : (residuals[c] > stored.tolerance() ? "!" : "") + Numbers.show(residuals[c], 2));
            }
            rows.add(row);
        }
        return new Figure.Table("residuals", "Certified residuals",
                "|y - (Theta + rho I) alpha| / |y| for each output.",
                columns, rows);
    }

    private static String spectrum(Spectrum spectrum) {
        int last = spectrum.values().length - 1 - spectrum.nullity();
        if (spectrum.bounds()) {
            return "The largest eigenvalue is at least " + Numbers.show(spectrum.values()[0])
                    + ", so gradient descent is stable at most below " + Numbers.show(spectrum.largestStableRate())
                    + ".";
        }
        return "Eigenvalues run from " + Numbers.show(spectrum.values()[0]) + " to "
                + Numbers.show(spectrum.values()[Math.max(0, last)]) + ", a condition of "
                + Numbers.show(spectrum.condition()) + "; gradient descent is stable below "
                + Numbers.show(spectrum.largestStableRate()) + ". " + (spectrum.nullity() == 0
                        ? "None is 0 to rounding, so training reaches every target."
                        : spectrum.nullity()
                                + " of them are 0 to rounding; training leaves what lies there as it is, a "
                                + "norm of " + Numbers.show(spectrum.unreachable()) + " of the targets.");
    }

    private static String alignment(KernelAnswer.Alignment alignment) {
        return "Its alignment with the targets is " + Numbers.show(alignment.plain()) + ", and "
                + Numbers.show(alignment.centred())
                + " with means taken out; 1 would be a kernel that knows the targets and nothing else.";
    }

    static String time(double time) {
        return Double.isInfinite(time) ? "inf" : Numbers.show(time, 6);
    }

    private static String percent(Optional<Double> share) {
        return share.map(value -> String.format(Locale.ROOT, "%.2f %%", 100 * value)).orElse("");
    }

    /** Everything as JSON text. */
    public static String json(KernelAnswer answer, String command, List<String> files, Provenance provenance) {
        var root = new LinkedHashMap<String, Object>();
        root.put("command", command);
        root.put("headline", answer.headline());
        root.put("setting", answer.setting());
        root.put("outcome", answer.status().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        var kernel = new LinkedHashMap<String, Object>();
        kernel.put("rows", answer.rows());
        kernel.put("columns", answer.columns());
        kernel.put("seconds", answer.kernelSeconds());
        answer.alignment().ifPresent(alignment -> {
            kernel.put("alignment", alignment.plain());
            kernel.put("centredAlignment", alignment.centred());
        });
        root.put("kernel", kernel);
        answer.spectrum().ifPresent(spectrum -> root.put("spectrum", spectrumMap(spectrum)));
        answer.storage().ifPresent(stored -> root.put("stored", storedMap(stored)));
        root.put("predictions", answer.predictions().stream().map(KernelPage::predictionMap).toList());
        root.put("seconds", answer.seconds());
        root.put("provenance", provenance);
        root.put("files", files);
        return ResultJson.write((Object) root);
    }

    private static Map<String, Object> spectrumMap(Spectrum spectrum) {
        var map = new LinkedHashMap<String, Object>();
        map.put("largestEigenvalue", spectrum.values()[0]);
        map.put("lowerBounds", spectrum.bounds());
        if (!spectrum.bounds()) {
            map.put("smallestEigenvalue", spectrum.values()[spectrum.values().length - 1]);
            map.put("condition", spectrum.condition());
            map.put("nullity", spectrum.nullity());
            map.put("unreachable", spectrum.unreachable());
        }
        map.put("largestStableRate", spectrum.largestStableRate());
        return map;
    }

    private static Map<String, Object> storedMap(Stored stored) {
        var map = new LinkedHashMap<String, Object>();
        map.put("bytes", stored.bytes());
        map.put("tiles", stored.tiles());
        map.put("computedTiles", stored.computed());
        map.put("iterations", stored.iterations());
        map.put("refinements", stored.refinements());
        map.put("tolerance", stored.tolerance());
        map.put("residuals", stored.residuals());
        map.put("reason", stored.reason());
        map.put("seconds", stored.seconds());
        map.put("memory", new TreeMap<>(stored.memory()));
        return map;
    }

    private static Map<String, Object> predictionMap(Prediction prediction) {
        var map = new LinkedHashMap<String, Object>();
        map.put("time", time(prediction.time()));
        map.put("trainLoss", prediction.trainLoss());
        map.put("testLoss", prediction.testLoss());
        prediction.trainAccuracy().ifPresent(share -> map.put("trainAccuracy", share));
        prediction.testAccuracy().ifPresent(share -> map.put("testAccuracy", share));
        return map;
    }
}
