package org.paisaje.study.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.paisaje.study.Block;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.kernel.KernelAnswer.Prediction;
import org.paisaje.study.kernel.KernelAnswer.Spectrum;
import org.paisaje.study.kernel.KernelAnswer.Stored;

/** What a kernel says, part by part. */
final class KernelParts {
    private static final int RESIDUALS_ACROSS = 10;

    private KernelParts() {}

    static List<Section> sections(KernelAnswer answer, KernelSetting setting) {
        var sections = new ArrayList<Section>();
        if (!answer.predictions().isEmpty()) {
            sections.add(Section.of("predictions", "What training with this kernel gives", "",
                    List.of(new Block.Numbers(predictions(answer, setting)))));
        }
        answer.storage()
                .ifPresent(stored -> sections.add(Section.of("certificate", stored.residuals().length == 0
                        ? "The kernel in a file"
                        : "The solution and its certificate", "", certificate(stored))));
        if (answer.spectrum().isPresent()) {
            var blocks = new ArrayList<Block>(List.of(new Block.Text(spectrum(answer.spectrum().get()))));
            boolean led = answer.figures().stream().noneMatch(figure -> figure.id().equals("course"));
            pictures(answer, blocks, led ? List.of("modes") : List.of("spectrum", "modes"));
            sections.add(Section.of("spectrum", "How fast it learns", "", blocks));
        }
        var blocks = new ArrayList<Block>();
        answer.alignment().ifPresent(alignment -> blocks.add(new Block.Text(alignment(alignment))));
        pictures(answer, blocks, List.of("heat-map"));
        blocks.add(new Block.Details("Time", Map.of("time of the kernel", Words.duration(answer.kernelSeconds()))));
        sections.add(Section.of("kernel", "The kernel itself", "", blocks));
        return sections;
    }

    private static void pictures(KernelAnswer answer, List<Block> blocks, List<String> ids) {
        answer.figures()
                .stream()
                .filter(figure -> ids.contains(figure.id()))
                .forEach(figure -> blocks.add(new Block.Picture(figure)));
    }

    private static Figure.Table predictions(KernelAnswer answer, KernelSetting setting) {
        boolean classes = answer.predictions().getFirst().testAccuracy().isPresent();
        var columns = new ArrayList<>(List.of("time", "train loss", "test loss"));
        if (classes) {
            columns.addAll(List.of("train accuracy", "test accuracy"));
        }
        var rows = new ArrayList<List<Cell>>();
        for (Prediction p : answer.predictions()) {
            var row = new ArrayList<>(
                    List.of(Double.isInfinite(p.time()) ? Cell.text("inf") : Cell.number(p.time(), 6),
                            Cell.number(p.trainLoss()), Cell.number(p.testLoss())));
            if (classes) {
                row.add(share(p.trainAccuracy()));
                row.add(share(p.testAccuracy()));
            }
            rows.add(row);
        }
        return new Figure.Table("predictions", "Predictions", "Loss is (1/2n) sum |f - y|^2. " + (setting.ridge() > 0
                ? "Ridge regression with rho = " + number(setting.ridge()) + "."
                : "Gradient flow with the kernel frozen; inf is its limit."), columns, rows);
    }

    private static Cell share(Optional<Double> value) {
        return value.map(Cell::share).orElse(Cell.text(""));
    }

    private static List<Block> certificate(Stored stored) {
        var blocks = new ArrayList<Block>();
        String computed = stored.computed() == stored.tiles() ? "" : ", " + stored.computed() + " of them computed now";
        blocks.add(new Block.Text(String.format(Locale.ROOT,
                "Stored kernel: %.2f GB, its lower triangle in %s of single precision%s.", 1e-9 * stored.bytes(),
                Words.count(stored.tiles(), "tile"), computed)));
        if (stored.residuals().length > 0) {
            double worst = Arrays.stream(stored.residuals()).max().orElse(0);
            blocks.add(new Block.Text(String.format(Locale.ROOT,
                    "%s of preconditioned conjugate gradients on the file and %s from the kernel evaluated anew in double "
                            + "precision: the largest of the last ones, over the outputs, is %.2e of the targets; %.0e was "
                            + "asked for. This does not rest on the file.%s",
                    Words.count(stored.iterations(), "iteration"), Words.count(stored.refinements(), "residual"), worst,
                    stored.tolerance(),
                    stored.reason().isEmpty() ? "" : " It was not reached: " + stored.reason() + ".")));
            blocks.add(new Block.Picture(residuals(stored)));
        }
        var details = new LinkedHashMap<String, String>();
        stored.seconds().forEach((name, value) -> details.put(name, Words.duration(value)));
        new TreeMap<>(stored.memory()).forEach((name, value) -> details.put("memory, " + name,
                String.format(Locale.ROOT, "%.2f GiB", value / 0x1p30)));
        blocks.add(new Block.Details("Time and memory", details));
        return blocks;
    }

