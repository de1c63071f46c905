package org.paisaje.theory.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class TrialsTest {
    private static final Seed SEED = Seed.of(5).named("trials");

    @ParameterizedTest
    @EnumSource(Penalty.class)
    void aLaneTakesTheSameStepsAsThePlainUpdate(Penalty penalty) {
        var settings = new Trials.Settings(3, 13, 0.05, penalty, Sign.AS_PRINTED, 0.05, 0.3, 200);
        var trials = new Trials(settings);
        Trials.Run[] runs = trials.run(SEED, 19);
        for (int k = 0; k < runs.length; k++) {
            TeacherSample sample = trials.sample(SEED, k);
            double[] w = trials.start(SEED, k);
            double[] update = new double[3];
            for (int step = 0; step < runs[k].updates(); step++) {
                sample.update(w, update);
                for (int j = 0; j < 3; j++) {
                    w[j] += 0.05 * update[j];
                }
            }
            // Sums are taken in another order, a random walk of 200 roundings; the dynamics contract or grow by less than e over these steps.
            assertClose(runs[k].end(), w, rounding(56).times(Math.E));
        }
    }

    @Test
    void aRunDoesNotDependOnTheRunsBesideIt() {
        var trials = new Trials(new Trials.Settings(2, 10, 0.01, Penalty.L2_SQUARED, Sign.DESCENT, 0.05, 0.2, 5_000));
        Trials.Run[] few = trials.run(SEED, 3);
        Trials.Run[] many = trials.run(SEED, 40);
        for (int k = 0; k < few.length; k++) {
            assertThat(many[k].end()).isEqualTo(few[k].end());
            assertThat(many[k].updates()).isEqualTo(few[k].updates());
        }
    }

    @Test
    void aRunThatStoppedEarlyIsAtRest() {
        var trials = new Trials(new Trials.Settings(2, 20, 0.01, Penalty.L2_SQUARED, Sign.DESCENT, 0.05, 0.2, 20_000));
        int early = 0;
        for (Trials.Run run : trials.run(SEED, 40)) {
            if (run.updates() < 20_000) {
                early++;
                double[] update = new double[2];
                run.sample().update(run.end(), update);
                assertClose(update, new double[2], rounding(40));
            }
        }
        assertThat(early).isGreaterThan(10);
    }

    @Test
    void stepsThatCannotBeTakenAreRefused() {
        assertThatThrownBy(() -> new Trials.Settings(2, 10, 0, Penalty.NONE, Sign.DESCENT, 0.05, 1, 30))
                .hasMessageContaining("30")
                .hasMessageContaining("multiple of 25");
        assertThatThrownBy(
                () -> new TeacherSample(Matrix.zeros(4, 3), new double[] {1, 1}, 0, Penalty.NONE, Sign.DESCENT))
                .hasMessageContaining("3 columns")
                .hasMessageContaining("2 weights");
    }
}
