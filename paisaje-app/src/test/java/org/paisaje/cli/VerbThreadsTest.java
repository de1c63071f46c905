package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.report.terminal.Terminal;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every verb writes the same numbers on one thread and on two; the problems are large enough to be shared. */
@Tag("slow")
final class VerbThreadsTest {
    /** What tells of the run and not of its result, by the last part of its name. */
    private static final List<String> OF_THE_RUN = List.of("provenance", "command", "threads", "out");

    @TempDir
    private Path folder = Path.of("");

    /** Verbs that compute nothing. */
    private static final Set<String> WITHOUT_NUMBERS = Set.of("help", "claims");

    static Stream<String> runs() {
        return Stream.of("regions --net mlp:2-16-16-1:relu --init standard-normal --plane",
                "kernel --data rings:n=430,noise=0.1 --net mlp:2-16-1:relu --split 0.05 --time 1,10,inf",
                "train --data rings:n=430,noise=0.1 --net mlp:2-80-1:tanh --optimizer adam:1e-2 --epochs 3 --batch 100",
                "explain --data rings:n=430,noise=0.1 --net mlp:2-16-1:tanh --optimizer sgd:0.1 --steps 30",
                "connect --data rings:n=430,noise=0.1 --net mlp:2-8-1:relu --epochs 2 --curves bezier,neb --steps 12 --points 10",
                "check 003.eq5.corrected 003.eq17.frequency --size smoke --fresh",
                "spectrum --data rings:n=430,noise=0.1 --net mlp:2-80-1:tanh --steps 3",
                "landscape --data rings:n=430,noise=0.1 --net mlp:2-80-1:tanh --epochs 3 --points 5",
                "propagate --data rings:n=430,noise=0.1 --net mlp:2-80-80-1:tanh --epochs 3",
                "initialize --net mlp:2-80-80-1:relu --data rings:n=430,noise=0.1 --draws 4");
    }

    @Test
    void everyVerbThatComputesIsTried() {
        Set<String> tried = runs().map(line -> line.substring(0, line.indexOf(' '))).collect(Collectors.toSet());
        Set<String> verbs = new TreeSet<>(new CommandLine(Main.class).getSubcommands().keySet());
        verbs.removeAll(WITHOUT_NUMBERS);
        assertThat(tried).containsAll(verbs);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void sameNumbers(String line) throws IOException {
        Map<String, String> one = run(line, 1);
        Map<String, String> two = run(line, 2);
        assertThat(one).isNotEmpty();
        assertThat(two).containsExactlyEntriesOf(one);
    }

    private Map<String, String> run(String line, int threads) throws IOException {
        Path to = folder.resolve("threads-" + threads);
        var err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), false, false, false,
                100);
        String[] arguments = Stream.concat(Stream.of(line.split(" ")),
                Stream.of("--quiet", "--threads", Integer.toString(threads), "--out", to.toString()))
                .toArray(String[]::new);
        assertThat(Main.run(terminal, arguments)).as(err.toString()).isEqualTo(ExitStatus.DONE);
        Map<String, String> numbers = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(to)) {
            found.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            String name = to.relativize(file).toString();
            if (name.endsWith(".npy") || name.endsWith(".safetensors")) {
                numbers.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
            } else if (name.equals("result.json")) {
                collect("", JsonMapper.shared().readTree(Files.readString(file)), numbers);
            }
        }
        return numbers;
    }

    private static void collect(String path, JsonNode node, Map<String, String> numbers) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (OF_THE_RUN.contains(name) || name.toLowerCase(Locale.ROOT).contains("seconds")) {
            return;
        }
        if (node.isObject()) {
            node.properties().forEach(entry -> collect(path + "/" + entry.getKey(), entry.getValue(), numbers));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "/" + i, node.get(i), numbers);
            }
        } else if (node.isNumber()) {
            numbers.put(path, node.toString());
        }
    }
}
