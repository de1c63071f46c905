package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.report.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What continuous integration sees: exit statuses and SARIF. */
final class SarifTest {
    private static final String FINDINGS = "../docs/guide/findings/";

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--quiet", "--no-trial", "--steps", "20", "--net"));
        all.addAll(List.of(arguments));
        return explain(all.toArray(String[]::new));
    }

    private int explain(String... arguments) {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(arguments));
        return Main.run(
                new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), false, false, false, 100),
                all.toArray(String[]::new));
    }

    private static JsonNode valid(Path file) throws IOException {
        String log = Files.readString(file);
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("src/test/resources/sarif-2.1.0.schema.json")), InputFormat.JSON);
        assertThat(schema.validate(log, InputFormat.JSON)).isEmpty();
        return JsonMapper.shared().readTree(log).at("/runs/0");
    }

    @Test
    void aBadRunIsStatusOneAndItsCauseAnError() throws IOException {
        Path file = folder.resolve("a.sarif");
        assertThat(run("mlp:1-8-1:tanh", "--data", FINDINGS + "millions.csv", "--target", "y", "--fail-on", "data",
                "--sarif", file.toString())).isEqualTo(ExitStatus.UNEXPECTED_VERDICT);
        JsonNode run = valid(file);
        JsonNode first = run.at("/results/0");
        assertThat(first.get("ruleId").asString()).isEqualTo("data.target-scale");
        assertThat(first.get("level").asString()).isEqualTo("error");
        assertThat(first.at("/message/text").asString()).startsWith("The targets are of the size");
        assertThat(first.at("/locations/0/physicalLocation/artifactLocation/uri").asString()).endsWith("millions.csv");
        assertThat(run.at("/invocations/0/exitCode").asInt()).isEqualTo(1);
        for (JsonNode result : run.get("results")) {
            assertThat(run.at("/tool/driver/rules/" + result.get("ruleIndex").asInt() + "/id").asString())
                    .isEqualTo(result.get("ruleId").asString());
        }
    }

    @Test
    void whatCannotBeJudgedIsStatusTwoIfItWasAskedFor() throws IOException {
        Path file = folder.resolve("b.sarif");
        String[] asked = {"linear:2-1:bias=true", "--data", "blobs:n=40,classes=2", "--split", "0", "--sarif",
            file.toString(), "--fail-on", "fit.overfitting"};
        assertThat(run(asked)).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("fit.overfitting cannot be judged: there are no test data");
        JsonNode results = valid(file).get("results");
        assertThat(results.valueStream().filter(one -> one.get("ruleId").asString().equals("fit.overfitting")))
                .singleElement()
                .satisfies(one -> assertThat(one.get("kind").asString()).isEqualTo("open"));
        asked[asked.length - 1] = "step";
        assertThat(run(asked)).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void unknownRulesAndFilesThatCannotBeWrittenAreRefused() {
        assertThat(run("mlp:2-4-1:tanh", "--data", "moons:n=40", "--fail-on", "step.to-large"))
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("there is no such rule").contains("step.too-large");
        assertThat(
                run("mlp:2-4-1:tanh", "--data", "moons:n=40", "--sarif", folder.resolve("no/such/a.sarif").toString()))
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--sarif");
    }

    @Test
    void rulesOfRunsThatAreOverAndOfWeightsAloneCountAsWell() {
        String[] over = {"--run", "../docs/guide/runs/softmax", "--data", "../docs/guide/runs/softmax.npz", "--net",
            "mlp:4-6-3:relu", "--split", "0", "--quiet", "--fail-on", "wiring.softmax-twice"};
        assertThat(explain(over)).isEqualTo(ExitStatus.UNEXPECTED_VERDICT);
        String[] alone = {"--weights", FINDINGS + "runs/copies.npz", "--quiet", "--fail-on", "weights.equal-units"};
        assertThat(explain(alone)).isEqualTo(ExitStatus.UNEXPECTED_VERDICT);
        over[over.length - 1] = "wiring.softmax-thrice";
        assertThat(explain(over)).isEqualTo(ExitStatus.BAD_INPUT);
        alone[alone.length - 1] = "weights.equal";
        assertThat(explain(alone)).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--fail-on wiring.softmax-thrice: there is no such rule",
                "--fail-on weights.equal: there is no such rule");
    }
}
