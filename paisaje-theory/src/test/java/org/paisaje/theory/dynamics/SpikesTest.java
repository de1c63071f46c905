package org.paisaje.theory.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Jumps of a loss that are put there. */
final class SpikesTest {
    private static final int N = 200;

    private static Spikes of(double... losses) {
        return Spikes.of(LongStream.range(0, losses.length).toArray(), losses);
    }

    private static double[] falling() {
        return IntStream.range(0, N).mapToDouble(i -> Math.exp(-0.02 * i)).toArray();
    }

    @Test
    void aLossThatFallsHasNone() {
        assertThat(of(falling())).isEqualTo(new Spikes(0, 1, 0, true, Math.exp(-0.02 * (N - 1))));
    }

    @Test
    void everyJumpIsCountedOnceWithItsHeightAndPlace() {
        double[] losses = falling();
        losses[80] = 5 * losses[79];
        losses[81] = 10 * losses[79];
        losses[82] = 4 * losses[79];
        losses[150] = 4 * losses[149];
        Spikes found = of(losses);
        assertThat(found.count()).isEqualTo(2);
        assertThat(found.highest()).isEqualTo(losses[81] / losses[79]);
        assertThat(found.last()).isEqualTo(150);
        assertThat(found.over()).isTrue();
    }

    @Test
    void aRunMayEndInOne() {
        double[] losses = falling();
        for (int i = 190; i < N; i++) {
            losses[i] = 1;
        }
        assertThat(of(losses).over()).isFalse();
        assertThat(of(losses).least()).isEqualTo(losses[189]);
    }

    @Test
    void aLossThatIsNextToNothingAgainHasComeBack() {
        double[] losses = IntStream.range(0, N).mapToDouble(i -> Math.exp(-0.2 * i)).toArray();
        losses[100] = 0.5;
        for (int i = 101; i < N; i++) {
            losses[i] = 1e-5;
        }
        assertThat(of(losses).count()).isEqualTo(1);
        assertThat(of(losses).over()).isTrue();
    }

    @Test
    void theFirstStepsAndWhatIsNextToNothingDoNotCount() {
        double[] early = falling();
        early[2] = 100;
        assertThat(of(early).count()).isZero();
        double[] low = IntStream.range(0, N).mapToDouble(i -> Math.exp(-0.2 * i)).toArray();
        low[150] = 1e-4;
        assertThat(of(low).count()).isZero();
    }

    @Test
    void seriesMustPairUp() {
        assertThatThrownBy(() -> Spikes.of(new long[2], new double[3])).hasMessageContaining("2 steps and 3 losses");
    }
}
