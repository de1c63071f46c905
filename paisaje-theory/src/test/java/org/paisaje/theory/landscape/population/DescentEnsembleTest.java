package org.paisaje.theory.landscape.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

final class DescentEnsembleTest {
    private static final Seed SEED = Seed.of(11);

    /** Run by run, by the gradient of the loss itself. */
    @Test
    void runsAreThoseOfPlainDescent() {
        var settings = new DescentEnsemble.Settings(6, 7, 0.3, 1e-9, 0, 40);
        var ensemble = new DescentEnsemble(settings);
        DescentEnsemble.End[] ends = ensemble.runAlone(SEED, 50);
        PopulationLoss loss = PopulationLoss.orthonormal(7, 6);
        for (int r = 0; r < ends.length; r += 7) {
            double[] w = ensemble.start(SEED, r);
            for (int step = 0; step < 40; step++) {
                double[] gradient = loss.gradient(w);
                for (int i = 0; i < w.length; i++) {
                    w[i] -= 0.3 * gradient[i];
                }
            }
            assertClose(ends[r].weights(), w, rounding(40 * 6));
            assertThat(ends[r].steps()).isEqualTo(40);
        }
    }

    @Test
    void batchesAndThreadsChangeNoBit() {
        var settings = new DescentEnsemble.Settings(3, 3, 1, 1e-6, 1e-3, 300);
        var ensemble = new DescentEnsemble(settings);
        DescentEnsemble.End[] many = ensemble.run(SEED, 300);
        DescentEnsemble.End[] few = ensemble.runAlone(SEED, 131);
        for (int r = 0; r < few.length; r++) {
            assertThat(few[r].weights()).isEqualTo(many[r].weights());
            assertThat(few[r].steps()).isEqualTo(many[r].steps());
        }
    }

    /** Ten neurons: a third of the runs end at spurious minima, with the losses of the known ones. */
    @Test
    void spuriousEndsAreTheKnownPoints() {
        var settings = DescentEnsemble.Settings.of(10, 10);
        var ensemble = new DescentEnsemble(settings);
        DescentEnsemble.End[] ends = ensemble.run(SEED, 96);
        int[] census = ensemble.census(ends);
        assertThat(census[DescentEnsemble.Kind.SPURIOUS.ordinal()]).isBetween(12, 56);
        assertThat(census[DescentEnsemble.Kind.SADDLE.ordinal()]
                + census[DescentEnsemble.Kind.UNSETTLED.ordinal()]).isZero();
        double one = BlockPoint.spurious(1, 9).settled().orElseThrow().loss();
        double two = BlockPoint.spurious(2, 8).settled().orElseThrow().loss();
        for (DescentEnsemble.End end : ends) {
            if (end.kind(settings) == DescentEnsemble.Kind.SPURIOUS) {
                // The square of the gradient where a run stops, over twice the least curvature.
                double known = Math.abs(end.loss() - one) < Math.abs(end.loss() - two) ? one : two;
                assertClose(end.loss(), known, given(1e-7 * 1e-7).times(1 / (2 * 0.01)));
            }
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new DescentEnsemble.Settings(3, 3, 0, 1e-9, 0, 10)).hasMessageContaining("rate 0.0");
    }
}
