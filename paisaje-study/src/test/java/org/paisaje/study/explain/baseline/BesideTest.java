package org.paisaje.study.explain.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizers;
import org.paisaje.weights.Weights;

final class BesideTest {
    private static final Architecture NET = Architecture.parse("mlp:2-16-1:tanh");

    @TempDir
    private Path folder = Path.of("");

    private static Attempt attempt(Problem problem, String rule, int steps) {
        return Attempt.of(Subject.of(problem, Optimizers.parse(rule), 0, steps, 1).setup());
    }

    private static Problem problem(Dataset data) {
        return Problem.builder(1).data(data).network(NET).build();
    }

    private static Dataset moons() {
        return Problem.builder(1).data("moons:n=120").network(NET).split(0).build().train();
    }

    @Test
    void shufflingKeepsInputsAndClassCounts() {
        Dataset data = moons();
        Dataset shuffled = Baseline.Shuffled.shuffled(data, Seed.of(2));
        assertThat(shuffled.x()).isEqualTo(data.x());
        assertThat(shuffled.classCounts()).containsExactly(data.classCounts());
        assertThat(shuffled.y().data()).isNotEqualTo(data.y().data());
        assertThat(Baseline.Shuffled.shuffled(data, Seed.of(2))).isEqualTo(shuffled);
    }

    /** Two moons are learned, their shuffled labels hardly. */
    @Test
    void trueTargetsAreLearnedBeyondShuffledOnes() {
        Beside beside = Beside.of(attempt(problem(moons()), "adam:3e-2", 200), new Baseline.Shuffled());
        assertThat(beside.noBetter()).isFalse();
        Chapter chapter = beside.chapter();
        var loss = chapter.findings().getFirst();
        assertThat(loss.measured().orElseThrow().value())
                .isLessThan(0.5 * loss.theory().orElseThrow().value().value());
        assertThat(chapter.findings()).extracting(finding -> finding.id())
                .contains("baseline-margin", "baseline-normalized-margin", "baseline-halfway", "baseline-test",
                        "baseline-alignment");
        assertThat(chapter.figures()).hasSize(1);
    }

    /** Labels drawn without regard to the inputs are learned no better than the same shuffled. */
    @Test
    void labelsThatSayNothingAreSeen() {
        Dataset data = moons();
        int[] labels = Arrays.stream(Seed.of(9).uniforms(data.size())).mapToInt(u -> u < 0.5 ? 0 : 1).toArray();
        Dataset noise = Dataset.classification("noise", data.x(), labels, data.classes());
        Beside beside = Beside.of(attempt(problem(noise), "gd:0.1", 60), new Baseline.Shuffled());
        assertThat(beside.noBetter()).isTrue();
        assertThat(beside.sentence()).contains("no better than shuffled");
    }

    /** By hand: outputs 1, 2, 0 of class 1 and of class 0. */
    @Test
    void marginsAreThoseOfTheRightClass() {
        Matrix f = Matrix.wrap(2, 3, new double[] {1, 2, 0, 1, 2, 0});
        assertThat(Fitted.margins(f, new int[] {1, 0})).containsExactly(-1, 1);
        assertThat(Fitted.margins(Matrix.wrap(2, 1, new double[] {3, 2}), new int[] {0, 1})).containsExactly(-3, 2);
    }

    @Test
    void anotherRunIsHeldAgainst() {
        Attempt run = attempt(problem(moons()), "adam:3e-2", 100);
        Weights.write(folder.resolve("step0.npz"), NET, run.setup().start());
        Beside beside = Beside.of(run, Baseline.parse(folder.toString()));
        assertThat(beside.sentence()).contains("the baseline");
        assertClose(beside.chapter().findings().getFirst().theory().orElseThrow().value().value(), run.firstLoss(),
                rounding(120));
        Architecture wide = Architecture.parse("mlp:2-17-1:tanh");
        Weights.write(folder.resolve("step0.npz"), wide, wide.initialize(Seed.of(1)));
        assertThatThrownBy(() -> Beside.of(run, Baseline.parse(folder.toString()))).hasMessageContaining("step0.npz");
        assertThatThrownBy(() -> Baseline.parse("nowhere")).hasMessageContaining("no such folder");
    }
}
