package org.paisaje.study.explain.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** How often targets go up and down, where that is known. */
final class OscillationTest {
    /** Waves along the first of the inputs, uniform on [0, 1]. */
    private static Dataset waves(int n, int inputs, double periods) {
        Matrix x = Matrix.wrap(n, inputs, Seed.of(3).named("x").uniforms(n * inputs));
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            y.set(i, 0, Math.sin(2 * Math.PI * periods * x.get(i, 0)));
        }
        return Dataset.regression("waves", x, y);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 12, 25})
    void alongOneInputPeriodsAreCounted(int periods) {
        assertClose(Oscillation.over(waves(1000, 1, periods)), periods, stated(1, "half a period at each end"));
    }

    /** The distance at which targets become independent gives the order of magnitude: within a factor of 1.6. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6})
    void alongTwoInputsTheyAreEstimated(int periods) {
        double found = Oscillation.over(waves(800, 2, periods));
        assertClose(Math.log(found / periods), 0, stated(Math.log(1.6), "an estimate of the order of magnitude"));
    }

    /** A class in one place ends there; fields of a board come again. */
    @Test
    void aClassInOnePlaceIsNoWave() {
        Matrix x = Matrix.wrap(800, 2, Seed.of(2).named("x").uniforms(1600));
        int[] place = new int[800];
        int[] board = new int[800];
        for (int i = 0; i < 800; i++) {
            place[i] = Math.hypot(x.get(i, 0) - 0.3, x.get(i, 1) - 0.6) < 0.12 ? 1 : 0;
            board[i] = ((int) (5 * x.get(i, 0)) + (int) (5 * x.get(i, 1))) % 2;
        }
        List<String> names = List.of("out", "in");
        assertThat(Oscillation.over(Dataset.classification("place", x, place, names))).isZero();
        assertThat(Oscillation.over(Dataset.classification("board", x, board, names))).isGreaterThan(2);
    }

    @Test
    void noiseAndManyInputsGiveNone() {
        Dataset noise = Dataset.regression("noise", Matrix.wrap(400, 2, Seed.of(1).named("x").uniforms(800)),
                Matrix.wrap(400, 1, Seed.of(1).named("y").uniforms(400)));
        assertThat(Oscillation.over(noise)).isZero();
        assertThat(Oscillation.over(waves(400, 7, 3))).isZero();
    }
}
