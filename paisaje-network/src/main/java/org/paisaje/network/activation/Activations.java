package org.paisaje.network.activation;

import java.util.List;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Registry;

/** The activations that have a name. */
final class Activations {
    static final Registry<Activation> REGISTRY = Registry.of(Activation.class, "activation", List.of(
            entry(Activation.RELU, "max(z, 0)"),
            entry(Activation.TANH, "tanh z"),
            entry(Activation.SIGMOID, "1 / (1 + e^-z)"),
            entry(Activation.SOFTPLUS, "log(1 + e^z)"),
            entry(Activation.ERF, "erf z"),
            entry(Activation.GELU, "z Phi(z)"),
            entry(Activation.SILU, "z / (1 + e^-z)").aliases("swish"),
            entry(Activation.SIN, "sin z"),
            entry(Activation.COS, "cos z"),
            entry(Activation.EXP, "e^z"),
            entry(Activation.GAUSSIAN, "e^(-z^2 / 2)"),
            entry(Activation.QUADRATIC, "z^2"),
            entry(Activation.IDENTITY, "z"),
            Entry.of(Activation.class, "leaky-relu(SLOPE)", "SLOPE z below 0, z above",
                    o -> Activation.leakyRelu(o.argument(0, 1))).examples("leaky-relu(0.1)"),
            Entry.of(Activation.class, "abrelu(A,B)", "A z below 0, B z above",
                    o -> Activation.abRelu(o.argument(0, 2), o.argument(1, 2)))
                    .examples("abrelu(-1,1)", "abrelu(2,2)"),
            Entry.of(Activation.class, "monomial(DEGREE)", "z^DEGREE",
                    o -> Activation.monomial(o.wholeArgument(0, 1))).examples("monomial(3)", "monomial(4)")));

    private Activations() {}

    private static Entry<Activation> entry(Activation activation, String description) {
        return Entry.of(Activation.class, activation.name(), description, options -> activation);
    }
}
