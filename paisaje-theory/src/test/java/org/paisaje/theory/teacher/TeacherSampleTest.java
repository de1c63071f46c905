package org.paisaje.theory.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class TeacherSampleTest {
    private static final Seed SEED = Seed.of(11).named("teacher");

    @Test
    void theClosedFormOfAHandMadeSample() {
        // x = I with w* = (1, 1): H = I, so with descent w-hat = w* / (1 + lambda N).
        var sample = new TeacherSample(Matrix.identity(2), new double[] {1, 1}, 0.1, Penalty.L2_SQUARED, Sign.DESCENT);
        assertClose(sample.fixedPointNearTeacher().orElseThrow(), new double[] {1 / 1.2, 1 / 1.2}, rounding(4));
        assertThat(sample.loss(new double[] {0, 0})).isEqualTo(0.5);
    }

    @Test
    void theJacobianIsTheDerivativeOfTheUpdate() {
        for (Penalty penalty : Penalty.values()) {
            TeacherSample sample = TeacherSample.gaussian(4, 30, 0.2, penalty, Sign.AS_PRINTED, SEED);
            double[] w = SEED.named("w").gaussians(4);
            Matrix jacobian = sample.jacobian(w);
            double h = 1e-6;
            for (int j = 0; j < 4; j++) {
                double[] up = w.clone();
                double[] down = w.clone();
                up[j] += h;
                down[j] -= h;
                double[] a = new double[4];
                double[] b = new double[4];
                sample.update(up, a);
                sample.update(down, b);
                for (int i = 0; i < 4; i++) {
                    assertClose((a[i] - b[i]) / (2 * h), jacobian.get(i, j), centralDifference(h, 30));
                }
            }
        }
    }

    @Test
    void aSampleWithoutActiveRowsHasNoFixedPointNearTheTeacher() {
        Matrix x = Matrix.of(new double[][] {{-1, -1}, {-2, 0}});
        var sample = new TeacherSample(x, new double[] {1, 1}, 0, Penalty.NONE, Sign.DESCENT);
        assertThat(sample.fixedPointNearTeacher()).isEmpty();
        assertThat(LambdaBounds.l2(sample)).isEmpty();
    }

    @Test
    void fixedPointsAreZerosOfTheUpdateAndNeverTheOrigin() {
        for (int k = 0; k < 30; k++) {
            TeacherSample sample = TeacherSample.gaussian(2, 10, 0.01, Penalty.L2_SQUARED, Sign.DESCENT, SEED.at(k));
            var starts = new java.util.ArrayList<double[]>();
            for (int a = 0; a < 360; a++) {
                starts.add(new double[] {Math.cos(Math.toRadians(a)), Math.sin(Math.toRadians(a))});
            }
            List<FixedPoints.Point> points = FixedPoints.search(sample, starts);
            for (FixedPoints.Point point : points) {
                double[] update = new double[2];
                sample.update(point.at(), update);
                assertClose(update, new double[2], rounding(200));
                assertThat(Penalty.norm1(point.at())).isGreaterThan(1e-6);
            }
        }
    }

    @Test
    void theFlowVanishesAtItsRestPointAndItsAngleIsAccurateNearZero() {
        for (Penalty penalty : List.of(Penalty.L2_SQUARED, Penalty.L1_SQUARED, Penalty.L1)) {
            var flow = new PopulationFlow(new double[] {1, 2, 0.5}, 0.02, penalty, Sign.AS_PRINTED);
            double[] rest = flow.fixedPointNearTeacher().orElseThrow();
            assertClose(flow.update(rest), new double[3], rounding(200));
        }
        var flow = new PopulationFlow(new double[] {1, 0}, 0, Penalty.NONE, Sign.DESCENT);
        assertClose(flow.angle(new double[] {3, 3e-9}), 1e-9, rounding(4).times(1e-9));
        assertThat(flow.angle(new double[] {-1, 0})).isEqualTo(Math.PI);
    }

    @Test
    void ranksAreBinomial() {
        assertThat(ActivationRank.atMost(-1, 10)).isZero();
        assertClose(ActivationRank.atMost(0, 10), 1 / 1024.0, rounding(40).times(1 / 1024.0));
        assertClose(ActivationRank.positiveDefinite(5, 10), 638 / 1024.0, rounding(4));
    }
}
