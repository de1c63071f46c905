package org.paisaje.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.study.problem.StartingNetwork;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which network there is and where its weights come from. A mixin. */
public final class NetworkOptions {
    @Mixin
    private DrawnOptions drawn = new DrawnOptions();

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Its weights: .safetensors, .npz, .pt, .pth, .weights.h5, .keras or .onnx (default: drawn at random); without --net the network is inferred from them.")
    private @Nullable Path weights;

    /** The network as it was written, if it was. */
    public Optional<String> text() {
        return drawn.text();
    }

    /** The file of weights, if one was named. */
    public Optional<Path> weights() {
        return Optional.ofNullable(weights);
    }

    /** Whether a network was named, by itself or by its weights. */
    public boolean named() {
        return text().isPresent() || weights().isPresent();
    }

    /** All that was said. */
    public StartingNetwork starting() {
        return new StartingNetwork(text(), weights(), drawn.init());
    }
}
