package org.paisaje.math.krylov.eigen;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.ProductFailure;
import org.paisaje.math.linalg.Matrix;

/**
 * Approximate eigenpairs of a symmetric operator, each with a bound: some eigenvalue of A lies within
 * {@code residuals()[i]} of {@code values()[i]}, because the bound is on {@code ||A x - theta x||} for a unit vector x
 * (Parlett 1998, Thm 4.5.1).
 */
public sealed interface RitzPairs {
    /** The Ritz values, in the order the method that computed them states. */
    double[] values();

    /** For every value a bound on the norm of its residual, rounding included. */
    double[] residuals();

    /** The unit Ritz vectors, one per row in the order of the values; no rows unless the settings ask for vectors. */
    Matrix vectors();

    /** The number of products with the operator. */
    long products();

    /** All wanted pairs have residuals within the tolerance. */
    record Converged(double[] values, double[] residuals, Matrix vectors, long products) implements RitzPairs {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * The budget of products was used up. What there is, perhaps fewer pairs than asked for.
     *
     * @param tolerance the absolute residual that was asked for
     */
    record NotConverged(double[] values, double[] residuals, Matrix vectors, long products,
            double tolerance) implements RitzPairs {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The operator returned a number that is not finite; the pairs are those of the last complete restart, if any. */
    record Failed(double[] values, double[] residuals, Matrix vectors, long products,
            ProductFailure failure) implements RitzPairs {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Whether every pair is within the tolerance. */
    default boolean converged() {
        return this instanceof Converged;
    }

    /** This result if it converged; an {@link ArithmeticException} that tells what is missing otherwise. */
    default Converged orThrow() {
        return switch (this) {
            case Converged done -> done;
            case NotConverged open -> throw new ArithmeticException("Lanczos: not converged after " + open.products
                    + " products; residuals " + Arrays.toString(open.residuals) + ", wanted "
                    + open.tolerance);
            case Failed failed -> throw new ArithmeticException("Lanczos: " + failed.failure);
        };
    }
}
