package org.paisaje.study.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * What the hidden file of a run folder says, with a checksum over itself.
 *
 * @param whole whether the run is whole, else under way
 * @param command the command of the run
 * @param files the names of its files with the checksum of each, empty for a file that carries its own
 */
record RunMark(boolean whole, String command, Map<String, String> files) {
    private static final String UNDER_WAY = "under way";
    private static final String WHOLE = "whole";
    private static final String OWN = "own";
    private static final String LAST = "checksum ";

    static RunMark underWay(String command) {
        return new RunMark(false, command, Map.of());
    }

    /** The mark of a run whose files are written; those of {@code continuation} carry checksums of their own. */
    static RunMark whole(String command, Path folder, List<String> files, List<String> continuation)
            throws IOException {
        Map<String, String> sums = new LinkedHashMap<>();
        for (String name : files) {
            Path file = folder.resolve(name);
            sums.put(name, continuation.contains(name) || !Files.isRegularFile(file) ? "" : checksum(file));
        }
        return new RunMark(true, command, sums);
    }

    /** The mark in bytes; nothing if they are damaged. */
    static Optional<RunMark> parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        int last = lines.size() - 1;
        if (last < 2 || !text.endsWith("\n") || !lines.get(last).equals(LAST + checksum(lines.subList(0, last)))) {
            return Optional.empty();
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (String line : lines.subList(2, last)) {
            int space = line.indexOf(' ');
            if (space < 0) {
                return Optional.empty();
            }
            String sum = line.substring(0, space);
            files.put(line.substring(space + 1), sum.equals(OWN) ? "" : sum);
        }
        return Optional.of(new RunMark(lines.getFirst().equals(WHOLE), lines.get(1), files));
    }

    byte[] bytes() {
        List<String> lines = new ArrayList<>(List.of(whole ? WHOLE : UNDER_WAY, oneLine(command)));
        files.forEach((name, sum) -> lines.add((sum.isEmpty() ? OWN : sum) + " " + oneLine(name)));
        lines.add(LAST + checksum(lines));
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }

    /** The first file that is not what the run wrote. */
    Optional<String> changed(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!file.getValue().isEmpty() && Files.isRegularFile(path) && !checksum(path).equals(file.getValue())) {
                return Optional.of(file.getKey());
            }
        }
        return Optional.empty();
    }

    private static String checksum(List<String> lines) {
        Checksum sum = new CRC32C();
        sum.update(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        return shown(sum);
    }

    private static String checksum(Path file) throws IOException {
        Checksum sum = new CRC32C();
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                sum.update(block, 0, n);
            }
        }
        return shown(sum);
    }

    private static String shown(Checksum sum) {
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }
}
