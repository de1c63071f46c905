package org.paisaje.study.explain.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizers;

/** A pace changes what is trained as the options of the command line do. */
class PaceTest {
    private static final Seed SEED = Seed.of(5);

    private static Setup setup(String rule, Pace pace) {
        Dataset data = Datasets.named("moons:n=40", SEED);
        Architecture net = Architecture.parse("mlp:2-4-1:tanh");
        return new Subject(data, Optional.empty(), net, net.initialize(SEED), Loss.BINARY_CROSS_ENTROPY,
                Optimizers.parse(rule), 0, 20, SEED, 1).at(pace).setup();
    }

    @Test
    void meansAndPeaksOfARateThatFallsInAStraightLine() {
        Setup setup = setup("gd:0.5", new Pace(Schedule.parse("linear:10"), Double.POSITIVE_INFINITY));
        // 1, 0.9, ..., 0.1 and ten times 0, over twenty steps.
        assertClose(setup.meanFactor(), 5.5 / 20, rounding(20).times(5.5 / 20));
        assertThat(setup.peakRate()).isEqualTo(0.5);
    }

    @Test
    void stepsAtARateOfZeroChangeNothing() {
        Pace pace = new Pace(Schedule.parse("linear:10"), Double.POSITIVE_INFINITY);
        Setup setup = setup("gd:0.5", pace);
        assertThat(Attempt.of(setup).end()).isEqualTo(Attempt.of(setup.withSteps(10)).end());
        assertThat(Attempt.of(setup.withPace(Pace.CONSTANT)).end()).isNotEqualTo(Attempt.of(setup).end());
    }

    @Test
    void noStepIsLongerThanTheRateTimesTheBound() {
        Setup setup = setup("gd:0.5", new Pace(Schedule.constant(), 1e-6)).withSteps(1);
        double[] end = Attempt.of(setup).end();
        double sum = 0;
        for (int i = 0; i < end.length; i++) {
            sum += (end[i] - setup.start()[i]) * (end[i] - setup.start()[i]);
        }
        // The weights are of size 1, so each coordinate of the step is rounded by some 1e-16.
        assertClose(Math.sqrt(sum), 0.5e-6, rounding(1).times(Math.sqrt(end.length)));
    }

    @Test
    void changesAreWrittenAsOptions() {
        Setup plain = setup("adam:0.01", Pace.CONSTANT);
        Setup paced = plain.withPace(new Pace(Schedule.cosine(20), 0.5));
        assertThat(paced.changesFrom(plain)).isEqualTo(Map.of("--schedule", Schedule.cosine(20).text(), "--clip",
                "0.5"));
        assertThat(plain.changesFrom(paced)).isEqualTo(Map.of("---schedule", "", "---clip", ""));
        assertThat(setup("adam:0.01,eps=1", Pace.CONSTANT).withSetting("eps", "1e-8").rule())
                .isEqualTo(plain.rule());
    }

    @Test
    void aBoundOfZeroIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(Schedule.constant(), 0))
                .withMessageContaining("a norm above 0 is needed");
    }
}
