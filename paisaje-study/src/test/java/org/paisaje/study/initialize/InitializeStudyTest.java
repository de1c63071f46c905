package org.paisaje.study.initialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.standardErrors;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Assessment;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.study.problem.Problem;

@Tag("slow")
final class InitializeStudyTest {
    private static InitializeSetting setting(String net, String init, int draws) {
        int inputs = Architecture.parse(net).inputs();
        Problem problem = Problem.builder(3)
                .data("gaussian:n=60,noise=0,d=" + inputs)
                .split(0)
                .network(net)
                .unanswered()
                .loss(Loss.SQUARED)
                .build();
        return new InitializeSetting(problem, init.isEmpty()
                ? Optional.empty()
                : Optional.of(Initializer.parse(init)), draws);
    }

    private static Result run(String net, String init, int draws) {
        return new InitializeStudy().run(setting(net, init, draws), Session.silent());
    }

    private static Map<?, ?> part(Result result, String name) {
        return (Map<?, ?>) Objects.requireNonNull(result.measurements().get(name));
    }

    private static double decadesBackward(Result result, String name) {
        return (double) Objects.requireNonNull(part(result, name).get("decadesBackward"));
    }

    /** Glorot's weights halve the mean square at each ReLU layer, and He's are proposed: they keep it. */
    @Test
    void glorotHalvesAndABetterOneIsShown() {
        Result result = run("mlp:48-48-48-48-48-48-48-48-3:relu", "glorot-normal", 8);
        double decades = 6 * 0.5 * Math.log10(2);
        // The spread of a median of 8 draws over layers of width 48, two standard errors: sqrt(5 * 6 / 48 / 8) / 2 in e-folds.
        assertClose(decadesBackward(result, "given"), decades,
                standardErrors(4, Math.sqrt(5.0 * 6 / 48 / 8) / 2 / Math.log(10)));
        assertThat(decadesBackward(result, "better")).isLessThan(0.3);
        assertThat(result.changes()).containsKey("--init");
        assertThat(result.headline()).contains("glorot-normal", result.changes().get("--init"));
        assertThat(result.sections().stream().map(section -> section.id())).contains("layers", "better", "tried",
                "kernel");
        // Some units of the one draw sleep on the few samples and wake elsewhere, which is told as a note.
        assertThat(result.findings()).isNotEmpty()
                .allMatch(finding -> finding.assessment() == (finding.id().equals("dead-units")
                        ? Assessment.NOTE
                        : Assessment.FINE));
    }

    /** Weights that were given are the only draw: those that the seed draws first give the same numbers, and no theory beside them. */
    @Test
    void givenWeightsAreLookedAtAsTheyAre() {
        InitializeSetting drawn = setting("mlp:6-9-7-2:relu", "glorot-normal", 2);
        Problem problem = Problem.builder(3)
                .data("gaussian:n=60,noise=0,d=6")
                .split(0)
                .network("mlp:6-9-7-2:relu")
                .start(drawn.network().initialize(drawn.drawn(), drawn.problem().seed().named("init")))
                .unanswered()
                .build();
        Result own = new InitializeStudy().run(new InitializeSetting(problem, Optional.empty(), 20, true),
                Session.silent());
        Matrix x = drawn.problem().train().x();
        StartSample first = StartSample.of(drawn.network(), drawn.drawn(), x, 1, true, drawn.problem().seed(),
                KeptParts.none(), k -> {});
        assertThat(part(own, "given").get("lastActivation")).isEqualTo(first.activation()[1][0]);
        assertThat(part(own, "given").get("firstGradient")).isEqualTo(first.gradient()[0][0]);
        assertThat(own.about()).startsWith("mlp:6-9-7-2:relu with weights that were given");
        assertThat(own.findings()).noneMatch(finding -> finding.id().startsWith("values"));
        assertThat(own.sections().stream().map(section -> section.id())).contains("tried", "kernel");
    }

    /** A run that was stopped tells of the draws that were made, if two were, and is marked. */
    @Test
    void aStoppedRunTellsOfTheDrawsThatWereMade() {
        Result stopped = stoppedAt("draw 3 of 40");
        assertThat(stopped.about()).startsWith("2 networks ");
        // The median over draws that were not made would be 0.
        assertThat((double) Objects.requireNonNull(part(stopped, "given").get("lastActivation"))).isGreaterThan(0.1);
        assertThat(stoppedAt("draw 2 of 40").headline()).contains("before two networks");
        assertThat(stoppedAt("tries other initialisations").about()).startsWith("40 networks ");
    }

