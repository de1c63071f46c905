package org.paisaje.network.start;

import java.util.List;
import java.util.function.Function;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Options;
import org.paisaje.registry.Registry;

/** The initializers that have a name. */
final class Initializers {
    static final Registry<Initializer> REGISTRY = Registry.of(Initializer.class, "initializer", List.of(
            entry("standard-normal", "all parameters N(0, 1)", o -> Initializer.standardNormal()),
            entry("lecun-normal", "weights N(0, 1/fan-in)", o -> Initializer.lecunNormal()).aliases("lecun"),
            entry("lecun-uniform", "weights uniform of variance 1/fan-in", o -> Initializer.lecunUniform()),
            entry("glorot-normal", "weights N(0, 2/(fan-in + fan-out))", o -> Initializer.glorotNormal())
                    .aliases("glorot", "xavier", "xavier-normal"),
            entry("glorot-uniform", "weights uniform of variance 2/(fan-in + fan-out)",
                    o -> Initializer.glorotUniform())
                    .aliases("xavier-uniform"),
            entry("he-normal", "weights N(0, 2/fan-in)", o -> Initializer.heNormal())
                    .aliases("he", "kaiming", "kaiming-normal"),
            entry("he-uniform", "weights uniform of variance 2/fan-in", o -> Initializer.heUniform())
                    .aliases("kaiming-uniform"),
            entry("orthogonal(GAIN)", "orthogonal matrices times GAIN, 1 unless said",
                    o -> Initializer.orthogonal(o.argumentOr(1)))
                    .examples("orthogonal", "orthogonal(1.4)"),
            entry("neurons", "weights N(0, 1/n) with n the neurons of the hidden layer", o -> Initializer.neurons()),
            entry("mean-field", "weights N(0, 1/fan-in), N(0, 1) in the readout", o -> Initializer.meanField()),
            entry("mup(SCALE)", "maximal update under gradient descent, SCALE 1 unless said",
                    o -> Initializer.mup(o.argumentOr(1))).examples("mup", "mup(1.4)"),
            entry("mup-adam(SCALE)", "maximal update under Adam, SCALE 1 unless said",
                    o -> Initializer.mupAdam(o.argumentOr(1))).examples("mup-adam"),
            entry("zero", "all parameters 0", o -> Initializer.zero()),
            entry("normal(DEVIATION)", "all parameters N(0, DEVIATION^2)", o -> Initializer.normal(o.argument(0, 1)))
                    .examples("normal(0.1)"),
            entry("uniform(LIMIT)", "weights uniform on +-LIMIT", o -> Initializer.uniform(o.argument(0, 1)))
                    .examples("uniform(0.05)"),
            entry("fan-in(SCALE)", "weights N(0, SCALE^2/fan-in)", o -> Initializer.fanIn(o.argument(0, 1)))
                    .examples("fan-in(1.5)")));

    private Initializers() {}

    private static Entry<Initializer> entry(String form, String description,
            Function<Options, Initializer> factory) {
        return Entry.of(Initializer.class, form, description, factory);
    }
}
