package org.paisaje.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.simd.Simd;

/**
 * Runs in a JVM of its own: what other tests taught the compiler decides which vectors stay in registers. Its compiler
 * runs in the foreground (-Xbatch), so that a busy machine changes nothing.
 */
final class NarrowAllocationTest {
    @BeforeAll
    static void needVectors() {
        assumeTrue(Simd.vectorised());
    }

    @Test
    void aStepOnALoadedBatchAllocatesNothing() {
        Architecture net = Architecture.parse("mlp:2-16-16-1:tanh");
        Seed seed = Seed.of(6);
        double[] theta = net.initialize(seed.named("init"));
        Matrix x = Matrix.wrap(200, 2, seed.named("x").gaussians(400));
        Matrix y = Matrix.wrap(200, 1, seed.named("y").gaussians(200));
        GradientWorkspace workspace = net.workspace(Loss.SQUARED, 200);
        double[] gradient = new double[theta.length];
        workspace.load(x, y);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        // A vector that is not kept in a register is an object of some 100 bytes: there are hundreds in a step. The
        // compiler needs a while, so the quietest of some rounds counts.
        double[] least = {Double.MAX_VALUE};
        int steps = 2_000;
        Blas.withThreads(1, () -> {
            for (int round = 0; round < 60 && least[0] > 1; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < steps; i++) {
                    workspace.valueAndGradient(theta, gradient);
                }
                least[0] = Math.min(least[0], (threads.getCurrentThreadAllocatedBytes() - before) / (double) steps);
            }
        });
        assertThat(least[0]).isLessThan(1);
    }
}
