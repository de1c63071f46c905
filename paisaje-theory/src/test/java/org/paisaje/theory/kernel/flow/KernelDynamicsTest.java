package org.paisaje.theory.kernel.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.exactly;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.InfiniteNetworkTest;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.WideKernels;
import org.paisaje.theory.kernel.width.TaylorNetwork;
import org.paisaje.training.flow.GradientFlow;

final class KernelDynamicsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    /** What steps within 1e-11 may add up to over the thousand steps of a flow. */
    private static final Tolerance ACCUMULATED = stated(1e-11, "the tolerance of a step").times(1_000);

    /** Reference case R3 of 50-digit arithmetic: the frozen kernel of a two-layer ReLU network. */
    @Test
    void referenceCase() {
        Mlp net = Mlp.of(Activation.RELU, 2, 3, 1).withBias(false);
        double r = 1 / Math.sqrt(3);
        double[] theta = {1, 2, -1, 1, 2, -1, 1, -2, 1};
        // f = (1/sqrt m) a s(W x): the kernel of W is that of the weights a / sqrt m, the one of a is scaled by 1/m.
        Matrix x = Matrix.of(new double[][] {{.6, .8}, {1, 0}, {-.8, .6}});
        Matrix there = Matrix.of(new double[][] {{5.0 / 13, 12.0 / 13}});
        Matrix kernel = Matrix.of(new double[][] {{3.68, 1.4, 1.16 / 3}, {1.4, 7.0 / 3, -.4 / 3},
            {1.16 / 3, -.4 / 3, 7.12 / 3}});
        Mlp scaled = net.withParametrization(Parametrization.NTK);
        double[] lifted = theta.clone();
        Matrix wide = x.copy();
        wide.scale(Math.sqrt(2));
        Matrix empirical = EmpiricalNtk.of(scaled, lifted).gram(wide);
        for (int i = 0; i < 9; i++) {
            assertClose(empirical.data()[i], kernel.data()[i], rounding(20));
        }
        Matrix wideThere = there.copy();
        wideThere.scale(Math.sqrt(2));
        Matrix cross = EmpiricalNtk.of(scaled, lifted).gram(wideThere, wide);
        Matrix start = scaled.forward(lifted, wide);
        Matrix startThere = scaled.forward(lifted, wideThere);
        assertClose(start.get(0, 0), 2.2 * r, rounding(20));
        Matrix y = Matrix.of(new double[][] {{1}, {-1}, {.5}});
        KernelDynamics dynamics = KernelDynamics.of(empirical, y, start);
        double[][] train = {{0.69722455179525, 0.266695903463715, -0.286555031351214},
            {0.991480032030896, -0.987014530258549, 0.504148782419242}};
        double[] test = {0.650570529816741, 1.33322143042772};
        for (int i = 0; i < 2; i++) {
            Evolution flow = Evolution.flow(i == 0 ? 1 : 10);
            for (int j = 0; j < 3; j++) {
                assertClose(dynamics.train(flow).get(j, 0), train[i][j], rounding(100));
            }
            assertClose(dynamics.predict(flow, cross, startThere).get(0, 0), test[i], rounding(100));
        }
        assertClose(dynamics.predict(Evolution.flow(INF), cross, startThere).get(0, 0), 1.3424107095907,
                printed(13).plus(rounding(100)));
        assertThat(dynamics.predict(Evolution.flow(0), cross, startThere)).isEqualTo(startThere);
        assertClose(dynamics.squaredNorms()[0], 4.84780869427915, printed(14).plus(rounding(100).times(5)));
        assertClose(dynamics.with(y, Matrix.zeros(3, 1)).squaredNorms()[0], 1.34412589707428,
                printed(14).plus(rounding(100).times(2)));
        assertClose(dynamics.largestStableRate(), 6 / 4.59026094986222, printed(14).plus(rounding(100)));
        assertClose(dynamics.rates(), new double[] {1.35171884115626 / 3, 2.44468687564819 / 3, 4.59026094986222 / 3},
                printed(14).plus(rounding(100)));
        KernelRegression regression = KernelRegression.of(empirical, y, start, 0);
        assertClose(regression.predict(cross, startThere).get(0, 0), 1.3424107095907, printed(13).plus(rounding(100)));
        assertClose(regression.squaredNorms()[0], 4.84780869427915, printed(14).plus(rounding(100).times(5)));
        assertThat(regression.jitter()).isZero();
    }

    private static final class Problem {
        final InfiniteNetwork net = InfiniteNetwork.of(Mlp.of(Activation.ERF, 4, 9, 9, 1)
                .withParametrization(Parametrization.ntk(1.4, 0.2)));
        final Matrix x = InfiniteNetworkTest.random(25, 4, 1);
        final Matrix there = InfiniteNetworkTest.random(6, 4, 2);
        final WideKernels own = net.kernels(x);
        final WideKernels cross = net.kernels(there, x);
        final WideKernels last = net.kernels(there);
        final Matrix y = InfiniteNetworkTest.random(25, 3, 3);
        final Matrix start = InfiniteNetworkTest.random(25, 3, 4);
        final Matrix startThere = InfiniteNetworkTest.random(6, 3, 5);
        final KernelDynamics dynamics = KernelDynamics.of(own.ntk(), y, start);
    }

    /** Descent and heavy ball against their iteration in function space. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7})
    void discreteRulesAgreeWithTheirIteration(double beta) {
        Problem p = new Problem();
        double eta = 0.8 * p.dynamics.largestStableRate();
        Matrix f = p.start.copy();
        Matrix g = p.startThere.copy();
        Matrix fBefore = f.copy();
        Matrix gBefore = g.copy();
        for (int s = 0; s < 60; s++) {
            Matrix residual = f.minus(p.y);
            Matrix fNext = f.copy();
            fNext.addScaled(-eta / 25, p.own.ntk().times(residual));
            fNext.addScaled(beta, f.minus(fBefore));
            Matrix gNext = g.copy();
            gNext.addScaled(-eta / 25, p.cross.ntk().times(residual));
            gNext.addScaled(beta, g.minus(gBefore));
            fBefore = f;
            gBefore = g;
            f = fNext;
            g = gNext;
        }
        Evolution rule = beta == 0 ? Evolution.descent(eta, 60) : Evolution.heavyBall(eta, beta, 60);
        assertClose(p.dynamics.train(rule), f, rounding(60 * 25).times(10));
        assertClose(p.dynamics.predict(rule, p.cross.ntk(), p.startThere), g, rounding(60 * 25).times(10));
        // At the training points both formulas are the same function.
        assertClose(p.dynamics.predict(rule, p.own.ntk(), p.start), f, rounding(25).times(p.dynamics.condition()));
    }

    /** Just below the largest stable rate the largest mode shrinks, just above it grows. */
    @Test
    void largestStableRateSeparates() {
        Problem p = new Problem();
        double[] values = p.dynamics.eigenvalues();
        double largest = values[24];
        double rate = p.dynamics.largestStableRate();
        assertThat(Math.abs(Evolution.descent(0.999 * rate, 1000).remaining(largest, 25))).isLessThan(0.2);
        assertThat(Math.abs(Evolution.descent(1.001 * rate, 1000).remaining(largest, 25))).isGreaterThan(5);
        double ball = Evolution.heavyBall(1, 0.5, 1).largestStableRate(largest, 25);
        assertThat(Math.abs(Evolution.heavyBall(0.999 * ball, 0.5, 20_000).remaining(largest, 25))).isLessThan(0.1);
        assertThat(Math.abs(Evolution.heavyBall(1.001 * ball, 0.5, 20_000).remaining(largest, 25))).isGreaterThan(10);
        assertThatThrownBy(() -> p.dynamics.train(Evolution.descent(3 * rate, 100_000)))
                .hasMessageContaining("diverge");
    }

    /** f_t of an empirical kernel against the gradient flow of the linearised network. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "relu"})
    void agreesWithTheFlowOfTheLinearisedNetwork(String activation) {
        Mlp net = Mlp.of(Activation.parse(activation), 3, 10, 8, 2).withParametrization(Parametrization.ntk(1.2, 0.3));
        double[] theta = net.initialize(Seed.of(5));
        Matrix x = InfiniteNetworkTest.random(6, 3, 6);
        Matrix there = InfiniteNetworkTest.random(4, 3, 7);
        Matrix y = InfiniteNetworkTest.random(6, 2, 8);
        TaylorNetwork linear = TaylorNetwork.first(net, theta);
        double[] times = {0.5, 5, 20};
        GradientFlow.Solution flow = GradientFlow.withTolerance(1e-11)
                .solve(Risk.of(linear, x, y, Loss.SQUARED), theta, times);
        EmpiricalNtk ntk = EmpiricalNtk.of(net, theta);
        Matrix start = net.forward(theta, x);
        KernelDynamics dynamics = KernelDynamics.of(ntk.gram(x), column(y), column(start), 6);
        Matrix cross = ntk.gram(there, x);
        for (int k = 0; k < times.length; k++) {
            double[] at = flow.points().row(k);
            assertClose(dynamics.train(Evolution.flow(times[k])), column(linear.forward(at, x)), ACCUMULATED);
            assertClose(dynamics.predict(Evolution.flow(times[k]), cross, column(net.forward(theta, there))),
                    column(linear.forward(at, there)), ACCUMULATED);
        }
    }

    private static Matrix column(Matrix a) {
        return Matrix.wrap(a.data().length, 1, a.data());
    }

    @Test
    void ridgeAndInterpolationAgreeWithRegression() {
        Problem p = new Problem();
        for (double rho : new double[] {0, 1e-3, 2}) {
            Evolution rule = rho == 0 ? Evolution.flow(INF) : Evolution.ridge(rho);
            KernelRegression regression = KernelRegression.of(p.own.ntk(), p.y, p.start, rho);
            Tolerance tolerance = rounding(50).times(p.dynamics.condition());
            assertClose(p.dynamics.predict(rule, p.cross.ntk(), p.startThere),
                    regression.predict(p.cross.ntk(), p.startThere), tolerance);
            assertClose(p.dynamics.train(rule), regression.predict(p.own.ntk(), p.start), tolerance);
            assertThat(regression.conditionEstimate()).isBetween(1.0, 30 * p.dynamics.condition());
        }
        assertClose(p.dynamics.train(Evolution.flow(INF)), p.y, rounding(25).times(100));
        double[] norms = KernelRegression.of(p.own.ntk(), p.y, p.start, 0).squaredNorms();
        for (int c = 0; c < 3; c++) {
            assertThat(norms[c]).isCloseTo(p.dynamics.squaredNorms()[c], offset(1e-9 * norms[c]));
        }
        assertThat(KernelRegression.of(p.own.ntk(), p.y, p.start, 1).squaredNorms()[0]).isLessThan(norms[0]);
    }

    /** Two equal points with unequal labels: the mean is learned, the difference never. */
    @Test
    void singularKernelsKeepTheirNullModes() {
        Matrix x = InfiniteNetworkTest.random(8, 4, 1);
        x.setRow(5, x.row(2));
        InfiniteNetwork net = InfiniteNetwork.of(Mlp.of(Activation.RELU, 4, 9, 1));
        Matrix y = InfiniteNetworkTest.random(8, 1, 3);
        KernelDynamics dynamics = KernelDynamics.of(net.ntk(x), y);
        assertThat(dynamics.nullity()).isEqualTo(1);
        double half = 0.5 * (y.get(2, 0) - y.get(5, 0));
        assertClose(dynamics.unreachable(), Math.sqrt(2) * Math.abs(half), rounding(500));
        Matrix last = dynamics.train(Evolution.flow(INF));
        assertClose(last.get(2, 0), y.get(2, 0) - half, rounding(100));
        assertClose(last.get(5, 0), y.get(2, 0) - half, rounding(100));
        Matrix there = net.ntk(InfiniteNetworkTest.random(3, 4, 9), x);
        for (double t : new double[] {0, 1, 1e6, INF}) {
            for (double value : dynamics.predict(Evolution.flow(t), there).data()) {
                assertThat(Math.abs(value)).isLessThan(100);
            }
        }
        assertClose(dynamics.predict(Evolution.flow(1e9), there), dynamics.predict(Evolution.flow(INF), there),
                stated(1e-9, "rounding over the least eigenvalue that is not 0"));
        KernelRegression regression = KernelRegression.of(net.ntk(x), y, 0);
        assertThat(regression.jitter()).isPositive();
        assertClose(regression.predict(net.ntk(x)), last,
                stated(1e-6, "the jitter over the least eigenvalue that is not 0"));
    }

    /** 4,000 draws of f_0 trained one by one. */
    @Test
    void ensembleAgreesWithSamples() {
        Problem p = new Problem();
        Evolution rule = Evolution.flow(30);
        KernelDynamics.Ensemble ensemble = p.dynamics.ensemble(rule, p.cross.ntk(), p.own.nngp(), p.cross.nngp(),
                p.last.nngp());
        Matrix all = Matrix.stackRows(p.x, p.there);
        Matrix root = ((Cholesky) Cholesky.withJitter(p.net.nngp(all))).factor();
        int draws = 4000;
        Matrix z = InfiniteNetworkTest.random(31, draws, 11);
        Matrix f0 = root.times(z);
        Matrix targets = Matrix.zeros(25, draws);
        for (int i = 0; i < 25; i++) {
            for (int c = 0; c < draws; c++) {
                targets.set(i, c, p.y.get(i, 0));
            }
        }
        Matrix f = p.dynamics.with(targets, f0.rowRange(0, 25)).predict(rule, p.cross.ntk(), f0.rowRange(25, 31));
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int c = 0; c < draws; c++) {
                    sum += (f.get(i, c) - ensemble.mean().get(i, 0)) * (f.get(j, c) - ensemble.mean().get(j, 0));
                }
                double vi = ensemble.covariance().get(i, i);
                double vj = ensemble.covariance().get(j, j);
                double expected = ensemble.covariance().get(i, j);
                double error = Math.sqrt((vi * vj + expected * expected) / draws);
                assertThat(sum / draws).isCloseTo(expected, offset(4 * error));
            }
        }
        KernelDynamics.Ensemble before = p.dynamics.ensemble(Evolution.flow(0), p.cross.ntk(), p.own.nngp(),
                p.cross.nngp(), p.last.nngp());
        assertClose(before.covariance(), p.last.nngp(), exactly());
        KernelDynamics.Ensemble fitted = p.dynamics.ensemble(Evolution.flow(INF), p.own.ntk(), p.own.nngp(),
                p.own.nngp(), p.own.nngp());
        assertClose(fitted.covariance(), Matrix.zeros(25, 25), rounding(25).times(p.dynamics.condition()));
        assertClose(fitted.mean(), p.y, rounding(25).times(p.dynamics.condition()));
    }

    /** Training the last layer alone to the end is the NNGP posterior (Lee et al. 2019, section 2.3). */
    @Test
    void nngpPosteriorIsTheEnsembleOfTheReadout() {
        Problem p = new Problem();
        KernelDynamics readout = KernelDynamics.of(p.own.nngp(), p.y);
        KernelDynamics.Ensemble ensemble = readout.ensemble(Evolution.flow(INF), p.cross.nngp(), p.own.nngp(),
                p.cross.nngp(), p.last.nngp());
        KernelRegression posterior = KernelRegression.of(p.own.nngp(), p.y, 0);
        Tolerance tolerance = rounding(50).times(readout.condition());
        assertClose(posterior.predict(p.cross.nngp()), ensemble.mean(), tolerance);
        assertClose(posterior.covariance(p.cross.nngp(), p.last.nngp()), ensemble.covariance(), tolerance);
    }

    @Test
    void mistakesAreExplained() {
        Problem p = new Problem();
        assertThatThrownBy(() -> KernelDynamics.of(p.cross.ntk(), p.y)).hasMessageContaining("6 x 25");
        Matrix indefinite = Matrix.of(new double[][] {{1, 3}, {3, 1}});
        assertThatThrownBy(() -> KernelDynamics.of(indefinite, Matrix.zeros(2, 1)))
                .hasMessageContaining("semidefinite");
        assertThatThrownBy(() -> KernelRegression.of(indefinite, Matrix.zeros(2, 1), 0))
                .hasMessageContaining("indefinite");
        assertThatThrownBy(() -> p.dynamics.predict(Evolution.flow(1), p.cross.ntk().transpose(), p.start))
                .hasMessageContaining("25 columns");
        assertThatThrownBy(() -> Evolution.flow(-1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> Evolution.flow(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Evolution.descent(0, 3)).hasMessageContaining("eta");
        assertThatThrownBy(() -> KernelRegression.of(p.own.ntk(), p.y, -1)).hasMessageContaining("rho");
    }
}
