package org.paisaje.study.folder;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.data.format.DataFormatException;

/**
 * The folder of one run. A run that is there already is replaced or gone on from only if that is asked; while a program
 * writes to it no other can; the folder counts as whole once {@link #whole} was called and not before.
 *
 * <p>A hidden file {@value #MARK} carries the lock, the command of the run and, when it is whole, the names and checksums
 * of its files.
 */
public final class RunFolder implements AutoCloseable {
    /** The file that says what run a folder holds. */
    public static final String MARK = ".paisaje-run";
    /** The file that is written last. */
    public static final String RESULT = "result.json";
    /** How the names of files end that are there only while a study is under way. */
    public static final String PASSING = ".part";

    private static final int LONGEST = 1 << 20;
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** What is done about a run that is there already. */
    public enum Mode {
        /** It is refused. */
        NEW,
        /** It is gone on from. */
        RESUME,
        /** Its files are removed. */
        REPLACE
    }

    /**
     * What is asked of a folder.
     *
     * @param path where it is
     * @param mode what is done about a run that is there already
     * @param command the command of this run, for messages
     * @param continuation the files by which a run of this kind is gone on from; empty if it cannot be
     */
    public record Request(Path path, Mode mode, String command, List<String> continuation) {
        /** Copies the list. */
        public Request {
            continuation = List.copyOf(continuation);
        }
    }

    private final Request request;
    private final Path real;
    /** Not read and written through its channel: an interrupt, as of a run that is being stopped, would close that. */
    private final RandomAccessFile file;
    private final boolean made;

    private RunFolder(Request request, Path real, RandomAccessFile file, boolean made) {
        this.request = request;
        this.real = real;
        this.file = file;
        this.made = made;
    }

