package org.paisaje.theory.kernel.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.InfiniteNetworkTest;
import org.paisaje.theory.kernel.margin.MaxMargin;
import org.paisaje.theory.kernel.margin.MaxMarginTest;
import org.paisaje.theory.kernel.width.TaylorNetwork;
import org.paisaje.training.flow.GradientFlow;

final class KernelFlowTest {
    private static final double[][] LOGISTIC = {
        {0.11772619184822, -0.0105568846375658, 0.224666990605666, 0.345658415567167, 0.611546807430076,
            0.285367955744941, 0.837959165203646, 0.0827209614989817},
        {0.812184779463468, -0.460139324462428, 1.13571687626795, 2.04338532619614, 0.314260128053529,
            1.8685820189932, 0.919549294969287, 0.55063293885981},
        {2.77213285620716, -2.47729717269217, 2.83436591787612, 5.41185716158916, 0.0507073461132357,
            6.10007121447513, 0.979778014664242, 0.908088558943876},
        {5.10653174637761, -4.81978753177286, 5.11871937621529, 9.05427422338112, 0.00503941047298937,
            11.2543931692404, 0.992524060108975, 0.957614719521789}};

    private static Matrix column(double... values) {
        return Matrix.wrap(values.length, 1, values);
    }

    /** Reference case R5 of 50-digit arithmetic. */
    @Test
    void logisticReferenceCase() {
        KernelFlow.Path path = KernelFlow.of(MaxMarginTest.GRAM, column(MaxMarginTest.SIGNS), Loss.LOGISTIC)
                .withTolerance(1e-12)
                .solve(1, 10, 100, 1000);
        assertThat(path.completed()).isTrue();
        MaxMargin.Separator svm = (MaxMargin.Separator) MaxMargin.of(MaxMarginTest.GRAM, MaxMarginTest.SIGNS);
        for (int k = 0; k < 4; k++) {
            KernelFlow.State state = path.states().get(k);
            double[] expected = LOGISTIC[k];
            for (int i = 0; i < 4; i++) {
                assertClose(state.outputs().get(i, 0), expected[i], given(1e-12).times(2));
            }
            assertClose(state.loss(), expected[4], given(1e-12));
            assertClose(state.norm(), expected[5], given(1e-12).times(2));
            assertClose(svm.cosine(state.outputs().data(), state.norm()), expected[6], given(1e-12));
            assertClose(state.normalizedMargin().getAsDouble() / svm.margin(), expected[7], given(1e-12).times(2));
            assertClose(state.error(), 0, given(1e-12).times(path.steps() * state.norm()));
        }
        assertThat(path.steps()).isLessThan(60);
    }

    /** What the flows, whose steps are within 1e-10 or better, may add up to. */
    private static final Tolerance ACCUMULATED = stated(1e-10, "the tolerance of a step").times(100);

    private static final class Problem {
        final InfiniteNetwork net = InfiniteNetwork.of(Mlp.of(Activation.ERF, 4, 9, 9, 1)
                .withParametrization(Parametrization.ntk(1.4, 0.2)));
        final Matrix x = InfiniteNetworkTest.random(25, 4, 1);
        final Matrix there = InfiniteNetworkTest.random(6, 4, 2);
        final Matrix kernel = net.ntk(x);
        final Matrix cross = net.ntk(there, x);
        final Matrix start = InfiniteNetworkTest.random(25, 3, 4);
        final Matrix startThere = InfiniteNetworkTest.random(6, 3, 5);
    }

    /** Under the squared loss the eigendecomposition knows f_t; t counts n or 1/2 times as fast in other normalisations. */
    @ParameterizedTest
    @ValueSource(strings = {"half-mean-squared", "mean-squared", "half-sum-squared"})
    void squaredLossesAgreeWithTheClosedForm(String name) {
        Problem p = new Problem();
        Matrix y = InfiniteNetworkTest.random(25, 3, 3);
        KernelDynamics closed = KernelDynamics.of(p.kernel, y, p.start);
        Loss loss = Loss.parse(name);
        double pace = name.equals("mean-squared") ? 2 : name.equals("half-sum-squared") ? 25 : 1;
        double[] times = {0, 1e-6, 0.3, 4, 200, 1e5, 1e12};
        KernelFlow.Path path = KernelFlow.of(p.kernel, y, p.start, loss).solve(times);
        assertThat(path.completed()).isTrue();
        for (int k = 0; k < times.length; k++) {
            KernelFlow.State state = path.states().get(k);
            Evolution flow = Evolution.flow(pace * times[k]);
            assertClose(state.outputs(), closed.train(flow), ACCUMULATED);
            assertClose(state.predict(p.cross, p.startThere), closed.predict(flow, p.cross, p.startThere), ACCUMULATED);
            assertThat(state.margin()).isEmpty();
            assertClose(state.loss(), loss.value(closed.train(flow), y), given(1e-10));
        }
        assertThat(path.states().getFirst().outputs()).isEqualTo(p.start);
        double norm = Math.sqrt(java.util.Arrays.stream(closed.squaredNorms()).sum());
        assertThat(path.last().norm()).isCloseTo(norm, offset(1e-8 * norm));
    }

