package org.paisaje.theory.kernel.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.theory.kernel.InfiniteNetworkTest.random;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.theory.kernel.InfiniteNetwork;

final class TrainingCurveTest {
    private static final InfiniteNetwork NET = InfiniteNetwork
            .of(Mlp.of(Activation.RELU, 6, 5, 5, 1).withParametrization(Parametrization.ntk(1.4, 0.1)));

    /** Root mean squares: of the training outputs, and of the predictions as {@link TrainingCurve#error} counts them. */
    private static double[] errors(TrainingCurve curve, KernelDynamics exact, Matrix kernel, Matrix x,
            Matrix residual) {
        Matrix there = random(50, 6, 77);
        Matrix cross = NET.ntk(there, x);
        double diagonal = 0;
        for (int i = 0; i < kernel.rows(); i++) {
            diagonal += kernel.get(i, i) / kernel.rows();
        }
        Matrix own = NET.ntk(there);
        double size = residual.frobeniusNorm();
        int k = residual.columns();
        List<Matrix> predictions = curve.predict(cross, Matrix.zeros(50, k));
        double[] times = curve.times();
        double[] result = new double[times.length];
        for (int t = 0; t < times.length; t++) {
            Evolution evolution = Evolution.flow(times[t]);
            result[t] = curve.train(t).minus(exact.train(evolution)).frobeniusNorm() / size;
            Matrix difference = predictions.get(t).minus(exact.predict(evolution, cross));
            for (int i = 0; i < 50; i++) {
                double norm = Math.sqrt(Arrays.stream(difference.row(i)).map(d -> d * d).sum());
                result[t] = Math.max(result[t],
                        norm * Math.sqrt(diagonal / own.get(i, i)) * Math.sqrt(x.rows()) / size);
            }
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-5, 1e-10})
    void agreesWithTheDecompositionWithinTheStatedError(double tolerance) {
        int n = 240;
        Matrix x = random(n, 6, 5);
        Matrix y = random(n, 2, 6);
        Matrix kernel = NET.ntk(x);
        KernelDynamics exact = KernelDynamics.of(kernel, y);
        double[] times = {0, 0.3, 2, 5, 400, 1e4};
        TrainingCurve curve = TrainingCurve.of(kernel, y, Matrix.zeros(n, 2), n, times, tolerance);
        assertClose(curve.error(), 0, given(Math.max(tolerance, 1e-9)));
        double[] found = errors(curve, exact, kernel, x, y);
        for (int t = 0; t < times.length; t++) {
            // The reference has rounding of its own, about n ulp times the largest rate times the time.
            double reference = 1e-13 + n * Math.ulp(1.0) * curve.largestEigenvalue() / n * times[t] * 0.1;
            assertThat(found[t]).as("t = " + times[t]).isLessThanOrEqualTo(curve.error(t) + reference);
        }
        assertThat(curve.train(0).frobeniusNorm()).isLessThan(1e-14 * n * y.frobeniusNorm());
        assertThat(curve.dimension()).isBetween(2, n);
    }

    @Test
    void curvesOfManyTimesShareASpace() {
        int n = 400;
        Matrix x = random(n, 6, 15);
        Matrix y = random(n, 1, 16);
        Matrix kernel = NET.ntk(x);
        double[] times = new double[100];
        for (int i = 0; i < 100; i++) {
            times[i] = Math.pow(10, -2 + 6 * i / 99.0);
        }
        TrainingCurve curve = TrainingCurve.of(kernel, y, Matrix.zeros(n, 1), n, times, 1e-9);
        assertThat(curve.factorisations()).isLessThan(16);
        assertThat(curve.dimension()).isLessThan(120);
        double[] found = errors(curve, KernelDynamics.of(kernel, y), kernel, x, y);
        assertClose(Arrays.stream(found).max().orElse(1), 0, given(1e-9).times(10));
        assertClose(curve.largestEigenvalue(), KernelDynamics.of(kernel, y).eigenvalues()[n - 1],
                rounding(n).times(curve.largestEigenvalue()));
    }

    /** Equal points make the kernel singular; their difference never trains. */
    @Test
    void singularKernelsAndOtherStarts() {
        Matrix x = random(80, 6, 25);
        for (int i = 0; i < 40; i++) {
            x.setRow(40 + i, x.row(i));
        }
        Matrix y = random(80, 1, 26);
        Matrix start = random(80, 1, 27);
        Matrix kernel = NET.ntk(x);
        double[] times = {1, 1e3};
        TrainingCurve curve = TrainingCurve.of(kernel, y, start, 80, times, 1e-10);
        KernelDynamics exact = KernelDynamics.of(kernel, y, start);
        for (int t = 0; t < 2; t++) {
            Matrix difference = curve.train(t).minus(exact.train(Evolution.flow(times[t])));
            assertThat(difference.frobeniusNorm()).isLessThan(1e-10 * y.frobeniusNorm());
        }
        assertThat(TrainingCurve.of(kernel, y, y, 80, times, 1e-10).train(1)).isEqualTo(y);
    }

    @Test
    void mistakesAreExplained() {
        Matrix kernel = Matrix.identity(3);
        Matrix y = Matrix.zeros(3, 1);
        assertThatThrownBy(() -> TrainingCurve.of(kernel, y, y, 3, new double[] {Double.POSITIVE_INFINITY}, 1e-8))
                .hasMessageContaining("KernelRegression");
        assertThatThrownBy(() -> TrainingCurve.of(kernel, Matrix.zeros(2, 1), y, 3, new double[] {1}, 1e-8))
                .hasMessageContaining("targets 2 x 1");
        assertThatThrownBy(() -> TrainingCurve.of(kernel, y, y, 0, new double[] {1}, 1e-8)).hasMessageContaining(
                "0 samples");
        assertThatThrownBy(() -> TrainingCurve.of(kernel, y, y, 3, new double[] {1}, 1e-8)
                .predict(Matrix.zeros(2, 4), Matrix.zeros(2, 1))).hasMessageContaining("cross kernel is 2 x 4");
    }
}
