package org.paisaje.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which network there is and how its weights are drawn. A mixin. */
public final class DrawnOptions {
    @Option(
            names = "--net",
            paramLabel = "NET",
            description = "The network, as mlp:2-16-1:tanh (default: that of the weights; without them a small one with ReLUs where data say its inputs).")
    private @Nullable String net;

    @Option(
            names = "--init",
            paramLabel = "NAME",
            description = "How weights are drawn, as he-normal (default: by the network).")
    private @Nullable String init;

    /** The network as it was written, if it was. */
    public Optional<String> text() {
        return Optional.ofNullable(net);
    }

    /** How weights are drawn, if that was said. */
    public Optional<String> init() {
        return Optional.ofNullable(init);
    }
}
