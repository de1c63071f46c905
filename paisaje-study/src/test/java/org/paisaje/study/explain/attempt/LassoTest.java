package org.paisaje.study.explain.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class LassoTest {
    private static final Seed SEED = Seed.of(5);

    private static Dataset data(int n, int d, double noise) {
        Matrix x = Matrix.wrap(n, d, SEED.named("x").gaussians(n * d));
        double[] errors = SEED.named("noise").gaussians(n);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            y.set(i, 0, 3 + 2 * x.get(i, 4) - x.get(i, 17) + noise * errors[i]);
        }
        return Dataset.regression("sparse", x, y);
    }

    /** Within the penalty of its place: |x_j' (y - X b)| / n is the same lambda for all that are used, and no more for others. */
    @Test
    void theConditionsOfAMinimumHold() {
        Dataset data = data(60, 40, 0.5);
        Matrix x = Standardization.of(data.x()).apply(data.x());
        double mean = Arrays.stream(data.y().data()).average().orElseThrow();
        Matrix y = data.y().copy();
        for (int i = 0; i < y.rows(); i++) {
            y.set(i, 0, y.get(i, 0) - mean);
        }
        Lasso lasso = Lasso.of(x, y);
        Matrix slope = x.transposedTimes(y.minus(x.times(lasso.weights())));
        slope.scale(1.0 / 60);
        double lambda = Math.abs(slope.get(4, 0));
        assertThat(lasso.used()).isBetween(2, 30);
        for (int j = 0; j < 40; j++) {
            double b = lasso.weights().get(j, 0);
            if (b == 0) {
                assertThat(Math.abs(slope.get(j, 0))).isLessThan(lambda + 1e-3);
            } else {
                assertClose(slope.get(j, 0), Math.signum(b) * lambda,
                        stated(1e-3, "changes below 1e-4 of a spread of 2.3"));
            }
        }
    }

    /** Least squares meets any targets where there are more inputs than samples; the lasso finds the two that matter. */
    @Test
    void fewInputsOfManyAreFound() {
        Dataset data = data(120, 200, 0.1);
        Dataset.Split split = data.split(0.25, SEED.named("split"));
        Reference best = Reference.of(split.train(), Optional.of(split.test())).orElseThrow();
        assertThat(best.sparse()).isTrue();
        assertThat(best.linear()).isFalse();
        assertThat(best.method()).startsWith("the lasso, which uses ").endsWith(" of 200 inputs");
        assertThat(best.left()).isLessThan(0.05);
        assertThat(best.linearLeft()).isEqualTo(best.left());
    }
}
