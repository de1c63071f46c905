package org.paisaje.claims.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.Quantities;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Series;

final class ExponentsTest {
    private static final double[] WIDTHS = {64, 128, 256};
    private static final List<Quantities> MEASURED = List.of(power(3, -0.5), power(5, -0.7));

    private static Quantities power(double factor, double exponent) {
        return Quantities.of("q", Arrays.stream(WIDTHS).map(m -> factor * Math.pow(m, exponent)).toArray());
    }

    @Test
    void powersAreFound() {
        Estimate exponent = Exponents.of(WIDTHS, MEASURED, "q");
        assertThat(exponent.value()).isCloseTo(-0.6, within(1e-12));
        assertThat(exponent.contains(-0.5)).isTrue();
        assertThat(Exponents.law(WIDTHS, MEASURED, "q").means()[0])
                .isCloseTo(Math.sqrt(15) * Math.pow(64, -0.6), within(1e-12));
        // t(1) at level 0.999 is tan(pi 0.999 / 2), the standard error 0.1.
        assertThat(exponent.high()).isCloseTo(-0.6 + 0.1 * Math.tan(Math.PI * 0.999 / 2), within(1e-4));
        Estimate mean = Exponents.mean(new double[] {1, 2});
        assertThat(mean.value()).isEqualTo(1.5);
        assertThat(mean.low()).isCloseTo(1.5 - 0.5 * Math.tan(Math.PI * 0.999 / 2), within(1e-3));
    }

    @Test
    void chartsShowMeansAndTheFittedPower() {
        var chart = (Figure.Chart) Exponents
                .chart("id", "title", "caption.", "quantity", WIDTHS, MEASURED, List.of("q"));
        var points = (Series.Intervals) chart.series().get(0);
        var line = (Series.Line) chart.series().get(1);
        assertThat(line.name()).startsWith("q: exponent -0.60 (");
        assertThat(line.y()).containsExactly(points.y(), within(1e-12));
        assertThat(points.low()[1]).isLessThan(points.y()[1]);
        assertThat(chart.caption()).contains("2 initialisations");
    }

    @Test
    void oneReplicateIsTooFew() {
        assertThatThrownBy(() -> Exponents.of(WIDTHS, MEASURED.subList(0, 1), "q")).hasMessageContaining("1 x 3");
        assertThatThrownBy(() -> Exponents.of(WIDTHS, MEASURED, "other")).hasMessageContaining("there is no other");
    }
}
