package org.paisaje.theory.landscape.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.theory.landscape.Sharpness;

/** Splits, duals, blocks, ends, certificates and warm starts against dense algebra. */
final class SpectrumTest {
    private static final Seed SEED = Seed.of(11);

    private static Risk risk(String net, String loss, int n) {
        Architecture network = Architecture.parse(net);
        Matrix x = Matrix.wrap(n, network.inputs(), SEED.named("x").gaussians(n * network.inputs()));
        int k = network.outputs();
        Matrix y = Matrix.zeros(n, k);
        Loss lowered = Loss.parse(loss);
        for (int i = 0; i < n; i++) {
            if (k > 1) {
                y.set(i, i % k, 1);
            } else {
                y.set(i, 0, loss.equals("logistic") ? i % 2 * 2 - 1 : i % 2);
            }
        }
        return Risk.of(network, x, y, lowered);
    }

    private static double[] theta(Risk risk) {
        return ((Architecture) risk.network()).initialize(SEED.named("init"));
    }

    private static FullSpectrum.Found all(LinearOperator operator) {
        return (FullSpectrum.Found) FullSpectrum.of(operator, List.of(), share -> {});
    }

    /** The exact part and the trace of what is left, layer by layer and together. */
    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:3-4-2:relu softmax-cross-entropy", "mlp:3-4-2:tanh softmax-cross-entropy",
                "mlp:3-5-1:sigmoid binary-cross-entropy", "conv:3x3x1-2-2:relu:filter=2 half-sum-squared"})
    void exactPartAndRestMakeTheTrace(String line) {
        String[] words = line.split(" ", -1);
        Risk risk = risk(words[0], words[1], 7);
        var at = risk.at(theta(risk));
        for (Curvature of : Curvature.values()) {
            Matrix whole = of.operator(at).symmetricMatrix("whole");
            var parts = TraceParts.of(of, risk, at);
            if (parts.isEmpty()) {
                assertThat(of).isEqualTo(Curvature.H2);
                assertThat(at.residualHasZeroDiagonal()).isFalse();
                continue;
            }
            assertThat(parts.get().rest().isPresent())
                    .isEqualTo(of == Curvature.HESSIAN && !at.residualHasZeroDiagonal());
            assertThat(parts.get().passes()).isBetween(of == Curvature.H2 ? 0 : 1, 2);
            Matrix rest = parts.get()
                    .rest()
                    .map(left -> left.symmetricMatrix("rest"))
                    .orElse(Matrix.zeros(whole.rows(), whole.rows()));
            var tolerance = rounding(100L * whole.rows()).times(whole.norm1());
            assertClose(parts.get().sum(0, parts.get().diagonal().length) + trace(rest, 0, rest.rows()),
                    trace(whole, 0, whole.rows()), tolerance);
            for (ParameterBlock layer : ParameterBlock.layers(risk.network().layout())) {
                if (of.overParameters()) {
                    assertClose(parts.get().sum(layer.from(), layer.size()) + trace(rest, layer.from(), layer.size()),
                            trace(whole, layer.from(), layer.size()), tolerance);
                }
            }
        }
    }

    private static double trace(Matrix a, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += a.get(i, i);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:3-4-2:tanh softmax-cross-entropy", "mlp:3-5-1:tanh logistic",
                "mlp:3-5-1:sigmoid binary-cross-entropy", "mlp:3-4-2:relu squared", "mlp:2-3-2:tanh mean-squared",
                "resnet:3-2x4-2:tanh half-sum-squared", "conv:3x3x1-2-2:relu:filter=2 softmax-cross-entropy"})
    void theDualHasTheSameEigenvaluesButForZeros(String line) {
        String[] words = line.split(" ", -1);
        Risk risk = risk(words[0], words[1], 7);
        double[] theta = theta(risk);
        for (Curvature of : List.of(Curvature.GAUSS_NEWTON, Curvature.FISHER, Curvature.NTK)) {
            double[] one = all(of.operator(risk.at(theta))).values();
            double[] other = all(of.dual(risk, theta).orElseThrow()).values();
            int common = Math.min(one.length, other.length);
            for (int i = 0; i < Math.max(one.length, other.length); i++) {
                double a = i < one.length ? one[one.length - 1 - i] : 0;
                double b = i < other.length ? other[other.length - 1 - i] : 0;
                assertClose(a, b, rounding(10L * one.length).times(one[one.length - 1]));
            }
            assertThat(all(of.operator(risk.at(theta))).rank(1e-10)).isLessThanOrEqualTo(common);
        }
    }

    @Test
    void theHessianIsTheSumOfItsParts() {
        Risk risk = risk("mlp:3-4-2:tanh", "softmax-cross-entropy", 9);
        double[] theta = theta(risk);
        double[] v = SEED.named("v").gaussians(theta.length);
        var at = risk.at(theta);
        double[] h = at.hessian().apply(v);
        double[] parts = Curvature.GAUSS_NEWTON.operator(at).plus(Curvature.H2.operator(at)).apply(v);
        assertClose(parts, h, rounding(theta.length).times(10));
    }

    /** The mean over targets drawn by the model of g g^T, by going through all classes with their probabilities. */
    @Test
    void theFisherMatrixIsTheMeanOverTargetsOfTheModel() {
        Risk risk = risk("mlp:3-4-3:tanh", "softmax-cross-entropy", 5);
        double[] theta = theta(risk);
        int p = theta.length;
        Matrix outputs = risk.at(theta).outputs();
        Matrix mean = Matrix.zeros(p, p);
        for (int i = 0; i < 5; i++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += Math.exp(outputs.get(i, c));
            }
            for (int c = 0; c < 3; c++) {
                Matrix y = Matrix.zeros(1, 3);
                y.set(0, c, 1);
                double[] g = Risk.of(risk.network(), risk.x().rows(i), y, risk.loss()).at(theta).gradient();
                double weight = Math.exp(outputs.get(i, c)) / sum / 5;
                for (int a = 0; a < p; a++) {
                    for (int b = 0; b < p; b++) {
                        mean.set(a, b, mean.get(a, b) + weight * g[a] * g[b]);
                    }
                }
            }
        }
        double[] exact = SymmetricEigen.values(mean);
        assertClose(all(Curvature.FISHER.operator(risk.at(theta))).values(), exact,
                rounding(20L * p).times(exact[p - 1]));
    }

    @Test
    void blocksAreThoseOfTheWholeMatrix() {
        Risk risk = risk("mlp:3-4-2:tanh", "squared", 9);
        double[] theta = theta(risk);
        List<ParameterBlock> blocks = ParameterBlock.layers(risk.network().layout());
        assertThat(blocks).extracting(ParameterBlock::size).containsExactly(16, 10);
        LinearOperator h = risk.at(theta).hessian();
        var found = (FullSpectrum.Found) FullSpectrum.of(h, blocks, share -> {});
        for (int b = 0; b < 2; b++) {
            ParameterBlock block = blocks.get(b);
            assertClose(found.blocks().get(b), all(h.restricted(block.from(), block.size())).values(),
                    rounding(26).times(found.norm()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 40})
    void endsAreThoseOfAllEigenvalues(int order) {
        double[] values = SEED.named("diagonal").gaussians(order);
        LinearOperator a = LinearOperator.diagonal(values);
        double[] exact = all(a).values();
        var ends = ((SpectrumEnds.Outcome.Found) SpectrumEnds.of(a, 4, 1e-9, 1000, SEED)).ends();
        assertThat(ends.converged()).isTrue();
        assertThat(ends.highest().length + ends.lowest().length).isEqualTo(Math.min(order, 8));
        for (int i = 0; i < ends.highest().length; i++) {
            assertThat(Math.abs(ends.highest()[i] - exact[order - 1 - i])).isLessThanOrEqualTo(ends.highestBounds()[i]);
        }
        for (int i = 0; i < ends.lowest().length; i++) {
            assertThat(Math.abs(ends.lowest()[i] - exact[i])).isLessThanOrEqualTo(ends.lowestBounds()[i]);
        }
    }

    /** With a failure probability of 0.2 a bound over few vectors must fail sometimes and not more often than stated. */
    @Test
    void certificatesFailNoMoreOftenThanTheySay() {
        LinearOperator rest = LinearOperator.diagonal(1, 0, 0, 0, 0, 0);
        int failed = 0;
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            var certificate = LowRankCertificate.of(rest, new double[0], Matrix.zeros(0, 6), 2, 0.2, SEED.at(run))
                    .orElseThrow();
            failed += certificate.bound() < 1 ? 1 : 0;
        }
        // For rank one the bound fails with probability P(|z| < 1 / (alpha sqrt(2/pi)))^2 = 0.1808 at alpha = 0.2^(-1/2).
        double exact = Math.pow(org.hipparchus.special.Erf.erf(Math.sqrt(Math.PI / 2 * 0.2) / Math.sqrt(2)), 2);
        assertThat(exact).isLessThan(0.2);
        assertThat(Math.abs(failed - runs * exact)).isLessThan(4 * Math.sqrt(runs * exact * (1 - exact)));
        assertThat(
                LowRankCertificate.of(rest, new double[] {1}, Matrix.of(new double[][] {{1, 0, 0, 0, 0, 0}}), 5, 1e-6,
                        SEED).orElseThrow().bound())
                .isZero();
    }

    @Test
    void outliersStandApart() {
        assertThat(OutlyingEigenvalues.among(new double[] {90, 80, 20, 15, 9, 7}, 0).count()).isEqualTo(2);
        assertThat(OutlyingEigenvalues.among(new double[] {90, 30, 20, 8, 0.1}, 0).count()).isEqualTo(1);
        assertThat(OutlyingEigenvalues.among(new double[] {3, 2, 1.5, 1.4}, 0).count()).isZero();
        assertThat(OutlyingEigenvalues.among(new double[] {5, 1e-12, 1e-16}, 1e-10).count()).isZero();
        assertThat(OutlyingEigenvalues.among(new double[] {5}, 0)).isEqualTo(new OutlyingEigenvalues(0, 1));
    }

    @Test
    void warmStartsFindTheSameValueWithFewerProducts() {
        Risk risk = risk("mlp:3-20-2:tanh", "softmax-cross-entropy", 60);
        double[] theta = theta(risk);
        Sharpness.Warm first = Sharpness.Warm.cold().next(risk.hessian(theta), SEED);
        for (int i = 0; i < theta.length; i++) {
            theta[i] *= 1.001;
        }
        Sharpness.Warm warm = first.next(risk.hessian(theta), SEED);
        var cold = (Sharpness.Measured) Sharpness.of(risk.hessian(theta), SEED);
        var value = (Sharpness.Measured) warm.sharpness();
        assertThat(warm.products()).isLessThan(first.products());
        assertThat(Math.abs(value.value() - cold.value())).isLessThanOrEqualTo(value.bound() + cold.bound());
    }

    /** The start has no part in the largest eigenvector; the noise has. */
    @Test
    void aWarmStartDoesNotHideALargerValue() {
        double[] diagonal = new double[100];
        diagonal[0] = 3;
        diagonal[1] = 2;
        double[] second = new double[100];
        second[1] = 1;
        var misled = new Sharpness.Warm(new Sharpness.Measured(2, 0, true), second, 0);
        assertThat(misled.next(LinearOperator.diagonal(diagonal), SEED).sharpness())
                .isInstanceOfSatisfying(Sharpness.Measured.class, s -> assertThat(s.value()).isCloseTo(3,
                        org.assertj.core.api.Assertions.within(s.bound() + 1e-12)));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Curvature.parse("hesian")).hasMessageContaining("hessian, gauss-newton");
        Risk risk = risk("mlp:3-4-2:tanh", "squared", 9);
        assertThatThrownBy(() -> risk.at(theta(risk)).tangentKernel().apply(new double[5]))
                .hasMessageContaining("order 18");
        assertThat(FullSpectrum.of(LinearOperator.of(3, (v, out) -> out[1] = Double.NaN), List.of(), share -> {}))
                .isInstanceOf(FullSpectrum.Failed.class);
        assertThat(SpectrumEnds.of(LinearOperator.of(3, (v, out) -> out[1] = Double.NaN), 1, 1e-3, 50, SEED))
                .isInstanceOf(SpectrumEnds.Outcome.Failed.class);
        assertThat(FullSpectrum.fits(1_000_000)).isFalse();
    }
}
