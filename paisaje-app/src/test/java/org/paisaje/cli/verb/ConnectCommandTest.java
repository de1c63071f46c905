package org.paisaje.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.cli.Main;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.report.terminal.Terminal;
import org.paisaje.theory.landscape.align.Symmetries;
import org.paisaje.theory.landscape.align.UnitMap;
import org.paisaje.weights.Weights;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Networks in files and trained ones, through to the files that are written; and what is refused. */
final class ConnectCommandTest {
    private static final Architecture NET = Architecture.parse("mlp:2-8-6-1:tanh");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int connect(String... options) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        return Main.run(terminal, Stream.concat(Stream.of("connect"), Stream.of(options)).toArray(String[]::new));
    }

    private String written(String name, Architecture network, double[] theta) {
        Path file = folder.resolve(name);
        Weights.write(file, network, theta);
        return file.toString();
    }

    private JsonNode result(Path from) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(from.resolve("result.json")));
    }

    /** A copy under a permutation with signs: the line rises before alignment, and there is no distance after it. */
    @Test
    void aPermutedCopyComesBack() throws IOException {
        double[] theta = NET.initialize(Seed.of(3));
        double[] copy = Symmetries.of(NET).apply(UnitMap.random(Symmetries.of(NET), 0, Seed.of(4)), theta);
        String a = written("a.safetensors", NET, theta);
        String b = written("b.safetensors", NET, copy);
        Path to = folder.resolve("to");
        assertThat(connect(a, b, "--data", "moons:n=60", "--out", to.toString(), "--quiet")).as(err.toString())
                .isEqualTo(ExitStatus.DONE);
        JsonNode measured = result(to).get("measurements");
        assertThat(measured.at("/alignment/distanceBefore").asDouble()).isGreaterThan(1);
        assertThat(measured.at("/alignment/distanceAfter").asDouble()).isZero();
        assertClose(measured.at("/alignment/change").asDouble(), 0, rounding(64));
        assertThat(measured.at("/sameAnswers").asDouble()).isEqualTo(1);
        assertThat(Weights.read(to.resolve("aligned.safetensors"), NET)).isEqualTo(theta);
        assertThat(measured.at("/barriers/line/aboveChord").asDouble()).isGreaterThan(0.01);
        assertClose(measured.at("/barriers/aligned-weights/aboveChord").asDouble(), 0, rounding(40));
        assertThat(to.resolve("report.html")).exists();
    }

    /** Files as PyTorch writes them, each with batch statistics of its own, which change places with the channels. */
    @Test
    void batchStatisticsGoAlong() throws IOException {
        GraphBuilder nodes = Graph.builder(NodeShape.vector(2));
        Graph.Value h = nodes.activation(nodes.batchNorm("1", nodes.dense("0", nodes.input(), 6, true),
                new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, new double[] {1, 2, 3, 4, 5, 6}, 1e-5), Activation.RELU);
        Graph net = nodes.build(nodes.dense("3", h, 1, true));
        double[] theta = net.initialize(Seed.of(3));
        Symmetries symmetries = Symmetries.of(net.absorbing());
        UnitMap map = UnitMap.random(symmetries, 0.3, Seed.of(4));
        String a = written("a.safetensors", net, theta);
        String b = written("b.safetensors", symmetries.apply(map, net), symmetries.apply(map, theta));
        Path to = folder.resolve("to");
        assertThat(connect(a, b, "--data", "moons:n=60", "--curves", "none", "--out", to.toString(), "--quiet"))
                .as(err.toString())
                .isEqualTo(ExitStatus.DONE);
        JsonNode measured = result(to).get("measurements");
        assertThat(measured.at("/sameAnswers").asDouble()).isEqualTo(1);
        assertThat(measured.at("/alignment/distanceBefore").asDouble()).isGreaterThan(0.1);
        assertClose(measured.at("/alignment/distanceAfter").asDouble(), 0, rounding(100));
        Graph aligned = (Graph) Weights.normalized(to.resolve("aligned.safetensors"), net);
        assertThat(aligned.statistics().getFirst().mean()).containsExactly(net.statistics().getFirst().mean());
        assertThat(connect(a, to.resolve("aligned.safetensors").toString(), "--data", "moons:n=60", "--curves", "none"))
                .as(err.toString())
                .isEqualTo(ExitStatus.DONE);
    }

    /** Wide enough for the samples: curves of zero loss, whose points are kept. */
    @Test
    void zeroLossPathsAreFoundAndKept() throws IOException {
        Path to = folder.resolve("zero");
        assertThat(connect("--data", "moons:n=10", "--split", "0", "--net", "mlp:2-24-1:tanh", "--loss", "squared",
                "--optimizer", "lm", "--batch", "0", "--epochs", "5", "--curves", "chain,string", "--steps", "10",
                "--points", "10", "--out", to.toString(), "--quiet")).as(err.toString()).isEqualTo(ExitStatus.DONE);
        JsonNode measured = result(to).get("measurements");
        assertClose(measured.at("/zeroLoss/zero-loss-segments/inside").asDouble(), 0, rounding(1000).squared());
        assertClose(measured.at("/zeroLoss/zero-loss-outer/inside").asDouble(), 0, rounding(1000).squared());
        Matrix corners = NpyFile.read(to.resolve("path-zero-loss-segments.npy")).rows();
        assertThat(corners.rows()).isEqualTo(6);
        assertThat(corners.row(0)).isEqualTo(
                Weights.read(to.resolve("network-1.safetensors"), Architecture.parse("mlp:2-24-1:tanh")));
        assertThat(NpyFile.read(to.resolve("path-chain.npy")).rows().rows()).isEqualTo(3);
    }

    @Test
    void threeNetworksComeToACommonPlace() throws IOException {
        Path to = folder.resolve("three");
        assertThat(
                connect("--data", "moons:n=30", "--net", "mlp:2-6-1:relu", "--epochs", "3", "--count", "3", "--curves",
                        "none", "--points", "8", "--out", to.toString(), "--quiet"))
                .as(err.toString())
                .isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).contains("seed 2, seed 3").contains("every cycle");
    }

    private void refuses(String expected, String... options) {
        assertThat(connect(options)).as(out.toString()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString().strip().lines()).hasSize(1).first().asString().contains(expected);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBeConnectedIsRefused() {
        double[] theta = NET.initialize(Seed.of(3));
        String a = written("a.safetensors", NET, theta);
        Architecture other = Architecture.parse("mlp:2-8-6-1:relu");
        String b = written("b.safetensors", other, theta);
        Architecture wider = Architecture.parse("mlp:2-9-6-1:tanh");
        String c = written("c.npz", wider, wider.initialize(Seed.of(1)));
        double[] broken = theta.clone();
        broken[5] = Double.NaN;
        String d = written("d.safetensors", NET, broken);
        refuses("there is one file", a, "--data", "moons:n=60");
        refuses("b.safetensors says that it is of mlp:2-8-6-1:relu, the networks to connect are of mlp:2-8-6-1:tanh", a,
                b,
                "--data", "moons:n=60");
        refuses("c.npz", a, c, "--data", "moons:n=60");
        refuses("is NaN; the training that wrote it diverged", a, d, "--data", "moons:n=60");
        refuses("nothere.safetensors", a, folder.resolve("nothere.safetensors").toString(), "--data", "moons:n=60");
        refuses("64 inputs", a, a, "--data", "digits");
        refuses("\"circle\" is not known; there are chain", "--curves", "circle");
        refuses("\"sorted\" is not known", "--align", "sorted");
        refuses("--count is 1; at least 2 networks are needed", "--count", "1", "--data", "moons:n=60");
        refuses("--epochs says how networks are trained", a, a, "--epochs", "3", "--data", "moons:n=60");
        refuses("name the networks to connect without an option", "--weights", a);
        refuses("2 to 10,001 are possible", "--points", "1", "--data", "moons:n=60");
    }
}
