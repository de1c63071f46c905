package org.paisaje.study.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.study.Ending;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.StudyRunner;
import org.paisaje.study.landscape.LandscapeSetting.CriticalView;
import org.paisaje.study.problem.Problem;

/** Critical points and spin glasses as results. */
final class CriticalViewTest {
    @TempDir
    private Path folder = Path.of("");

    private static LandscapeSetting setting(String net, int starts) {
        return new LandscapeSetting(Problem.builder(3).data("moons:n=20").split(0).network(net).loss("squared").build(),
                Optional.empty(), 0, new CriticalView(starts, 0.01));
    }

    @Test
    void tellsPointsAndKeepsThem() {
        Result result = StudyRunner.run(new LandscapeStudy(), setting("mlp:2-2-1:tanh", 40), Session.silent());
        int points = (Integer) Objects.requireNonNull(result.measurements().get("points"));
        assertThat(points).isPositive();
        assertThat(result.headline()).startsWith("40 starts led to " + points + " different critical point");
        assertThat(result.files())
                .anySatisfy(keep -> assertThat(keep).isInstanceOfSatisfying(Keep.Array.class, array -> {
                    assertThat(array.name()).isEqualTo("critical-points");
                    assertThat(array.values().rows()).isEqualTo(points);
                    assertThat(array.values().columns()).isEqualTo(9);
                }));
        assertThat(result.measurements().get("proven")).isEqualTo((long) points);
    }

    /** A run that was stopped and goes on finds what one that was not stopped finds, bit by bit, and makes no search twice. */
    @Test
    void goesOnWhereItWasStopped() {
        LandscapeSetting setting = setting("mlp:2-2-1:tanh", 40);
        Session session = Session.silent().withThreads(1).keptIn(folder);
        var first = new AtomicInteger();
        Result stopped = StudyRunner.run(new LandscapeStudy(), setting, session.heardBy((share, note) -> {
            if (first.incrementAndGet() == 12) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.ending().kind()).isEqualTo(Ending.Kind.INTERRUPTED);
        var log = new KeptSearches(setting, setting.risk().dimension(), session.resumedFrom(folder));
        int known = (int) IntStream.range(0, 40).filter(start -> log.known(start).isPresent()).count();
        assertThat(known).isBetween(11, 20);
        Result resumed = StudyRunner.run(new LandscapeStudy(), setting, session.resumedFrom(folder));
        Result whole = StudyRunner.run(new LandscapeStudy(), setting, Session.silent());
        assertThat(points(resumed)).isEqualTo(points(whole));
        assertThat(resumed.headline()).isEqualTo(whole.headline());
    }

    private static double[] points(Result result) {
        return result.files()
                .stream()
                .filter(keep -> keep instanceof Keep.Array array && array.name().equals("critical-points"))
                .map(keep -> ((Keep.Array) keep).values().data())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void glassKeepsToItsLaw() {
        Result result = StudyRunner.run(new GlassStudy(), GlassSetting.parse("n=20,draws=2,runs=16", 4),
                Session.silent());
        assertThat((Double) result.measurements().get("distance")).isLessThan(1.5 / 20);
        // The 32 searches walk 268 steps before Newton's method, which takes some more; each start is looked at once.
        Number gradients = (Number) Objects.requireNonNull(result.measurements().get("gradients"));
        assertThat(gradients.longValue()).isGreaterThan(32 + 2 * 268 + 32);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> setting("mlp:2-400-1:tanh", 5)).hasMessageContaining("1601");
        assertThatThrownBy(() -> new CriticalView(0, 0.1)).hasMessageContaining("--critical is 0");
        assertThatThrownBy(() -> new CriticalView(5, -1)).hasMessageContaining("--penalty is -1");
        assertThatThrownBy(() -> GlassSetting.parse("q=3", 1))
                .hasMessageContaining("there is no option q; did you mean n?");
        assertThatThrownBy(() -> GlassSetting.parse("p=x", 1)).hasMessageContaining("p is \"x\", needs a number");
        assertThatThrownBy(() -> GlassSetting.parse("p=2", 1)).hasMessageContaining("p=2");
    }
}
