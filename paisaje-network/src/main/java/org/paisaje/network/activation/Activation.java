package org.paisaje.network.activation;

import org.paisaje.registry.Registry;

/**
 * A scalar nonlinearity s applied entry by entry, with its first two derivatives. At a kink the derivative is that of
 * the left side, so ReLU'(0) = 0, as in PyTorch. Implementations are immutable and safe for concurrent use; those named here are
 * recognised by equality.
 */
public interface Activation extends ScalarFunction {
    /** s(z) = z. */
    Activation IDENTITY = ElementaryFunctions.IDENTITY;
    /** s(z) = max(z, 0); the same as {@code abRelu(0, 1)}. */
    Activation RELU = new AbRelu(0, 1);
    /** s(z) = tanh z. */
    Activation TANH = SigmoidFunctions.TANH;
    /** s(z) = 1 / (1 + e^-z). */
    Activation SIGMOID = SigmoidFunctions.SIGMOID;
    /** s(z) = log(1 + e^z). */
    Activation SOFTPLUS = SoftRectifiers.SOFTPLUS;
    /** s(z) = erf z. */
    Activation ERF = SigmoidFunctions.ERF;
    /** s(z) = z Phi(z) with the normal distribution function Phi; the exact form, not the tanh approximation. */
    Activation GELU = SoftRectifiers.GELU;
    /** s(z) = z / (1 + e^-z). */
    Activation SILU = SoftRectifiers.SILU;
    /** s(z) = sin z. */
    Activation SIN = ElementaryFunctions.SIN;
    /** s(z) = cos z. */
    Activation COS = ElementaryFunctions.COS;
    /** s(z) = e^z; overflows to infinity above 709.78. */
    Activation EXP = ElementaryFunctions.EXP;
    /** s(z) = e^(-z^2 / 2). */
    Activation GAUSSIAN = ElementaryFunctions.GAUSSIAN;
    /** s(z) = z^2. */
    Activation QUADRATIC = ElementaryFunctions.QUADRATIC;

    /** s(z) = slope z for z <= 0 and z above. */
    static Activation leakyRelu(double slope) {
        return new AbRelu(slope, 1);
    }

    /** s(z) = a min(z, 0) + b max(z, 0): ReLU is (0, 1), the modulus (-1, 1). */
    static Activation abRelu(double a, double b) {
        return new AbRelu(a, b);
    }

    /** s(z) = z^degree, the degree 1 to 24. */
    static Activation monomial(int degree) {
        return new Monomial(degree);
    }

    /**
     * Reads a name as {@link #name()} writes it: {@code relu}, {@code tanh}, {@code leaky-relu(0.1)}, {@code abrelu(-1,1)}.
     *
     * @throws IllegalArgumentException naming the known activations
     */
    static Activation parse(String text) {
        return Activations.REGISTRY.parse(text);
    }

    /** All activations that have a name. */
    static Registry<Activation> registry() {
        return Activations.REGISTRY;
    }

    /** The name under which the activation is written in an architecture, such as {@code tanh}. */
    String name();
}
