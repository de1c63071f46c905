package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.registry.Registry;
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
                                            optimizers   | gd:RATE            | lr=RATE
                                            losses       | softmax-cross      | also ce,
                                            losses       | binary-cross       | also bce
                                            initializers | glorot-normal      | xavier
                                            schedules    | cosine:TOTAL       | as cosine:1000,floor=0.01,warmup=50
                                            losses       | mean-squared       | also mse
                                            initializers | he-normal          | also he, kaiming
                                            activations  | leaky-relu(SLOPE)  | as leaky-relu(0.1)
                                            data         | rings:n=,inner=    | a disc inside a ring
                                            data         | FILE.csv           | a table with --target COLUMN
                                            networks     | conv:HEIGHTxWIDTH  | as conv:8x8x1-4-10:relu
                                            train        | --optimizer        | Trains a network""")
    void listsAndVerbsAreShown(String topic, String entry, String detail) {
        assertThat(run("help", topic)).isZero();
        assertThat(out.toString()).contains(entry, detail);
    }

    /** The help of a verb names every value of an option that takes one of a list. */
    @ParameterizedTest
    @CsvSource({"train,optimizers losses schedules initializers networks activations data",
        "explain,optimizers losses initializers networks activations data", "kernel,networks activations data",
        "spectrum,optimizers losses initializers networks activations data",
        "landscape,optimizers losses schedules initializers networks activations data",
        "regions,initializers networks activations data"})
    void theHelpOfAVerbNamesTheValues(String verb, String topics) {
        assertThat(run(verb, "--help")).isZero();
        String help = out.toString().replaceAll("\\s+", " ");
        for (String topic : topics.split(" ", -1)) {
            assertThat(help).contains("paisaje help " + topic);
        }
        for (Registry<?> registry : List.of(Architecture.registry(), Datasets.registry(), Activation.registry())) {
            registry.entries().forEach(entry -> assertThat(help).contains(entry.name()));
        }
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void whatIsNoTopicIsRefused() {
        assertThat(run("help", "nothing")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("no verb or list \"nothing\"").contains("optimizers").contains("train");
        assertThat(run("help", "optimizers", "adam")).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(err.toString()).contains("not optimizers adam; write help optimizers");
    }
}