    /**
     * Refuses a folder that cannot be used, before anything is computed; writes nothing.
     *
     * @throws IllegalArgumentException if its name is empty, it is a file, it cannot be written, or it holds a run and the
     *     mode is {@link Mode#NEW}
     */
    public static void check(Request request) {
        Path path = request.path();
        if (path.toString().isBlank()) {
            throw new IllegalArgumentException("--out is empty; name a folder, as in --out run1");
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IllegalArgumentException("--out " + path + " is a file; a folder is needed");
        }
        Path there = path.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new IllegalArgumentException("--out " + path + " cannot be written: " + (there == null
                    ? "there is no such place"
                    : there + (Files.isDirectory(there) ? " does not allow it" : " is a file")));
        }
        if (request.mode() == Mode.NEW && holdsRun(request)) {
            throw new IllegalArgumentException(held(request));
        }
    }

    /** The command of the run that a folder holds, if there is one and its mark is not damaged. */
    public static Optional<String> commandIn(Path folder) {
        try {
            Path mark = folder.resolve(MARK);
            return Files.isRegularFile(mark) && Files.size(mark) <= LONGEST
                    ? RunMark.parse(Files.readAllBytes(mark)).map(RunMark::command)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holdsRun(Request request) {
        return Stream.concat(Stream.of(MARK, RESULT), request.continuation().stream())
                .anyMatch(name -> Files.exists(request.path().resolve(name)));
    }

    private static String held(Request request) {
        boolean kept = request.continuation().stream().anyMatch(name -> Files.exists(request.path().resolve(name)));
        String go = kept ? "to go on with it: " + request.command() + " --resume; " : "";
        return "--out " + request.path() + " holds a run already; " + go + "to replace it: " + request.command()
                + " --overwrite";
    }

    /**
     * Takes the folder for a run, making it if it is not there.
     *
     * @throws IllegalArgumentException as {@link #check}, or if another program is writing to it
     */
    public static RunFolder open(Request request) {
        check(request);
        Path path = request.path();
        boolean made = !Files.exists(path);
        try {
            Files.createDirectories(path);
            Path real = path.toRealPath();
            // Within one program a second channel would drop the lock of the first when it is closed.
            if (!OPEN.add(real)) {
                throw busy(path);
            }
            boolean open = false;
            RandomAccessFile file = null;
            try {
                file = lock(path);
                var folder = new RunFolder(request, real, file, made);
                folder.begin();
                open = true;
                return folder;
            } finally {
                if (!open) {
                    OPEN.remove(real);
                    if (file != null) {
                        file.close();
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--out " + path + " cannot be written: " + reason(e), e);
        }
    }

    private static RandomAccessFile lock(Path path) throws IOException {
        var file = new RandomAccessFile(path.resolve(MARK).toFile(), "rw");
        FileLock lock = null;
        try {
            lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            throw busy(path);
        } finally {
            if (lock == null) {
                file.close();
            }
        }
        if (lock == null) {
            throw busy(path);
        }
        return file;
    }

    private static IllegalArgumentException busy(Path path) {
        return new IllegalArgumentException(
                "--out " + path + ": another run is writing to it; wait until it has ended, "
                        + "or name another folder");
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no folder can be made there";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void begin() throws IOException {
        if (request.mode() == Mode.REPLACE) {
            for (String name : old()) {
                remove(name);
            }
            for (String name : request.continuation()) {
                remove(name);
            }
        }
        // What a killed run was writing. The lock is ours, so that nobody writes to these any more.
        try (Stream<Path> files = Files.list(request.path())) {
            for (Path left : files.filter(AtomicFile::isPart).toList()) {
                Files.deleteIfExists(left);
            }
        }
        remove(RESULT);
        write(RunMark.underWay(request.command()));
    }

    private void remove(String name) throws IOException {
        Path target = request.path().resolve(name).normalize();
        if (request.path().normalize().equals(target.getParent()) && !Files.isDirectory(target)) {
            Files.deleteIfExists(target);
        }
    }

    /** The files of the run that is replaced. */
    private Set<String> old() throws IOException {
        byte[] bytes = new byte[(int) Math.min(file.length(), LONGEST)];
        file.seek(0);
        file.readFully(bytes);
        if (bytes.length == 0) {
            return Set.of();
        }
        return RunMark.parse(bytes)
                .orElseThrow(() -> new IllegalArgumentException("--out " + request.path() + ": " + MARK
                        + " in it is damaged (its checksum is wrong), so it is not known which files the run there wrote; "
                        + "remove the folder or name another"))
                .files()
                .keySet();
    }

    private void write(RunMark mark) throws IOException {
        file.setLength(0);
        file.seek(0);
        file.write(mark.bytes());
        file.getFD().sync();
    }

    /**
     * Checks that the files of a run of ours are those that it wrote; of a folder without a mark nothing is known.
     *
     * @throws DataFormatException naming the file that was changed
     */
    public static void verify(Path folder) {
        Path mark = folder.resolve(MARK);
        try {
            if (!Files.isRegularFile(mark) || Files.size(mark) == 0) {
                return;
            }
            RunMark read = RunMark.parse(Files.readAllBytes(mark))
                    .orElseThrow(() -> new DataFormatException(mark.toString(), "",
                            "it is damaged (its checksum is wrong), so the files beside it cannot be checked; "
                                    + "make the run again, or remove this file to read them unchecked"));
            Optional<String> changed = read.changed(folder);
            if (changed.isPresent()) {
                throw new DataFormatException(folder.resolve(changed.get()).toString(), "",
                        "it is not what the run wrote (its checksum is another); make the run again, or remove "
                                + mark + " to read it unchecked");
            }
        } catch (IOException e) {
            throw DataFormatException.of(mark, e);
        }
    }

    /** Where the files go. */
    public Path path() {
        return request.path();
    }

    /** Says that all files are written. */
    public void whole(List<String> files) {
        List<String> all = Stream.concat(files.stream(), Stream.of(RESULT)).distinct().toList();
        try {
            write(RunMark.whole(request.command(), request.path(), all, request.continuation()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.path().resolve(MARK) + ": cannot be written: " + reason(e), e);
        }
    }

    /** Removes what a second start would have gone on from, once the run is whole. */
    public void forgetTheWay() {
        try {
            for (String name : request.continuation()) {
                if (name.endsWith(PASSING)) {
                    remove(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(request.path() + ": cannot be tidied: " + reason(e), e);
        }
    }

    /** Whether nothing was written to it that would stay. */
    public boolean empty() {
        try {
            return made && onlyMark();
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets others have the folder. One that this run made and left empty is removed. */
    @Override
    public void close() {
        try {
            if (empty()) {
                Files.deleteIfExists(request.path().resolve(MARK));
                Files.deleteIfExists(request.path());
            }
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(request.path() + ": cannot be closed: " + reason(e), e);
        } finally {
            OPEN.remove(real);
        }
    }

    private boolean onlyMark() throws IOException {
        try (Stream<Path> files = Files.list(request.path())) {
            return files.allMatch(there -> there.endsWith(MARK));
        }
    }
}
