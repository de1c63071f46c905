package org.paisaje.study.explain.check;

import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.risk.Risk;

/**
 * What a step of gradient descent on a batch of B samples is expected to do to the loss, to second order:
 *
 * <pre>
 * E[change] = -eta |g|^2 + eta^2/2 g^T H g + eta^2/(2B) tr(H S)
 * </pre>
 *
 * with g the gradient over all samples, H the Hessian and S the covariance of the samples' gradients. Where the last term is as
 * large as the first, the loss stays where it is: a plateau of noise, on which the rate must fall. The expected change is lowest at
 * the rate {@code |g|^2 / (g^T H g + tr(H S) / B)}.
 *
 * @param gain {@code eta |g|^2}
 * @param curvature {@code eta^2/2 g^T H g}
 * @param noise {@code eta^2/(2B) tr(H S)}, from a sample of the gradients
 * @param bestRate the rate of the lowest expected change; not positive or infinite where there is none
 */
public record StepBalance(double gain, double curvature, double noise, double bestRate) {
    private static final int MOST = 64;
    private static final double ENTRIES = 2e7;

    /**
     * Measured at theta; absent for fewer than three samples and for a loss that is a sum.
     *
     * @param risk the mean loss over all samples
     * @param rate eta
     * @param batch B, drawn with replacement; 0 for all samples, which have no noise
     */
    public static Optional<StepBalance> of(Risk risk, double[] theta, double rate, int batch) {
        int n = risk.samples();
        int m = (int) Math.min(Math.min(n, MOST), ENTRIES / theta.length);
        if (m < 3 || !risk.loss().averages()) {
            return Optional.empty();
        }
        LinearOperator hessian = risk.hessian(theta);
        double[] g = risk.gradient(theta);
        double square = Norms.dot(g, g);
        double bend = form(hessian, g);
        double spread = 0;
        if (batch > 0) {
            int[] rows = IntStream.range(0, m).map(i -> (int) ((long) i * n / m)).toArray();
            Matrix own = (m == n ? risk : risk.on(rows)).at(theta).perSampleGradients();
            double[] mean = new double[g.length];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += own.get(i, j) / m;
                }
            }
            for (int i = 0; i < m; i++) {
                double[] d = own.row(i);
                for (int j = 0; j < d.length; j++) {
                    d[j] -= mean[j];
                }
                spread += form(hessian, d) / (m - 1);
            }
            // A batch without replacement has less noise, and none if it holds all.
            spread *= (n - Math.min(batch, n)) / Math.max(1.0, n - 1);
        }
        double each = batch > 0 ? spread / batch : 0;
        double gain = rate * square;
        double noise = 0.5 * rate * rate * each;
        return Double.isFinite(gain + bend + noise)
                ? Optional.of(new StepBalance(gain, 0.5 * rate * rate * bend, noise, square / (bend + each)))
                : Optional.empty();
    }

    private static double form(LinearOperator h, double[] v) {
        double[] image = new double[v.length];
        h.apply(v, image);
        return Norms.dot(v, image);
    }

    /** The share of the gain that the noise takes away. */
    public double noiseShare() {
        return gain > 0 ? noise / gain : 0;
    }
}
