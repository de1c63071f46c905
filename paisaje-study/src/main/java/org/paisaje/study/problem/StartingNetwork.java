package org.paisaje.study.problem;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.weights.Weights;

/**
 * A network and where its weights come from, as it is written down: for a {@link Problem}, or for what needs no data.
 *
 * @param text the network, as {@link Architecture#parse} takes it; else it is that of the weights
 * @param weights a file of its weights
 * @param initializer how weights are drawn, as {@link Initializer#parse} takes it
 */
public record StartingNetwork(Optional<String> text, Optional<Path> weights, Optional<String> initializer) {
    /** Gives all that is known to a problem. */
    public void give(ProblemBuilder builder) {
        text.ifPresent(builder::network);
        weights.ifPresent(builder::weights);
        initializer.ifPresent(builder::initializer);
    }

    /**
     * The network that is written, or else that of the weights; one of the two must be there.
     *
     * @param remarks takes what was assumed
     */
    public Architecture architecture(List<String> remarks) {
        return text.map(Architecture::parse).orElseGet(() -> {
            Path file = weights.orElseThrow();
            Weights.Inferred inferred = Weights.infer(file);
            inferred.notes().forEach(note -> remarks.add(file + ": " + note));
            return inferred.network();
        });
    }

    /**
     * The weights: those of the file, or drawn, or else those that come with the network.
     *
     * @param remarks takes what was assumed
     */
    public double[] theta(Architecture network, Seed seed, List<String> remarks) {
        if (weights.isPresent()) {
            Path file = weights.get();
            Weights.Read read = Weights.load(file, network);
            read.notes().forEach(note -> remarks.add(file + ": " + note));
            return read.theta();
        }
        return initializer.map(name -> network.initialize(Initializer.parse(name), seed.named("init")))
                .or(network::givenParameters)
                .orElseGet(() -> network.initialize(seed.named("init")));
    }

    /** The same by the names of the options, after the name of the network. */
    public void describe(Map<String, Object> options) {
        weights.ifPresent(file -> options.put("weights", file.toString()));
        initializer.ifPresent(name -> options.put("init", name));
    }
}
