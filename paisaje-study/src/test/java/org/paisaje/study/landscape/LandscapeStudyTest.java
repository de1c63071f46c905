package org.paisaje.study.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.centralDifference;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Ending;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.StudyRunner;
import org.paisaje.study.landscape.LandscapeSetting.SliceView;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.train.Fit;
import org.paisaje.study.train.FitSetting;
import org.paisaje.training.optimizer.Optimizers;

final class LandscapeStudyTest {
    @TempDir
    private Path folder = Path.of("");

    private static Problem problem(long seed) {
        return Problem.builder(seed).data("moons:n=40").split(0).network("mlp:2-5-1:tanh").build();
    }

    private static FitSetting fit(Problem problem) {
        return new FitSetting(problem, Optimizers.parse("adam:1e-2"), 6, 8);
    }

    private static SliceView view(String directions, int points, int scales) {
        return new SliceView(List.of(), Optional.empty(), SliceDirection.parse(directions), points, Optional.empty(),
                10, scales, 0);
    }

    private static LandscapeSetting setting(SliceView view) {
        Problem problem = problem(3);
        return new LandscapeSetting(problem, Optional.of(fit(problem)), 0, view);
    }

    private static Result run(LandscapeSetting setting, Session session) {
        return StudyRunner.run(new LandscapeStudy(), setting, session);
    }

    private static double[] kept(Result result, String name) {
        return result.files().stream().filter(keep -> keep.name().equals(name)).map(keep -> switch (keep) {
            case Keep.Array array -> array.values().data();
            case Keep.Vector vector -> vector.values();
            case Keep.Columns columns -> columns.columns().values().stream().reduce((a, b) -> b).orElseThrow();
            default -> throw new AssertionError(keep);
        }).findFirst().orElseThrow();
    }

    /** The weights of the plane of a run are those that training ends with, and the surface there has their loss. */
    @Test
    void theRunIsThatOfTraining() {
        LandscapeSetting setting = setting(view("pca", 9, 1));
        var trained = Fit.run(fit(setting.problem()), setting.problem().start(), Optional.empty(), 1,
                (step, total, loss) -> {});
        Result result = run(setting, Session.silent());
        assertThat(result.ending().kind()).isEqualTo(Ending.Kind.DONE);
        assertThat((double) Objects.requireNonNull(result.measurements().get("loss")))
                .isEqualTo(setting.problem().risk().value(trained.trajectory().theta()));
        double[] explained = (double[]) Objects.requireNonNull(result.measurements().get("explained"));
        assertThat(explained[0] + explained[1]).isBetween(0.5, 1.0);
        assertThat(kept(result, "surface")).hasSize(81).doesNotContain(Double.NaN);
        Matrix path = ((Keep.Columns) result.files()
                .stream()
                .filter(keep -> keep.name().equals("path"))
                .findFirst()
                .orElseThrow()).columns()
                .values()
                .stream()
                .map(column -> Matrix.wrap(1, column.length, column))
                .findFirst()
                .orElseThrow();
        assertThat(path.get(0, path.columns() - 1)).isZero();
        assertThat(path.columns()).isGreaterThan(10);
    }

    @Test
    void sameSeedSameBitsAndAnotherSeedOthers() {
        double[] one = kept(run(setting(view("filter,filter", 11, 2)), Session.silent().withThreads(1)), "surface-2");
        double[] two = kept(run(setting(view("filter,filter", 11, 2)), Session.silent().withThreads(2)), "surface-2");
        assertThat(two).isEqualTo(one);
        Problem other = problem(4);
        double[] three = kept(run(new LandscapeSetting(other, Optional.of(fit(other)), 0,
                view("filter,filter", 11, 2)), Session.silent()), "surface-2");
        assertThat(three).isNotEqualTo(one);
    }

