package org.paisaje.claims.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.Judgement;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

final class MarginsTest {
    private static Comparison told(double value, double low, double high) {
        return Comparison.told("exponent", -0.5, new Estimate(value, low, high), "", -1, 0);
    }

    @Test
    void theNearestRivalCounts() {
        Margin margin = Margin.of(List.of(told(-0.45, -0.55, -0.35))).orElseThrow();
        assertThat(margin.limit()).isZero();
        assertClose(margin.ratio(), 4.5, rounding(20));
        // Its end is 3.5 reaches of the interval away, 12.2 standard errors: the density there over 12 bounds what lies beyond.
        assertThat(margin.chance()).isPositive().isLessThan(2 * Math.exp(-0.5 * 12 * 12) / 12);
    }

    /** What counts is the reach to the side of the rival, and the ratio, not the distance. */
    @Test
    void theReachToThatSideCounts() {
        Margin margin = Margin.of(List.of(told(-0.45, -0.85, -0.25))).orElseThrow();
        assertThat(margin.limit()).isEqualTo(-1);
        assertClose(margin.ratio(), 0.55 / 0.4, rounding(20));
    }

    /** At the end of the interval every other seed is undecided; Q(3.09) = 0.001. */
    @Test
    void theChanceFollowsFromTheMargin() {
        assertClose(Margin.of(List.of(told(-0.5, -1, 0))).orElseThrow().chance(), 0.5, rounding(20));
        double reach = 0.5 / (1 + 3.0902 / 3.4808);
        assertThat(Margin.of(List.of(told(-0.5, -0.5 - reach, -0.5 + reach))).orElseThrow().chance())
                .isBetween(0.000999, 0.001001);
    }

    @Test
    void anIntervalThatRefutesMustExcludeThePrediction() {
        Comparison line = told(-0.2, -0.3, -0.1);
        assertThat(line.outcome()).isEqualTo(Comparison.Outcome.CONTRADICTS);
        Margin margin = Margin.of(List.of(line)).orElseThrow();
        assertThat(margin.limit()).isEqualTo(-0.5);
        assertClose(margin.ratio(), 3, rounding(20));
    }

    @Test
    void aBoundIsWhatABoundMustExclude() {
        Margin margin = Margin.of(List.of(Comparison.atMost("share", 0.5, new Estimate(0.2, 0.1, 0.4), "")))
                .orElseThrow();
        assertThat(margin.limit()).isEqualTo(0.5);
        assertClose(margin.ratio(), 1.5, rounding(20));
    }

    @Test
    void seedsAreAveraged() {
        Margin margin = Margin.of(List.of(told(-0.4, -0.5, -0.3), told(-0.6, -0.9, -0.3))).orElseThrow();
        assertThat(margin.seeds()).isEqualTo(2);
        assertClose(margin.measured().value(), -0.5, rounding(4));
        assertClose(margin.ratio(), 0.5 / 0.2, rounding(20));
    }

    @Test
    void whatHasNoIntervalHasNoMargin() {
        assertThat(Margin.of(List.of(told(-0.5, -0.5, -0.5)))).isEmpty();
    }

    /** An exact test decides although its interval holds the bound: no seed leaves it undecided. */
    @Test
    void whatATestDecidesHasNoMargin() {
        Comparison line = Comparison.of(
                "share", Estimate.exact(0.002), Comparison.Relation.AT_LEAST, new Estimate(0, 0, 0.03), false,
                "counted");
        assertThat(Margin.of(List.of(line))).isEmpty();
        assertThat(Margin.of(List.of(Comparison.of(
                "share", Estimate.exact(0.5), Comparison.Relation.EQUAL, new Estimate(0.5, 0.4, 0.6), true, "Fisher"))))
                .isEmpty();
    }

    @Test
    void theSameIntervalForAllSeedsHasNoChanceInIt() {
        Comparison line = told(-0.5, -0.9, -0.1);
        assertThat(Margin.of(List.of(line, line)).orElseThrow().chance()).isZero();
        assertThat(Margin.of(List.of(line)).orElseThrow().chance()).isPositive();
    }

    /** A support needs all lines: the least margin, and the sum of the chances. */
    @Test
    void theLeastClearLineDecidesASupport() {
        Margins margins = Margins.of(List.of(Judgement.all(told(-0.5, -0.6, -0.4), told(-0.5, -0.9, -0.1))))
                .orElseThrow();
        assertClose(margins.decisive().ratio(), 1.25, rounding(20));
        assertThat(margins.chance()).isGreaterThan(margins.decisive().chance() * (1 - 1e-12));
    }

    /** One line is enough to refute: the clearest. Without an interval it refutes for every seed. */
    @Test
    void theClearestLineDecidesARefutation() {
        Comparison near = told(-0.2, -0.4, 0.1);
        Comparison far = told(2, 1.9, 2.1);
        Margins margins = Margins.of(List.of(Judgement.all(near, far))).orElseThrow();
        assertClose(margins.decisive().ratio(), 25, rounding(200));
        Comparison exact = Comparison.of(
                "count", Estimate.exact(1), Comparison.Relation.EQUAL, Estimate.exact(2), false, "counted");
        assertThat(Margins.of(List.of(Judgement.all(near, exact)))).isEmpty();
    }
}
