package org.paisaje.theory.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

final class LazinessTest {
    private static final Seed SEED = Seed.of(2);

    private static double[] point(Architecture network, String name) {
        return SEED.named(name).gaussians(network.layout().size());
    }

    @Test
    void aNetworkLinearInThetaIsLazy() {
        Architecture network = Architecture.parse("linear:4-3:bias=true");
        Laziness laziness = Laziness.between(network, point(network, "a"), point(network, "b"),
                Matrix.wrap(5, 4, SEED.gaussians(20)));
        assertThat(laziness.kernelChange()).isZero();
        assertClose(laziness.linearError(), 0, rounding(20));
        assertThat(laziness.displacement()).isGreaterThan(0.5);
    }

    /** The same from the whole Jacobian: K = mean over outputs of J_c J_c^T. */
    @Test
    void agreesWithTheJacobian() {
        Architecture network = Architecture.parse("mlp:3-6-2:tanh");
        Matrix x = Matrix.wrap(4, 3, SEED.named("x").gaussians(12));
        double[] start = point(network, "a");
        double[] end = point(network, "b");
        double[] step = start.clone();
        double moved = 0;
        double size = 0;
        for (int i = 0; i < step.length; i++) {
            step[i] = end[i] - start[i];
            moved += step[i] * step[i];
            size += start[i] * start[i];
        }
        Matrix before = network.linearize(start, x).jacobian();
        Matrix after = network.linearize(end, x).jacobian();
        Matrix outputs = network.forward(end, x).minus(network.forward(start, x));
        double error = 0;
        double[] linear = before.times(step);
        for (int i = 0; i < linear.length; i++) {
            error += (outputs.data()[i] - linear[i]) * (outputs.data()[i] - linear[i]);
        }
        Matrix first = kernel(before, 4, 2);
        double change = kernel(after, 4, 2).minus(first).frobeniusNorm() / first.frobeniusNorm();
        Laziness laziness = Laziness.between(network, start, end, x);
        assertClose(laziness.kernelChange(), change, rounding(1_000));
        assertClose(laziness.linearError(), Math.sqrt(error) / outputs.frobeniusNorm(), rounding(1_000));
        assertClose(laziness.displacement(), Math.sqrt(moved / size), rounding(1_000));
    }

    private static Matrix kernel(Matrix jacobian, int n, int k) {
        Matrix result = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    for (int q = 0; q < jacobian.columns(); q++) {
                        sum += jacobian.get(i * k + c, q) * jacobian.get(j * k + c, q);
                    }
                }
                result.set(i, j, sum / k);
            }
        }
        return result;
    }

    @Test
    void withoutMovementNothingChanges() {
        Architecture network = Architecture.parse("mlp:3-6-2:tanh");
        double[] theta = point(network, "a");
        Laziness laziness = Laziness.between(network, theta, theta, Matrix.zeros(2, 3));
        assertThat(laziness).isEqualTo(new Laziness(0, 0, 0, 2));
    }

    @Test
    void fromZeroTheRatioIsInfinite() {
        Architecture network = Architecture.parse("mlp:3-6-2:tanh:bias=false");
        double[] zero = new double[network.layout().size()];
        Laziness laziness = Laziness.between(network, zero, point(network, "b"),
                Matrix.wrap(1, 3, new double[] {1, 2, 3}));
        assertThat(laziness.displacement()).isInfinite();
        assertThat(laziness.kernelChange()).isInfinite();
    }
}
