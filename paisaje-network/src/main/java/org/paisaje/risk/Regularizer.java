package org.paisaje.risk;

/**
 * A function of theta alone that is added to a loss. Where it has a kink, its gradient is the subgradient with
 * sign(0) = 0 and its curvature that of the smooth part beside the kink.
 */
public interface Regularizer {
    /** {@code lambda sum_i |theta_i|}; kinks where a parameter is 0. */
    static Regularizer l1(double lambda) {
        return new NormPenalty(NormPenalty.Kind.L1, lambda);
    }

    /** {@code lambda (sum_i |theta_i|)^2}; kinks where a parameter is 0. */
    static Regularizer squaredL1(double lambda) {
        return new NormPenalty(NormPenalty.Kind.SQUARED_L1, lambda);
    }

    /** {@code lambda sum_i theta_i^2}, whose gradient is {@code 2 lambda theta}. */
    static Regularizer l2(double lambda) {
        return new NormPenalty(NormPenalty.Kind.L2, lambda);
    }

    /** {@code (lambda / 2) sum_i theta_i^2}, whose gradient is {@code lambda theta}. */
    static Regularizer halfL2(double lambda) {
        return new NormPenalty(NormPenalty.Kind.HALF_L2, lambda);
    }

    /** c where the penalty is {@code c sum_i theta_i^2}, and 0 for penalties of another form. */
    default double squareFactor() {
        return 0;
    }

    /** The value at theta. */
    double value(double[] theta);

    /** Adds the gradient at theta. */
    void addGradient(double[] theta, double[] gradient);

    /** Adds the diagonal of the second derivative at theta. */
    void addCurvatureDiagonal(double[] theta, double[] sum);

    /** Adds the product of the second derivative at theta with p entries of v from an offset, to out from the same. */
    void addCurvature(double[] theta, double[] v, double[] out, int offset);
}
