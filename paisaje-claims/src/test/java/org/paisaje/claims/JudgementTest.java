package org.paisaje.claims;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

final class JudgementTest {
    @Test
    void aJudgementWeighsItsLines() {
        Comparison agrees = Comparison.equal("a", 1, 1, Tolerance.none("counted"));
        Comparison contradicts = Comparison.equal("b", 1, 2, Tolerance.none("counted"));
        Comparison open = Comparison.told("c", 1, new Estimate(1, 0, 3), "", 2);
        Comparison unsound = Comparison.equal("d", 1, 2, Tolerance.none("counted")).asSanity();
        assertThat(Judgement.all(agrees, agrees.asSanity()).verdict()).isInstanceOf(Verdict.Supported.class);
        assertThat(Judgement.all(agrees, open).verdict())
                .isEqualTo(new Verdict.Inconclusive(
                        "the setting is too small: c is between 0 and 3, which does not tell = 1 from 2"));
        assertThat(Judgement.all(open, contradicts).verdict()).isEqualTo(new Verdict.Refuted("b is 2, predicted = 1"));
        assertThat(Judgement.all(unsound, contradicts).verdict()).isInstanceOf(Verdict.Inconclusive.class);
    }

    /** The chance that none of k independent normal variables leaves its interval is at least the level of the claim. */
    @Test
    void theLevelIsThatOfAllComparisonsTogether() {
        assertThat(Level.deviations(1)).isBetween(3.4807, 3.4808); // tables: 2 (1 - Phi(3.48076)) = 5.0e-4
        for (int k : new int[] {1, 2, 54, 1000}) {
            assertThat(Math.pow(Level.each(k), k)).isBetween(Level.CLAIM, 1 - 0.999 * (1 - Level.CLAIM));
        }
    }
}
