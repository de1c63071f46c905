package org.paisaje.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Vectors.largest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Values by hand, derivatives by differences, stability at large logits, refusals. */
final class LossTest {
    static Stream<Loss> all() {
        return Loss.registry().examples().stream();
    }

    private static Matrix targets(Loss loss, int n, int k) {
        Matrix y = Matrix.zeros(n, k);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                boolean hit = (i + c) % 3 == 0;
                y.set(i, c, signs(loss) && !hit ? -1 : hit ? 1 : 0.25);
            }
        }
        return y;
    }

    /** Whether the loss takes its two classes as -1 and 1. */
    private static boolean signs(Loss loss) {
        Dataset two = Dataset.classification("two", Matrix.zeros(2, 1), new int[] {0, 1}, List.of("a", "b"));
        return loss.targets(two).get(0, 0) < 0;
    }

    @Test
    void normalisationsAreThoseOfTheirNames() {
        Matrix f = Matrix.of(new double[][] {{1, 2}, {3, 5}, {0, 0}});
        Matrix y = Matrix.of(new double[][] {{0, 2}, {1, 1}, {0, 3}});
        assertClose(Loss.halfMeanSquared().value(f, y), 30 / 6.0, rounding(4));
        assertClose(Loss.meanSquared().value(f, y), 30 / 3.0, rounding(4).times(10));
        assertClose(Loss.halfSumSquared().value(f, y), 15, rounding(3).times(15));
        assertThat(Loss.squared()).isSameAs(Loss.SQUARED).isSameAs(Loss.halfMeanSquared());
    }

    @Test
    void crossEntropiesByHand() {
        Matrix f = Matrix.of(new double[][] {{0.5}, {-2}});
        double logistic = (Math.log(1 + Math.exp(-0.5)) + Math.log(1 + Math.exp(-2))) / 2;
        assertClose(Loss.logistic().value(f, Matrix.of(new double[][] {{1}, {-1}})), logistic, rounding(4));
        assertClose(Loss.binaryCrossEntropy().value(f, Matrix.of(new double[][] {{1}, {0}})), logistic, rounding(4));
        Matrix g = Matrix.of(new double[][] {{0, 0.5}, {0, -2}});
        assertClose(Loss.softmaxCrossEntropy().value(g, Matrix.of(new double[][] {{0, 1}, {1, 0}})), logistic,
                rounding(4));
    }

    @ParameterizedTest
    @MethodSource("all")
    void derivativesAreSlopes(Loss loss) {
        Matrix f = Matrix.wrap(4, 3, Seed.of(5).gaussians(12));
        Matrix v = Matrix.wrap(4, 3, Seed.of(6).gaussians(12));
        Matrix y = targets(loss, 4, 3);
        double h = 1e-5;
        Matrix plus = f.copy();
        Matrix minus = f.copy();
        for (int i = 0; i < 12; i++) {
            plus.data()[i] += h * v.data()[i];
            minus.data()[i] -= h * v.data()[i];
        }
        Matrix gradient = Matrix.zeros(4, 3);
        Matrix above = Matrix.zeros(4, 3);
        Matrix below = Matrix.zeros(4, 3);
        Matrix bend = Matrix.zeros(4, 3);
        assertClose(loss.valueAndGradient(f, y, gradient), loss.value(f, y), rounding(4));
        loss.curvature(f, y, v, bend);
        double slope = 0;
        for (int i = 0; i < 12; i++) {
            slope += gradient.data()[i] * v.data()[i];
        }
        double rise = loss.valueAndGradient(plus, y, above) - loss.valueAndGradient(minus, y, below);
        assertClose(rise / (2 * h), slope, centralDifference(h, 20));
        for (int i = 0; i < 12; i++) {
            assertClose((above.data()[i] - below.data()[i]) / (2 * h), bend.data()[i], centralDifference(h, 20));
        }
        assertThat(Loss.parse(loss.name())).isSameAs(loss);
    }

    @ParameterizedTest
    @MethodSource("all")
    void largeLogitsStayFinite(Loss loss) {
        Matrix f = Matrix.of(new double[][] {{1e4, -1e4, 0}, {-1e4, 1e4, 1e4}, {-1e4, -1e4, -1e4}});
        Matrix y = targets(loss, 3, 3);
        Matrix gradient = Matrix.zeros(3, 3);
        Matrix bend = Matrix.zeros(3, 3);
        double value = loss.valueAndGradient(f, y, gradient);
        loss.curvature(f, y, f, bend);
        assertThat(value).isFinite().isEqualTo(loss.value(f, y));
        // Derivatives by central differences: in entries by h, and along f by 1e-7 f. All third derivatives of
        // losses in these outputs are below 1; a value of the size of the loss rounds to that many epsilons of it.
        double h = 1e-3;
        for (int i = 0; i < 9; i++) {
            Matrix plus = f.copy();
            Matrix minus = f.copy();
            plus.data()[i] += h;
            minus.data()[i] -= h;
            double step = plus.data()[i] - minus.data()[i];
            assertClose(gradient.data()[i], (loss.value(plus, y) - loss.value(minus, y)) / step,
                    stated(h * h, "truncation").plus(rounding(20).times(Math.abs(value) / h)));
        }
        double along = 1e-7;
        Matrix plus = f.copy();
        Matrix minus = f.copy();
        plus.scale(1 + along);
        minus.scale(1 - along);
        Matrix above = Matrix.zeros(3, 3);
        Matrix below = Matrix.zeros(3, 3);
        loss.valueAndGradient(plus, y, above);
        loss.valueAndGradient(minus, y, below);
        above.addScaled(-1, below);
        above.scale(1 / (2 * along));
        // Along f logits that are equal stay so, and all others are where the losses are quadratic or linear.
        assertClose(bend.data(), above.data(), rounding(20).times(largest(gradient.data()) / along));
    }

    @Test
    void farTailsAreExact() {
        Matrix y = Matrix.of(new double[][] {{1}});
        assertThat(Loss.logistic().value(Matrix.of(new double[][] {{50}}), y)).isEqualTo(Math.exp(-50));
        assertThat(Loss.logistic().value(Matrix.of(new double[][] {{-1e4}}), y)).isEqualTo(1e4);
        assertThat(Loss.binaryCrossEntropy().value(Matrix.of(new double[][] {{50}}), y)).isEqualTo(Math.exp(-50));
        Matrix gradient = Matrix.zeros(1, 1);
        Loss.binaryCrossEntropy().valueAndGradient(Matrix.of(new double[][] {{50}}), y, gradient);
        assertClose(gradient.get(0, 0), -Math.exp(-50), rounding(8).times(Math.exp(-50)));
    }

    /** By the softmax of e^-50 and e^-60 beside 1: loss, gradient and curvature far below an ulp of 1 keep their digits. */
    @Test
    void confidentSoftmaxKeepsItsDigits() {
        Loss loss = Loss.softmaxCrossEntropy();
        Matrix f = Matrix.of(new double[][] {{-50, 0, -60}});
        Matrix y = Matrix.of(new double[][] {{0, 1, 0}});
        double a = Math.exp(-50);
        double b = Math.exp(-60);
        assertClose(loss.value(f, y), a + b, rounding(8).times(a));
        Matrix g = Matrix.zeros(1, 3);
        assertClose(loss.valueAndGradient(f, y, g), a + b, rounding(8).times(a));
        assertClose(g.get(0, 0), a, rounding(8).times(a));
        assertClose(g.get(0, 1), -a - b, rounding(8).times(a));
        assertClose(g.get(0, 2), b, rounding(8).times(b));
        Matrix out = Matrix.zeros(1, 3);
        loss.curvature(f, y, Matrix.of(new double[][] {{1, 3, -2}}), out);
        assertClose(out.get(0, 0), -2 * a, rounding(8).times(2 * a));
        assertClose(out.get(0, 1), 2 * a + 5 * b, rounding(8).times(2 * a));
        assertClose(out.get(0, 2), -5 * b, rounding(8).times(5 * b));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Matrix f = Matrix.zeros(2, 1);
        assertThatThrownBy(() -> Loss.logistic().value(f, Matrix.zeros(2, 1)))
                .hasMessageContaining("labels are -1 and 1")
                .hasMessageContaining("row 0");
        assertThatThrownBy(() -> Loss.binaryCrossEntropy().value(f, Matrix.of(new double[][] {{0}, {2}})))
                .hasMessageContaining("row 1")
                .hasMessageContaining("[0, 1]");
        assertThatThrownBy(() -> Loss.softmaxCrossEntropy().value(f, Matrix.of(new double[][] {{0}, {-1}})))
                .hasMessageContaining("at least 0");
        assertThatThrownBy(() -> Loss.squared().value(f, Matrix.zeros(3, 1)))
                .hasMessageContaining("y is 3 x 1, the outputs are 2 x 1");
        assertThatThrownBy(() -> Loss.squared().value(Matrix.zeros(0, 1), Matrix.zeros(0, 1)))
                .hasMessageContaining("no sample");
        assertThatThrownBy(() -> Loss.parse("hinge")).hasMessageContaining("softmax-cross-entropy");
    }
}
