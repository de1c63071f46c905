package org.paisaje.study.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The memory of this process as the system counts it. */
final class Peaks {
    private static final Path STATUS = Path.of("/proc/self/status");

    private Peaks() {}

    /**
     * Bytes by name: the peak of everything ({@code peak}: heap, native memory and mapped files), and at present the
     * memory of its own ({@code own}) and the pages of mapped files ({@code mapped}). Empty where the system does not
     * tell.
     */
    static Map<String, Long> now() {
        var result = new LinkedHashMap<String, Long>();
        try {
            for (String line : Files.exists(STATUS) ? Files.readAllLines(STATUS) : List.<String>of()) {
                String[] words = line.split("[:\\s]+", -1);
                String name = switch (words[0]) {
                    case "VmHWM" -> "peak";
                    case "RssAnon" -> "own";
                    case "RssFile" -> "mapped";
                    default -> "";
                };
                if (!name.isEmpty() && words.length > 1) {
                    result.put(name, 1024 * Long.parseLong(words[1]));
                }
            }
        } catch (IOException | NumberFormatException e) {
            result.clear();
        }
        return result;
    }
}
