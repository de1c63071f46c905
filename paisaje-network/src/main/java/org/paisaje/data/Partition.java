package org.paisaje.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.paisaje.math.Brief;
import org.paisaje.math.random.Seed;

/** The rows of a data set divided into drawn ones and the rest, each ascending. */
public record Partition(int[] drawn, int[] rest) {

    /**
     * Draws {@code count} rows without replacement, uniformly within each group and with the groups in proportion: group
     * g of n_g rows gives the floor of its quota q_g = count n_g / n, and the groups with the largest remainders one more.
     */
    static Partition draw(int[] groups, int count, Seed seed) {
        int n = groups.length;
        int groupCount = Arrays.stream(groups).max().orElseThrow() + 1;
        int[] sizes = new int[groupCount];
        for (int group : groups) {
            sizes[group]++;
        }
        int[] quota = quotas(sizes, count);
        RandomGenerator generator = seed.named("partition").generator();
        boolean[] taken = new boolean[n];
        for (int i = 0; i < n; i++) {
            // Selection sampling (Knuth, TAOCP 2, 3.4.2 S), one stream per group.
            int group = groups[i];
            if (generator.nextInt(sizes[group]) < quota[group]) {
                taken[i] = true;
                quota[group]--;
            }
            sizes[group]--;
        }
        int[] drawn = new int[count];
        int[] rest = new int[n - count];
        for (int i = 0, a = 0, b = 0; i < n; i++) {
            if (taken[i]) {
                drawn[a++] = i;
            } else {
                rest[b++] = i;
            }
        }
        return new Partition(drawn, rest);
    }

    private static int[] quotas(int[] sizes, int count) {
        long n = Arrays.stream(sizes).asLongStream().sum();
        int[] quota = new int[sizes.length];
        long[] remainder = new long[sizes.length];
        int left = count;
        for (int g = 0; g < sizes.length; g++) {
            quota[g] = (int) ((long) count * sizes[g] / n);
            remainder[g] = (long) count * sizes[g] % n;
            left -= quota[g];
        }
        for (; left > 0; left--) {
            int best = 0;
            for (int g = 1; g < sizes.length; g++) {
                if (remainder[g] > remainder[best]) {
                    best = g;
                }
            }
            quota[best]++;
            remainder[best] = -1;
        }
        return quota;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
