package org.paisaje.data.format;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Writes a file under another name in the same folder and renames it when it is complete and on the disk. */
public final class AtomicFile {
    private static final AtomicLong COUNT = new AtomicLong();
    private static final Pattern PART = Pattern.compile("\\..+\\.\\d+-\\d+\\.part");

    private AtomicFile() {}

    /** What is to be written. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to the stream, which is buffered and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes the content and then gives it the name {@code target}, replacing a file of that name. Missing folders are
     * made. If anything fails, or the program is killed, the file that was there before stays as it was.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written
     */
    public static void write(Path target, Content content) {
        Path folder = target.toAbsolutePath().getParent();
        Path file = target.toAbsolutePath();
        Path part = part(file);
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try {
                writeThrough(part, content);
                rename(part, file);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written: " + reason(e), e);
        }
    }

    /** A name beside {@code file} that no other file has, under which it can be written until it is complete. */
    public static Path part(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + COUNT.incrementAndGet() + ".part");
    }

    /** Whether a file has a name of {@link #part}: nobody writes to it any more if its program has ended. */
    public static boolean isPart(Path file) {
        return PART.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** Not through a channel: that would be closed by a pending interrupt, as that of a run that is being stopped. */
    private static void writeThrough(Path part, Content content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(part.toFile())) {
            // Closing what the content writes to must leave the file open for the flush to the disk.
            OutputStream out = new BufferedOutputStream(file, 1 << 16) {
                @Override
                public void close() throws IOException {
                    flush();
                }
            };
            content.writeTo(out);
            out.close();
            file.getFD().sync();
        }
    }

    private static void rename(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException f) {
            String kind = e.getClass().getSimpleName().replace("Exception", "");
            return f.getReason() != null ? f.getReason() : kind + " " + f.getFile();
        }
        return String.valueOf(e.getMessage());
    }
}
