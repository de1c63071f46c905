package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** What the data alone force and allow, against closed forms. */
final class DataChecksTest {
    private static Matrix column(double... values) {
        return Matrix.wrap(values.length, 1, values);
    }

    /** Columns of signs, orthogonal to each other and to the ones: the covariance is diagonal with 9, 1 and 0.01. */
    @Test
    void aDesignOfSignsHasItsScalesAsEigenvalues() {
        Matrix x = Matrix.wrap(4, 2, new double[] {3, 0.1, 3, -0.1, -3, 0.1, -3, -0.1});
        InputCovariance one = InputCovariance.of(x, column(5, 5, -5, -5)).orElseThrow();
        assertClose(one.values(), new double[] {9, 1, 0.01}, rounding(4).times(9));
        assertClose(one.condition(), 900, rounding(4).times(900 * 900));
        assertThat(one.effectiveCondition()).isEqualTo(1);
        assertClose(one.linear(), 1, rounding(20));
        InputCovariance other = InputCovariance.of(x, column(1, -1, 1, -1)).orElseThrow();
        assertClose(other.effectiveCondition(), 900, rounding(4).times(900 * 900));
        assertClose(other.steps(), 900 * Math.log(10), rounding(4).times(900 * 900 * Math.log(10)));
        // The product of both columns is orthogonal to each: nothing in it is linear.
        assertClose(InputCovariance.of(x, column(1, -1, -1, 1)).orElseThrow().linear(), 0, rounding(20));
        assertThat(InputCovariance.of(x, column(2, 2, 2, 2))).isEmpty();
    }

    /** Gradient descent on the linear model itself takes so many steps, to one. */
    @Test
    void descentTakesThePredictedSteps() {
        Matrix x = Matrix.wrap(4, 2, new double[] {3, 0.3, 3, -0.3, -3, 0.3, -3, -0.3});
        Matrix y = column(1, -1, 1, -1);
        InputCovariance inputs = InputCovariance.of(x, y).orElseThrow();
        double rate = 1 / inputs.values()[0];
        double w = 0;
        int steps = 0;
        while (Math.abs(1 / 0.3 - w) > 0.1 / 0.3) {
            w -= rate * 0.09 * (w - 1 / 0.3);
            steps++;
        }
        // ln 10 / -ln(1 - 1/100) against ln 10 * 100: half a per cent
        assertClose((double) steps, inputs.steps(), stated(inputs.steps() * (1 + 0.01 / Math.log1p(-0.01)) + 1,
                "the rate to first order, and whole steps"));
    }

    @Test
    void independentTargetsAreRejectedAsOftenAsTheLevelSays() {
        int rejected = 0;
        for (int i = 0; i < 200; i++) {
            Seed seed = Seed.of(i);
            Matrix x = Matrix.wrap(20, 2, seed.named("x").gaussians(40));
            Matrix y = column(seed.named("y").gaussians(20));
            rejected += Information.shares(List.of(x.gram()), y, 99, seed.named("s"))[0] <= 0.1 ? 1 : 0;
        }
        // Binomial(200, 0.1): mean 20, deviation 4.24; within five of them.
        assertThat(rejected).isBetween(0, 41);
        assertThat(rejected).isGreaterThan(1);
    }

    @Test
    void noShuffleFitsAsWellAsALineOnALine() {
        double[] u = Seed.of(1).gaussians(40);
        Matrix x = column(u);
        double[] shares = Information.shares(List.of(x.gram()), column(u.clone()), 999, Seed.of(2));
        assertThat(shares[0]).isEqualTo(1e-3);
    }

    /** Four rows of one input with labels 1, 1, 1, 0 and two of another with 1, 0. */
    @Test
    void equalRowsForceTheEntropyOfTheirLabels() {
        Matrix x = column(2, 2, 2, 2, 5, 5, 7);
        Matrix y = column(1, 1, 1, 0, 1, 0, 1);
        EqualRows equal = EqualRows.of(x, y, Loss.BINARY_CROSS_ENTROPY);
        assertThat(equal.share()).isEqualTo(6.0 / 7);
        double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
        assertClose(equal.loss().orElseThrow(), (4 * entropy + 2 * Math.log(2)) / 7, rounding(10).times(0.5));
        assertThat(equal.accuracy()).isEqualTo(5.0 / 7);
        assertClose(EqualRows.of(x, y, Loss.halfMeanSquared()).loss().orElseThrow(), (4 * 0.1875 + 2 * 0.25) / 14,
                rounding(10).times(0.1));
    }

