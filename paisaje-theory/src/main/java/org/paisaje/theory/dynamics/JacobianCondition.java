package org.paisaje.theory.dynamics;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.Linearization;
import org.paisaje.network.Network;

/**
 * The condition of the input-output Jacobian {@code df/dx} (k x d), the ratio of its largest to its smallest singular
 * value, sample by sample.
 *
 * @param values the conditions, ascending; infinite where the rank is not full
 * @param largest the largest singular values, in the order of the samples
 */
public record JacobianCondition(double[] values, double[] largest) {
    /** At every row of x; k backward passes and a decomposition for each sample. */
    public static JacobianCondition of(Network network, double[] theta, Matrix x) {
        Linearization at = network.linearize(theta, x);
        int n = x.rows();
        int d = x.columns();
        int k = network.outputs();
        Matrix[] jacobians = new Matrix[n];
        Arrays.setAll(jacobians, i -> Matrix.zeros(k, d));
        for (int c = 0; c < k; c++) {
            Matrix u = Matrix.zeros(n, k);
            for (int i = 0; i < n; i++) {
                u.set(i, c, 1);
            }
            Matrix rows = at.inputVjp(u);
            for (int i = 0; i < n; i++) {
                jacobians[i].setRow(c, rows.row(i));
            }
        }
        double[] values = new double[n];
        double[] largest = new double[n];
        for (int i = 0; i < n; i++) {
            Svd svd = Svd.of(jacobians[i]);
            boolean full = svd.values()[0] > 0 && svd.rank() == svd.values().length;
            values[i] = full ? svd.condition() : Double.POSITIVE_INFINITY;
            largest[i] = svd.values()[0];
        }
        Arrays.sort(values);
        return new JacobianCondition(values, largest);
    }

    /** The value that a share of the samples does not exceed. */
    public double quantile(double share) {
        return values[(int) Math.min(values.length - 1, Math.floor(share * values.length))];
    }

    /** How many samples have a Jacobian without full rank. */
    public long deficient() {
        return Arrays.stream(values).filter(Double::isInfinite).count();
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
