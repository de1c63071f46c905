package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.report.terminal.Terminal;

final class HelpCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100), arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            optimizers   | adam:RATE,beta1=   | as adam:1e-2
                                            schedules    | cosine:TOTAL       | as cosine:1000,floor=0.01,warmup=50
                                            losses       | mean-squared       | also mse
                                            initializers | he-normal          | also he, kaiming
                                            activations  | leaky-relu(SLOPE)  | as leaky-relu(0.1)
                                            data         | rings:n=,inner=    | a disc inside a ring
                                            train        | --optimizer        | Trains a network""")
    void listsAndVerbsAreShown(String topic, String entry, String detail) {
        assertThat(run("help", topic)).isZero();
        assertThat(out.toString()).contains(entry, detail);
    }

    @Test
    void whatIsNoTopicIsRefused() {
        assertThat(run("help", "nothing")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("no verb or list \"nothing\"").contains("optimizers").contains("train");
    }
}
