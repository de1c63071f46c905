package org.paisaje.loss;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.math.stats.NormalAverage;

/** Expectations of losses over outputs that are independent and normal of mean 0. */
final class NormalOutputs {
    /** Polynomials of this degree in the deviation stand for many values. */
    private static final int DEGREE = 12;
    private static final double LARGEST_DEVIATION = 12;
    /** The integrand is analytic in |Im u| < pi/2, so the trapezoidal rule errs by about e^(-pi^2 / h). */
    private static final double SPACING = 0.25;
    /** In deviations: the rule errs by about e^(-2 pi^2 / 0.25) on a normal density. */
    private static final double COARSEST = 0.5;
    private static final double REACH = 9;
    private static final double SMALLEST_DEVIATION = 1e-2;

    private NormalOutputs() {}

    /** The mean of g(v_i), by interpolation in the deviation where there are many; empty for deviations above 12. */
    static OptionalDouble mean(double[] variances, DoubleUnaryOperator g) {
        double[] deviations = Arrays.stream(variances).map(Math::sqrt).toArray();
        double low = Arrays.stream(deviations).min().orElse(0);
        double high = Arrays.stream(deviations).max().orElse(0);
        if (!(high <= LARGEST_DEVIATION)) {
            return OptionalDouble.empty();
        }
        if (deviations.length <= DEGREE || high - low < 1e-12) {
            return Arrays.stream(deviations).map(s -> g.applyAsDouble(s * s)).average();
        }
        double[] nodes = new double[DEGREE + 1];
        double[] values = new double[nodes.length];
        for (int j = 0; j < nodes.length; j++) {
            nodes[j] = 0.5 * (low + high) + 0.5 * (high - low) * Math.cos(Math.PI * (j + 0.5) / nodes.length);
            values[j] = g.applyAsDouble(nodes[j] * nodes[j]);
        }
        return Arrays.stream(deviations).map(s -> interpolated(nodes, values, s)).average();
    }

    /** Lagrange's polynomial at Chebyshev's nodes, in the barycentric form. */
    private static double interpolated(double[] nodes, double[] values, double at) {
        double above = 0;
        double below = 0;
        for (int j = 0; j < nodes.length; j++) {
            if (at == nodes[j]) {
                return values[j];
            }
            double weight = (j % 2 == 0 ? 1 : -1) * Math.sin(Math.PI * (j + 0.5) / nodes.length) / (at - nodes[j]);
            above += weight * values[j];
            below += weight;
        }
        return above / below;
    }

    /** E log(1 + e^z) for z of variance v. */
    static double softplus(double v) {
        return NormalAverage.of(LogisticTerm::value, v);
    }

    /**
     * E log S with {@code S = sum_c e^z_c} over k independent z of variance v. By Frullani's integral log S is that of
     * {@code (e^-t - e^(-tS)) / t} over t > 0, so with {@code phi(t) = E exp(-t e^z)} it is the integral of
     * {@code exp(-e^u) - phi(e^u)^k} over all u. Both integrals are sums on one grid, on which {@code exp(-e^w)} is tabulated.
     */
    static double logSum(int k, double v) {
        double deviation = Math.sqrt(v);
        if (deviation < SMALLEST_DEVIATION) {
            // The second order in the deviation; the next is below v^2.
            return Math.log(k) + (1 - 1.0 / k) * v / 2;
        }
        int finer = (int) Math.max(1, Math.ceil(SPACING / (COARSEST * deviation)));
        double h = SPACING / finer;
        int reach = (int) Math.ceil(REACH * deviation / h);
        int from = (int) Math.floor((-40 - 0.5 * v - Math.log(k)) / SPACING);
        int to = (int) Math.ceil((5 + REACH * deviation) / SPACING);
        double[] weights = new double[2 * reach + 1];
        double total = 0;
        for (int j = -reach; j <= reach; j++) {
            double z = j * h / deviation;
            weights[j + reach] = Math.exp(-0.5 * z * z);
            total += weights[j + reach];
        }
        double[] table = new double[(to - from) * finer + 2 * reach + 1];
        for (int i = 0; i < table.length; i++) {
            table[i] = Math.exp(-Math.exp(from * SPACING + (i - reach) * h));
        }
        double sum = 0;
        for (int u = 0; u <= to - from; u++) {
            double phi = 0;
            for (int j = 0; j < weights.length; j++) {
                phi += weights[j] * table[u * finer + j];
            }
            sum += table[u * finer + reach] - Math.pow(phi / total, k);
        }
        return SPACING * sum;
    }
}
