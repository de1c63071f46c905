package org.paisaje.theory.kernel.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Risk;
import org.paisaje.training.flow.GradientFlow;

public final class MarginStudyTest {
    private static final Matrix X = MaxMarginTest.sphere(20, 1);
    private static final double[] Y = MaxMarginTest.signs(20, 2);

    /**
     * Values of an independent integration in Python (classical Runge-Kutta in log time, step 0.25), to the digits it
     * printed; its first level was met within one step.
     */
    @Test
    void frozenKernelTurnsToTheMachine() {
        double[] levels = {2, 5, 10, 20, 50, 200, 400};
        MarginStudy study = MarginStudy.atLosses(MaxMarginTest.limit("relu", X), Y, levels);
        assertThat(study.completed()).isTrue();
        double[] cosine = {0, 0.9872, 0.9964, 0.9990, 0.99983, 0.999989, 0};
        double[] share = {0, 0.816, 0.913, 0.958, 0.984, 0.996, 0};
        double[] norm = {10.7, 0, 59, 0, 303, 0, 2435};
        for (int k = 0; k < levels.length; k++) {
            MarginStudy.Row row = study.rows().get(k);
            assertThat(-Math.log(row.loss())).isCloseTo(levels[k], offset(1e-8 * Math.max(1, levels[k])));
            if (cosine[k] > 0) {
                assertThat(row.cosine()).isCloseTo(cosine[k], offset(0.06 * (1 - cosine[k])));
                assertClose(row.marginShare(), share[k], printed(3));
            }
            if (norm[k] > 0) {
                assertThat(row.norm()).isCloseTo(norm[k], offset(0.01 * norm[k]));
            }
        }
        MarginStudy.Row last = study.rows().getLast();
        assertClose(last.lossRate(), 1, given(1e-10).times(last.norm()));
        double growth = (last.norm() - study.rows().get(5).norm())
                / (Math.log(last.time()) - Math.log(study.rows().get(5).time()));
        assertClose(growth * study.supportVectorMachine().margin(), 1,
                stated(Math.pow(200, -2), "the next term in 1 / log t"));
        MarginStudy again = MarginStudy.atTimes(MaxMarginTest.limit("relu", X), Y, study.rows().get(2).time());
        assertClose(again.rows().getFirst().loss(), study.rows().get(2).loss(),
                given(1e-10).times(study.rows().get(2).loss()));
    }

    public static Mlp net(String activation, int m) {
        return Mlp.of(Activation.parse(activation), 10, m, 1)
                .withBias(false)
                .withParametrization(Parametrization.NTK);
    }

    public static double[] start(long seed, int m) {
        Random random = new Random(seed);
        double[] theta = new double[11 * m];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = random.nextGaussian();
        }
        return theta;
    }

    private static NetworkMarginStudy.Problem problem(String activation, int m, double tolerance) {
        Matrix x = X.copy();
        x.scale(Math.sqrt(10));
        Matrix there = MaxMarginTest.sphere(50, 3);
        there.scale(Math.sqrt(10));
        return new NetworkMarginStudy.Problem(net(activation, m), start(100, m), x, Y, there, tolerance);
    }

    /** The same network in Python: {@code net(100, 64)}, margin over norm and gamma*, to a step of 0.25 in log time. */
    @Test
    void narrowNetworkLeavesTheMachine() {
        NetworkMarginStudy study = problem("relu", 64, 1e-4).atLosses(2, 5, 10, 20, 50, 100);
        double[] share = {0.49, 1.24, 1.87, 2.64, 4.11, 5.66};
        assertThat(study.outcome().succeeded()).isTrue();
        double before = 0;
        for (int k = 0; k < share.length; k++) {
            NetworkMarginStudy.Row row = study.rows().get(k);
            assertThat(row.marginShare()).isCloseTo(share[k], offset(0.02 * share[k]));
            assertThat(row.homogeneousMargin()).isGreaterThan(before);
            before = row.homogeneousMargin();
            assertThat(row.outputCosine()).isBetween(0.93, 0.99);
            assertThat(study.linear().rows().get(k).marginShare()).isLessThan(1);
        }
        NetworkMarginStudy.Row first = study.rows().getFirst();
        NetworkMarginStudy.Row last = study.rows().getLast();
        Tolerance scheme = truncation(0.25, 4);
        assertClose(first.cosine(), 0.70, printed(2));
        assertClose(last.cosine(), 0.47, printed(2));
        assertClose(first.homogeneousMargin(), 8.1e-4, printed(5).plus(scheme.times(8.1e-4)));
        assertClose(last.homogeneousMargin(), 5.4e-3, printed(4).plus(scheme.times(5.4e-3)));
        assertThat(last.drift()).isBetween(60.0, 75.0);
    }

    /** At fixed time a wider network is closer to its linearisation. */
    @ParameterizedTest
    @CsvSource({"tanh", "relu"})
    void widthBringsTheNetworkToItsLinearisation(String activation) {
        double[] gaps = new double[2];
        for (int k = 0; k < 2; k++) {
            NetworkMarginStudy study = problem(activation, k == 0 ? 64 : 1024, 1e-4).atTimes(0, 30, 300);
            assertThat(study.rows().getFirst().norm()).isZero();
            NetworkMarginStudy.Row row = study.rows().getLast();
            assertClose(row.time(), 300, rounding(100).times(300));
            gaps[k] = Math.abs(row.norm() / study.linear().rows().getLast().norm() - 1) + row.drift();
        }
        assertThat(gaps[1]).isLessThan(gaps[0] / 3);
    }

    /** Rescaled time against the integrator of training in plain time. */
    @Test
    void agreesWithGradientFlow() {
        NetworkMarginStudy.Problem problem = problem("tanh", 16, 1e-8);
        NetworkMarginStudy study = problem.atTimes(5, 60);
        Risk risk = Risk.of(problem.network(), problem.x(), Matrix.wrap(20, 1, Y), Loss.LOGISTIC);
        GradientFlow.Solution flow = GradientFlow.withTolerance(1e-9).solve(risk, problem.theta(), 5, 60);
        for (int k = 0; k < 2; k++) {
            double[] theta = flow.points().row(k);
            double square = 0;
            for (int i = 0; i < theta.length; i++) {
                square += Math.pow(theta[i] - problem.theta()[i], 2);
            }
            assertClose(study.rows().get(k).loss(), risk.value(theta), given(1e-8).times(10));
            assertClose(study.rows().get(k).norm(), Math.sqrt(square), given(1e-8).times(100));
        }
    }

    @Test
    void mistakesAreExplained() {
        Matrix x = X.copy();
        x.setRow(1, x.row(0));
        double[] y = Y.clone();
        y[1] = -y[0];
        assertThatThrownBy(() -> MarginStudy.atTimes(MaxMarginTest.limit("relu", x), y, 1))
                .hasMessageContaining("equal");
        assertThatThrownBy(() -> MarginStudy.atLosses(MaxMarginTest.GRAM, MaxMarginTest.SIGNS, 5, 2))
                .hasMessageContaining("ascend");
        assertThatThrownBy(() -> new NetworkMarginStudy.Problem(net("relu", 3), start(1, 3), X, new double[4], X, 1e-6))
                .hasMessageContaining("label");
    }
}
