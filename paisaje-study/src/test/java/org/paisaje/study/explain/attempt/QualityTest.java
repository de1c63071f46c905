package org.paisaje.study.explain.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class QualityTest {
    /** Of two classes of {@code half} samples each, with so many wrong in each. */
    private static Score wrong(int each, int half) {
        int[] labels = new int[2 * half];
        int[] answers = new int[2 * half];
        for (int i = 0; i < 2 * half; i++) {
            labels[i] = i % 2;
            answers[i] = i < 2 * each ? 1 - labels[i] : labels[i];
        }
        double[] left = Score.balanced(answers, labels, 2);
        return new Score(left[0], left[1], OptionalDouble.of(1 - (double) each / half), 0.5, 0.3, 0.7, 0.5,
                Score.each(answers, labels, new int[] {half, half}));
    }

    private static Score costing(double loss, Score score) {
        return new Score(score.left(), score.error(), score.accuracy(), score.constantAccuracy(), loss,
                score.constantLoss(),
                score.largestShare(), score.each());
    }

    private static Quality of(Score train, Score test) {
        return Quality.of(false, train, Optional.of(test), Optional.empty(), 0);
    }

    @Test
    void aGapThatAFewTestSamplesShowByChanceIsNotOverfitting() {
        // 7 per cent of 160 and 17.5 per cent of 40 samples wrong; then the same shares of ten times as many.
        assertThat(of(wrong(6, 80), wrong(4, 20))).isEqualTo(Quality.SHORT);
        assertThat(of(wrong(60, 800), wrong(40, 200))).isEqualTo(Quality.OVERFITTED);
    }

    @Test
    void aGapFarBeyondChanceIsOverfittingAlsoOnFewSamples() {
        assertThat(of(wrong(0, 80), wrong(8, 20))).isEqualTo(Quality.OVERFITTED);
    }

    @Test
    void whatIsHardForBothIsNoChance() {
        // The same 10 of 40 are wrong, then two more: the difference has two samples' chance, not that of all.
        Score before = wrong(6, 20);
        Score after = wrong(5, 20);
        assertThat(before.each()).hasSize(40)
                .satisfies(each -> assertClose(Arrays.stream(each).average().orElse(0), before.left(),
                        rounding(4).times(before.left())));
        double share = 2.0 / 40;
        // Two of 40 differ by 2 each, all others by 0.
        assertClose(after.chance(before), 2 * Math.sqrt(share * (1 - share) / 39), rounding(10).times(0.07));
        assertThat(after.chance(before)).isLessThan(0.6 * Math.hypot(after.error(), before.error()));
    }

    @Test
    void rightAnswersAtALossAboveThatOfAConstantAreNotAllThatTheDataAllow() {
        Score right = wrong(2, 80);
        assertThat(of(right, wrong(1, 20))).isEqualTo(Quality.WELL);
        assertThat(of(costing(2.3, right), wrong(1, 20))).isEqualTo(Quality.SHORT);
    }
}
