package org.paisaje.math.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.random.Seed;

class ElementwiseTest {
    interface Loop {
        void run(double[] in, int inOffset, double[] out, int outOffset, int n);
    }

    interface PairLoop {
        void run(double[] in, int inOffset, double[] out, int outOffset, double[] slope, int slopeOffset, int n);
    }

    record Twin(String name, Loop vector, Loop plain) {
        @Override
        public String toString() {
            return name;
        }
    }

    record PairTwin(String name, PairLoop vector, PairLoop plain) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Twin> twins() {
        return Stream.of(new Twin("exp", Elementwise::exp, PlainLoops::exp),
                new Twin("expm1", Elementwise::expm1, PlainLoops::expm1),
                new Twin("log", Elementwise::log, PlainLoops::log),
                new Twin("log1p", Elementwise::log1p, PlainLoops::log1p),
                new Twin("tanh", Elementwise::tanh, PlainLoops::tanh),
                new Twin("sigmoid", Elementwise::sigmoid, PlainLoops::sigmoid),
                new Twin("softplus", Elementwise::softplus, PlainLoops::softplus),
                new Twin("erf", Elementwise::erf, PlainLoops::erf),
                new Twin("erfc", Elementwise::erfc, PlainLoops::erfc),
                new Twin("normalPdf", Elementwise::normalPdf, PlainLoops::normalPdf),
                new Twin("normalCdf", Elementwise::normalCdf, PlainLoops::normalCdf),
                new Twin("silu", Elementwise::silu, PlainLoops::silu),
                new Twin("gelu", Elementwise::gelu, PlainLoops::gelu),
                new Twin("asin", Elementwise::asin, PlainLoops::asin),
                new Twin("acos", Elementwise::acos, PlainLoops::acos),
                new Twin("cosOfAsin", Elementwise::cosOfAsin, PlainLoops::cosOfAsin),
                new Twin("sin", Elementwise::sin, PlainLoops::sin), new Twin("cos", Elementwise::cos, PlainLoops::cos),
                new Twin("relu", Elementwise::relu, PlainLoops::relu));
    }

    static Stream<PairTwin> pairTwins() {
        return Stream.of(new PairTwin("tanh", Elementwise::tanhWithDerivative, PlainLoops::tanhWithDerivative),
                new PairTwin("sigmoid", Elementwise::sigmoidWithDerivative, PlainLoops::sigmoidWithDerivative),
                new PairTwin("softplus", Elementwise::softplusWithDerivative, PlainLoops::softplusWithDerivative),
                new PairTwin("silu", Elementwise::siluWithDerivative, PlainLoops::siluWithDerivative),
                new PairTwin("gelu", Elementwise::geluWithDerivative, PlainLoops::geluWithDerivative),
                new PairTwin("erf", Elementwise::erfWithDerivative, PlainLoops::erfWithDerivative),
                new PairTwin("sin", Elementwise::sinWithDerivative, PlainLoops::sinWithDerivative),
                new PairTwin("relu", Elementwise::reluWithDerivative, PlainLoops::reluWithDerivative),
                new PairTwin("leaky relu",
                        (x, a, y, b, d, c, n) -> Elementwise.leakyReluWithDerivative(x, a, y, b, d, c, n, 0.1),
                        (x, a, y, b, d, c, n) -> PlainLoops.leakyReluWithDerivative(x, a, y, b, d, c, n, 0.1)));
    }

    private static final double[] EDGES = {0, Double.MIN_VALUE, Double.MIN_NORMAL, 0x1p-54, 0x1p-60, 1e-8, 0.5,
        Math.nextUp(0.5), 0.75, Math.nextDown(0.75), Math.nextDown(1.0), 1, Math.nextUp(1.0), 19, 22, 27.3, 27.7, 38.5,
        39.5, 354, 355, 708.3, 709.8, 710.5, 745.2, 746.5, 1048576, 1048577, 1e10, 1e300, Double.MAX_VALUE,
        Double.POSITIVE_INFINITY, Double.NaN};

