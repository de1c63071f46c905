package org.paisaje.study.folder;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.Brief;
import org.paisaje.study.Session;
import org.paisaje.study.Study;

/**
 * Parts of a study that are done, by name, appended to a file in the folder of its session as they come: a second start takes
 * them from there instead of computing them. Each has a checksum; where a killed program left half of one, the file ends before
 * it. What a thread adds that has been asked to end is not kept, since it may have been cut short. Without a folder nothing is
 * kept. Safe for use by several threads.
 */
public final class KeptParts implements AutoCloseable {
    /** Bytes of a file after which no more is kept: what follows is computed anew by a second start. */
    private static final long LARGEST = 1L << 30;
    private static final String HEAD = "paisaje parts 1";
    private static final int CHUNK = 1 << 13;

    private final Optional<Path> path;
    private final @Nullable RandomAccessFile file;
    private final Map<String, Long> places = new HashMap<>();
    private long end;

    /**
     * A part: numbers, and words that say what they are of.
     *
     * @param numbers arrays in the order in which they are read back
     * @param words texts in the order in which they are read back
     */
    public record Part(List<double[]> numbers, List<String> words) {
        /** Copies the lists. */
        public Part {
            numbers = List.copyOf(numbers);
            words = List.copyOf(words);
        }

        /** Numbers alone. */
        public static Part of(double[]... numbers) {
            return new Part(List.of(numbers), List.of());
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    private KeptParts(Optional<Path> path, @Nullable RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * The parts of a study.
     *
     * @param name of the file, one of {@link Study#continuation()}
     * @param setting the setting in full
     * @throws IllegalArgumentException if the session goes on from parts of another setting
     */
    public static KeptParts open(String name, Map<String, Object> setting, Session session) {
        Optional<Path> path = session.folder().map(folder -> folder.resolve(name));
        if (path.isEmpty()) {
            return new KeptParts(path, null);
        }
        boolean there = session.resume() && Files.isRegularFile(path.get());
        try {
            var file = new RandomAccessFile(path.get().toFile(), "rw");
            var parts = new KeptParts(path, file);
            Part head = new Part(List.of(), List.of(HEAD, setting.toString()));
            if (there) {
                parts.scan(head);
            } else {
                file.setLength(0);
                parts.append("", head);
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parts of which none is known and none is kept. */
    public static KeptParts none() {
        return new KeptParts(Optional.empty(), null);
    }

    private void scan(Part head) throws IOException {
        RandomAccessFile open = file();
        boolean first = true;
        while (true) {
            Optional<Named> next = read(end, open.length());
            if (first && next.isPresent() && !next.get().part().words().equals(head.words())) {
                open.close();
                throw new IllegalArgumentException("--resume: what is kept in " + path.map(Path::toString).orElse("")
                        + " is of another setting; go on with the command that began it, or --overwrite it");
            }
            if (next.isEmpty()) {
                break;
            }
            places.put(next.get().name(), end);
            end = next.get().end();
            first = false;
        }
        open.setLength(end);
        if (end == 0) {
            append("", head);
        }
    }

    /** The part of that name, if it is there. */
    public synchronized Optional<Part> known(String name) {
        Long place = places.get(name);
        if (place == null) {
            return Optional.empty();
        }
        try {
            return read(place, end).map(Named::part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a part, unless this thread was asked to end. */
    public void add(String name, Part part) {
        if (!Session.cancelled()) {
            addWhole(name, part);
        }
    }

    /** Keeps a part that is whole, whether this thread was asked to end or not. */
    public synchronized void addWhole(String name, Part part) {
        if (file == null || end > LARGEST) {
            return;
        }
        try {
            append(name, part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers of that name: those that are kept, else those that the work gives, which are kept. */
    public double[] numbers(String name, Supplier<double[]> work) {
        Optional<Part> there = known(name);
        if (there.isPresent()) {
            return there.get().numbers().getFirst();
        }
        double[] made = work.get();
        add(name, Part.of(made));
        return made;
    }

    /** Ends with the file, which a second start finds. */
    @Override
    public synchronized void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private RandomAccessFile file() {
        if (file == null) {
            throw new IllegalStateException("nothing is kept without a folder");
        }
        return file;
    }

    private record Named(String name, Part part, long end) {}

    /** Length of the body, checksum of the body, body: a name, words, numbers. */
    private void append(String name, Part part) throws IOException {
        List<byte[]> texts = new ArrayList<>();
        texts.add(name.getBytes(StandardCharsets.UTF_8));
        part.words().forEach(word -> texts.add(word.getBytes(StandardCharsets.UTF_8)));
        long length = 8;
        for (byte[] text : texts) {
            length += 4 + text.length;
        }
        for (double[] array : part.numbers()) {
            length += 4 + 8L * array.length;
        }
        ByteBuffer head = ByteBuffer.allocate(12);
        RandomAccessFile open = file();
        open.seek(end + head.capacity());
        var out = new Checked(open);
        out.number(texts.size());
        for (byte[] text : texts) {
            out.number(text.length);
            out.bytes(text);
        }
        out.number(part.numbers().size());
        for (double[] array : part.numbers()) {
            out.number(array.length);
            out.doubles(array);
        }
        // The head last: what is cut off before it has no length.
        head.putLong(length).putInt((int) out.sum.getValue());
        open.seek(end);
        open.write(head.array());
        places.put(name, end);
        end += head.capacity() + length;
    }

    /** What stands at a place; empty if it is not whole. */
    private Optional<Named> read(long at, long limit) throws IOException {
        if (at + 12 > limit) {
            return Optional.empty();
        }
        RandomAccessFile open = file();
        open.seek(at);
        long length = open.readLong();
        int sum = open.readInt();
        if (length < 8 || length > limit - at - 12) {
            return Optional.empty();
        }
        var in = new Checked(open, length);
        try {
            int texts = in.number();
            List<String> words = new ArrayList<>();
            for (int i = 0; i < texts; i++) {
                words.add(new String(in.bytes(in.number()), StandardCharsets.UTF_8));
            }
            int arrays = in.number();
            List<double[]> numbers = new ArrayList<>();
            for (int i = 0; i < arrays; i++) {
                numbers.add(in.doubles(in.number()));
            }
            return in.left == 0 && texts > 0 && (int) in.sum.getValue() == sum
                    ? Optional.of(new Named(words.removeFirst(), new Part(numbers, words), at + 12 + length))
                    : Optional.empty();
        } catch (Damaged _) {
            return Optional.empty();
        }
    }

    private static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Writes or reads, and sums up what goes by. */
    private static final class Checked {
        final CRC32C sum = new CRC32C();
        private final RandomAccessFile file;
        private long left;

        Checked(RandomAccessFile file) {
            this(file, 0);
        }

        Checked(RandomAccessFile file, long left) {
            this.file = file;
            this.left = left;
        }

        void bytes(byte[] data) throws IOException {
            sum.update(data);
            file.write(data);
        }

        void number(int value) throws IOException {
            bytes(ByteBuffer.allocate(4).putInt(value).array());
        }

        void doubles(double[] values) throws IOException {
            for (int i = 0; i < values.length; i += CHUNK) {
                int count = Math.min(CHUNK, values.length - i);
                ByteBuffer some = ByteBuffer.allocate(8 * count);
                some.asDoubleBuffer().put(values, i, count);
                bytes(some.array());
            }
        }

        byte[] bytes(int count) throws IOException {
            if (count < 0 || count > left) {
                throw new Damaged();
            }
            byte[] data = new byte[count];
            file.readFully(data);
            sum.update(data);
            left -= count;
            return data;
        }

        int number() throws IOException {
            return ByteBuffer.wrap(bytes(4)).getInt();
        }

        double[] doubles(int count) throws IOException {
            if (count < 0 || 8L * count > left) {
                throw new Damaged();
            }
            double[] values = new double[count];
            for (int i = 0; i < count; i += CHUNK) {
                int some = Math.min(CHUNK, count - i);
                ByteBuffer.wrap(bytes(8 * some)).asDoubleBuffer().get(values, i, some);
            }
            return values;
        }
    }
}
