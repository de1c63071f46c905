package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;

/** Values that lie apart, and tails that do not. */
final class OutliersTest {
    private static final int N = 100;

    /** Evenly spread over [-1, 1], with one value in ten replaced. */
    private static double[] column(double other) {
        return IntStream.range(0, N).mapToDouble(i -> i % 10 == 3 ? other : -1 + 2.0 * i / (N - 1)).toArray();
    }

    @Test
    void aCodeForMissingValuesLiesApart() {
        Outliers.Range range = Outliers.range(column(-999));
        assertThat(range.bounded()).isTrue();
        assertThat(range.holds(-999)).isFalse();
        assertThat(range.low()).isEqualTo(-1);
        assertThat(range.high()).isEqualTo(1);
    }

    @Test
    void nothingLiesApartInEvenColumnsLongTailsAndColumnsThatAreMostlyZero() {
        assertThat(Outliers.range(column(0.5)).bounded()).isFalse();
        double[] tail = IntStream.range(0, N).mapToDouble(i -> Math.pow(1.2, i)).toArray();
        assertThat(Outliers.range(tail).bounded()).isFalse();
        double[] sparse = new double[N];
        sparse[7] = 1e6;
        assertThat(Outliers.range(sparse).bounded()).isFalse();
        assertThat(Outliers.range(Arrays.copyOf(column(-999), 10)).bounded()).isFalse();
    }

    @Test
    void rowsAreLeftOutByTheRangesOfAnotherSet() {
        Dataset train = Dataset.regression("train", Matrix.wrap(N, 1, column(-999)), Matrix.wrap(N, 1, column(0)));
        Outliers apart = Outliers.of(train);
        assertThat(apart.any()).isTrue();
        assertThat(apart.without(train).size()).isEqualTo(90);
        Dataset test = Dataset.regression("test", Matrix.wrap(3, 1, new double[] {0.5, -999, 0.1}),
                Matrix.wrap(3, 1, new double[] {0, 0, 0}));
        assertThat(apart.kept(test)).containsExactly(0, 2);
        Dataset all = Dataset.regression("all", Matrix.wrap(1, 1, new double[] {-999}),
                Matrix.wrap(1, 1, new double[] {0}));
        assertThat(apart.without(all)).isSameAs(all);
    }

    @Test
    void targetsCountForNumbersOnly() {
        int[] labels = IntStream.range(0, N).map(i -> i % 2).toArray();
        Dataset classes = Dataset.classification("classes", Matrix.wrap(N, 1, column(0)), labels,
                List.of("a", "b"));
        assertThat(Outliers.of(classes).any()).isFalse();
        Dataset numbers = Dataset.regression("numbers", Matrix.wrap(N, 1, column(0)), Matrix.wrap(N, 1, column(5e4)));
        assertThat(Outliers.of(numbers).without(numbers).size()).isEqualTo(90);
    }

    /** Measured values between 90 and 150, and 0 where nothing was measured. */
    @Test
    void oneValueThatManyInputsShareBeyondAGapLiesApart() {
        double[] pressure = IntStream.range(0, N).mapToDouble(i -> i % 7 == 0 ? 0 : 90 + 60.0 * i / N).toArray();
        Outliers.Range found = Outliers.withoutCode(pressure);
        assertThat(found.bounded()).isTrue();
        assertThat(found.low()).isGreaterThan(89);
        assertThat(found.holds(0)).isFalse();
        double[] near = Arrays.stream(pressure).map(value -> value == 0 ? 80 : value).toArray();
        assertThat(Outliers.withoutCode(near).bounded()).isFalse();
        double[] flags = IntStream.range(0, N).mapToDouble(i -> i % 7 == 0 ? 0 : 5).toArray();
        assertThat(Outliers.withoutCode(flags).bounded()).isFalse();
    }
}