    /** Against an explicit method on {@code f' = -Theta dL/df} of training and other points together. */
    @ParameterizedTest
    @ValueSource(strings = {"logistic", "binary-cross-entropy", "softmax-cross-entropy"})
    void agreesWithAnExplicitMethodInFunctionSpace(String name) {
        Problem p = new Problem();
        Loss loss = Loss.parse(name);
        Matrix y = labels(name, 25, 3);
        Matrix all = Matrix.stackRows(p.kernel, p.cross);
        Integration<VectorField> explicit = DormandPrince.to(1e-12, 1e-12);
        double[] from = Matrix.stackRows(p.start, p.startThere).data();
        Matrix slope = Matrix.zeros(25, 3);
        OdeOutcome outcome = explicit.run((t, f, out) -> {
            loss.valueAndGradient(Matrix.wrap(31, 3, f).rowRange(0, 25), y, slope);
            Matrix change = all.times(slope);
            for (int i = 0; i < out.length; i++) {
                out[i] = -change.data()[i];
            }
        }, 0, from, 30);
        KernelFlow.State state = KernelFlow.of(p.kernel, y, p.start, loss).solve(30).last();
        Matrix expected = Matrix.wrap(31, 3, outcome.y());
        assertClose(state.outputs(), expected.rowRange(0, 25), stated(1e-9, "the tolerance of the flow"));
        assertClose(state.predict(p.cross, p.startThere), expected.rowRange(25, 31),
                stated(1e-9, "the tolerance of the flow"));
        Matrix again = p.kernel.times(state.weights());
        again.addScaled(1, p.start);
        assertClose(again, state.outputs(), rounding(25).times(1e4));
        double square = 0;
        Matrix image = p.kernel.times(state.weights());
        for (int i = 0; i < image.data().length; i++) {
            square += image.data()[i] * state.weights().data()[i];
        }
        assertClose(state.norm(), Math.sqrt(square), rounding(500));
    }

