package org.paisaje.theory.kernel;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
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
    /** Between two points, on the rows of x; memory {@code 8 n p} bytes. */
    public static Laziness between(Network network, double[] start, double[] end, Matrix x) {
        double[] step = new double[start.length];
        for (int i = 0; i < step.length; i++) {
            step[i] = end[i] - start[i];
        }
        Linearization before = network.linearize(start, x);
        Linearization after = network.linearize(end, x);
        Matrix moved = after.outputs().minus(before.outputs());
        Matrix rest = moved.minus(before.jvp(step));
        Matrix first = kernel(before, x.rows());
        double change = kernel(after, x.rows()).minus(first).frobeniusNorm();
        return new Laziness(ratio(norm(step), norm(start)), ratio(change, first.frobeniusNorm()),
                moved.frobeniusNorm() == 0 ? 0 : rest.frobeniusNorm() / moved.frobeniusNorm(), x.rows());
    }

    private static double ratio(double a, double b) {
        return a == 0 ? 0 : a / b;
    }

    /** {@code K_ij = (1/k) sum_c <grad f_c(x_i), grad f_c(x_j)>}. */
    private static Matrix kernel(Linearization at, int n) {
        int k = at.outputs().columns();
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

    private static double norm(double[] v) {
        return Math.sqrt(Arrays.stream(v).map(a -> a * a).sum());
    }
}
