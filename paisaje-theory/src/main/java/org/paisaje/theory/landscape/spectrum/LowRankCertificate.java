package org.paisaje.theory.landscape.spectrum;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * How well {@code Q diag(lambda) Q^T} approximates A, told afterwards from products with random vectors. For standard normal
 * omega_1 .. omega_r and any fixed E, {@code ||E|| <= alpha sqrt(2/pi) max_i |E omega_i|} but with probability
 * {@code alpha^-r} (Halko, Martinsson and Tropp 2011, Lemma 4.1). The vectors are drawn independently of those that gave Q.
 *
 * @param rank how many eigenpairs
 * @param bound of the spectral norm of what is left
 * @param failure the probability that the bound does not hold
 * @param frobenius the root of the mean of {@code |E omega|^2}, an estimate of the Frobenius norm of what is left
 * @param products what it took
 */
public record LowRankCertificate(int rank, double bound, double failure, double frobenius, int products) {
    /** The certificate from {@code products} fresh vectors, or nothing if a product is not finite. */
    public static Optional<LowRankCertificate> of(LinearOperator operator, double[] values, Matrix vectors,
            int products, double failure, Seed seed) {
        if (products < 1 || !(failure > 0 && failure < 1) || values.length != vectors.rows()) {
            throw new IllegalArgumentException("LowRankCertificate: " + products + " products, failure " + failure
                    + ", " + values.length + " values and " + vectors.rows()
                    + " vectors; needed are a product, a probability in (0, 1) and a vector for each value");
        }
        int n = operator.rows();
        Matrix omega = Matrix.zeros(products, n);
        for (int i = 0; i < products; i++) {
            omega.setRow(i, seed.named("certificate").at(i).gaussians(n));
        }
        Matrix images = Matrix.zeros(products, n);
        operator.applyAll(omega, images);
        double largest = 0;
        double squares = 0;
        for (int i = 0; i < products; i++) {
            double[] rest = images.row(i);
            if (values.length > 0) {
                double[] c = vectors.times(omega.row(i));
                for (int j = 0; j < c.length; j++) {
                    c[j] *= values[j];
                }
                double[] known = vectors.transposedTimes(c);
                for (int j = 0; j < n; j++) {
                    rest[j] -= known[j];
                }
            }
            double square = Arrays.stream(rest).map(entry -> entry * entry).sum();
            largest = Math.max(largest, square);
            squares += square / products;
        }
        if (!Double.isFinite(squares)) {
            return Optional.empty();
        }
        double alpha = Math.pow(failure, -1.0 / products);
        return Optional.of(new LowRankCertificate(values.length, alpha * Math.sqrt(2 / Math.PI * largest), failure,
                Math.sqrt(squares), products));
    }
}