    private static Matrix labels(String name, int n, int k) {
        Matrix y = Matrix.zeros(n, k);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                y.set(i, c, switch (name) {
                    case "logistic" -> (i * 7 + c * 5) % 3 == 0 ? 1 : -1;
                    case "binary-cross-entropy" -> (i * 7 + c * 5) % 4 / 3.0;
                    default -> i % k == c ? 1 : 0;
                });
            }
        }
        return y;
    }

    /** All logits of an empirical kernel against the gradient flow of the linearised network. */
    @ParameterizedTest
    @ValueSource(strings = {"softmax-cross-entropy", "half-mean-squared"})
    void allLogitsAgreeWithTheLinearisedNetwork(String name) {
        Loss loss = Loss.parse(name);
        Mlp net = Mlp.of(Activation.TANH, 3, 10, 8, 2).withParametrization(Parametrization.ntk(1.2, 0.3));
        double[] theta = net.initialize(Seed.of(5));
        Matrix x = InfiniteNetworkTest.random(6, 3, 6);
        Matrix there = InfiniteNetworkTest.random(4, 3, 7);
        Matrix y = labels(name, 6, 2);
        TaylorNetwork linear = TaylorNetwork.first(net, theta);
        double[] times = {0.5, 5, 20};
        GradientFlow.Solution flow = GradientFlow.withTolerance(1e-11).solve(Risk.of(linear, x, y, loss), theta, times);
        EmpiricalNtk ntk = EmpiricalNtk.of(net, theta);
        KernelFlow.Path path = KernelFlow.of(ntk.gram(x), y, net.forward(theta, x), loss).solve(times);
        for (int k = 0; k < times.length; k++) {
            double[] at = flow.points().row(k);
            assertClose(path.states().get(k).outputs(), linear.forward(at, x), ACCUMULATED);
            assertClose(path.states().get(k).predict(ntk.gram(there, x), net.forward(theta, there)),
                    linear.forward(at, there), ACCUMULATED);
        }
    }

    /** L t gamma*^2 to 1, the direction to f*, the norm as log t / gamma*, up to t of 1e100. */
    @Test
    void logisticLimits() {
        Matrix kernel = MaxMarginTest.limit("relu", MaxMarginTest.sphere(20, 1));
        double[] y = MaxMarginTest.signs(20, 2);
        MaxMargin.Separator svm = (MaxMargin.Separator) MaxMargin.of(kernel, y);
        KernelFlow.Path path = KernelFlow.of(kernel, column(y), Loss.LOGISTIC).solve(1e2, 1e4, 1e6, 1e50, 1e100);
        assertThat(path.completed()).isTrue();
        double before = -1;
        for (KernelFlow.State state : path.states()) {
            double share = state.normalizedMargin().getAsDouble() / svm.margin();
            assertThat(share).isBetween(before, 1.0);
            before = share;
        }
        KernelFlow.State far = path.states().get(3);
        KernelFlow.State last = path.last();
        // An error of outputs of the size of the norm is a share of the loss.
        assertClose(last.loss() * 1e100 / svm.squaredNorm(), 1, given(1e-10).times(10 * last.norm()));
        assertThat(svm.cosine(last.outputs().data(), last.norm())).isBetween(0.99998, 1.0);
        double growth = (last.norm() - far.norm()) / (50 * Math.log(10));
        assertClose(growth * svm.margin(), 1, stated(Math.pow(50 * Math.log(10), -2), "the next term in 1 / log t"));
    }

    /** Where 1 - p is far below an ulp of 1. */
    @Test
    void softmaxKeepsItsLatePhase() {
        Problem p = new Problem();
        KernelFlow.Path path = KernelFlow.of(p.kernel, labels("softmax-cross-entropy", 25, 3),
                Loss.SOFTMAX_CROSS_ENTROPY).withTolerance(1e-8).solve(1e8, 1e16, 1e24);
        assertThat(path.completed()).isTrue();
        List<KernelFlow.State> states = path.states();
        Tolerance next = stated(Math.pow(Math.log(1e8), -2), "the next term in 1 / log t");
        for (KernelFlow.State state : states) {
            assertClose(state.loss() * state.time() / (states.getFirst().loss() * 1e8), 1, next);
        }
        double first = states.get(1).norm() - states.get(0).norm();
        double second = states.get(2).norm() - states.get(1).norm();
        assertClose(second / first, 1, next);
        assertThat(states.get(2).margin().getAsDouble()).isGreaterThan(40);
    }

    @Test
    void equalPointsWithUnequalLabelsStayFinite() {
        Matrix x = InfiniteNetworkTest.random(8, 4, 1);
        x.setRow(5, x.row(2));
        Matrix kernel = InfiniteNetwork.of(Mlp.of(Activation.RELU, 4, 9, 1)).ntk(x);
        double[] y = {1, -1, 1, 1, -1, -1, 1, 1};
        KernelFlow flow = KernelFlow.of(kernel, column(y), Loss.LOGISTIC);
        assertThat(flow.nullity()).isEqualTo(1);
        KernelFlow.State state = flow.solve(0, 1e8).last();
        // The losses of the other six fall like 1 / t, and so do their slopes.
        Tolerance others = truncation(1e-8, 1).times(8);
        assertClose(state.outputs().get(2, 0), 0, others);
        assertClose(state.outputs().get(5, 0), state.outputs().get(2, 0), rounding(500));
        assertClose(state.loss(), 2 * Math.log(2) / 8, others);
    }

    /** Ten logistic outputs on 120 points are 1200 unknowns together, by products, and 120 each, by collocation. */
    @Test
    void productsAgreeWithCollocation() {
        Matrix kernel = MaxMarginTest.limit("relu", MaxMarginTest.sphere(120, 3));
        Matrix y = labels("logistic", 120, 10);
        for (int i = 0; i < 120; i++) {
            for (int c = 0; c < 10; c++) {
                y.set(i, c, (i * 31 + c * 17) % 7 < 3 ? 1 : -1);
            }
        }
        double[] times = {1, 100};
        KernelFlow.Path together = KernelFlow.of(kernel, y, Loss.LOGISTIC).withTolerance(1e-4).solve(times);
        assertThat(together.completed()).isTrue();
        for (int c = 0; c < 10; c += 4) {
            KernelFlow.Path one = KernelFlow.of(kernel, column(y.column(c)), Loss.LOGISTIC).solve(times);
            for (int k = 0; k < 2; k++) {
                assertClose(column(together.states().get(k).outputs().column(c)), one.states().get(k).outputs(),
                        stated(1e-4, "the tolerance of the flow").times(50));
            }
        }
    }

    @Test
    void mistakesAreExplained() {
        Matrix kernel = MaxMarginTest.GRAM;
        Matrix y = column(MaxMarginTest.SIGNS);
        KernelFlow flow = KernelFlow.of(kernel, y, Loss.LOGISTIC);
        assertThatThrownBy(() -> flow.solve(1, 0.5)).hasMessageContaining("ascend");
        assertThatThrownBy(() -> flow.solve(Double.POSITIVE_INFINITY)).hasMessageContaining("no finite limit");
        assertThatThrownBy(() -> KernelFlow.of(kernel, Matrix.zeros(3, 1), Loss.SQUARED)).hasMessageContaining("4 x 4");
        assertThatThrownBy(() -> KernelFlow.of(kernel, Matrix.zeros(4, 1), Loss.LOGISTIC))
                .hasMessageContaining("labels");
        assertThatThrownBy(
                () -> KernelFlow.of(Matrix.of(new double[][] {{1, 3}, {3, 1}}), Matrix.zeros(2, 1), Loss.SQUARED))
                .hasMessageContaining("semidefinite");
        assertThatThrownBy(() -> flow.withTolerance(0)).hasMessageContaining("1e-13");
        assertThatThrownBy(() -> flow.solve(1).last().predict(Matrix.zeros(2, 3))).hasMessageContaining("m x 4");
        assertThatThrownBy(() -> flow.with(y, Matrix.zeros(2, 1))).hasMessageContaining("4 x 1");
        assertThat(flow.solve().states()).isEmpty();
    }
}
