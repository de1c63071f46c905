package org.paisaje.math.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.math.special.Scalars;
import org.paisaje.math.stats.Moments;
import org.paisaje.math.testing.GoodnessOfFit;

class SeedTest {
    /** First outputs of the authors' C code from the state 1, 2, 3, 4. */
    @Test
    void isXoshiro256PlusPlus() {
        Generator generator = new Generator(1, 2, 3, 4);
        long[] expected = {41943041L, 58720359L, 3588806011781223L, 3591011842654386L,
            Long.parseUnsignedLong("9228616714210784205"), Long.parseUnsignedLong("9973669472204895162")};
        assertThat(expected).isEqualTo(IntStream.range(0, 6).mapToLong(i -> generator.nextLong()).toArray());
    }

    @Test
    void fillingAndDrawingGiveOneSequence() {
        double[] whole = Seed.of(5).gaussians(1001);
        Generator single = Seed.of(5).generator();
        Generator mixed = Seed.of(5).generator();
        double[] pieces = new double[1001];
        int[] cuts = {0, 1, 2, 5, 6, 300, 301, 777, 1001};
        for (int i = 1; i < cuts.length; i++) {
            mixed.gaussians(pieces, cuts[i - 1], cuts[i] - cuts[i - 1]);
        }
        assertThat(pieces).isEqualTo(whole);
        assertThat(IntStream.range(0, 1001).mapToDouble(i -> single.nextGaussian()).toArray()).isEqualTo(whole);
        assertThat(Seed.of(5).gaussians(10)).isEqualTo(Arrays.copyOf(whole, 10));
    }

    @Test
    void childrenDifferAndDoNotDependOnWhatWasDrawn() {
        Seed seed = Seed.of(9);
        double[] before = seed.named("data").gaussians(4);
        seed.generator().nextLong();
        assertThat(seed.named("data").gaussians(4)).isEqualTo(before);
        assertThat(seed.named("init").key()).isNotEqualTo(seed.named("data").key());
        long distinct = IntStream.range(0, 100_000).mapToLong(i -> seed.at(i).key()).distinct().count();
        assertThat(distinct).isEqualTo(100_000);
    }

    /** Each of the tests would fail a good generator with the probability of the level on a fresh seed. */
    @Test
    void numbersPassTestsAtLevelOneInAMillion() {
        double[] gaussians = Seed.of(1).named("gauss").gaussians(100_000);
        assertThat(GoodnessOfFit.kolmogorovSmirnov(gaussians, Scalars::normalCdf).pValue())
                .isGreaterThan(GoodnessOfFit.LEVEL);
        double[] uniforms = Seed.of(1).named("uniform").uniforms(100_000);
        assertThat(GoodnessOfFit.kolmogorovSmirnov(uniforms, x -> x).pValue()).isGreaterThan(GoodnessOfFit.LEVEL);
        // 4.9 standard deviations are one in a million; of the lag-one product the deviation is 1 / sqrt n
        double lag = IntStream.range(1, 100_000).mapToDouble(i -> gaussians[i] * gaussians[i - 1]).sum() / 1e5;
        assertThat(lag).isCloseTo(0, within(4.9 / Math.sqrt(1e5)));
        long[] faces = new long[7];
        double[] expected = new double[7];
        Arrays.fill(expected, 10_000);
        Generator generator = Seed.of(2).generator();
        for (int i = 0; i < 70_000; i++) {
            faces[generator.nextInt(7)]++;
        }
        assertThat(GoodnessOfFit.chiSquare(faces, expected, 0).pValue()).isGreaterThan(GoodnessOfFit.LEVEL);
        long[] orders = new long[24];
        double[] even = new double[24];
        Arrays.fill(even, 1000);
        for (int i = 0; i < 24_000; i++) {
            int[] p = generator.permutation(4);
            int index = 0;
            for (int j = 0; j < 4; j++) {
                int smaller = 0;
                for (int k = j + 1; k < 4; k++) {
                    smaller += p[k] < p[j] ? 1 : 0;
                }
                index = index * (4 - j) + smaller;
            }
            orders[index]++;
        }
        assertThat(GoodnessOfFit.chiSquare(orders, even, 0).pValue()).isGreaterThan(GoodnessOfFit.LEVEL);
    }

    @Test
    void ballAndSphere() {
        Generator generator = Seed.of(3).generator();
        double[] radii = new double[20_000];
        double[] point = new double[5];
        Moments first = new Moments();
        for (int i = 0; i < radii.length; i++) {
            generator.inBall(point, 1, 3);
            radii[i] = Math.sqrt(point[1] * point[1] + point[2] * point[2] + point[3] * point[3]);
            generator.onSphere(point, 1, 3);
            assertClose(point[1] * point[1] + point[2] * point[2] + point[3] * point[3], 1, rounding(4));
            first.add(point[1]);
        }
        assertThat(GoodnessOfFit.kolmogorovSmirnov(radii, r -> r * r * r).pValue()).isGreaterThan(GoodnessOfFit.LEVEL);
        assertThat(first.mean()).isCloseTo(0, within(4.9 * first.standardError()));
        assertThat(first.variance()).isCloseTo(1.0 / 3, within(4.9 * Math.sqrt(4.0 / 45 / 20_000)));
    }

    @Test
    void choiceDrawsDistinctItems() {
        int[] chosen = Seed.of(4).generator().choice(30, 40);
        assertThat(Arrays.stream(chosen).distinct().count()).isEqualTo(30);
        assertThat(Arrays.stream(chosen).allMatch(i -> i >= 0 && i < 40)).isTrue();
        assertThatThrownBy(() -> Seed.of(4).generator().choice(3, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("k is 3");
        assertThatThrownBy(() -> Seed.of(4).generator().nextInt(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Seed.of(4).gaussians(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
