package org.paisaje.math.krylov.core;

import org.paisaje.math.krylov.ProductFailure;

/** Carries a {@link ProductFailure} from the product to the method that turns it into a result. */
public final class NonFiniteProduct extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProductFailure failure;

    /** Of this failure; no stack trace is taken. */
    public NonFiniteProduct(ProductFailure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    /** Which product failed, and where. */
    public ProductFailure failure() {
        return failure;
    }
}
