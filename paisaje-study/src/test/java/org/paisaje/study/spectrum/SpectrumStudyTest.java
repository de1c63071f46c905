package org.paisaje.study.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.study.Assessment;
import org.paisaje.study.Ending;
import org.paisaje.study.Finding;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.StudyRunner;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.theory.landscape.spectrum.Curvature;
import org.paisaje.training.optimizer.Optimizers;

final class SpectrumStudyTest {
    private static final SpectrumSetting.Effort SMALL = new SpectrumSetting.Effort(0, 100, 3, 4, 8, 400, 1e-2);

    private static ProblemBuilder moons(String net) {
        return Problem.builder(1).data("moons:n=30").split(0).network(net);
    }

    private static Result run(Problem problem, Curvature of, Optional<SpectrumSetting.Run> run,
            SpectrumSetting.Effort effort) {
        return StudyRunner.run(new SpectrumStudy(), new SpectrumSetting(problem, of, run, effort), Session.silent());
    }

    private static double[] eigenvalues(Result result) {
        return result.files()
                .stream()
                .filter(keep -> keep instanceof Keep.Vector vector && vector.name().equals("eigenvalues"))
                .map(keep -> ((Keep.Vector) keep).values())
                .findFirst()
                .orElseThrow();
    }

    private static void sound(Result result) {
        assertThat(result.ending().kind()).isEqualTo(Ending.Kind.DONE);
        assertThat(result.findings().filter(finding -> finding.assessment() == Assessment.TROUBLE).map(Finding::id))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Curvature.class)
    void everyMatrixIsMeasuredWholeAndByItsEnds(Curvature of) {
        Problem problem = moons("mlp:2-5-1:tanh").build();
        Result whole = run(problem, of, Optional.empty(), SMALL);
        Result ends = run(problem, of, Optional.empty(), new SpectrumSetting.Effort(0, 0, 3, 4, 8, 400, 1e-2));
        sound(whole);
        sound(ends);
        double[] all = eigenvalues(whole);
        assertThat(all).hasSize(of == Curvature.NTK ? 30 : 21).isSorted();
        double[] some = eigenvalues(ends);
        assertThat(some).hasSize(6).isSorted();
        double norm = Math.max(Math.abs(all[0]), Math.abs(all[all.length - 1]));
        Tolerance lanczos = stated(1e-6, "the tolerance of the ends").times(norm);
        for (int i = 0; i < 3; i++) {
            assertClose(some[i], all[i], lanczos);
            assertClose(some[5 - i], all[all.length - 1 - i], lanczos);
        }
        assertThat(ends.files()).anyMatch(keep -> keep.name().equals("bounds"));
    }

    @Test
    void allEigenvaluesAreThoseOfTheDenseHessian() {
        Problem problem = moons("mlp:2-5-1:tanh").build();
        Result result = run(problem, Curvature.HESSIAN, Optional.empty(), SMALL);
        double[] exact = SymmetricEigen.values(problem.risk().at(problem.start()).denseHessian());
        assertClose(eigenvalues(result), exact, rounding(21).times(exact[20]));
        double log = Arrays.stream(exact)
                .map(value -> value + 1e-2 * exact[20])
                .filter(value -> value > 0)
                .count() == 21
                        ? Arrays.stream(exact).map(value -> Math.log(value + 1e-2 * exact[20])).sum()
                        : Double.NaN;
        assertThat(result.measurements().containsKey("logDeterminant")).isEqualTo(!Double.isNaN(log));
    }

    /** On a quadratic the sharpness stays what it is, and is known. */
    @Test
    void sharpnessOfARegressionAlongItsRun() {
        Seed seed = Seed.of(4);
        Matrix x = Matrix.wrap(40, 3, seed.named("x").gaussians(120));
        Dataset data = Dataset.regression("mine", x, Matrix.wrap(40, 1, seed.named("y").gaussians(40)));
        Problem problem = Problem.builder(1).data(data).split(0).network("linear:3-1").build();
        Matrix gram = x.transposedTimes(x);
        gram.scale(1.0 / 40);
        double exact = SymmetricEigen.values(gram)[2];
        Result result = run(problem, Curvature.HESSIAN,
                Optional.of(new SpectrumSetting.Run(Optimizers.parse("gd:0.1"), 20, 0)), SMALL);
        sound(result);
        Keep.Columns course = (Keep.Columns) result.files()
                .stream()
                .filter(keep -> keep.name().equals("sharpness"))
                .findFirst()
                .orElseThrow();
        double[] sharpness = Objects.requireNonNull(course.columns().get("sharpness"));
        double[] bound = Objects.requireNonNull(course.columns().get("bound"));
        assertThat(sharpness.length).isGreaterThan(5);
        for (int i = 0; i < sharpness.length; i++) {
            assertThat(Math.abs(sharpness[i] - exact)).isLessThanOrEqualTo(bound[i]);
        }
        assertThat(course.columns().get("stable")).containsOnly(20);
    }

    @Test
    void weightsOfZeroAndOfOneParameter() {
        Problem flat = moons("mlp:2-3-3-1:relu").start(new double[25]).build();
        Result zero = run(flat, Curvature.H2, Optional.empty(), SMALL);
        sound(zero);
        assertThat(zero.headline()).contains("it is zero");
        assertThat(eigenvalues(zero)).containsOnly(0);
        Dataset one = Dataset.regression("one", Matrix.of(new double[][] {{1}, {2}}),
                Matrix.of(new double[][] {{1}, {3}}));
        Problem single = Problem.builder(1).data(one).split(0).network("linear:1-1").build();
        for (Curvature of : Curvature.values()) {
            sound(run(single, of, Optional.empty(), SMALL));
        }
        assertClose(eigenvalues(run(single, Curvature.HESSIAN, Optional.empty(), SMALL)), new double[] {2.5},
                rounding(2).times(3));
    }

    @Test
    void whatCannotBeIsRefused() {
        double[] bad = new double[21];
        bad[4] = Double.NaN;
        assertThatThrownBy(() -> run(moons("mlp:2-5-1:tanh").start(bad).build(), Curvature.HESSIAN, Optional.empty(),
                SMALL)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layers.0.weight, row 2, column 0");
        double[] huge = new double[21];
        Arrays.fill(huge, 1e200);
        assertThatThrownBy(() -> run(moons("mlp:2-5-1:relu").start(huge).build(), Curvature.HESSIAN, Optional.empty(),
                SMALL)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("overflow");
        assertThatThrownBy(() -> new SpectrumSetting.Effort(0, 0, 0, 2, 1, 1, 0)).hasMessageContaining("--top is 0");
    }

    @Test
    void aRunThatDivergesIsLookedAtWhereItWasFinite() {
        Result result = run(moons("mlp:2-5-1:relu").loss("squared").build(), Curvature.HESSIAN,
                Optional.of(new SpectrumSetting.Run(Optimizers.parse("gd:1e3"), 50, 0)), SMALL);
        assertThat(result.about()).contains("diverged");
        assertThat(Arrays.stream(eigenvalues(result)).allMatch(Double::isFinite)).isTrue();
    }
}
