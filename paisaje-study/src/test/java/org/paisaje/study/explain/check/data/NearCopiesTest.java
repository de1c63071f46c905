package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class NearCopiesTest {
    private static final Seed SEED = Seed.of(11);
    private static final int TRAIN = 400;
    private static final int ROWS = 500;

    private static Matrix normals(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    /** Rows in a random order, five of them of each thing. */
    private static Matrix varied(int columns, double noise, double[] scales) {
        Matrix things = normals("things", ROWS / 5, columns);
        Matrix own = normals("noise", ROWS, columns);
        int[] order = SEED.named("order").permutation(ROWS);
        Matrix x = Matrix.zeros(ROWS, columns);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < columns; j++) {
                x.set(i, j, scales[j % scales.length]
                        * (things.get(order[i] % things.rows(), j) + noise * own.get(i, j)));
            }
        }
        return x;
    }

    private static boolean found(Matrix x, int classes) {
        return NearCopies.of(x.rows(IntStream.range(0, TRAIN).toArray()),
                x.rows(IntStream.range(TRAIN, ROWS).toArray()), classes).isPresent();
    }

    @Test
    void variantsOfRowsAreGroupedByTheThingTheyAreOf() {
        Matrix x = varied(8, 0.02, new double[] {1});
        NearCopies copies = NearCopies.of(x.rows(IntStream.range(0, TRAIN).toArray()),
                x.rows(IntStream.range(TRAIN, ROWS).toArray()), 2).orElseThrow();
        int[] order = SEED.named("order").permutation(ROWS);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(copies.groups()[i] == copies.groups()[j])
                        .isEqualTo(order[i] % (ROWS / 5) == order[j] % (ROWS / 5));
            }
        }
        assertThat(copies.several()).isEqualTo(ROWS / 5);
        assertThat(copies.share()).isGreaterThan(0.95);
        assertThat(copies.within()).isLessThan(copies.beyond() / 4);
    }

    @Test
    void columnsOfOtherScalesAndManyDimensionsHideNone() {
        assertThat(found(varied(6, 0.02, new double[] {1, 1000, 1e-3}), 2)).isTrue();
        assertThat(found(varied(20, 0.2, new double[] {1}), 2)).isTrue();
    }

    @Test
    void aSmoothDensityHasNoGapsInAnyDimension() {
        for (int d : new int[] {1, 2, 3, 8, 40}) {
            assertThat(found(normals("smooth", ROWS, d), 2)).as(d + " columns").isFalse();
        }
        Matrix curve = Matrix.zeros(ROWS, 3);
        double[] at = SEED.named("curve").uniforms(ROWS);
        IntStream.range(0, ROWS)
                .forEach(i -> curve.setRow(i, new double[] {Math.cos(3 * at[i]), at[i] * at[i], at[i]}));
        assertThat(found(curve, 2)).isFalse();
    }

    @Test
    void latticesExactCopiesAndOneClusterForEachClassAreNoNearCopies() {
        Matrix smooth = normals("lattice", ROWS, 4);
        Matrix lattice = Matrix.wrap(ROWS, 4, Arrays.stream(smooth.data()).map(Math::rint).toArray());
        assertThat(found(lattice, 2)).isFalse();
        assertThat(found(varied(6, 0, new double[] {1}), 2)).isFalse();
        assertThat(found(varied(8, 0.02, new double[] {1}), ROWS / 5)).isFalse();
    }

    @Test
    void tooFewTestRowsSayNothing() {
        Matrix x = varied(8, 0.02, new double[] {1});
        assertThat(NearCopies.of(x.rows(IntStream.range(0, TRAIN).toArray()),
                x.rows(IntStream.range(TRAIN, TRAIN + 10).toArray()), 2)).isEmpty();
    }
}
