package org.paisaje.theory.geometry.region;

import java.math.BigInteger;

/** An exact number {@code mantissa 2^exponent}, as every double is one, and sums and products of them are. */
record Dyadic(BigInteger mantissa, int exponent) implements Ring<Dyadic> {
    static final Dyadic ZERO = new Dyadic(BigInteger.ZERO, 0);

    static Dyadic of(double value) {
        if (value == 0) {
            return ZERO;
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("regions: a weight, bias or coordinate is " + value
                    + "; all must be finite");
        }
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
        long whole = (long) Math.scalb(value, -exponent);
        int even = Long.numberOfTrailingZeros(whole);
        return new Dyadic(BigInteger.valueOf(whole >> even), exponent + even);
    }

    static Dyadic[] of(double[] values) {
        Dyadic[] result = new Dyadic[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = of(values[i]);
        }
        return result;
    }

    int signum() {
        return mantissa.signum();
    }

    @Override
    public Dyadic plus(Dyadic other) {
        if (signum() == 0) {
            return other;
        }
        if (other.signum() == 0) {
            return this;
        }
        int low = Math.min(exponent, other.exponent);
        return new Dyadic(mantissa.shiftLeft(exponent - low).add(other.mantissa.shiftLeft(other.exponent - low)), low);
    }

    Dyadic negate() {
        return new Dyadic(mantissa.negate(), exponent);
    }

    @Override
    public Dyadic minus(Dyadic other) {
        return plus(other.negate());
    }

    @Override
    public Dyadic times(Dyadic other) {
        return signum() == 0 || other.signum() == 0
                ? ZERO
                : new Dyadic(mantissa.multiply(other.mantissa), exponent + other.exponent);
    }

    /** The place of its highest bit. */
    int magnitude() {
        return signum() == 0 ? Integer.MIN_VALUE : exponent + mantissa.bitLength();
    }

    /** This times 2^-shift, rounded to within 2 units of the last place. */
    double scaled(int shift) {
        int drop = Math.max(0, mantissa.bitLength() - 62);
        return Math.scalb((double) mantissa.shiftRight(drop).longValue(), exponent + drop - shift);
    }
}
