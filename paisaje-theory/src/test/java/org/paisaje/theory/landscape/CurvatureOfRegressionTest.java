package org.paisaje.theory.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Vectors.dot;

import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;

/** Linear regression, where the Hessian is X^T X / n and everything is known, and a small network against dense algebra. */
final class CurvatureOfRegressionTest {
    private static final Seed SEED = Seed.of(3);
    private static final int N = 40;
    private static final int D = 6;

    private final Matrix x = Matrix.wrap(N, D, SEED.named("x").gaussians(N * D));
    private final Matrix y = Matrix.wrap(N, 1, SEED.named("y").gaussians(N));
    private final Risk risk = Risk.of(Mlp.linear(D, 1), x, y, Loss.SQUARED);

    private Matrix hessian() {
        Matrix gram = x.transposedTimes(x);
        gram.scale(1.0 / N);
        return gram;
    }

    @Test
    void sharpnessIsTheLargestEigenvalue() {
        double[] exact = SymmetricEigen.values(hessian());
        Sharpness found = Sharpness.of(risk.hessian(new double[D]), SEED);
        assertThat(found).isInstanceOfSatisfying(Sharpness.Measured.class, sharpness -> {
            assertThat(sharpness.converged()).isTrue();
            assertThat(sharpness.value()).isBetween(exact[D - 1] - sharpness.bound() - 1e-12, exact[D - 1] + 1e-12);
        });
    }

    @Test
    void preconditionedSharpnessIsThatOfTheScaledMatrix() {
        double[] scale = {0.1, 1, 2, 3, 0.5, 7};
        Matrix scaled = hessian();
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                scaled.set(i, j, scaled.get(i, j) / Math.sqrt(scale[i] * scale[j]));
            }
        }
        double exact = SymmetricEigen.values(scaled)[D - 1];
        Sharpness found = Sharpness.preconditioned(risk.hessian(new double[D]), scale, SEED);
        assertThat(found).isInstanceOfSatisfying(Sharpness.Measured.class,
                s -> assertThat(Math.abs(s.value() - exact)).isLessThanOrEqualTo(s.bound() + 1e-12 * exact));
        assertThatThrownBy(() -> Sharpness.preconditioned(risk.hessian(new double[D]), new double[D], SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive");
    }

    @Test
    void aProductThatIsNotFiniteIsAValue() {
        LinearOperator broken = LinearOperator.of(3, (v, out) -> out[0] = Double.NaN);
        assertThat(Sharpness.of(broken, SEED)).isInstanceOf(Sharpness.Failed.class);
        assertThat(HessianSpectrum.of(broken, new HessianSpectrum.Effort(1, 20, 2, 3), SEED)).isEmpty();
    }

    /** On a quadratic mu_t lies between the extreme eigenvalues, and each step obeys the guarantee. */
    @Test
    void everyStepObeysTheGuarantee() {
        double[] eigen = SymmetricEigen.values(hessian());
        double[] best = solve();
        double optimum = risk.value(best);
        double rate = 1.3 / eigen[D - 1];
        double[] theta = SEED.named("theta").gaussians(D);
        double[] gradient = new double[D];
        double loss = risk.valueAndGradient(theta, gradient);
        int step = 0;
        // Below this excess the rounding of the loss, some 1e-16, would show in mu_t.
        for (; loss - optimum > 1e-6; step++) {
            double norm = Math.sqrt(dot(gradient, gradient));
            double mu = PolyakLojasiewicz.at(step, norm, loss, optimum).orElseThrow().value();
            assertThat(mu).isBetween(eigen[0] * (1 - 1e-9), eigen[D - 1] * (1 + 1e-9));
            for (int i = 0; i < D; i++) {
                theta[i] -= rate * gradient[i];
            }
            double next = risk.valueAndGradient(theta, gradient);
            double guaranteed = PolyakLojasiewicz.guaranteedRate(mu, eigen[D - 1], rate);
            assertThat(Math.log((loss - optimum) / (next - optimum))).isGreaterThanOrEqualTo(guaranteed - 1e-9);
            loss = next;
        }
        assertThat(step).isBetween(5, 100);
    }

    /** In one dimension the guarantee is exact: the excess falls by (1 - eta lambda)^2. */
    @Test
    void inOneDimensionTheGuaranteeIsExact() {
        for (double product : new double[] {0.1, 0.5, 1.5, 1.9}) {
            assertClose(PolyakLojasiewicz.guaranteedRate(product, product, 1), -2 * Math.log(Math.abs(1 - product)),
                    rounding(20));
        }
        assertThat(PolyakLojasiewicz.guaranteedRate(1, 1, 1)).isInfinite();
        assertThat(PolyakLojasiewicz.guaranteedRate(1, 1, 2.5)).isZero();
        assertThat(PolyakLojasiewicz.at(0, 1, 2, 2)).isEmpty();
    }

    @Test
    void spectrumAndSplitAgreeWithDenseAlgebra() {
        Risk small = Risk.of(Mlp.of(Activation.TANH, D, 4, 1), x, y, Loss.SQUARED);
        double[] theta = SEED.named("small").gaussians(small.dimension());
        var at = small.at(theta);
        double[] exact = SymmetricEigen.values(at.denseHessian());
        int p = exact.length;
        HessianSpectrum spectrum = HessianSpectrum
                .of(at.hessian(), new HessianSpectrum.Effort(3, 400, 4, 20), SEED)
                .orElseThrow();
        for (int i = 0; i < 3; i++) {
            assertThat(Math.abs(spectrum.lowest()[i] - exact[i])).isLessThanOrEqualTo(
                    spectrum.lowestBounds()[i] + 1e-12);
            assertThat(Math.abs(spectrum.highest()[i] - exact[p - 1 - i])).isLessThanOrEqualTo(
                    spectrum.highestBounds()[i] + 1e-12);
        }
        HessianSplit split = HessianSplit.of(at, 400, SEED).orElseThrow();
        Matrix rest = at.denseHessian().minus(at.denseGaussNewton());
        assertThat(split.whole().covers(at.denseHessian().frobeniusNorm())).isTrue();
        assertThat(split.gaussNewton().covers(at.denseGaussNewton().frobeniusNorm())).isTrue();
        assertThat(split.residual().covers(rest.frobeniusNorm())).isTrue();
    }

    @Test
    void ofALinearNetworkTheSecondPartVanishes() {
        HessianSplit split = HessianSplit.of(risk.at(new double[D]), 12, SEED).orElseThrow();
        assertThat(split.residual().value()).isZero();
        assertThat(split.whole().value()).isEqualTo(split.gaussNewton().value());
    }

    private double[] solve() {
        SymmetricEigen eigen = SymmetricEigen.of(x.transposedTimes(x));
        return eigen.apply(value -> 1 / value, x.transposedTimes(y).data());
    }
}
