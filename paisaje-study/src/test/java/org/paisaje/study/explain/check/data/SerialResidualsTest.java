package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.attempt.HeldOut;

/** Whether what is left of the targets depends on the order of the rows. */
final class SerialResidualsTest {
    private static final Seed SEED = Seed.of(3);
    private static final int ROWS = 240;

    private static Matrix inputs(int rows) {
        return Matrix.wrap(rows, 2, SEED.named("inputs").gaussians(2 * rows));
    }

    private static Dataset data(Matrix x, double[] y) {
        return Dataset.regression("rows", x, Matrix.wrap(y.length, 1, y));
    }

    private static boolean shows(Dataset data) {
        return of(data, SEED.named("order")).filter(SerialResiduals::shows).isPresent();
    }

    private static double[] targets(Matrix x, double drift, double noise) {
        double[] e = SEED.named("noise").gaussians(x.rows());
        return IntStream.range(0, x.rows())
                .mapToDouble(i -> x.get(i, 0) + drift * i / x.rows() + noise * e[i])
                .toArray();
    }

    @Test
    void aTrendThatNoInputHoldsShowsAndIsSlow() {
        Matrix x = inputs(ROWS);
        SerialResiduals found = of(data(x, targets(x, 6, 0.5)), SEED).orElseThrow();
        assertThat(found.shows()).isTrue();
        assertThat(found.slow()).isTrue();
        assertThat(found.neighbours()).isGreaterThan(0.8);
        assertThat(found.told()).isGreaterThan(0.9);
    }

    @Test
    void groupsOfNeighboursShowInFilesThatAreLookedAtInStretchesToo() {
        int rows = 4000;
        Matrix x = inputs(rows);
        double[] group = SEED.named("groups").gaussians(rows / 5);
        double[] y = targets(x, 0, 0.3);
        IntStream.range(0, rows).forEach(i -> y[i] += 2 * group[i / 5]);
        SerialResiduals found = of(data(x, y), SEED).orElseThrow();
        assertThat(found.shows()).isTrue();
        assertThat(found.slow()).isFalse();
    }

    @Test
    void rowsInAnyOtherOrderShowNothing() {
        Matrix x = inputs(ROWS);
        double[] drifting = targets(x, 6, 0.5);
        Dataset drift = data(x, drifting);
        assertThat(shows(drift.subset(SEED.named("any").permutation(ROWS)))).isFalse();
        assertThat(shows(data(x, targets(x, 0, 2)))).isFalse();
        int[] sorted = IntStream.range(0, ROWS)
                .boxed()
                .sorted((a, b) -> Double.compare(drifting[a], drifting[b]))
                .mapToInt(i -> i)
                .toArray();
        assertThat(shows(drift.subset(sorted))).isFalse();
        assertThat(shows(drift.subset(Arrays.copyOf(sorted, 20)))).isFalse();
    }

    @Test
    void inputsThatTellThePlaceOfARowHoldWhatDependsOnIt() {
        Matrix x = inputs(ROWS);
        double[] y = targets(x, 0, 0.3);
        IntStream.range(0, ROWS).forEach(i -> {
            x.set(i, 1, i / 10.0);
            y[i] += 2 * Math.sin(3 * x.get(i, 1));
        });
        assertThat(shows(data(x, y))).isFalse();
    }

    @Test
    void classAfterClassIsNoDrift() {
        Matrix x = inputs(ROWS);
        int[] labels = IntStream.range(0, ROWS).map(i -> i / 60 % 2).toArray();
        Dataset blocks = Dataset.classification("blocks", x, labels, List.of("a", "b"));
        assertThat(of(blocks, SEED)).isEqualTo(Optional.empty());
    }

    private static Optional<SerialResiduals> of(Dataset data, Seed seed) {
        return SerialResiduals.of(data, () -> HeldOut.of(data), seed);
    }
}
