package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request to stop does the same in every verb: what there is is kept and marked, and a second start goes on. */
@Tag("slow")
final class StopTest {
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder = Path.of("");

    private Process start(String line) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(line.replace("STORE", folder.resolve("store").toString()).split(" ", -1)));
        command.addAll(List.of("--out", folder.resolve("run").toString()));
        return new ProcessBuilder(command).redirectError(folder.resolve("err").toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }

    @ParameterizedTest
    @CsvSource({"train --data digits --epochs 100000,train,<svg",
        "explain --data digits --steps 1000000,explain,Training loss",
        "check --document 003 --size standard --store STORE,check,claims",
        "kernel --net mlp:64-256-10:relu --data digits --split 0.2 --shifts 8 --stored --tolerance 1e-13,kernel,tiles",
        "kernel --net mlp:64-512-512-512-10:relu --data digits --split 0.2 --shifts 1 --time 1,kernel,The kernel itself",
        "initialize --net mlp:64-64-64-64-10:relu --data digits --draws 10000,initialize,64-64-64",
        "spectrum --data digits --steps 10000000,spectrum,could not be measured",
        "landscape --data digits --epochs 100000,landscape,stopped before",
        "connect --data digits --epochs 100000,connect,network 1 could not be trained",
        "propagate --data digits --epochs 100000,propagate,moments of",
        "regions --net mlp:3-100-100-100-1:relu,regions,stopped before"})
    void whatThereIsIsKeptAndMarked(String line, String verb, String kept) throws Exception {
        Process process = start(line);
        try {
            Path err = folder.resolve("err");
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            // The first line of progress: the computation is under way.
            while (process.isAlive() && System.nanoTime() < until && !Files.readString(err).contains(verb + " ")) {
                Thread.sleep(50);
            }
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(TERMINATED);
            assertThat(Files.readString(err)).contains("marked as incomplete", "SIGTERM").doesNotContain("Exception");
            assertThat(Files.readString(folder.resolve("out"))).contains("NOT COMPLETE");
            JsonNode result = JsonMapper.shared().readTree(Files.readString(folder.resolve("run/result.json")));
            assertThat(result.at("/ending/kind").asString()).isEqualTo("interrupted");
            assertThat(result.at("/ending/complete").asBoolean()).isFalse();
            assertThat(Files.readString(folder.resolve("run/report.html"))).contains("NOT COMPLETE", kept);
        } finally {
            process.destroyForcibly();
        }
    }
}
