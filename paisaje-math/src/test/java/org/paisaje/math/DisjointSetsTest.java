package org.paisaje.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

final class DisjointSetsTest {
    /** Against labels that are all written anew at every join. */
    @Test
    void setsAreThoseOfLabelsWrittenAnew() {
        RandomGenerator random = Seed.of(3).generator();
        for (int n = 1; n < 40; n++) {
            var sets = new DisjointSets(n);
            int[] first = new int[n];
            Arrays.setAll(first, i -> i);
            for (int k = 0; k < n; k++) {
                int a = random.nextInt(n);
                int b = random.nextInt(n);
                sets.join(a, b);
                int to = Math.min(first[a], first[b]);
                int from = Math.max(first[a], first[b]);
                Arrays.setAll(first, i -> first[i] == from ? to : first[i]);
            }
            int[] distinct = Arrays.stream(first).distinct().sorted().toArray();
            assertThat(sets.count()).isEqualTo(distinct.length);
            for (int i = 0; i < n; i++) {
                assertThat(sets.root(i)).isEqualTo(first[i]);
                assertThat(sets.numbers()[i]).isEqualTo(Arrays.binarySearch(distinct, first[i]));
            }
        }
    }

    @Test
    void oneStandsForBoth() {
        var sets = new DisjointSets(4);
        sets.joinTo(3, 1);
        sets.joinTo(1, 0);
        assertThat(sets.root(0)).isEqualTo(3);
        assertThat(sets.count()).isEqualTo(2);
    }
}
