package org.paisaje.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.weights.Weights;
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

    /** How weights are drawn, if that was said. */
    public Optional<String> init() {
        return drawn.init();
    }

    /** The file of weights, if one was named. */
    public Optional<Path> weights() {
        return Optional.ofNullable(weights);
    }

    /** Gives all that was said to a problem. */
    public void give(ProblemBuilder builder) {
        text().ifPresent(builder::network);
        weights().ifPresent(builder::weights);
        init().ifPresent(builder::initializer);
    }

    /** The network that was written, or else that of the weights; one of the two must have been named. */
    public Architecture architecture(List<String> remarks) {
        return text().map(Architecture::parse).orElseGet(() -> {
            Path file = weights().orElseThrow();
            Weights.Inferred inferred = Weights.infer(file);
            inferred.notes().forEach(note -> remarks.add(file + ": " + note));
            return inferred.network();
        });
    }

    /** The weights: those of the file, or drawn. */
    public double[] theta(Architecture network, Seed seed, List<String> remarks) {
        Path file = weights;
        if (file != null) {
            Weights.Read read = Weights.load(file, network);
            read.notes().forEach(note -> remarks.add(file + ": " + note));
            return read.theta();
        }
        return init().map(name -> network.initialize(Initializer.parse(name), seed.named("init")))
                .or(network::givenParameters)
                .orElseGet(() -> network.initialize(seed.named("init")));
    }
}
