package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.KernelDynamics;

final class KernelTrainingTest {
    private static final int N = KernelTraining.DECOMPOSED + 20;
    private static final double[] TIMES = {3, Double.POSITIVE_INFINITY, 0, 100};
    private static final InfiniteNetwork NET = InfiniteNetwork
            .of(Architecture.parse("mlp:20-9-9-2:relu:param=ntk,sw=1.4,sb=0.1"));

    private static Matrix gaussians(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, Seed.of(4).named(name).gaussians(rows * columns));
    }

    /** Solves and eigenvalues give the same outputs, in the order of the times. */
    @Test
    void bothWaysAgree() {
        Matrix x = gaussians("x", N, 20);
        Matrix y = gaussians("y", N, 2);
        Matrix start = gaussians("start", N, 2);
        Matrix kernel = NET.ntk(x);
        KernelTraining solved = KernelTraining.of(kernel, y, start, N, TIMES);
        assertThat(solved).isInstanceOf(KernelTraining.Solved.class);
        var decomposed = new KernelTraining.Decomposed(KernelDynamics.of(kernel, y, start, N), TIMES);
        Matrix there = gaussians("there", 7, 20);
        Matrix startThere = gaussians("start there", 7, 2);
        Matrix cross = NET.ntk(there, x);
        List<Matrix> predictions = solved.predict(cross, startThere);
        List<Matrix> expected = decomposed.predict(cross, startThere);
        for (int t = 0; t < TIMES.length; t++) {
            assertThat(predictions.get(t).minus(expected.get(t)).frobeniusNorm()).as("time " + TIMES[t])
                    .isLessThan(1e-8);
            assertThat(solved.train(t).minus(decomposed.train(t)).frobeniusNorm()).isLessThan(1e-8);
        }
        assertThat((double) solved.spectrum().get("largestStableRate")).isCloseTo(
                (double) decomposed.spectrum().get("largestStableRate"),
                org.assertj.core.data.Percentage.withPercentage(1e-4));
        assertThat((double) solved.spectrum().get("error")).isBetween(0.0, 1e-6);
    }

    @Test
    void singularKernelsAreDecomposed() {
        Matrix x = gaussians("x", N, 20);
        x.setRow(5, x.row(6));
        Matrix y = gaussians("y", N, 1);
        KernelTraining training = KernelTraining.of(NET.ntk(x), y, Matrix.zeros(N, 1), N, TIMES);
        assertThat(training).isInstanceOf(KernelTraining.Decomposed.class);
        assertThat(training.spectrum().get("nullity")).isEqualTo(1);
    }
}
