package org.paisaje.recipe;

import org.paisaje.network.Architecture;

/** {@code autoencoder:5-2:tanh} for {@code mlp:5-2-5:tanh}. */
final class Autoencoder {
    private Autoencoder() {}

    static Architecture read(String text) {
        String[] parts = text.split(":", -1);
        String[] sizes = parts.length == 3 ? parts[1].split("-", -1) : new String[0];
        if (sizes.length != 2) {
            throw new IllegalArgumentException("network \"" + text + "\": write autoencoder:INPUTS-CODE:ACTIVATION");
        }
        return Architecture.parse("mlp:" + sizes[0] + "-" + sizes[1] + "-" + sizes[0] + ":" + parts[2]);
    }
}