    /** A run that is stopped while the surface is under way goes on with the same bits, and does not train again. */
    @Test
    void aStoppedRunGoesOnBitForBit() {
        LandscapeSetting setting = setting(view("filter,filter", 41, 1));
        Session session = Session.silent().withThreads(1).keptIn(folder);
        Result whole = run(setting, Session.silent().withThreads(1));
        Result stopped = run(setting, session.heardBy((share, note) -> {
            if (note.startsWith("surface, line 17")) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.ending().kind()).isEqualTo(Ending.Kind.INTERRUPTED);
        assertThat(folder.resolve(KeptSlice.LINES)).exists();
        var heard = new StringBuilder();
        Result resumed = run(setting, session.resumedFrom(folder).heardBy((share, note) -> heard.append(note)));
        assertThat(resumed.ending().kind()).isEqualTo(Ending.Kind.DONE);
        assertThat(kept(resumed, "surface")).isEqualTo(kept(whole, "surface"));
        assertThat(heard.toString()).doesNotContain("training", "line 5 of").contains("line 41 of 41");
    }

    @Test
    void whatWasKeptOfAnotherSettingIsRefused() {
        LandscapeSetting setting = setting(view("filter,filter", 21, 1));
        Session session = Session.silent().withThreads(1).keptIn(folder);
        run(setting, session.heardBy((share, note) -> {
            if (note.startsWith("surface, line 9")) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> run(setting(view("filter,filter", 22, 1)), session.resumedFrom(folder)))
                .hasMessageContaining("is of another setting");
    }

    /** Along an eigenvector the loss begins as a parabola of the curvature that is told. */
    @Test
    void theLineAlongAnEigenvectorHasItsCurvature() {
        double reach = 1e-3;
        Problem problem = problem(3);
        var setting = new LandscapeSetting(problem, Optional.of(fit(problem)), 0, new SliceView(List.of(),
                Optional.empty(), SliceDirection.parse("top"), 3, Optional.of(reach), 10, 1, 0));
        Result result = run(setting, Session.silent());
        double[] loss = kept(result, "slice");
        double curvature = (loss[0] - 2 * loss[1] + loss[2]) / (reach * reach);
        double told = result.finding("eigenvalue-1").measured().orElseThrow().value();
        // the fourth derivative over 12 times the squared step, and rounding over it
        assertClose(curvature, told, centralDifference(reach, 100).times(10 + told));
        assertClose(result.finding("length-1").measured().orElseThrow().value(), 1, rounding(30));
    }

    @Test
    void everyPageWarns() {
        Result result = run(setting(view("random", 5, 1)), Session.silent());
        assertThat(result.sections().toString()).contains("A slice proves nothing about minima of the loss");
        assertThat(result.findings().anyMatch(finding -> finding.id().equals("roughness"))).isTrue();
        assertThat((double) Objects.requireNonNull(result.measurements().get("gradients"))).isPositive();
    }

    @Test
    void mistakesAreRefused() {
        assertThatThrownBy(() -> view("filter,up", 5, 1)).hasMessageContaining("\"up\" is not known");
        assertThatThrownBy(() -> view("filter,pca", 5, 1)).hasMessageContaining("nothing can stand beside it");
        assertThatThrownBy(() -> view("top,top,top", 5, 1)).hasMessageContaining("more cannot be drawn");
        assertThatThrownBy(() -> view("top", 2, 1)).hasMessageContaining("--points is 2");
        assertThatThrownBy(() -> view("top", 5, 0)).hasMessageContaining("--scales is 0");
        assertThatThrownBy(() -> new SliceView(List.of(Path.of("a")), Optional.empty(), List.of(), 5, Optional.empty(),
                10, 1, 0)).hasMessageContaining("two are joined by a line");
        assertThatThrownBy(() -> new SliceView(List.of(), Optional.empty(), SliceDirection.parse("top"), 5,
                Optional.empty(), 10, 1, 4)).hasMessageContaining("needs a plane");
        assertThatThrownBy(() -> new LandscapeSetting(problem(1), Optional.empty(), 0, view("pca", 5, 1)))
                .hasMessageContaining("principal components of a run");
        assertThatThrownBy(() -> new LandscapeSetting(problem(1), Optional.empty(), 41, view("top", 5, 1)))
                .hasMessageContaining("there are 40 training samples");
    }
}
