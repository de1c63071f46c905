package org.paisaje.network.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.random.Seed;

/** Values, derivatives and names of the activations. */
final class ActivationTest {
    static Stream<Activation> all() {
        return Activation.registry().examples().stream();
    }

    /** Values at 0.7 and -1.3, first and second derivative at 0.7, by mpmath with 30 digits. */
    @ParameterizedTest
    @CsvSource({"relu,0.7,0,1,0", "leaky-relu(0.1),0.7,-0.13,1,0", "'abrelu(-1,2.5)',1.75,1.3,2.5,0",
        "tanh,0.604367777117163468,-0.861723159313306376,0.634739589982458621,-0.767232310091916555",
        "sigmoid,0.668187772168166097,0.21416501695744138,0.221712873293109054,-0.0745787884403418064",
        "softplus,1.10318604888545786,0.241008453832992196,0.668187772168166097,0.221712873293109054",
        "erf,0.677801193837418442,-0.934007944940652446,0.691274860410538615,-0.967784804574754",
        "gelu,0.530625443443848846,-0.125840629961293428,0.976614101133659844,0.471503439383809532",
        "silu,0.467731440517716238,-0.278414522044673803,0.823386783473342424,0.391220594677978846",
        "sin,0.64421768723769102,-0.963558185417192977,0.764842187284488455,-0.64421768723769102",
        "cos,0.764842187284488455,0.267498828624587364,-0.64421768723769102,-0.764842187284488455",
        "exp,2.01375270747047643,0.272531793034012591,2.01375270747047643,2.01375270747047643",
        "gaussian,0.782704538241868192,0.429557358210739124,-0.5478931767693077,-0.399179314503352827",
        "quadratic,0.49,1.69,1.4,2", "identity,0.7,-1.3,1,0"})
    void values(String name, double at, double below, double first, double second) {
        Activation s = Activation.parse(name);
        assertThat(s.value(0.7)).isCloseTo(at, within(1e-15 * Math.max(1, Math.abs(at))));
        assertClose(s.value(-1.3), below, rounding(4));
        assertClose(s.first(0.7), first, rounding(12));
        assertClose(s.second(0.7), second, rounding(12));
    }

