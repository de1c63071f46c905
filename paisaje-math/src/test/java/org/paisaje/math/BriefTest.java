package org.paisaje.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BriefTest {
    private record Inner(double[] values, long count) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    private record Mixed(double[] few, int[][] grid, List<double[]> many, Map<String, double[]> named,
            Optional<double[]> perhaps, Optional<String> absent, String words, Inner inner) {}

    @Test
    void arraysAreShownByTheirFirstNumbersAndLengths() {
        var mixed = new Mixed(new double[] {1, 0.5}, new int[][] {{1, 2}, {3}}, List.of(new double[] {7}),
                Map.of("a", new double[3]), Optional.of(new double[] {4}), Optional.empty(), "x".repeat(300),
                new Inner(new double[] {1, 2, 3, 4, 5, 6, 7}, 9));
        assertThat(Brief.of(mixed)).isEqualTo("BriefTest.Mixed[few=[1.0, 0.5], grid=[[1, 2], [3]], many=[[7.0]], "
                + "named=[a], perhaps=[4.0], absent=none, words=" + "x".repeat(200) + "..., "
                + "inner=BriefTest.Inner[values=[1.0, 2.0, 3.0, ..., 7.0] (7), count=9]]");
    }
}
