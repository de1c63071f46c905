package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.standardErrors;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** What is rough along one input, where that is known. */
class MarginalTest {
    private static final Seed SEED = Seed.of(12);

    /** A function of the second of three inputs, uniform on [0, 1], with noise of a tenth. */
    private static Dataset along(int n, DoubleUnaryOperator f) {
        Matrix x = Matrix.wrap(n, 3, SEED.named("x").uniforms(3 * n));
        double[] noise = SEED.named("noise").gaussians(n);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            y.set(i, 0, f.applyAsDouble(x.get(i, 1)) + 0.1 * noise[i]);
        }
        return Dataset.regression("along", x, y);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10, 20})
    void periodsAlongOneOfSeveralInputsAreCounted(int periods) {
        Marginal found = Marginal.of(along(1500, u -> Math.sin(2 * Math.PI * periods * u))).orElseThrow();
        assertThat(found.column()).isEqualTo(1);
        assertClose(found.periods(), periods, stated(1, "half a period at each end"));
        assertThat(found.disorder()).isLessThan(0.5);
    }

    @Test
    void aFastWaveBeneathASlowOneIsSeen() {
        Marginal found = Marginal.of(along(1500, u -> 2 * Math.sin(3 * u) + 0.5 * Math.sin(100 * u))).orElseThrow();
        assertClose(found.periods(), 100 / (2 * Math.PI), stated(1, "half a period at each end"));
    }

    @Test
    void slowTargetsAndNoiseAreNotRough() {
        assertThat(Marginal.of(along(1500, u -> Math.sin(4 * u)))).isEmpty();
        assertThat(Marginal.of(along(1500, u -> 0))).isEmpty();
    }

    @Test
    void copiesOfRowsDoNotMakeNoiseRough() {
        Dataset noise = along(200, u -> 0);
        assertThat(Marginal.of(noise.subset(IntStream.range(0, 1000).map(i -> i % 200).toArray()))).isEmpty();
    }

    /** Thirty effects in no order: the ratio of von Neumann has the mean 1 and the deviation 1/sqrt(30). */
    @Test
    void codesHaveNoOrder() {
        double[] effects = SEED.named("effects").gaussians(30);
        Dataset plain = along(900, u -> effects[(int) (30 * u)]);
        Matrix x = plain.x().copy();
        for (int i = 0; i < 900; i++) {
            x.set(i, 1, Math.floor(30 * x.get(i, 1)));
        }
        Optional<Marginal> found = Marginal.of(plain.withInputs(x));
        assertThat(found).isPresent();
        assertThat(found.orElseThrow().values()).isEqualTo(30);
        assertClose(found.orElseThrow().disorder(), 1, standardErrors(3, 1 / Math.sqrt(30)));
        assertThat(Marginal.whole(x.column(1))).isTrue();
        assertThat(Marginal.whole(x.column(0))).isFalse();
    }
}
