package org.paisaje.network;

/**
 * A scalar nonlinearity s applied entry by entry, with its first two derivatives. At a kink the derivative is that of
 * the side the document of the function names; ReLU'(0) = 0. Implementations are immutable and safe for concurrent use.
 */
public interface Activation {
    /** The name under which the activation is written in an architecture, such as {@code tanh}. */
    String name();

    /** s(z). */
    double value(double z);

    /** s'(z). */
    double first(double z);

    /** s''(z), zero at a kink. */
    double second(double z);

    /** Writes s(z) to {@code a} for n entries from the given offsets; {@code a} may be {@code z} at the same offset. */
    default void value(double[] z, int zOffset, double[] a, int aOffset, int n) {
        for (int i = 0; i < n; i++) {
            a[aOffset + i] = value(z[zOffset + i]);
        }
    }

    /** Writes s(z) to {@code a} and s'(z) to {@code slope}; {@code a} or {@code slope} may be {@code z} at the same offset. */
    default void valueAndFirst(
            double[] z, int zOffset, double[] a, int aOffset, double[] slope, int slopeOffset, int n) {
        for (int i = 0; i < n; i++) {
            double at = z[zOffset + i];
            a[aOffset + i] = value(at);
            slope[slopeOffset + i] = first(at);
        }
    }

    /** Writes s''(z) to {@code out}. */
    default void second(double[] z, int zOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = second(z[zOffset + i]);
        }
    }
}