    /** Ten outputs in a row. */
    private static Figure residuals(Stored stored) {
        double[] residuals = stored.residuals();
        int across = Math.min(RESIDUALS_ACROSS, residuals.length);
        boolean several = residuals.length > across;
        var columns = new ArrayList<>(List.of("output"));
        for (int c = 0; c < across; c++) {
            columns.add(several ? "+" + c : Integer.toString(c));
        }
        var rows = new ArrayList<List<Cell>>();
        for (int from = 0; from < residuals.length; from += across) {
            var row = new ArrayList<>(List.of(several ? Cell.count(from) : Cell.text("residual")));
            for (int c = from; c < from + across; c++) {
                if (c >= residuals.length) {
                    row.add(Cell.text(""));
                } else {
                    Cell cell = Cell.number(residuals[c], 2);
                    row.add(residuals[c] > stored.tolerance() ? cell.contradicting() : cell);
                }
            }
            rows.add(row);
        }
        return new Figure.Table("residuals", "Certified residuals",
                "|y - (Theta + rho I) alpha| / |y| for each output.", columns, rows);
    }

    private static String spectrum(Spectrum spectrum) {
        int last = spectrum.values().length - 1 - spectrum.nullity();
        if (spectrum.bounds()) {
            return "The largest eigenvalue is at least " + number(spectrum.values()[0])
                    + ", so gradient descent is stable at most below " + number(spectrum.largestStableRate()) + ".";
        }
        return "Eigenvalues run from " + number(spectrum.values()[0]) + " to "
                + number(spectrum.values()[Math.max(0, last)]) + ", a condition of " + number(spectrum.condition())
                + "; gradient descent is stable below " + number(spectrum.largestStableRate()) + ". "
                + (spectrum.nullity() == 0
                        ? "None is 0 to rounding, so training reaches every target."
                        : spectrum.nullity() + (spectrum.nullity() == 1 ? " of them is" : " of them are")
                                + " 0 to rounding; training leaves what lies there as it is, a norm of "
                                + number(spectrum.unreachable()) + " of the targets.");
    }

    private static String alignment(KernelAnswer.Alignment alignment) {
        return "Its alignment with the targets is " + number(alignment.plain()) + ", and "
                + number(alignment.centred())
                + " with means taken out; 1 would be a kernel that knows the targets and nothing else.";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    static Map<String, Object> measurements(KernelAnswer answer) {
        var map = new LinkedHashMap<String, Object>();
        map.put("rows", answer.rows());
        map.put("columns", answer.columns());
        map.put("kernelSeconds", answer.kernelSeconds());
        answer.spectrum().ifPresent(spectrum -> map.put("spectrum", spectrumMap(spectrum)));
        answer.alignment().ifPresent(alignment -> {
            map.put("alignment", alignment.plain());
            map.put("centredAlignment", alignment.centred());
        });
        if (!answer.predictions().isEmpty()) {
            map.put("predictions", answer.predictions().stream().map(KernelParts::predictionMap).toList());
        }
        answer.storage().ifPresent(stored -> map.put("stored", storedMap(stored)));
        return map;
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
        map.put("time", prediction.time());
        map.put("trainLoss", prediction.trainLoss());
        map.put("testLoss", prediction.testLoss());
        prediction.trainAccuracy().ifPresent(share -> map.put("trainAccuracy", share));
        prediction.testAccuracy().ifPresent(share -> map.put("testAccuracy", share));
        return map;
    }
}
