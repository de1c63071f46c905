package org.paisaje.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.data.Images;
import org.paisaje.data.Sources;
import org.paisaje.data.format.NpyFile;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Convolutional;
import org.paisaje.network.Initializer;
import org.paisaje.network.Network;
import org.paisaje.report.Folder;
import org.paisaje.report.HtmlWriter;
import org.paisaje.report.KernelPage;
import org.paisaje.report.terminal.Progress;
import org.paisaje.study.Provenance;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.kernel.KernelAnswer;
import org.paisaje.study.kernel.KernelSetting;
import org.paisaje.study.kernel.KernelStudy;
import org.paisaje.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes kernels of networks and what training with them predicts. */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
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
            "%nNetworks: mlp:, linear: and resnet: as elsewhere, and convolutions with a dense readout, "
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
final class KernelCommand implements Callable<Integer> {
    private static final int PROGRESS = 1000;

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
            defaultValue = "ntk",
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
            defaultValue = "0",
            description = "Adds N copies of the square training images, each shifted by one pixel (at most 8).")
    private int shifts;

    @Option(
            names = "--time",
            paramLabel = "T,...",
            split = ",",
            defaultValue = "inf",
            description = "Times of the predictions (default: ${DEFAULT-VALUE}).")
    private List<String> times = List.of("inf");

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
    private double tolerance = 1e-8;

    @Option(
            names = "--rank",
            paramLabel = "R",
            defaultValue = "0",
            description = "Columns of the preconditioner with a stored kernel (default: 1024, or a quarter of the points).")
    private int rank;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "2000",
            description = "The most products with a stored kernel (default: ${DEFAULT-VALUE}).")
    private int iterations = 2000;

    @Option(names = "--figures", description = "Also writes every figure as SVG and PNG; needs --out.")
    private boolean figures;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        return Blas.withThreads(common.threads(), () -> {
            try {
                return run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private int run() throws IOException {
        Path folder = common.out();
        check(folder);
        KernelSetting setting = setting(folder);
        Provenance provenance = Provenance.now(common.threads(), common.seedNumber());
        if (!KernelStudy.storing(setting)) {
            return finish(folder, setting, provenance);
        }
        try (Interruption interruption = Interruption.ofThisThread()) {
            return finish(folder, setting, provenance);
        }
    }

    private int finish(@Nullable Path folder, KernelSetting setting, Provenance provenance) throws IOException {
        KernelAnswer answer;
        try (Progress progress = common.progress("kernel", PROGRESS)) {
            answer = KernelStudy.run(setting, (share, note) -> progress.at(Math.round(share * PROGRESS), note));
        }
        String command = ClaimsCommand.given(spec).strip();
        List<String> files = new ArrayList<>();
        if (folder != null) {
            write(folder, answer, files);
        }
        String json = KernelPage.json(answer, command, files, provenance);
        if (folder != null) {
            Folder to = Folder.at(folder);
            to.write("report.html", HtmlWriter.write(KernelPage.of(answer, command, provenance)));
            if (figures) {
                for (Figure figure : answer.figures()) {
                    to.write("kernel", figure);
                }
            }
            to.write("result.json", json);
        }
        if (common.json()) {
            spec.commandLine().getOut().print(json);
            spec.commandLine().getOut().flush();
        } else {
            new KernelReport(answer, folder, spec.commandLine().getOut()).print();
        }
        if (answer.status() == KernelAnswer.Status.DONE) {
            return ExitStatus.DONE;
        }
        spec.commandLine()
                .getErr()
                .println("paisaje kernel: " + (answer.status() == KernelAnswer.Status.INTERRUPTED
                        ? "interrupted; --resume continues it"
                        : "the residual asked for was not reached; --resume with more --iterations goes on, --ridge helps "
                                + "where the kernel is nearly singular"));
        return ExitStatus.FAILED;
    }

    private void check(@Nullable Path folder) {
        if (!kind.equals("ntk") && !kind.equals("nngp")) {
            throw new IllegalArgumentException("--kind is " + kind + "; write ntk or nngp");
        }
        if (empirical && kind.equals("nngp")) {
            throw new IllegalArgumentException(
                    "--empirical with --kind nngp: a finite network has a tangent kernel only");
        }
        if (weights != null && !empirical) {
            throw new IllegalArgumentException("--weights needs --empirical; an infinite network has no weights");
        }
        if ((x == null) == (data == null)) {
            throw new IllegalArgumentException("give the points by one of --data and --x");
        }
        if ((predict != null || split != null) && (data == null || x2 != null)) {
            throw new IllegalArgumentException("--predict and --split need --data with targets, and no --x2");
        }
        if (predict != null && split != null) {
            throw new IllegalArgumentException("--predict and --split: give one of them");
        }
        if (shifts != 0 && data == null) {
            throw new IllegalArgumentException("--shifts needs --data with images");
        }
        if (stored && x2 != null) {
            throw new IllegalArgumentException("--stored and --x2: a stored kernel is that of points with themselves");
        }
        if ((stored || resume || figures) && folder == null) {
            throw new IllegalArgumentException(
                    (stored ? "--stored" : resume ? "--resume" : "--figures") + " needs a folder; add --out DIR");
        }
        if (!(tolerance > 0 && tolerance < 1) || rank < 0 || iterations < 1) {
            throw new IllegalArgumentException("--tolerance is " + tolerance + ", --rank " + rank + " and --iterations "
                    + iterations + "; needed are a tolerance between 0 and 1 and counts that are positive");
        }
        if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--out " + folder + " is a file; a folder is needed");
        }
    }

    private KernelSetting setting(@Nullable Path folder) {
        Network network = net.strip().startsWith("conv:") ? Convolutional.parse(net) : Architecture.parse(net);
        List<Double> instants = instants();
        String source = data;
        Optional<Dataset> train = Optional.empty();
        Optional<Dataset> test = Optional.empty();
        if (source != null) {
            Sources.Read read = open(source, "data", Optional.empty());
            Dataset all = read.data();
            Double share = split;
            String other = predict;
            if (share != null) {
                Dataset.Split parts = all.split(share, common.seed().named("split"));
                all = parts.train();
                test = Optional.of(parts.test());
            } else if (other != null) {
                test = Optional.of(open(other, "test", Optional.of(read)).data());
            }
            train = Optional.of(Images.shifted(all, shifts));
        }
        Matrix points = train.map(Dataset::x).orElseGet(() -> points(Objects.requireNonNull(x)));
        Path other = x2;
        return new KernelSetting(network, empirical
                ? KernelSetting.Kind.EMPIRICAL
                : kind.equals("ntk") ? KernelSetting.Kind.NTK : KernelSetting.Kind.NNGP,
                empirical ? Optional.of(theta(network)) : Optional.empty(), train, points,
                other == null ? Optional.empty() : Optional.of(points(other)), test, instants, ridge,
                folder == null
                        ? Optional.empty()
                        : Optional.of(new KernelSetting.Storage(folder, resume, tolerance, rank, iterations)),
                stored || resume, folder != null, common.seed());
    }

    private double[] theta(Network any) {
        if (!(any instanceof Architecture network)) {
            throw new IllegalArgumentException("--empirical takes mlp, linear and resnet; of " + any
                    + " the kernel of infinite width is known");
        }
        Path file = weights;
        return file == null
                ? network.initialize(Initializer.standardFor(network), common.seed().named("init"))
                : Weights.read(file, network);
    }

    private Sources.Read open(String source, String purpose, Optional<Sources.Read> train) {
        Seed seed = common.seed().named(purpose);
        Sources.Read read = train.isPresent()
                ? Sources.readTest(source, sourceFlags.options(), seed, train.get())
                : Sources.read(source, sourceFlags.options(), seed);
        common.note(read.notes().stream().map(note -> source + ": " + note).toList());
        return read;
    }

    private Matrix points(Path file) {
        return Sources.points(file.toString(), sourceFlags.options(), common.seed());
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

    private static void write(Path folder, KernelAnswer answer, List<String> files) {
        answer.matrix().ifPresent(matrix -> {
            NpyFile.write(folder.resolve("kernel.npy"), matrix);
            files.add("kernel.npy");
        });
        if (answer.storage().isPresent() && answer.status() != KernelAnswer.Status.INTERRUPTED) {
            files.add("kernel.tiles");
        }
        if (!answer.predictions().isEmpty()) {
            NpyFile.write(folder.resolve("predictions.npy"), Matrix.stackRows(
                    answer.predictions().stream().map(KernelAnswer.Prediction::outputs).toArray(Matrix[]::new)));
            files.add("predictions.npy");
        }
        files.add("report.html");
    }
}
