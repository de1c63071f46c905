package org.paisaje.claims.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.study.Estimate;

final class SharesTest {
    /**
     * The tea tasting of Fisher: 3 of 4 against 1 of 4 has p = 34/70, 4 of 4 against 0 of 4 has 2/70. Each probability is the
     * exponential of some eight logarithms of factorials of 8 at most.
     */
    @Test
    void fishersTestIsThatOfTheTeaTasting() {
        Tolerance logarithms = rounding(8).times(Math.log(40_320));
        assertClose(Shares.fisher(3, 4, 1, 4), 34.0 / 70, logarithms.times(34.0 / 70));
        assertClose(Shares.fisher(4, 4, 0, 4), 2.0 / 70, logarithms.times(2.0 / 70));
        assertClose(Shares.fisher(2, 4, 2, 4), 1, logarithms);
    }

    @Test
    void theIntervalHoldsTheShareAlsoAtBothEnds() {
        for (int successes : new int[] {0, 1, 50, 99, 100}) {
            Estimate share = Shares.wilson(successes, 100, 3);
            assertThat(share.value()).isEqualTo(successes / 100.0);
            assertThat(share.low()).isBetween(0.0, share.value());
            assertThat(share.high()).isBetween(share.value(), 1.0);
        }
        assertThat(Shares.wilson(50, 100, 54).low()).isLessThan(Shares.wilson(50, 100, 1).low());
    }
}
