package org.paisaje.claims.catalogue.document001.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.network.activation.Activation;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;

/** The fixtures of document 001 against the reference cases. */
final class WideTrainingTest {
    @Test
    void referenceNetworksHaveTheirValues() {
        for (ReferenceCases.Case c : List.of(ReferenceCases.r1(), ReferenceCases.r2())) {
            assertThat(c.net().outputs(c.theta(), c.x()).data()).containsExactly(c.outputs(), within(1e-13));
            assertThat(c.net().ntk(c.theta(), c.x()).data()).containsExactly(c.kernel().data(), within(1e-13));
            assertThat(c.net().risk(c.x(), c.y()).value(c.theta())).isCloseTo(c.loss(), within(1e-13));
            assertThat(c.net().risk(c.x(), c.y()).gradient(c.theta())).containsExactly(c.gradient(), within(1e-13));
        }
    }

    @Test
    void frozenCaseHasItsValues() {
        ReferenceCases.Case c = ReferenceCases.r1();
        var training = new WideTraining(c.net(), c.x(), c.y(), 1);
        Matrix cross = c.net().ntk(c.theta(), ReferenceCases.r3There(), c.x());
        Matrix start = c.net().outputs(c.theta(), ReferenceCases.r3There());
        assertThat(cross.data()).containsExactly(ReferenceCases.R3_CROSS, within(1e-13));
        assertThat(start.get(0, 0)).isCloseTo(ReferenceCases.R3_START, within(1e-13));
        KernelDynamics frozen = training.frozen(c.kernel(), c.theta());
        KernelDynamics fromZero = KernelDynamics.of(c.kernel(), c.y());
        assertThat(frozen.squaredNorms()[0]).isCloseTo(ReferenceCases.R3_SQUARED_NORM, within(1e-12));
        assertThat(fromZero.squaredNorms()[0]).isCloseTo(ReferenceCases.R3_SQUARED_NORM_OF_LABELS, within(1e-12));
        Evolution end = Evolution.flow(Double.POSITIVE_INFINITY);
        assertThat(frozen.predict(end, cross, start).get(0, 0)).isCloseTo(ReferenceCases.R3_LIMIT, within(1e-12));
        assertThat(fromZero.predict(end, cross).get(0, 0))
                .isCloseTo(ReferenceCases.R3_LIMIT_WITHOUT_START, within(1e-12));
        for (double[] row : ReferenceCases.R3_FLOW) {
            Evolution flow = Evolution.flow(row[0]);
            assertThat(frozen.train(flow).data()).containsExactly(Arrays.copyOfRange(row, 1, 4), within(1e-12));
            assertThat(frozen.predict(flow, cross, start).get(0, 0)).isCloseTo(row[4], within(1e-12));
            Matrix residual = frozen.train(flow).minus(c.y());
            assertThat(residual.transposedTimes(residual).get(0, 0) / 6).isCloseTo(row[5], within(1e-12));
        }
    }

    @Test
    void limitKernelsHaveTheirValues() {
        for (ReferenceCases.Limit limit : ReferenceCases.r4()) {
            WideNet net = WideNet.of(limit.activation(), 2, limit.layers(), 1);
            Matrix kernel = net.limit(ReferenceCases.r4Points());
            Matrix cross = net.limit(ReferenceCases.r4There(), ReferenceCases.r4Points());
            assertThat(kernel.data()).containsExactly(limit.kernel(), within(1e-13));
            assertThat(cross.data()).containsExactly(limit.cross(), within(1e-13));
            assertThat(net.limit(ReferenceCases.r4There()).get(0, 0)).isCloseTo(limit.there(), within(1e-13));
            KernelDynamics frozen = KernelDynamics.of(kernel, ReferenceCases.r4Labels());
            double[] descending = limit.eigenvalues();
            assertThat(frozen.eigenvalues())
                    .containsExactly(new double[] {descending[2], descending[1], descending[0]}, within(1e-13));
            assertThat(frozen.squaredNorms()[0]).isCloseTo(limit.squaredNorm(), within(1e-11));
            assertThat(frozen.predict(Evolution.flow(2), cross).get(0, 0)).isCloseTo(limit.atTwo(), within(1e-12));
            assertThat(frozen.predict(Evolution.flow(Double.POSITIVE_INFINITY), cross).get(0, 0))
                    .isCloseTo(limit.limit(), within(1e-12));
        }
    }

    @Test
    void flowAndDescentFollowTheReference() {
        ReferenceCases.Case c = ReferenceCases.r2();
        var training = new WideTraining(c.net(), c.x(), c.y(), 0.01);
        double[] times = Arrays.stream(ReferenceCases.R2_FLOW).mapToDouble(row -> row[0]).toArray();
        int[] k = {0};
        double[] last = training.flow(c.theta(), times, (t, theta) -> {
            double[] row = ReferenceCases.R2_FLOW[k[0]++];
            assertThat(t).isEqualTo(row[0]);
            Matrix f = c.net().outputs(theta, c.x());
            assertThat(new double[] {f.get(0, 0), f.get(1, 0),
                c.net().outputs(theta, ReferenceCases.r2There()).get(0, 0), training.loss(theta),
                SymmetricEigen.values(c.net().ntk(theta, c.x()))[0], WideTraining.distance(theta, c.theta())})
                    .containsExactly(Arrays.copyOfRange(row, 1, 7), within(1e-10));
        });
        assertThat(k[0]).isEqualTo(3);
        assertThat(training.flow(c.theta(), 20)).containsExactly(last, within(1e-10));
        for (int step = 1; step <= 3; step++) {
            double[] theta = training.descent(c.theta(), 0.5, step);
            assertThat(training.loss(theta)).isCloseTo(ReferenceCases.R2_DESCENT[step - 1][2], within(1e-13));
        }
    }

    @Test
    void timesMustIncreaseAndStatesStayFinite() {
        ReferenceCases.Case c = ReferenceCases.r2();
        var training = new WideTraining(c.net(), c.x(), c.y(), 0.1);
        assertThatThrownBy(() -> training.flow(c.theta(), new double[] {1, 1}, (t, theta) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("increase");
        var steep = training.withLabels(Matrix.of(new double[][] {{1e160}, {-1e160}})).withStep(1e160);
        assertThatThrownBy(() -> steep.flow(c.theta(), 1e161)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void fixturesHaveTheirSizes() {
        assertThat(WideTraining.geometric(1, 8, 4)).containsExactly(new double[] {1, 2, 4, 8}, within(1e-12));
        assertThat(WideNet.of(Activation.TANH, 10, 64).theta(100)).hasSize(704);
    }
}
