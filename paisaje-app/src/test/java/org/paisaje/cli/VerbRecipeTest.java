package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.cli.verb.CountCommand;
import org.paisaje.report.terminal.Terminal;

/** A verb written by the recipe of CONTRIBUTING has what every verb has: help, folder, page, JSON by the schema, messages. */
final class VerbRecipeTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        return Main.run(terminal, List.of(new CountCommand()), arguments);
    }

    @Test
    void itHasWhatEveryVerbHas() throws IOException {
        assertThat(run("count", "--to", "4", "--quiet")).isZero();
        assertThat(out.toString()).startsWith("The sum is 10.");
        assertThat(run("count", "--to", "4", "--json", "--quiet")).isZero();
        assertThat(ResultSchemaTest.complaints(out.toString())).isEmpty();
        Path run = folder.resolve("run");
        assertThat(run("count", "--out", run.toString(), "--quiet")).isZero();
        assertThat(run.resolve("report.html")).content().contains("The sum is 55.");
        assertThat(run.resolve("result.json")).exists();
        assertThat(run("count", "--out", run.toString(), "--quiet")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--overwrite");
        assertThat(run("count", "--to", "0")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--to is 0, at least 1 is needed");
        assertThat(run("help", "count")).isZero();
        assertThat(out.toString()).contains("paisaje count --to 3");
    }
}
