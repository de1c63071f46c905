package org.paisaje.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.data.SourceOptions;
import org.paisaje.data.Sources;
import org.paisaje.data.format.NpyFile;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.Convolutional;
import org.paisaje.network.Initializer;
import org.paisaje.network.Network;
import org.paisaje.report.Numbers;
import org.paisaje.report.terminal.Table;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.Evolution;
import org.paisaje.theory.kernel.WideLimit;
import org.paisaje.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Computes kernels of networks and what training with them predicts. */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The NNGP or tangent kernel of an infinitely wide network, or the tangent kernel of a finite one.",
        footer = {
            "%nWith --out: kernel.npy (rows of --data or --x by those of --x2, or by themselves; of a finite network all "
                    + "outputs, row i*k+c for output c of point i), predictions.npy (test points x outputs, one time below the other) and "
                    + "result.json.",
            "%nTimes are those of gradient flow on the loss (1/2n) sum |f - y|^2; an infinite network starts from its "
                    + "mean, 0, a finite one from its outputs.",
            "%nFor more than 1,000 points predictions come from solves in place of all eigenvalues, and their error is "
                    + "stated; a kernel singular to rounding is decomposed at any size.",
            "%nNetworks: mlp:, linear: and resnet: as elsewhere, and convolutions with a dense readout, "
                    + "conv:HEIGHTxWIDTHxCOLOURS-CHANNELS-...-OUTPUTS:ACTIVATION[:OPTIONS], with filter=3, stride=1, "
                    + "padding=zero|circular|valid and readout=flatten|average besides bias, param, sw and sb. A row of "
                    + "the data is an image, row by row, the colours of a pixel together.",
            "%nExamples:",
            "  paisaje kernel --net mlp:64-512-512-10:relu:param=ntk,sw=1.41 --data digits --out kernel",
            "  paisaje kernel --net mlp:2-64-1:erf --data rings:n=200 --predict rings:n=50 --time 0,1,10,inf",
            "  paisaje kernel --net conv:8x8x1-64-64-10:relu:param=ntk,sw=1.41,sb=0.1 --data digits",
            "  paisaje kernel --net mlp:784-512-10:relu --x X.npy --x2 Y.npy --kind nngp --out kernel",
            "  paisaje kernel --net mlp:2-64-1:tanh --data rings:n=100 --empirical --weights weights.safetensors"
        })
final class KernelCommand implements Callable<Integer> {
    private static final int WIDTH = 100;

    @Option(names = "--net", paramLabel = "NET", required = true, description = "The network.")
    private String net = "";

