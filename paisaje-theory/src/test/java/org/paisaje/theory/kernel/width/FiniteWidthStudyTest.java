package org.paisaje.theory.kernel.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.InfiniteNetworkTest;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;
import org.paisaje.theory.kernel.margin.MarginStudyTest;
import org.paisaje.theory.kernel.margin.MaxMarginTest;
import org.paisaje.training.flow.GradientFlow;

@Tag("slow")
final class FiniteWidthStudyTest {
    private static final Matrix X = points(10, 1);
    private static final Matrix THERE = points(8, 3);
    private static final Matrix Y = InfiniteNetworkTest.random(10, 1, 4);

    private static Matrix points(int n, long seed) {
        Matrix x = MaxMarginTest.sphere(n, seed);
        x.scale(Math.sqrt(10));
        return x;
    }

    private static FiniteWidthStudy study(String activation) {
        return FiniteWidthStudy.of(m -> MarginStudyTest.net(activation, m), Seed.of(3));
    }

    /** With one hidden layer the mean over networks is the limit, at every width. */
    @ParameterizedTest
    @ValueSource(strings = {"relu", "tanh", "gelu", "softplus"})
    void meansAreTheLimitsWithinTheirErrors(String activation) {
        FiniteWidthStudy biased = FiniteWidthStudy.of(m -> Mlp.of(Activation.parse(activation), 10, m, 2)
                .withParametrization(Parametrization.ntk(1.3, 0.4)), Seed.of(8));
        for (FiniteWidthStudy study : List.of(study(activation), biased)) {
            FiniteWidthStudy.KernelStudy kernels = study.kernels(16, X, 300);
            for (FiniteWidthStudy.KernelMean one : List.of(kernels.ntk(), kernels.nngp())) {
                assertThat(one.worst()).isBetween(0.5, 4.0);
                assertThat(one.distance()).isBetween(one.expectedDistance() / 3, 3 * one.expectedDistance());
                assertThat(one.expectedDistance()).isLessThan(0.06);
            }
        }
    }

    @Test
    void residualNetworksHaveLimitsToo() {
        FiniteWidthStudy study = FiniteWidthStudy.of(m -> Architecture
                .parse("resnet:10-" + m + "x2-1:relu:step=0.5,param=ntk,sw=1.2,sb=0.2"), Seed.of(8));
        FiniteWidthStudy.KernelStudy kernels = study.kernels(256, X, 100);
        assertThat(kernels.ntk().worst()).isLessThan(4.5);
        assertThat(kernels.nngp().worst()).isLessThan(4.5);
    }

