package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.data.CodedGaps;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** What stands for a missing value, and what is an amount that is 0 for many. */
final class MissingCodesTest {
    private static final int ROWS = 500;
    private static final double CHANCE = 0.0025;

    private final double[] normal = Seed.of(3).named("normal").gaussians(ROWS);
    private final double[] uniform = Seed.of(3).named("uniform").uniforms(ROWS);

    /** Every fourth value is a code. */
    private boolean found(double code, IntToDoubleFunction others) {
        double[] values = IntStream.range(0, ROWS)
                .mapToDouble(i -> i % 4 == 0 ? code : others.applyAsDouble(i))
                .toArray();
        return MissingCodes.code(0, values, CHANCE).filter(one -> one.value() == code).isPresent();
    }

    @Test
    void codesLieApart() {
        assertThat(found(0, i -> Math.rint(10 * (30 + 6 * normal[i])) / 10)).isTrue();
        assertThat(found(0, i -> Math.rint(Math.exp(4.8 + 0.5 * normal[i])))).isTrue();
        assertThat(found(-1, i -> 1 + Math.floor(60 * uniform[i]))).isFalse();
        assertThat(found(-1, i -> 18 + Math.floor(60 * uniform[i]))).isTrue();
        assertThat(found(99, i -> 18 + Math.floor(60 * uniform[i]))).isTrue();
        assertThat(found(0, i -> 20 + 40 * uniform[i])).isTrue();
    }

    @Test
    void amountsDoNot() {
        assertThat(found(0, i -> -5 * Math.log(uniform[i]))).isFalse();
        assertThat(found(0, i -> Math.max(0, normal[i]))).isFalse();
        assertThat(found(0, i -> 1 + Math.floor(5 * uniform[i]))).isFalse();
        assertThat(found(0, i -> 100 * Math.sqrt(uniform[i]))).isFalse();
        assertThat(found(0, i -> normal[i])).isFalse();
        assertThat(found(0, i -> 7)).isFalse();
        assertThat(found(60, i -> 60 * uniform[i])).isFalse();
    }

    @Test
    void fillingIsWorthSomethingWhereTheColumnCounts() {
        Matrix x = Matrix.zeros(ROWS, 2);
        Matrix y = Matrix.zeros(ROWS, 1);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, 0, normal[i]);
            x.set(i, 0, i % 3 == 0 ? 0 : 30 + 5 * normal[i]);
            x.set(i, 1, i % 3 == 1 ? 0 : 20 + 10 * uniform[i]);
        }
        Dataset data = Dataset.regression("t", x, y);
        var first = CrossValidation.of(data,
                CodedGaps.of(data, new int[] {0}, new double[] {0}, true).apply(data));
        var second = CrossValidation.of(data,
                CodedGaps.of(data, new int[] {1}, new double[] {0}, true).apply(data));
        assertThat(first.better()).isTrue();
        assertThat(first.after()).isLessThan(first.before());
        assertThat(second.better()).isFalse();
    }
}
