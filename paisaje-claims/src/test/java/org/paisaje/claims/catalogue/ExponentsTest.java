package org.paisaje.claims.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.Quantities;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Series;

final class ExponentsTest {
    private static final double[] WIDTHS = {64, 128, 256};
    private static final List<Quantities> MEASURED = List.of(power(3, -0.5), power(5, -0.7));

    /** How far Student's quantile of one degree of freedom, found by a root to 1e-9, is from the tangent. */
    private static Tolerance quantile(double level) {
        return stated(1e-9, "the root of the distribution").plus(rounding(10).times(Math.tan(Math.PI * level / 2)));
    }

    private static Quantities power(double factor, double exponent) {
        return Quantities.of("q", Arrays.stream(WIDTHS).map(m -> factor * Math.pow(m, exponent)).toArray());
    }

    @Test
    void powersAreFound() {
        Estimate exponent = Exponents.of(WIDTHS, MEASURED, "q");
        assertClose(exponent.value(), -0.6, rounding(10).times(Math.log(256)));
        assertThat(exponent.contains(-0.5)).isTrue();
        assertClose(Exponents.law(WIDTHS, MEASURED, "q").means()[0], Math.sqrt(15) * Math.pow(64, -0.6), rounding(10));
        // t(1) at level 0.999 is tan(pi 0.999 / 2), the standard error 0.1.
        assertClose(exponent.high(), -0.6 + 0.1 * Math.tan(Math.PI * 0.999 / 2), quantile(0.999).times(0.1));
        Estimate mean = Exponents.mean(new double[] {1, 2});
        assertThat(mean.value()).isEqualTo(1.5);
        assertClose(mean.low(), 1.5 - 0.5 * Math.tan(Math.PI * 0.999 / 2), quantile(0.999).times(0.5));
    }

    /** The law C m^alpha exp(c / m) is found exactly; without the correction its interval misses alpha. */
    @Test
    void theLimitLeavesOutWhatAFiniteWidthAdds() {
        List<Quantities> exact = List.of(corrected(3, -0.5, 8), corrected(5, -0.5, 8), corrected(4, -0.5, 8));
        Estimate limit = Exponents.limit(WIDTHS, exact, "q", 1);
        // Of exp(c / m) the power leaves (1, -2, 1) / 24 and takes 0.541: c is 9.8 times as far off as a logarithm.
        Tolerance slope = rounding(6).times(0.541 * 24 / Math.sqrt(6));
        assertClose(limit.value(), -0.5, slope.times(Math.log(256)));
        // The logarithms of the values are of size 1; t(2) at level 0.9995 is 44.7.
        assertClose(limit.high() - limit.low(), 0, slope.times(2 * 44.7 / Math.sqrt(3)));
        assertThat(Exponents.of(WIDTHS, exact, "q", 1).contains(-0.5)).isFalse();
        // Over replicates with exponents of their own it is Student's interval of their mean.
        Estimate spread = Exponents.limit(WIDTHS, List.of(corrected(1, -0.4, 8), corrected(1, -0.6, 8)), "q", 1);
        assertClose(spread.high(), -0.5 + 0.1 * Math.tan(Math.PI * 0.9995 / 2), quantile(0.9995).times(0.1));
    }

    /** A correction of order 1 / sqrt m is left out by its own order, not by 1 / m. */
    @Test
    void theOrderOfTheCorrectionCounts() {
        List<Quantities> exact = IntStream.of(3, 5, 4)
                .mapToObj(factor -> Quantities.of("q", Arrays.stream(WIDTHS)
                        .map(m -> factor * Math.pow(m, -0.5) * Math.exp(2 / Math.sqrt(m)))
                        .toArray()))
                .toList();
        Estimate limit = Exponents.limit(WIDTHS, exact, "q", 0.5, 1);
        // Of exp(c / sqrt m) the power leaves (1, -2, 1) / 70 and takes 0.361.
        Tolerance slope = rounding(6).times(0.361 * 70 / Math.sqrt(6));
        assertClose(limit.value(), -0.5, slope.times(Math.log(256)));
        assertThat(Exponents.limit(WIDTHS, exact, "q", 1).contains(-0.5)).isFalse();
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
        assertClose(unsure.high() - 1, (last + before) / (Math.sqrt(2) - 1) + last, rounding(15));
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
        // The difference of values of size 6 is divided by sqrt(2) - 1.
        assertClose(mean.value(), 3.5, rounding(5).times(6 / (Math.sqrt(2) - 1)));
        assertClose(mean.high(), 3.5 + 1.5 * Math.tan(Math.PI * 0.9995 / 2), quantile(0.9995).times(1.5));
        // Of another order the correction remains: 3 (2 / sqrt 256 - 1 / sqrt 128) of the limit.
        assertClose(Exponents.extrapolated(WIDTHS, measured, "q", 1, 1).value(), 3.5 * (1.375 - 3 / Math.sqrt(128)),
                rounding(5).times(3 * 6));
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
        assertClose(line.y(), points.y(), rounding(10).times(points.y()[0] * Math.log(256)));
        assertThat(points.low()[1]).isLessThan(points.y()[1]);
        assertThat(chart.caption()).contains("2 initialisations");
    }

    @Test
    void oneReplicateIsTooFew() {
        assertThatThrownBy(() -> Exponents.of(WIDTHS, MEASURED.subList(0, 1), "q")).hasMessageContaining("1 x 3");
        assertThatThrownBy(() -> Exponents.of(WIDTHS, MEASURED, "other")).hasMessageContaining("there is no other");
    }
}
