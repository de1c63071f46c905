package org.paisaje.training;

import java.util.random.RandomGenerator;
import org.paisaje.math.random.Seed;

/**
 * How samples are dealt into batches. Every epoch visits every sample once; the last batch of an epoch is smaller when
 * the size does not divide n. The order of epoch e depends on (seed, e, n) alone.
 *
 * @param size samples per batch, 1 to n
 * @param seed where the orders come from
 * @param shuffled whether samples are shuffled anew for every epoch; otherwise they come in the order of the data
 */
public record Batches(int size, Seed seed, boolean shuffled) {
    /** Checks the size. */
    public Batches {
        Check.that(size >= 1, "Batches", "size", size, "at least 1 sample");
    }

    /** Shuffled batches of the given size. */
    public static Batches of(int size, Seed seed) {
        return new Batches(size, seed, true);
    }

    /** Batches in the order of the data. */
    public static Batches inOrder(int size) {
        return new Batches(size, Seed.of(0), false);
    }

    /** The number of batches of an epoch over n samples. */
    public int perEpoch(int n) {
        return (int) (((long) n + size - 1) / size);
    }

    /** Writes the order of epoch {@code epoch} over {@code order.length} samples (Fisher-Yates). */
    public void order(long epoch, int[] order) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (!shuffled) {
            return;
        }
        RandomGenerator generator = seed.named("batches").at(epoch).generator();
        for (int i = order.length - 1; i > 0; i--) {
            int j = generator.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }

    /** The settings as one string. */
    public String text() {
        return shuffled ? size + " shuffled from " + Long.toHexString(seed.key()) : size + " in order";
    }
}
