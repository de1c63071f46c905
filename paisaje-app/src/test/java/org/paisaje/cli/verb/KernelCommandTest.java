package org.paisaje.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

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
import org.paisaje.data.format.array.NpyFile;
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
        assertClose(NpyFile.read(to.resolve("kernel.npy")).rows().get(0, 0), 12.729820666641874,
                rounding(30).times(13));
        assertThat(kernel("--net", net, "--x", x.toString(), "--x2", y.toString(), "--kind", "nngp", "--out",
                to.toString(), "--overwrite")).isEqualTo(ExitStatus.DONE);
        assertClose(NpyFile.read(to.resolve("kernel.npy")).rows().get(0, 0), 4.713381801269098, rounding(30).times(5));
    }

    @Test
    void predictionsLearnTheData() throws IOException {
        for (String extra : new String[] {"--json", "--empirical"}) {
            assertThat(kernel("--net", "mlp:2-64-1:erf", "--data", "rings:n=60,noise=0.02", "--predict", "rings:n=40",
                    "--time", "0,10,inf", "--out", folder.resolve(extra).toString(), extra)).isEqualTo(ExitStatus.DONE);
            JsonNode result = JsonMapper.shared()
                    .readTree(Files.readString(folder.resolve(extra).resolve("result.json")));
            JsonNode lines = result.at("/measurements/predictions");
            assertThat(lines.size()).isEqualTo(3);
            double first = lines.get(0).get("trainLoss").asDouble();
            double second = lines.get(1).get("trainLoss").asDouble();
            double last = lines.get(2).get("trainLoss").asDouble();
            assertThat(second).isLessThan(first);
            assertThat(last).isLessThan(first / 1000);
            assertThat(result.at("/measurements/rows").asInt()).isEqualTo(60);
            assertThat(result.get("command").asString()).startsWith("./paisaje kernel --net");
            assertThat(result.get("provenance").get("seed").asInt()).isEqualTo(1);
            assertThat(result.get("files").toString()).contains("kernel.npy", "predictions.npy", "report.html");
            assertThat(lines.get(0).get("time").asDouble()).isZero();
            assertThat(lines.get(2).get("time").asString()).isEqualTo("Infinity");
            assertThat(Files.readString(folder.resolve(extra).resolve("report.html"))).contains(
                    "What the kernel predicts",
                    "fig-heat-map", "fig-spectrum", "fig-course", "alignment");
            assertThat(NpyFile.read(folder.resolve(extra).resolve("predictions.npy")).rows().rows()).isEqualTo(120);
        }
        assertThat(out.toString()).contains("Empirical tangent kernel", "train loss", "inf");
    }

    /** The kernel in a file gives what the kernel in memory gives, and a second run goes on with its file. */
    @Test
    void aStoredKernelPredictsTheSame() throws IOException {
        String[] problem = {"--net", "mlp:2-64-1:erf", "--data", "rings:n=90,noise=0.02", "--split", "0.3", "--ridge",
            "0.01", "--quiet"};
        Path memory = folder.resolve("memory");
        Path file = folder.resolve("file");
        assertThat(kernel(with(problem, "--out", memory.toString()))).isEqualTo(ExitStatus.DONE);
        assertThat(kernel(with(problem, "--out", file.toString(), "--stored", "--tolerance", "1e-10")))
                .isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).contains("certified in double precision", "Stored kernel");
        assertThat(file.resolve("kernel.npy")).doesNotExist();
        assertThat(file.resolve("solve.checkpoint")).doesNotExist();
        Matrix a = NpyFile.read(memory.resolve("predictions.npy")).rows();
        Matrix b = NpyFile.read(file.resolve("predictions.npy")).rows();
        // A residual of 1e-10 |y| on 63 points moves each of 27 predictions by less than sqrt(k / ridge) of it.
        assertClose(b.minus(a).frobeniusNorm(), 0,
                stated(1e-10, "the residual of conjugate gradients").times(Math.sqrt(63.0 * 27 / 0.01)));
        assertThat(kernel(with(problem, "--out", file.toString(), "--stored"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("holds a run already; to go on with it");
        assertThat(kernel(with(problem, "--out", file.toString(), "--resume", "--json"))).isEqualTo(ExitStatus.DONE);
        JsonNode stored = JsonMapper.shared().readTree(out.toString()).at("/measurements/stored");
        assertThat(stored.get("computedTiles").asInt()).isZero();
        assertClose(stored.get("residuals").get(0).asDouble(), 0, stated(1e-8, "the tolerance if none is given"));
        problem[3] = "rings:n=90,noise=0.03";
        assertThat(kernel(with(problem, "--out", file.toString(), "--resume"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("of 63 other points");
    }

    /** A budget that ends is a failure of the computation: what there is is kept and marked, and more goes on. */
    @Test
    void aResidualThatIsNotReachedIsAFailure() throws IOException {
        String[] problem = {"--net", "mlp:2-64-1:relu:param=ntk,sb=0.1", "--data", "rings:n=90,noise=0.1", "--split",
            "0.3", "--rank",
            "2", "--quiet", "--out", folder.resolve("few").toString()};
        assertThat(kernel(with(problem, "--resume"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--resume: there is no run in");
        assertThat(kernel(with(problem, "--stored", "--iterations", "3"))).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("was not reached");
        assertThat(Files.readString(folder.resolve("few/result.json"))).contains("\"failed\"");
        assertThat(folder.resolve("few/solve.checkpoint")).exists();
        assertThat(kernel(with(problem, "--resume"))).isEqualTo(ExitStatus.DONE);
        assertThat(folder.resolve("few/solve.checkpoint")).doesNotExist();
    }

    @Test
    void shiftsAreAddedToImages() {
        assertThat(kernel("--net", "mlp:64-8-10:relu", "--data", "digits", "--shifts", "1", "--split", "0.9", "--json"))
                .isEqualTo(ExitStatus.DONE);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(result.at("/measurements/rows").asInt()).isEqualTo(2 * 180);
        assertThat(result.at("/measurements/problem/testPoints").asInt()).isEqualTo(1617);
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    /** What fits nowhere is refused with the estimate, and nothing is written. */
    @Test
    void whatDoesNotFitIsRefused() {
        Path x = folder.resolve("x.npy");
        Path to = folder.resolve("to");
        NpyFile.write(x, Matrix.zeros(50_000, 1));
        assertThat(kernel("--net", "mlp:1-4-1:relu", "--x", x.toString())).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("50000 x 50000 entries take 20.00 GB");
        assertThat(kernel("--net", "mlp:1-4-1:relu", "--x", x.toString(), "--x2", x.toString(), "--out", to.toString()))
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("take fewer points at a time");
        assertThat(to).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"--net mlp:2-4-1:relu; one of --data and --x",
                "--net mlp:2-4-1:relu --data rings --kind ntp; write ntk or nngp",
                "--net mlp:2-4-1:relu --data rings --time 1,x --predict rings; 0,1,10,inf",
                "--net mlp:2-4-3:relu --data rings:n=20 --predict rings:n=10; gives 3 outputs",
                "--net mlp:3-4-1:relu --data rings; takes 3 inputs",
                "--net mlp:2-4-1:relu --data rings --weights w.npz; needs --empirical",
                "--net mlp:2-4-1:relu --data rings --empirical --kind nngp; tangent kernel only",
                "--net mlp:2-4-1:relu --data rings --stored; add --out DIR",
                "--net mlp:2-4-1:relu --data rings --resume; add --out DIR",
                "--net mlp:2-4-1:relu --data rings --figures; add --out DIR",
                "--net mlp:2-4-1:relu --data rings --split 0.5 --stored --time 1 --out OUT; the only time with it is inf",
                "--net mlp:2-4-1:relu --data rings --split 0.5 --ridge 1 --time 1 --out OUT; the only time with it is inf",
                "--net mlp:2-4-1:relu --data rings --split 0.5 --ridge -1 --out OUT; must be at least 0",
                "--net mlp:2-4-1:relu --data rings --split 0.5 --tolerance 0 --out OUT; between 0 and 1",
                "--net mlp:2-4-1:relu --data rings --split 0.5 --rank 0 --stored --out OUT; --rank is 0; at least 1",
                "--net mlp:2-4-1:relu --data rings --split 0.5 --time , --out OUT; --time names no time",
                "--net mlp:2-4-1:relu --data rings --split 0.5 --predict rings --out OUT; give one of them",
                "--net mlp:2-4-1:relu --data rings --split 1.5 --out OUT; must lie between 0 and 1",
                "--net mlp:2-4-1:relu --data rings --time -1 --predict rings --out OUT; is no time",
                "--net mlp:2-4-1:relu --data rings --shifts 1 --out OUT; no square",
                "--net mlp:64-4-10:relu --data digits --shifts 9 --out OUT; 0 to 8",
                "--net mlp:2-4-1:relu --x none.npy --out OUT; none.npy",
                "--net mlp:2-4-2:relu --data rings --empirical --stored --out OUT; one output is needed",
                "--net mlp:2-4-1:relu --data rings --empirical --weights none.npz --out OUT; none.npz"})
    void mistakesAreExplained(String options, String message) {
        Path to = folder.resolve("out");
        assertThat(kernel(options.replace("OUT", to.toString()).split(" ", -1))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains(message.strip());
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(to).doesNotExist();
    }
}