    private static Result stoppedAt(String place) {
        try {
            Result result = new InitializeStudy().run(setting("mlp:16-24-24-2:tanh", "", 40),
                    Session.silent().heardBy((share, note) -> {
                        if (note.equals(place)) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            assertThat(result.ending().kind()).isEqualTo(Ending.Kind.INTERRUPTED);
            return result;
        } finally {
            Thread.interrupted();
        }
    }

    /** The proposed one, run alone, is as good as was said. */
    @Test
    void whatIsProposedHoldsWhenItIsRunAlone() {
        Result first = run("mlp:16-24-24-24-24-24-24-2:sigmoid", "", 6);
        Result second = run("mlp:16-24-24-24-24-24-24-2:sigmoid", Objects.requireNonNull(first.changes().get("--init")),
                6);
        assertThat(part(second, "given")).isEqualTo(part(first, "better"));
        assertThat(second.changes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mlp:48-64-64-3:relu, he-normal", "mlp:48-64-64-3:tanh, lecun-normal",
        "mlp:48-64-64-3:relu:param=ntk;sw=1.4142, ''"})
    void aGoodStartIsLeftAlone(String net, String init) {
        Result result = run(net.replace(';', ','), init, 4);
        assertThat(result.headline()).startsWith("A good start");
        assertThat(result.changes()).isEmpty();
    }

    /** Two units a layer, 15 hidden layers, one input: 98 of 100 are dead on the line, and 0.98664 at one input. */
    @Test
    void narrowNetworksAreBornDeadAsOftenAsTheoryAllows() {
        Result result = run("mlp:1-2-2-2-2-2-2-2-2-2-2-2-2-2-2-2-1:relu", "uniform(1)", 40);
        var finding = result.finding("born-dead");
        assertClose(finding.theory().orElseThrow().value().value(), 0.98664, printed(5));
        assertThat(finding.assessment()).isEqualTo(Assessment.FINE);
        assertThat(finding.measured().orElseThrow().value()).isGreaterThan(0.8);
        assertThat(result.figures().map(figure -> figure.id())).contains("born-dead", "typical-scale");
    }

    /** Four units, gamma = 1: a usual norm is multiplied by 1 / 1.609, by a script in NumPy. */
    @Test
    void usualNormsOfNarrowNetworksAreHeldAgainstTheTypicalScale() {
        Result result = run("mlp:1-4-4-4-4-4-4-1:relu", "uniform(1)", 40);
        var finding = result.finding("typical-scale");
        // 64 chains of 200 layers, of which one deviates by some 0.5 in the logarithm.
        assertClose(finding.theory().orElseThrow().value().value(), 1 / 1.609,
                standardErrors(5, 0.5 / Math.sqrt(64 * 200.0) / 1.609));
        assertThat(finding.note()).contains("shrink");
        // One layer of one network deviates by some 0.5 in the logarithm; the mean over 5 layers and the middle draw by less.
        assertThat(Math.abs(Math.log(1.609 * finding.measured().orElseThrow().value()))).isLessThan(0.3);
    }

    /** Whatever the network and however bad the start: an answer, and no number that is none. */
    @ParameterizedTest
    @CsvSource({"linear:5-1, ''", "linear:5-5-5-5-2, normal(3)", "mlp:3-8-8-8-8-8-8-8-8-2:relu, zero",
        "mlp:3-4-4-4-4-4-4-4-4-4-4-4-4-2:quadratic, normal(30)", "mlp:2-2-2-2-2-2-2-2-1:relu, uniform(1)",
        "resnet:3x6:tanh:step=0.3, normal(2)", "conv:4x4x1-3-3-2:relu, lecun-normal",
        "mlp:4-8-8-2:tanh:param=mean-field, ''"})
    void everyStartHasAnAnswer(String net, String init) {
        Result result = run(net, init, 3);
        assertThat(result.headline()).isNotBlank().doesNotContain("NaN");
        assertThat(result.answers().values()).noneMatch(answer -> answer.contains("NaN"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void threadsDoNotMatter(int threads) {
        InitializeSetting setting = setting("mlp:4-6-6-6-1:relu", "glorot-uniform", 4);
        List<Object> one = List.of(new InitializeStudy().run(setting, Session.silent().withThreads(2)).measurements());
        List<Object> other = List.of(
                new InitializeStudy().run(setting, Session.silent().withThreads(threads)).measurements());
        assertThat(other).isEqualTo(one);
    }

    @Test
    void oneDrawIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> setting("mlp:2-3-1:relu", "", 1))
                .withMessageContaining("1 draws; 2 to 10000");
    }
}
