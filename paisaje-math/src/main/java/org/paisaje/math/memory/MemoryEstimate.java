package org.paisaje.math.memory;

import java.util.Locale;
import java.util.Optional;

/** Refuses work whose memory grows with the square of a size before anything is allocated. */
public final class MemoryEstimate {

    private MemoryEstimate() {}

    /** The bytes of {@code rows * columns} doubles. */
    public static long ofDoubles(long rows, long columns) {
        return Math.multiplyExact(Math.multiplyExact(rows, columns), (long) Double.BYTES);
    }

    /** What the heap of this JVM can still take: its limit less what is in use, garbage counted as used. */
    public static long free() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }

    /** How many bytes that is and how few there are, as "20.00 GB, and the heap ...", to be put into a refusal; empty if they fit. */
    public static Optional<String> lack(double bytes) {
        return lack(bytes, 0);
    }

    /** As {@link #lack(double)}, beside {@code held} bytes that stay taken. */
    public static Optional<String> lack(double bytes, long held) {
        long limit = Runtime.getRuntime().maxMemory() - held;
        return bytes <= limit
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%.2f GB, and the heap of this JVM %s %.2f GB",
                        1e-9 * bytes, held > 0 ? "has left" : "is limited to", 1e-9 * limit));
    }

    /**
     * Refuses an operation that needs more heap than this JVM may have at all.
     *
     * @param operation the name of what is about to run
     * @param bytes what it will allocate
     * @param remedy what the caller can do instead
     */
    public static void require(String operation, long bytes, String remedy) {
        lack(bytes).ifPresent(words -> {
            throw new IllegalArgumentException(operation + ": needs about " + words + "; " + remedy);
        });
    }

    /**
     * Refuses a matrix that one array, or the heap of this JVM, cannot hold.
     *
     * @param remedy what the caller can do instead
     */
    public static void requireMatrix(String operation, long rows, long columns, String remedy) {
        array(rows * (double) columns).or(() -> lack(8.0 * rows * columns)).ifPresent(words -> {
            throw new IllegalArgumentException(
                    operation + ": " + rows + " x " + columns + " entries take " + words + "; " + remedy);
        });
    }

    /**
     * Refuses vectors that take more numbers than one array, or the heap of this JVM, can hold.
     *
     * @param numbers how many doubles
     * @param remedy what takes less, such as "a smaller rank"
     */
    public static void requireVectors(String operation, long numbers, String remedy) {
        array(numbers).or(() -> lack(8.0 * numbers)).ifPresent(words -> {
            throw new IllegalArgumentException(operation + ": the vectors take " + words + "; " + remedy + " helps");
        });
    }

    /** As {@link #lack(double)} for what one array cannot hold. */
    public static Optional<String> array(double entries) {
        return entries <= Sizes.LARGEST
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%.2f GB, and one array holds at most %.2f GB",
                        8e-9 * entries, 8e-9 * Sizes.LARGEST));
    }
}
