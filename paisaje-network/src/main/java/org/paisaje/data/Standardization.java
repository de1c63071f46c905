package org.paisaje.data;

import org.paisaje.math.linalg.Matrix;

/**
 * The map x_j -> (x_j - m_j) / s_j, fixed on one set of inputs (the training part) and applied to others. A column that
 * is constant where the map was fixed has s_j = 1, so that it becomes 0 there and is only shifted elsewhere.
 */
public final class Standardization {
    private final double[] means;
    private final double[] scales;

    private Standardization(double[] means, double[] scales) {
        this.means = means;
        this.scales = scales;
    }

    /** The map that gives every column of x, unless constant, mean 0 and variance 1 (divisor n); two passes over x. */
    public static Standardization of(Matrix x) {
        int n = x.rows();
        int d = x.columns();
        if (n == 0) {
            throw new IllegalArgumentException("Standardization: x has no rows, at least one sample is needed");
        }
        double[] data = x.data();
        double[] means = new double[d];
        double[] squares = new double[d];
        double[] drift = new double[d];
        boolean[] varies = new boolean[d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                // Running mean: no overflow and exact for a constant column.
                means[j] += (data[i * d + j] - means[j]) / (i + 1);
                varies[j] |= data[i * d + j] != data[j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                double deviation = data[i * d + j] - means[j];
                squares[j] += deviation * deviation;
                drift[j] += deviation;
            }
        }
        double[] scales = new double[d];
        for (int j = 0; j < d; j++) {
            means[j] = varies[j] ? means[j] + drift[j] / n : data[j];
            double deviation = Math.sqrt((squares[j] - drift[j] * drift[j] / n) / n);
            scales[j] = varies[j] && deviation > 0 ? deviation : 1;
        }
        return new Standardization(means, scales);
    }

    /** The standardised copy of x. */
    public Matrix apply(Matrix x) {
        int d = means.length;
        if (x.columns() != d) {
            throw new IllegalArgumentException("Standardization: x has " + x.columns()
                    + " columns, the statistics were taken over " + d + "; rows are samples");
        }
        Matrix result = x.copy();
        double[] data = result.data();
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < d; j++) {
                data[i * d + j] = (data[i * d + j] - means[j]) / scales[j];
            }
        }
        return result;
    }

    /** The copy of standardised rows as they were, x_j = m_j + s_j z_j. */
    public Matrix inverse(Matrix z) {
        int d = means.length;
        if (z.columns() != d) {
            throw new IllegalArgumentException("Standardization: z has " + z.columns()
                    + " columns, the statistics were taken over " + d + "; rows are samples");
        }
        Matrix result = z.copy();
        double[] data = result.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = means[i % d] + scales[i % d] * data[i];
        }
        return result;
    }

    /** The map that does both: the other first, then this one. */
    public Standardization after(Standardization first) {
        double[] m = new double[means.length];
        double[] s = new double[means.length];
        for (int j = 0; j < m.length; j++) {
            m[j] = first.means[j] + first.scales[j] * means[j];
            s[j] = first.scales[j] * scales[j];
        }
        return new Standardization(m, s);
    }

    /** The data with standardised inputs. */
    public Dataset apply(Dataset data) {
        return data.withInputs(apply(data.x()));
    }

    /** Both parts by the statistics of the training part. */
    public static Dataset.Split ofTrain(Dataset.Split split) {
        Standardization map = of(split.train().x());
        return new Dataset.Split(map.apply(split.train()), map.apply(split.test()));
    }

    /** The number of columns. */
    public int columns() {
        return means.length;
    }

    /** The means m_j. */
    public double[] means() {
        return means.clone();
    }

    /** The scales s_j. */
    public double[] scales() {
        return scales.clone();
    }
}
