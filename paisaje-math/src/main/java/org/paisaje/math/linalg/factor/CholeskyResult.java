package org.paisaje.math.linalg.factor;

/** What came of a Cholesky factorisation: a {@link Cholesky} or {@link NotPositiveDefinite}. */
public sealed interface CholeskyResult permits Cholesky, NotPositiveDefinite {

    /** The factorisation if there is one; an {@link ArithmeticException} that says where it broke down otherwise. */
    default Cholesky orThrow() {
        return switch (this) {
            case Cholesky done -> done;
            case NotPositiveDefinite failed -> throw new ArithmeticException("Cholesky: pivot " + failed.pivot()
                    + " is not positive with " + failed.jitter()
                    + " on the diagonal; the matrix is not positive definite");
        };
    }
}
