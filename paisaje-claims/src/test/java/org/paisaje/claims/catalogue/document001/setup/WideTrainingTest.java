package org.paisaje.claims.catalogue.document001.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.significant;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.math.testing.Vectors;
import org.paisaje.network.activation.Activation;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;

/** The fixtures of document 001 against the reference cases. */
final class WideTrainingTest {
    /** Of an output, a kernel entry or a gradient of these networks, in both programs. */
    private static final Tolerance SUMS = rounding(30);

    /** References have 15 digits; the roundings are those of the largest of the numbers. */
    private static void check(double[] actual, double[] reference, Tolerance roundings) {
        assertThat(actual).hasSameSizeAs(reference);
        double size = Vectors.largest(reference);
        for (int i = 0; i < reference.length; i++) {
            assertClose(actual[i], reference[i], significant(15, reference[i]).plus(roundings.times(size)));
        }
    }

    private static void check(double actual, double reference, Tolerance roundings) {
        check(new double[] {actual}, new double[] {reference}, roundings);
    }

    @Test
    void referenceNetworksHaveTheirValues() {
        for (ReferenceCases.Case c : List.of(ReferenceCases.r1(), ReferenceCases.r2())) {
            check(c.net().outputs(c.theta(), c.x()).data(), c.outputs(), SUMS);
            check(c.net().ntk(c.theta(), c.x()).data(), c.kernel().data(), SUMS);
            check(c.net().risk(c.x(), c.y()).value(c.theta()), c.loss(), SUMS);
            check(c.net().risk(c.x(), c.y()).gradient(c.theta()), c.gradient(), SUMS);
        }
    }

    @Test
    void frozenCaseHasItsValues() {
        ReferenceCases.Case c = ReferenceCases.r1();
        var training = new WideTraining(c.net(), c.x(), c.y(), 1);
        Matrix cross = c.net().ntk(c.theta(), ReferenceCases.r3There(), c.x());
        Matrix start = c.net().outputs(c.theta(), ReferenceCases.r3There());
        check(cross.data(), ReferenceCases.R3_CROSS, SUMS);
        check(start.get(0, 0), ReferenceCases.R3_START, SUMS.times(2));
        KernelDynamics frozen = training.frozen(c.kernel(), c.theta());
        KernelDynamics fromZero = KernelDynamics.of(c.kernel(), c.y());
        // The kernel is one of 15 digits, which its inverse makes larger by the condition number.
        double condition = c.eigenvalues()[0] / c.eigenvalues()[2];
        Tolerance solved = SUMS.plus(stated(1e-14, "the digits of the kernel")).times(condition);
        check(frozen.squaredNorms()[0], ReferenceCases.R3_SQUARED_NORM, solved);
        check(fromZero.squaredNorms()[0], ReferenceCases.R3_SQUARED_NORM_OF_LABELS, solved);
        Evolution end = Evolution.flow(Double.POSITIVE_INFINITY);
        check(frozen.predict(end, cross, start).get(0, 0), ReferenceCases.R3_LIMIT, solved);
        check(fromZero.predict(end, cross).get(0, 0), ReferenceCases.R3_LIMIT_WITHOUT_START, solved);
        for (double[] row : ReferenceCases.R3_FLOW) {
            Evolution flow = Evolution.flow(row[0]);
            check(frozen.train(flow).data(), Arrays.copyOfRange(row, 1, 4), solved);
            check(frozen.predict(flow, cross, start).get(0, 0), row[4], solved);
            Matrix residual = frozen.train(flow).minus(c.y());
            // The differences of numbers of size 1: a loss of 4e-5 has fewer digits.
            assertClose(residual.transposedTimes(residual).get(0, 0) / 6, row[5],
                    significant(15, row[5]).plus(solved.times(Math.sqrt(row[5]))));
        }
    }

    @Test
    void limitKernelsHaveTheirValues() {
        for (ReferenceCases.Limit limit : ReferenceCases.r4()) {
            WideNet net = WideNet.of(limit.activation(), 2, limit.layers(), 1);
            Matrix kernel = net.limit(ReferenceCases.r4Points());
            Matrix cross = net.limit(ReferenceCases.r4There(), ReferenceCases.r4Points());
            check(kernel.data(), limit.kernel(), SUMS);
            check(cross.data(), limit.cross(), SUMS);
            check(net.limit(ReferenceCases.r4There()).get(0, 0), limit.there(), SUMS);
            KernelDynamics frozen = KernelDynamics.of(kernel, ReferenceCases.r4Labels());
            double[] descending = limit.eigenvalues();
            check(frozen.eigenvalues(), new double[] {descending[2], descending[1], descending[0]}, SUMS);
            Tolerance solved = SUMS.times(descending[0] / descending[2]);
            check(frozen.squaredNorms()[0], limit.squaredNorm(), solved);
            // Predictions are differences of numbers as large as the labels.
            assertClose(frozen.predict(Evolution.flow(2), cross).get(0, 0), limit.atTwo(),
                    significant(15, limit.atTwo()).plus(solved.times(2)));
            assertClose(frozen.predict(Evolution.flow(Double.POSITIVE_INFINITY), cross).get(0, 0), limit.limit(),
                    significant(15, limit.limit()).plus(solved.times(2)));
        }
    }

    @Test
    void flowAndDescentFollowTheReference() {
        ReferenceCases.Case c = ReferenceCases.r2();
        var training = new WideTraining(c.net(), c.x(), c.y(), 0.01);
        double[] times = Arrays.stream(ReferenceCases.R2_FLOW).mapToDouble(row -> row[0]).toArray();
        // What a step of order 4 leaves of rates that are below 1, the largest eigenvalue of Theta over n = 2.
        Tolerance scheme = stated(Math.pow(0.01, 4) / 120, "the fifth power of the step, over its length");
        int[] k = {0};
        double[] last = training.flow(c.theta(), times, (t, theta) -> {
            double[] row = ReferenceCases.R2_FLOW[k[0]++];
            assertThat(t).isEqualTo(row[0]);
            Matrix f = c.net().outputs(theta, c.x());
            check(new double[] {f.get(0, 0), f.get(1, 0),
                c.net().outputs(theta, ReferenceCases.r2There()).get(0, 0), training.loss(theta),
                SymmetricEigen.values(c.net().ntk(theta, c.x()))[0], WideTraining.distance(theta, c.theta())},
                    Arrays.copyOfRange(row, 1, 7), scheme);
        });
        assertThat(k[0]).isEqualTo(3);
        assertClose(training.flow(c.theta(), 20), last, rounding(2000).times(Vectors.largest(last)));
        for (int step = 1; step <= 3; step++) {
            double[] theta = training.descent(c.theta(), 0.5, step);
            check(training.loss(theta), ReferenceCases.R2_DESCENT[step - 1][2], SUMS.times(step + 1));
        }
    }

    @Test
    void stepsThatTheKernelDoesNotAllowAreCut() {
        WideNet net = WideNet.of(Activation.TANH, 10, 16);
        double[] theta = net.theta(1);
        WideTraining training = WideTraining.of(net).withStep(200);
        // Twenty times what is stable for this kernel: uncut, the loss grows without end.
        assertThat(training.loss(training.flow(theta, 400))).isLessThan(training.loss(theta) / 100);
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
        assertClose(WideTraining.geometric(1, 8, 4), new double[] {1, 2, 4, 8}, rounding(4).times(8));
        assertThat(WideNet.of(Activation.TANH, 10, 64).theta(100)).hasSize(704);
    }
}
