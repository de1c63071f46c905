package org.paisaje.study.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.Dataset;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.NodeShape;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.head.Head;
import org.paisaje.weights.Weights;

final class ProblemTest {
    private static final Seed SEED = Seed.of(5);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsNotSaidIsAsUsual() {
        Problem problem = Problem.builder(5).build();
        assertThat(problem.train().size()).isEqualTo(1438);
        assertThat(problem.test().orElseThrow().size()).isEqualTo(359);
        assertThat(problem.network()).hasToString("mlp:64-64-10:relu");
        assertThat(problem.loss()).isEqualTo(Loss.SOFTMAX_CROSS_ENTROPY);
        assertThat(problem.drawn()).isTrue();
        assertThat(problem.start()).isEqualTo(problem.architecture().initialize(SEED.named("init")));
        assertThat(problem.setting()).isEqualTo(Map.of("data", "digits", "net", "mlp:64-64-10:relu", "loss",
                "softmax-cross-entropy", "seed", 5L));
        assertThat(problem.facts()).containsEntry("trainSamples", 1438).containsEntry("parameters", 4810);
    }

    @Test
    void fewSamplesAreNotDivided() {
        assertThat(Problem.builder(5).data("four-points").build().test()).isEmpty();
        assertThat(Problem.builder(5).data("moons:n=60").split(0).build().test()).isEmpty();
    }

    /** By name and at hand come to the same. */
    @Test
    void aLibraryUserAndTheCommandLineBuildTheSame() {
        Dataset all = Sources.open("moons:n=60", SourceOptions.detected(), SEED.named("data"));
        Problem named = Problem.builder(5).data("moons:n=60").network("mlp:2-3-1:tanh").standardized().build();
        Problem given = Problem.builder(5).data(all).network(named.network()).standardized().build();
        assertThat(given.train().x().data()).isEqualTo(named.train().x().data());
        assertThat(given.test().orElseThrow().x().data()).isEqualTo(named.test().orElseThrow().x().data());
        assertThat(given.start()).isEqualTo(named.start());
        assertClose(mean(named.train()), 0, rounding(named.train().size()));
        assertThat(mean(named.test().orElseThrow())).isGreaterThan(1e-3);
    }

    /** A softmax in the file of a network belongs to a loss that holds one, and else to the network. */
    @Test
    void whatANetworkLeavesToTheLossStaysWhereTheLossHasNone() {
        GraphBuilder builder = Graph.builder(NodeShape.vector(4));
        Graph net = builder.build(builder.dense("fc", builder.input(), 3, true)).leaving(Head.SOFTMAX);
        Problem crossed = Problem.builder(5).data("iris").network(net).build();
        assertThat(crossed.architecture().head().none()).isTrue();
        Problem squared = Problem.builder(5).data("iris").network(net).loss("mean-squared").build();
        assertThat(squared.architecture().head()).isEqualTo(Head.SOFTMAX);
        assertThat(squared.remarks()).anyMatch(remark -> remark.contains("the softmax at its end stays"));
        double[] theta = squared.start();
        assertThat(squared.architecture().forward(theta, squared.train().x()).rowRange(0, 1).data())
                .isEqualTo(Head.SOFTMAX.value(net.forward(theta, squared.train().x())).rowRange(0, 1).data());
    }

    private static double mean(Dataset data) {
        return Math.abs(Arrays.stream(data.x().column(0)).average().orElseThrow());
    }

    @Test
    void weightsNameTheirNetworkAndAreNotDrawn() {
        Problem first = Problem.builder(5).data("moons:n=60").network("mlp:2-3-1:tanh").build();
        Path file = folder.resolve("w.safetensors");
        Weights.write(file, first.network(), first.start());
        Problem second = Problem.builder(6).data("moons:n=60").weights(file).build();
        assertThat(second.network()).isEqualTo(first.network());
        assertThat(second.start()).isEqualTo(first.start());
        assertThat(second.drawn()).isFalse();
    }

    @Test
    void twoClassesForTwoOutputsAreOneHot() {
        Problem problem = Problem.builder(5).data("moons:n=40").network("mlp:2-3-2:tanh").build();
        assertThat(problem.train().y().columns()).isEqualTo(2);
        assertThat(problem.test().orElseThrow().y().columns()).isEqualTo(2);
        assertThat(problem.loss()).isEqualTo(Loss.SOFTMAX_CROSS_ENTROPY);
    }

    @Test
    void contradictionsAreRefused() {
        assertRefused(Problem.builder(5).split(0.1).test("iris"), "give one of them");
        assertRefused(Problem.builder(5).weights(Path.of("w.npz")).initializer("zero"), "each says where to start");
        assertRefused(Problem.builder(5).network("mlp:2-1:relu"), "has 64 inputs and needs 10 outputs");
        assertRefused(Problem.builder(5).data("gaussian:n=40").loss("logistic"), "two classes");
        assertRefused(Problem.builder(5).data("moons:n=40").network("mlp:2-3-1:relu").loss("softmax-cross-entropy"),
                "of one output is always 0");
        assertRefused(Problem.builder(5).data("iris").loss("logistic"), "two classes");
    }

    private static void assertRefused(ProblemBuilder builder, String complaint) {
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(complaint);
    }
}