    @Test
    void copiesOfColumnsAreCounted() {
        assertThat(EqualRows.copies(Matrix.wrap(2, 4, new double[] {1, 2, 1, 1, 3, 4, 3, 3}))).isEqualTo(2);
        assertThat(EqualRows.copies(Matrix.wrap(2, 2, new double[] {1, 2, 3, 4}))).isZero();
    }

    /** The share of flipped labels, put into the probability that neighbours differ and taken out again. */
    @ParameterizedTest
    @CsvSource({"0, 2", "0.1, 2", "0.3, 2", "0.2, 10", "0.6, 10"})
    void theShareOfFlippedLabelsComesBack(double share, int classes) {
        double agree = (1 - share) * (1 - share) + share * share / (classes - 1);
        assertClose(Neighbours.flipped(1 - agree, classes), share, rounding(20));
    }

    @Test
    void flippedLabelsOfPairsOfRowsAreFound() {
        int n = 1000;
        double[] x = new double[n];
        int[] labels = new int[n];
        RandomGenerator random = Seed.of(4).generator();
        for (int i = 0; i < n; i++) {
            x[i] = i / 2 + 1e-3 * (i % 2);
            int truth = i / 2 % 3;
            labels[i] = random.nextDouble() < 0.15 ? (truth + 1 + random.nextInt(2)) % 3 : truth;
        }
        Neighbours found = Neighbours.classes(column(x), labels, 3).orElseThrow();
        assertThat(found.noise().low()).isLessThan(0.15);
        assertThat(found.noise().high()).isGreaterThan(0.15);
        double[] noise = Seed.of(5).gaussians(n);
        double[] y = new double[n];
        Arrays.setAll(y, i -> 10 * Math.sin(i / 2) + noise[i]);
        Neighbours real = Neighbours.values(column(x), column(y)).orElseThrow();
        // sin^2 averages 1/2: noise 1 of a variance of 51.
        assertThat(real.noise().low()).isLessThan(1 / 51.0);
        assertThat(real.noise().high()).isGreaterThan(1 / 51.0);
    }

    /** Two classes on a line whose labels go over to the other one with these probabilities. */
    private static LabelNoise noise(double first, double second, boolean overlapping) {
        int n = 900;
        double[] x = new double[n];
        int[] labels = new int[n];
        RandomGenerator random = Seed.of(6).generator();
        for (int i = 0; i < n; i++) {
            int truth = i % 2;
            x[i] = overlapping ? random.nextGaussian() + 2 * truth : random.nextDouble() + truth;
            labels[i] = random.nextDouble() < (truth == 0 ? first : second) ? 1 - truth : truth;
        }
        return LabelNoise.of(column(x), labels, 2).orElseThrow();
    }

    @Test
    void wrongLabelsAreToldFromClassesThatOverlapAndWhichWayTheyGo() {
        LabelNoise both = noise(0.25, 0.25, false);
        assertThat(both.shows()).isTrue();
        assertThat(both.oneWay()).isEmpty();
        assertThat(both.share()).isBetween(0.17, 0.33);
        LabelNoise one = noise(0, 0.35, false);
        assertThat(one.oneWay().orElseThrow().label()).isEqualTo(1);
        assertThat(one.oneWay().orElseThrow().interval().low()).isLessThan(0.35);
        assertThat(one.oneWay().orElseThrow().interval().high()).isGreaterThan(0.35);
        // One in six lies beyond the border.
        assertThat(noise(0, 0, true).shows()).isFalse();
    }

    /** Normal logarithms go over powers of ten; uniform, exponential and normal numbers do not, and zeros have no logarithm. */
    @Test
    void columnsOverPowersOfTenAreFound() {
        double[] normal = Seed.of(8).gaussians(500);
        double[] uniform = Seed.of(9).uniforms(500);
        double[] tailed = Arrays.stream(normal).map(v -> Math.exp(2 * v)).toArray();
        assertThat(PowersOfTen.of(tailed)).isTrue();
        assertThat(PowersOfTen.of(uniform)).isFalse();
        assertThat(PowersOfTen.of(Arrays.stream(uniform).map(u -> -Math.log(u)).toArray())).isFalse();
        assertThat(PowersOfTen.of(Arrays.stream(normal).map(v -> 100 + v).toArray())).isFalse();
        assertClose(PowersOfTen.decades(new double[] {0.01, 3, 1000}), 5, rounding(4).times(5));
        Matrix logarithms = PowersOfTen.logarithms(column(tailed), new int[] {0});
        assertClose(logarithms.get(3, 0), 2 * normal[3], rounding(2).times(1 + Math.abs(2 * normal[3])));
        double[] zero = tailed.clone();
        zero[7] = 0;
        assertThat(PowersOfTen.columns(column(zero))).isEmpty();
    }
}
