package org.paisaje.study.explain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;

/** Floors and expected first losses against closed forms. */
final class OutputCheckTest {
    private static final Seed SEED = Seed.of(2);

    private static OutputCheck check(String net, Matrix y, Loss loss) {
        Architecture network = Architecture.parse(net);
        double[] theta = network.initialize(SEED);
        Matrix x = Matrix.wrap(y.rows(), network.inputs(), SEED.named("x").gaussians(y.rows() * network.inputs()));
        return OutputCheck.of(network, theta, theta, x, y, loss);
    }

    private static Matrix column(double... values) {
        return Matrix.wrap(values.length, 1, values);
    }

    /** Targets -2, 0, 2 of variance 8/3; what lies outside the range is cut off. */
    @ParameterizedTest
    @CsvSource({"sigmoid, 5, 0.6666666666666667", "tanh, 2, 0.6666666666666667",
        "relu, 4, 0.3333333333333333"})
    void theFloorIsWhatLiesOutsideTheRange(String head, double squares, double outside) {
        OutputCheck check = check("mlp:2-3-1:tanh:output=" + head, column(-2, 0, 2), Loss.meanSquared());
        assertClose(check.floor().orElseThrow(), squares / 3, rounding(2).times(squares / 3));
        assertClose(check.floorLeft(), squares / 8, rounding(3).times(squares / 8));
        assertClose(check.outside(), outside, rounding(2).times(outside));
    }

    @Test
    void targetsWithinReachHaveNoFloor() {
        OutputCheck check = check("mlp:2-3-1:tanh:output=sigmoid", column(0, 1, 0.4), Loss.SQUARED);
        assertThat(check.floorLeft()).isZero();
        assertThat(check.range()).isEqualTo("between 0 and 1");
        assertThat(check("mlp:2-3-1:tanh", column(1, 2), Loss.SQUARED).floor()).isEmpty();
    }

    @Test
    void aReluWithoutPositiveArgumentsIsDead() {
        Architecture network = Architecture.parse("mlp:2-1:relu:output=relu");
        double[] theta = {0, 0, -1};
        Matrix x = Matrix.zeros(4, 2);
        OutputCheck check = OutputCheck.of(network, theta, theta, x, column(1, 2, 3, 4), Loss.SQUARED);
        assertThat(check.flatStart()).isEqualTo(1);
        assertThat(check.floorLeft()).isZero();
    }

    /** With one hidden unit whose value is known the variance of the outputs is the square of that value. */
    @Test
    void theFirstLossIsExpectedExactly() {
        Architecture network = Architecture.parse("linear:1-1-2:bias=true");
        double[] theta = {3, 0, 0.5, -0.5, 0, 0};
        Matrix x = Matrix.wrap(2, 1, new double[] {1, 2});
        Matrix y = Matrix.wrap(2, 2, new double[] {1, 0, 0, 1});
        InitialLoss squared = InitialLoss.of(network, Initializer.lecunNormal(), theta, x, y, Loss.meanSquared(),
                SEED).orElseThrow();
        // h = 3 and 6: (|y|^2 + 2 h^2) / 2 summed over both.
        assertClose(squared.expected().orElseThrow(), (1 + 18 + 1 + 72) / 2.0, rounding(10).times(46));
        assertClose(squared.measured(), (0.25 + 2.25 + 9 + 16) / 2, rounding(10).times(14));
        assertThat(squared.low()).isLessThan(46).isLessThan(squared.high());
    }

    /** The mean over 120 draws is within five standard errors of the expectation for wide layers. */
    @Test
    void drawsLieAroundTheExpectation() {
        Architecture network = Architecture.parse("mlp:5-200-10:relu");
        Matrix x = Matrix.wrap(100, 5, SEED.named("x").gaussians(500));
        Matrix y = Matrix.zeros(100, 10);
        for (int i = 0; i < 100; i++) {
            y.set(i, i % 10, 1);
        }
        double[] theta = network.initialize(SEED);
        InitialLoss found = InitialLoss.of(network, Initializer.heNormal(), theta, x, y, Loss.SOFTMAX_CROSS_ENTROPY,
                SEED).orElseThrow();
        double expected = found.expected().orElseThrow();
        assertThat(expected).isGreaterThan(Math.log(10)).isBetween(found.low(), found.high());
        assertThat(found.measured()).isBetween(0.5 * expected, 2 * expected);
    }
}
