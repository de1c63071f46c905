package org.paisaje.theory.landscape;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.random.Seed;

/**
 * The largest eigenvalue of the Hessian, by Lanczos from a random start. At most {@value #PRODUCTS} products; the value is
 * a Rayleigh quotient, so never above the true one but for rounding.
 */
public sealed interface Sharpness {
    /** The most products spent on one value. */
    int PRODUCTS = 80;
    /** The residual wanted, relative to the norm of the operator. */
    double TOLERANCE = 1e-3;

    /**
     * A value.
     *
     * @param value the Ritz value
     * @param bound an eigenvalue lies within this distance of the value
     * @param converged whether the bound is within the tolerance
     */
    record Measured(double value, double bound, boolean converged) implements Sharpness {}

    /** No value, such as a product that was not finite. */
    record Failed(String reason) implements Sharpness {}

    /** The sharpness of a symmetric operator. */
    static Sharpness of(LinearOperator hessian, Seed seed) {
        var settings = Lanczos.Settings.standard()
                .withTolerance(TOLERANCE)
                .withMaxProducts(PRODUCTS)
                .withBasisSize(Math.min(hessian.rows(), 40))
                .withoutCopies()
                .withoutSymmetryProbe()
                .withSeed(seed);
        RitzPairs pairs = Lanczos.largest(hessian, 1, settings);
        if (pairs instanceof RitzPairs.Failed failed) {
            return new Failed(failed.failure().toString());
        }
        return pairs.values().length == 0
                ? new Failed("no Ritz value after " + pairs.products() + " products")
                : new Measured(pairs.values()[0], pairs.residuals()[0], pairs.converged());
    }

    /**
     * A value with its eigenvector, from which the next one starts.
     *
     * @param sharpness the value, or why there is none
     * @param vector the unit Ritz vector; of length 0 if there is none
     * @param products what it took
     */
    record Warm(Sharpness sharpness, double[] vector, long products) {
        /** Nothing to start from yet. */
        public static Warm cold() {
            return new Warm(new Failed("not measured yet"), new double[0], 0);
        }

        /**
         * The sharpness of an operator near the one before, as weights a few steps on have it: the iteration starts from the
         * last vector and 10 % noise and then needs few products.
         */
        public Warm next(LinearOperator hessian, Seed seed) {
            var settings = Lanczos.Settings.standard()
                    .withTolerance(TOLERANCE)
                    .withMaxProducts(PRODUCTS)
                    .withBasisSize(Math.min(hessian.rows(), 40))
                    .withoutCopies()
                    .withoutSymmetryProbe()
                    .withVectors()
                    .withSeed(seed);
            RitzPairs pairs = vector.length == hessian.rows()
                    ? Lanczos.largest(hessian, 1, settings, vector)
                    : Lanczos.largest(hessian, 1, settings);
            if (pairs instanceof RitzPairs.Failed failed) {
                return new Warm(new Failed(failed.failure().toString()), vector, failed.products());
            }
            return pairs.values().length == 0 || pairs.vectors().rows() == 0
                    ? new Warm(new Failed("no Ritz value after " + pairs.products() + " products"), vector,
                            pairs.products())
                    : new Warm(new Measured(pairs.values()[0], pairs.residuals()[0], pairs.converged()),
                            pairs.vectors().row(0), pairs.products());
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * The sharpness of {@code D^(-1/2) H D^(-1/2)}, which has the eigenvalues of {@code D^(-1) H}: what counts for a rule
     * that divides the gradient by D, such as Adam (Cohen et al. 2022, section 2).
     *
     * @param scale the diagonal of D, positive
     */
    static Sharpness preconditioned(LinearOperator hessian, double[] scale, Seed seed) {
        if (scale.length != hessian.rows() || Arrays.stream(scale).anyMatch(d -> !(d > 0))) {
            throw new IllegalArgumentException("Sharpness.preconditioned: scale has " + scale.length
                    + " entries for an operator of order " + hessian.rows() + "; each must be positive");
        }
        return of(hessian.congruence(Arrays.stream(scale).map(d -> 1 / Math.sqrt(d)).toArray()), seed);
    }
}
