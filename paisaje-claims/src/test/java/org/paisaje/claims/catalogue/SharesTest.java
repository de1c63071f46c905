package org.paisaje.claims.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.paisaje.study.Estimate;

final class SharesTest {
    /** The tea tasting of Fisher: 3 of 4 against 1 of 4 has p = 34/70, 4 of 4 against 0 of 4 has 2/70. */
    @Test
    void fishersTestIsThatOfTheTeaTasting() {
        assertThat(Shares.fisher(3, 4, 1, 4)).isCloseTo(34.0 / 70, within(1e-12));
        assertThat(Shares.fisher(4, 4, 0, 4)).isCloseTo(2.0 / 70, within(1e-12));
        assertThat(Shares.fisher(2, 4, 2, 4)).isCloseTo(1, within(1e-12));
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
