package org.paisaje.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.cli.Main;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.report.terminal.Terminal;
import org.paisaje.theory.geometry.region.Sawtooth;
import org.paisaje.weights.Weights;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RegionsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int regions(String... options) {
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        return Main.run(terminal, Stream.concat(Stream.of("regions"), Stream.of(options)).toArray(String[]::new));
    }

    /** 2^5 pieces of the sawtooth, from a file of weights to regions.json. */
    @Test
    void sawtoothFromAFile() throws IOException {
        var tooth = new Sawtooth(5);
        Path file = folder.resolve("tooth.safetensors");
        Weights.write(file, tooth.network(), tooth.parameters());
        Path to = folder.resolve("out");
        assertThat(regions("--net", tooth.network().text(), "--weights", file.toString(), "--box", "0,1", "--out",
                to.toString(), "--figures")).as(err.toString()).isEqualTo(ExitStatus.DONE);
        JsonNode json = JsonMapper.shared().readTree(Files.readString(to.resolve("regions.json")));
        assertThat(json.get("activationRegions").asInt()).isEqualTo(32);
        assertThat(json.get("linearRegions").asInt()).isEqualTo(32);
        assertThat(json.get("regions").size()).isEqualTo(32);
        assertThat(json.at("/regions/3/length").asDouble()).isEqualTo(1.0 / 32);
        assertThat(json.at("/regions/3/outputs/0/0").asDouble()).isIn(32.0, -32.0);
        assertThat(to.resolve("regions-graph.svg")).exists();
        assertThat(out.toString()).contains("32 activation regions").contains("Everything that must hold");
    }

    /** |x| + |y| - 1 by two moduli: four quadrants, and a diamond as decision boundary. */
    @Test
    void decisionBoundaryOfADiamond() throws IOException {
        Mlp net = Mlp.of(Activation.abRelu(-1, 1), 2, 2, 1);
        Path file = folder.resolve("diamond.safetensors");
        Weights.write(file, net, new double[] {1, 0, 0, 1, 0, 0, 1, 1, -1});
        assertThat(regions("--net", net.text(), "--weights", file.toString(), "--box", "-1,1", "--json", "--quiet"))
                .isEqualTo(ExitStatus.DONE);
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.at("/measurements/activationRegions").asInt()).isEqualTo(4);
        JsonNode boundary = json.get("sections").get(1);
        assertThat(boundary.at("/values/pieces").asInt()).isEqualTo(4);
        assertThat(boundary.toString()).contains("0.5");
    }

    /** On a larger square the diamond is closed, with one part inside and the minimum of -1 in its middle. */
    @Test
    void criticalPointsAndLoopsOfADiamond() throws IOException {
        Mlp net = Mlp.of(Activation.abRelu(-1, 1), 2, 2, 1);
        Path file = folder.resolve("diamond.safetensors");
        Weights.write(file, net, new double[] {1, 0, 0, 1, 0, 0, 1, 1, -1});
        Path to = folder.resolve("out");
        assertThat(regions("--net", net.text(), "--weights", file.toString(), "--box", "-3,3", "--out", to.toString()))
                .isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).contains("It has 1 connected part and 1")
                .contains("1 minimum, 0 saddles and 0 maxima");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(to.resolve("regions.json")));
        assertThat(json.get("boundaryShapes").toString())
                .isEqualTo("[{\"betti\":[1,1,0],\"partsAbove\":1,\"partsBelow\":1,\"enclosedAbove\":0,"
                        + "\"enclosedBelow\":1}]");
        JsonNode inner = json.get("criticalPoints")
                .valueStream()
                .filter(one -> !one.get("onBoundaryOfDomain").asBoolean())
                .findFirst()
                .orElseThrow();
        assertThat(inner.get("kind").asString()).isEqualTo("minimum");
        assertThat(inner.get("value").asDouble()).isEqualTo(-1);
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        Mlp net = Mlp.of(Activation.RELU, 1, 1, 1);
        Path file = folder.resolve("broken.safetensors");
        Weights.write(file, net, new double[] {1, Double.NaN, 1, 0});
        assertThat(regions("--net", net.text(), "--weights", file.toString())).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("entry 0 is NaN").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                        --net mlp:2-8-1:tanh | tanh is curved, so that mlp:2-8-1:tanh is not made of linear pieces; take relu
                        --net mlp:64-8-10:relu | has 64 inputs; regions are enumerated in one to three dimensions. Take a slice
                        --net mlp:64-8-10:relu --slice 0,1,2 | names rows of data: add --data
                        --net mlp:64-8-10:relu --data digits --slice 0,1 | write 3 numbers of rows, as in --slice 0,1,2
                        --net mlp:64-8-10:relu --data digits --slice 0,1,99999 | there is no row 99999; digits has rows 0 to 1796
                        --net mlp:64-8-10:relu --data digits --line 4,4 | the rows lie on one point
                        --net mlp:2-8-1:relu --box 1,-1 | write two numbers, the smaller first
                        --net mlp:2-8-1:relu --box 0,1 --plane | give one of them
                        --net mlp:2-32-32-1:relu --init standard-normal --limit 100 | more than 100 regions on the square
                        --net mlp:1-8-1:relu --slice random | a slice of 2 dimensions needs at least as many
                        --limit 5 | regions needs a network""")
    void whatIsRefused(String line, String message) {
        assertThat(regions(line.split(" ", -1))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString().replaceAll("\\s+", " ")).contains(message);
        assertThat(out.toString()).isEmpty();
    }
}
