package org.paisaje.math.krylov.trace;

import org.paisaje.math.Brief;
import org.paisaje.math.krylov.ProductFailure;

/** An estimate of the diagonal of an operator. */
public sealed interface DiagonalEstimate {
    /** The number of products with the operator. */
    long products();

    /** The diagonal and, entry by entry, its standard error over the probes. */
    record Estimated(double[] values, double[] standardErrors, long products) implements DiagonalEstimate {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** A product was not finite. */
    record Failed(long products, ProductFailure failure) implements DiagonalEstimate {}

    /** The estimate; an {@link ArithmeticException} with the reason if there is none. */
    default Estimated orThrow() {
        return switch (this) {
            case Estimated done -> done;
            case Failed failed -> throw new ArithmeticException("Hutchinson.diagonal: " + failed.failure);
        };
    }
}
