package org.paisaje.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;

/** What a loss says of itself is true of its values: best constant, lowest value, decision, rank and margin. */
final class LossAnswersTest {
    private static final Dataset TWO = Dataset.classification("two", Matrix.zeros(5, 1), new int[] {0, 1, 1, 0, 1},
            List.of("a", "b"));
    private static final Dataset THREE = Dataset.classification("three", Matrix.zeros(5, 1),
            new int[] {0, 1, 2, 0, 1}, List.of("a", "b", "c"));
    private static final Dataset REAL = Dataset.regression("real", Matrix.zeros(5, 1),
            Matrix.wrap(5, 2, Seed.of(1).gaussians(10)));

    static Stream<Loss> all() {
        return LossTest.all();
    }

    /** Every data set that the loss takes, with outputs as many as its target columns. */
    private static Stream<Dataset> data(Loss loss) {
        return Stream.of(TWO, TWO.oneHot(), THREE, REAL)
                .filter(data -> loss.accepts(data.task(), data.outputs()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyLossTakesSomeData(Loss loss) {
        assertThat(data(loss)).isNotEmpty();
        assertThat(loss.accepts(Task.regression(), 2)).isEqualTo(loss.compares() == Loss.Compares.VALUES);
    }

    /** At the best constant the gradient summed over samples vanishes, and no other constant has a lower loss. */
    @ParameterizedTest
    @MethodSource("all")
    void theBestConstantIsBest(Loss loss) {
        data(loss).forEach(data -> {
            Matrix y = loss.targets(data);
            loss.bestConstant(y).ifPresent(constant -> {
                double best = loss.value(constant(constant, y.rows()), y);
                assertThat(best).isGreaterThanOrEqualTo(loss.lowest(y));
                for (int trial = 0; trial < 20; trial++) {
                    double[] other = Seed.of(trial).gaussians(constant.length);
                    for (int c = 0; c < other.length; c++) {
                        other[c] = constant[c] + 0.1 * other[c];
                    }
                    assertThat(loss.value(constant(other, y.rows()), y)).isGreaterThanOrEqualTo(best);
                }
                Matrix gradient = Matrix.zeros(y.rows(), y.columns());
                loss.valueAndGradient(constant(constant, y.rows()), y, gradient);
                for (int c = 0; c < y.columns(); c++) {
                    double sum = 0;
                    for (int i = 0; i < y.rows(); i++) {
                        sum += gradient.get(i, c);
                    }
                    // n terms of at most 2 max |y| in size, a rounding error each
                    assertThat(sum).isCloseTo(0, within(y.rows() * 8 * Math.ulp(1.0)));
                }
            });
        });
    }

    private static Matrix constant(double[] row, int n) {
        Matrix all = Matrix.zeros(n, row.length);
        for (int i = 0; i < n; i++) {
            all.setRow(i, row);
        }
        return all;
    }

    /** No outputs fall below the lowest value, and outputs far on the right side, or equal to the values, come near it. */
    @ParameterizedTest
    @MethodSource("all")
    void theLowestValueIsABoundThatIsReached(Loss loss) {
        data(loss).forEach(data -> {
            Matrix y = loss.targets(data);
            double lowest = loss.lowest(y);
            for (int trial = 0; trial < 20; trial++) {
                Matrix f = Matrix.wrap(y.rows(), y.columns(), Seed.of(trial).gaussians(y.data().length));
                assertThat(loss.value(f, y)).isGreaterThanOrEqualTo(lowest);
            }
            assertThat(loss.value(right(loss, y), y)).isEqualTo(lowest);
        });
    }

    private static Matrix right(Loss loss, Matrix y) {
        Matrix f = y.copy();
        if (loss.compares() == Loss.Compares.CLASSES) {
            for (int i = 0; i < f.data().length; i++) {
                f.data()[i] = f.data()[i] > 0 ? 1e4 : -1e4;
            }
        }
        return f;
    }

    /** Soft labels: the entropy of the label is the lowest cross-entropy, reached at its logit. */
    @Test
    void softLabelsHaveTheirEntropy() {
        Matrix y = Matrix.of(new double[][] {{0.2}, {0.7}});
        Matrix f = Matrix.of(new double[][] {{Math.log(0.2 / 0.8)}, {Math.log(0.7 / 0.3)}});
        assertThat(Loss.BINARY_CROSS_ENTROPY.lowest(y))
                .isCloseTo(Loss.BINARY_CROSS_ENTROPY.value(f, y), within(4 * Math.ulp(1.0)));
        Matrix weights = Matrix.of(new double[][] {{0.4, 1.6}, {0.3, 0.7}});
        Matrix logits = Matrix.of(new double[][] {{Math.log(0.2), Math.log(0.8)}, {Math.log(0.3), Math.log(0.7)}});
        assertThat(Loss.SOFTMAX_CROSS_ENTROPY.lowest(weights))
                .isCloseTo(Loss.SOFTMAX_CROSS_ENTROPY.value(logits, weights), within(4 * Math.ulp(2.0)));
    }

    /** The decision finds the class wherever the loss is at its lowest, whatever the loss. */
    @ParameterizedTest
    @MethodSource("all")
    void theLowestLossDecidesRight(Loss loss) {
        data(loss).filter(data -> !data.classes().isEmpty()).forEach(data -> {
            Matrix f = right(loss, loss.targets(data));
            assertThat(loss.decision().right(f, data.labels())).isEqualTo(data.size());
            for (int i = 0; i < f.data().length; i++) {
                f.data()[i] = loss.compares() == Loss.Compares.VALUES ? 1 - f.data()[i] : -f.data()[i];
            }
            assertThat(loss.decision().right(f, data.labels())).isLessThan(data.size());
        });
    }

    /** A margin is positive exactly where every decision is right. */
    @ParameterizedTest
    @MethodSource("all")
    void theMarginHasTheSignOfTheDecision(Loss loss) {
        data(loss).filter(data -> !data.classes().isEmpty()).forEach(data -> {
            Matrix y = loss.targets(data);
            for (int trial = 0; trial < 40; trial++) {
                Matrix f = Matrix.wrap(y.rows(), y.columns(), Seed.of(trial).gaussians(y.data().length));
                boolean one = y.columns() == 1 || loss.rank(y.columns()) < y.columns();
                loss.margin(f, y).ifPresent(margin -> {
                    if (one) {
                        assertThat(margin > 0)
                                .isEqualTo(loss.decision().right(f, data.labels()) == data.size());
                    }
                });
            }
        });
    }

    /** The rank is that of the second derivative at a point, counted by pivots of its Gram matrix. */
    @ParameterizedTest
    @MethodSource("all")
    void theRankIsThatOfTheCurvature(Loss loss) {
        data(loss).forEach(data -> {
            int k = data.outputs();
            Matrix y = loss.targets(data).rowRange(0, 1);
            Matrix f = Matrix.wrap(1, k, Seed.of(3).gaussians(k));
            double[][] second = new double[k][];
            for (int c = 0; c < k; c++) {
                Matrix v = Matrix.zeros(1, k);
                Matrix out = Matrix.zeros(1, k);
                v.set(0, c, 1);
                loss.curvature(f, y, v, out);
                second[c] = out.row(0);
            }
            double[] values = SymmetricEigen.values(Matrix.of(second));
            int rank = 0;
            for (double value : values) {
                rank += value > k * Math.ulp(values[k - 1]) ? 1 : 0;
            }
            assertThat(rank).isEqualTo(loss.rank(k));
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSquareFactorIsThatOfTheSquares(Loss loss) {
        if (loss.squareFactor(1) != 0) {
            Matrix f = Matrix.of(new double[][] {{1, 2}, {3, 5}, {0, 0}});
            Matrix y = Matrix.of(new double[][] {{0, 2}, {1, 1}, {0, 3}});
            assertThat(loss.value(f, y)).isCloseTo(30 * loss.squareFactor(3), within(Math.ulp(30.0)));
        }
    }

    @Test
    void objectionsSayWhatToTakeInstead() {
        assertThat(Loss.SOFTMAX_CROSS_ENTROPY.objection(TWO.task(), 1).orElseThrow())
                .contains("of one output is always 0", "binary-cross-entropy");
        assertThat(Loss.LOGISTIC.objection(THREE.task(), 3).orElseThrow()).contains("two classes and one output");
        assertThat(Loss.LOGISTIC.objection(REAL.task(), 1).orElseThrow()).contains("squared");
        assertThat(Loss.BINARY_CROSS_ENTROPY.objection(REAL.task(), 1).orElseThrow()).contains("needs classes");
        assertThat(Loss.SQUARED.objection(THREE.task(), 3)).isEmpty();
        assertThatThrownBy(() -> Decision.HALF.right(Matrix.zeros(2, 1), 1))
                .hasMessageContaining("1 labels for 2 rows");
    }
}
