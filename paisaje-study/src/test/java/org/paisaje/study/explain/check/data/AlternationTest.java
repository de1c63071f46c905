package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Functions of the corners of a cube, where every corner has as many nearest ones as there are bits. */
final class AlternationTest {
    private static Alternation on(int bits, IntToDoubleFunction target) {
        int n = 1 << bits;
        Matrix x = Matrix.zeros(n, bits);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < bits; j++) {
                x.set(i, j, (i >> j & 1) == 0 ? -1 : 1);
            }
            y.set(i, 0, target.applyAsDouble(i));
        }
        return Alternation.of(x, y).orElseThrow();
    }

    @Test
    void theParityTurnsAtEveryStep() {
        Alternation found = on(6, i -> Integer.bitCount(i) % 2);
        assertThat(found.rows()).isEqualTo(64);
        assertClose(found.correlation(), -1, rounding(64));
        assertClose(found.deviations(), -64 / Math.sqrt(2 * 64.0 / 6), rounding(64).times(16));
        assertThat(found.shows()).isTrue();
    }

    @Test
    void oneBitTurnsAtOneStepOfSix() {
        Alternation found = on(6, i -> i & 1);
        assertClose(found.correlation(), (5.0 - 1) / 6, rounding(64));
        assertThat(found.shows()).isFalse();
    }

    @Test
    void targetsWithoutARuleTurnAsOftenAsNot() {
        double[] noise = Seed.of(3).named("noise").gaussians(256);
        assertThat(Math.abs(on(8, i -> noise[i]).deviations())).isLessThan(4);
    }

    /** Of a remainder by 7 no neighbour has the class; by chance one in seven would. */
    @Test
    void aRemainderTurnsToo() {
        int n = 280;
        Matrix x = Matrix.zeros(3 * n, 1);
        Matrix y = Matrix.zeros(3 * n, 7);
        for (int i = 0; i < 3 * n; i++) {
            x.set(i, 0, i % n);
            y.set(i, i % n % 7, 1);
        }
        Alternation found = Alternation.of(x, y).orElseThrow();
        assertThat(found.rows()).isEqualTo(n);
        assertClose(found.correlation(), -1.0 / 6, rounding(n));
        assertThat(found.shows()).isTrue();
    }

    @Test
    void fewInputsSayNothing() {
        assertThat(Alternation.of(Matrix.zeros(100, 2), Matrix.zeros(100, 1))).isEmpty();
    }
}
