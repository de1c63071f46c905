package org.paisaje.theory.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.stats.NormalAverage;
import org.paisaje.network.activation.Activation;
import org.paisaje.theory.kernel.dual.DualActivation;

/** Numeric duals of functions with a break, against an integral in polar coordinates that is split where they break. */
final class KinkedDualTest {
    private static final double STEP = 0.02;
    /** r e^(-r^2/2) times the weight of Simpson's rule on [0, 12]. */
    private static final double[] SIMPSON = simpson();

    private static double[] simpson() {
        double[] weights = new double[(int) Math.round(12 / STEP)];
        for (int i = 1; i < weights.length; i++) {
            double r = i * STEP;
            weights[i] = (i % 2 == 1 ? 4 : 2) * r * Math.exp(-0.5 * r * r) * STEP / 3;
        }
        return weights;
    }

    /** a (e^z - 1) below 0 and z above; with a = 1 only the second derivative jumps. */
    private record Elu(double a) implements Activation {
        @Override
        public String name() {
            return "elu(" + a + ")";
        }

        @Override
        public double value(double z) {
            return z > 0 ? z : a * Math.expm1(z);
        }

        @Override
        public double first(double z) {
            return z > 0 ? 1 : a * Math.exp(z);
        }

        @Override
        public double second(double z) {
            return z > 0 ? 0 : a * Math.exp(z);
        }

        @Override
        public double[] breaks() {
            return new double[] {0};
        }
    }

    static Stream<Activation> broken() {
        return Stream.of(new Elu(0.1), new Elu(0.5), new Elu(1), Activation.RELU, Activation.leakyRelu(0.2),
                Activation.abRelu(-1, 1));
    }

    /** The error is that of the law of the tail, of order 1/M of what lies beyond the M = 512 terms. */
    @ParameterizedTest
    @MethodSource("broken")
    @Tag("slow")
    void theTailOfTheSeriesIsThere(Activation s) {
        DualActivation numeric = DualActivation.numeric(s);
        double[] variances = {0.6, 1, 2.5};
        DualActivation.Points points = numeric.points(variances);
        double error = points.error();
        assertClose(error, 0, truncation(1 / 512.0, 1).times(2 / Math.sqrt(512)));
        for (int i = 0; i < variances.length; i++) {
            for (int j = i; j < variances.length; j++) {
                double q1 = variances[i];
                double q2 = variances[j];
                for (double c : new double[] {-1, -0.999, -0.9, 0, 0.5, 0.9, 0.99, 0.999, 0.9999, 1}) {
                    double[] value = {c * Math.sqrt(q1 * q2)};
                    double[] slope = {1};
                    numeric.map(points, i, j, 1, value, slope, 0,
                            new double[DualActivation.SCRATCH * DualActivation.CHUNK]);
                    assertThat(value[0]).describedAs("%s value at %s, %s, %s", s, q1, q2, c)
                            .isCloseTo(polar(s, false, q1, q2, c), within(error));
                    assertThat(slope[0]).describedAs("%s slope at %s, %s, %s", s, q1, q2, c)
                            .isCloseTo(polar(s, true, q1, q2, c), within(error));
                }
            }
        }
    }

    /** (u, v) = r (sqrt(q1) cos phi, sqrt(q2) cos(phi - theta)); both arguments break where a cosine is 0. Gauss with two nodes. */
    private static double polar(Activation s, boolean slopes, double q1, double q2, double c) {
        double theta = Math.acos(c);
        double[] ends = {-Math.PI / 2, theta - Math.PI / 2, Math.PI / 2, theta + Math.PI / 2, 1.5 * Math.PI};
        double sum = 0;
        for (int wedge = 0; wedge < 4; wedge++) {
            double width = ends[wedge + 1] - ends[wedge];
            int count = 160;
            for (int p = 0; width > 0 && p < count; p++) {
                for (double side : new double[] {-0.5, 0.5}) {
                    double phi = ends[wedge] + (p + 0.5 + side / Math.sqrt(3)) * width / count;
                    double a = Math.sqrt(q1) * Math.cos(phi);
                    double b = Math.sqrt(q2) * Math.cos(phi - theta);
                    sum += 0.5 * width / count * radial(s, slopes, a, b);
                }
            }
        }
        return sum / (2 * Math.PI);
    }

    /** int_0^12 r e^(-r^2/2) s(a r) s(b r) dr by Simpson's rule. */
    private static double radial(Activation s, boolean slopes, double a, double b) {
        double sum = 0;
        for (int i = 1; i < SIMPSON.length; i++) {
            double r = i * STEP;
            double product = slopes ? s.first(a * r) * s.first(b * r) : s.value(a * r) * s.value(b * r);
            sum += SIMPSON[i] * product;
        }
        return sum;
    }

    @Test
    void averagesSplitAtBreaks() {
        double half = NormalAverage.of(z -> Math.max(z, 0) * Math.max(z, 0), 3, 0);
        assertThat(half).isCloseTo(1.5, within(64 * Math.ulp(1.5)));
        double clipped = NormalAverage.of(z -> z > 1 ? 1 : 0, 1, 1);
        assertThat(clipped).isCloseTo(0.15865525393145705, within(64 * Math.ulp(0.16)));
        assertThat(NormalAverage.of(z -> z * z * z * z, 2)).isCloseTo(12, within(64 * Math.ulp(12.0)));
        assertThat(NormalAverage.of(Math::cos, 1)).isCloseTo(Math.exp(-0.5), within(64 * Math.ulp(1.0)));
        assertThat(NormalAverage.of(z -> z + 7, 0)).isEqualTo(7);
    }
}
