package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.cli.option.CommonOptions;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.cli.process.Failures;
import org.paisaje.report.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesWhatItRunsOn() {
        assertThat(run("--version")).isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).startsWith("paisaje ").contains(System.getProperty("java.runtime.version"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withoutArgumentsThereIsHelp() {
        assertThat(run()).isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).contains("Usage: paisaje").contains("Exit status:");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void anUnknownOptionIsBadInputWithASuggestion() {
        assertThat(run("--versoin")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).startsWith("paisaje: there is no option --versoin").contains("--version");
        assertThat(err.toString()).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void failuresBecomeOneLineAndAStatus() {
        assertThat(handled(new IllegalArgumentException("forward: x has 5 columns, the network takes 3 inputs")))
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(handled(new UncheckedIOException(new NoSuchFileException("a.npy")))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(handled(new IOException("b.csv: line 3: 4 fields, 5 expected"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(handled(new OutOfMemoryError())).isEqualTo(ExitStatus.FAILED);
        assertThat(handled(new ArithmeticException("/ by zero"))).isEqualTo(ExitStatus.FAILED);
        List<String> lines = err.toString().lines().toList();
        assertThat(lines).hasSize(5).allSatisfy(line -> assertThat(line).startsWith("paisaje train: "));
        assertThat(lines.get(0)).isEqualTo("paisaje train: forward: x has 5 columns, the network takes 3 inputs");
        assertThat(lines.get(1)).isEqualTo("paisaje train: a.npy: no such file");
        assertThat(lines.get(4)).contains("internal error").contains("PAISAJE_DEBUG=1");
    }

    @Test
    void messagesNameTheFileAndTheVerbOnce() {
        assertThat(handled(new IllegalArgumentException("train: epochs is 0"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(handled(new FileSystemException("w.npz", null, "Is a directory"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(handled(new NotDirectoryException("a/b"))).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(handled(new UncheckedIOException("w.npy: cannot be read: no space", new IOException("no space"))))
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(handled(new Failures.Incomplete("disk full", new IOException()))).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString().lines()).containsExactly("paisaje train: epochs is 0",
                "paisaje train: w.npz: is a directory", "paisaje train: a/b: not directory",
                "paisaje train: w.npy: cannot be read: no space", "paisaje train: disk full");
    }

    /** Output that nobody can read is a failure. */
    @Test
    void aFullStandardOutputIsAFailure() {
        var full = new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int from, int count) throws IOException {
                throw new IOException("no space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        assertThat(Main.run(new Terminal(full, new PrintWriter(err), false, false, false, 100), "--version"))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("standard output cannot be written");
    }

    @Test
    void commonOptionsAreParsed() {
        var command = new Sample();
        new CommandLine(command).parseArgs("--seed", "7", "--threads", "3", "--out", "a b", "--json", "--quiet");
        assertThat(command.common.seedNumber()).isEqualTo(7);
        assertThat(command.common.threads()).isEqualTo(3);
        assertThat(command.common.out()).hasToString("a b");
        assertThat(command.common.json()).isTrue();
        assertThat(command.common.quiet()).isTrue();
    }

    @Test
    void commonOptionsHaveDefaults() {
        var command = new Sample();
        new CommandLine(command).parseArgs();
        assertThat(command.common.seedNumber()).isEqualTo(1);
        assertThat(command.common.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(command.common.out()).isNull();
        assertThat(command.common.json()).isFalse();
    }

    @Test
    void threadsAreBounded() {
        var line = new CommandLine(new Sample()).setErr(new PrintWriter(err));
        line.setParameterExceptionHandler(new Failures(false));
        assertThat(line.execute("--threads", "0")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).startsWith("sample: --threads is 0, at least 1 is needed");
        assertThat(line.execute("--threads", "100000")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("--threads is 100000, at most ");
    }

    private int run(String... args) {
        return Main.run(
                new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, Terminal.WIDEST), args);
    }

    private int handled(Throwable failure) {
        return new Failures(false).handle(failure, "paisaje train", new PrintWriter(err));
    }

    @Command(name = "sample")
    private static final class Sample implements Runnable {
        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Override
        public void run() {}
    }
}
