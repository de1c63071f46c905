package org.paisaje.theory.landscape.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;

final class PopulationLossTest {
    private static final double[] STUDENT = {0.9, -0.2, 0.1, 0.3, 0.7, -0.4, -0.1, 0.2, 1.1};

    /** Reference of mpmath with 40 digits and of JAX's derivatives. */
    @Test
    void threeNeuronsAgreeWithTheReference() {
        PopulationLoss loss = PopulationLoss.orthonormal(3, 3);
        assertClose(loss.value(STUDENT), 0.03936047488974134, printed(17).plus(rounding(100).times(0.04)));
        double[] gradient = {0.0082058045477412, -0.070363061754628, -0.056785332153844, 0.041326215899671,
            -0.12134006130871, -0.10065946411073, 0.0010817663363325, -0.10433445413794, -0.040369730683730};
        assertClose(loss.gradient(STUDENT), gradient, rounding(40));
        double[] values = SymmetricEigen.values(loss.hessian(STUDENT));
        assertClose(values[0], 0.0014250722396151935, rounding(200));
        assertClose(values[8], 1.1201597232254574, rounding(200).times(1.2));
    }

    /** E[r(w.x) r(v.x)] by a sum over many inputs agrees within four standard errors. */
    @Test
    void theLossIsAnExpectation() {
        Matrix teacher = Matrix.of(new double[][] {{1, 0.5}, {-0.3, 0.8}, {0.2, -1.4}});
        double[] w = {0.7, 0.1, -0.9, 1.2};
        double[] x = Seed.of(3).gaussians(200_000);
        double sum = 0;
        double squares = 0;
        for (int s = 0; s < x.length; s += 2) {
            double student = relu(w[0] * x[s] + w[1] * x[s + 1]) + relu(w[2] * x[s] + w[3] * x[s + 1]);
            double label = 0;
            for (int j = 0; j < 3; j++) {
                label += relu(teacher.get(j, 0) * x[s] + teacher.get(j, 1) * x[s + 1]);
            }
            double value = (student - label) * (student - label) / 2;
            sum += value;
            squares += value * value;
        }
        int n = x.length / 2;
        double mean = sum / n;
        double error = Math.sqrt((squares / n - mean * mean) / n);
        assertThat(PopulationLoss.of(2, teacher).value(w)).isCloseTo(mean, within(4 * error));
    }

    private static double relu(double z) {
        return Math.max(0, z);
    }

    @Test
    void derivativesAreThoseOfTheValue() {
        Matrix teacher = Matrix.of(new double[][] {{1, 0.5, 0.2}, {-0.3, 0.8, 1}});
        PopulationLoss loss = PopulationLoss.of(4, teacher);
        double[] w = Seed.of(5).gaussians(12);
        double[] gradient = loss.gradient(w);
        Matrix hessian = loss.hessian(w);
        double h = 1e-5;
        for (int i = 0; i < 12; i++) {
            double[] up = w.clone();
            double[] down = w.clone();
            up[i] += h;
            down[i] -= h;
            assertClose((loss.value(up) - loss.value(down)) / (2 * h), gradient[i], centralDifference(h, 40));
            double[] above = loss.gradient(up);
            double[] below = loss.gradient(down);
            for (int j = 0; j < 12; j++) {
                assertClose((above[j] - below[j]) / (2 * h), hessian.get(i, j), centralDifference(h, 40));
                assertThat(hessian.get(j, i)).isEqualTo(hessian.get(i, j));
            }
        }
    }

    /** The least eigenvalue at the global minimum is 1/4 - 1/(2 pi) for every k, and the loss is 0 there. */
    @Test
    void theGlobalMinimumIsStrict() {
        for (int k : new int[] {2, 6, 10}) {
            PopulationLoss loss = PopulationLoss.orthonormal(k, k);
            double[] w = Matrix.identity(k).data();
            assertClose(loss.value(w), 0.0, rounding(k * k).times(k * k));
            assertClose(loss.gradient(w), new double[k * k], rounding(4));
            assertClose(SymmetricEigen.values(loss.hessian(w))[0], 0.25 - 0.5 / Math.PI, rounding(k * k).times(k));
        }
    }

    @Test
    void positivelyHomogeneousOfDegreeTwoWithoutATeacherInReach() {
        Matrix far = Matrix.of(new double[][] {{1e-100, 0}});
        PopulationLoss loss = PopulationLoss.of(2, far);
        double[] w = {0.3, -1, 2, 0.4};
        double[] twice = {0.6, -2, 4, 0.8};
        assertClose(loss.value(twice), 4 * loss.value(w), rounding(10).times(loss.value(twice)));
    }

    @Test
    void spuriousPointsAreThoseOfTheReference() {
        PopulationCriticalPoint seven = PopulationCriticalPoint
                .near(PopulationLoss.orthonormal(7, 7),
                        new BlockPoint(1, 6, -0.6327, 0.1860, 0.2617, 0.9969, 0, -0.0351).weights())
                .orElseThrow();
        assertClose(seven.loss(), 0.02320271491356608, printed(17).plus(rounding(40)));
        assertClose(seven.lowest(), 0.0140590131823, printed(13).plus(rounding(1_000)));
        assertClose(seven.highest(), 2.2954897171766, printed(13).plus(rounding(1_000).times(2.3)));
        assertClose(seven.weights()[0], -0.6327039049152542, printed(16).plus(rounding(2_000)));
        assertClose(seven.weights()[1], 0.1859910462962511, printed(16).plus(rounding(2_000)));
        assertClose(seven.weights()[7], 0.2616910758065544, printed(16).plus(rounding(2_000)));
        assertThat(seven.minimum()).isTrue();
        PopulationCriticalPoint eight = BlockPoint.spurious(1, 7).settled().orElseThrow();
        assertClose(eight.loss(), 0.02150803717152142, printed(17).plus(rounding(40)));
        assertClose(eight.lowest(), 0.0213465891915, printed(13).plus(rounding(1_000)));
        assertClose(eight.highest(), 2.5645935160841, printed(13).plus(rounding(1_000).times(2.6)));
    }

    @Test
    void mistakesAreNamed() {
        PopulationLoss loss = PopulationLoss.orthonormal(2, 3);
        assertThatThrownBy(() -> loss.value(new double[5])).hasMessageContaining("5 weights").hasMessageContaining("6");
        assertThatThrownBy(() -> loss.gradient(new double[] {1, 0, 0, 0, 0, 0})).hasMessageContaining("neuron 1 is 0");
        assertThatThrownBy(() -> PopulationLoss.of(2, Matrix.zeros(1, 3))).hasMessageContaining("norm 0");
        assertThatThrownBy(() -> new BlockPoint(0, 6, 1, 1, 1, 1, 1, 1)).hasMessageContaining("0 and 6");
    }
}
