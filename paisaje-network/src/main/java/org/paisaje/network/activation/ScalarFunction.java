package org.paisaje.network.activation;

/**
 * A function s of one variable with its first two derivatives, one number at a time and in bulk. Apart from
 * {@link Activation}, whose constants are of its own subtypes: an interface with default methods is initialised with each
 * class that implements it, and the two could wait for each other.
 */
public interface ScalarFunction {
    /** s(z). */
    double value(double z);

    /** s'(z). */
    double first(double z);

    /** s''(z), zero at a kink. */
    double second(double z);

    /** Whether s'' vanishes away from finitely many kinks; second-order passes then leave it out. */
    default boolean piecewiseLinear() {
        return false;
    }

    /** Writes s(z) to {@code a} for n entries from the given offsets; {@code a} may be {@code z} at the same offset. */
    default void value(double[] z, int zOffset, double[] a, int aOffset, int n) {
        for (int i = 0; i < n; i++) {
            a[aOffset + i] = value(z[zOffset + i]);
        }
    }

    /** Writes s(z) to {@code a}, which may be {@code z} at the same offset, and s'(z) to {@code slope}, which may not. */
    default void valueAndFirst(
            double[] z, int zOffset, double[] a, int aOffset, double[] slope, int slopeOffset, int n) {
        for (int i = 0; i < n; i++) {
            double at = z[zOffset + i];
            a[aOffset + i] = value(at);
            slope[slopeOffset + i] = first(at);
        }
    }

    /** Writes s''(z) to {@code out}, which must not be {@code z}. */
    default void second(double[] z, int zOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = second(z[zOffset + i]);
        }
    }
}
