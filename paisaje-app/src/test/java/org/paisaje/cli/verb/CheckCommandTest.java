package org.paisaje.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.cli.Main;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.report.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int check(String... options) {
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        return Main.run(
                terminal, Stream
                        .concat(Stream.of("check", "--size", "smoke", "--store", folder.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    void seedsGiveARateForEachClaim() {
        assertThat(check("003.lemma2.corrected", "003.lemma1", "--seeds", "1..3,9")).isEqualTo(ExitStatus.DONE);
        assertThat(out.toString())
                .containsPattern("003.lemma2.corrected +supported +4 +0")
                .containsPattern("003.lemma1 +supported +4 +0")
                .contains("2 claims, 4 seeds: every verdict is the expected one.");
    }

    @Test
    void seedsGiveJson() {
        assertThat(check("003.lemma2.corrected", "--seeds", "2", "--json")).isEqualTo(ExitStatus.DONE);
        JsonNode claim = JsonMapper.shared().readTree(out.toString()).at("/measurements/claims/0");
        assertThat(claim.get("id").asString()).isEqualTo("003.lemma2.corrected");
        assertThat(claim.get("seeds").asInt()).isEqualTo(1);
        assertThat(claim.get("unexpected").size()).isZero();
        assertThat(claim.get("rate").get("high").asDouble()).isBetween(0.5, 1.0); // one seed says little
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "5..1", "1..2..3", "1,,2", "1..9999999"})
    void wordsThatAreNoSeedsAreRefused(String seeds) {
        assertThat(check("003.lemma1", "--seeds", seeds)).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--seeds").contains("1..20").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aChangedSettingHasNoRate() {
        assertThat(check("003.lemma1", "--seeds", "1..2", "--set", "d=3")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                        d=-1    | 003.lemma1: setting d is -1; it takes a whole number from 1 to 10,000
                        d=      | 003.lemma1: setting d is ; it takes a whole number
                        n=1e3   | 003.lemma1: setting n is 1e3; it takes a whole number
                        width=2 | 003.lemma1: setting: there is no width; there are d, n""")
    void settingsThatMakeNoSenseAreRefused(String change, String message) {
        Path out = folder.resolve("out");
        assertThat(check("003.lemma1", "--set", change, "--out", out.toString())).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(this.out.toString()).isEmpty();
        assertThat(out).doesNotExist();
    }
}
