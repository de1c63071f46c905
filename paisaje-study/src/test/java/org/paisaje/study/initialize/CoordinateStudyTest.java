package org.paisaje.study.initialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.loss.Loss;
import org.paisaje.study.Assessment;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizers;

@Tag("slow")
final class CoordinateStudyTest {
    private static CoordinateSetting setting(String net, String rule, int steps, Integer... widths) {
        Problem problem = Problem.builder(5).data("gaussian:n=24,d=4").split(0).network(net).loss(Loss.SQUARED).build();
        return new CoordinateSetting(problem, Optimizers.parse(rule), List.of(widths), steps, 4);
    }

    private static double rate(Result result) {
        return result.finding("rate").measured().orElseThrow().value();
    }

    /** Under maximal update the best rate stays; in the standard parametrization it falls like 1/n, or faster under Adam. */
    @ParameterizedTest
    @CsvSource({"mup, gd:0.1, -0.25, 0.25", "standard, gd:0.1, -1.4, -0.6", "ntk, gd:0.1, -0.35, 0.25",
        "mup-adam, adam:0.1, -0.3, 0.3", "standard, adam:0.1, -1.8, -0.6"})
    void theBestRateMovesAsPromised(String parametrization, String rule, double low, double high) {
        Result result = new CoordinateStudy().run(
                setting("mlp:4-8-8-1:tanh:param=" + parametrization, rule, 4, 16, 32, 64), Session.silent());
        assertThat(rate(result)).as(result.headline()).isBetween(low, high);
        boolean stays = parametrization.startsWith("mup");
        assertThat(result.changes().isEmpty()).isEqualTo(stays);
        assertThat(result.findings()).noneMatch(finding -> finding.assessment() == Assessment.UNMEASURED);
        assertThat(result.figures().map(figure -> figure.id())).contains("loss-by-rate", "changes");
    }

    /** The layers are drawn until their powers are known to 0.02, or 64 and 16 times; outputs may grow where slopes are bounded. */
    @Test
    void layersAreKnownToWithinWhatIsPromised() {
        Problem problem = Problem.builder(5).data("rings:n=40").split(0).network("mlp:2-8-8-1:tanh").build();
        Result result = new CoordinateStudy().run(
                new CoordinateSetting(problem, Optimizers.parse("gd:0.1"), List.of(16, 32, 64), 2, 4),
                Session.silent());
        var start = result.finding("start-layer-1").measured().orElseThrow();
        assertThat(start.high() - start.low()).isLessThanOrEqualTo(0.04);
        var promised = result.finding("rate").theory().orElseThrow().value();
        assertThat(promised.low()).isEqualTo(-1);
        assertThat(promised.high()).isEqualTo(-0.5);
    }

    @Test
    void residualAndConvolutionalNetworksAreWidenedToo() {
        for (String net : List.of("resnet:4-6x2-1:tanh:block=two,param=mup",
                "conv:2x2x1-4-1:tanh:filter=2,param=mup")) {
            Result result = new CoordinateStudy().run(setting(net, "gd:0.1", 2, 4, 8, 16), Session.silent());
            assertThat(result.finding("rate").measured()).as(net).isPresent();
        }
    }

    @Test
    void anotherParametrizationIsWrittenIntoTheLine() {
        assertThat(CoordinateParts.with("mlp:2-3-1:relu", "mup")).isEqualTo("mlp:2-3-1:relu:param=mup");
        assertThat(CoordinateParts.with("mlp:2-3-1:relu:bias=false,param=ntk,sw=1.4", "mup-adam"))
                .isEqualTo("mlp:2-3-1:relu:bias=false,param=mup-adam");
        assertThat(CoordinateParts.with("linear:2-3-1", "mup")).isEqualTo("linear:2-3-1:param=mup");
    }

    @Test
    void whatCannotBeMadeWiderIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> setting("mlp:4-1:tanh", "gd:0.1", 2, 4, 8, 16))
                .withMessageContaining("no hidden width");
        assertThatIllegalArgumentException().isThrownBy(() -> setting("mlp:4-8-1:tanh", "newton", 2, 4, 8, 16))
                .withMessageContaining("gd:0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> setting("mlp:4-8-1:tanh", "gd:0.1", 2, 8, 4, 16))
                .withMessageContaining("ascend");
        assertThatIllegalArgumentException().isThrownBy(() -> setting("mlp:4-8-1:tanh", "gd:0.1", 2, 8, 16))
                .withMessageContaining("at least 3");
    }
}
