package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class GroupedPartitionTest {
    private static Dataset rows(int n) {
        Matrix x = Matrix.wrap(n, 1, IntStream.range(0, n).asDoubleStream().toArray());
        return Dataset.regression("rows", x, x);
    }

    @Test
    void groupsStayWholeAndTheShareIsMetAsNearlyAsTheyAllow() {
        int[] groups = IntStream.range(0, 200).map(i -> i % 37 % 20).toArray();
        for (int seed = 1; seed < 20; seed++) {
            Partition parts = rows(200).partition(groups, 0.25, Seed.of(seed));
            int[] drawn = Arrays.stream(parts.drawn()).map(i -> groups[i]).distinct().toArray();
            assertThat(Arrays.stream(parts.rest()).map(i -> groups[i]).toArray()).doesNotContain(drawn);
            assertThat(parts.drawn().length + parts.rest().length).isEqualTo(200);
            // No group has more than 12 rows.
            assertThat(parts.drawn().length).isBetween(44, 56);
            assertThat(rows(200).partition(groups, 0.25, Seed.of(seed)).drawn()).isEqualTo(parts.drawn());
        }
    }

    @Test
    void bothPartsHaveAGroupAndOneGroupIsRefused() {
        int[] two = IntStream.range(0, 20).map(i -> i < 9 ? 0 : 1).toArray();
        Partition parts = rows(20).partition(two, 0.1, Seed.of(1));
        assertThat(parts.drawn()).hasSize(9);
        assertThat(rows(20).partition(two, 0.9, Seed.of(1)).rest()).isNotEmpty();
        assertThatThrownBy(() -> rows(20).partition(new int[20], 0.2, Seed.of(1)))
                .hasMessageContaining("two groups at least");
    }
}
