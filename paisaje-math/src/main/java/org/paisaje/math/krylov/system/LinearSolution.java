package org.paisaje.math.krylov.system;

import org.paisaje.math.Brief;
import org.paisaje.math.krylov.ProductFailure;

/**
 * What became of a system {@code A x = b}. Every residual here is {@code ||b - A x||} computed from a product with the x
 * that is returned, never a recurrence, unless the operator failed.
 */
public sealed interface LinearSolution {
    /** The solution, or the best there is. */
    double[] x();

    /** {@code ||b - A x||}. */
    double residual();

    /** Products with the operator (and its transpose, where there is one) spent on this right-hand side. */
    long products();

    /** The residual is within the tolerance. */
    record Converged(double[] x, double residual, long products) implements LinearSolution {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * The budget was used up, or rounding stands in the way.
     *
     * @param target the residual that was asked for
     */
    record NotConverged(double[] x, double residual, long products, double target) implements LinearSolution {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * The system has no solution; x is one of least squares: {@code ||A^T r||} is within the tolerance of zero,
     * relative to {@code ||A|| ||r||}.
     *
     * @param normalResidual {@code ||A^T (b - A x)||}
     */
    record LeastSquares(double[] x, double residual, long products, double normalResidual) implements LinearSolution {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * The operator is not positive definite, and here is the proof.
     *
     * @param direction a unit vector d
     * @param curvature {@code d^T A d <= 0}
     */
    record NegativeCurvature(double[] x, double residual, long products, double[] direction,
            double curvature) implements LinearSolution {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** A product was not finite; x is the last iterate before it and its residual the recurrence's. */
    record Failed(double[] x, double residual, long products, ProductFailure failure) implements LinearSolution {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Whether the residual is within the tolerance. */
    default boolean converged() {
        return this instanceof Converged;
    }

    /** The solution if the residual is within the tolerance; an {@link ArithmeticException} that says why otherwise. */
    default double[] orThrow() {
        return switch (this) {
            case Converged done -> done.x;
            case NotConverged open -> throw new ArithmeticException("solve: not converged after " + open.products
                    + " products; residual " + open.residual + ", wanted " + open.target);
            case LeastSquares squares -> throw new ArithmeticException("solve: the system has no solution; the least"
                    + " residual is " + squares.residual);
            case NegativeCurvature found ->
                throw new ArithmeticException("solve: the operator is not positive definite:"
                        + " d^T A d = " + found.curvature + " for a unit vector d");
            case Failed failed -> throw new ArithmeticException("solve: " + failed.failure);
        };
    }
}
