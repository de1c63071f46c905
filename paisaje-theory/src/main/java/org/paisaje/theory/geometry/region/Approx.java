package org.paisaje.theory.geometry.region;

/**
 * A rounded number with a bound on its error. An error of 0 means exact; only what is exactly 0 keeps it through products.
 *
 * @param value the number
 * @param error at least the distance to what it stands for
 */
record Approx(double value, double error) implements Ring<Approx> {
    /** Half the distance from 1 to the next number. */
    static final double UNIT = 0x1p-53;
    /** Makes up for the roundings in a bound of a few terms. */
    private static final double ROUNDED = 1 + 16 * UNIT;

    boolean zero() {
        return value == 0 && error == 0;
    }

    private Approx sum(double result, double otherError) {
        return new Approx(result, (error + otherError + UNIT * Math.abs(result)) * ROUNDED);
    }

    @Override
    public Approx plus(Approx other) {
        return other.zero() ? this : zero() ? other : sum(value + other.value, other.error);
    }

    @Override
    public Approx minus(Approx other) {
        return other.zero()
                ? this
                : zero()
                        ? new Approx(-other.value, other.error)
                        : sum(value - other.value, other.error);
    }

    /** Products below the normal numbers round by less than the smallest of these. */
    @Override
    public Approx times(Approx other) {
        if (zero() || other.zero()) {
            return new Approx(0, 0);
        }
        double product = value * other.value;
        double bound = Math.abs(value) * other.error + Math.abs(other.value) * error + error * other.error
                + UNIT * Math.abs(product);
        return new Approx(product, bound * ROUNDED + 4 * Double.MIN_NORMAL);
    }
}
