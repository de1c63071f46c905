package org.paisaje.math.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;
import org.paisaje.math.simd.Simd;

/** The loops over four lanes against the scalar loops, also on machines that would take eight. */
class NarrowTailsTest {
    private static final int N = 4096;

    @BeforeAll
    static void needVectors() {
        assumeTrue(Simd.vectorised());
    }

    private static double[] samples() {
        double[] x = Seed.of(21).named("narrow tails").gaussians(N);
        for (int i = 0; i < N; i += 2) {
            x[i] *= 15;
        }
        double[] edges = {0, -0.0, Double.MIN_VALUE, 27.6, 27.7, -27.7, 39, -39.1, 1e300, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, Double.NaN};
        System.arraycopy(edges, 0, x, 0, edges.length);
        return x;
    }

    private static long[] bits(double[] x) {
        return Arrays.stream(x).mapToLong(Double::doubleToLongBits).toArray();
    }

    private static void normal(double[] in, double[] out, boolean times, double[] slope) {
        NarrowTails.run(ErrorTables.NORMAL_SCALE, ErrorTables.NORMAL_ORIGIN, Coefficients.NORMAL_MAX, 1, in, 0, out, 0,
                times, slope, 0, N);
    }

    @Test
    void complementOfErfHasTheBitsOfTheScalarLoop() {
        double[] x = samples();
        double[] expected = new double[N];
        PlainLoops.erfc(x, 0, expected, 0, N);
        NarrowTails.run(ErrorTables.ERFC_SCALE, ErrorTables.ERFC_ORIGIN, Coefficients.ERFC_MAX, -1, x, 0, x, 0, false,
                null, 0, N);
        assertThat(bits(x)).isEqualTo(bits(expected));
    }

    @Test
    void normalDistributionHasTheBitsOfTheScalarLoop() {
        double[] x = samples();
        double[] expected = new double[N];
        PlainLoops.normalCdf(x, 0, expected, 0, N);
        normal(x, x, false, new double[0]);
        assertThat(bits(x)).isEqualTo(bits(expected));
    }

    @Test
    void geluAndItsDerivativeHaveTheBitsOfTheScalarLoop() {
        double[] x = samples();
        double[] expected = new double[N];
        double[] expectedSlope = new double[N];
        double[] slope = new double[N];
        PlainLoops.geluWithDerivative(x, 0, expected, 0, expectedSlope, 0, N);
        normal(x, x, true, slope);
        assertThat(bits(x)).isEqualTo(bits(expected));
        assertThat(bits(slope)).isEqualTo(bits(expectedSlope));
    }
}
