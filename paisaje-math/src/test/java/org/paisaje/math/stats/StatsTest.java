package org.paisaje.math.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.GoodnessOfFit;

class StatsTest {
    @Test
    void wilsonSolvesItsEquation() {
        Interval interval = Proportions.wilson(7, 50, 0.95);
        double z = 1.959963984540054;
        for (double p : new double[] {interval.low(), interval.high()}) {
            assertClose(Math.pow(0.14 - p, 2), z * z * p * (1 - p) / 50, rounding(20));
        }
        assertThat(Proportions.wilson(0, 10, 0.95).low()).isZero();
        // z^2 / (n + z^2)
        assertClose(Proportions.wilson(0, 10, 0.95).high(), z * z / (10 + z * z), rounding(20));
        assertThat(Proportions.wilson(10, 10, 0.95).high()).isEqualTo(1);
        assertThatThrownBy(() -> Proportions.wilson(3, 2, 0.95)).hasMessageContaining("3 successes in 2 trials");
        assertThatThrownBy(() -> Proportions.wilson(1, 2, 95)).hasMessageContaining("level is 95.0");
    }

    @Test
    void twoSampleStatistic() {
        Proportions.Test test = Proportions.twoSample(60, 100, 40, 100);
        // difference 0.2 over sqrt(0.25 * 0.02)
        assertClose(test.statistic(), 0.2 / Math.sqrt(0.005), rounding(10).times(3));
        assertClose(test.pValue(), 0.004677734981047276, printed(17).plus(rounding(100).times(0.01)));
        assertThat(Proportions.twoSample(5, 5, 9, 9).pValue()).isEqualTo(1);
    }

    @Test
    void studentIntervalOfThreeValues() {
        Interval interval = Means.student(new double[] {1, 2, 3}, 0.95);
        // t(2) = 4.302652729696142, s / sqrt n = 1 / sqrt 3; quantiles of Hipparchus are solved for to 1e-9
        assertClose(interval.low(), 2 - 4.302652729696142 / Math.sqrt(3),
                given(1e-9).plus(printed(15)).times(1 / Math.sqrt(3)));
        assertThatThrownBy(() -> Means.student(new double[] {1}, 0.95)).hasMessageContaining("1 values seen");
    }

    @Test
    void intervalsCoverAsOftenAsTheySay() {
        Generator generator = Seed.of(21).generator();
        int student = 0;
        int slopes = 0;
        int bootstrap = 0;
        int trials = 2000;
        double[] x = new double[40];
        double[] y = new double[40];
        double[] ticks = new double[40];
        Arrays.setAll(ticks, i -> i);
        for (int r = 0; r < trials; r++) {
            generator.gaussians(x, 0, 40);
            student += Means.student(Arrays.copyOf(x, 6), 0.9).contains(0) ? 1 : 0;
            for (int i = 0; i < 40; i++) {
                y[i] = 3 - 0.25 * i + x[i];
            }
            slopes += LineFit.of(ticks, y).slopeInterval(0.9).contains(-0.25) ? 1 : 0;
            if (r < 500) {
                bootstrap += Means.bootstrap(x, v -> Moments.of(v).mean(), 200, 0.9, Seed.of(r)).contains(0) ? 1 : 0;
            }
        }
        assertThat(Proportions.wilson(student, trials, 0.9999).contains(0.9)).isTrue();
        assertThat(Proportions.wilson(slopes, trials, 0.9999).contains(0.9)).isTrue();
        // at n = 40 the percentile interval is short by a factor of about 1.7 / 1.645 sqrt(39/40)
        assertThat(bootstrap / 500.0).isBetween(0.82, 0.95);
    }

    @Test
    void exactLawsAreFittedExactly() {
        double[] x = {1, 2, 4, 8, 16};
        double[] y = Arrays.stream(x).map(v -> 3 * Math.pow(v, -1.5)).toArray();
        LineFit power = LineFit.logLog(x, y);
        assertClose(power.slope(), -1.5, rounding(20).times(1.5));
        assertClose(Math.exp(power.intercept()), 3, rounding(50).times(3));
        assertClose(power.determination(), 1, rounding(20));
        LineFit exponential = LineFit.semiLog(x, Arrays.stream(x).map(v -> 2 * Math.exp(-0.7 * v)).toArray());
        assertClose(exponential.slope(), -0.7, rounding(20));
        // weight 2 is the point counted twice
        LineFit weighted = LineFit.weighted(new double[] {0, 1, 2}, new double[] {0, 2, 1}, new double[] {1, 2, 1});
        LineFit repeated = LineFit.of(new double[] {0, 1, 1, 2}, new double[] {0, 2, 2, 1});
        assertClose(weighted.slope(), repeated.slope(), rounding(4));
        assertClose(weighted.intercept(), repeated.intercept(), rounding(4));
        assertThatThrownBy(() -> LineFit.logLog(x, new double[] {1, 2, 0, 1, 1})).hasMessageContaining("y[2] is 0.0");
        assertThatThrownBy(() -> LineFit.of(new double[] {1, 1, 1}, new double[] {1, 2, 3}))
                .hasMessageContaining("two different x");
    }

    @Test
    void momentsMerge() {
        double[] x = Seed.of(22).gaussians(1000);
        Moments left = Moments.of(Arrays.copyOf(x, 317));
        left.merge(Moments.of(Arrays.copyOfRange(x, 317, 1000)));
        left.merge(new Moments());
        assertThat(left.count()).isEqualTo(1000);
        assertClose(left.mean(), Moments.of(x).mean(), rounding(4));
        assertClose(left.variance(), Moments.of(x).variance(), rounding(20));
        assertThat(Moments.of(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 3}).variance()).isEqualTo(1);
    }

    @Test
    void testsRejectWhatIsWrong() {
        double[] x = Seed.of(23).uniforms(2000);
        assertThat(GoodnessOfFit.kolmogorovSmirnov(x, v -> v * v).pValue()).isLessThan(GoodnessOfFit.LEVEL);
        Proportions.Test even = GoodnessOfFit.chiSquare(new long[] {10, 20, 30}, new double[] {20, 20, 20}, 0);
        assertThat(even.statistic()).isEqualTo(10);
        assertClose(even.pValue(), Math.exp(-5), rounding(100).times(Math.exp(-5)));
    }
}
