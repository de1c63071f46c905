package org.paisaje.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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
        return of(taken);
    }

    /**
     * Draws whole groups in a random order, each if the number of drawn rows comes nearer to {@code count} by it; where none
     * does, the smallest one, and never all.
     */
    static Partition drawWhole(int[] groups, int count, Seed seed) {
        int[] sizes = new int[Arrays.stream(groups).max().orElseThrow() + 1];
        Arrays.stream(groups).forEach(group -> sizes[group]++);
        boolean[] chosen = new boolean[sizes.length];
        int drawn = 0;
        int left = sizes.length;
        for (int group : seed.named("groups").permutation(sizes.length)) {
            if (left > 1 && Math.abs(drawn + sizes[group] - count) < Math.abs(drawn - count)) {
                chosen[group] = true;
                drawn += sizes[group];
                left--;
            }
        }
        if (drawn == 0) {
            int smallest = 0;
            for (int group = 1; group < sizes.length; group++) {
                smallest = sizes[group] < sizes[smallest] ? group : smallest;
            }
            chosen[smallest] = true;
        }
        boolean[] taken = new boolean[groups.length];
        for (int i = 0; i < groups.length; i++) {
            taken[i] = chosen[groups[i]];
        }
        return of(taken);
    }

    private static Partition of(boolean[] taken) {
        return new Partition(IntStream.range(0, taken.length).filter(i -> taken[i]).toArray(),
                IntStream.range(0, taken.length).filter(i -> !taken[i]).toArray());
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
