package org.paisaje.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.risk.Objective;
import org.paisaje.training.Schedule;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;

/** Trajectories of torch; src/test/python/torch_trajectories.py made them and states the function. */
final class OptimizerReferenceTest {
    record Reference(String optimizer, String schedule, double clip, int step, double[] theta) {
        @Override
        public String toString() {
            return optimizer + " " + schedule + " " + clip + " " + step;
        }
    }

    static Stream<Reference> references() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(OptimizerReferenceTest.class.getResourceAsStream("torch-trajectories.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(cells -> new Reference(cells[0], cells[1],
                            cells[2].equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(cells[2]),
                            Integer.parseInt(cells[3]),
                            Stream.of(cells).skip(4).mapToDouble(OptimizerReferenceTest::fromHex).toArray()));
        }
    }

    /** Python writes the exponent in decimal like Java, and zero without one. */
    private static double fromHex(String text) {
        return Double.parseDouble(text);
    }

    @Test
    void allRulesAreThere() throws IOException {
        assertThat(references().map(Reference::optimizer).distinct()).hasSize(17);
        assertThat(references()).hasSize(4 * 22);
    }

    @ParameterizedTest
    @MethodSource("references")
    void agreesWithTorch(Reference reference) {
        var start = new double[11];
        for (int i = 0; i < start.length; i++) {
            start[i] = Math.sin(i + 1);
        }
        var run = Training.with(Optimizers.parse(reference.optimizer()))
                .schedule(Schedule.parse(reference.schedule()))
                .clip(reference.clip())
                .stop(Stop.after(reference.step()))
                .run(new Quartic(), start);
        for (int i = 0; i < start.length; i++) {
            // A few roundings per step, of rates and of gradients up to 10 in size, divided by sqrt(v) from 1e-3 on.
            assertThat(run.theta()[i]).isCloseTo(reference.theta()[i],
                    within(200 * reference.step() * Math.ulp(1.0)));
        }
    }

    private record Quartic() implements Objective {
        @Override
        public int dimension() {
            return 11;
        }

        @Override
        public double value(double[] theta) {
            return valueAndGradient(theta, new double[11]);
        }

        @Override
        public double valueAndGradient(double[] t, double[] g) {
            double sum = 0;
            for (int i = 0; i < 11; i++) {
                double a = (i + 1) / 4.0;
                double r = t[i] - Math.cos(i);
                g[i] = 2 * a * r + 0.4 * t[i] * t[i] * t[i];
                sum += a * r * r + 0.1 * t[i] * t[i] * t[i] * t[i];
                if (i > 0) {
                    sum += 0.3 * t[i - 1] * t[i];
                    g[i] += 0.3 * t[i - 1];
                    g[i - 1] += 0.3 * t[i];
                }
            }
            return sum;
        }
    }
}
