package org.paisaje.bench.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.DataKind;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.format.array.IdxFile;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.data.log.RunLog;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Convolutional;
import org.paisaje.network.start.Initializer;
import org.paisaje.registry.Entry;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizers;
import org.paisaje.weights.Weights;

/** Every kind of input that comes from outside. */
final class Kinds {
    private static final Seed SEED = Seed.of(1);

    private Kinds() {}

    /**
     * The kinds, with examples from the files of the tests of paisaje-network.
     *
     * @param resources the folder {@code org/paisaje} of those files
     */
    static List<Kind> all(Path resources) {
        List<Kind> kinds = new ArrayList<>(texts());
        Path formats = resources.resolve("data/format");
        Path foreign = resources.resolve("weights/foreign");
        Path weights = resources.resolve("weights");
        kinds.add(Kind.ofFiles("npy", files(formats, ".npy"), Kind.Form.BYTES, ".npy", (file, input) -> {
            if (NpyFile.texts(file).isEmpty()) {
                NpyFile.read(file).rows();
            }
        }));
        kinds.add(Kind.ofFiles("npz", files(formats, ".npz"), Kind.Form.ARCHIVE, ".npz",
                (file, input) -> check(Sources.read(file.toString(), SourceOptions.detected(), SEED).data())));
        kinds.add(
                Kind.ofFiles("idx", joined(files(formats, ".idx"), files(formats, ".idx.gz")), Kind.Form.BYTES, ".idx",
                        (file, input) -> IdxFile.read(file).rows()));
        kinds.add(Kind.ofFiles("csv", tables(), Kind.Form.BYTES, ".csv", (file, input) -> table(file, input)));
        kinds.add(Kind.ofFiles("parquet", files(formats.resolve("parquet"), ".parquet"), Kind.Form.BYTES, ".parquet",
                (file, input) -> check(Sources.read(file.toString(), SourceOptions.detected().withTarget("-1"), SEED)
                        .data())));
        kinds.add(Kind.ofFiles("safetensors", joined(files(formats, ".safetensors"), files(weights, ".safetensors")),
                Kind.Form.BYTES, ".safetensors", (file, input) -> tensors(file)));
        kinds.add(Kind.ofFiles("weights-npz", joined(files(weights, ".npz"), files(foreign, ".npz")), Kind.Form.ARCHIVE,
                ".npz", (file, input) -> tensors(file)));
        kinds.add(Kind.ofFiles("torch", joined(files(foreign, ".pth"), files(foreign, ".pt")), Kind.Form.ARCHIVE, ".pt",
                (file, input) -> tensors(file)));
        kinds.add(Kind.ofFiles("hdf5", files(foreign, ".h5"), Kind.Form.BYTES, ".h5", (file, input) -> tensors(file)));
        kinds.add(Kind.ofFiles("keras", files(foreign, ".keras"), Kind.Form.ARCHIVE, ".keras",
                (file, input) -> tensors(file)));
        kinds.add(Kind.ofFiles("event-file", files(resources.resolve("data/log"), ".fixture"), Kind.Form.BYTES,
                ".tfevents.1", (file, input) -> RunLog.read(file)));
        kinds.add(
                Kind.ofFiles("log-table", bytes("epoch,step,train_loss,lr\n0,10,0.5,1e-3\n1,,nan,\n"), Kind.Form.BYTES,
                        ".csv", (file, input) -> RunLog.read(file)));
        kinds.add(Kind.ofFiles("log-lines", bytes("{\"step\": 1, \"a\": {\"loss\": 0.25}}\n{\"step\": 2}\n"),
                Kind.Form.BYTES, ".jsonl", (file, input) -> RunLog.read(file)));
        return kinds;
    }

