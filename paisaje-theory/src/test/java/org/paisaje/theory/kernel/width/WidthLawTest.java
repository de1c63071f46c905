package org.paisaje.theory.kernel.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.LineFit;
import org.paisaje.math.stats.Means;

final class WidthLawTest {
    private static final double[] WIDTHS = {10, 100, 1000};

    @Test
    void powersAreFound() {
        WidthLaw law = WidthLaw.of(WIDTHS, Matrix.of(new double[][] {{3, 0.3, 0.03}, {5, 0.5, 0.05}}));
        assertClose(law.exponent().estimate(), -1, rounding(20));
        assertClose(law.exponent().width(), 0, rounding(50));
        assertThat(law.exponent().level()).isEqualTo(0.95);
        assertClose(law.means()[0], Math.sqrt(15), rounding(8).times(4));
        for (int k = 0; k < WIDTHS.length; k++) {
            assertClose(law.at(WIDTHS[k]), law.means()[k], rounding(50).times(4));
        }
        assertClose(law.at(1e4), law.means()[2] / 10, rounding(4));
    }

    /** Against the fit of the geometric means, and Student's interval of the slopes one by one. */
    @Test
    void exponentsAreMeansOfSlopes() {
        Matrix values = Matrix.wrap(5, 4, Seed.of(11).gaussians(20));
        for (int i = 0; i < 20; i++) {
            values.data()[i] = Math.exp(values.data()[i]);
        }
        double[] widths = {3, 7, 8, 40};
        WidthLaw law = WidthLaw.of(widths, values, 0.999);
        double[] slopes = new double[5];
        for (int r = 0; r < 5; r++) {
            slopes[r] = LineFit.logLog(widths, values.row(r)).slope();
            assertClose(WidthLaw.slope(widths, values.row(r)), slopes[r], rounding(100));
        }
        Interval expected = Means.student(slopes, 0.999);
        assertClose(law.exponent().low(), expected.low(), rounding(500));
        assertClose(law.exponent().high(), expected.high(), rounding(500));
        assertThat(law.exponent().level()).isEqualTo(0.999);
        LineFit means = LineFit.logLog(widths, law.means());
        assertClose(law.exponent().estimate(), means.slope(), rounding(100));
        assertClose(law.at(20), Math.exp(means.intercept()) * Math.pow(20, means.slope()), rounding(100));
        Interval mean = law.mean(2, 0.9);
        assertClose(mean.estimate(), law.means()[2], rounding(10).times(4));
        double radius = mean.high() / mean.estimate();
        assertThat(mean.estimate() / mean.low()).isCloseTo(radius, offset(1e-13 * radius));
    }

    @Test
    void twoWidthsAreEnough() {
        double[] two = {64, 512};
        assertClose(WidthLaw.slope(two, new double[] {2, 1}), -1.0 / 3, rounding(4));
        assertThat(WidthLaw.slope(two, new double[] {0.1, 0.1})).isZero();
    }

    @Test
    void mistakesAreExplained() {
        assertThatThrownBy(() -> WidthLaw.of(WIDTHS, Matrix.of(new double[][] {{1, 1, 1}, {1, 1, 0}})))
                .hasMessageContaining("replicate 1 has 0.0 at width 1000");
        assertThatThrownBy(() -> WidthLaw.of(WIDTHS, Matrix.zeros(1, 3))).hasMessageContaining("1 x 3");
        assertThatThrownBy(() -> WidthLaw.of(WIDTHS, Matrix.zeros(2, 2))).hasMessageContaining("2 x 2");
        assertThatThrownBy(() -> WidthLaw.slope(new double[] {8, 8}, new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two different");
        assertThatThrownBy(() -> WidthLaw.slope(new double[] {8}, new double[] {1})).hasMessageContaining("1 width");
        double infinity = Double.POSITIVE_INFINITY;
        assertThatThrownBy(() -> WidthLaw.slope(new double[] {1, 8}, new double[] {1, infinity}))
                .hasMessageContaining("Infinity");
    }
}
