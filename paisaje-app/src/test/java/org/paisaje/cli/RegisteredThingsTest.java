package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.DataKind;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.source.SourceFormat;
import org.paisaje.data.source.Sources;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.NetworkKind;
import org.paisaje.network.activation.Activation;
import org.paisaje.registry.Entry;
import org.paisaje.report.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever has a name trains, is explained, has a kernel, and its weights are written and read back: everything that a registry
 * lists, those of a {@code Supply} too, without a list here.
 */
@Tag("slow")
final class RegisteredThingsTest {
    private static final Path ONNX = Path.of("..", "paisaje-network", "src", "test", "resources", "org", "paisaje",
            "network", "onnx", "dense-7.onnx");

    @TempDir
    private Path folder = Path.of("");

    private static JsonNode run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--quiet", "--json"));
        int status = Main.run(new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100),
                all.toArray(String[]::new));
        assertThat(status).as("%s: %s", all, err).isZero();
        return JsonMapper.shared().readTree(out.toString());
    }

    /** Samples of the right sizes, as words for --data. */
    private static String samplesFor(Architecture network) {
        int inputs = network.inputs();
        int outputs = network.outputs();
        return outputs == 1
                ? "gaussian:n=24,d=" + inputs
                : "blobs:n=24,d=" + inputs + ",classes=" + outputs;
    }

    private static Stream<String> networks() {
        return Architecture.registry()
                .entries()
                .stream()
                .map(Entry<NetworkKind>::examples)
                .flatMap(List::stream)
                .map(example -> example.equals("onnx:model.onnx") ? "onnx:" + ONNX : example);
    }

    @TestFactory
    Stream<DynamicTest> networksGoThroughEverything() {
        Stream<String> activated = Activation.registry().examples().stream().map(a -> "mlp:3-4-1:" + a.name());
        return Stream.concat(networks(), activated)
                .map(net -> DynamicTest.dynamicTest(net, () -> goesThrough(net)));
    }

    private void goesThrough(String net) throws IOException {
        Architecture network = Architecture.parse(net);
        String data = net.startsWith("conv:") || net.startsWith("chain:") ? "digits" : samplesFor(network);
        Path out = folder.resolve(Integer.toString(net.hashCode()));
        String[] problem = {"--data", data, "--net", net};
        run(with(problem, "train", "--optimizer", "sgd:1e-3", "--epochs", "1", "--batch", "0", "--out",
                out.toString()));
        Path weights = out.resolve("weights.safetensors");
        Path again = folder.resolve(net.hashCode() + "again");
        run(with(problem, "train", "--optimizer", "sgd:1e-300", "--epochs", "1", "--batch", "0", "--out",
                again.toString(),
                "--weights", weights.toString()));
        assertThat(Files.readAllBytes(again.resolve("weights.safetensors"))).isEqualTo(Files.readAllBytes(weights));
        if (!data.equals("digits")) {
            run(with(problem, "explain", "--steps", "2", "--no-trial"));
            run(with(problem, "spectrum", "--weights", weights.toString(), "--full", "0", "--top", "1", "--probes", "2",
                    "--lanczos-steps", "3"));
            run(with(problem, "landscape", "--weights", weights.toString(), "--points", "3"));
            JsonNode kernel = run(with(problem, "kernel", "--empirical"));
            assertThat(kernel.at("/measurements/rows").asInt()).isPositive();
        }
    }

    private static String[] with(String[] problem, String verb, String... more) {
        return Stream.of(Stream.of(verb), Stream.of(problem), Stream.of(more))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> dataAreTrainedOn() {
        return Datasets.registry().entries().stream().map(entry -> DynamicTest.dynamicTest(entry.name(), () -> {
            String data = small(entry);
            JsonNode result = run("train", "--data", data, "--epochs", "1");
            assertThat(result.at("/measurements/train/loss").isNumber()).isTrue();
        }));
    }

    /** The data of rings in every kind of file; a kind that is registered without one here is told to get one. */
    @TestFactory
    Stream<DynamicTest> filesAreTrainedOn() {
        Dataset rings = Datasets.named("rings:n=30", Seed.of(1));
        Set<Double> losses = new LinkedHashSet<>();
        return Sources.registry().entries().stream().map(entry -> DynamicTest.dynamicTest(entry.name(), () -> {
            Path here = Files.createDirectory(folder.resolve(entry.name().replaceAll("[^A-Za-z]", "")));
            List<String> data = new ArrayList<>(List.of("--data"));
            data.addAll(written(entry, rings, here));
            data.addAll(List.of("--net", "mlp:2-3-1:tanh", "--epochs", "1", "--batch", "0"));
            data.addFirst("train");
            JsonNode result = run(data.toArray(String[]::new));
            losses.add(result.at("/measurements/train/loss").asDouble());
            assertThat(losses).as("the same data, whatever the file").hasSize(1).doesNotContain(0.0);
        }));
    }

    /** Writes the data as the entry reads them, and says how to name them. */
    private static List<String> written(Entry<SourceFormat> entry, Dataset data, Path folder) throws IOException {
        String example = entry.examples().getFirst();
        List<Path> files = Stream.of(example.substring(example.indexOf(':') + 1).split(","))
                .map(folder::resolve)
                .toList();
        switch (entry.name()) {
            case "idx" -> {
                idx(files.get(0), 0x0E, data.size(), 2, data.x().data());
                idx(files.get(1), 0x08, data.size(), 1, data.y().data());
                return List.of("idx:" + files.get(0) + "," + files.get(1));
            }
            case "file.csv" -> {
                List<String> lines = new ArrayList<>(List.of("a,b,label"));
                for (int i = 0; i < data.size(); i++) {
                    lines.add(data.x().get(i, 0) + "," + data.x().get(i, 1) + "," + (int) data.y().get(i, 0));
                }
                Files.write(files.getFirst(), lines);
                return List.of(files.getFirst().toString(), "--target", "label");
            }
            case "file.parquet" -> {
                // The table that is written above, by pandas.read_csv("houses.csv").to_parquet("rings.parquet").
                return List.of("src/test/resources/org/paisaje/cli/rings.parquet", "--target", "label");
            }
            case "file.npz" -> {
                var arrays = new LinkedHashMap<String, Tensor>();
                arrays.put("x", new Tensor(ElementType.F64, new int[] {data.size(), 2}, data.x().data()));
                arrays.put("y", new Tensor(ElementType.F64, new int[] {data.size(), 1}, data.y().data()));
                NpzFile.write(files.getFirst(), arrays);
                return List.of(files.getFirst().toString());
            }
            case "x.npy,y.npy" -> {
                NpyFile.write(files.get(0), data.x());
                NpyFile.write(files.get(1), data.y());
                return List.of(files.get(0) + "," + files.get(1));
            }
            default -> throw new AssertionError("the kind of file " + entry.name()
                    + " is registered, but here is no sample of it; write one");
        }
    }

    /** A gzipped file of doubles or bytes. */
    private static void idx(Path file, int type, int rows, int columns, double[] values) throws IOException {
        try (var out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(type << 8 | (columns == 1 ? 1 : 2));
            out.writeInt(rows);
            if (columns > 1) {
                out.writeInt(columns);
            }
            for (double value : values) {
                if (type == 0x08) {
                    out.writeByte((int) value);
                } else {
                    out.writeDouble(value);
                }
            }
        }
    }

    private static String small(Entry<DataKind> entry) {
        Optional<String> count = entry.make().options().stream().filter("n"::equals).findFirst();
        return count.isPresent() ? entry.name() + ":n=30" : entry.name();
    }
}
