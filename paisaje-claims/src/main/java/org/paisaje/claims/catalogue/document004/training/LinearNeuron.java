package org.paisaje.claims.catalogue.document004.training;

import org.paisaje.loss.Loss;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;

/**
 * A linear neuron without bias on Gaussian inputs and targets, with the cost {@code sum e^2 / (2 M)}, whose Hessian is
 * {@code X^T X / M}.
 *
 * @param x the inputs, M x inputs
 * @param d the targets, M x 1
 * @param risk the cost
 */
record LinearNeuron(Matrix x, Matrix d, Risk risk) {
    static LinearNeuron of(int samples, int inputs, Seed seed) {
        Matrix x = Matrix.wrap(samples, inputs, seed.named("x").gaussians(samples * inputs));
        Matrix d = Matrix.wrap(samples, 1, seed.named("d").gaussians(samples));
        return new LinearNeuron(x, d, Risk.of(Architecture.parse("linear:" + inputs + "-1"), x, d, Loss.SQUARED));
    }

    /** Eigenvalues and vectors (rows) of the Hessian, ascending. */
    SymmetricEigen spectrum() {
        Matrix h = x.columnGram();
        h.scale(1.0 / x.rows());
        return SymmetricEigen.of(h);
    }

    /** The minimum, from the eigenvalues of the normal equations. */
    double[] minimum() {
        SymmetricEigen spectrum = spectrum();
        double[] right = x.transposedTimes(d.column(0));
        double[] along = spectrum.vectors().times(right);
        for (int k = 0; k < along.length; k++) {
            along[k] /= x.rows() * spectrum.values()[k];
        }
        return spectrum.vectors().transposedTimes(along);
    }

    static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    static double norm(double[] a) {
        return distance(a, new double[a.length]);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
