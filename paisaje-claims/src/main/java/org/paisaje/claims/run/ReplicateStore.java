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
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finished replicates on disk: one file for each claim, setting, seed and version of the code, one line for each
 * replicate, written whole as it finishes. A run that is killed leaves a file whose last line may be cut; opening it
 * again drops that line and keeps the rest.
 */
public final class ReplicateStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    /** A store in a folder, which is made when something is kept. */
    public ReplicateStore(Path folder) {
        this.folder = folder;
    }

    /** One finished replicate. */
    record Entry(int replicate, double seconds, Map<String, double[]> values) {
        Quantities quantities() {
            return new Quantities(values);
        }
    }

    /** Opens the record of one claim in one setting. */
    Log open(String id, Setting setting, long seed, String code) {
        Path file = folder.resolve(id).resolve(key(id, setting, seed, code) + ".jsonl");
        try {
            Files.createDirectories(file.getParent());
            return new Log(file);
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
        private final Map<Integer, Entry> finished = new TreeMap<>();

        private Log(Path file) throws IOException {
            this.file = file;
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock = lock();
            long whole = read();
            if (lock != null) {
                channel.truncate(whole);
                channel.position(whole);
            }
        }

        /** The replicates found finished, by number. */
        Map<Integer, Entry> finished() {
            return finished;
        }

        /** Keeps a replicate, unless another process is keeping them in the same file. */
        synchronized void append(Entry entry) {
            if (lock == null) {
                return;
            }
            try {
                byte[] line = (JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
                ByteBuffer buffer = ByteBuffer.wrap(line);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("results cannot be kept in " + file + ": " + e.getMessage(), e);
            }
        }

        /** Forgets what was found. */
        void clear() {
            finished.clear();
            if (lock != null) {
                try {
                    channel.truncate(0);
                    channel.position(0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
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
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] != '\n') {
                    continue;
                }
                try {
                    Entry entry = JSON.readValue(
                            new String(bytes, start, i - start, StandardCharsets.UTF_8), Entry.class);
                    finished.put(entry.replicate(), entry);
                } catch (JacksonException e) {
                    return start;
                }
                start = i + 1;
            }
            return start;
        }
    }
}
