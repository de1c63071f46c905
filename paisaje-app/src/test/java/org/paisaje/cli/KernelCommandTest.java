package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

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
import org.paisaje.data.format.NpyFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.report.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class KernelCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int kernel(String... options) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        return Main.run(terminal, Stream.concat(Stream.of("kernel"), Stream.of(options)).toArray(String[]::new));
    }

    /** The golden value of the three-layer ReLU kernel, through files. */
    @Test
    void ownPointsGiveAKernelFile() {
        Path x = folder.resolve("x.npy");
        Path y = folder.resolve("y.npy");
        NpyFile.write(x, Matrix.of(new double[][] {{1, 2, 3}}));
        NpyFile.write(y, Matrix.of(new double[][] {{-1, .5, 2}}));
        Path to = folder.resolve("result");
        String net = "mlp:3-9-9-9-1:relu:param=ntk,sw=1.4142135623730951,sb=0.1";
        assertThat(kernel("--net", net, "--x", x.toString(), "--x2", y.toString(), "--out", to.toString()))
                .isEqualTo(ExitStatus.DONE);
        assertThat(NpyFile.read(to.resolve("kernel.npy")).rows().get(0, 0))
                .isCloseTo(12.729820666641874, offset(1e-11));
        assertThat(kernel("--net", net, "--x", x.toString(), "--x2", y.toString(), "--kind", "nngp", "--out",
                to.toString())).isEqualTo(ExitStatus.DONE);
        assertThat(NpyFile.read(to.resolve("kernel.npy")).rows().get(0, 0))
                .isCloseTo(4.713381801269098, offset(1e-11));
    }

    @Test
    void predictionsLearnTheData() throws IOException {
        for (String extra : new String[] {"--json", "--empirical"}) {
            assertThat(kernel("--net", "mlp:2-64-1:erf", "--data", "rings:n=60,noise=0.02", "--predict", "rings:n=40",
                    "--time", "0,10,inf", "--out", folder.toString(), extra)).isEqualTo(ExitStatus.DONE);
            JsonNode result = JsonMapper.shared().readTree(Files.readString(folder.resolve("result.json")));
            JsonNode lines = result.get("predictions");
            assertThat(lines.size()).isEqualTo(3);
            double first = lines.get(0).get("trainLoss").asDouble();
            double second = lines.get(1).get("trainLoss").asDouble();
            double last = lines.get(2).get("trainLoss").asDouble();
            assertThat(second).isLessThan(first);
            assertThat(last).isLessThan(1e-3 * first);
            assertThat(result.get("rows").asInt()).isEqualTo(60);
            assertThat(NpyFile.read(folder.resolve("predictions.npy")).rows().rows()).isEqualTo(120);
        }
        assertThat(out.toString()).contains("Empirical tangent kernel", "train loss", "inf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"--net mlp:2-4-1:relu; one of --data and --x",
                "--net mlp:2-4-1:relu --data rings --kind ntp; write ntk or nngp",
                "--net mlp:2-4-1:relu --data rings --time 1,x --predict rings; 0,1,10,inf",
                "--net mlp:2-4-3:relu --data rings:n=20 --predict rings:n=10; they must agree",
                "--net mlp:3-4-1:relu --data rings; takes 3 inputs",
                "--net mlp:2-4-1:relu --data rings --weights w.npz; needs --empirical",
                "--net mlp:2-4-1:relu --data rings --empirical --kind nngp; tangent kernel only"})
    void mistakesAreExplained(String options, String message) {
        assertThat(kernel(options.split(" ", -1))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains(message.strip());
    }
}
