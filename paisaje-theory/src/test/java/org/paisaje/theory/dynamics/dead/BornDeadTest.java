package org.paisaje.theory.dynamics.dead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BornDeadTest {
    /** Document 004, theorem 8.1.2, values computed elsewhere. */
    @ParameterizedTest
    @CsvSource({"2,0.98664", "3,0.86507", "4,0.62019", "5,0.37888", "8,0.05702", "16,0.00023"})
    void probabilityInClosedForm(int width, double expected) {
        assertClose(new BornDeadSample(width, 15, 0).probability(), expected, printed(5));
    }

    /** Within four standard errors of the law, at one input; and on the line never more often. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void sharesFollowTheLaw(int width) {
        long nets = 200_000;
        BornDeadSample law = new BornDeadSample(width, 15, 0);
        BornDeadSample.Count count = law.sample(nets, 5);
        double p = law.probability();
        assertThat(count.atOne() / (double) nets).isCloseTo(p, offset(4 * Math.sqrt(p * (1 - p) / nets)));
        assertThat(count.onTheLine()).isLessThan(count.atOne());
    }

    /** One layer: dead at 1 with probability 2^-N, never dead at -1 as well, since a weight that is not 0 lets one through. */
    @Test
    void oneLayerIsNeverDeadOnTheLine() {
        BornDeadSample.Count count = new BornDeadSample(3, 1, 0).sample(100_000, 1);
        assertThat(count.onTheLine()).isZero();
        assertThat(count.atOne() / 1e5).isCloseTo(0.125, offset(4 * Math.sqrt(0.125 * 0.875 / 1e5)));
        assertClose(new BornDeadSample(3, 1, 0).probability(), 0.125, rounding(4));
    }

    @Test
    void sameForTheSameKeyWhateverTheNumberOfNetworks() {
        BornDeadSample net = new BornDeadSample(3, 5, 0);
        assertThat(net.sample(1000, 7)).isEqualTo(net.sample(1000, 7));
        assertThat(net.sample(1000, 7)).isNotEqualTo(net.sample(1000, 8));
        assertThat(net.sample(256, 7).atOne()).isLessThanOrEqualTo(net.sample(512, 7).atOne());
    }

    @Test
    void refusesWhatIsNoNetwork() {
        assertThatThrownBy(() -> new BornDeadSample(0, 3, 0)).hasMessageContaining("width 0");
        assertThatThrownBy(() -> new BornDeadSample(2, 3, 0).sample(0, 1)).hasMessageContaining("at least one");
    }

    /** A row of the map holds what every depth gives alone. */
    @Test
    void aRowByDepthIsThatOfEachDepth() {
        var row = new BornDeadSample(3, 7, 0).sampleByDepth(1_000, 9);
        assertThat(row).hasSize(7);
        for (int h = 1; h <= 7; h++) {
            assertThat(row.get(h - 1)).isEqualTo(new BornDeadSample(3, h, 0).sample(1_000, 9));
        }
    }
}
