package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Numbers of classes against amounts, on clouds along a line. */
final class ClassNumbersTest {
    private static final Seed SEED = Seed.of(6);
    private static final int N = 180;
    private static final int K = 6;

    /** Clouds at 0, 1, 2, ... of which the i-th has the number {@code named(i)}. */
    private static Optional<ClassNumbers> clouds(double spread, IntToDoubleFunction named) {
        double[] noise = SEED.named("noise").gaussians(N);
        Matrix x = Matrix.zeros(N, 1);
        for (int i = 0; i < N; i++) {
            x.set(i, 0, i % K + spread * noise[i]);
        }
        return ClassNumbers.of(x, IntStream.range(0, N).mapToDouble(i -> named.applyAsDouble(i % K)).toArray(), SEED);
    }

    @Test
    void numbersInNoOrderAreClasses() {
        int[] order = {1, 5, 2, 6, 3, 4};
        ClassNumbers found = clouds(0.1, i -> order[i]).orElseThrow();
        assertThat(found.count()).isEqualTo(K);
        assertThat(found.low()).isEqualTo(1);
        assertThat(found.agreement()).isGreaterThan(0.95);
        // Any two of six numbers are 7/3 apart on average.
        assertThat(found.byChance()).isBetween(2.2, 2.5);
    }

    @Test
    void numbersInOrderAreAmounts() {
        assertThat(clouds(0.1, i -> i)).isEmpty();
        assertThat(clouds(0.1, i -> 9 - i)).isEmpty();
    }

    @Test
    void soAreNumbersThatNeighboursDoNotShareOrThatAreNotWhole() {
        int[] order = {1, 5, 2, 6, 3, 4};
        assertThat(clouds(3, i -> order[i])).isEmpty();
        assertThat(clouds(0.1, i -> order[i] + 0.25)).isEmpty();
        assertThat(clouds(0.1, i -> 10 * order[i])).isEmpty();
    }
}
