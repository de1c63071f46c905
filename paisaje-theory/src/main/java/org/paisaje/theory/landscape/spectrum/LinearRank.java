package org.paisaje.theory.landscape.spectrum;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.Network;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;

/**
 * The ranks of the Hessian of a deep linear network under the squared loss and of its two parts, at generic weights
 * (Singh, Bachmann and Hofmann 2021). With L weight matrices, M the sum of the hidden widths, r the rank of the inputs, K
 * outputs, q the least of r, K and the hidden widths, and s the rank of {@code sum_i (f_i - y_i) x_i^T}:
 *
 * <pre>
 * rank H1 = q (r + K - q),    rank H2 = 2 q M + 2 q s - L q^2,    rank H = 2 q M + q (r + K) - L q^2,
 * </pre>
 *
 * and where the residual is orthogonal to the inputs (s = 0) H2 vanishes and {@code rank H = rank H1}.
 *
 * @param gaussNewton of H1
 * @param residual of H2
 * @param hessian of H
 */
public record LinearRank(long gaussNewton, long residual, long hessian) {
    /** The ranks, if the network is deep, linear and without biases and the loss is squared. */
    public static Optional<LinearRank> of(Risk risk, double[] theta) {
        Network network = risk.network();
        if (!(network instanceof Mlp mlp) || !mlp.activation().identity() || mlp.hasBias()
                || risk.loss().squareFactor(1) == 0 || !risk.penalties().isEmpty() || mlp.depth() < 2) {
            return Optional.empty();
        }
        Matrix residual = network.forward(theta, risk.x()).minus(risk.y());
        Matrix correlation = residual.transposedTimes(risk.x());
        double size = frobenius(residual) * frobenius(risk.x());
        int s = frobenius(correlation) <= 1e-10 * size ? 0 : Svd.of(correlation).rank();
        return Optional.of(of(mlp.hiddenWidths().stream().mapToInt(Integer::intValue).toArray(),
                Svd.of(risk.x()).rank(), mlp.outputs(), s));
    }

    /** The ranks from hidden widths, r, K and s. */
    public static LinearRank of(int[] hidden, int r, int outputs, int s) {
        long q = Math.min(r, outputs);
        long sum = 0;
        for (int width : hidden) {
            q = Math.min(q, width);
            sum += width;
        }
        long matrices = hidden.length + 1L;
        long outer = q * (r + outputs - q);
        long inner = s == 0 ? 0 : 2 * q * sum + 2 * q * s - matrices * q * q;
        return new LinearRank(outer, inner, s == 0 ? outer : 2 * q * sum + q * (r + outputs) - matrices * q * q);
    }

    private static double frobenius(Matrix a) {
        double sum = 0;
        for (double entry : a.data()) {
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }
}
