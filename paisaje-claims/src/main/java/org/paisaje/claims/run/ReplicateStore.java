package org.paisaje.claims.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finished replicates on disk: one file for each claim, setting, seed and version of the code, one line for each
 * replicate, written whole as it finishes: a checksum (CRC-32) and a JSON object. A run that is killed leaves a file whose
 * last line may be cut, and a disk may damage any: opening the file again drops the first line whose checksum is not its
 * own and what follows, which is then measured again.
 */
public final class ReplicateStore {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path folder;

    /** A store in a folder, which is made when something is kept. */
    public ReplicateStore(Path folder) {
        this.folder = folder;
    }

    /** One finished replicate. */
    record Replicate(int replicate, double seconds, Map<String, double[]> values) {
        Quantities quantities() {
            return new Quantities(values);
        }

        String line() {
            String json = JSON.writeValueAsString(this);
            return checksum(json) + " " + json + "\n";
        }

        /** The replicate of a line, or nothing if it is not as it was written. */
        static Optional<Replicate> read(String line, String place) {
            if (line.length() < 10 || !line.startsWith(checksum(line.substring(9)) + " ")) {
                return Optional.empty();
            }
            try {
                Replicate read = JSON.readValue(line.substring(9), Replicate.class);
                if (read == null) {
                    throw refused(place, "the line is not what a replicate holds", null);
                }
                return Optional.of(read.checked(place));
            } catch (JacksonException e) {
                String field = e instanceof DatabindException bound && !bound.getPath().isEmpty()
                        ? "field " + bound.getPath().getFirst().getPropertyName()
                        : "the line";
                throw refused(place, field + " is not what a replicate holds", e);
            }
        }

        private Replicate checked(String place) {
            if (replicate < 0) {
                throw refused(place, "field replicate is " + replicate + ", needs a number from 0 on", null);
            }
            if (!(seconds >= 0) || seconds == Double.POSITIVE_INFINITY) {
                throw refused(place, "field seconds is " + seconds + ", needs a time", null);
            }
            if (values == null) {
                throw refused(place, "field values is missing, needs lists of numbers", null);
            }
            values.forEach((name, numbers) -> {
                if (numbers == null || Arrays.stream(numbers).anyMatch(Double::isNaN)) {
                    throw refused(place, "field values." + name + " is " + Arrays.toString(numbers)
                            + ", needs numbers", null);
                }
            });
            return this;
        }

        private static IllegalArgumentException refused(String place, String what, @Nullable Throwable cause) {
            return new IllegalArgumentException(place + ": " + what + "; --fresh measures it again", cause);
        }

        private static String checksum(String json) {
            CRC32 crc = new CRC32();
            crc.update(json.getBytes(StandardCharsets.UTF_8));
            return String.format("%08x", crc.getValue());
        }
    }

    /** Opens the record of one claim in one setting; a fresh one is empty. */
    Log open(String id, Setting setting, long seed, String code, boolean fresh) {
        Path file = folder.resolve(id).resolve(key(id, setting, seed, code) + ".jsonl");
        try {
            Files.createDirectories(file.getParent());
            return new Log(file, fresh);
        } catch (IOException e) {
            throw new UncheckedIOException("results cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    private static String key(String id, Setting setting, long seed, String code) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String text = String.join("\n", id, JSON.writeValueAsString(setting.values()), Long.toString(seed), code);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The record of one claim in one setting; closed when its run ends. */
    static final class Log implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;
        private final @Nullable FileLock lock;
        private final Map<Integer, Replicate> finished = new TreeMap<>();

        private Log(Path file, boolean fresh) throws IOException {
            this.file = file;
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock = lock();
            long whole = fresh ? 0 : read();
            if (lock != null) {
                channel.truncate(whole);
                channel.position(whole);
            }
        }

        /** The replicates found finished, by number. */
        Map<Integer, Replicate> finished() {
            return finished;
        }

        /** Keeps a replicate, unless another process is keeping them in the same file. */
        synchronized void append(Replicate entry) {
            if (lock == null) {
                return;
            }
            try {
                byte[] line = entry.line().getBytes(StandardCharsets.UTF_8);
                ByteBuffer buffer = ByteBuffer.wrap(line);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("results cannot be kept in " + file + ": " + e.getMessage(), e);
            }
        }

        @Override
        public synchronized void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private @Nullable FileLock lock() throws IOException {
            try {
                return channel.tryLock();
            } catch (OverlappingFileLockException e) {
                return null;
            }
        }

        /** Reads whole lines and returns where they end. */
        private long read() throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int start = 0;
            int number = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] != '\n') {
                    continue;
                }
                number++;
                Optional<Replicate> replicate = Replicate.read(
                        new String(bytes, start, i - start, StandardCharsets.UTF_8), file + ", line " + number);
                if (replicate.isEmpty()) {
                    return start;
                }
                finished.put(replicate.get().replicate(), replicate.get());
                start = i + 1;
            }
            return start;
        }
    }
}
