package org.paisaje.cli.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.data.source.Sources;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.study.Problem;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.study.kernel.KernelSetting;
import org.paisaje.study.kernel.KernelStudy;
import org.paisaje.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes kernels of networks and what training with them predicts. */
@Command(
        name = "kernel",
        description = "The NNGP or tangent kernel of an infinitely wide network, or the tangent kernel of a finite one.",
        footer = {
            "%nWith --out: kernel.npy (rows of --data or --x by those of --x2, or by themselves; of a finite network all "
                    + "outputs, row i*k+c for output c of point i), predictions.npy (test points x outputs, one time below the other), "
                    + "report.html and result.json.",
            "%nTimes are those of gradient flow on the loss (1/2n) sum |f - y|^2; an infinite network starts from its "
                    + "mean, 0, a finite one from its outputs.",
            "%nA kernel that does not fit into memory, or with --stored any, goes to kernel.tiles in the folder of --out and is "
                    + "solved with by conjugate gradients; the residual is certified in double precision. --resume goes on with "
                    + "a run that was stopped.",
            "%nNetworks: mlp:, linear: and resnet: as elsewhere, with --empirical onnx:FILE, and convolutions, "
                    + "conv:HEIGHTxWIDTHxCOLOURS-CHANNELS-...-OUTPUTS:ACTIVATION[:OPTIONS], with filter=3, stride=1, "
                    + "padding=zero|circular|valid and readout=flatten|average besides bias, param, sw and sb. A row of "
                    + "the data is an image, row by row, the colours of a pixel together.",
            "%nExamples:",
            "  paisaje kernel --net mlp:64-512-512-10:relu:param=ntk,sw=1.41 --data digits --out kernel",
            "  paisaje kernel --net mlp:2-64-1:erf --data rings:n=200 --predict rings:n=50 --time 0,1,10,inf",
            "  paisaje kernel --net conv:8x8x1-64-64-10:relu:param=ntk,sw=1.41,sb=0.1 --data digits",
            "  paisaje kernel --net mlp:784-512-10:relu --x X.npy --x2 Y.npy --kind nngp --out kernel",
            "  paisaje kernel --net mlp:2-64-1:tanh --data rings:n=100 --empirical --weights weights.safetensors",
            "  paisaje kernel --net mlp:784-512-512-512-10:relu --data idx:images.gz,labels.gz --split 0.1 \\",
            "      --shifts 5 --stored --out large"
        })
public final class KernelCommand extends Verb {
    @Option(names = "--net", paramLabel = "NET", required = true, description = "The network.")
    private String net = "";

    @Option(names = "--data", paramLabel = "DATA", description = "The points, with targets.")
    private @Nullable String data;

    @Mixin
    private SourceFlags sourceFlags = new SourceFlags();

    @Option(names = "--x", paramLabel = "X.npy", description = "The points alone.")
    private @Nullable Path x;