    private static List<byte[]> bytes(String text) {
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Kind> texts() {
        return List.of(
                Kind.ofText("network", List.of("mlp:784-512-512-10:relu", "mlp:2-64-1:tanh:bias=false,param=ntk",
                        "mlp:2-4-1:leaky-relu(0.1):param=ntk,sw=1.4,sb=0.1", "linear:5-4-3",
                        "resnet:2x50:tanh:step=0.05",
                        "resnet:2-16x5-1:tanh:block=two", "resnet:3x2:relu:block=projected,hidden=7"), text -> {
                            Architecture network = Architecture.parse(text);
                            require(Architecture.parse(network.text()).equals(network), "it does not read back");
                            network.layout();
                        }),
                Kind.ofText("convolution", List.of("conv:8x8x1-4-4-10:relu",
                        "conv:28x28x3-8-2:tanh:filter=5,stride=2,padding=valid,readout=average,param=ntk,sb=0.1"),
                        text -> {
                            Convolutional network = Convolutional.parse(text);
                            require(Convolutional.parse(network.text()).equals(network), "it does not read back");
                            network.layout();
                        }),
                Kind.ofText("data", examples(), text -> {
                    if (Datasets.knows(text)) {
                        check(Datasets.named(text, SEED));
                    } else {
                        Sources.read(text, SourceOptions.detected(), SEED);
                    }
                }),
                Kind.ofText("activation", List.of("relu", "tanh", "leaky-relu(0.1)", "abrelu(1,-0.5)", "monomial(3)"),
                        text -> Activation.parse(text).value(0.5)),
                Kind.ofText("initializer", List.of("he-normal", "orthogonal(4)", "normal(0.1)", "uniform(-0.5,0.5)",
                        "glorot-uniform", "zero"),
                        text -> require(!Initializer.parse(text).toString().isEmpty(), "it has no name")),
                Kind.ofText("optimizer", List.of("sgd:0.1", "adam:1e-3,beta1=0.9,beta2=0.99", "momentum:0.1,beta=0.9",
                        "rmsprop:0.01", "adagrad:0.1", "gd:0.2", "newton", "gauss-newton:1", "lm:1e-3"),
                        text -> Optimizers.parse(text).text()),
                Kind.ofText("schedule", List.of("constant", "cosine:1000", "step:100,factor=0.5", "warmup:10",
                        "exponential:0.99"), text -> Schedule.parse(text).text()),
                Kind.ofText("loss", List.of("squared", "half-mean-squared", "softmax-cross-entropy", "logistic"),
                        text -> Loss.parse(text).name()),
                Kind.ofText("dialect", List.of("mean . tab", "drop , ;", "refuse point blank"), text -> {
                    String[] words = text.split(" ", -1);
                    CsvDialect.Missing.parse(words[0]);
                    CsvDialect.detected()
                            .withDecimal(words.length > 1 ? words[1] : ".")
                            .withSeparator(words.length > 2 ? words[2] : ";");
                }));
    }

    private static List<String> examples() {
        List<String> examples = new ArrayList<>();
        for (Entry<DataKind> entry : Datasets.registry().entries()) {
            examples.add(entry.name());
            for (String option : entry.make().options()) {
                examples.add(entry.name() + ":" + (option.equals("n") ? "" : "n=20,") + option + "=3");
            }
        }
        examples.addAll(List.of("a.csv", "x.npy,y.npy", "idx:a,b", "a.npz"));
        return examples;
    }

    private static List<byte[]> tables() {
        List<byte[]> tables = new ArrayList<>();
        for (String text : List.of("a,b,y\n1,2,0.5\n3,4,1.5\n5,6,2.5\n", "a;b;y\n1,5;2,25;0,5\n3;4;1,5\n",
                "id,a,y\n1,5,cat\n2,6,dog\n3,7,cat\n", "# made\n1 2 3\n4  5 6\n", "a\ty\n\"1,234.5\"\t1\n2\t0\n",
                "a,\"b \"\"c\"\"\",y\n,NA,1\n2,3,0\n?,4,1\n")) {
            tables.add(text.getBytes(StandardCharsets.UTF_8));
        }
        String table = new String(tables.getFirst(), StandardCharsets.UTF_8);
        for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE")) {
            tables.add(table.getBytes(Charset.forName(charset)));
        }
        tables.add("größe;y\n1;2\n3;4\n".getBytes(Charset.forName("windows-1252")));
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(tables.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tables.add(zipped.toByteArray());
        return tables;
    }

    /** How missing values are treated depends on the input, so that each is tried. */
    private static void table(Path file, byte[] input) {
        var ways = CsvDialect.Missing.values();
        SourceOptions options = SourceOptions.detected()
                .withTarget("-1")
                .dialect(CsvDialect.detected().withMissing(ways[input.length % ways.length]));
        check(Sources.read(file.toString(), options, SEED).data());
    }

    private static void tensors(Path file) {
        Weights.Inferred inferred = Weights.infer(file);
        double[] theta = Weights.load(file, inferred.network()).theta();
        requireFinite("a weight", theta);
        try (TensorFile tensors = TensorFile.open(file)) {
            tensors.forms().keySet().forEach(tensors::read);
        }
    }

    private static void check(Dataset data) {
        require(data.size() > 0 && data.inputs() > 0, "there is no sample");
        requireFinite("an input", data.x().data());
    }

    private static void requireFinite(String what, double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalStateException(what + " is " + value);
            }
        }
    }

    private static void require(boolean condition, String reason) {
        if (!condition) {
            throw new IllegalStateException(reason);
        }
    }

    @SafeVarargs
    private static List<byte[]> joined(List<byte[]>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    private static List<byte[]> files(Path folder, String ending) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(folder + ": there is no file that ends in " + ending);
            }
            List<byte[]> contents = new ArrayList<>();
            for (Path file : found) {
                contents.add(Files.readAllBytes(file));
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
