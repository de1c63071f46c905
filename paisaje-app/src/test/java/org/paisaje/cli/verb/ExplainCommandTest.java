package org.paisaje.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.cli.Main;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.report.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
final class ExplainCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("explain", "--quiet"));
        all.addAll(List.of(arguments));
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        return Main.run(terminal, all.toArray(String[]::new));
    }

    @Test
    void writesPageResultAndFigures() throws IOException {
        Path target = folder.resolve("out");
        assertThat(run("--data", "moons:n=60", "--net", "mlp:2-8-1:tanh", "--steps", "50", "--no-trial", "--details",
                "--figures", "--out",
                target.toString())).isEqualTo(ExitStatus.DONE);
        assertThat(Files.readString(target.resolve("report.html"))).contains("What to do").contains("2 / η");
        assertThat(target.resolve("explain-step-size.svg")).isNotEmptyFile();
        assertThat(target.resolve("explain-layers.png")).isNotEmptyFile();
        JsonNode result = JsonMapper.shared().readTree(Files.readString(target.resolve("result.json")));
        assertThat(result.get("setting").get("net").asString()).isEqualTo("mlp:2-8-1:tanh");
        assertThat(result.get("sections").size()).isEqualTo(13);
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(out.toString()).contains("What to do").contains("Step size");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jsonIsAloneOnStandardOutput() {
        assertThat(run("--data", "moons:n=40", "--net", "linear:2-1:bias=true", "--steps", "20", "--json"))
                .isEqualTo(ExitStatus.DONE);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(result.get("command").asString()).startsWith("./paisaje explain");
        assertThat(result.at("/measurements/diverged").asBoolean()).isFalse();
    }

    @Test
    void aDivergingRunIsExplainedAndDone() {
        assertThat(run("--data", "gaussian:n=100", "--net", "linear:10-1", "--optimizer", "gd:10", "--steps", "100"))
                .isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).contains("The loss grew beyond all bounds")
                .contains("Lower the rate to")
                .contains("Tried with the same seed");
    }

    @Test
    void notANumberInTheDataIsBadInputWithItsPlace() throws IOException {
        Path csv = folder.resolve("a.csv");
        Files.writeString(csv, "a,b,y\n1,2,3\n4,nan,6\n7,8,9\n");
        Path target = folder.resolve("out");
        assertThat(run("--data", csv.toString(), "--target", "y", "--out", target.toString()))
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString().lines().toList()).hasSize(1);
        assertThat(err.toString()).contains("a.csv").contains("3").contains("b");
        assertThat(target).doesNotExist();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aTargetOfOneClassIsBadInputThatSaysSo() throws IOException {
        Path csv = folder.resolve("a.csv");
        Files.writeString(csv, "a,y\n1,cat\n4,cat\n7,cat\n");
        assertThat(run("--data", csv.toString(), "--target", "y")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("all 3 targets are 'cat'");
    }

    /** A quick look finds the same cause, and says what it does without. */
    @Test
    void aQuickLookFindsTheSameCause() {
        String[] asked = {"--data", "digits", "--net", "mlp:64-16-10:relu", "--optimizer", "gd:1e-5", "--steps=100",
            "--no-trial", "--json", "--quick"};
        assertThat(run(asked)).isEqualTo(ExitStatus.DONE);
        JsonNode quick = JsonMapper.shared().readTree(out.toString());
        out.getBuffer().setLength(0);
        assertThat(run(Arrays.copyOf(asked, asked.length - 1))).isEqualTo(ExitStatus.DONE);
        JsonNode whole = JsonMapper.shared().readTree(out.toString());
        assertThat(quick.at("/measurements/cause")).isEqualTo(whole.at("/measurements/cause"));
        assertThat(quick.get("sections")).hasSize(whole.get("sections").size() - 4);
        assertThat(quick.toString()).contains("a quick look does without it");
        assertThat(run("--weights", "../docs/guide/findings/runs/copies.npz", "--quick"))
                .isEqualTo(ExitStatus.BAD_INPUT);
    }

    /** The command that is printed does what was tried, to all digits; as a condition in scripts a cause is status 1. */
    @Test
    void theAdvisedCommandGivesWhatWasTried() {
        assertThat(run("--data", "digits", "--net", "mlp:64-16-10:relu", "--optimizer", "gd:1e-5", "--steps=200",
                "--fail-on", "step", "--json")).isEqualTo(ExitStatus.UNEXPECTED_VERDICT);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(result.at("/measurements/cause").asString()).isEqualTo("step.too-small");
        String rule = result.at("/changes/--optimizer").asString();
        assertThat(rule).startsWith("gd:");
        double left = 0;
        for (JsonNode trial : result.at("/measurements/trials")) {
            left = trial.get("chosen").asBoolean() ? trial.get("left").asDouble() : left;
        }
        out.getBuffer().setLength(0);
        assertThat(run("--data", "digits", "--net", "mlp:64-16-10:relu", "--optimizer", rule, "--steps=200", "--json"))
                .isEqualTo(ExitStatus.DONE);
        JsonNode again = JsonMapper.shared().readTree(out.toString());
        assertThat(again.at("/measurements/quality").asString()).isEqualTo("well");
        assertThat(left).isBetween(0.0, 0.2);
        assertThat(again.at("/measurements/cause").asString()).isEmpty();
    }

    @Test
    void aColumnMoreIsLeftOutBesideThoseThatAre() {
        assertThat(ChangedCommand.of(List.of("explain", "--data", "a.csv", "--drop", "id", "--steps", "10"),
                Map.of("--drop", "rounded")))
                .containsExactly("explain", "--data", "a.csv", "--drop", "id", "--steps", "10", "--drop",
                        "rounded");
    }

    @Test
    void optionsAreChangedInPlace() {
        assertThat(ChangedCommand.of(
                List.of("explain", "--weights", "w.npz", "--optimizer=gd:1", "--epochs", "3", "--quiet", "--out", "a",
                        "--figures", "--data", "b.csv"),
                Map.of("---weights", "", "--optimizer", "gd:0.1", "--standardize", "", "--steps", "7")))
                .containsExactly("explain", "--optimizer", "gd:0.1", "--steps", "7", "--data", "b.csv",
                        "--standardize");
    }

    @Test
    void contradictingOptionsAreBadInput() {
        assertThat(run("--steps", "5", "--epochs", "5")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--figures")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--net", "mlp:3-2:relu")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("give one of them").contains("add --out DIR").contains("takes 3 inputs");
    }

    /** A run of ours says itself what it was; its log is that of the loss as told. */
    @Test
    void aRunOfOursIsExplainedFromItsFolder() {
        Path target = folder.resolve("trained");
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        assertThat(Main.run(terminal, "train", "--data", "moons:n=60", "--net", "mlp:2-8-1:tanh", "--epochs", "4",
                "--standardize", "--quiet", "--out", target.toString())).isEqualTo(ExitStatus.DONE);
        out.getBuffer().setLength(0);
        assertThat(run("--run", target.toString(), "--json")).as(err.toString()).isEqualTo(ExitStatus.DONE);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(result.at("/setting/optimizer").asString()).startsWith("adam");
        assertThat(result.at("/setting/standardize").asBoolean()).isTrue();
        assertThat(result.findValuesAsString("verdict")).contains("as told");
        assertThat(result.findValuesAsString("verdict")).doesNotContain("not reproduced");
    }

    @Test
    void optionsThatMeanNothingForARunThatIsOverAreRefused() {
        String run = Path.of("..", "docs", "guide", "runs", "softmax").toString();
        assertThat(run("--run", run, "--steps", "5")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--run", "nowhere")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--log", "a.csv")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--run", run, "--data", run + ".npz", "--net", "mlp:4-6-3:relu", "--baseline", "shuffled"))
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--weights", "w.npz", "--steps", "5")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--baseline", "nowhere")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--run", run, "--connect")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run("--connect", "--steps", "0")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--steps has no effect")
                .contains("no such folder")
                .contains("add --run DIR")
                .contains("--optimizer and --batch must be told")
                .contains("--steps needs data")
                .contains("or the word shuffled")
                .contains("--connect trains a second time");
        assertThat(out.toString()).isEmpty();
    }
}
