package org.paisaje.math.linalg;

import java.util.Locale;

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

    /**
     * Refuses an operation that needs more heap than this JVM may have at all.
     *
     * @param operation the name of what is about to run
     * @param bytes what it will allocate
     * @param remedy what the caller can do instead
     */
    public static void require(String operation, long bytes, String remedy) {
        long limit = Runtime.getRuntime().maxMemory();
        if (bytes > limit) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "%s: needs about %.2f GB and the heap of this JVM is limited to %.2f GB; %s", operation,
                    1e-9 * bytes, 1e-9 * limit, remedy));
        }
    }

    /**
     * Refuses a matrix that one array, or the heap of this JVM, cannot hold.
     *
     * @param remedy what the caller can do instead
     */
    public static void requireMatrix(String operation, long rows, long columns, String remedy) {
        long limit = Runtime.getRuntime().maxMemory();
        double bytes = 8.0 * rows * columns;
        if (bytes > limit || rows * (double) columns > Sizes.LARGEST) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "%s: %d x %d entries take %.2f GB; an array holds at most 17.18 GB and this JVM %.2f GB; %s",
                    operation, rows, columns, 1e-9 * bytes, 1e-9 * limit, remedy));
        }
    }

    /**
     * Refuses vectors that take more numbers than one array, or the heap of this JVM, can hold.
     *
     * @param numbers how many doubles
     * @param remedy what takes less, such as "a smaller rank"
     */
    public static void requireVectors(String operation, long numbers, String remedy) {
        long limit = Runtime.getRuntime().maxMemory();
        if (numbers > Sizes.LARGEST || 8 * numbers > limit) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "%s: the vectors take %.2f GB; an array holds at most 17.18 GB and this JVM %.2f GB; %s helps",
                    operation, 8e-9 * numbers, 1e-9 * limit, remedy));
        }
    }
}
