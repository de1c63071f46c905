package org.paisaje.theory.kernel;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.network.Architecture;
import org.paisaje.network.Linearization;
import org.paisaje.network.Network;

/**
 * How far training went beyond the linearisation at its start. All three vanish in the lazy limit of infinite width
 * (Jacot et al. 2018; Chizat, Oyallon and Bach 2019); for a network that is linear in theta the last two are zero.
 *
 * @param displacement {@code |theta - theta_0| / |theta_0|}; infinite from a start at 0
 * @param kernelChange {@code |K - K_0|_F / |K_0|_F} with the tangent kernel averaged over outputs; infinite if K_0 = 0
 * @param linearError {@code |f - (f_0 + J_0 (theta - theta_0))|_F / |f - f_0|_F}; 0 if the outputs did not move
 * @param samples how many samples kernel and outputs are taken on
 */
public record Laziness(double displacement, double kernelChange, double linearError, int samples) {
    /** Between two points, on the rows of x. */
    public static Laziness between(Network network, double[] start, double[] end, Matrix x) {
        return from(network, start, x).at(end);
    }

    /** Kernel and linearisation at theta_0, to be compared with many points of a run on the rows of x. */
    public static Origin from(Network network, double[] start, Matrix x) {
        return new Origin(network, start.clone(), x);
    }

    /**
     * The start of a run, on some samples. The kernel costs {@code n^2 k} times the sum of the widths for an architecture,
     * by {@link EmpiricalNtk#trace}; for another network the gradients of all samples are formed, {@code 8 n p} bytes.
     */
    public static final class Origin {
        private final Network network;
        private final double[] start;
        private final Matrix x;
        private final Linearization before;
        private final Matrix kernel;

        private Origin(Network network, double[] start, Matrix x) {
            this.network = network;
            this.start = start;
            this.x = x;
            this.before = network.linearize(start, x);
            this.kernel = kernel(network, start);
        }

        /** How far theta is from here. */
        public Laziness at(double[] theta) {
            return at(network, theta);
        }

        /** How far theta is from here for a network that differs by what its batch normalisations normalise by. */
        public Laziness at(Network now, double[] theta) {
            double[] step = new double[start.length];
            for (int i = 0; i < step.length; i++) {
                step[i] = theta[i] - start[i];
            }
            Matrix moved = now.forward(theta, x).minus(before.outputs());
            Matrix rest = moved.minus(before.jvp(step));
            double change = kernel(now, theta).minus(kernel).frobeniusNorm();
            return new Laziness(ratio(Norms.euclidean(step), Norms.euclidean(start)),
                    ratio(change, kernel.frobeniusNorm()),
                    moved.frobeniusNorm() == 0 ? 0 : rest.frobeniusNorm() / moved.frobeniusNorm(), x.rows());
        }

        /** {@code K_ij = (1/k) sum_c <grad f_c(x_i), grad f_c(x_j)>}. */
        private Matrix kernel(Network network, double[] theta) {
            int n = x.rows();
            int k = network.outputs();
            if (network instanceof Architecture architecture) {
                Matrix trace = EmpiricalNtk.of(architecture, theta).trace(x);
                trace.scale(1.0 / k);
                return trace;
            }
            Linearization at = network.linearize(theta, x);
            Matrix sum = Matrix.zeros(n, n);
            for (int c = 0; c < k; c++) {
                Matrix u = Matrix.zeros(n, k);
                for (int i = 0; i < n; i++) {
                    u.set(i, c, 1);
                }
                Matrix gradients = at.perSampleVjp(u);
                sum.addScaled(1.0 / k, gradients.timesTransposed(gradients));
            }
            return sum;
        }
    }

    private static double ratio(double a, double b) {
        return a == 0 ? 0 : a / b;
    }
}
