package org.paisaje.study.explain.check.data;

import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * The covariance of inputs with a 1 for the bias beside them, {@code C = (1/n) sum (x, 1)(x, 1)^T}: the curvature of a linear
 * model, and the factor that inputs contribute to that of a first layer. Gradient descent at a rate eta on a half mean square
 * multiplies what is left along an eigenvector by {@code 1 - eta lambda} a step.
 *
 * @param values the eigenvalues, descending
 * @param signal what each eigenvector holds of the part of the targets that is linear in the inputs; sums to 1
 * @param linear the share of the variance of the targets that is linear in the inputs
 */
public record InputCovariance(double[] values, double[] signal, double linear) {
    private static final int MOST_COLUMNS = 1000;
    private static final double NEEDED = 0.95;

    /** Absent for more than 1000 columns, for constant targets, and where products overflow. */
    public static Optional<InputCovariance> of(Matrix x, Matrix y) {
        int n = x.rows();
        int d = x.columns();
        if (d > MOST_COLUMNS || n < 2) {
            return Optional.empty();
        }
        Matrix z = Matrix.zeros(n, d + 1);
        for (int i = 0; i < n; i++) {
            System.arraycopy(x.data(), i * d, z.data(), i * (d + 1), d);
            z.set(i, d, 1);
        }
        Matrix centred = centred(y);
        double variance = 0;
        for (double v : centred.data()) {
            variance += v * v / n;
        }
        Matrix c = z.columnGram();
        c.scale(1.0 / n);
        for (double entry : c.data()) {
            if (!Double.isFinite(entry)) {
                return Optional.empty();
            }
        }
        if (!(variance > 0)) {
            return Optional.empty();
        }
        SymmetricEigen eigen = SymmetricEigen.of(c);
        Matrix along = eigen.vectors().times(z.transposedTimes(centred));
        int m = d + 1;
        double largest = eigen.values()[m - 1];
        double[] values = new double[m];
        double[] signal = new double[m];
        double sum = 0;
        for (int k = 0; k < m; k++) {
            int from = m - 1 - k;
            values[k] = Math.max(0, eigen.values()[from]);
            if (values[k] > largest * m * 1e-14) {
                for (double product : along.row(from)) {
                    signal[k] += product * product / n / n / values[k];
                }
            }
            sum += signal[k];
        }
        for (int k = 0; k < m && sum > 0; k++) {
            signal[k] /= sum;
        }
        return Optional.of(new InputCovariance(values, signal, Math.min(1, sum / variance)));
    }

    private static Matrix centred(Matrix y) {
        Matrix result = y.copy();
        int k = y.columns();
        for (int c = 0; c < k; c++) {
            double mean = 0;
            for (int i = 0; i < y.rows(); i++) {
                mean += y.get(i, c) / y.rows();
            }
            for (int i = 0; i < y.rows(); i++) {
                result.set(i, c, y.get(i, c) - mean);
            }
        }
        return result;
    }

    /** The largest eigenvalue over the smallest that is not 0. */
    public double condition() {
        double smallest = values[0];
        for (double value : values) {
            smallest = value > values[0] * values.length * 1e-14 ? value : smallest;
        }
        return values[0] / smallest;
    }

    /** The largest eigenvalue over the last of those that hold 95 % of what is linear in the targets. */
    public double effectiveCondition() {
        double held = 0;
        for (int k = 0; k < values.length; k++) {
            held += signal[k];
            if (held >= NEEDED) {
                return values[0] / Math.max(values[k], 1e-300);
            }
        }
        return 1;
    }

    /** The steps in which the slowest of the directions that hold 95 % falls to a tenth, at a rate of 1 over the largest. */
    public double steps() {
        return Math.log(10) * effectiveCondition();
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
