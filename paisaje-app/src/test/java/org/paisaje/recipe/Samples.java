package org.paisaje.recipe;

import java.util.List;
import org.paisaje.data.builtin.DataKind;
import org.paisaje.loss.Loss;
import org.paisaje.network.NetworkKind;
import org.paisaje.network.activation.Activation;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Supply;
import org.paisaje.training.optimizer.Optimizer;

/** The entries of the samples; {@code META-INF/services} names this class. */
public final class Samples implements Supply {
    @Override
    public List<Entry<?>> entries() {
        return List.of(
                Entry.of(Loss.class, "huber(DELTA)", "squared near 0, absolute beyond DELTA",
                        o -> new Huber(o.argument(0, 1))).examples("huber(1)"),
                Entry.of(Activation.class, "elu(A)", "z above 0, A (e^z - 1) below", o -> new Elu(o.argument(0, 1)))
                        .examples("elu(0.1)", "elu(1)"),
                Entry.of(Optimizer.class, "sign:RATE", "a step of RATE against each sign of the gradient",
                        o -> new SignDescent(o.firstOr("rate", 1e-3))).examples("sign:1e-3"),
                Entry.of(DataKind.class, "parabola:n=,noise=", "y = x^2 on a grid; regression", o -> new Parabola())
                        .examples("parabola:n=40,noise=0.1"),
                Entry.of(NetworkKind.class, "autoencoder:INPUTS-CODE:ACTIVATION", "dense layers to a code and back",
                        o -> Autoencoder::read).examples("autoencoder:5-2:tanh"));
    }
}
