package org.paisaje.math.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;

/** Spearman's correlation against the formula without ties, and its interval against how often it holds the truth. */
final class RankCorrelationTest {
    @Test
    void ranksShareTies() {
        assertThat(RankCorrelation.ranks(new double[] {3, 1, 3, 2})).containsExactly(3.5, 1, 3.5, 2);
    }

    /** 1 - 6 sum d^2 / (n (n^2 - 1)). */
    @Test
    void formulaWithoutTies() {
        double[] x = {1, 2, 3, 4, 5, 6};
        double[] y = {2, 1, 4, 3, 6, 5};
        Interval rho = RankCorrelation.of(x, y, 0.95);
        assertClose(rho.estimate(), 1 - 6 * 6 / 210.0, rounding(12));
        assertThat(rho.low()).isLessThan(rho.estimate());
        assertThat(rho.high()).isGreaterThan(rho.estimate());
        Interval monotone = RankCorrelation.of(x, new double[] {1, 8, 9, 10, 11, 12}, 0.95);
        assertClose(monotone.estimate(), 1, rounding(12));
        assertThat(monotone.low()).isBetween(0.0, 1.0);
        assertThat(RankCorrelation.of(x, new double[] {5, 4, 3, 2, 1, 0}, 0.95).estimate()).isEqualTo(-1);
    }

    /** Normal pairs of correlation 0.6 have the rank correlation 6 asin(0.3) / pi; 95 of 100 intervals should hold it. */
    @Test
    void intervalHoldsTheTruth() {
        double truth = 6 / Math.PI * Math.asin(0.3);
        int held = 0;
        int trials = 400;
        for (int t = 0; t < trials; t++) {
            Generator draw = Seed.of(5).at(t).generator();
            double[] x = new double[60];
            double[] y = new double[60];
            for (int i = 0; i < x.length; i++) {
                x[i] = draw.nextGaussian();
                y[i] = 0.6 * x[i] + 0.8 * draw.nextGaussian();
            }
            held += RankCorrelation.of(x, y, 0.95).contains(truth) ? 1 : 0;
        }
        assertThat(Proportions.wilson(held, trials, 0.999).contains(0.95)).as("%s of %s", held, trials).isTrue();
    }

    @Test
    void refusesWhatHasNoRanks() {
        assertThatThrownBy(() -> RankCorrelation.of(new double[4], new double[4], 0.9))
                .hasMessageContaining("at least 5");
        assertThatThrownBy(() -> RankCorrelation.of(new double[] {1, 2, 3, 4, 5}, new double[5], 0.9))
                .hasMessageContaining("equal");
    }
}
