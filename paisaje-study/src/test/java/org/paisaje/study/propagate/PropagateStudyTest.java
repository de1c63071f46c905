package org.paisaje.study.propagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Series;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.train.FitSetting;
import org.paisaje.training.optimizer.Optimizers;

final class PropagateStudyTest {
    private static PropagateSetting setting(String data, String net, String optimizer, long epochs, int moments) {
        Problem problem = Problem.builder(5).data(data).network(net).split(0).build();
        return new PropagateSetting(problem, epochs == 0
                ? Optional.empty()
                : Optional.of(new FitSetting(problem, Optimizers.parse(optimizer), epochs, 0)), moments);
    }

    private static Result run(PropagateSetting setting, int threads) {
        return new PropagateStudy().run(setting, Session.silent().withThreads(threads));
    }

    private static Figure.Cube cube(Result result) {
        return (Figure.Cube) result.lead().orElseThrow();
    }

    /** The picture holds the network: the last layer shown at the end is what the trained weights give. */
    @Test
    void everyLayerAndMomentHasItsPicture() {
        PropagateSetting setting = setting("rings:n=40", "mlp:2-2-2-1:tanh", "adam:1e-2", 30, 4);
        Result result = run(setting, 2);
        Figure.Cube cube = cube(result);
        assertThat(cube.firstValues()).containsExactly(0, 1, 2);
        assertThat(cube.secondValues()).containsExactly(0, 3, 10, 30);
        PropagationCourse course = PropagationCourse.of(setting, Session.silent());
        var trace = setting.network().trace(course.end(), setting.problem().train().x());
        List<Series.Points> points = cube.last()
                .series()
                .stream()
                .filter(Series.Points.class::isInstance)
                .map(Series.Points.class::cast)
                .toList();
        int[] outer = Deformation.own(setting.problem().train().labels(), 1);
        assertThat(points.getFirst().name()).isEqualTo("outer");
        for (int i = 0; i < outer.length; i++) {
            assertThat(points.getFirst().x()[i]).isEqualTo(trace.values(1).get(outer[i], 0));
            assertThat(points.getFirst().y()[i]).isEqualTo(trace.values(1).get(outer[i], 1));
        }
        assertThat(result.sections().stream().flatMap(section -> section.figures()).map(Figure::id))
                .contains("answers", "units", "trajectories", "signals", "separation");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void threadsDoNotMatter(int threads) {
        PropagateSetting setting = setting("moons:n=50", "mlp:2-3-3-1:relu", "adam:1e-2", 5, 3);
        assertThat(run(setting, threads).measurements()).isEqualTo(run(setting, 2).measurements());
    }

    /** Small steps: the trained blocks are Euler's method of order 1. */
    @Test
    void aResidualNetworkIsEulersMethod() {
        Result result = run(setting("rings:n=30", "resnet:2x12-1:tanh:step=0.05", "adam:1e-2", 20, 2), 2);
        assertClose(result.finding("depth-order").measured().orElseThrow().value(), 1,
                stated(2 * 0.05, "the next order in steps of 0.05"));
        assertThat(result.finding("detour").measured().orElseThrow().value()).isGreaterThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"digits, conv:8x8x1-3-3-10:relu, 1", "step:n=30, mlp:1-4-4-1:relu, 2", "iris, mlp:4-1-3:tanh, 1",
        "blobs:n=40;d=5;classes=8, mlp:5-6-8:gelu, 1", "gaussian:n=30;d=3, linear:3-1, 1",
        "moons:n=30, mlp:2-3-1:tanh:output=sigmoid, 1", "rings:n=30, resnet:2-3x3-1:relu:block=two, 2"})
    void everyKindOfProblemIsFollowed(String data, String net, long epochs) {
        Result result = run(setting(data.replace(';', ','), net, "adam:1e-3", epochs, 2), 2);
        assertThat(result.headline()).isNotBlank().doesNotContain("NaN");
        assertThat(result.lead()).isPresent();
    }

    /** A disc in a ring: no plane parts them in the input, where the ring has a loop; a network that gets all right ends parted. */
    @Test
    void layersAreSeenAsChangesOfCoordinates() {
        Result result = run(setting("rings:n=300", "mlp:2-3-3-1:tanh", "adam:3e-2", 60, 2), 2);
        List<?> nodes = (List<?>) Objects.requireNonNull(result.measurements().get("geometry"));
        Map<?, ?> input = (Map<?, ?>) nodes.getFirst();
        Map<?, ?> output = (Map<?, ?>) nodes.getLast();
        assertThat(input.get("separable")).isEqualTo(0);
        assertThat(input.get("betti outer")).isEqualTo(List.of(1, 1, 0));
        assertThat(input.get("betti inner")).isEqualTo(List.of(1, 0, 0));
        assertThat(output.get("separable"))
                .isEqualTo(result.finding("right").measured().orElseThrow().value() == 1 ? 1 : 0);
        assertThat(((Map<?, ?>) nodes.get(2)).get("certificate")).asString().startsWith("one-to-one");
        assertThat(output.get("certificate")).asString().isEqualTo("not one-to-one: 3 dimensions pass through 1");
        assertThat(result.sections().stream().flatMap(section -> section.figures()).map(Figure::id))
                .contains("volume", "margins");
        Result block = run(setting("rings:n=60", "resnet:2x3-1:relu:step=-2", "gd:1e-3", 0, 2), 2);
        assertThat(block.finding("one-to-one").measured().orElseThrow().value()).isLessThan(4);
    }

    @Test
    void aRunThatDivergesIsShownUpToThere() {
        Result result = run(setting("gaussian:n=30", "mlp:10-4-1:relu", "gd:1e3", 50, 5), 2);
        assertThat(result.ending().kind()).isEqualTo(Ending.Kind.FAILED);
        assertThat(cube(result).secondValues()[0]).isZero();
    }

    @Test
    void oneMomentIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> setting("xor", "mlp:2-2-1:tanh", "gd:1", 1, 1))
                .withMessageContaining("1 moments of a run; 2 to 100");
    }

    @Test
    void momentsAreAboutEqualRatiosApart() {
        assertThat(PropagationCourse.moments(100, 5)).containsExactly(0L, 3L, 10L, 32L, 100L);
        assertThat(PropagationCourse.moments(1, 8)).containsExactly(0L, 1L);
    }
}
