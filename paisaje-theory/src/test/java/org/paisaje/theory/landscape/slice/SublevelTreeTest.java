package org.paisaje.theory.landscape.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.random.Seed;

/** Persistence against its definition by paths, and by hand. */
final class SublevelTreeTest {
    private static LossGrid line(double... values) {
        return new LossGrid(IntStream.range(0, values.length).mapToDouble(i -> i).toArray(), new double[0],
                new double[][] {values});
    }

    @Test
    void minimaOfALine() {
        SublevelTree tree = SublevelTree.of(line(5, 1, 4, 2, 3, 0, 6, 5.5));
        assertThat(tree.minima()).containsExactly(
                new SublevelTree.Minimum(0, 5, 0, Double.POSITIVE_INFINITY, -1, true),
                new SublevelTree.Minimum(0, 1, 1, 4, 0, true), new SublevelTree.Minimum(0, 3, 2, 3, 0, true),
                new SublevelTree.Minimum(0, 7, 5.5, 6, 0, false));
        assertThat(tree.above(0)).isEqualTo(4);
        assertThat(tree.above(1)).isEqualTo(2);
        assertThat(tree.above(100)).isEqualTo(1);
    }

    @Test
    void flatBottomsCountOnceAndOverflowsNever() {
        assertThat(SublevelTree.of(line(1, 1, 1)).minima()).hasSize(1);
        assertThat(SublevelTree.of(line(2, 1, 1, 2, 1, 1, 3)).minima()).hasSize(2);
        SublevelTree apart = SublevelTree.of(line(1, Double.POSITIVE_INFINITY, 2));
        assertThat(apart.minima()).hasSize(2).allMatch(m -> m.death() == Double.POSITIVE_INFINITY);
    }

    /**
     * A minimum dies at the lowest level by which a path leads to a lower point: the least over lower q of the least over paths of
     * the largest value on the way, by the algorithm of Floyd and Warshall.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithItsDefinitionByPaths(long seed) {
        int rows = seed % 2 == 0 ? 5 : 6;
        int columns = seed % 3 == 0 ? 4 : 7;
        double[] z = Seed.of(seed).uniforms(rows * columns);
        double[][] values = new double[rows][];
        Arrays.setAll(values, i -> Arrays.copyOfRange(z, i * columns, (i + 1) * columns));
        LossGrid grid = new LossGrid(LossGrid.places(0, 1, columns), LossGrid.places(0, 1, rows), values);
        int n = z.length;
        double[][] way = new double[n][n];
        for (int p = 0; p < n; p++) {
            for (int q = 0; q < n; q++) {
                int down = q / columns - p / columns;
                int right = q % columns - p % columns;
                boolean near = Math.abs(down) <= 1 && Math.abs(right) <= 1 && down * right != -1;
                way[p][q] = near ? Math.max(z[p], z[q]) : Double.POSITIVE_INFINITY;
            }
        }
        for (int k = 0; k < n; k++) {
            for (int p = 0; p < n; p++) {
                for (int q = 0; q < n; q++) {
                    way[p][q] = Math.min(way[p][q], Math.max(way[p][k], way[k][q]));
                }
            }
        }
        Map<Double, Double> expected = new TreeMap<>();
        for (int p = 0; p < n; p++) {
            double death = Double.POSITIVE_INFINITY;
            for (int q = 0; q < n; q++) {
                death = z[q] < z[p] ? Math.min(death, way[p][q]) : death;
            }
            if (death > z[p]) {
                expected.put(z[p], death);
            }
        }
        Map<Double, Double> found = new TreeMap<>();
        SublevelTree tree = SublevelTree.of(grid);
        tree.minima().forEach(m -> found.put(m.birth(), m.death()));
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        for (SublevelTree.Minimum minimum : tree.minima()) {
            assertThat(minimum.birth()).isEqualTo(values[minimum.row()][minimum.column()]);
            if (minimum.into() >= 0) {
                assertThat(tree.minima().get(minimum.into()).birth()).isLessThan(minimum.birth());
            }
        }
    }

    @Test
    void roughnessIsOneOfABowlAndCountsEveryWayUpAndDown() {
        double[] places = LossGrid.places(-1, 1, 21);
        double[][] bowl = new double[21][21];
        for (int i = 0; i < 21; i++) {
            for (int j = 0; j < 21; j++) {
                bowl[i][j] = places[i] * places[i] + 3 * places[j] * places[j];
            }
        }
        Ruggedness smooth = Ruggedness.of(new LossGrid(places, places, bowl));
        assertClose(smooth.roughness(), 1, rounding(500));
        assertThat(smooth.minima(0)).isEqualTo(1);
        // down 3, up 2, down 1, up 2 against the least way down 3 and up 3
        assertClose(Ruggedness.of(line(3, 0, 2, 1, 3)).roughness(), 8.0 / 6, rounding(10));
        assertThat(Ruggedness.of(line(1, 1, 1)).roughness()).isEqualTo(1);
        assertThat(List.of(Ruggedness.of(line(1, 1, 1)).rms(), Ruggedness.of(line(0, 1, 2)).rms())).containsOnly(0.0);
    }
}
