package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.DataKind;
import org.paisaje.data.Datasets;
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
final class RegisteredThingsTest {
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
        int inputs = network.layerShapes().getFirst().inputs();
        int outputs = network.layerShapes().getLast().outputs();
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
                .filter(example -> !example.startsWith("onnx:")); // needs a file; OnnxGraphTest has some
    }

    @TestFactory
    Stream<DynamicTest> networksGoThroughEverything() {
        Stream<String> activated = Activation.registry().examples().stream().map(a -> "mlp:3-4-1:" + a.name());
        return Stream.concat(networks(), activated)
                .map(net -> DynamicTest.dynamicTest(net, () -> goesThrough(net)));
    }

    private void goesThrough(String net) throws IOException {
        Architecture network = Architecture.parse(net);
        String data = net.startsWith("conv:") ? "digits" : samplesFor(network);
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

    private static String small(Entry<DataKind> entry) {
        Optional<String> count = entry.make().options().stream().filter("n"::equals).findFirst();
        return count.isPresent() ? entry.name() + ":n=30" : entry.name();
    }
}
