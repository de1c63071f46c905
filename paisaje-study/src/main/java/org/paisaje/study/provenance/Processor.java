package org.paisaje.study.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processor, as the operating system names it. */
final class Processor {
    private Processor() {}

    static String name() {
        int cores = Runtime.getRuntime().availableProcessors();
        String architecture = System.getProperty("os.arch");
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(architecture)
                        + ", " + cores + " cores";
            } catch (IOException e) {
                return architecture + ", " + cores + " cores";
            }
        }
        return architecture + ", " + cores + " cores";
    }
}
