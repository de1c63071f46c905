package org.paisaje.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless browser of the machine. */
record Browser(Path program) {
    static Optional<Browser> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new);
    }

    /** The page after its scripts ran, and what they wrote to the console. */
    record Opened(String document, String console) {}

    Opened open(Path page, Path scratch, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                program.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
                "--user-data-dir=" + scratch.resolve("profile"), "--window-size=1000,900", "--enable-logging=stderr",
                "--virtual-time-budget=5000"));
        command.addAll(List.of(more));
        command.add("--dump-dom");
        command.add(page.toUri().toString());
        Path out = scratch.resolve("dom.html");
        Path err = scratch.resolve("console.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the browser did not answer within 90 s");
        }
        String console = Files.readString(err, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("CONSOLE"))
                .reduce("", (a, b) -> a + b + "\n");
        return new Opened(Files.readString(out, StandardCharsets.UTF_8), console);
    }
}
