package org.paisaje.training;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.paisaje.data.format.AtomicFile;

/** The bytes of a {@link Checkpoint}. */
record CheckpointFile(Map<String, String> identity, long step, double best, long bestStep,
        Map<String, double[]> arrays) {
    private static final String MAGIC = "PAISAJE CHECKPOINT 1";
    private static final int BLOCK = 8192;
    private static final Set<String> NUMBERS = Set.of("step", "best", "best-step");

    double[] array(String name) throws IOException {
        double[] found = arrays.get(name);
        if (found == null) {
            throw new IOException("there is no array " + name + "; it has " + arrays.keySet());
        }
        return found;
    }

    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path partial = AtomicFile.part(file);
        try {
            // A plain stream: channels close under an interrupt, and this is written because of one.
            try (FileOutputStream raw = new FileOutputStream(partial.toFile())) {
                CheckedOutputStream out = new CheckedOutputStream(new BufferedOutputStream(raw, 1 << 16),
                        new CRC32C());
                out.write(header().getBytes(StandardCharsets.UTF_8));
                for (double[] array : arrays.values()) {
                    writeDoubles(array, out);
                }
                long checksum = out.getChecksum().getValue();
                out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(checksum).array());
                out.flush();
                raw.getFD().sync();
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private String header() {
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        identity.forEach((name, value) -> text.append("is ")
                .append(name)
                .append(' ')
                .append(value.replace('\n', ' ').replace('\r', ' '))
                .append('\n'));
        text.append("step ").append(step).append('\n');
        text.append("best ").append(Double.toHexString(best)).append('\n');
        text.append("best-step ").append(bestStep).append('\n');
        arrays.forEach((name, array) -> text.append("array ")
                .append(array.length)
                .append(' ')
                .append(name)
                .append('\n'));
        return text.append('\n').toString();
    }

    private static void writeDoubles(double[] array, OutputStream out) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(8 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < array.length; from += BLOCK) {
            int n = Math.min(BLOCK, array.length - from);
            block.asDoubleBuffer().put(array, from, n);
            out.write(block.array(), 0, 8 * n);
        }
    }

    static CheckpointFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = headerEnd(bytes);
        String[] lines = new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n");
        if (!lines[0].equals(MAGIC)) {
            throw new IOException("this is no checkpoint: its first line is not \"" + MAGIC + "\"");
        }
        if (end + 2 > bytes.length || bytes.length - 8 < end + 2) {
            throw new IOException("the file is cut off at byte " + bytes.length);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 8);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean intact = buffer.getLong(bytes.length - 8) == crc.getValue();

        Map<String, String> identity = new LinkedHashMap<>();
        Map<String, double[]> arrays = new LinkedHashMap<>();
        Map<String, String> numbers = new LinkedHashMap<>();
        long position = end + 2L;
        for (int i = 1; i < lines.length; i++) {
            String[] words = lines[i].split(" ", 3);
            if (words[0].equals("is") && words.length == 3) {
                once(identity.put(words[1], words[2]) == null, "is " + words[1]);
            } else if (words[0].equals("array") && words.length == 3) {
                int length = length(words[1], i);
                if (position + 8L * length > bytes.length - 8) {
                    throw new IOException("array " + words[2] + " needs " + length + " numbers from byte " + position
                            + ", the file ends at byte " + bytes.length + "; it is cut off");
                }
                double[] array = new double[length];
                buffer.position((int) position).slice().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(array);
                once(arrays.put(words[2], array) == null, "array " + words[2]);
                position += 8L * length;
            } else if (words.length == 2 && NUMBERS.contains(words[0])) {
                once(numbers.put(words[0], words[1]) == null, words[0]);
            } else {
                throw new IOException("line " + (i + 1) + " is not understood: " + lines[i]);
            }
        }
        if (!intact) {
            throw new IOException("the checksum does not fit; the file is damaged");
        }
        if (position != bytes.length - 8) {
            throw new IOException("its arrays end at byte " + position + ", its numbers at byte " + (bytes.length - 8)
                    + "; the length of an array is not what a run writes");
        }
        try {
            return new CheckpointFile(identity, Long.parseLong(numbers.getOrDefault("step", "")),
                    Double.parseDouble(numbers.getOrDefault("best", "")),
                    Long.parseLong(numbers.getOrDefault("best-step", "")), arrays);
        } catch (NumberFormatException e) {
            throw new IOException("step, best or best-step is missing or no number: " + numbers, e);
        }
    }

    private static void once(boolean first, String what) throws IOException {
        if (!first) {
            throw new IOException(what + " stands twice");
        }
    }

    private static int length(String text, int line) throws IOException {
        try {
            int length = Integer.parseInt(text);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message.
        }
        throw new IOException("line " + (line + 1) + ": \"" + text + "\" is no length of an array");
    }

    private static int headerEnd(byte[] bytes) throws IOException {
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\n') {
                return i - 1;
            }
        }
        throw new IOException(
                bytes.length + " bytes without the empty line that ends the header; this is no checkpoint");
    }
}
