package org.paisaje.math.krylov;

/** Carries a {@link ProductFailure} from the product to the method that turns it into a result. */
final class NonFiniteProduct extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProductFailure failure;

    NonFiniteProduct(ProductFailure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    ProductFailure failure() {
        return failure;
    }
}