    @Option(names = "--x2", paramLabel = "Y.npy", description = "Other points, for the columns of the kernel.")
    private @Nullable Path x2;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "ntk or nngp (default: ${DEFAULT-VALUE}).")
    private String kind = "ntk";

    @Option(names = "--empirical", description = "The tangent kernel of the finite network.")
    private boolean empirical;

    @Option(names = "--weights", paramLabel = "FILE", description = "Its weights (default: random).")
    private @Nullable Path weights;

    @Option(names = "--predict", paramLabel = "TEST", description = "Predicts training on DATA for these data.")
    private @Nullable String predict;

    @Option(
            names = "--split",
            paramLabel = "SHARE",
            description = "Predicts for this share of DATA and trains on the rest, classes in proportion.")
    private @Nullable Double split;

    @Option(
            names = "--shifts",
            paramLabel = "N",
            description = "Adds N copies of the square training images, each shifted by one pixel (at most 8).")
    private int shifts;

    @Option(
            names = "--time",
            paramLabel = "T,...",
            defaultValue = "inf",
            split = ",",
            description = "Times of the predictions (default: ${DEFAULT-VALUE}).")
    private List<String> times = List.of();

    @Option(
            names = "--ridge",
            paramLabel = "RHO",
            defaultValue = "0",
            description = "Solves (K + RHO I) alpha = y instead (default: ${DEFAULT-VALUE}).")
    private double ridge;

    @Option(names = "--stored", description = "The kernel goes to a file; needs --out.")
    private boolean stored;

    @Option(names = "--resume", description = "Goes on with the stored kernel in the folder of --out.")
    private boolean resume;

    @Option(
            names = "--tolerance",
            paramLabel = "TOL",
            defaultValue = "1e-8",
            description = "Of the residual with a stored kernel, relative (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--rank",
            paramLabel = "R",
            description = "Columns of the preconditioner with a stored kernel (default: 1024, or a quarter of the points).")
    private int rank;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "The most products with a stored kernel (default: ${DEFAULT-VALUE}).")
    private int iterations = 2000;

    @Override
    protected StudyVerb<?> study() {
        check(common().out());
        return of(new KernelStudy(), this::setting).resuming(resume);
    }

    private void check(@Nullable Path folder) {
        if (!kind.equals("ntk") && !kind.equals("nngp")) {
            throw new IllegalArgumentException("--kind is " + kind + "; write ntk or nngp");
        }
        if (empirical && kind.equals("nngp")) {
            throw new IllegalArgumentException(
                    "--empirical with --kind nngp: a finite network has a tangent kernel only");
        }
        if (!empirical) {
            refuse("needs --empirical; an infinite network has no weights", "--weights");
        }
        if ((x == null) == (data == null)) {
            throw new IllegalArgumentException("give the points by one of --data and --x");
        }
        if ((predict != null || split != null) && (data == null || x2 != null)) {
            throw new IllegalArgumentException("--predict and --split need --data with targets, and no --x2");
        }
        refuseBoth("--predict", "--split");
        if (shifts != 0 && data == null) {
            refuse("needs --data with images", "--shifts");
        }
        if (stored && x2 != null) {
            throw new IllegalArgumentException("--stored and --x2: a stored kernel is that of points with themselves");
        }
        if (folder == null) {
            refuse("needs a folder; add --out DIR", "--stored");
        }
        if (predict == null && split == null) {
            refuse("says what is predicted; add --predict TEST or --split SHARE", "--time", "--ridge");
        }
        if (folder == null) {
            refuse("belongs to a stored kernel; add --stored and --out DIR", "--tolerance", "--rank", "--iterations");
        }
        if (times.stream().distinct().count() < times.size()) {
            throw new IllegalArgumentException("--time " + String.join(",", times) + ": a time stands there twice");
        }
        if (times.isEmpty()) {
            throw new IllegalArgumentException("--time names no time; write as in 0,1,10,inf");
        }
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new IllegalArgumentException("--tolerance is " + tolerance + "; a number between 0 and 1 is needed");
        }
        if (given("--rank") && rank < 1) {
            throw new IllegalArgumentException("--rank is " + rank + "; at least 1 column is needed");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("--iterations is " + iterations + "; at least 1 is needed");
        }
    }

    private KernelSetting setting() {
        sourceFlags.check(spec(), data, predict, x == null ? null : x.toString(), x2 == null ? null : x2.toString());
        Path folder = common().out();
        Optional<Problem> problem = data == null ? Optional.empty() : Optional.of(problem());
        Architecture network = problem.map(Problem::architecture).orElseGet(this::network);
        Matrix points = problem.map(built -> built.train().x()).orElseGet(() -> points(Objects.requireNonNull(x)));
        Path other = x2;
        return new KernelSetting(network, empirical
                ? KernelSetting.Kind.EMPIRICAL
                : kind.equals("ntk") ? KernelSetting.Kind.NTK : KernelSetting.Kind.NNGP,
                empirical ? Optional.of(theta(network)) : Optional.empty(), problem.map(Problem::train), points,
                other == null ? Optional.empty() : Optional.of(points(other)), problem.flatMap(Problem::test),
                instants(), ridge,
                folder == null
                        ? Optional.empty()
                        : Optional.of(new KernelSetting.Storage(folder, resume, tolerance, rank, iterations)),
                stored || resume, folder != null, common().seed(), options(problem),
                problem.map(Problem::remarks).orElse(List.of()));
    }

    private Architecture network() {
        return Architecture.parse(net);
    }

    private Problem problem() {
        ProblemBuilder builder = Problem.builder(common().seedNumber())
                .data(Objects.requireNonNull(data))
                .reading(sourceFlags.options())
                .network(network())
                .shifted(shifts);
        String other = predict;
        Double share = split;
        if (other != null) {
            builder.test(other);
        } else {
            builder.split(share == null ? 0 : share);
            if (share == null) {
                builder.unanswered();
            }
        }
        // The squared loss is what a kernel predicts training with, whatever the targets are.
        return builder.loss(Loss.SQUARED).build();
    }

    /** The options that decide the result, by name. */
    private Map<String, Object> options(Optional<Problem> problem) {
        var options = new LinkedHashMap<String, Object>();
        problem.ifPresentOrElse(built -> options.putAll(built.setting()), () -> {
            options.put("net", net);
            options.put("x", String.valueOf(x));
            options.put("seed", common().seedNumber());
        });
        options.remove("loss");
        Object tested = options.remove("test");
        if (tested != null) {
            options.put("predict", tested);
        }
        if (Double.valueOf(0).equals(options.get("split"))) {
            options.remove("split");
        }
        if (x2 != null) {
            options.put("x2", x2.toString());
        }
        options.put("kind", kind);
        if (empirical) {
            options.put("empirical", true);
        }
        if (weights != null) {
            options.put("weights", weights.toString());
        }
        if (predict != null || split != null) {
            options.put("time", times);
            options.put("ridge", ridge);
        }
        if (stored || resume) {
            options.put("stored", true);
            options.put("tolerance", tolerance);
            if (rank > 0) {
                options.put("rank", rank);
            }
            options.put("iterations", iterations);
        }
        return options;
    }

    private double[] theta(Architecture network) {
        Path file = weights;
        return file == null
                ? network.givenParameters().orElseGet(() -> network.initialize(common().seed().named("init")))
                : Weights.read(file, network);
    }

    private Matrix points(Path file) {
        return Sources.points(file.toString(), sourceFlags.options(), common().seed());
    }

    private List<Double> instants() {
        List<Double> result = new ArrayList<>();
        for (String time : times) {
            try {
                double value = time.strip().equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(time);
                if (!(value >= 0)) {
                    throw new IllegalArgumentException("--time: " + time + " is no time; one is 0 to inf");
                }
                result.add(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--time: \"" + time + "\" is no time; write as in 0,1,10,inf", e);
            }
        }
        return result;
    }
}