    @ParameterizedTest
    @MethodSource("all")
    void derivativesAreSlopes(Activation s) {
        double h = 1e-4;
        for (double z : Seed.of(3).gaussians(200)) {
            double at = 1.5 * z;
            if (Math.abs(at) < 2 * h) {
                continue;
            }
            double slope = (8 * (s.value(at + h / 2) - s.value(at - h / 2)) - (s.value(at + h) - s.value(at - h)))
                    / (6 * h);
            double bend = (8 * (s.first(at + h / 2) - s.first(at - h / 2)) - (s.first(at + h) - s.first(at - h)))
                    / (6 * h);
            assertThat(s.first(at)).isCloseTo(slope, within(1e-9 * Math.max(1, Math.abs(slope))));
            assertThat(s.second(at)).isCloseTo(bend, within(1e-9 * Math.max(1, Math.abs(bend))));
            assertThat(s.piecewiseLinear()).isEqualTo(s.second(0.7) == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void slicesAgreeWithScalars(Activation s) {
        for (int n : new int[] {0, 1, 7, 8, 9, 100}) {
            double[] z = Seed.of(n).gaussians(n + 3);
            if (n > 3) {
                z[3] = 0;
                z[4] = -0.0;
            }
            double[] a = new double[n + 5];
            double[] only = new double[n + 5];
            double[] slope = new double[n + 4];
            double[] bend = new double[n + 6];
            s.valueAndFirst(z, 2, a, 3, slope, 1, n);
            s.value(z, 2, only, 3, n);
            s.second(z, 2, bend, 4, n);
            assertThat(only).isEqualTo(a);
            double[] place = z.clone();
            s.valueAndFirst(place, 2, place, 2, new double[n], 0, n);
            for (int i = 0; i < n; i++) {
                assertClose(a[3 + i], s.value(z[2 + i]), rounding(40));
                assertClose(slope[1 + i], s.first(z[2 + i]), rounding(40));
                assertClose(bend[4 + i], s.second(z[2 + i]), rounding(40));
                assertThat(place[2 + i]).isEqualTo(a[3 + i]);
            }
            assertThat(a[2]).isZero();
            assertThat(a[n + 3]).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void namesReadBack(Activation s) {
        assertThat(Activation.parse(s.name())).isEqualTo(s).hasToString(s.name());
        assertThat(Activation.parse(s.name())).hasSameHashCodeAs(s);
    }

    /** What is said of parity and degree holds at random points, and nothing is left unsaid. */
    @ParameterizedTest
    @MethodSource("all")
    void parityDegreeAndSteepnessAreThoseOfTheFunction(Activation s) {
        boolean odd = true;
        boolean even = true;
        boolean[] scales = new boolean[9];
        Arrays.fill(scales, true);
        for (double z : Seed.of(8).gaussians(50)) {
            double close = 1e-14 * Math.max(1, Math.abs(s.value(z)));
            odd &= Math.abs(s.value(-z) + s.value(z)) <= close;
            even &= Math.abs(s.value(-z) - s.value(z)) <= close;
            for (int k = 1; k < scales.length; k++) {
                scales[k] &= Math.abs(s.value(1.5 * z) - Math.pow(1.5, k) * s.value(z)) <= 100 * close;
            }
        }
        assertThat(s.parity()).isEqualTo(
                odd ? Activation.Parity.ODD : even ? Activation.Parity.EVEN : Activation.Parity.NONE);
        int degree = 0;
        for (int k = 1; k < scales.length; k++) {
            degree = scales[k] ? k : degree;
        }
        assertThat(s.degree()).isEqualTo(degree);
        double steepest = 0;
        for (int i = -4000; i <= 4000; i++) {
            steepest = Math.max(steepest, Math.abs(s.first(i / 1000.0)));
        }
        assertThat(s.lipschitz()).isGreaterThanOrEqualTo(steepest);
        if (Double.isFinite(s.lipschitz())) {
            assertThat(s.lipschitz()).isCloseTo(steepest, within(0.02 * steepest));
        }
    }

    /** Derivatives on a grid stay below their bounds, those of finite ones come to 2 % of them. */
    @ParameterizedTest
    @MethodSource("all")
    void derivativesAreBounded(Activation s) {
        double[] most = new double[4];
        double h = 1e-4;
        for (int i = -8000; i <= 8000; i++) {
            double z = i / 1000.0;
            most[1] = Math.max(most[1], Math.abs(s.first(z)));
            most[2] = Math.max(most[2], Math.abs(s.second(z)));
            most[3] = Math.max(most[3], Math.abs(s.second(z + h) - s.second(z - h)) / (2 * h));
        }
        for (int order = 1; order <= 3; order++) {
            double bound = s.derivativeBound(order);
            double rounding = order < 3 ? 0 : 1e-9;
            assertThat(bound).isGreaterThanOrEqualTo(most[order] - rounding);
            if (Double.isFinite(bound)) {
                assertThat(bound).isCloseTo(most[order], within(0.02 * most[order] + rounding));
            }
        }
    }

    @Test
    void kinksTakeTheLeftSide() {
        assertThat(Activation.RELU.first(0)).isZero();
        assertThat(Activation.RELU.first(-0.0)).isZero();
        assertThat(Activation.leakyRelu(0.2).first(0)).isEqualTo(0.2);
        assertThat(Activation.abRelu(0, 1)).isEqualTo(Activation.RELU);
        assertThat(Activation.leakyRelu(0)).isEqualTo(Activation.RELU);
        assertThat(1 / Activation.RELU.value(-3)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("all")
    void farArgumentsStayFinite(Activation s) {
        for (double z : new double[] {-1e4, -800, -40, 40, 700}) {
            assertThat(s.value(z)).isFinite();
            assertThat(s.first(z)).isFinite();
            assertThat(s.second(z)).isFinite();
        }
    }

    @Test
    void refusesUnknownNames() {
        assertThatThrownBy(() -> Activation.parse("swosh")).hasMessageContaining("\"swosh\" is not known")
                .hasMessageContaining("silu");
        assertThatThrownBy(() -> Activation.parse("abrelu(1)")).hasMessageContaining("abrelu(A,B)");
        assertThatThrownBy(() -> Activation.leakyRelu(Double.NaN)).hasMessageContaining("must be finite");
    }
}
