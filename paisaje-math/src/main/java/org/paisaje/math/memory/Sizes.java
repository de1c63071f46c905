package org.paisaje.math.memory;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The one place where sizes are multiplied and added before anything is made of them: in exact arithmetic, refusing what
 * no array or no heap of this JVM holds, with the figure and the limit.
 */
public final class Sizes {
    /** The most entries of one array. */
    public static final int LARGEST = Integer.MAX_VALUE - 8;

    private Sizes() {}

    /** The product of sizes that is to be the length of one array; {@code what} begins the complaint. */
    public static int product(String what, int... sizes) {
        long[] wide = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            wide[i] = sizes[i];
        }
        return product(what, wide);
    }

    /** The product of sizes that is to be the length of one array; {@code what} begins the complaint. */
    public static int product(String what, long... sizes) {
        for (long size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException(what + ": a size is " + size + ", it must not be negative");
            }
        }
        long product = 1;
        boolean fits = true;
        boolean zero = false;
        for (long size : sizes) {
            zero |= size == 0;
            fits &= size <= LARGEST;
            product = fits ? product * size : product;
            fits &= product <= LARGEST;
        }
        if (zero) {
            return 0;
        }
        if (!fits) {
            double value = Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b);
            throw tooLarge(what, Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(" x ")),
                    value);
        }
        return (int) product;
    }

    /** The sum of sizes that is to be the length of one array; {@code what} begins the complaint. */
    public static int sum(String what, long... sizes) {
        long sum = 0;
        for (long size : sizes) {
            sum = sum > LARGEST || size > LARGEST ? (long) LARGEST + 1 : sum + size;
        }
        if (sum > LARGEST) {
            double value = Arrays.stream(sizes).asDoubleStream().sum();
            throw tooLarge(what, sizes.length > 4
                    ? "the sum of " + sizes.length + " sizes"
                    : Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(" + ")), value);
        }
        return (int) sum;
    }

    /** Refuses doubles that do not fit into the heap at all; {@code what} begins the complaint. */
    public static int ofDoubles(String what, long... sizes) {
        int count = product(what, sizes);
        MemoryEstimate.require(what, 8L * count, "smaller sizes are needed, or more memory (PAISAJE_JAVA_OPTS=-Xmx8g)");
        return count;
    }

    private static IllegalArgumentException tooLarge(String what, String term, double value) {
        String figure = value < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1e", value);
        return new IllegalArgumentException(
                what + ": " + term + " is " + figure + " numbers, and one array holds at most "
                        + LARGEST + "; smaller sizes are needed");
    }
}