    /** Three hidden layers of one neuron are not the limit, which the study must see. */
    @Test
    void narrowDeepNetworksMissTheLimit() {
        FiniteWidthStudy study = FiniteWidthStudy.of(m -> Mlp.of(Activation.TANH, 10, m, m, m, 1)
                .withParametrization(Parametrization.ntk(3, 0)), Seed.of(4));
        assertThat(study.kernels(1, X, 4000).nngp().worst()).isGreaterThan(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relu", "tanh"})
    void kernelsFluctuateByTheRootOfTheWidth(String activation) {
        WidthLaw law = study(activation).fluctuation(new int[] {32, 128, 512, 2048}, X, 16);
        assertThat(law.exponent().estimate()).isBetween(-0.56, -0.44);
        assertThat(law.exponent().width()).isLessThan(0.15);
        assertThat(law.means()[3]).isLessThan(law.means()[0] / 5);
    }

    @Test
    void trainingIsLinearInTheLimit() {
        List<FiniteWidthStudy.Progress> seen = Collections.synchronizedList(new ArrayList<>());
        FiniteWidthStudy.TrainingStudy result = study("tanh").reporting(seen::add)
                .training(new int[] {64, 256, 1024}, X,
                        Y, THERE, 1e-8, 6);
        for (WidthLaw law : List.of(result.drift(), result.trainGap(), result.testGap())) {
            assertThat(law.exponent().estimate()).isBetween(-1.15, -0.75);
            assertThat(law.exponent().high()).isLessThan(-0.6);
        }
        assertThat(result.runs()).hasSize(18);
        assertThat(result.runs().get(2).network().text()).contains("1024");
        for (WidthRun run : result.runs()) {
            assertClose(run.loss(), 0, given(1e-8));
            assertThat(run.completed()).isTrue();
        }
        WidthRun wide = result.runs().get(2);
        assertClose(wide.displacement() / wide.predictedDisplacement(), 1,
                stated(wide.drift(), "the change of the kernel, which the prediction leaves out"));
        assertThat(seen).hasSize(18).contains(new FiniteWidthStudy.Progress(18, 18));
    }

    /** The same quantities from the integrator with error control, at the same times. */
    @Test
    void runsAgreeWithErrorControlledFlow() {
        Mlp net = MarginStudyTest.net("tanh", 24);
        double[] theta = MarginStudyTest.start(5, 24);
        WidthRun run = WidthRun.of(net, theta, X, Y, THERE, 1e-6);
        EmpiricalNtk start = EmpiricalNtk.of(net, theta);
        Matrix kernel = start.gram(X);
        KernelDynamics linear = KernelDynamics.of(kernel, Y, net.forward(theta, X));
        double first = 2.2 / linear.rates()[9];
        int count = 1 + (int) Math.round(Math.log(run.time() / first) / Math.log(1.3));
        double[] times = new double[count];
        for (int k = 0; k < count; k++) {
            times[k] = first * Math.pow(1.3, k);
        }
        GradientFlow.Solution flow = GradientFlow.withTolerance(1e-8)
                .solve(Risk.of(net, X, Y, Loss.SQUARED), theta, times);
        double drift = 0;
        double gap = 0;
        double testGap = 0;
        for (int k = 0; k < count; k++) {
            double[] at = flow.points().row(k);
            drift = Math.max(drift, EmpiricalNtk.of(net, at).gram(X).minus(kernel).frobeniusNorm());
            gap = Math.max(gap, most(net.forward(at, X).minus(linear.train(Evolution.flow(times[k])))));
            testGap = Math.max(testGap, most(net.forward(at, THERE)
                    .minus(linear.predict(Evolution.flow(times[k]),
                            start.gram(THERE, X), net.forward(theta, THERE)))));
        }
        assertThat(run.drift()).isCloseTo(drift / kernel.frobeniusNorm(), offset(1e-3 * run.drift()));
        assertThat(run.trainGap()).isCloseTo(gap, offset(1e-3 * gap));
        assertThat(run.testGap()).isCloseTo(testGap, offset(1e-3 * testGap));
    }

    private static double most(Matrix a) {
        return java.util.Arrays.stream(a.data()).map(Math::abs).max().orElseThrow();
    }

    /** A network that is linear in theta: what is left is the error of the scheme. */
    @Test
    void linearNetworksDoNotMove() {
        Mlp net = Mlp.of(Activation.IDENTITY, 10, 1).withBias(false).withParametrization(Parametrization.NTK);
        WidthRun run = WidthRun.of(net, net.initialize(Seed.of(1)), X.rowRange(0, 6), Y.rowRange(0, 6), THERE, 1e-8);
        assertClose(run.drift(), 0, rounding(20));
        assertThat(run.trainGap()).isBetween(0.0, 1e-4);
        assertClose(run.testGap(), 0, stated(2e-5, "what the scheme leaves of a mode").times(Math.sqrt(6)));
        // The prediction is that at infinity: training stops at the loss 1e-8, with this norm of the residual.
        assertClose(run.displacement(), run.predictedDisplacement(), given(Math.sqrt(2 * 6 * 1e-8)).times(2));
    }

    @Test
    void threadsDoNotChangeABit() {
        FiniteWidthStudy study = study("relu");
        int[] widths = {16, 64};
        double[] all = study.fluctuation(widths, X, 5).values().data();
        double[] one = Blas.withThreads(1, () -> study.fluctuation(widths, X, 5)).values().data();
        assertThat(one).containsExactly(all);
        assertThat(study.kernels(8, X, 40).ntk().mean()).isEqualTo(study.kernels(8, X, 40).ntk().mean());
        double[] more = study.fluctuation(widths, X, 6).values().data();
        assertThat(more).startsWith(all);
    }

    @Test
    void mistakesAndFailuresAreExplained() {
        FiniteWidthStudy study = study("relu");
        assertThatThrownBy(() -> study.kernels(8, X, 1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> study.training(new int[] {1, 2}, X, Y, THERE, 1e-8, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("width");
        assertThatThrownBy(() -> WidthRun.of(MarginStudyTest.net("relu", 3), new double[33], X, Y, THERE, 0))
                .hasMessageContaining("positive loss");
    }
}
