package org.paisaje.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Catalogue;
import org.paisaje.claims.run.CheckSetting;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.claims.run.RunListener;
import org.paisaje.claims.run.Runner;
import org.paisaje.claims.run.RunnerOptions;
import org.paisaje.cli.Main;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.report.ClaimDocument;
import org.paisaje.report.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Things written by the recipes and registered by a {@code Supply} train, are explained and are reported right. */
final class RecipeTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100), arguments);
    }

    @ParameterizedTest
    @CsvSource({"gaussian:n=60", "moons:n=60", "blobs:n=60"})
    void theyAreExplainedForValuesAndClasses(String data) {
        String net = data.startsWith("gaussian")
                ? "mlp:10-8-1:elu(0.1)"
                : data.startsWith("moons")
                        ? "mlp:2-8-1:elu(0.1)"
                        : "mlp:2-8-3:elu(1)";
        assertThat(run("explain", "--quiet", "--json", "--data", data, "--net", net, "--loss", "huber(1)",
                "--optimizer", "sign:1e-3", "--steps", "60")).describedAs(err::toString).isZero();
        assertThat(JsonMapper.shared().readTree(out.toString()).get("setting").get("loss").asString())
                .isEqualTo("huber(1.0)");
    }

    /** Residuals below delta: Huber's loss is the squared one, and so must be every number that the run reports. */
    @Test
    void huberWithinItsDeltaIsTheSquaredLoss() {
        String[] command = {"train", "--quiet", "--json", "--data", "moons:n=100", "--net", "mlp:2-8-1:tanh",
            "--optimizer", "gd:0.1", "--epochs", "20", "--loss", "huber(1000)"};
        assertThat(run(command)).isZero();
        JsonNode huber = JsonMapper.shared().readTree(out.toString()).get("measurements");
        out.getBuffer().setLength(0);
        command[command.length - 1] = "squared";
        assertThat(run(command)).isZero();
        JsonNode squared = JsonMapper.shared().readTree(out.toString()).get("measurements");
        for (String part : new String[] {"train", "test"}) {
            assertThat(huber.get(part).get("accuracy").asDouble())
                    .isEqualTo(squared.get(part).get("accuracy").asDouble())
                    .isGreaterThan(0.5);
            assertThat(huber.get(part).get("loss")).isEqualTo(squared.get(part).get("loss"));
        }
    }

    @Test
    void whatIsNotKnownIsNotInvented() {
        assertThat(new Huber(1).bestConstant(Matrix.zeros(2, 1))).isEmpty();
        assertThat(new Huber(1).decision()).isEqualTo(Loss.SQUARED.decision());
        assertThat(Loss.registry().entries()).anyMatch(entry -> entry.name().equals("huber"));
    }

    /** A claim is one class that provides it; runner, control, settings and refusals come with the contract. */
    @Test
    void aClaimIsCheckedWithItsControl() {
        List<Claim> claims = new HalvesClaim().claims();
        Catalogue catalogue = Catalogue.of(claims);
        assertThat(catalogue.named("000.sample")).isEqualTo(claims);
        ClaimResult result = new Runner(RunnerOptions.of(Size.SMOKE, 1)).run(claims, RunListener.SILENT).getFirst();
        assertThat(result.asExpected()).isTrue();
        assertThat(result.control()).hasValueSatisfying(
                control -> assertThat(control.judgement().verdict().kind()).isEqualTo(Expectation.REFUTED));
        assertThat(ClaimDocument.pages(claims).get("000.sample.halves.md")).contains("how many numbers are drawn");
        assertThatThrownBy(() -> new CheckSetting(claims, Size.SMOKE, 1, Map.of("draws", "0"), Optional.empty(), false))
                .hasMessageContaining("000.sample.halves: setting draws is 0");
    }

    @Test
    void helpAndMessagesListThem() {
        assertThat(run("train", "--quiet", "--loss", "hubr")).isEqualTo(2);
        assertThat(err.toString()).contains("huber(DELTA)");
    }
}
