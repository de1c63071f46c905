package org.paisaje.claims.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.Quantities;
import org.paisaje.math.random.Seed;
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

    /** The law C m^alpha exp(c / m) is found exactly; without the correction its interval misses alpha. */
    @Test
    void theLimitLeavesOutWhatAFiniteWidthAdds() {
        List<Quantities> exact = List.of(corrected(3, -0.5, 8), corrected(5, -0.5, 8), corrected(4, -0.5, 8));
        Estimate limit = Exponents.limit(WIDTHS, exact, "q", 1);
        assertThat(limit.value()).isCloseTo(-0.5, within(1e-13));
        assertThat(limit.high() - limit.low()).isLessThan(1e-12);
        assertThat(Exponents.of(WIDTHS, exact, "q", 1).contains(-0.5)).isFalse();
        // Over replicates with exponents of their own it is Student's interval of their mean.
        Estimate spread = Exponents.limit(WIDTHS, List.of(corrected(1, -0.4, 8), corrected(1, -0.6, 8)), "q", 1);
        assertThat(spread.high()).isCloseTo(-0.5 + 0.1 * Math.tan(Math.PI * 0.9995 / 2), within(1e-6 * 200));
    }

    /** Of 4,000 intervals at level 0.9995 some two miss; at seven tenths of their width some 20 would. */
    @Test
    void theLimitIsInItsIntervalAsOftenAsTheLevelSays() {
        int missed = 0;
        int missedWithout = 0;
        int told = 0;
        for (int run = 0; run < 4000; run++) {
            Seed seed = Seed.of(7).at(run);
            List<Quantities> measured = IntStream.range(0, 8).mapToObj(k -> {
                double[] noise = seed.at(k).gaussians(WIDTHS.length);
                double[] values = corrected(2, -0.5, 4).list("q").clone();
                Arrays.setAll(values, i -> values[i] * Math.exp(0.01 * noise[i]));
                return Quantities.of("q", values);
            }).toList();
            Estimate limit = Exponents.limit(WIDTHS, measured, "q", 1);
            missed += limit.contains(-0.5) ? 0 : 1;
            told += limit.contains(-0.25) || limit.contains(-0.75) ? 0 : 1;
            missedWithout += Exponents.of(WIDTHS, measured, "q", 1).contains(-0.5) ? 0 : 1;
        }
        assertThat(missed).isLessThanOrEqualTo(8);
        assertThat(told).as("intervals that tell -1/2 from -1/4 and -3/4").isGreaterThan(3900);
        assertThat(missedWithout).isGreaterThan(1000);
    }

    /** Laws C s^alpha (1 + c s^-beta) with beta above 1/2, towards growing and falling sizes, and with errors of the values. */
    @Test
    void theLocalExponentHoldsTheLimitAndTellsItFromOthers() {
        double[] growing = {64, 128, 256, 1024};
        double[] falling = {0.1, 0.05, 0.02, 0.005};
        for (double beta : new double[] {0.75, 1, 2}) {
            for (double c : new double[] {-1, -0.3, 0.3, 1}) {
                for (double alpha : new double[] {-1, 0.5, 2}) {
                    for (double unsure : new double[] {0, 1e-3}) {
                        String what = beta + ", " + c + ", " + alpha + ", " + unsure;
                        Estimate up = local(growing, alpha, c, -beta, unsure);
                        Estimate down = local(falling, alpha, c, beta, unsure);
                        assertThat(up.contains(alpha)).as(what).isTrue();
                        assertThat(down.contains(alpha)).as(what).isTrue();
                        assertThat(up.contains(alpha + 0.25) || up.contains(alpha - 0.25)).as(what).isFalse();
                        assertThat(down.contains(alpha + 0.25) || down.contains(alpha - 0.25)).as(what).isFalse();
                    }
                }
            }
        }
        // What the values are unsure of by hand, in the last pair and in what the local value moved.
        Estimate unsure = Exponents.local(new double[] {1, 2, 4}, new double[] {1, 2, 4}, 0.01);
        double last = 0.01 * (1.0 / 2 + 1.0 / 4) / Math.log(2);
        double before = 0.01 * (1.0 + 1.0 / 2) / Math.log(2);
        assertThat(unsure.high() - 1).isCloseTo((last + before) / (Math.sqrt(2) - 1) + last, within(1e-14));
    }

    /** The worst errors of the values that are allowed, relative to their size. */
    private static Estimate local(double[] sizes, double alpha, double c, double beta, double unsure) {
        int n = sizes.length;
        double[] values = Arrays.stream(sizes)
                .map(s -> 2 * Math.pow(s, alpha) * (1 + c * Math.pow(s, beta)))
                .toArray();
        double absolute = unsure * Math.min(values[n - 1], values[n - 2]);
        values[n - 1] += absolute;
        values[n - 2] -= absolute;
        return Exponents.local(sizes, values, absolute);
    }

    @Test
    void extrapolationTakesAwayACorrectionOfItsOrder() {
        List<Quantities> measured = Stream.of(2.0, 5.0)
                .map(limit -> Quantities.of("q",
                        Arrays.stream(WIDTHS).map(m -> limit + 3 * limit * Math.pow(m, -0.5)).toArray()))
                .toList();
        Estimate mean = Exponents.extrapolated(WIDTHS, measured, "q", 0.5, 1);
        assertThat(mean.value()).isCloseTo(3.5, within(1e-13));
        assertThat(mean.high()).isCloseTo(3.5 + 1.5 * Math.tan(Math.PI * 0.9995 / 2), within(0.02));
        assertThat(Exponents.extrapolated(WIDTHS, measured, "q", 1, 1).value()).isNotCloseTo(3.5, within(0.1));
    }

    @Test
    void aHullGoesFromTheLeastEndToTheLargest() {
        Estimate hull = Exponents
                .hull(List.of(new Estimate(2, 1, 3), new Estimate(5, 0.5, 7), new Estimate(2, 1.5, 2)));
        assertThat(hull).isEqualTo(new Estimate(3, 0.5, 7));
    }

    private static Quantities corrected(double factor, double exponent, double c) {
        return Quantities.of("q",
                Arrays.stream(WIDTHS).map(m -> factor * Math.pow(m, exponent) * Math.exp(c / m)).toArray());
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