    @Option(names = "--data", paramLabel = "DATA", description = "The points, with targets.")
    private @Nullable String data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column of a CSV file to predict.")
    private @Nullable String target;

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
            names = "--time",
            paramLabel = "T,...",
            split = ",",
            defaultValue = "inf",
            description = "Times of the predictions (default: ${DEFAULT-VALUE}).")
    private List<String> times = List.of("inf");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** A kernel of a network, finite or not. */
    private sealed interface Kernel {
        Matrix of(Matrix a);

        Matrix of(Matrix a, Matrix b);

        /** What training starts from, one row per row of the kernel. */
        Matrix start(Matrix a, int outputs);

        /** Arranges n x k values in the rows of the kernel. */
        Matrix rows(Matrix values);

        record Infinite(WideLimit network, boolean tangent) implements Kernel {
            @Override
            public Matrix of(Matrix a) {
                return tangent ? network.ntk(a) : network.nngp(a);
            }

            @Override
            public Matrix of(Matrix a, Matrix b) {
                return tangent ? network.ntk(a, b) : network.nngp(a, b);
            }

            @Override
            public Matrix start(Matrix a, int outputs) {
                return Matrix.zeros(a.rows(), outputs);
            }

            @Override
            public Matrix rows(Matrix values) {
                return values;
            }
        }

        record Finite(Architecture network, double[] theta) implements Kernel {
            @Override
            public Matrix of(Matrix a) {
                return EmpiricalNtk.of(network, theta).gram(a);
            }

            @Override
            public Matrix of(Matrix a, Matrix b) {
                return EmpiricalNtk.of(network, theta).gram(a, b);
            }

            @Override
            public Matrix start(Matrix a, int outputs) {
                return rows(network.forward(theta, a));
            }

            @Override
            public Matrix rows(Matrix values) {
                return Matrix.wrap(values.data().length, 1, values.data());
            }
        }
    }

    /** One line of the predictions. */
    private record Prediction(String time, Matrix outputs, double trainLoss, double testLoss, @Nullable Double right) {}

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
        Network network = network(net);
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
        List<Evolution.Flow> evolutions = evolutions();
        Dataset train = null;
        Path file = x;
        String source = data;
        if (file != null && source != null || file == null && source == null) {
            throw new IllegalArgumentException("give the points by one of --data and --x");
        }
        if (source != null) {
            train = open(source, "data");
        }
        Matrix points = train != null ? train.x() : NpyFile.read(Objects.requireNonNull(file)).rows();
        Kernel kernel = kernel(network);
        long began = System.nanoTime();
        Path other = x2;
        Matrix matrix = other == null ? kernel.of(points) : kernel.of(points, NpyFile.read(other).rows());
        double seconds = 1e-9 * (System.nanoTime() - began);
        List<Prediction> predictions = List.of();
        Map<String, Object> spectrum = Map.of();
        String testSource = predict;
        if (testSource != null) {
            if (train == null || other != null) {
                throw new IllegalArgumentException("--predict needs --data with targets, and no --x2");
            }
            Dataset test = open(testSource, "test").alignedTo(train);
            KernelTraining training = training(kernel, matrix, train, network, evolutions);
            predictions = predict(kernel, training, train, test, network, evolutions);
            spectrum = training.spectrum();
        }
        String json = json(network, matrix, seconds, spectrum, predictions);
        Path folder = common.out();
        if (folder != null) {
            write(folder, matrix, predictions, json);
        }
        if (common.json()) {
            spec.commandLine().getOut().println(json);
        } else {
            print(network, matrix, seconds, spectrum, predictions);
        }
        spec.commandLine().getOut().flush();
        return ExitStatus.DONE;
    }

    private static Network network(String text) {
        return text.strip().startsWith("conv:") ? Convolutional.parse(text) : Architecture.parse(text);
    }

    private Kernel kernel(Network network) {
        if (!empirical) {
            return new Kernel.Infinite(WideLimit.of(network), kind.equals("ntk"));
        }
        if (!(network instanceof Architecture dense)) {
            throw new IllegalArgumentException("--empirical takes mlp, linear and resnet; of " + network
                    + " the kernel of infinite width is known");
        }
        Path file = weights;
        double[] theta = file == null
                ? dense.initialize(Initializer.standardFor(dense), common.seed().named("init"))
                : Weights.read(file, dense);
        return new Kernel.Finite(dense, theta);
    }

    private Dataset open(String source, String purpose) {
        SourceOptions options = SourceOptions.detected();
        String column = target;
        return Sources.open(source, column == null ? options : options.withTarget(column),
                common.seed().named(purpose));
    }

    private List<Evolution.Flow> evolutions() {
        List<Evolution.Flow> result = new ArrayList<>();
        for (String time : times) {
            try {
                result.add(new Evolution.Flow(
                        time.strip().equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(time)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--time: \"" + time + "\" is no time; write as in 0,1,10,inf", e);
            }
        }
        return result;
    }

    private static KernelTraining training(Kernel kernel, Matrix matrix, Dataset train, Network network,
            List<Evolution.Flow> evolutions) {
        if (network.outputs() != train.y().columns()) {
            throw new IllegalArgumentException("--net has " + network.outputs() + " outputs, the targets of "
                    + train.name() + " have " + train.y().columns() + " columns; they must agree");
        }
        double[] finite = evolutions.stream().mapToDouble(Evolution.Flow::time).toArray();
        return KernelTraining.of(matrix, kernel.rows(train.y()), kernel.start(train.x(), network.outputs()),
                train.size(), finite);
    }

    private List<Prediction> predict(Kernel kernel, KernelTraining training, Dataset train, Dataset test,
            Network network, List<Evolution.Flow> evolutions) {
        Matrix y = kernel.rows(train.y());
        Matrix cross = kernel.of(test.x(), train.x());
        Matrix start = kernel.start(test.x(), network.outputs());
        List<Prediction> result = new ArrayList<>();
        List<Matrix> there = training.predict(cross, start);
        for (int i = 0; i < evolutions.size(); i++) {
            double misfit = training.train(i).minus(y).frobeniusNorm();
            Matrix outputs = Matrix.wrap(test.size(), network.outputs(), there.get(i).data());
            double error = outputs.minus(test.y()).frobeniusNorm();
            result.add(new Prediction(times.get(i).strip(), outputs, misfit * misfit / (2 * train.size()),
                    error * error / (2 * test.size()), test.classes().isEmpty() ? null : right(outputs, test)));
        }
        return result;
    }

    private static double right(Matrix outputs, Dataset test) {
        int[] labels = test.labels();
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = outputs.columns() == 1 && outputs.get(i, 0) > 0.5 ? 1 : 0;
            for (int c = 1; c < outputs.columns(); c++) {
                best = outputs.get(i, c) > outputs.get(i, best) ? c : best;
            }
            count += best == labels[i] ? 1 : 0;
        }
        return (double) count / labels.length;
    }

    private String json(Network network, Matrix matrix, double seconds, Map<String, Object> spectrum,
            List<Prediction> predictions) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("network", network.toString());
        root.put("kind", empirical ? "empirical ntk" : kind);
        root.put("rows", matrix.rows());
        root.put("columns", matrix.columns());
        root.put("seconds", seconds);
        root.put("seed", common.seedNumber());
        root.put("threads", common.threads());
        root.put("backend", Blas.backend());
        root.putAll(spectrum);
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Prediction prediction : predictions) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("time", prediction.time());
            line.put("trainLoss", prediction.trainLoss());
            line.put("testLoss", prediction.testLoss());
            if (prediction.right() != null) {
                line.put("testAccuracy", prediction.right());
            }
            lines.add(line);
        }
        if (!lines.isEmpty()) {
            root.put("predictions", lines);
        }
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void write(Path folder, Matrix matrix, List<Prediction> predictions, String json)
            throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--out " + folder + " is a file; a folder is needed");
        }
        Files.createDirectories(folder);
        NpyFile.write(folder.resolve("kernel.npy"), matrix);
        if (!predictions.isEmpty()) {
            NpyFile.write(folder.resolve("predictions.npy"),
                    Matrix.stackRows(predictions.stream().map(Prediction::outputs).toArray(Matrix[]::new)));
        }
        Files.writeString(folder.resolve("result.json"), json + "\n");
    }

    private void print(Network network, Matrix matrix, double seconds, Map<String, Object> spectrum,
            List<Prediction> predictions) {
        var out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%s of %s: %d x %d in %s.",
                empirical ? "Empirical tangent kernel" : kind.equals("ntk") ? "Tangent kernel" : "NNGP kernel",
                network.toString(), matrix.rows(), matrix.columns(), Numbers.duration((long) (1e9 * seconds))));
        if (spectrum.containsKey("nullity")) {
            out.println(String.format(Locale.ROOT, "Eigenvalues %.4g to %.4g, %d of them 0; largest stable rate %.4g.",
                    spectrum.get("smallestEigenvalue"), spectrum.get("largestEigenvalue"), spectrum.get("nullity"),
                    spectrum.get("largestStableRate")));
        } else if (!spectrum.isEmpty()) {
            out.println(String.format(Locale.ROOT,
                    "Largest eigenvalue %.4g; largest stable rate %.4g; predictions within about %.1g.",
                    spectrum.get("largestEigenvalue"), spectrum.get("largestStableRate"), spectrum.get("error")));
        }
        if (!predictions.isEmpty()) {
            out.println();
            Table table = new Table().text("time").number("train loss").number("test loss").number("test accuracy");
            for (Prediction p : predictions) {
                Double right = p.right();
                table.row(p.time(), Numbers.significant(p.trainLoss(), 4), Numbers.significant(p.testLoss(), 4),
                        right == null ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * right));
            }
            table.lines(WIDTH).forEach(out::println);
        }
        Path folder = common.out();
        out.println();
        out.println(folder == null ? "Add --out DIR to keep the kernel as kernel.npy." : "Kept in " + folder + ".");
    }
}
