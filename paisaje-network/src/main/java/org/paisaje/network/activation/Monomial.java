package org.paisaje.network.activation;

import java.util.Optional;

/**
 * s(z) = z^degree. {@code monomial(1)} and {@code monomial(2)} are the same functions as {@link Activation#IDENTITY} and
 * {@link Activation#QUADRATIC}, which are recognised as such where it matters.
 *
 * @param degree 1 to {@value #HIGHEST}
 */
record Monomial(int degree) implements Activation {
    /** The highest degree; E[z^(2 degree)] of a normal z stays a double with room for variances. */
    public static final int HIGHEST = 24;

    /** Checks the degree. */
    public Monomial {
        if (degree < 1 || degree > HIGHEST) {
            throw new IllegalArgumentException(
                    "monomial: the degree is " + degree + ", it must be 1 to " + HIGHEST);
        }
    }

    @Override
    public double value(double z) {
        return power(z, degree);
    }

    @Override
    public double first(double z) {
        return degree * power(z, degree - 1);
    }

    @Override
    public double second(double z) {
        return degree == 1 ? 0 : degree * (degree - 1.0) * power(z, degree - 2);
    }

    @Override
    public boolean piecewiseLinear() {
        return degree == 1;
    }

    @Override
    public boolean increasing() {
        return degree % 2 == 1;
    }

    @Override
    public Parity parity() {
        return degree % 2 == 0 ? Parity.EVEN : Parity.ODD;
    }

    @Override
    public double infimum() {
        return degree % 2 == 0 ? 0 : Double.NEGATIVE_INFINITY;
    }

    @Override
    public Optional<ClosedForm> closedForm() {
        return Optional.of(new ClosedForm.Power(degree));
    }

    private static double power(double z, int exponent) {
        double result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= z;
        }
        return result;
    }

    @Override
    public String name() {
        return "monomial(" + degree + ")";
    }

    @Override
    public String toString() {
        return name();
    }
}