    private static double[] samples() {
        double[] gaussians = Seed.of(11).named("elementwise").gaussians(4000);
        double[] x = Arrays.copyOf(gaussians, gaussians.length + 2 * EDGES.length);
        for (int i = 0; i < 4000; i++) {
            x[i] = switch (i % 4) {
                case 0 -> gaussians[i];
                case 1 -> gaussians[i] * 20;
                case 2 -> Math.copySign(Math.exp(gaussians[i] * 15), gaussians[i]);
                default -> Math.tanh(gaussians[i]);
            };
        }
        for (int i = 0; i < EDGES.length; i++) {
            x[4000 + 2 * i] = EDGES[i];
            x[4001 + 2 * i] = -EDGES[i];
        }
        return x;
    }

    private static List<Long> bits(double[] x) {
        return Arrays.stream(x).mapToObj(Double::doubleToLongBits).toList();
    }

    @ParameterizedTest
    @MethodSource("twins")
    void vectorAndPlainGiveTheSameBits(Twin twin) {
        double[] x = samples();
        double[] vector = new double[x.length];
        double[] plain = new double[x.length];
        twin.vector.run(x, 0, vector, 0, x.length);
        twin.plain.run(x, 0, plain, 0, x.length);
        assertThat(bits(vector)).isEqualTo(bits(plain));
        double[] inPlace = x.clone();
        twin.vector.run(inPlace, 0, inPlace, 0, x.length);
        assertThat(bits(inPlace)).isEqualTo(bits(plain));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void cuttingTheArrayChangesNothing(Twin twin) {
        double[] x = samples();
        double[] whole = new double[x.length];
        twin.plain.run(x, 0, whole, 0, x.length);
        for (int n = 0; n <= 35; n++) {
            int start = x.length - 70 + n;
            double[] piece = new double[n + 3];
            Arrays.fill(piece, -7);
            twin.vector.run(x, start, piece, 2, n);
            assertThat(bits(Arrays.copyOfRange(piece, 2, n + 2)))
                    .isEqualTo(bits(Arrays.copyOfRange(whole, start, start + n)));
            assertThat(piece[0]).isEqualTo(-7);
            assertThat(piece[n + 2]).isEqualTo(-7);
        }
    }

    @Test
    void gateIsTheProductWithTheDerivativeOfReluUnlessThatIsNotANumber() {
        double[] z = samples();
        double[] x = new double[z.length];
        double[] slope = new double[z.length];
        Elementwise.reluWithDerivative(z, 0, x, 0, slope, 0, z.length);
        double[] in = Seed.of(12).named("gate").gaussians(z.length);
        in[7] = Double.NaN;
        in[8] = Double.POSITIVE_INFINITY;
        for (int n = 0; n <= z.length; n += n < 35 ? 1 : 997) {
            int from = z.length - n;
            double[] out = new double[n + 2];
            double[] plain = new double[n + 2];
            Arrays.fill(out, -7);
            Arrays.fill(plain, -7);
            Elementwise.gate(x, from, in, from, out, 1, n);
            PlainLoops.gate(x, from, in, from, plain, 1, n);
            assertThat(bits(out)).isEqualTo(bits(plain));
            assertThat(out[0]).isEqualTo(-7);
            assertThat(out[n + 1]).isEqualTo(-7);
            for (int i = 0; i < n; i++) {
                assertThat(out[i + 1]).isEqualTo(slope[from + i] == 1 ? in[from + i] : 0);
            }
        }
        double[] inPlace = in.clone();
        double[] apart = new double[in.length];
        Elementwise.gate(x, 0, in, 0, apart, 0, in.length);
        Elementwise.gate(x, 0, inPlace, 0, inPlace, 0, in.length);
        assertThat(bits(inPlace)).isEqualTo(bits(apart));
        assertThatThrownBy(() -> Elementwise.gate(new double[3], 0, new double[4], 0, new double[4], 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gate: x has 3 elements");
    }

    @ParameterizedTest
    @MethodSource("pairTwins")
    void valueAndDerivativeAreTheSameBitsInBothForms(PairTwin twin) {
        double[] x = samples();
        double[] value = new double[x.length];
        double[] slope = new double[x.length];
        double[] plainValue = new double[x.length];
        double[] plainSlope = new double[x.length];
        twin.vector.run(x, 0, value, 0, slope, 0, x.length);
        twin.plain.run(x, 0, plainValue, 0, plainSlope, 0, x.length);
        assertThat(bits(value)).isEqualTo(bits(plainValue));
        assertThat(bits(slope)).isEqualTo(bits(plainSlope));
        for (int n = 1; n <= 20; n++) {
            double[] inPlace = Arrays.copyOf(x, n);
            double[] d = new double[n];
            twin.vector.run(inPlace, 0, inPlace, 0, d, 0, n);
            assertThat(bits(inPlace)).isEqualTo(bits(Arrays.copyOf(value, n)));
            assertThat(bits(d)).isEqualTo(bits(Arrays.copyOf(slope, n)));
        }
    }

    @ParameterizedTest
    @MethodSource("pairTwins")
    void derivativeAgreesWithDifferences(PairTwin twin) {
        double[] x = Seed.of(12).named("differences").gaussians(200);
        double h = 1e-5;
        double[] shifted = new double[600];
        for (int i = 0; i < 200; i++) {
            shifted[i] = x[i];
            shifted[200 + i] = x[i] + h;
            shifted[400 + i] = x[i] - h;
        }
        double[] value = new double[600];
        double[] slope = new double[600];
        twin.vector.run(shifted, 0, value, 0, slope, 0, 600);
        for (int i = 0; i < 200; i++) {
            double difference = (value[200 + i] - value[400 + i]) / (shifted[200 + i] - shifted[400 + i]);
            // h^2/6 |f'''| with |f'''| <= 10, plus rounding 2^-52 / h; kinks are further than h away
            assertClose(slope[i], difference, centralDifference(h, 2).times(10 / 6.0));
        }
    }

    @Test
    void limitsAndSignedZeros() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(Scalars.exp(inf)).isEqualTo(inf);
        assertThat(Scalars.exp(-inf)).isZero();
        assertThat(Scalars.exp(-745.1)).isEqualTo(Double.MIN_VALUE);
        assertThat(Scalars.exp(0)).isEqualTo(1);
        assertThat(Scalars.log(0)).isEqualTo(-inf);
        assertThat(Scalars.log(1)).isZero();
        assertThat(Scalars.log(inf)).isEqualTo(inf);
        assertThat(Scalars.log(-1)).isNaN();
        assertThat(Scalars.log1p(-1)).isEqualTo(-inf);
        assertThat(Scalars.log1p(Double.MAX_VALUE)).isEqualTo(StrictMath.log1p(Double.MAX_VALUE));
        assertThat(Scalars.tanh(inf)).isEqualTo(1);
        assertThat(Scalars.sigmoid(-inf)).isZero();
        assertThat(Scalars.softplus(inf)).isEqualTo(inf);
        assertThat(Scalars.gelu(-inf)).isZero();
        assertThat(Scalars.gelu(inf)).isEqualTo(inf);
        assertThat(Scalars.siluDerivative(inf)).isEqualTo(1);
        assertThat(Scalars.geluDerivative(-inf)).isZero();
        assertThat(Scalars.erfc(-inf)).isEqualTo(2);
        assertThat(Scalars.sin(inf)).isNaN();
        assertThat(Scalars.acos(1)).isZero();
        assertThat(Scalars.acos(-1)).isEqualTo(Math.PI);
        assertThat(Scalars.asin(1)).isEqualTo(Math.PI / 2);
        assertThat(Scalars.acos(1.0000001)).isNaN();
        for (double zero : new double[] {0.0, -0.0}) {
            assertThat(bits(new double[] {Scalars.tanh(zero), Scalars.erf(zero), Scalars.sin(zero), Scalars.asin(zero),
                Scalars.expm1(zero), Scalars.log1p(zero)})).containsOnly(Double.doubleToRawLongBits(zero));
        }
    }

    @Test
    void refusesASliceThatDoesNotFit() {
        assertThatThrownBy(() -> Elementwise.tanh(new double[4], 1, new double[9], 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tanh: in has 4 elements")
                .hasMessageContaining("needs 4 from offset 1");
        assertThatThrownBy(
                () -> Elementwise.geluWithDerivative(new double[4], 0, new double[4], 0, new double[3], 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("derivative has 3");
        assertThatThrownBy(() -> Elementwise.exp(new double[4], 0, new double[4], 0, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
