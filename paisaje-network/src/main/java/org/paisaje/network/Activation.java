package org.paisaje.network;

/**
 * A scalar nonlinearity s applied entry by entry, with its first two derivatives. At a kink the derivative is that of
 * the left side, so ReLU'(0) = 0, as in PyTorch. Implementations are immutable and safe for concurrent use; those named here are
 * recognised by equality.
 */
public interface Activation {
    /** s(z) = z. */
    Activation IDENTITY = StandardActivation.IDENTITY;
    /** s(z) = max(z, 0); the same as {@code abRelu(0, 1)}. */
    Activation RELU = new AbRelu(0, 1);
    /** s(z) = tanh z. */
    Activation TANH = StandardActivation.TANH;
    /** s(z) = 1 / (1 + e^-z). */
    Activation SIGMOID = StandardActivation.SIGMOID;
    /** s(z) = log(1 + e^z). */
    Activation SOFTPLUS = StandardActivation.SOFTPLUS;
    /** s(z) = erf z. */
    Activation ERF = StandardActivation.ERF;
    /** s(z) = z Phi(z) with the normal distribution function Phi; the exact form, not the tanh approximation. */
    Activation GELU = StandardActivation.GELU;
    /** s(z) = z / (1 + e^-z). */
    Activation SILU = StandardActivation.SILU;
    /** s(z) = sin z. */
    Activation SIN = StandardActivation.SIN;
    /** s(z) = cos z. */
    Activation COS = StandardActivation.COS;
    /** s(z) = e^z; overflows to infinity above 709.78. */
    Activation EXP = StandardActivation.EXP;
    /** s(z) = e^(-z^2 / 2). */
    Activation GAUSSIAN = StandardActivation.GAUSSIAN;
    /** s(z) = z^2. */
    Activation QUADRATIC = StandardActivation.QUADRATIC;

    /** s(z) = slope z for z <= 0 and z above. */
    static Activation leakyRelu(double slope) {
        return new AbRelu(slope, 1);
    }

    /** s(z) = a min(z, 0) + b max(z, 0): ReLU is (0, 1), the modulus (-1, 1). */
    static Activation abRelu(double a, double b) {
        return new AbRelu(a, b);
    }

    /**
     * Reads a name as {@link #name()} writes it: {@code relu}, {@code tanh}, {@code leaky-relu(0.1)}, {@code abrelu(-1,1)}.
     *
     * @throws IllegalArgumentException naming the known activations
     */
    static Activation parse(String text) {
        return ActivationSyntax.parse(text);
    }

    /** The name under which the activation is written in an architecture, such as {@code tanh}. */
    String name();

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
