package org.paisaje.bench.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;

/**
 * Puts damaged inputs through the public readers and parsers. Each must be taken, or refused by an
 * {@link IllegalArgumentException} with a message, in little time and memory; anything else is a fault. Input i of a kind
 * is drawn from the seed, the kind and i alone.
 *
 * <pre>paisaje-bench/fuzz [N [SEED [KIND...]]]</pre>
 */
public final class Fuzz {
    /** Seconds of processor time that one input may take. */
    private static final double SECONDS = 2;
    /** Bytes that one input may make the reader allocate. */
    private static final long BYTES = 1L << 28;
    private static final int SHOWN = 5;
    /** Inputs that one thread takes at a time, so that none waits long for another. */
    private static final int CHUNK = 1000;

    private final Kind kind;
    private final Seed seed;
    private final Path file;
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Fuzz(Kind kind, Seed seed, Path folder, int first) {
        this.kind = kind;
        this.seed = seed.named(kind.name());
        this.file = folder.resolve(kind.name() + "-" + first + kind.ending());
    }

    /**
     * What became of the inputs of one kind.
     *
     * @param kind its name
     * @param inputs how many were tried
     * @param taken how many were read
     * @param faults what went wrong, with the number of the input
     * @param seconds the processor time of all
     * @param slowest that of the slowest
     * @param most the largest allocation in bytes
     */
    public record Result(String kind, int inputs, int taken, List<String> faults, double seconds, double slowest,
            long most) {
        /** Of these inputs and others of the kind, which come after them. */
        private Result and(Result other) {
            return new Result(kind, inputs + other.inputs,
                    taken + other.taken,
                    Stream.concat(faults.stream(), other.faults.stream()).toList(),
                    seconds + other.seconds, Math.max(slowest, other.slowest), Math.max(most, other.most));
        }
    }

    /** The kinds there are. */
    public static List<String> kinds(Path resources) {
        return Kinds.all(resources).stream().map(Kind::name).toList();
    }

    /**
     * Tries n inputs of each of the kinds named, or of all.
     *
     * @param resources the folder {@code org/paisaje} of the test files of paisaje-network
     * @param folder where inputs are put
     */
    public static List<Result> run(Path resources, Path folder, int n, Seed seed, List<String> names)
            throws InterruptedException {
        List<Kind> kinds = Kinds.all(resources)
                .stream()
                .filter(kind -> names.isEmpty() || names.contains(kind.name()))
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("fuzz: there is no kind " + names + "; there are " + kinds(resources));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<List<Future<Result>>> running = new ArrayList<>();
            for (Kind kind : kinds) {
                List<Future<Result>> chunks = new ArrayList<>();
                for (int first = 0; first < n; first += CHUNK) {
                    int from = first;
                    int to = Math.min(n, first + CHUNK);
                    chunks.add(threads.submit(() -> new Fuzz(kind, seed, folder, from).run(from, to)));
                }
                running.add(chunks);
            }
            List<Result> results = new ArrayList<>();
            for (List<Future<Result>> chunks : running) {
                Result whole = chunks.getFirst().get();
                for (Future<Result> chunk : chunks.subList(1, chunks.size())) {
                    whole = whole.and(chunk.get());
                }
                results.add(whole);
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Result run(int from, int to) throws IOException {
        List<String> faults = new ArrayList<>();
        int taken = 0;
        double total = 0;
        double slowest = 0;
        long most = 0;
        for (Example example : kind.examples()) {
            // What is loaded once is not counted.
            read(example.bytes());
        }
        for (int i = from; i < to; i++) {
            byte[] input = kind.draw(generator(i));
            long time = thread.getCurrentThreadCpuTime();
            long bytes = thread.getCurrentThreadAllocatedBytes();
            try {
                taken += read(input) ? 1 : 0;
            } catch (Throwable fault) {
                faults.add(describe(i, fault));
            }
            double seconds = 1e-9 * (thread.getCurrentThreadCpuTime() - time);
            bytes = thread.getCurrentThreadAllocatedBytes() - bytes;
            total += seconds;
            slowest = Math.max(slowest, seconds);
            most = Math.max(most, bytes);
            if (kind.bounded() && (seconds > SECONDS || bytes > BYTES)) {
                faults.add(String.format(Locale.ROOT, "input %d takes %.1f s and %.0f MB", i, seconds, 1e-6 * bytes));
            }
        }
        Files.deleteIfExists(file);
        return new Result(kind.name(), to - from, taken, faults, total, slowest, most);
    }

    /** A folder for inputs, in memory where there is such a thing; the caller deletes it. */
    static Path folder() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "paisaje-fuzz")
                : Files.createTempDirectory("paisaje-fuzz");
    }

    private Generator generator(int i) {
        return seed.at(i).generator();
    }

    /** Whether the input was taken. */
    private boolean read(byte[] input) {
        try {
            if (!kind.ending().isEmpty()) {
                Files.write(file, input);
            }
            kind.reader().read(file, input);
            return true;
        } catch (IllegalArgumentException refused) {
            String message = refused.getMessage();
            if (message == null || message.isBlank()) {
                throw new IllegalStateException("it was refused without a message", refused);
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String describe(int i, Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        for (StackTraceElement at : trace) {
            if (at.getClassName().startsWith("org.paisaje.") && !at.getClassName().startsWith("org.paisaje.bench")) {
                where = " at " + at;
                break;
            }
        }
        String text = fault.toString().lines().findFirst().orElse("");
        return "input " + i + ": " + text.substring(0, Math.min(300, text.length())) + where;
    }

    /** Tries N inputs of each kind, 100,000 unless said, and prints a table; status 1 if there was a fault. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int n = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Seed seed = Seed.of(args.length > 1 ? Long.parseLong(args[1]) : 1);
        List<String> names = args.length > 2 ? List.of(args).subList(2, args.length) : List.of();
        Path folder = folder();
        boolean faulty = false;
        System.out.println("| kind | inputs | taken | faults | processor time | slowest | largest allocation |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|");
        for (Result result : run(Path.of("paisaje-network/src/test/resources/org/paisaje"), folder, n, seed, names)) {
            System.out.println(String.format(Locale.ROOT, "| %s | %,d | %,d | %d | %.1f s | %.0f ms | %.1f MB |",
                    result.kind(), result.inputs(), result.taken(), result.faults().size(), result.seconds(),
                    1e3 * result.slowest(), 1e-6 * result.most()));
            result.faults().stream().limit(SHOWN).forEach(fault -> System.err.println(result.kind() + ", " + fault));
            faulty |= !result.faults().isEmpty();
        }
        Files.delete(folder);
        System.exit(faulty ? 1 : 0);
    }
}
