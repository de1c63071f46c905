package org.paisaje.study.explain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.standardErrors;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.explain.check.data.InputCovariance;
import org.paisaje.training.optimizer.Optimizers;

/** Starts whose units, ranks, sizes and reach are known. */
final class StartChecksTest {
    private static final Seed SEED = Seed.of(8);

    private static Matrix normal(int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named("x").gaussians(rows * columns));
    }

    /** Rows (1, 2 | 0.5), (3, 6 | 1.5) and (-1, -2 | -0.5): the second is three times the first, the third its opposite. */
    @Test
    void unitsInOneDirectionAreCounted() {
        Architecture net = Architecture.parse("mlp:2-3-1:relu");
        double[] theta = {1, 2, 3, 6, -1, -2, 0.5, 1.5, -0.5, 1, 1, 1, 0};
        List<LayerStart> layers = LayerStart.of(net, theta, normal(5, 2));
        assertThat(layers.getFirst().parallel()).isEqualTo(1);
        assertThat(layers.getFirst().rank()).isEqualTo(1);
        assertThat(layers.getFirst().possible()).isEqualTo(2);
        assertThat(layers.getLast().amplification()).isEmpty();
        double[] drawn = net.initialize(SEED);
        assertThat(LayerStart.of(net, drawn, normal(5, 2)).getFirst().parallel()).isZero();
        assertThat(LayerStart.of(net, drawn, normal(5, 2)).getFirst().rank()).isEqualTo(2);
    }

    /** E ReLU'^2 = 1/2 whatever the arguments are, so chi is half the fan-in times the mean square of the weights. */
    @Test
    void reluWeightsOfHeAreCritical() {
        Architecture net = Architecture.parse("mlp:50-50-50-50-1:relu");
        double[] theta = net.initialize(SEED);
        for (LayerStart layer : LayerStart.of(net, theta, normal(20, 50)).subList(0, 3)) {
            // The mean square of 2500 weights varies by 2 / sqrt(5000): five deviations.
            assertClose(layer.amplification().orElseThrow(), 1, standardErrors(5, 2 / Math.sqrt(5000)));
        }
        assertClose(LayerStart.depthScale(Math.exp(-0.25)), 4, rounding(4).times(4));
    }

    @Test
    void aSigmoidNetworkOfUsualWeightsIsDeepInTheOrderedPhase() {
        Architecture net = Architecture.parse("mlp:30-30-30-30-1:sigmoid");
        var layers = LayerStart.of(net, net.initialize(SEED), normal(20, 30));
        // s'(z)^2 <= 1/16 and the weights have a mean square of about 1/30.
        assertThat(LayerStart.meanAmplification(layers).orElseThrow()).isBetween(0.03, 1.2 / 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp:2-2-2-2-2-2-1:relu", "mlp:2-1-1-1-1:relu"})
    void narrowNetworksAreBornDeadLessOftenThanTheBound(String text) {
        BornDead born = BornDead.of(Architecture.parse(text), Initializer.heNormal(), normal(50, 2), 400, SEED);
        assertThat(born.measured().low()).isLessThanOrEqualTo(born.bound().orElseThrow());
        assertThat(born.measured().value()).isGreaterThan(0.1);
        assertThat(
                BornDead.of(Architecture.parse("mlp:2-64-64-1:relu"), Initializer.heNormal(), normal(50, 2), 50, SEED)
                        .measured()
                        .value())
                .isZero();
    }

    /** One hidden unit on one sample is dead with probability 1/2, the bound exactly. */
    @Test
    void theBoundIsExactForOneSampleAndOneUnit() {
        Architecture net = Architecture.parse("mlp:3-1-1:relu:bias=false");
        // Outputs of one sample never differ; two samples along one ray die together.
        Matrix x = Matrix.wrap(2, 3, new double[] {1, 2, 3, 2, 4, 6});
        BornDead born = BornDead.of(net, Initializer.heNormal(), x, 2000, SEED);
        assertThat(born.bound().orElseThrow()).isEqualTo(0.5);
        assertThat(born.measured().low()).isLessThan(0.5);
        assertThat(born.measured().high()).isGreaterThan(0.5);
    }

    @Test
    void whatCannotBeBornDeadOrWouldTakeLongIsNotDrawn() {
        Initializer how = Initializer.heNormal();
        assertThat(BornDead.of(Architecture.parse("mlp:2-3-1:relu"), how, normal(300, 2), SEED)).isPresent();
        assertThat(BornDead.of(Architecture.parse("mlp:2-3-1:relu"), how, normal(1, 2), SEED)).isEmpty();
        assertThat(BornDead.of(Architecture.parse("linear:2-1"), how, normal(9, 2), SEED)).isEmpty();
        assertThat(BornDead.of(Architecture.parse("mlp:2-600-600-1:relu"), how, normal(300, 2), SEED)).isEmpty();
    }

    @Test
    void aWideNetworkFitsSixteenSamplesOfAnything() {
        Architecture net = Architecture.parse("mlp:3-40-2:tanh");
        Fitting fit = Fitting.of(net, net.initialize(SEED), net.initialize(SEED.at(1)), normal(60, 3),
                Matrix.wrap(60, 2, SEED.named("y").gaussians(120)), SEED).orElseThrow();
        assertThat(fit.samples()).isEqualTo(16);
        assertThat(fit.start()).isLessThan(Fitting.FITTED);
        assertThat(fit.obstacle()).isEmpty();
    }

    /** A line through 16 points leaves what least squares leaves, in one step. */
    @Test
    void aLinearNetworkLeavesWhatLeastSquaresLeaves() {
        Architecture net = Architecture.parse("linear:1-1:bias=true");
        double[] u = SEED.named("u").gaussians(16);
        double[] v = new double[16];
        for (int i = 0; i < 16; i++) {
            v[i] = u[i] * u[i];
        }
        Matrix x = Matrix.wrap(16, 1, u);
        Matrix y = Matrix.wrap(16, 1, v);
        Fitting fit = Fitting.of(net, new double[2], new double[2], x, y, SEED).orElseThrow();
        InputCovariance inputs = InputCovariance.of(x, y).orElseThrow();
        assertClose(fit.start(), 1 - inputs.linear(), rounding(100));
        assertThat(fit.obstacle()).isEqualTo("a linear function of 1 inputs meets 2 samples in general");
    }

    /** That two inputs differ by a ten thousandth of their size says nothing of what the network is able to. */
    @Test
    void inputsThatNearlyRepeatEachOtherAreNoLackOfCapacity() {
        Architecture net = Architecture.parse("mlp:2-16-1:relu");
        double[] u = SEED.named("u").gaussians(200);
        Matrix x = Matrix.zeros(100, 2);
        Matrix y = Matrix.zeros(100, 1);
        for (int i = 0; i < 100; i++) {
            x.set(i, 0, u[i]);
            x.set(i, 1, u[i] + 1e-4 * u[100 + i]);
            y.set(i, 0, u[100 + i]);
        }
        Fitting fit = Fitting.of(net, net.initialize(SEED), net.initialize(SEED), x, y, SEED).orElseThrow();
        assertThat(fit.start()).isGreaterThan(Fitting.FITTED);
        assertThat(fit.whitened()).isTrue();
        assertThat(fit.never()).isFalse();
        assertThat(fit.obstacle()).isEmpty();
    }

    @Test
    void fewReluPiecesCannotFollowManyPoints() {
        Architecture net = Architecture.parse("mlp:1-3-1:relu");
        double[] u = new double[16];
        double[] v = new double[16];
        for (int i = 0; i < 16; i++) {
            u[i] = i / 8.0 - 1;
            v[i] = i % 2;
        }
        Fitting fit = Fitting.of(net, net.initialize(SEED), net.initialize(SEED), Matrix.wrap(16, 1, u),
                Matrix.wrap(16, 1, v), SEED).orElseThrow();
        assertThat(fit.never()).isTrue();
        assertThat(fit.obstacle()).isEqualTo("3 units of relu make at most 4 linear pieces along one input");
    }

    @Test
    void fewerThanThreeSamplesOrOneTargetSayNothing() {
        Architecture net = Architecture.parse("mlp:1-3-1:relu");
        double[] theta = net.initialize(SEED);
        assertThat(Fitting.of(net, theta, theta, Matrix.zeros(9, 1), normal(9, 1), SEED)).isEmpty();
        assertThat(Fitting.of(net, theta, theta, normal(9, 1), Matrix.zeros(9, 1), SEED)).isEmpty();
    }

    /** Weights of deviation w / sqrt(n) in a linear network multiply squares of differences by w^2 a layer. */
    @Test
    void theDepthScaleIsThatOfTheWeights() {
        Architecture net = Architecture.parse("mlp:60-60-60-60-60-60-60-60-1:relu");
        double[] theta = net.initialize(Initializer.parse("fan-in(0.7)"), SEED);
        DepthScale scale = DepthScale.of(net, theta, normal(40, 60)).orElseThrow();
        // ReLU: chi = w^2 / 2, and the mean square of some 3,600 weights varies by 2 / sqrt(7200).
        assertClose(scale.fate().chi(), 0.245, standardErrors(5, 0.245 * 2 / Math.sqrt(7200)));
        assertClose(scale.trainable(), 6 / Math.abs(Math.log(scale.fate().chi())),
                rounding(4).times(6 / Math.abs(Math.log(scale.fate().chi()))));
        assertThat(scale.layers()).isEqualTo(7);
        assertThat(scale.lost()).isTrue();
        double[] critical = net.initialize(Initializer.heNormal(), SEED);
        assertThat(DepthScale.of(net, critical, normal(40, 60)).orElseThrow().lost()).isFalse();
        assertThat(DepthScale.of(Architecture.parse("mlp:3-3-1:relu"), new double[16], normal(4, 3))).isEmpty();
    }

    /** Layers that would carry differences if they were wide lose them where there are more layers than units. */
    @Test
    void moreLayersThanUnitsLoseDifferences() {
        int lost = 0;
        for (int i = 0; i < 10; i++) {
            lost += narrow(8, i).tooNarrow() ? 1 : 0;
            assertThat(narrow(64, i).tooNarrow()).isFalse();
        }
        assertThat(lost).isGreaterThan(5);
        assertClose(narrow(8, 1).crowding(), 20 / 8.0, rounding(20).times(2.5));
    }

    private static DepthScale narrow(int width, int draw) {
        Architecture net = Architecture.parse("mlp:10" + ("-" + width).repeat(20) + "-1:relu");
        return DepthScale.of(net, net.initialize(SEED.at(draw)), normal(40, 10)).orElseThrow();
    }

    /** In a wide layer the kernel, and with it the curvature, grows like n in the standard parametrization only. */
    @Test
    void theLargestStableRateGoesWithTheWidthAsTheParametrizationPromises() {
        Matrix x = normal(20, 4);
        Matrix y = Matrix.wrap(20, 1, SEED.named("y").gaussians(20));
        WidthRate standard = rate("mlp:4-512-1:tanh", x, y);
        assertThat(standard.promised()).isEqualTo(-1);
        assertThat(standard.power().low()).isLessThan(-0.7);
        assertThat(standard.fitting(2 * standard.rate())).isLessThan(standard.width());
        WidthRate ntk = rate("mlp:4-512-1:tanh:param=ntk", x, y);
        assertThat(ntk.promised()).isZero();
        assertThat(Math.abs(ntk.power().estimate())).isLessThan(0.3);
        assertThat(WidthRate.of((Mlp) Architecture.parse("mlp:4-8-1:tanh"), Initializer.heNormal(), x, y,
                Loss.SQUARED, Optimizers.parse("gd:0.1").stability(0.1), SEED)).isEmpty();
    }

    private static WidthRate rate(String text, Matrix x, Matrix y) {
        Mlp net = (Mlp) Architecture.parse(text);
        return WidthRate.of(net, Initializer.standardFor(net), x, y, Loss.SQUARED,
                Optimizers.parse("gd:0.1").stability(0.1), SEED).orElseThrow();
    }
}
